"""The facts a digest is made of: targets with their newest readings, and contacts' words."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from db.tables import Assignment, Contact, Item, Obligation, Reading, Report, Target
from db.vocabulary import Op, Part, Status


@dataclass(frozen=True, slots=True)
class TargetFact:
    """A target and the newest number its item's lead reported, with the report it came from."""

    target_id: int
    item_id: int
    number: str | None
    quantity: str
    op: Op
    goal: Decimal
    measure: str
    strict: bool
    value: Decimal | None
    report_id: int | None


@dataclass(frozen=True, slots=True)
class WordsFact:
    """What a contact wrote in a report."""

    report_id: int
    contact: str
    words: str


#: Sorts what the present lead reported behind what others did, or did while they led.
_LEADS_NOW = case(((Assignment.part == Part.LEAD) & Assignment.withdrawn_at.is_(None), 1), else_=0)


def target_facts(session: Session, plan_id: int) -> list[TargetFact]:
    """Return a plan's targets in the order of its text.

    What a unit reported while it led counts until one that leads now reports.
    """
    newest = {
        target_id: (value, report_id)
        for target_id, value, report_id in session.execute(
            select(Reading.target_id, Reading.value, Report.id)
            .join(Report, Reading.report_id == Report.id)
            .join(Obligation, Report.obligation_id == Obligation.id)
            .join(Assignment, Obligation.assignment_id == Assignment.id)
            .join(Item, Assignment.item_id == Item.id)
            .where(Item.plan_id == plan_id)
            .order_by(_LEADS_NOW, Obligation.due_at, Report.id)
        )
    }
    targets = session.execute(
        select(Target, Item.number)
        .join(Item, Target.item_id == Item.id)
        .where(Item.plan_id == plan_id, Target.withdrawn_at.is_(None))
        .order_by(Item.position, Target.position)
    )
    return [
        TargetFact(
            target.id,
            target.item_id,
            number,
            target.quantity,
            target.op,
            target.value,
            target.measure,
            target.strict,
            *newest.get(target.id, (None, None)),
        )
        for target, number in targets
    ]


def statuses(session: Session, plan_id: int) -> dict[int, Status | None]:
    """Return, for each item of a plan, what its lead last said of it; None for nothing yet."""
    items = session.scalars(
        select(Item.id)
        .where(Item.plan_id == plan_id, Item.withdrawn_at.is_(None))
        .order_by(Item.position)
    ).all()
    said = session.execute(
        select(Assignment.item_id, Report.status)
        .join(Obligation, Obligation.assignment_id == Assignment.id)
        .join(Report, Report.obligation_id == Obligation.id)
        .join(Item, Assignment.item_id == Item.id)
        .where(Item.plan_id == plan_id, Assignment.part == Part.LEAD)
        .order_by(_LEADS_NOW, Obligation.due_at, Report.version)
    ).all()
    newest = dict(said)
    return {item: newest.get(item) for item in items}


def words_of(session: Session, report_ids: Collection[int]) -> dict[int, WordsFact]:
    """Return, by report id, the words of reports and who wrote them."""
    found = session.execute(
        select(Report.id, Contact.name, Report.words)
        .join(Contact, Report.contact_id == Contact.id)
        .where(Report.id.in_(report_ids))
    )
    return {row[0]: WordsFact(*row) for row in found}
