"""What a plan's items and targets have come to: their newest readings, and what was last said."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db import reviews
from db.tables import Assignment, Item, Obligation, Reading, Report, Target
from db.vocabulary import Op, Part, Status


@dataclass(frozen=True, slots=True)
class TargetFact:
    """A target and the newest number its item's lead reported, with the report it came from.

    ``number`` and ``text`` are its item's, the place where no number is printed.
    """

    target_id: int
    item_id: int
    number: str
    text: str
    quantity: str
    op: Op
    goal: Decimal
    measure: str
    strict: bool
    value: Decimal | None
    report_id: int | None


#: Sorts what the present lead reported behind what others did, or did while they led.
_LEADS_NOW = case(((Assignment.part == Part.LEAD) & Assignment.withdrawn_at.is_(None), 1), else_=0)


def target_facts(
    session: Session, plan_id: int, item_ids: Collection[int] | None = None
) -> list[TargetFact]:
    """Return a plan's targets, or those of some of its items, in the order of its text.

    What a unit reported while it led counts until one that leads now reports. What was returned
    does not, until it is corrected.
    """
    targets = session.execute(
        select(Target, Item.number, Item.position, Item.text)
        .join(Item, Target.item_id == Item.id)
        .where(_among(plan_id, item_ids), Target.withdrawn_at.is_(None))
        .order_by(Item.position, Target.position)
    ).all()
    its = (
        select(
            Reading.target_id,
            Reading.value,
            Reading.report_id,
            _rank(Reading.target_id, Report.id).label("rank"),
        )
        .join(Report, Reading.report_id == Report.id)
        .join(Obligation, Report.obligation_id == Obligation.id)
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .where(Reading.target_id.in_([target.id for target, *_ in targets]), reviews.COUNTS)
        .subquery()
    )
    newest = {
        target_id: (value, report_id)
        for target_id, value, report_id, _ in session.execute(select(its).where(its.c.rank == 1))
    }
    return [
        TargetFact(
            target.id,
            target.item_id,
            number or str(position + 1),
            text,
            target.quantity,
            target.op,
            target.value,
            target.measure,
            target.strict,
            *newest.get(target.id, (None, None)),
        )
        for target, number, position, text in targets
    ]


def item_ids_of(session: Session, plan_id: int) -> list[int]:
    """Return a plan's items in the order of its text."""
    present = select(Item.id).where(Item.plan_id == plan_id, Item.withdrawn_at.is_(None))
    return list(session.scalars(present.order_by(Item.position)))


def statuses(
    session: Session, plan_id: int, item_ids: Collection[int] | None = None
) -> dict[int, Status | None]:
    """Return, for each item of a plan or some of them, what its lead last said; None for nothing.

    What was returned counts for nothing until it is corrected.
    """
    items = item_ids_of(session, plan_id) if item_ids is None else item_ids
    led = select(Assignment.id).join(Item).where(_among(plan_id, item_ids))
    leads = session.scalars(led.where(Assignment.part == Part.LEAD)).all()
    said = (
        select(
            Assignment.item_id,
            Report.status,
            _rank(Assignment.item_id, Report.version).label("rank"),
        )
        .join(Obligation, Obligation.assignment_id == Assignment.id)
        .join(Report, Report.obligation_id == Obligation.id)
        .where(Assignment.id.in_(leads), reviews.COUNTS)  # by number: else every report is read
        .subquery()
    )
    asked = select(said.c.item_id, said.c.status).where(said.c.rank == 1)
    newest = dict(session.execute(asked).all())
    return {item: newest.get(item) for item in items}


def _among(plan_id: int, item_ids: Collection[int] | None) -> ColumnElement[bool]:
    return Item.plan_id == plan_id if item_ids is None else Item.id.in_(item_ids)


def _rank(of: InstrumentedAttribute[int], last: InstrumentedAttribute[int]) -> ColumnElement[int]:
    """Return a row's rank among those of the same kind, 1 for the newest."""
    order = (_LEADS_NOW.desc(), Obligation.original_due_at.desc(), last.desc())
    return func.row_number().over(partition_by=of, order_by=order)
