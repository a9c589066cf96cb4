"""The sweep's question and its writes, in bulk: Core statements over the index, no objects."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, bindparam, cast, func, select, update
from sqlalchemy.orm import Session

from db.absences import POSTS_NOW, UNITS_NOW
from db.insert import insert_new
from db.tables import Assignment, Contact, Item, Nudge, Obligation, Outbox, Post
from db.vocabulary import ObligationState, OutboxState, Reachable, Role

#: Rows changed by one statement; both databases take more values than that.
AT_ONCE = 1000
#: The subject of the office's lists, which are of all units.
ALL = 0
#: The cards of planned messages, by what they tell: a newer one says all that an older one would.
PLANNED = {"checklist": "owed", "overdue": "owed", "late": "late"}


class Due(NamedTuple):  # a tuple: thousands are made at once, and they are made of rows
    """An obligation whose next reminder has come."""

    obligation_id: int
    plan_id: int
    unit_id: int
    due_at: datetime
    next_nudge_at: datetime


class Holder(NamedTuple):
    """A reachable contact with a post; ``again_at`` is when they are to be reminded again."""

    contact_id: int
    chat_id: int
    unit_id: int | None
    role: Role
    second: bool
    again_at: datetime | None


# The sweep's statements are built once, since it asks every few seconds whether anything is due.
_DUE = (
    select(
        Obligation.id,
        Item.plan_id,
        Assignment.unit_id,
        Obligation.due_at,
        Obligation.next_nudge_at,
    )
    .join(Assignment, Obligation.assignment_id == Assignment.id)
    .join(Item, Assignment.item_id == Item.id)
    .where(Obligation.state == ObligationState.OPEN, Obligation.next_nudge_at <= bindparam("slot"))
)
_HOLDERS = (
    select(
        Contact.id,
        Contact.chat_id,
        POSTS_NOW.c.unit_id,
        POSTS_NOW.c.role,
        POSTS_NOW.c.second,
        Contact.again_at,
    )
    .join(POSTS_NOW, POSTS_NOW.c.contact_id == Contact.id)
    .where(
        Contact.reachable == Reachable.YES,
        POSTS_NOW.c.role.in_(bindparam("roles", expanding=True)),
    )
    .order_by(Contact.id)
)
_MOVE_ON = (
    update(Obligation.__table__)  # type: ignore[arg-type]
    .where(Obligation.id.in_(bindparam("obligations", expanding=True)))
    .values(next_nudge_at=bindparam("next"))
)
_AGAIN = select(Contact.id).where(Contact.again_at <= bindparam("slot"))
#: For whom a message is, whoever gets it in a rehearsal.
_MEANT_FOR = func.coalesce(cast(Outbox.args["for"].as_string(), BigInteger), Outbox.chat_id)
_TOLD = (
    select(_MEANT_FOR, func.count())
    .where(Outbox.bulk, Outbox.edits_id.is_(None), Outbox.created_at >= bindparam("since"))
    .where(Outbox.state.not_in((OutboxState.WITHDRAWN, OutboxState.FAILED)))
    .group_by(_MEANT_FOR)
)


def due(session: Session, slot: datetime) -> list[Due]:
    """Return the open obligations whose next reminder's time is not after ``slot``."""
    found = session.connection().execute(_DUE, {"slot": slot})
    return [Due._make(row) for row in found.all()]


def reachable_holders(session: Session, roles: Collection[Role], now: datetime) -> list[Holder]:
    """Return who is to be told in one of the posts now: present, or standing in, and reachable."""
    found = session.connection().execute(_HOLDERS, {"roles": list(roles), "now": now})
    return [Holder._make(row) for row in found.all()]


def posts_of(session: Session, contact_id: int) -> list[Holder]:
    """Return the posts of one contact, whether they can be told now or not."""
    asked = select(
        Contact.id, Contact.chat_id, Post.unit_id, Post.role, Post.second, Contact.again_at
    ).join(Post, Post.contact_id == Contact.id)
    found = session.execute(asked.where(Contact.id == contact_id).order_by(Post.id)).all()
    return [Holder._make(row) for row in found]


def write_nudges(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write down rungs reached; those written before stay."""
    insert_new(session, Nudge, rows)


_LEFT = (
    select(Outbox.id, Outbox.key, _MEANT_FOR, Outbox.card)
    .where(Outbox.state == OutboxState.WAITING, Outbox.bulk, Outbox.edits_id.is_(None))
    .where(Outbox.card.in_(PLANNED))
)


def supersede(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Withdraw planned messages that never went out and in whose place others are put in now."""
    left = session.connection().execute(_LEFT).all()
    keys = {row["key"] for row in rows}  # those asked for once more are still to go out
    renewed = {(row["chat_id"], PLANNED[row["card"]]) for row in rows}
    old = [
        number
        for number, key, chat, card in left
        if key not in keys and (chat, PLANNED[card]) in renewed
    ]
    if old:
        session.execute(
            update(Outbox).where(Outbox.id.in_(old)).values(state=OutboxState.WITHDRAWN)
        )


def write_messages(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Put messages into the outbox; those whose intention is there already stay."""
    insert_new(session, Outbox, rows)


def move_on(session: Session, nexts: Sequence[tuple[int, datetime | None]]) -> None:
    """Move obligations to their next rungs: of each its id and the moment, None for no more."""
    by_moment: dict[datetime | None, list[int]] = defaultdict(list)
    for number, moment in nexts:
        by_moment[moment].append(number)
    for moment, ids in by_moment.items():
        for some in (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)):
            session.connection().execute(_MOVE_ON, {"next": moment, "obligations": some})


def told_since(session: Session, since: datetime) -> dict[int, int]:
    """Return how many planned messages were put in for each chat since a moment."""
    return dict(session.connection().execute(_TOLD, {"since": since}).all())


def wish_again_by(session: Session, slot: datetime) -> list[int]:
    """Return the contacts who are to be reminded again by now."""
    return list(session.connection().execute(_AGAIN, {"slot": slot}).scalars())


def wish_again(session: Session, contact_ids: Collection[int], moment: datetime | None) -> None:
    """Have contacts be reminded again at a moment; None for no more."""
    if contact_ids:
        session.execute(update(Contact).where(Contact.id.in_(contact_ids)).values(again_at=moment))


def next_again_at(session: Session) -> datetime | None:
    """Return when the next contact is to be reminded again."""
    return session.scalar(select(func.min(Contact.again_at)))


def next_nudge_at(session: Session) -> datetime | None:
    """Return the moment of the next reminder of all."""
    return session.scalar(
        select(Obligation.next_nudge_at)
        .where(Obligation.state == ObligationState.OPEN, Obligation.next_nudge_at.is_not(None))
        .order_by(Obligation.next_nudge_at)
        .limit(1)
    )


class Next(NamedTuple):
    """When what one of a contact's units owes is reminded of next."""

    plan_id: int
    unit_id: int
    due_at: datetime
    next_nudge_at: datetime


_NEXT_OF = (
    select(Item.plan_id, Assignment.unit_id, Obligation.due_at, Obligation.next_nudge_at)
    .join(Assignment, Obligation.assignment_id == Assignment.id)
    .join(Item, Assignment.item_id == Item.id)
    .where(Assignment.unit_id.in_(UNITS_NOW), Assignment.withdrawn_at.is_(None))
    .where(Obligation.state == ObligationState.OPEN, Obligation.next_nudge_at > bindparam("now"))
    .distinct()
)
_AGAIN_OF = (
    select(Contact.again_at)
    .where(Contact.id == bindparam("contact"), Contact.again_at > bindparam("now"))
    .where(
        select(Obligation.id)
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .where(Assignment.unit_id.in_(UNITS_NOW), Assignment.withdrawn_at.is_(None))
        .where(Obligation.state == ObligationState.OPEN, Obligation.opens_at <= bindparam("now"))
        .exists()
    )
)


def next_nudges_of(session: Session, contact_id: int, now: datetime) -> list[Next]:
    """Return when the units of a contact are reminded next of each that they owe."""
    values = {"contact": contact_id, "roles": [Role.CONTACT], "now": now}
    return [Next._make(row) for row in session.execute(_NEXT_OF, values).all()]


def again_of(session: Session, contact_id: int, now: datetime) -> datetime | None:
    """Return when a contact is reminded again of what is still owed; None for no such wish."""
    values = {"contact": contact_id, "roles": [Role.CONTACT], "now": now}
    return session.scalar(_AGAIN_OF, values)
