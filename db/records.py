"""What there is of an item by now, a page at a time: reports, changes of date, files; and people.

A page is ``(offset, limit)``.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session

from db import authors
from db.tables import (
    Absence,
    Assignment,
    Attachment,
    Contact,
    Item,
    Move,
    Obligation,
    Post,
    Report,
    Review,
    Unit,
)
from db.vocabulary import Cause, FileState, Role, Status


class ReportLine(NamedTuple):
    """A report on the item of this number, and what the office made of it, if it did."""

    number: str
    report_id: int
    version: int
    period: str
    unit: str
    who: str
    entered: bool
    status: Status
    submitted_at: datetime
    accepted: bool | None


class MoveLine(NamedTuple):
    """A due time that was changed."""

    unit: str
    period: str
    cause: Cause
    former_due_at: datetime | None
    due_at: datetime | None
    moved_at: datetime
    moved_by: str
    reason: str


class FileLine(NamedTuple):
    """A file that came with a report."""

    attachment_id: int
    name: str
    state: FileState
    unit: str
    report_id: int
    received_at: datetime


class PersonLine(NamedTuple):
    """Somebody with a post at a unit, and until when they are away, for whom who stands in."""

    contact: Contact
    role: Role
    second: bool
    away_until: datetime | None
    substitute_id: int | None


Page = tuple[int, int]
Dated = type[Report] | type[Move] | type[Attachment]
_Asked = Select[*tuple[Any, ...]]
_AWAY = (
    (Absence.contact_id == Contact.id)
    & Absence.confirmed_at.is_not(None)
    & Absence.cancelled_at.is_(None)
    & (Absence.starts_at <= bindparam("now"))
    & (Absence.ends_at > bindparam("now"))
)
_PEOPLE = (
    select(Contact, Post.role, Post.second, Absence.ends_at, Absence.substitute_id)
    .join(Post, Post.contact_id == Contact.id)
    .outerjoin(Absence, _AWAY)
    .where(Post.unit_id == bindparam("unit"))
    .order_by(Post.role, Post.second, Post.id)
)


def of_report(report_id: int) -> ColumnElement[bool]:
    """Return the condition that something is of a report's obligation, whatever the version."""
    its = select(Report.obligation_id).where(Report.id == report_id)
    return Obligation.id == its.scalar_subquery()


def of_item(session: Session, item_id: int) -> ColumnElement[bool]:
    """Return the condition that something is of an item, whoever owns it or did."""
    return _of(session, select(Assignment.id).where(Assignment.item_id == item_id))


def of_unit(session: Session, plan_id: int, unit_id: int) -> ColumnElement[bool]:
    """Return the condition that something is of a unit's parts in a plan."""
    its = select(Assignment.id).join(Item).where(Item.plan_id == plan_id)
    return _of(session, its.where(Assignment.unit_id == unit_id))


def _of(session: Session, parts: Select[int]) -> ColumnElement[bool]:
    """Return it by the parts' numbers: else a database may read every report there is."""
    return Obligation.assignment_id.in_(session.scalars(parts).all())


def count(session: Session, table: Dated, which: ColumnElement[bool]) -> int:
    """Return how many reports, changes of date or files there are."""
    return session.scalar(_of_duties(select(func.count()), table, which)) or 0


def reports(session: Session, which: ColumnElement[bool], page: Page) -> list[ReportLine]:
    """Return the reports there were, the newest first."""
    order = Report.submitted_at.desc(), Report.id.desc()
    columns = (
        *(Item.number, Item.position, Report.id, Report.version, Obligation.period, Unit.name),
        *(authors.NAME, authors.ENTERED, Report.status, Report.submitted_at, Review.accepted),
    )
    asked = _whose(select(*columns), Report, _page(session, Report, which, order, page))
    found = session.execute(
        asked.outerjoin(Contact, authors.ITS_CONTACT)
        .outerjoin(Review, Review.report_id == Report.id)
        .order_by(*order)
    )
    return [
        ReportLine._make((number or str(position + 1), *rest)) for number, position, *rest in found
    ]


def moves(session: Session, which: ColumnElement[bool], page: Page) -> list[MoveLine]:
    """Return the due times that were changed, the newest change first."""
    order = Move.moved_at.desc(), Move.id.desc()
    columns = (
        *(Unit.name, Obligation.period, Move.cause, Move.former_due_at, Move.due_at),
        *(Move.moved_at, Move.moved_by, Move.reason),
    )
    asked = _whose(select(*columns), Move, _page(session, Move, which, order, page))
    return [MoveLine._make(row) for row in session.execute(asked.order_by(*order))]


def files(session: Session, which: ColumnElement[bool], page: Page) -> list[FileLine]:
    """Return the files that came with reports, the newest first; what was removed is left out."""
    order = Attachment.received_at.desc(), Attachment.id.desc()
    columns = (
        *(Attachment.id, Attachment.name, Attachment.state, Unit.name),
        *(Attachment.report_id, Attachment.received_at),
    )
    asked = _whose(select(*columns), Attachment, _page(session, Attachment, which, order, page))
    return [FileLine._make(row) for row in session.execute(asked.order_by(*order))]


def people(session: Session, unit_id: int, now: datetime) -> list[PersonLine]:
    """Return who holds a post at a unit, and who of them is away."""
    found = session.execute(_PEOPLE, {"unit": unit_id, "now": now})
    return [PersonLine._make(row) for row in found]


def _page(
    session: Session,
    table: Dated,
    which: ColumnElement[bool],
    order: tuple[ColumnElement[Any], ...],
    page: Page,
) -> Sequence[int]:
    """Return the ids of a page: only what is shown is then asked for with all that is said of it.

    A page that is not there any more gives nothing.
    """
    offset, limit = page
    asked = _of_duties(select(table.id), table, which).order_by(*order)
    return session.scalars(asked.offset(offset).limit(limit)).all()


def _of_duties(asked: _Asked, table: Dated, which: ColumnElement[bool]) -> _Asked:
    """Ask it of what belongs to obligations; of files only of those that were filed and kept."""
    its = asked.select_from(table).join(Obligation, table.obligation_id == Obligation.id)
    if table is Attachment:
        its = its.where(Attachment.report_id.is_not(None), Attachment.removed_at.is_(None))
    return its.where(which)


def _whose(asked: _Asked, table: Dated, ids: Sequence[int]) -> _Asked:
    return (
        asked.select_from(table)
        .join(Obligation, table.obligation_id == Obligation.id)
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .join(Item, Assignment.item_id == Item.id)
        .join(Unit, Assignment.unit_id == Unit.id)
        .where(table.id.in_(ids))
    )
