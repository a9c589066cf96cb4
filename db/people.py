"""Contacts, their posts, and the invites that let them in."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from db.insert import insert_new
from db.tables import Assignment, Contact, Invite, Obligation, Post, Unit
from db.vocabulary import ObligationState, Reachable, Role

#: The posts that answer for a unit.
ANSWERING = (Role.CONTACT, Role.HEAD)


class Refusal(Enum):
    """Why an invite lets nobody in."""

    UNKNOWN = auto()
    REOPENED = auto()
    USED = auto()
    EXPIRED = auto()


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invite offers: a post, at a unit where the post has one; ``used`` once accepted."""

    invite_id: int
    role: Role
    unit: str | None
    used: bool = False


def token_hash(token: str) -> str:
    """Return what is kept of an invite's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def add_invite(
    session: Session, token: str, role: Role, unit_id: int | None, now: datetime, until: datetime
) -> int:
    """Store an invite by its token's hash; return its id."""
    invite = Invite(
        token_hash=token_hash(token), role=role, unit_id=unit_id, created_at=now, expires_at=until
    )
    session.add(invite)
    session.flush()
    return invite.id


def open_invite(session: Session, token: str, chat_id: int, now: datetime) -> Offer | Refusal:
    """Note who opened an invite and say what it offers; opening it again is harmless.

    Only the person who opened it last can accept it. A used one still answers its own user.
    """
    invite = session.scalar(select(Invite).where(Invite.token_hash == token_hash(token)))
    if invite is None:
        return Refusal.UNKNOWN
    if invite.used_at is not None:
        user = session.get_one(Contact, invite.contact_id)
        return _offer(session, invite) if user.chat_id == chat_id else Refusal.USED
    if invite.expires_at <= now:
        return Refusal.EXPIRED
    invite.opened_by = chat_id
    return _offer(session, invite)


def _offer(session: Session, invite: Invite) -> Offer:
    unit = session.get(Unit, invite.unit_id) if invite.unit_id else None
    used = invite.used_at is not None
    return Offer(invite.id, invite.role, unit.name if unit else None, used)


def offered(session: Session, invite_id: int, chat_id: int) -> Offer | None:
    """Return what an invite offers to the person who opened it."""
    invite = session.get(Invite, invite_id)
    return _offer(session, invite) if invite and invite.opened_by == chat_id else None


def accept_invite(
    session: Session, invite_id: int, chat_id: int, name: str, now: datetime
) -> Contact | Refusal:
    """Use an invite up and make its contact; accepting twice makes the same person one contact."""
    invite = session.get(Invite, invite_id)
    if invite is None or invite.opened_by is None:
        return Refusal.UNKNOWN
    contact = contact_of(session, chat_id)
    if invite.used_at is not None:
        return contact if contact and contact.id == invite.contact_id else Refusal.USED
    if invite.opened_by != chat_id:
        return Refusal.REOPENED
    if invite.expires_at <= now:
        return Refusal.EXPIRED
    if contact is None:
        contact = Contact(chat_id=chat_id, name=name, joined_at=now, reachable=Reachable.YES)
        session.add(contact)
    contact.reachable = Reachable.YES
    session.flush()
    invite.used_at, invite.contact_id = now, contact.id
    post = {"contact_id": contact.id, "unit_id": invite.unit_id, "role": invite.role}
    insert_new(session, Post, [post])
    return contact


def contact_of(session: Session, chat_id: int) -> Contact | None:
    """Return the contact who writes from this private chat."""
    return session.scalar(select(Contact).where(Contact.chat_id == chat_id))


def set_reachable(session: Session, chat_id: int, reachable: Reachable) -> Contact | None:
    """Note whether a chat can be reached; return the contact where that is news."""
    changed = session.scalar(
        update(Contact)
        .where(Contact.chat_id == chat_id, Contact.reachable != reachable)
        .values(reachable=reachable)
        .returning(Contact.id)
    )
    return None if changed is None else session.get_one(Contact, changed)


_POSTS = select(Post.unit_id).where(
    Post.contact_id == bindparam("contact"), Post.role.in_(bindparam("roles", expanding=True))
)
_UNITS = select(Unit).where(Unit.id.in_(_POSTS)).order_by(Unit.id)  # built once: cards ask often


def units_of(session: Session, contact_id: int, roles: Collection[Role]) -> list[Unit]:
    """Return the units at which a contact holds one of the posts."""
    return list(session.scalars(_UNITS, {"contact": contact_id, "roles": list(roles)}))


def holders(session: Session, unit_id: int, role: Role) -> list[Contact]:
    """Return the reachable contacts who hold a post at a unit, in the order of their joining."""
    return list(
        session.scalars(
            select(Contact)
            .join(Post, Post.contact_id == Contact.id)
            .where(Post.unit_id == unit_id, Post.role == role)
            .where(Contact.reachable == Reachable.YES)
            .order_by(Contact.id)
        )
    )


@dataclass(frozen=True, slots=True)
class UnreachedUnit:
    """A unit that owes reports and has nobody to be told; ``never``: nobody ever joined."""

    unit: str
    count: int
    never: bool


def unreached_units(session: Session, now: datetime) -> list[UnreachedUnit]:
    """Return the units that owe reports now and have neither contact nor head to reach."""
    answering = Post.role.in_(ANSWERING)
    joined = select(Post.unit_id).where(answering, Post.unit_id.is_not(None))
    reachable = joined.join(Contact).where(Contact.reachable == Reachable.YES)
    known = set(session.scalars(joined))
    owing = session.execute(
        select(Unit.id, Unit.name, func.count())
        .join(Assignment, Assignment.unit_id == Unit.id)
        .join(Obligation, Obligation.assignment_id == Assignment.id)
        .where(Obligation.state == ObligationState.OPEN, Obligation.opens_at <= now)
        .where(Unit.id.not_in(reachable))
        .group_by(Unit.id, Unit.name)
        .order_by(Unit.id)
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
