"""Fetching what people sent: files are claimed under a lease, and what came of it is recorded.

An attempt is counted when it begins, so a file that kills its fetcher is not tried for ever. A
record counts only while the lease is the recorder's own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, bindparam, func, select, update
from sqlalchemy.orm import Session

from db.tables import Attachment
from db.vocabulary import FileState


@dataclass(frozen=True, slots=True)
class Claimed:
    """A file under lease; ``size`` as it was declared, ``attempts`` with the one that begins.

    ``by_office`` where no contact sent it.
    """

    id: int
    file_id: str
    name: str
    size: int | None
    attempts: int
    leased_until: datetime
    by_office: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """The file lies on our disk; ``path`` is relative to the folder of files."""

    path: str
    sha256: str
    size: int
    kind: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The file will never be had: ``REFUSED`` or ``FAILED``, and a word that says why."""

    state: FileState
    why: str


@dataclass(frozen=True, slots=True)
class Later:
    """The file may be had later; ``blameless`` where the attempt was no fault of the file's."""

    again_at: datetime
    why: str
    blameless: bool = False


Outcome = Stored | Gone | Later

# Written out, not bound: only so can SQLite tell that the index of unfetched files will do.
_UNFETCHED: BindParameter[Sequence[FileState]] = bindparam(
    "unfetched", (FileState.WAITING, FileState.CLAIMED), expanding=True, literal_execute=True
)
_WANTED = (Attachment.state.in_(_UNFETCHED), Attachment.removed_at.is_(None))


def claim(session: Session, now: datetime, lease: timedelta, limit: int) -> list[Claimed]:
    """Take up to ``limit`` files to fetch, the oldest first, those of dead fetchers as well."""
    first = select(Attachment).where(*_WANTED, _due(now))
    first = first.order_by(Attachment.not_before, Attachment.id).limit(limit)
    claimed = []
    for one in session.scalars(first.with_for_update(skip_locked=True)).all():
        one.state, one.leased_until = FileState.CLAIMED, now + lease
        one.attempts += 1
        claimed.append(
            Claimed(
                one.id,
                one.file_id,
                one.name,
                one.size,
                one.attempts,
                now + lease,
                by_office=one.contact_id is None,
            )
        )
    session.flush()
    return claimed


def _due(now: datetime) -> ColumnElement[bool]:
    waits = (Attachment.state == FileState.WAITING) & (Attachment.not_before <= now)
    return waits | ((Attachment.state == FileState.CLAIMED) & (Attachment.leased_until <= now))


def next_fetch_at(session: Session) -> datetime | None:
    """Return when the next file may be fetched; None where none is waited for."""
    when = func.coalesce(Attachment.leased_until, Attachment.not_before)
    return session.scalar(select(when).where(*_WANTED).order_by(when).limit(1))


def record(
    session: Session, claimed: Claimed, outcome: Outcome, now: datetime
) -> Attachment | None:
    """Write down what came of fetching a file; None where the lease is another's by now."""
    found = session.get(Attachment, claimed.id, with_for_update=True)
    if found is None or found.leased_until != claimed.leased_until:
        return None
    found.leased_until = None
    match outcome:
        case Stored():
            found.state, found.error, found.stored_at = FileState.STORED, None, now
            found.path, found.sha256 = outcome.path, outcome.sha256
            found.size, found.kind = outcome.size, outcome.kind
        case Gone():
            found.state, found.error = outcome.state, outcome.why
        case Later():
            found.state, found.error = FileState.WAITING, outcome.why
            found.not_before = outcome.again_at
            found.attempts -= outcome.blameless
    session.flush()
    return found


def release(session: Session, claimed: Iterable[Claimed]) -> None:
    """Give back files whose fetching was broken off."""
    for one in claimed:
        session.execute(
            update(Attachment)
            .where(Attachment.id == one.id, Attachment.leased_until == one.leased_until)
            .values(state=FileState.WAITING, leased_until=None, attempts=Attachment.attempts - 1)
        )
