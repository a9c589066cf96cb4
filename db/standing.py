"""Where a unit stands: its items with what it last reported of each, for its own people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.tables import Assignment, Item, Obligation, Plan, Reading, Report, Target, Unit
from db.tables.plan import PLAN_IN_FORCE
from db.vocabulary import Op, Part, Status


@dataclass(frozen=True, slots=True)
class Figure:
    """A target with the newest number that the unit reported for it."""

    quantity: str
    op: Op
    goal: Decimal
    measure: str
    strict: bool
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Standing:
    """An item of a unit's with its newest report, if any; figures are the lead's."""

    unit: str
    plan: str
    position: int
    number: str | None
    text: str
    part: Part
    status: Status | None
    reported_at: datetime | None
    figures: tuple[Figure, ...]


def standing(session: Session, unit_ids: Sequence[int]) -> list[Standing]:
    """Return the items of units, by unit, plan and place in the notice."""
    parts = session.execute(
        select(Assignment.id, Assignment.part, Unit.name, Plan.title, Item)
        .join(Item, Assignment.item_id == Item.id)
        .join(Plan, Item.plan_id == Plan.id)
        .join(Unit, Assignment.unit_id == Unit.id)
        .where(Assignment.unit_id.in_(unit_ids), Assignment.withdrawn_at.is_(None), PLAN_IN_FORCE)
        .order_by(Unit.id, Plan.id, Item.position)
    ).all()
    newest = _newest_reports(session, [part_id for part_id, *_ in parts])
    values = _newest_values(session, [part_id for part_id, *_ in parts])
    targets = _targets(session, [item.id for *_, item in parts])
    return [
        Standing(
            unit,
            plan,
            item.position,
            item.number,
            item.text,
            part,
            *newest.get(part_id, (None, None)),
            tuple(
                _figure(target, values.get((part_id, target.id)))
                for target in (targets.get(item.id, ()) if part is Part.LEAD else ())
            ),
        )
        for part_id, part, unit, plan, item in parts
    ]


def _figure(target: Target, value: Decimal | None) -> Figure:
    return Figure(target.quantity, target.op, target.value, target.measure, target.strict, value)


def _newest_reports(
    session: Session, part_ids: Sequence[int]
) -> dict[int, tuple[Status | None, datetime | None]]:
    found = session.execute(
        select(Obligation.assignment_id, Report.status, Report.submitted_at)
        .join(Report, Report.obligation_id == Obligation.id)
        .where(Obligation.assignment_id.in_(part_ids))
        .order_by(Obligation.due_at, Report.version)
    )
    return {part_id: (status, at) for part_id, status, at in found}


def _newest_values(session: Session, part_ids: Sequence[int]) -> dict[tuple[int, int], Decimal]:
    found = session.execute(
        select(Obligation.assignment_id, Reading.target_id, Reading.value)
        .join(Report, Report.obligation_id == Obligation.id)
        .join(Reading, Reading.report_id == Report.id)
        .where(Obligation.assignment_id.in_(part_ids))
        .order_by(Obligation.due_at, Report.version)
    )
    return {(part_id, target_id): value for part_id, target_id, value in found}


def _targets(session: Session, item_ids: Sequence[int]) -> dict[int, list[Target]]:
    by_item: dict[int, list[Target]] = {}
    for target in session.scalars(
        select(Target)
        .where(Target.item_id.in_(item_ids), Target.withdrawn_at.is_(None))
        .order_by(Target.position, Target.id)
    ):
        by_item.setdefault(target.item_id, []).append(target)
    return by_item
