"""台账: a plan, its items and their units' parts as plain rows, and how each item stands.

What was withdrawn is there, too: the ledger forgets nothing.
"""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from db.tables import Assignment, Item, Obligation, Plan, Section, Unit
from db.vocabulary import ObligationState, Part


class PlanRow(NamedTuple):
    """A plan: its title, the year it is of, its last day, whether it was withdrawn."""

    title: str
    year: int | None
    ends_on: date
    withdrawn: bool


class ItemRow(NamedTuple):
    """An item; ``number`` is its place where none is printed."""

    id: int
    number: str
    section: str | None
    text: str
    due_text: str | None
    due_on: date | None
    withdrawn: bool


class PartRow(NamedTuple):
    """A unit's part in an item."""

    id: int
    item_id: int
    unit: str
    part: Part
    withdrawn: bool


class Tally(NamedTuple):
    """What an item's units owe so far, and have reported; of what is late, the first due time."""

    owed: int
    reported: int
    late: int
    first_late: datetime | None


#: The order of a plan's text, and of the units in it.
IN_ORDER = (Item.position, Item.id, Assignment.position, Assignment.id)
_NUMBER: Any = func.coalesce(Item.number, Item.position + 1)


def plan_row(session: Session, plan_id: int) -> PlanRow:
    """Return a plan."""
    asked = select(Plan.title, Plan.year, Plan.ends_on, Plan.withdrawn_at.is_not(None))
    return PlanRow(*session.execute(asked.where(Plan.id == plan_id)).one())


def items(session: Session, plan_id: int) -> list[ItemRow]:
    """Return a plan's items."""
    asked = (
        select(
            Item.id,
            _NUMBER,
            Section.title,
            Item.text,
            Item.due_text,
            Item.due_on,
            Item.withdrawn_at.is_not(None),
        )
        .outerjoin(Section, Item.section_id == Section.id)
        .where(Item.plan_id == plan_id)
        .order_by(Item.position, Item.id)
    )
    return [ItemRow(row[0], str(row[1]), *row[2:]) for row in session.execute(asked)]


def parts(session: Session, plan_id: int) -> list[PartRow]:
    """Return the parts of units in a plan's items."""
    gone = Assignment.withdrawn_at.is_not(None)
    asked = (
        select(Assignment.id, Assignment.item_id, Unit.name, Assignment.part, gone)
        .join(Unit, Assignment.unit_id == Unit.id)
        .join(Item, Assignment.item_id == Item.id)
        .where(Item.plan_id == plan_id)
        .order_by(*IN_ORDER)
    )
    return [PartRow(*row) for row in session.execute(asked)]


def tallies(session: Session, plan_id: int, now: datetime) -> dict[int, Tally]:
    """Return, by item, what was to be reported by now, and was; nothing that was withdrawn."""
    late = (Obligation.state == ObligationState.OPEN) & (Obligation.due_at < now)
    reported = Obligation.state == ObligationState.REPORTED
    asked = (
        select(
            Assignment.item_id,
            func.count(),
            func.sum(case((reported, 1), else_=0)),
            func.sum(case((late, 1), else_=0)),
            func.min(case((late, Obligation.due_at))),
        )
        .select_from(Obligation)
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .join(Item, Assignment.item_id == Item.id)
        .where(Item.plan_id == plan_id, Assignment.withdrawn_at.is_(None))
        .where(Obligation.state != ObligationState.WITHDRAWN)
        .where(or_(Obligation.opens_at <= now, reported))
        .group_by(Assignment.item_id)
    )
    return {row[0]: Tally(*row[1:]) for row in session.execute(asked)}
