"""审核: reports accepted, which locks them, or returned with a reason; only the newest counts."""

from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from db import outbox
from db.tables import Attachment, Obligation, Report, Review
from db.vocabulary import FileState, ObligationState


def review_of(session: Session, report_id: int) -> Review | None:
    """Return what the office made of a report; None where it has not looked yet."""
    return session.scalar(select(Review).where(Review.report_id == report_id))


_ITS = Report.obligation_id == bindparam("obligation")
_LOCK = (
    select(Review.id)
    .join(Report, Review.report_id == Report.id)
    .where(_ITS, Review.accepted)
    .where(Report.version == select(func.max(Report.version)).where(_ITS).scalar_subquery())
)


def locked(session: Session, obligation_id: int) -> bool:
    """Tell whether an obligation's newest report was accepted: nobody corrects it any more."""
    return session.scalar(_LOCK, {"obligation": obligation_id}) is not None


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


def send_back(session: Session, report: Report, reviewer: str, reason: str, now: datetime) -> None:
    """Return a report, an accepted one as well, and have its obligation owed again."""
    _write(session, report, reviewer, now, accepted=False, reason=reason)
    session.get_one(Obligation, report.obligation_id).state = ObligationState.OPEN


def supersede(session: Session, report: Report, now: datetime) -> None:
    """Have what is shown of a report's earlier versions drawn anew, now that there is a newer."""
    earlier = select(Report.id).where(
        Report.obligation_id == report.obligation_id, Report.version < report.version
    )
    cards = [(card, one) for one in session.scalars(earlier) for card in ("review", "returned")]
    if cards:
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
    session.add(review)
    session.flush()
