"""The sweep's question and its writes, in bulk: Core statements over the index, no objects."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from db.absences import POSTS_NOW, UNITS_NOW
from db.insert import insert_new
from db.tables import Assignment, Contact, Nudge, Obligation, Outbox
from db.vocabulary import ObligationState, OutboxState, Reachable, Role

#: The cards of planned messages, of which a newer one says all that an older one would.
PLANNED = ("checklist", "overdue", "unreached")


class Due(NamedTuple):  # a tuple: thousands are made at once, and they are made of rows
    """An obligation whose next reminder has come."""

    obligation_id: int
    unit_id: int
    due_at: datetime
    next_nudge_at: datetime


class Holder(NamedTuple):
    """A reachable contact with a post."""

    contact_id: int
    chat_id: int
    unit_id: int | None
    role: Role


# The sweep's statements are built once, since it asks every few seconds whether anything is due.
_DUE = (
    select(Obligation.id, Assignment.unit_id, Obligation.due_at, Obligation.next_nudge_at)
    .join(Assignment, Obligation.assignment_id == Assignment.id)
    .where(Obligation.state == ObligationState.OPEN, Obligation.next_nudge_at <= bindparam("slot"))
)
_HOLDERS = (
    select(Contact.id, Contact.chat_id, POSTS_NOW.c.unit_id, POSTS_NOW.c.role)
    .join(POSTS_NOW, POSTS_NOW.c.contact_id == Contact.id)
    .where(
        Contact.reachable == Reachable.YES,
        POSTS_NOW.c.role.in_(bindparam("roles", expanding=True)),
    )
    .order_by(Contact.id)
)
_MOVE_ON = (
    update(Obligation.__table__)  # type: ignore[arg-type]
    .where(
        Obligation.state == ObligationState.OPEN,
        Obligation.next_nudge_at <= bindparam("slot"),
        Obligation.due_at == bindparam("due"),
    )
    .values(next_nudge_at=bindparam("next"))
)


def due(session: Session, slot: datetime) -> list[Due]:
    """Return the open obligations whose next reminder's time is not after ``slot``."""
    found = session.connection().execute(_DUE, {"slot": slot})
    return [Due._make(row) for row in found.all()]


def reachable_holders(session: Session, roles: Collection[Role], now: datetime) -> list[Holder]:
    """Return who is to be told in one of the posts now: present, or standing in, and reachable."""
    found = session.connection().execute(_HOLDERS, {"roles": list(roles), "now": now})
    return [Holder._make(row) for row in found.all()]


def write_nudges(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write down rungs reached; those written before stay."""
    insert_new(session, Nudge, rows)


def supersede(session: Session, chats: Sequence[int]) -> None:
    """Withdraw planned messages that never went out to chats that get new ones now."""
    waiting = (Outbox.state == OutboxState.WAITING) & Outbox.bulk & Outbox.edits_id.is_(None)
    left = session.execute(
        select(Outbox.id, Outbox.chat_id).where(waiting, Outbox.card.in_(PLANNED))
    ).all()
    renewed = set(chats)
    old = [number for number, chat in left if chat in renewed]
    if old:
        session.execute(
            update(Outbox).where(Outbox.id.in_(old)).values(state=OutboxState.WITHDRAWN)
        )


def write_messages(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Put messages into the outbox; those whose intention is there already stay."""
    insert_new(session, Outbox, rows)


def move_on(session: Session, slot: datetime, nexts: dict[datetime, datetime | None]) -> None:
    """Move every due obligation to its next rung.

    Args:
        session: an open transaction.
        slot: the slot that was swept.
        nexts: by due time, the moment of the next reminder; None where there is none.
    """
    moves = [{"slot": slot, "due": due_at, "next": moment} for due_at, moment in nexts.items()]
    session.connection().execute(_MOVE_ON, moves)


def next_nudge_at(session: Session) -> datetime | None:
    """Return the moment of the next reminder of all."""
    return session.scalar(
        select(Obligation.next_nudge_at)
        .where(Obligation.state == ObligationState.OPEN, Obligation.next_nudge_at.is_not(None))
        .order_by(Obligation.next_nudge_at)
        .limit(1)
    )


_NEXT_OF = (
    select(func.min(Obligation.next_nudge_at))
    .join(Assignment, Obligation.assignment_id == Assignment.id)
    .where(Assignment.unit_id.in_(UNITS_NOW), Assignment.withdrawn_at.is_(None))
    .where(Obligation.state == ObligationState.OPEN, Obligation.next_nudge_at > bindparam("now"))
)


def next_nudge_of(session: Session, contact_id: int, now: datetime) -> datetime | None:
    """Return the moment of the next reminder to the units of a contact; None where none comes."""
    values = {"contact": contact_id, "roles": [Role.CONTACT], "now": now}
    return session.scalar(_NEXT_OF, values)
