"""What looking ahead asks of its copy of the ledger: what is to be sent, why, and who is left out.

Also notes there what was sent, so that later questions see it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select, true, update
from sqlalchemy.orm import Session, aliased

from db.tables import Absence, Assignment, Contact, Item, Nudge, Obligation, Outbox, Post, Unit
from db.vocabulary import NudgeOutcome, OutboxState, Reachable, Role, Untold


class Waiting(NamedTuple):
    """A planned message that waits to be sent."""

    id: int
    chat_id: int
    card: str
    subject: int | None
    args: dict[str, Any]


class Reached(NamedTuple):
    """A rung that an obligation reached, and what became of it."""

    obligation_id: int
    plan_id: int
    unit_id: int
    unit: str
    rung: int
    outcome: NudgeOutcome
    reason: Untold | None
    due_at: datetime
    original_due_at: datetime
    nominal_on: date | None


class Passed(NamedTuple):
    """A person of a unit who is not told now; ``until`` and ``substitute`` are of their leave."""

    contact_id: int
    name: str
    unit_id: int
    unit: str
    role: Role
    second: bool
    why: Untold
    until: datetime | None = None
    substitute: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Who sits in a chat: a name, with the units and posts there."""

    name: str
    posts: tuple[tuple[str, Role, bool], ...]


_WAITING = (
    select(Outbox.id, Outbox.chat_id, Outbox.card, Outbox.subject, Outbox.args)
    .where(Outbox.state == OutboxState.WAITING, Outbox.bulk, Outbox.edits_id.is_(None))
    .where(Outbox.not_before <= bindparam("now"))
    .order_by(Outbox.id)
)
_REACHED = (
    select(
        Obligation.id,
        Item.plan_id,
        Unit.id,
        Unit.name,
        Nudge.rung,
        Nudge.outcome,
        Nudge.reason,
        Obligation.due_at,
        Obligation.original_due_at,
        Obligation.nominal_on,
    )
    .join(Nudge, Nudge.obligation_id == Obligation.id)
    .join(Assignment, Assignment.id == Obligation.assignment_id)
    .join(Item, Item.id == Assignment.item_id)
    .join(Unit, Unit.id == Assignment.unit_id)
    .where(Nudge.reached_at == bindparam("now"))
    .order_by(Obligation.due_at, Item.position, Unit.id, Nudge.rung)
)
_SUBSTITUTE = aliased(Contact)
_HELD = (
    select(Contact.id, Contact.name, Unit.id, Unit.name, Post.role, Post.second)
    .join(Post, Post.contact_id == Contact.id)
    .join(Unit, Unit.id == Post.unit_id)
    .where(Unit.id.in_(bindparam("units", expanding=True)))
    .order_by(Unit.id, Contact.id)
)
_UNREACHABLE = _HELD.add_columns(Contact.reachable).where(Contact.reachable != Reachable.YES)
_AWAY = (
    _HELD.add_columns(Absence.ends_at, _SUBSTITUTE.name)
    .join(Absence, Absence.contact_id == Contact.id)
    .outerjoin(_SUBSTITUTE, _SUBSTITUTE.id == Absence.substitute_id)
    .where(Contact.reachable == Reachable.YES, Post.role == Role.CONTACT)
    .where(Absence.confirmed_at.is_not(None), Absence.cancelled_at.is_(None))
    .where(Absence.starts_at <= bindparam("now"), Absence.ends_at > bindparam("now"))
)
_PUT_OFF = _HELD.where(Contact.again_at == bindparam("until"))


def waiting(session: Session, now: datetime) -> list[Waiting]:
    """Return the planned messages that go out now, in their order."""
    return [Waiting._make(row) for row in session.execute(_WAITING, {"now": now})]


def note_sent(session: Session, number: int, now: datetime, *, sent: bool) -> None:
    """Note that a message went out, or that it had nothing to say."""
    state = OutboxState.SENT if sent else OutboxState.WITHDRAWN
    values = {"state": state, "message_id": -number, "sent_at": now}
    session.execute(update(Outbox).where(Outbox.id == number).values(values))


def reached_at(session: Session, now: datetime) -> list[Reached]:
    """Return the rungs that were reached at a moment, in the order of their due times."""
    return [Reached._make(row) for row in session.execute(_REACHED, {"now": now})]


def passed_over(session: Session, units: Collection[int], now: datetime) -> list[Passed]:
    """Return whom of some units no message reaches now, each with the reason."""
    asked = {"units": list(units), "now": now}
    blocked = {Reachable.BLOCKED: Untold.BLOCKED, Reachable.LEFT: Untold.LEFT}
    held = session.execute(_UNREACHABLE, asked).all()
    gone = [_passed(row, blocked[row[-1]]) for row in held]
    left = session.execute(_AWAY, asked).all()
    away = [_passed(row, Untold.ON_LEAVE, *row[-2:]) for row in left]
    return gone + away


def put_off(session: Session, units: Collection[int], until: datetime) -> list[Passed]:
    """Return who of some units had enough for the day, and is told at the moment ``until``."""
    asked = {"units": list(units), "until": until}
    return [_passed(row, Untold.BUDGET, until) for row in session.execute(_PUT_OFF, asked)]


def _passed(
    row: Sequence[Any], why: Untold, until: datetime | None = None, substitute: str | None = None
) -> Passed:
    contact_id, name, unit_id, unit, role, second = row[:6]
    return Passed(contact_id, name, unit_id, unit, role, second, why, until, substitute)


def people_of(session: Session, chats: Collection[int] | None = None) -> dict[int, Person]:
    """Return, by chat, everybody known, or who sits in some chats."""
    ours = true() if chats is None else Contact.chat_id.in_(chats)
    held: dict[int, list[tuple[str, Role, bool]]] = {}
    for contact, unit, role, second in session.execute(
        select(Post.contact_id, Unit.name, Post.role, Post.second)
        .join(Contact, Contact.id == Post.contact_id)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .where(ours)
        .order_by(Post.contact_id, Post.role, Unit.id)
    ):
        held.setdefault(contact, []).append((unit or "", role, second))
    known = session.execute(select(Contact.chat_id, Contact.id, Contact.name).where(ours))
    return {chat: Person(name, tuple(held.get(number, ()))) for chat, number, name in known}
