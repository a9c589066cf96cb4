"""审核: reports accepted, or returned with a reason; which wait for it; only the newest counts.

What was accepted is locked, and so is what was reported for a period that is over.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from db import outbox
from db.tables import Assignment, Attachment, Item, Move, Obligation, Plan, Report, Review
from db.tables.plan import PLAN_IN_FORCE
from db.vocabulary import Cause, FileState, ObligationState


def review_of(session: Session, report_id: int) -> Review | None:
    """Return what the office made of a report; None where it has not looked yet."""
    return session.scalar(select(Review).where(Review.report_id == report_id))


_LATER = aliased(Report)
#: Whether a report is the newest version of its obligation's.
NEWEST = ~(
    select(_LATER.id)
    .where(_LATER.obligation_id == Report.obligation_id, _LATER.version > Report.version)
    .correlate(Report)
    .exists()
)
_ITS_REVIEW = select(Review.id).where(Review.report_id == Report.id).correlate(Report)
#: Whether a report's numbers and words count: the newest version, unless it was returned.
COUNTS = NEWEST & ~_ITS_REVIEW.where(~Review.accepted).exists()
_ACCEPTED = _ITS_REVIEW.where(Review.accepted).exists()
_LOCK = (
    select(Obligation.id)
    .outerjoin(Report, (Report.obligation_id == Obligation.id) & NEWEST)
    .where(Obligation.id == bindparam("obligation"))
    .where(or_(Obligation.locked_at.is_not(None), _ACCEPTED))
)


def locked(session: Session, obligation_id: int) -> bool:
    """Tell whether nobody corrects an obligation's report any more: accepted, or too late."""
    return session.scalar(_LOCK, {"obligation": obligation_id}) is not None


class Unlocked(NamedTuple):
    """A reported obligation that fell due and may still be corrected, and when first reported."""

    id: int
    period: str
    due_at: datetime
    filed_at: datetime


def unlocked(session: Session, now: datetime) -> list[Unlocked]:
    """Return what was reported, fell due before ``now`` and may still be corrected."""
    found = session.execute(
        select(Obligation.id, Obligation.period, Obligation.due_at, func.min(Report.submitted_at))
        .join(Report, Report.obligation_id == Obligation.id)
        .where(Obligation.state == ObligationState.REPORTED, Obligation.locked_at.is_(None))
        .where(Obligation.due_at < now)
        .group_by(Obligation.id, Obligation.period, Obligation.due_at)
    )
    return [Unlocked._make(row) for row in found]


def lock(session: Session, obligation_ids: Collection[int], now: datetime) -> None:
    """Have nobody of the unit correct these any more."""
    rows = [{"id": one, "locked_at": now} for one in obligation_ids]
    if rows:
        session.execute(update(Obligation), rows)


#: Not "is reported": that has an index, by which all that was ever reported would be read.
_NOT_REPORTED = (ObligationState.OPEN, ObligationState.WITHDRAWN)
_WAITING = (
    select(Report)
    .join(Obligation, Report.obligation_id == Obligation.id)
    .join(Assignment, Obligation.assignment_id == Assignment.id)
    .join(Item, Assignment.item_id == Item.id)
    .join(Plan, Item.plan_id == Plan.id)
    .where(Report.waits, NEWEST, ~_ITS_REVIEW.exists(), PLAN_IN_FORCE)
    .where(Obligation.state.not_in(_NOT_REPORTED), Assignment.withdrawn_at.is_(None))
    .order_by(Report.submitted_at, Report.id)
)


def waiting(session: Session, plan_id: int | None = None) -> list[Report]:
    """Return the reports that wait for their review, of a plan or of all, the oldest first."""
    asked = _WAITING if plan_id is None else _WAITING.where(Item.plan_id == plan_id)
    return list(session.scalars(asked))


def counts(session: Session) -> dict[int, int]:
    """Return, by plan, how many reports wait for their review."""
    found = _WAITING.order_by(None).with_only_columns(Item.plan_id, func.count())
    return dict(session.execute(found.group_by(Item.plan_id).order_by(Item.plan_id)).all())


def returned_before(session: Session, report: Report) -> Review | None:
    """Return the last review that sent an earlier version of a report back."""
    return session.scalar(
        select(Review)
        .join(Report, Review.report_id == Report.id)
        .where(Report.obligation_id == report.obligation_id, ~Review.accepted)
        .where(Report.version < report.version)
        .order_by(Report.version.desc())
        .limit(1)
    )


def accept(session: Session, report: Report, reviewer: str, now: datetime) -> None:
    """Accept a report."""
    _write(session, report, reviewer, now, accepted=True, reason="")


def send_back(
    session: Session,
    report: Report,
    reviewer: str,
    reason: str,
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    """Return a report, an accepted or a locked one as well, and have its obligation owed again.

    ``due_at`` is by when it is to be corrected; None for the due time that it has.
    """
    _write(session, report, reviewer, now, accepted=False, reason=reason)
    obligation = session.get_one(Obligation, report.obligation_id)
    obligation.state, obligation.locked_at = ObligationState.OPEN, None
    former = obligation.due_at
    if due_at is not None and due_at != former:
        obligation.due_at = due_at
        session.add(
            Move(
                obligation_id=obligation.id,
                cause=Cause.RETURN,
                former_due_at=former,
                due_at=due_at,
                moved_at=now,
                moved_by=reviewer,
                reason=reason,
            )
        )
    session.flush()


def supersede(session: Session, report: Report, now: datetime) -> None:
    """Have what is shown of a report's earlier versions drawn anew, now that there is a newer."""
    earlier = select(Report.id).where(
        Report.obligation_id == report.obligation_id, Report.version < report.version
    )
    before = session.scalars(earlier).all()
    if before:
        session.execute(update(Report).where(Report.id.in_(before)).values(waits=False))
        cards = [(card, one) for one in before for card in ("review", "returned", "entered")]
        outbox.show_all_again(session, cards, now)


def files_with(session: Session, report_id: int) -> int:
    """Return how many files came with a report or its earlier versions, fetched or still to be."""
    this = aliased(Report)
    kept = select(Report.id).join(
        this, (this.obligation_id == Report.obligation_id) & (this.version >= Report.version)
    )
    count = select(func.count()).where(
        Attachment.report_id.in_(kept.where(this.id == report_id)),
        Attachment.state.not_in((FileState.REFUSED, FileState.FAILED)),
        Attachment.removed_at.is_(None),
    )
    return session.scalar(count) or 0


def _write(
    session: Session, report: Report, reviewer: str, now: datetime, *, accepted: bool, reason: str
) -> None:
    review = review_of(session, report.id) or Review(report_id=report.id)
    review.reviewer, review.accepted = reviewer, accepted
    review.reason, review.reviewed_at = reason, now
    report.waits = False
    session.add(review)
    session.flush()
