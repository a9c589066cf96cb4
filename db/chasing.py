"""What units owe now, counted, and when their people were last reminded of it."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import Session

from db.extensions import IS_PENDING, has
from db.sending import UNSENT
from db.tables import Assignment, Item, Obligation, Outbox, Unit
from db.vocabulary import ObligationState, OutboxState


class Count(NamedTuple):
    """How much a unit owes of a plan that falls due at one time."""

    unit_id: int
    unit: str
    plan_id: int
    due_at: datetime
    items: int


_BY_TIME = (
    select(Unit.id, Unit.name, Item.plan_id, Obligation.due_at, func.count())
    .join(Assignment, Assignment.unit_id == Unit.id)
    .join(Item, Assignment.item_id == Item.id)
    .join(Obligation, Obligation.assignment_id == Assignment.id)
    .where(Obligation.state == ObligationState.OPEN, Assignment.withdrawn_at.is_(None))
    .group_by(Unit.id, Unit.name, Item.plan_id, Obligation.due_at)
    .order_by(Obligation.due_at, Unit.id)
)
_COUNTS = _BY_TIME.where(Obligation.opens_at <= bindparam("now"), ~has(IS_PENDING))
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


def owing(session: Session, item_id: int, now: datetime) -> list[tuple[int, str]]:
    """Return id and name of the units that owe a report on an item now, what fell due first."""
    found = session.execute(_COUNTS.where(Item.id == item_id), {"now": now}).all()
    return list(dict.fromkeys((unit_id, unit) for unit_id, unit, *_ in found))


def due_before(
    session: Session, moment: datetime, unit_ids: Collection[int] | None = None
) -> list[Count]:
    """Return what units, or some of them, still owe that falls due before a moment, by unit.

    Whether it may be reported yet or waits for a decision makes no difference here.
    """
    asked = _BY_TIME.where(Obligation.due_at < bindparam("moment")).order_by(None)
    if unit_ids is not None:
        asked = asked.where(Unit.id.in_(unit_ids))
    found = session.execute(asked.order_by(Unit.id, Obligation.due_at), {"moment": moment})
    return [Count._make(row) for row in found.all()]


def reminded(session: Session, chats: Collection[int]) -> dict[int, tuple[datetime, bool]]:
    """Return, by chat, when it was last reminded, and whether a reminder still waits to go out."""
    found = session.execute(_REMINDED, {"chats": list(chats)}).all()
    return {chat: (moment, bool(waits)) for chat, moment, waits in found}
