"""Chores: work that takes long, claimed under a lease, and what came of it.

An attempt is counted when it begins, so one that kills its worker is not tried for ever. A record
counts only while the lease is the recorder's own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, bindparam, func, select, update
from sqlalchemy.orm import Session

from db.insert import insert_new
from db.tables import Chore
from db.vocabulary import ChoreKind, ChoreState


@dataclass(frozen=True, slots=True)
class Claimed:
    """A chore under lease; ``attempts`` counts the one that begins."""

    id: int
    kind: ChoreKind
    subject: int
    attempts: int
    leased_until: datetime


# Written out, not bound: only so can SQLite tell that the index of undone chores will do.
_UNDONE: BindParameter[Sequence[ChoreState]] = bindparam(
    "undone", (ChoreState.WAITING, ChoreState.CLAIMED), expanding=True, literal_execute=True
)


def add(session: Session, kind: ChoreKind, subject: int, now: datetime) -> bool:
    """Put a chore in, unless there ever was one of its kind and subject; tell whether it is new."""
    row = {
        "kind": kind,
        "subject": subject,
        "state": ChoreState.WAITING,
        "attempts": 0,
        "not_before": now,
        "asked_at": now,
    }
    return insert_new(session, Chore, [row]) == 1


def claim(session: Session, now: datetime, lease: timedelta, limit: int) -> list[Claimed]:
    """Take up to ``limit`` chores, the oldest first, those of dead workers as well."""
    waits = (Chore.state == ChoreState.WAITING) & (Chore.not_before <= now)
    left = (Chore.state == ChoreState.CLAIMED) & (Chore.leased_until <= now)
    first = select(Chore).where(Chore.state.in_(_UNDONE), waits | left)
    first = first.order_by(Chore.not_before, Chore.id).limit(limit)
    claimed = []
    for one in session.scalars(first.with_for_update(skip_locked=True)).all():
        one.state, one.leased_until = ChoreState.CLAIMED, now + lease
        one.attempts += 1
        claimed.append(Claimed(one.id, one.kind, one.subject, one.attempts, now + lease))
    session.flush()
    return claimed


def next_at(session: Session) -> datetime | None:
    """Return when the next chore may be done; None where there is none."""
    when = func.coalesce(Chore.leased_until, Chore.not_before)
    return session.scalar(select(when).where(Chore.state.in_(_UNDONE)).order_by(when).limit(1))


def end(session: Session, claimed: Claimed, now: datetime, error: str | None = None) -> bool:
    """Write down that a chore is done, or never will be; False where the lease is another's."""
    chore = _ours(session, claimed)
    if chore is None:
        return False
    chore.state = ChoreState.DONE if error is None else ChoreState.FAILED
    chore.error, chore.leased_until, chore.done_at = error, None, now
    session.flush()
    return True


def put_off(session: Session, claimed: Claimed, again_at: datetime, error: str) -> None:
    """Write down that a chore is to be tried again."""
    if (chore := _ours(session, claimed)) is not None:
        chore.state, chore.leased_until = ChoreState.WAITING, None
        chore.not_before, chore.error = again_at, error
        session.flush()


def release(session: Session, claimed: Iterable[Claimed]) -> None:
    """Give back chores that were broken off."""
    for one in claimed:
        session.execute(
            update(Chore)
            .where(Chore.id == one.id, Chore.leased_until == one.leased_until)
            .values(state=ChoreState.WAITING, leased_until=None, attempts=Chore.attempts - 1)
        )


def _ours(session: Session, claimed: Claimed) -> Chore | None:
    found = session.get(Chore, claimed.id, with_for_update=True)
    return found if found and found.leased_until == claimed.leased_until else None
