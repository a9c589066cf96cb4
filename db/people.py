"""Contacts and their posts: who answers for a unit, and who can be reached."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from db import absences
from db.absences import POSTS_NOW, UNITS_NOW
from db.tables import Assignment, Contact, Departure, Post, Unit
from db.vocabulary import Reachable, Role, Untold

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


def leads(session: Session, contact_id: int) -> bool:
    """Tell whether a contact is a leader, of some units or of all."""
    held = select(Post.id).where(Post.contact_id == contact_id, Post.role == Role.LEADER)
    return session.scalar(held.limit(1)) is not None


def post_name(role: Role, *, second: bool = False) -> str:
    """Return what a post is called by: its role, or ``second`` for a unit's second contact."""
    return "second" if second else role.value


_CONTACTS = (
    select(Contact, POSTS_NOW.c.second)
    .join(POSTS_NOW, POSTS_NOW.c.contact_id == Contact.id)
    .where(POSTS_NOW.c.unit_id == bindparam("unit"), POSTS_NOW.c.role == Role.CONTACT)
    .where(Contact.reachable == Reachable.YES)
    .order_by(Contact.id)
)


def contacts_now(
    session: Session, unit_id: int, now: datetime
) -> tuple[list[Contact], list[Contact]]:
    """Return a unit's contacts who can be told now, the first ones and the second ones."""
    found = session.execute(_CONTACTS, {"unit": unit_id, "now": now}).all()
    return [one for one, second in found if not second], [one for one, second in found if second]


def asked_first(session: Session, unit_id: int, now: datetime) -> list[Contact]:
    """Return who of a unit is to be asked now: first contacts, or where there are none, second."""
    first, second = contacts_now(session, unit_id, now)
    return first or second


def units_held(session: Session, role: Role, *, second: bool | None = None) -> set[int | None]:
    """Return the units at which somebody who can be reached, away or not, holds a post.

    A contact's as ``second`` says; None for first and second alike.
    """
    held = select(Post.unit_id).join(Contact).where(Post.role == role)
    if second is not None:
        held = held.where(Post.second.is_(second))
    return set(session.scalars(held.where(Contact.reachable == Reachable.YES)))


def cut_off(session: Session, now: datetime) -> dict[str, Untold]:
    """Return, by the names of the units that own items and have no contact to be told now, why."""
    owning = select(Unit.id, Unit.name).join(Assignment).where(Assignment.withdrawn_at.is_(None))
    names = dict(session.execute(owning.group_by(Unit.id, Unit.name).order_by(Unit.id)).all())
    why = why_unreached(session, names, now)
    return {name: why[unit_id] for unit_id, name in names.items() if unit_id in why}


def contact_names(session: Session, unit_ids: Collection[int]) -> dict[int, list[str]]:
    """Return, by unit, the names of its contacts, whether they can be told or not."""
    held = select(Unit.id, Contact.name).select_from(Post).join(Unit).join(Contact)
    held = held.where(Post.role == Role.CONTACT, Post.unit_id.in_(unit_ids))
    names: dict[int, list[str]] = {}
    for unit_id, name in session.execute(held.order_by(Post.second, Post.id)).all():
        names.setdefault(unit_id, []).append(name)
    return names


def why_unreached(session: Session, unit_ids: Collection[int], now: datetime) -> dict[int, Untold]:
    """Return, by unit, why none of its contacts can be told now: what is easiest mended first.

    Units with a contact who can be told are left out.
    """
    if not unit_ids:
        return {}
    posts = session.execute(
        select(Post.unit_id, Contact.reachable)
        .join(Contact, Post.contact_id == Contact.id)
        .where(Post.unit_id.in_(unit_ids), Post.role == Role.CONTACT)
    ).all()
    told = select(POSTS_NOW.c.unit_id).join(Contact, Contact.id == POSTS_NOW.c.contact_id)
    told = told.where(POSTS_NOW.c.role == Role.CONTACT, Contact.reachable == Reachable.YES)
    there = set(session.scalars(told, {"now": now}))
    found = dict.fromkeys(set(unit_ids) - there, Untold.NEVER_JOINED)
    left = select(Departure.unit_id).where(Departure.role == Role.CONTACT)
    found |= dict.fromkeys(found.keys() & set(session.scalars(left)), Untold.LEFT)
    for why in (Untold.LEFT, Untold.BLOCKED, Untold.ON_LEAVE):
        found |= {unit: why for unit, state in posts if unit in found and _WHY[state] is why}
    return found


#: Why a contact of each state is not told; one who can be reached and is not told is away.
_WHY = {
    Reachable.YES: Untold.ON_LEAVE,
    Reachable.BLOCKED: Untold.BLOCKED,
    Reachable.LEFT: Untold.LEFT,
}


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
