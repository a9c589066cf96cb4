"""Messages to be sent: put in with the change that causes them, claimed, and recorded.

A message is a row under a key that names its intention, so asking for it twice sends it once.
What it says is decided when it is sent, by its card.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, tuple_, update
from sqlalchemy.orm import Session

from db.insert import insert_new
from db.tables import Outbox
from db.vocabulary import OutboxState


def enqueue(  # noqa: PLR0913 - these are a message's own columns
    session: Session,
    key: str,
    chat_id: int,
    card: str,
    now: datetime,
    *,
    subject: int | None = None,
    bulk: bool = False,
    **args: object,
) -> bool:
    """Put a message in, unless one of this key was ever put in; tell whether it is new."""
    return put(session, outbox_row(key, chat_id, card, now, subject=subject, bulk=bulk, args=args))


def put(session: Session, row: dict[str, Any]) -> bool:
    """Put a message's row in, unless one of its key was ever put in; tell whether it is new."""
    return insert_new(session, Outbox, [row]) == 1


def outbox_row(  # noqa: PLR0913 - these are a message's own columns
    key: str,
    chat_id: int,
    card: str,
    now: datetime,
    *,
    subject: int | None = None,
    bulk: bool = False,
    args: Mapping[str, object] | None = None,
) -> dict[str, Any]:
    """Return the row of a new message, for inserting many at once."""
    return {
        "key": key,
        "chat_id": chat_id,
        "card": card,
        "subject": subject,
        "args": args or {},
        "bulk": bulk,
        "state": OutboxState.WAITING,
        "not_before": now,
        "attempts": 0,
        "unknowns": 0,
        "created_at": now,
    }


# Built once: every answer asks these.
_IN_CHAT = select(Outbox).where(Outbox.chat_id == bindparam("chat"), Outbox.edits_id.is_(None))
_MESSAGE = _IN_CHAT.where(Outbox.message_id == bindparam("message"))
_LAST = _IN_CHAT.order_by(Outbox.id.desc()).limit(1)
_NEWEST = _LAST.where(Outbox.state != OutboxState.WITHDRAWN)
_CARD = _LAST.where(
    Outbox.card == bindparam("card"),
    Outbox.subject == bindparam("subject"),
    Outbox.state.in_((OutboxState.WAITING, OutboxState.CLAIMED, OutboxState.SENT)),
)
_KNOWN = select(Outbox.id).where(Outbox.key == bindparam("key"))
_EDITS = select(func.count()).where(Outbox.edits_id == bindparam("message"))
_SHOWING = (
    select(Outbox)
    .where(
        Outbox.id.in_(
            select(func.max(Outbox.id))
            .where(tuple_(Outbox.card, Outbox.subject).in_(bindparam("cards", expanding=True)))
            .where(Outbox.edits_id.is_(None))
            .where(Outbox.state.in_((OutboxState.CLAIMED, OutboxState.SENT)))
            .group_by(Outbox.card, Outbox.subject, Outbox.chat_id)
        )
    )
    .order_by(Outbox.id)
)


def show_again(session: Session, card: str, subject: int, now: datetime) -> None:
    """Have the newest message that shows a card drawn anew, in each chat that has one."""
    show_all_again(session, [(card, subject)], now)


def show_all_again(session: Session, cards: Collection[tuple[str, int]], now: datetime) -> None:
    """Do so for many cards, each by its name and its subject."""
    for message in session.scalars(_SHOWING, {"cards": list(cards)}).all():
        draw_again(session, message, now)


def is_known(session: Session, key: str) -> bool:
    """Tell whether a message of this key was ever put in."""
    return session.scalar(_KNOWN, {"key": key}) is not None


def find_card(session: Session, card: str, subject: int, chat_id: int) -> Outbox | None:
    """Return the newest message that shows a card in a chat, or is about to be sent there."""
    return session.scalar(_CARD, {"card": card, "subject": subject, "chat": chat_id})


def is_newest(session: Session, message: Outbox) -> bool:
    """Tell whether nothing was sent to the chat after a message, or is about to be."""
    last = newest(session, message.chat_id)
    return last is None or last.id <= message.id


def newest(session: Session, chat_id: int) -> Outbox | None:
    """Return the last message that was sent to a chat, or is about to be."""
    return session.scalar(_NEWEST, {"chat": chat_id})


def draw_again(session: Session, message: Outbox, now: datetime) -> None:
    """Have one message drawn anew; edits that wait already are enough."""
    key = f"edit:{message.id}:{session.scalar(_EDITS, {'message': message.id})}"
    row = outbox_row(key, message.chat_id, message.card, now, subject=message.subject)
    insert_new(session, Outbox, [row | {"edits_id": message.id}])


def find_message(session: Session, chat_id: int, message_id: int) -> Outbox | None:
    """Return the message that Telegram knows by this id."""
    return session.scalar(_MESSAGE, {"chat": chat_id, "message": message_id})


def cards_about(
    session: Session, chat_id: int, cards: Collection[str], message_id: int
) -> list[Outbox]:
    """Return the latest messages that show a card about what was typed in a chat's message."""
    latest = session.scalars(
        select(Outbox)
        .where(Outbox.chat_id == chat_id, Outbox.card.in_(cards), Outbox.edits_id.is_(None))
        .order_by(Outbox.id.desc())
        .limit(50)
    )
    return [one for one in latest if one.args.get("message") == message_id]


def follow(session: Session, former: int, new: int) -> None:
    """Have what still waits for a chat go to its new number; edits stay with what they edit."""
    waits = (Outbox.chat_id == former) & (Outbox.state == OutboxState.WAITING)
    session.execute(
        update(Outbox)
        .where(waits, Outbox.edits_id.is_not(None))
        .values(state=OutboxState.WITHDRAWN)
    )
    session.execute(update(Outbox).where(waits).values(chat_id=new))


def next_send_at(session: Session, *, planned: bool = True) -> datetime | None:
    """Return when the next message may go out, planned ones left out or not; None for none."""
    waiting = select(func.min(Outbox.not_before)).where(Outbox.state == OutboxState.WAITING)
    return session.scalar(waiting if planned else waiting.where(~Outbox.bulk))


def counts(session: Session) -> dict[OutboxState, int]:
    """Return how many messages are in each state."""
    found = session.execute(select(Outbox.state, func.count()).group_by(Outbox.state))
    return dict(found.all())
