"""Who holds which post, of everybody who ever joined, as the office looks at its people."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.tables import Assignment, Contact, Post, Unit
from db.vocabulary import Reachable, Role


class Held(NamedTuple):
    """A post: whose, where, and whether its holder can be reached."""

    post_id: int
    contact_id: int
    name: str
    phone: str | None
    reachable: Reachable
    joined_at: datetime
    unit_id: int | None
    unit: str | None
    role: Role
    second: bool


_HELD = (
    select(
        Post.id,
        Contact.id,
        Contact.name,
        Contact.phone,
        Contact.reachable,
        Contact.joined_at,
        Unit.id,
        Unit.name,
        Post.role,
        Post.second,
    )
    .join(Contact, Post.contact_id == Contact.id)
    .outerjoin(Unit, Post.unit_id == Unit.id)
    .order_by(Unit.id, Post.role, Post.second, Post.id)
)


def of_unit(session: Session, unit_id: int | None) -> list[Held]:
    """Return who holds a post at a unit; None for posts that belong to none."""
    found = session.execute(_HELD.where(Post.unit_id.is_not_distinct_from(unit_id)))
    return [Held._make(row) for row in found]


def of_person(session: Session, contact_id: int) -> list[Held]:
    """Return the posts that a person holds."""
    return [Held._make(row) for row in session.execute(_HELD.where(Post.contact_id == contact_id))]


def everybody(session: Session) -> list[Held]:
    """Return every post that is held, unit by unit; those of no unit first or last."""
    return [Held._make(row) for row in session.execute(_HELD)]


def named(session: Session, name: str) -> Sequence[Contact]:
    """Return the people of a name who hold a post."""
    holding = select(Post.contact_id)
    asked = select(Contact).where(Contact.name == name, Contact.id.in_(holding))
    return session.scalars(asked.order_by(Contact.id)).all()


def counts(session: Session) -> list[tuple[int, str, int]]:
    """Return every unit that owns items or has people: its id, name, and how many people."""
    people = select(func.count(Post.contact_id.distinct())).where(Post.unit_id == Unit.id)
    owning = select(Assignment.unit_id).where(Assignment.withdrawn_at.is_(None))
    asked = (
        select(Unit.id, Unit.name, people.correlate(Unit).scalar_subquery())
        .where(Unit.merged_into_id.is_(None))
        .where(Unit.id.in_(owning) | Unit.id.in_(select(Post.unit_id)))
        .order_by(Unit.id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(asked)]
