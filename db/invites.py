"""Invites: single-use ways in, who opened one, what they want to be called, and who came in."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.departures import depart, take_over
from db.people import contact_of
from db.tables import Contact, Invite, Post, Unit
from db.vocabulary import Reachable, Role


class Refusal(Enum):
    """Why an invite lets nobody in."""

    UNKNOWN = auto()
    REOPENED = auto()
    USED = auto()
    EXPIRED = auto()
    REVOKED = auto()
    DENIED = auto()


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invite offers to who opened it: a post, at a unit where the post has one.

    Attributes:
        invite_id: the invite.
        role: what they become.
        unit: where; None for a post without a unit.
        name: what they will be called; None while nobody knows.
        naming: whether their next text is taken for their name.
        known: whether they are a contact already, whose name stays.
        asked: whether they wait for the office to let them in.
        used: whether they came in by it.
        second: whether it is the second contact's post.
    """

    invite_id: int
    role: Role
    unit: str | None
    name: str | None
    naming: bool = False
    known: bool = False
    asked: bool = False
    used: bool = False
    second: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """A contact who came in by an invite, and the one who gave the post up to them, if any."""

    contact: Contact
    role: Role
    unit_id: int | None
    unit: str | None
    predecessor: Contact | None = None
    second: bool = False


def token_hash(token: str) -> str:
    """Return what is kept of an invite's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def add_invite(  # noqa: PLR0913 - an invite's own columns
    session: Session,
    token: str,
    role: Role,
    unit_id: int | None,
    now: datetime,
    until: datetime,
    *,
    replaces_id: int | None = None,
    second: bool = False,
) -> int:
    """Store an invite by its token's hash; return its id."""
    invite = Invite(
        token_hash=token_hash(token),
        role=role,
        unit_id=unit_id,
        created_at=now,
        expires_at=until,
        replaces_id=replaces_id,
        second=second,
    )
    session.add(invite)
    session.flush()
    return invite.id


def holders_of(
    session: Session, unit_id: int, role: Role, *, second: bool = False
) -> list[Contact]:
    """Return who holds a post at a unit and may be replaced, reachable or not."""
    held = select(Contact).join(Post, Post.contact_id == Contact.id)
    held = held.where(Post.unit_id == unit_id, Post.role == role, Post.second.is_(second))
    return list(session.scalars(held.order_by(Contact.id)))


def open_invite(
    session: Session, token: str, chat_id: int, name: str | None, now: datetime
) -> Offer | Refusal:
    """Note who opened an invite and say what it offers; opening it again is harmless.

    Only the person who opened it last can accept it, and once they have asked to be let in nobody
    else can open it. A used one still answers its own user.

    Args:
        session: an open transaction.
        token: what the link holds.
        chat_id: who opened it.
        name: what Telegram calls them; None where that is no name, and they are asked for one.
        now: the present moment.
    """
    invite = session.scalar(select(Invite).where(Invite.token_hash == token_hash(token)))
    if invite is None:
        return Refusal.UNKNOWN
    if invite.used_at is None and invite.revoked_at is not None:
        return Refusal.REVOKED
    if invite.used_at is None and invite.asked_at is None:
        if invite.expires_at <= now:
            return Refusal.EXPIRED
        if invite.opened_by != chat_id:
            invite.opened_by, invite.name = chat_id, name
        _name_no_other(session, invite)
        invite.naming = invite.name is None
    return _offer(session, invite, chat_id, now)


def _name_no_other(session: Session, invite: Invite) -> None:
    """See to it that a text names its writer in one invite at the most."""
    others = (Invite.opened_by == invite.opened_by) & (Invite.id != invite.id) & Invite.naming
    session.execute(update(Invite).where(others).values(naming=False))


def offered(session: Session, invite_id: int, chat_id: int, now: datetime) -> Offer | Refusal:
    """Return what an invite offers to a person now, or why it does not."""
    invite = session.get(Invite, invite_id)
    return Refusal.UNKNOWN if invite is None else _offer(session, invite, chat_id, now)


def offer_at_hand(session: Session, chat_id: int, now: datetime) -> Offer | None:
    """Return the newest invite that a person has opened and not yet used; None for none."""
    mine = (Invite.opened_by == chat_id) & Invite.used_at.is_(None) & Invite.refused_at.is_(None)
    mine &= Invite.revoked_at.is_(None)
    found = session.scalars(
        select(Invite).where(mine).order_by(Invite.naming.desc(), Invite.id.desc())
    )
    offers = (_offer(session, invite, chat_id, now) for invite in found)
    return next((offer for offer in offers if isinstance(offer, Offer)), None)


def _offer(session: Session, invite: Invite, chat_id: int, now: datetime) -> Offer | Refusal:
    contact = contact_of(session, chat_id)
    if (why := _refusal(session, invite, chat_id, contact, now)) is not None:
        return why
    return Offer(
        invite.id,
        invite.role,
        unit_name(session, invite),
        name=contact.name if contact else invite.name,
        naming=invite.naming and contact is None,
        known=contact is not None,
        asked=invite.asked_at is not None,
        used=invite.used_at is not None,
        second=invite.second,
    )


def unit_name(session: Session, invite: Invite) -> str | None:
    """Return the unit that an invite is to; None for a post without one."""
    return session.get_one(Unit, invite.unit_id).name if invite.unit_id else None


def _refusal(  # noqa: PLR0911 - one a reason
    session: Session, invite: Invite, chat_id: int, contact: Contact | None, now: datetime
) -> Refusal | None:
    if invite.used_at is not None:
        mine = contact is not None and contact.id == invite.contact_id
        return None if mine and _post_of(session, invite) else Refusal.USED
    if invite.revoked_at is not None:
        return Refusal.REVOKED
    if invite.opened_by is None:
        return Refusal.UNKNOWN
    mine = invite.opened_by == chat_id
    if invite.asked_at is not None:
        if not mine:
            return Refusal.USED
        return None if invite.refused_at is None else Refusal.DENIED
    if not mine:
        return Refusal.REOPENED
    return Refusal.EXPIRED if invite.expires_at <= now else None


def _post_of(session: Session, invite: Invite) -> Post | None:
    """Return the post that an invite gave; None once it was given up."""
    return session.scalar(
        select(Post)
        .where(Post.contact_id == invite.contact_id, Post.role == invite.role)
        .where(Post.unit_id.is_not_distinct_from(invite.unit_id))
    )


def unused(session: Session, now: datetime) -> list[Invite]:
    """Return the invites that still let somebody in, oldest first."""
    good = Invite.used_at.is_(None) & Invite.revoked_at.is_(None) & Invite.refused_at.is_(None)
    asked = select(Invite).where(good, (Invite.expires_at > now) | Invite.asked_at.is_not(None))
    return list(session.scalars(asked.order_by(Invite.id)))


def revoke(session: Session, invite_id: int, by: str, now: datetime) -> Invite | None:
    """Have an invite let nobody in any more; return it, None where it does not any more anyhow."""
    invite = session.get(Invite, invite_id)
    if invite is None or invite.used_at is not None or invite.revoked_at is not None:
        return None
    invite.revoked_at, invite.revoked_by, invite.naming = now, by, False
    session.flush()
    return invite


def ask_name(session: Session, invite_id: int) -> None:
    """Take the next text of who opened an invite for their name."""
    invite = session.get_one(Invite, invite_id)
    _name_no_other(session, invite)
    invite.naming = True


def take_name(session: Session, invite_id: int, name: str) -> None:
    """Note what the opener of an invite wants to be called."""
    invite = session.get_one(Invite, invite_id)
    invite.name, invite.naming = name, False


def accept_invite(
    session: Session, invite_id: int, chat_id: int, now: datetime
) -> Arrival | Refusal:
    """Use an invite up and make its contact; accepting twice makes the same person one contact."""
    offer = offered(session, invite_id, chat_id, now)
    if isinstance(offer, Refusal):
        return offer
    invite = session.get_one(Invite, invite_id)
    if offer.used:
        contact = session.get_one(Contact, invite.contact_id)
        return Arrival(contact, invite.role, invite.unit_id, offer.unit, second=invite.second)
    return admit(session, invite, now)


def admit(session: Session, invite: Invite, now: datetime, by: str | None = None) -> Arrival:
    """Let in who opened an invite, decided by the office where it was asked."""
    if invite.opened_by is None:
        raise ValueError(f"invite {invite.id} was not opened")
    contact = contact_of(session, invite.opened_by)
    if contact is None:
        if invite.name is None:
            raise ValueError(f"invite {invite.id} has no name")
        contact = Contact(chat_id=invite.opened_by, name=invite.name, joined_at=now)
        session.add(contact)
    contact.reachable = Reachable.YES
    session.flush()
    invite.used_at, invite.contact_id, invite.decided_by = now, contact.id, by
    invite.naming = False
    take_over(session, contact.id, invite.unit_id, invite.role, second=invite.second)
    predecessor = _take_over(session, invite, contact, now)
    unit = unit_name(session, invite)
    return Arrival(contact, invite.role, invite.unit_id, unit, predecessor, invite.second)


def _take_over(session: Session, invite: Invite, contact: Contact, now: datetime) -> Contact | None:
    """Take the post from whom an invite replaces; return them if they still held it."""
    if invite.replaces_id is None or invite.replaces_id == contact.id:
        return None
    held = depart(session, invite.replaces_id, invite.unit_id, invite.role, now, contact.id)
    return session.get_one(Contact, invite.replaces_id) if held else None
