"""台账: what a plan's units owe and have reported as plain rows, streamed in its text's order.

What was withdrawn is there, too. A plan may owe 144,000 reports.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from db import authors, reviews
from db.ledger_items import IN_ORDER
from db.tables import (
    Assignment,
    Attachment,
    Contact,
    Extension,
    Item,
    Move,
    Obligation,
    Reading,
    Report,
    Review,
    Target,
)
from db.vocabulary import Cause, FileState, ObligationState, Op, Part, Status

#: How many rows are fetched at once.
BATCH = 2000
Row = TypeVar("Row", bound=tuple[Any, ...])


class OwedRow(NamedTuple):
    """An obligation with one version of its report, or with none; ``moved`` by what, at last."""

    id: int
    part_id: int
    period: str
    opens_at: datetime
    original_due_at: datetime
    due_at: datetime
    state: ObligationState
    moved: Cause | None
    report_id: int | None
    status: Status | None
    submitted_at: datetime | None
    entered: bool
    behalf: bool
    accepted: bool | None


class ReportRow(NamedTuple):
    """A version of a report, whether it is the newest, and what the office made of it."""

    id: int
    part_id: int
    period: str
    due_at: datetime
    version: int
    status: Status
    words: str
    author: str
    entered: bool
    behalf: bool
    submitted_at: datetime
    newest: bool
    accepted: bool | None
    reviewer: str | None
    reviewed_at: datetime | None
    reason: str | None
    files: int


class ReadingRow(NamedTuple):
    """A report's number for a target, and whether it counts: not superseded, not returned."""

    report_id: int
    part_id: int
    period: str
    quantity: str
    op: Op
    strict: bool
    goal: Decimal
    value: Decimal
    measure: str
    submitted_at: datetime
    entered: bool
    behalf: bool
    counts: bool


class Counts(NamedTuple):
    """How many rows of each kind there are."""

    items: int
    owed: int
    reports: int
    readings: int


_BEHALF: Any = Report.on_behalf_of_id.is_not(None)
_MOVED = (
    select(Move.cause)
    .where(Move.obligation_id == Obligation.id)
    .order_by(Move.id.desc())
    .limit(1)
    .correlate(Obligation)
    .scalar_subquery()
)
_FILES = (
    select(func.count())
    .where(Attachment.report_id == Report.id, Attachment.removed_at.is_(None))
    .where(Attachment.state == FileState.STORED)
    .correlate(Report)
    .scalar_subquery()
)


def owed(session: Session, plan_id: int) -> Iterator[OwedRow]:
    """Yield a plan's obligations, one that was reported once for each version, in their order."""
    asked = (
        select(
            Obligation.id,
            Obligation.assignment_id,
            Obligation.period,
            Obligation.opens_at,
            Obligation.original_due_at,
            Obligation.due_at,
            Obligation.state,
            _MOVED,
            Report.id,
            Report.status,
            Report.submitted_at,
            authors.ENTERED,
            _BEHALF,
            Review.accepted,
        )
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .join(Item, Assignment.item_id == Item.id)
        .outerjoin(Report, Report.obligation_id == Obligation.id)
        .outerjoin(Review, Review.report_id == Report.id)
        .where(Item.plan_id == plan_id)
        .order_by(*IN_ORDER, Obligation.due_at, Obligation.id, Report.version)
    )
    return _streamed(session, asked, OwedRow._make)


def reports(session: Session, plan_id: int) -> Iterator[ReportRow]:
    """Yield every version of a plan's reports."""
    asked = (
        select(
            Report.id,
            Obligation.assignment_id,
            Obligation.period,
            Obligation.due_at,
            Report.version,
            Report.status,
            Report.words,
            authors.NAME,
            authors.ENTERED,
            _BEHALF,
            Report.submitted_at,
            reviews.NEWEST,
            Review.accepted,
            Review.reviewer,
            Review.reviewed_at,
            Review.reason,
            _FILES,
        )
        .join(Obligation, Report.obligation_id == Obligation.id)
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .join(Item, Assignment.item_id == Item.id)
        .outerjoin(Contact, authors.ITS_CONTACT)
        .outerjoin(Review, Review.report_id == Report.id)
        .where(Item.plan_id == plan_id)
        .order_by(*IN_ORDER, Obligation.due_at, Obligation.id, Report.version)
    )
    return _streamed(session, asked, ReportRow._make)


def readings(session: Session, plan_id: int) -> Iterator[ReadingRow]:
    """Yield every number of a plan's reports."""
    asked = (
        select(
            Report.id,
            Obligation.assignment_id,
            Obligation.period,
            Target.quantity,
            Target.op,
            Target.strict,
            Target.value,
            Reading.value,
            Target.measure,
            Report.submitted_at,
            authors.ENTERED,
            _BEHALF,
            reviews.COUNTS,
        )
        .join(Reading, Reading.report_id == Report.id)
        .join(Target, Reading.target_id == Target.id)
        .join(Obligation, Report.obligation_id == Obligation.id)
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .join(Item, Assignment.item_id == Item.id)
        .where(Item.plan_id == plan_id)
        .order_by(*IN_ORDER, Obligation.due_at, Obligation.id)
        .order_by(Report.version, Target.position, Target.id)
    )
    return _streamed(session, asked, ReadingRow._make)


def counts(session: Session, plan_id: int) -> Counts:
    """Return how many rows of each kind a plan has."""
    of_item = select(func.count()).where(Item.plan_id == plan_id)
    of_part = and_(Assignment.item_id == Item.id, Obligation.assignment_id == Assignment.id)
    of_report = and_(of_part, Report.obligation_id == Obligation.id)
    asked = (
        of_item.select_from(Item),
        of_item.where(of_part),
        of_item.where(of_report),
        of_item.where(of_report, Reading.report_id == Report.id),
    )
    return Counts(*(session.scalar(one) or 0 for one in asked))


def found(session: Session, plan_id: int) -> set[str]:
    """Return what a plan has any of, by name: sections, moves, reviews and so on."""
    of_part = and_(Assignment.item_id == Item.id, Obligation.assignment_id == Assignment.id)
    of_report = and_(of_part, Report.obligation_id == Obligation.id)
    kinds: dict[str, ColumnElement[bool]] = {
        "sections": Item.section_id.is_not(None),
        "leads": (Assignment.item_id == Item.id) & (Assignment.part == Part.LEAD),
        "assists": (Assignment.item_id == Item.id) & (Assignment.part == Part.ASSIST),
        "dues": Item.due_text.is_not(None),
        "due_days": Item.due_on.is_not(None),
        "targets": (Target.item_id == Item.id) & Target.withdrawn_at.is_(None),
        "measures": (Target.item_id == Item.id) & (Target.measure != ""),
        "moves": of_part & (Move.obligation_id == Obligation.id),
        "extensions": of_part
        & (Extension.obligation_id == Obligation.id)
        & Extension.asked_at.is_not(None),
        "reports": of_report,
        "words": of_report & (Report.words != ""),
        "reviews": of_report & (Review.report_id == Report.id),
        "returns": of_report & (Review.report_id == Report.id) & (Review.reason != ""),
    }
    return {
        name
        for name, any_such in kinds.items()
        if session.scalar(select(Item.id).where(Item.plan_id == plan_id, any_such).limit(1))
    }


def _streamed(
    session: Session, asked: Select[*tuple[Any, ...]], kind: Callable[[Iterable[Any]], Row]
) -> Iterator[Row]:
    found = session.connection().execute(asked, execution_options={"yield_per": BATCH})
    for batch in found.partitions():
        yield from map(kind, batch)
