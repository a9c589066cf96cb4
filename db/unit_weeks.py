"""Each unit's own week over plans: what it owed, reported, has late, and got back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from db.reviews import COUNTS, NEWEST
from db.tables import Assignment, Item, Obligation, Plan, Report, Review, Unit
from db.vocabulary import ObligationState, Status
from db.weeks import Week, count_if


@dataclass(slots=True)
class UnitWeek:
    """A unit's week of one plan.

    Attributes:
        unit: its name.
        plan: the plan's title.
        owed: reports that fell due in the week.
        reported: how many of them came.
        late: what is past due now, of whatever week.
        coming: what is still owed and falls due within as many days as the week has.
        next_due: when the first of that does.
        returned: reports of the week that were sent back.
        done: reports of the week that say 已完成.
    """

    unit: str
    plan: str
    owed: int = 0
    reported: int = 0
    late: int = 0
    coming: int = 0
    next_due: datetime | None = None
    returned: int = 0
    done: int = 0

    @property
    def says_something(self) -> bool:
        """Whether there is anything about the week to tell the unit."""
        return bool(self.owed or self.late or self.returned or self.done)


def unit_weeks(
    session: Session, plan_ids: Collection[int], week: Week
) -> dict[int, list[UnitWeek]]:
    """Return, by unit, its week of each of some plans, of those it has anything to do with."""
    found: dict[tuple[int, int], UnitWeek] = {}
    for unit_id, plan_id, unit, plan, *counts in session.execute(_owed(plan_ids, week)):
        found[unit_id, plan_id] = UnitWeek(unit, plan, *counts)
    for unit_id, plan_id, returned, done in session.execute(_reported(plan_ids, week)):
        if (one := found.get((unit_id, plan_id))) is not None:
            one.returned, one.done = returned, done
    by_unit: dict[int, list[UnitWeek]] = {}
    for (unit_id, _), one in sorted(found.items(), key=lambda pair: pair[0]):
        by_unit.setdefault(unit_id, []).append(one)
    return by_unit


def _owed(plan_ids: Collection[int], week: Week) -> Select[*tuple[Any, ...]]:
    since, until = week
    is_open = Obligation.state == ObligationState.OPEN
    present = (Obligation.due_at >= since) & (Obligation.due_at < until)
    comes = is_open & (Obligation.due_at >= until) & (Obligation.due_at < until + (until - since))
    return _of_units(
        plan_ids,
        Unit.name,
        Plan.title,
        count_if(present),
        count_if(present & (Obligation.state == ObligationState.REPORTED)),
        count_if(is_open & (Obligation.due_at < until)),
        count_if(comes),
        func.min(case((comes, Obligation.due_at))),
    ).group_by(Assignment.unit_id, Item.plan_id, Unit.name, Plan.title)


def _reported(plan_ids: Collection[int], week: Week) -> Select[*tuple[Any, ...]]:
    since, until = week
    done = (Report.status == Status.DONE) & COUNTS
    return (
        _of_units(plan_ids, count_if(Review.accepted.is_(False)), count_if(done))
        .join(Report, (Report.obligation_id == Obligation.id) & NEWEST)
        .outerjoin(Review, Review.report_id == Report.id)
        .where(Report.submitted_at >= since, Report.submitted_at < until)
        .group_by(Assignment.unit_id, Item.plan_id)
    )


def _of_units(plan_ids: Collection[int], *columns: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401
    """Ask, by unit and plan, of what present assignments owe or owed."""
    return (
        select(Assignment.unit_id, Item.plan_id, *columns)
        .select_from(Obligation)
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .join(Item, Assignment.item_id == Item.id)
        .join(Plan, Item.plan_id == Plan.id)
        .join(Unit, Assignment.unit_id == Unit.id)
        .where(Item.plan_id.in_(plan_ids), Assignment.withdrawn_at.is_(None))
        .where(Obligation.state != ObligationState.WITHDRAWN)
    )
