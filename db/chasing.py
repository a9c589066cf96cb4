"""What units owe now, counted, and when their people were last reminded of it."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import Session

from db.sending import UNSENT
from db.tables import Assignment, Extension, Item, Obligation, Outbox, Unit
from db.vocabulary import ObligationState, OutboxState


class Count(NamedTuple):
    """How much a unit owes of a plan that falls due at one time."""

    unit_id: int
    unit: str
    plan_id: int
    due_at: datetime
    items: int


_PENDING = (
    select(Extension.id)
    .where(Extension.obligation_id == Obligation.id, Extension.asked_at.is_not(None))
    .where(Extension.decided_at.is_(None), Extension.withdrawn_at.is_(None))
    .exists()
)
_COUNTS = (
    select(Unit.id, Unit.name, Item.plan_id, Obligation.due_at, func.count())
    .join(Assignment, Assignment.unit_id == Unit.id)
    .join(Item, Assignment.item_id == Item.id)
    .join(Obligation, Obligation.assignment_id == Assignment.id)
    .where(Obligation.state == ObligationState.OPEN, Obligation.opens_at <= bindparam("now"))
    .where(Assignment.withdrawn_at.is_(None), ~_PENDING)
    .group_by(Unit.id, Unit.name, Item.plan_id, Obligation.due_at)
    .order_by(Obligation.due_at, Unit.id)
)
#: When a reminder went out; one that did not yet goes at a moment that only the hours know.
_REMINDED = (
    select(
        Outbox.chat_id,
        func.max(func.coalesce(Outbox.sent_at, Outbox.created_at)),
        func.max(case((Outbox.state.in_(UNSENT), 1), else_=0)),
    )
    .where(Outbox.bulk, Outbox.edits_id.is_(None), Outbox.card.in_(("checklist", "overdue")))
    .where(Outbox.state.not_in((OutboxState.WITHDRAWN, OutboxState.FAILED)))
    .where(Outbox.chat_id.in_(bindparam("chats", expanding=True)))
    .group_by(Outbox.chat_id)
)


def owed(session: Session, now: datetime) -> list[Count]:
    """Return what every unit owes and may report now, what fell due first first.

    What waits for the decision on an extension is left out: nobody is reminded of it.
    """
    return [Count._make(row) for row in session.execute(_COUNTS, {"now": now}).all()]


def late(session: Session, now: datetime) -> list[Count]:
    """Return of that what is past its due time."""
    return [one for one in owed(session, now) if one.due_at < now]


def reminded(session: Session, chats: Collection[int]) -> dict[int, tuple[datetime, bool]]:
    """Return, by chat, when it was last reminded, and whether a reminder still waits to go out."""
    found = session.execute(_REMINDED, {"chats": list(chats)}).all()
    return {chat: (moment, bool(waits)) for chat, moment, waits in found}
