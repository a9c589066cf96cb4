"""Sending the outbox: messages are claimed under a lease, and what sending came to is recorded."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from sqlalchemy import JSON, BindParameter, bindparam, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from db.tables import Outbox
from db.vocabulary import OutboxState

UNSENT = (OutboxState.WAITING, OutboxState.CLAIMED)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message under lease; an edit carries what the message it edits is and shows.

    ``message_id`` is that of the message to edit, None for a new one.
    """

    id: int
    chat_id: int
    card: str
    subject: int | None
    args: Mapping[str, Any]
    attempts: int
    unknowns: int
    shows_id: int
    edit: bool
    message_id: int | None
    leased_until: datetime


class Result(Enum):
    """What sending came to; ``NEVER`` is refused for good, ``GONE`` has nobody left to get it."""

    SENT = auto()
    WITHDRAWN = auto()
    LATER = auto()
    UNKNOWN = auto()
    NEVER = auto()
    GONE = auto()
    MOVED = auto()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What sending one message came to, and what is needed to go on from there.

    Attributes:
        row: the message's id in the outbox.
        result: what it came to.
        message_id: Telegram's id, where it was sent.
        again_at: when it may be tried again; None where it must not be.
        chat_id: the chat's new id, where it moved; edits of what stayed behind are withdrawn.
        error: Telegram's words.
    """

    row: int
    result: Result
    message_id: int | None = None
    again_at: datetime | None = None
    chat_id: int | None = None
    error: str | None = None


_BEFORE = aliased(Outbox)
_SHOWN = aliased(Outbox)
# Written out, not bound: only so can SQLite tell that the index of unsent messages will do.
_UNSENT: BindParameter[Sequence[OutboxState]] = bindparam(
    "unsent", UNSENT, expanding=True, literal_execute=True
)
_FIRST = (
    select(Outbox.id)
    .where(
        Outbox.state == OutboxState.WAITING,
        Outbox.not_before <= bindparam("now"),
        ~exists().where(
            _BEFORE.chat_id == Outbox.chat_id,
            _BEFORE.id != Outbox.id,
            _BEFORE.state.in_(_UNSENT),
            (_BEFORE.state == OutboxState.CLAIMED)
            | (_BEFORE.bulk < Outbox.bulk)
            | ((_BEFORE.bulk == Outbox.bulk) & (_BEFORE.id < Outbox.id)),
        ),
        Outbox.bulk <= bindparam("planned"),
        Outbox.chat_id.not_in(bindparam("resting", expanding=True)),
    )
    .order_by(Outbox.bulk, Outbox.id)
    .limit(bindparam("most"))
)
_TAKE = (
    update(Outbox.__table__)  # type: ignore[arg-type]
    .where(Outbox.id.in_(bindparam("ids", expanding=True)))
    .values(state=OutboxState.CLAIMED, leased_until=bindparam("until"))
)
_TAKEN = (
    select(
        Outbox.id,
        Outbox.chat_id,
        Outbox.card,
        Outbox.subject,
        func.coalesce(_SHOWN.args, Outbox.args, type_=JSON),
        Outbox.attempts,
        Outbox.unknowns,
        func.coalesce(_SHOWN.id, Outbox.id),
        Outbox.edits_id.is_not(None),
        _SHOWN.message_id,
        Outbox.leased_until,
    )
    .outerjoin(_SHOWN, _SHOWN.id == Outbox.edits_id)
    .where(Outbox.id.in_(bindparam("ids", expanding=True)))
    .order_by(Outbox.bulk, Outbox.id)
)


def claim(
    session: Session,
    now: datetime,
    lease: timedelta,
    limit: int,
    resting: Collection[int] = (),
    *,
    planned: bool = True,
) -> list[Claimed]:
    """Take up to ``limit`` messages to send, the oldest of each chat, answers before bulk.

    Args:
        session: an open transaction.
        now: the present moment.
        lease: how long the messages are kept from other senders.
        limit: how many at the most.
        resting: chats that are to be left alone for now.
        planned: whether bulk messages may go out now; outside work hours they wait.
    """
    first = _FIRST
    if session.get_bind().dialect.name == "postgresql":
        first = first.with_for_update(skip_locked=True)
    session.flush()  # past the session, which would cost as much again as asking
    connection = session.connection()
    asked = {"now": now, "most": limit, "resting": list(resting), "planned": planned}
    ids = connection.scalars(first, asked).all()
    if not ids:
        return []
    connection.execute(_TAKE, {"ids": ids, "until": now + lease})
    return [Claimed(*row) for row in connection.execute(_TAKEN, {"ids": ids}).all()]


_SENT = (
    update(Outbox.__table__)  # type: ignore[arg-type]
    .where(Outbox.id == bindparam("row"))
    .values(
        state=OutboxState.SENT,
        message_id=bindparam("number"),
        sent_at=bindparam("at"),
        leased_until=None,
        error=None,
    )
)


def record(session: Session, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Write down what sending came to, and free the leases."""
    sent = [
        {"row": outcome.row, "number": outcome.message_id, "at": now}
        for outcome in outcomes
        if outcome.result is Result.SENT
    ]
    if sent:  # nearly all of them: at once
        session.connection().execute(_SENT, sent)
    for outcome in outcomes:
        if outcome.result is not Result.SENT:
            values = {"leased_until": None, "error": outcome.error} | _record(outcome, now)
            if values["state"] is OutboxState.WAITING:
                _make_way(session, [outcome.row])
            session.execute(
                update(Outbox)
                .where(Outbox.id == outcome.row)
                .values(values)
                .execution_options(synchronize_session=False)
            )


def _record(outcome: Outcome, now: datetime) -> dict[str, Any]:
    match outcome.result:
        case Result.WITHDRAWN:
            return {"state": OutboxState.WITHDRAWN}
        case Result.NEVER | Result.GONE:
            return {"state": OutboxState.FAILED}
        case Result.MOVED:
            return {"state": OutboxState.WAITING, "chat_id": outcome.chat_id, "not_before": now}
        case Result.LATER:
            again = {"not_before": outcome.again_at, "attempts": Outbox.attempts + 1}
            return {"state": OutboxState.WAITING} | again
        case Result.UNKNOWN if outcome.again_at is not None:
            again = {"not_before": outcome.again_at, "unknowns": Outbox.unknowns + 1}
            return {"state": OutboxState.WAITING} | again
        case _:  # nobody knows, and it may not be tried again
            return {"state": OutboxState.UNCERTAIN, "unknowns": Outbox.unknowns + 1}


def _make_way(session: Session, ids: Collection[int]) -> None:
    """Withdraw edits asked for while these were being sent: these wait again in their place."""
    shown = select(Outbox.edits_id).where(Outbox.id.in_(ids), Outbox.edits_id.is_not(None))
    session.execute(
        update(Outbox)
        .where(Outbox.edits_id.in_(shown), Outbox.id.not_in(ids))
        .where(Outbox.state == OutboxState.WAITING)
        .values(state=OutboxState.WITHDRAWN)
        .execution_options(synchronize_session=False)
    )


def release(session: Session, ids: Collection[int]) -> None:
    """Give back messages that were claimed and never begun."""
    _make_way(session, ids)
    session.execute(
        update(Outbox)
        .where(Outbox.id.in_(ids), Outbox.state == OutboxState.CLAIMED)
        .values(state=OutboxState.WAITING, leased_until=None)
    )


_EXPIRED = select(Outbox.id).where(
    Outbox.state.in_(_UNSENT),
    Outbox.state == OutboxState.CLAIMED,
    Outbox.leased_until <= bindparam("now"),
)


def expire_leases(
    session: Session, now: datetime, once_only: Collection[str], ours: Collection[int] = ()
) -> list[int]:
    """Free what a sender that died had claimed: send it again, or hold it where that may not be.

    Args:
        session: an open transaction.
        now: the present moment.
        once_only: cards that must not arrive twice; their new messages become uncertain.
        ours: messages that the asking sender is still sending.

    Returns:
        The ids of the messages that became uncertain.
    """
    found = session.scalars(_EXPIRED, {"now": now}).all()
    theirs = [number for number in found if number not in set(ours)]
    if not theirs:
        return []
    expired = Outbox.id.in_(theirs) & (Outbox.state == OutboxState.CLAIMED)
    held = session.scalars(
        update(Outbox)
        .where(expired, Outbox.card.in_(once_only), Outbox.edits_id.is_(None))
        .values(state=OutboxState.UNCERTAIN, leased_until=None, unknowns=Outbox.unknowns + 1)
        .returning(Outbox.id)
    ).all()
    _make_way(session, theirs)
    session.execute(
        update(Outbox).where(expired).values(state=OutboxState.WAITING, leased_until=None)
    )
    return list(held)
