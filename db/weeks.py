"""What a plan's week is counted from, as plain rows: a plan may owe 144,000 reports.

A week is two moments; what happens at the first counts, what happens at the last does not.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from db.reviews import COUNTS, NEWEST
from db.tables import Assignment, Contact, Item, Obligation, Report, Review, Unit
from db.vocabulary import ObligationState, Part, Status

Week = tuple[datetime, datetime]
_Asked = Select[*tuple[Any, ...]]


class UnitCount(NamedTuple):
    """A unit's reported of owed: of what fell due in the week, and of all that ever did."""

    unit_id: int
    unit: str
    owed: int
    reported: int
    owed_in_all: int
    reported_in_all: int


class LateRow(NamedTuple):
    """An open obligation past due: its unit, its item's number and text, when it fell due."""

    unit: str
    number: str
    text: str
    due_at: datetime


class SaidRow(NamedTuple):
    """What a report says, and who wrote it: a contact, or for the unit somebody of the office."""

    unit: str
    number: str
    words: str
    report_id: int
    contact: str | None
    entered_by: str | None


class DueRow(NamedTuple):
    """What is still owed for a due time: by how many units, and how many reports."""

    due_at: datetime
    units: int
    reports: int


class Reviews(NamedTuple):
    """What became of reports: accepted, returned, or not looked at yet."""

    accepted: int
    returned: int
    waiting: int


_OPEN = Obligation.state == ObligationState.OPEN
_REPORTED = Obligation.state == ObligationState.REPORTED


def unit_counts(session: Session, plan_id: int, week: Week) -> list[UnitCount]:
    """Return the counts of every unit of which a report fell due before the week's end."""
    since, until = week
    present = Obligation.due_at >= since
    columns = (
        *(Unit.id, Unit.name, count_if(present), count_if(present & _REPORTED)),
        *(func.count(), count_if(_REPORTED)),
    )
    asked = _owed(select(*columns), plan_id).where(Obligation.due_at < until)
    found = session.execute(asked.group_by(Unit.id, Unit.name).order_by(Unit.id))
    return [UnitCount._make(row) for row in found]


def late(session: Session, plan_id: int, now: datetime, limit: int) -> tuple[list[LateRow], int]:
    """Return what is past due, what fell due first first, no more than ``limit``; and the count."""
    is_late = _OPEN & (Obligation.due_at < now)
    asked = (
        _owed(select(Unit.name, Item.number, Item.position, Item.text, Obligation.due_at), plan_id)
        .where(is_late)
        .order_by(Obligation.due_at, Item.position, Unit.id)
        .limit(limit)
    )
    count = session.scalar(_owed(select(func.count()), plan_id).where(is_late))
    rows = [
        LateRow(unit, _number(number, position), text, due_at)
        for unit, number, position, text, due_at in session.execute(asked)
    ]
    return rows, count or 0


def late_items(session: Session, plan_id: int, before: datetime) -> set[int]:
    """Return the items of which an open obligation fell due before a moment."""
    asked = _owed(select(Item.id), plan_id).where(_OPEN, Obligation.due_at < before)
    return set(session.scalars(asked.distinct()))


def said(
    session: Session, plan_id: int, status: Status, week: Week, limit: int
) -> tuple[list[SaidRow], int]:
    """Return the reports of a week that say this of their item, oldest first, and their count.

    What the office sent back is not said.
    """
    columns = (
        *(Unit.name, Item.number, Item.position),
        *(Report.words, Report.id, Contact.name, Report.entered_by),
    )
    says = (Report.status == status) & COUNTS
    its = _reported(select(*columns), plan_id, week).where(says)
    asked = its.outerjoin(Contact, Report.contact_id == Contact.id).order_by(Report.id)
    count = session.scalar(_reported(select(func.count()), plan_id, week).where(says))
    rows = [
        SaidRow(unit, _number(number, position), *rest)
        for unit, number, position, *rest in session.execute(asked.limit(limit))
    ]
    return rows, count or 0


def reviews(session: Session, plan_id: int, week: Week) -> Reviews:
    """Return what became of the reports of a week."""
    columns = (
        count_if(Review.accepted.is_(True)),
        count_if(Review.accepted.is_(False)),
        count_if(Review.id.is_(None)),
    )
    asked = _reported(select(*columns), plan_id, week)
    found = session.execute(asked.outerjoin(Review, Review.report_id == Report.id)).one()
    return Reviews._make(found)


def coming(session: Session, plan_id: int, week: Week) -> list[DueRow]:
    """Return what is still owed and falls due within a week."""
    since, until = week
    columns = Obligation.due_at, func.count(Unit.id.distinct()), func.count()
    asked = (
        _owed(select(*columns), plan_id)
        .where(_OPEN, Obligation.due_at >= since, Obligation.due_at < until)
        .group_by(Obligation.due_at)
        .order_by(Obligation.due_at)
    )
    return [DueRow._make(row) for row in session.execute(asked)]


def leads(session: Session, plan_id: int) -> dict[int, list[str]]:
    """Return, by item, the units that lead it, in the order of the notice."""
    found = session.execute(
        select(Assignment.item_id, Unit.name)
        .join(Item, Assignment.item_id == Item.id)
        .join(Unit, Assignment.unit_id == Unit.id)
        .where(Item.plan_id == plan_id, Assignment.part == Part.LEAD)
        .where(Assignment.withdrawn_at.is_(None))
        .order_by(Assignment.position, Assignment.id)
    )
    by_item: dict[int, list[str]] = {}
    for item_id, unit in found:
        by_item.setdefault(item_id, []).append(unit)
    return by_item


def _owed(asked: _Asked, plan_id: int) -> _Asked:
    """Ask it of what a plan's present assignments owe or owed."""
    return (
        asked.select_from(Obligation)
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .join(Item, Assignment.item_id == Item.id)
        .join(Unit, Assignment.unit_id == Unit.id)
        .where(Item.plan_id == plan_id, Assignment.withdrawn_at.is_(None))
        .where(Obligation.state != ObligationState.WITHDRAWN)
    )


def _reported(asked: _Asked, plan_id: int, week: Week) -> _Asked:
    """Ask it of the reports that came within a week and that no newer one corrects."""
    since, until = week
    return (
        _owed(asked, plan_id)
        .join(Report, Report.obligation_id == Obligation.id)
        .where(Report.submitted_at >= since, Report.submitted_at < until, NEWEST)
    )


def count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Return of how many rows of a group a condition is true."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _number(printed: str | None, position: int) -> str:
    return printed or str(position + 1)
