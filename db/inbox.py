"""Updates as Telegram sent them: stored before the offset moves, handled once, else parked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from db.insert import insert_new
from db.tables import Inbox
from db.vocabulary import InboxState

#: How often an update may fail before it is parked.
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Received:
    """One update: its id, the chat it belongs to if any, and its JSON."""

    update_id: int
    chat_id: int | None
    raw: str


def receive(session: Session, updates: Sequence[Received], now: datetime) -> None:
    """Store updates; those that are here already stay as they are."""
    rows = [
        {
            "update_id": received.update_id,
            "chat_id": received.chat_id,
            "raw": received.raw,
            "state": InboxState.WAITING,
            "attempts": 0,
            "received_at": now,
        }
        for received in updates
    ]
    insert_new(session, Inbox, rows)


def next_offset(session: Session) -> int | None:
    """Return the offset that confirms everything stored; None for an empty inbox."""
    last = session.scalar(select(func.max(Inbox.update_id)))
    return None if last is None else last + 1


def waiting(session: Session, limit: int, beyond: int = -1) -> list[Received]:
    """Return the oldest updates that nothing was made of yet, with ids above ``beyond``."""
    found = session.execute(
        select(Inbox.update_id, Inbox.chat_id, Inbox.raw)
        .where(Inbox.state == InboxState.WAITING, Inbox.update_id > beyond)
        .order_by(Inbox.update_id)
        .limit(limit)
    )
    return [Received(*row) for row in found]


_DONE = (
    update(Inbox)
    .where(Inbox.update_id == bindparam("update"), Inbox.state == InboxState.WAITING)
    .values(state=InboxState.DONE, done_at=bindparam("now"))
)


def mark_done(session: Session, update_id: int, now: datetime) -> bool:
    """Mark an update handled, in the transaction that handles it; False where it was before."""
    done = session.connection().execute(_DONE, {"update": update_id, "now": now})
    return done.rowcount == 1


def mark_failed(
    session: Session, update_id: int, error: str, now: datetime, attempts: int = ATTEMPTS
) -> InboxState | None:
    """Count a failure; park the update after ``attempts`` of them. Return its new state."""
    row = session.get(Inbox, update_id)
    if row is None or row.state is not InboxState.WAITING:
        return None
    row.attempts += 1
    row.error = error
    if row.attempts >= attempts:
        row.state, row.done_at = InboxState.PARKED, now
    return row.state


def counts(session: Session) -> dict[InboxState, int]:
    """Return how many updates are in each state."""
    found = session.execute(select(Inbox.state, func.count()).group_by(Inbox.state))
    return dict(found.all())
