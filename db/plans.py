"""Plans, items, units: what a notice asks, and of whom."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.tables import Assignment, Cadence, Item, Plan, Section, Target, Unit, UnitAlias
from db.vocabulary import ItemDraft, Part, PlanDraft


class PlanExistsError(Exception):
    """The same notice text is a plan already; carries its id."""

    def __init__(self, plan_id: int) -> None:
        """Remember the plan."""
        super().__init__(f"plan {plan_id} was made from this text")
        self.plan_id = plan_id


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan with how much is under it."""

    id: int
    title: str
    starts_on: date
    ends_on: date
    created_at: datetime
    sections: int
    items: int
    targets: int
    units: int


def add_plan(
    session: Session,
    draft: PlanDraft,
    source: str,
    days: tuple[date, date],
    cadence: Cadence,
    now: datetime,
) -> int:
    """Store a confirmed draft with its cadence; return the plan's id.

    Args:
        session: an open transaction.
        draft: the notice as read and confirmed.
        source: the notice's own text, kept whole.
        days: the first and the last day on which reports may be owed.
        cadence: when reports fall due; its plan is set here.
        now: the present moment.

    Raises:
        PlanExistsError: the same text was stored before.
    """
    plan = _begin_plan(session, draft, source, days, now)
    cadence.plan_id = plan.id
    session.add(cadence)
    sections = [
        Section(plan_id=plan.id, position=position, title=title)
        for position, title in enumerate(draft.sections)
    ]
    session.add_all(sections)
    session.flush()
    for position, item in enumerate(draft.items):
        section = None if item.section is None else sections[item.section].id
        _add_item(session, plan.id, section, position, item)
    return plan.id


def _begin_plan(
    session: Session, draft: PlanDraft, source: str, days: tuple[date, date], now: datetime
) -> Plan:
    digest = hashlib.sha256(source.encode()).hexdigest()
    if (known := session.scalar(select(Plan.id).where(Plan.digest == digest))) is not None:
        raise PlanExistsError(known)
    plan = Plan(
        title=draft.title,
        notice_title=draft.notice_title,
        starts_on=days[0],
        ends_on=days[1],
        source=source,
        digest=digest,
        created_at=now,
    )
    session.add(plan)
    session.flush()
    return plan


def _add_item(
    session: Session, plan_id: int, section_id: int | None, position: int, draft: ItemDraft
) -> None:
    item = Item(
        plan_id=plan_id,
        section_id=section_id,
        position=position,
        number=draft.number,
        text=draft.text,
        open_ended=draft.open_ended,
        due_on=draft.due.day if draft.due else None,
    )
    session.add(item)
    session.flush()
    session.add_all(
        Target(
            item_id=item.id,
            position=place,
            quantity=target.quantity,
            op=target.op,
            value=target.value,
            measure=target.unit,
            strict=target.strict,
        )
        for place, target in enumerate(draft.targets)
    )
    owners: dict[int, Part] = {}  # named as both lead and assist, a unit leads
    for part, names in ((Part.LEAD, draft.lead), (Part.ASSIST, draft.assist)):
        for name in names:
            owners.setdefault(unit_named(session, name).id, part)
    session.add_all(
        Assignment(item_id=item.id, unit_id=unit_id, part=part, position=place)
        for place, (unit_id, part) in enumerate(owners.items())
    )


def unit_named(session: Session, name: str) -> Unit:
    """Return the unit of this name or alias; make it where it is not known."""
    if (unit := find_unit(session, name)) is not None:
        return unit
    unit = Unit(name=name)
    session.add(unit)
    session.flush()
    return unit


def find_unit(session: Session, name: str) -> Unit | None:
    """Return the unit of this name or alias."""
    by_alias = select(UnitAlias.unit_id).where(UnitAlias.name == name)
    return session.scalar(select(Unit).where((Unit.name == name) | Unit.id.in_(by_alias)))


def units(session: Session, names: Iterable[str] = ()) -> list[Unit]:
    """Return the units named, or all that own an item, in the order in which notices name them."""
    order = func.min(Assignment.id)
    owning = select(Unit).join(Assignment).group_by(Unit.id).order_by(order)
    wanted = list(names)
    return list(session.scalars(owning.where(Unit.name.in_(wanted)) if wanted else owning))


def plans(session: Session) -> list[PlanSummary]:
    """Return every plan with its counts, oldest first."""
    items = select(Item.id).where(Item.plan_id == Plan.id).correlate(Plan)
    assigned = Assignment.item_id.in_(items)
    found = session.execute(
        select(
            Plan,
            select(func.count()).where(Section.plan_id == Plan.id).scalar_subquery(),
            select(func.count()).where(Item.plan_id == Plan.id).scalar_subquery(),
            select(func.count()).where(Target.item_id.in_(items)).scalar_subquery(),
            select(func.count(Assignment.unit_id.distinct())).where(assigned).scalar_subquery(),
        ).order_by(Plan.id)
    )
    return [
        PlanSummary(plan.id, plan.title, plan.starts_on, plan.ends_on, plan.created_at, *counts)
        for plan, *counts in found
    ]


def last_day(session: Session, plan_id: int) -> date:
    """Return the last day on which a plan's reports may be owed."""
    return session.get_one(Plan, plan_id).ends_on
