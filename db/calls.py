"""电话催办: who can be called, at which number, for what; and what came of earlier calls."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from db import audit, people
from db.audit import Actor
from db.extensions import IS_PENDING, has
from db.people import ANSWERING
from db.tables import Assignment, Call, Contact, Item, Obligation, Outbox, Plan, Post, Unit
from db.vocabulary import Action, CallOutcome, ObligationState, OutboxState


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a unit who can be called; ``post`` is a role, or ``second``."""

    name: str
    phone: str
    post: str


class OwedItem(NamedTuple):
    """An item of which a unit owes a report now."""

    plan: str
    position: int
    number: str | None
    due_at: datetime

    @property
    def called(self) -> str:
        """The number by which people call it."""
        return self.number or str(self.position + 1)


def people_of(session: Session, unit_ids: Collection[int]) -> dict[int, list[Person]]:
    """Return, by unit, who holds a post there: contacts, second contacts, heads."""
    held = (
        select(Post.unit_id, Contact.name, Contact.phone, Post.role, Post.second)
        .join(Contact, Post.contact_id == Contact.id)
        .where(Post.unit_id.in_(unit_ids), Post.role.in_(ANSWERING))
        .order_by(Post.second, Post.id)
    )
    found: dict[int, list[Person]] = defaultdict(list)
    rows = sorted(session.execute(held), key=lambda row: ANSWERING.index(row[3]))
    for unit_id, name, phone, role, second in rows:
        if unit_id is not None:
            person = Person(name, phone or "", people.post_name(role, second=second))
            found[unit_id].append(person)
    return found


_OWED = (
    select(Assignment.unit_id, Plan.title, Item.position, Item.number, Obligation.due_at)
    .join(Assignment, Obligation.assignment_id == Assignment.id)
    .join(Item, Assignment.item_id == Item.id)
    .join(Plan, Item.plan_id == Plan.id)
    .where(Obligation.state == ObligationState.OPEN, Assignment.withdrawn_at.is_(None))
    .where(Obligation.opens_at <= bindparam("now"), ~has(IS_PENDING))
    .where(Assignment.unit_id.in_(bindparam("units", expanding=True)))
    .order_by(Obligation.due_at, Plan.id, Item.position)
)


def owed_by(
    session: Session, unit_ids: Collection[int], now: datetime
) -> dict[int, list[OwedItem]]:
    """Return, by unit, the items it owes now, what fell due first first."""
    found: dict[int, list[OwedItem]] = defaultdict(list)
    for row in session.execute(_OWED, {"now": now, "units": list(unit_ids)}).all():
        found[row[0]].append(OwedItem._make(row[1:]))
    return found


def reminders_sent(
    session: Session, chats: Collection[int], since: datetime
) -> dict[int, list[datetime]]:
    """Return, by chat, when reminders went out to it since a moment, in their order."""
    asked = (
        select(Outbox.chat_id, Outbox.sent_at)
        .where(Outbox.bulk, Outbox.edits_id.is_(None), Outbox.card.in_(("checklist", "overdue")))
        .where(Outbox.state == OutboxState.SENT, Outbox.sent_at >= since)
        .where(Outbox.chat_id.in_(chats))
        .order_by(Outbox.sent_at)
    )
    found: dict[int, list[datetime]] = defaultdict(list)
    for chat, at in session.execute(asked):
        if at is not None:
            found[chat].append(at)
    return found


def last_calls(session: Session, unit_ids: Collection[int]) -> dict[int, Call]:
    """Return the last call to each unit."""
    asked = select(Call).where(Call.unit_id.in_(unit_ids)).order_by(Call.called_at, Call.id)
    return {one.unit_id: one for one in session.scalars(asked)}


def note(session: Session, unit_id: int, outcome: CallOutcome, actor: Actor, now: datetime) -> Call:
    """Write down that a unit was called, and what came of it."""
    call = Call(unit_id=unit_id, outcome=outcome, called_at=now, called_by=actor.name, words="")
    session.add(call)
    session.flush()
    _trail(session, call, actor, now, {}, {"outcome": outcome.value})
    return call


def add_words(
    session: Session, call_id: int, words: str, actor: Actor, now: datetime
) -> Call | None:
    """Note what was said in a call: 答应今天下班前."""
    call = session.get(Call, call_id)
    if call is not None:
        before = {"words": call.words} if call.words else {}
        call.words = words
        _trail(session, call, actor, now, before, {"words": words})
    return call


def _trail(
    session: Session,
    call: Call,
    actor: Actor,
    now: datetime,
    before: audit.Values,
    after: audit.Values,
) -> None:
    unit, said = session.get_one(Unit, call.unit_id).name, {"call": call.id, **after}
    audit.note(
        session, actor, Action.CALLED, unit, now, unit_id=call.unit_id, before=before, after=said
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A unit or a person with a telephone number, found by a name."""

    name: str
    owner: Unit | Contact

    @property
    def phone(self) -> str:
        """The number there is so far."""
        return self.owner.phone or ""


def contacts_named(session: Session, name: str, unit_id: int | None = None) -> list[Listed]:
    """Return the contacts of a name, or those who hold a post at a unit, each with its unit."""
    asked = select(Contact, Unit.name).join(Post, Post.contact_id == Contact.id)
    asked = asked.outerjoin(Unit, Post.unit_id == Unit.id).where(Contact.name == name)
    if unit_id is not None:
        asked = asked.where(Post.unit_id == unit_id)
    found: dict[int, Listed] = {}
    for contact, unit in session.execute(asked.order_by(Contact.id, Post.id)):
        found.setdefault(contact.id, Listed(" ".join(filter(None, (unit, contact.name))), contact))
    return list(found.values())


def set_phone(
    session: Session, found: Listed, phone: str | None, actor: Actor, now: datetime
) -> None:
    """Note a unit's or a person's telephone number; None takes it away."""
    owner, before = found.owner, found.phone
    owner.phone = phone
    audit.note(
        session,
        actor,
        Action.PHONE,
        found.name,
        now,
        unit_id=owner.id if isinstance(owner, Unit) else None,
        contact_id=owner.id if isinstance(owner, Contact) else None,
        before={"phone": before} if before else {},
        after={"phone": phone} if phone else {},
    )


def units_by_id(session: Session, unit_ids: Collection[int]) -> dict[int, Unit]:
    """Return units by their ids."""
    return {one.id: one for one in session.scalars(select(Unit).where(Unit.id.in_(unit_ids)))}
