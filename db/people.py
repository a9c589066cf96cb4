"""Contacts and their posts: who answers for a unit, and who can be reached."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from db import absences
from db.absences import POSTS_NOW, UNITS_NOW
from db.tables import Assignment, Contact, Obligation, Post, Unit
from db.vocabulary import ObligationState, Reachable, Role

#: The posts that answer for a unit.
ANSWERING = absences.ANSWERING


_BY_CHAT = select(Contact).where(Contact.chat_id == bindparam("chat"))


def contact_of(session: Session, chat_id: int) -> Contact | None:
    """Return the contact who writes from this private chat."""
    return session.scalar(_BY_CHAT, {"chat": chat_id})


def set_reachable(session: Session, chat_id: int, reachable: Reachable) -> Contact | None:
    """Note whether a chat can be reached; return the contact where that is news."""
    changed = session.scalar(
        update(Contact)
        .where(Contact.chat_id == chat_id, Contact.reachable != reachable)
        .values(reachable=reachable, menu=None)  # Telegram may have forgotten it
        .returning(Contact.id)
    )
    return None if changed is None else session.get_one(Contact, changed)


_UNITS = select(Unit).where(Unit.id.in_(UNITS_NOW)).order_by(Unit.id)  # cards ask often
_HOLDERS = (
    select(Contact)
    .where(
        Contact.id.in_(
            select(POSTS_NOW.c.contact_id).where(
                POSTS_NOW.c.unit_id == bindparam("unit"), POSTS_NOW.c.role == bindparam("role")
            )
        )
    )
    .where(Contact.reachable == Reachable.YES)
    .order_by(Contact.id)
)


def units_of(
    session: Session, contact_id: int, roles: Collection[Role], now: datetime
) -> list[Unit]:
    """Return the units at which a contact may act in one of the posts now.

    Whoever stands in for a contact is one as long as that one is away.
    """
    values = {"contact": contact_id, "roles": list(roles), "now": now}
    return list(session.scalars(_UNITS, values))


def posts_of(session: Session, contact_id: int) -> list[Post]:
    """Return the posts that a contact holds at units."""
    held = select(Post).where(Post.contact_id == contact_id, Post.role.in_(ANSWERING))
    return list(session.scalars(held.order_by(Post.unit_id, Post.role)))


def holders(session: Session, unit_id: int, role: Role, now: datetime) -> list[Contact]:
    """Return who is to be told as a unit's contacts or heads now, in the order of their joining.

    Nobody who cannot be reached or is away; whoever stands in for a contact is one.
    """
    return list(session.scalars(_HOLDERS, {"unit": unit_id, "role": role, "now": now}))


def units_held(session: Session, role: Role) -> set[int | None]:
    """Return the units at which somebody who can be reached, away or not, holds a post."""
    held = select(Post.unit_id).join(Contact).where(Post.role == role)
    return set(session.scalars(held.where(Contact.reachable == Reachable.YES)))


@dataclass(frozen=True, slots=True)
class UnreachedUnit:
    """A unit that owes reports and has nobody to be told; ``never``: nobody ever joined."""

    unit: str
    count: int
    never: bool


def unreached_units(session: Session, now: datetime) -> list[UnreachedUnit]:
    """Return the units that owe reports now and have neither contact nor head to reach."""
    joined = select(Post.unit_id).where(Post.role.in_(ANSWERING), Post.unit_id.is_not(None))
    known = set(session.scalars(joined))
    reachable = (
        select(POSTS_NOW.c.unit_id)
        .join(Contact, Contact.id == POSTS_NOW.c.contact_id)
        .where(POSTS_NOW.c.role.in_(ANSWERING), POSTS_NOW.c.unit_id.is_not(None))
        .where(Contact.reachable == Reachable.YES)
    )
    owing = session.execute(
        select(Unit.id, Unit.name, func.count())
        .join(Assignment, Assignment.unit_id == Unit.id)
        .join(Obligation, Obligation.assignment_id == Assignment.id)
        .where(Obligation.state == ObligationState.OPEN, Obligation.opens_at <= now)
        .where(Unit.id.not_in(reachable))
        .group_by(Unit.id, Unit.name)
        .order_by(Unit.id),
        {"now": now},
    )
    return [UnreachedUnit(name, count, unit_id not in known) for unit_id, name, count in owing]


def empty_units(session: Session) -> list[str]:
    """Return the names of the units that own items and have nobody who can be reached."""
    reachable = (
        select(Post.unit_id)
        .join(Contact)
        .where(Post.role.in_(ANSWERING), Contact.reachable == Reachable.YES)
    )
    owning = select(Unit.name).join(Assignment).where(Assignment.withdrawn_at.is_(None))
    owning = owning.where(Unit.id.not_in(reachable))
    return list(session.scalars(owning.group_by(Unit.id, Unit.name).order_by(Unit.id)))
