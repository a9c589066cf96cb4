"""请假: who is away, and who answers in their place meanwhile; all of it ends by time.

The conditions that other questions are built with stand here, bound to ``now``.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, String, and_, bindparam, cast, func, select, union_all
from sqlalchemy.orm import Session, aliased

from db.tables import Absence, Assignment, Contact, Obligation, Outbox, Post
from db.vocabulary import ObligationState, Reachable, Role

#: The posts that answer for a unit.
ANSWERING = (Role.CONTACT, Role.HEAD)


def _in_force() -> ColumnElement[bool]:
    """Return the condition that an absence goes on at the moment bound as ``now``."""
    return and_(
        Absence.confirmed_at.is_not(None),
        Absence.cancelled_at.is_(None),
        Absence.starts_at <= bindparam("now"),
        Absence.ends_at > bindparam("now"),
    )


_OWN = aliased(Post)
_AWAY = select(Absence.contact_id).where(_in_force())
#: An absence that goes on, the post of whoever is away, and that of the substitute at the unit.
_INSTEAD = (
    select(Post.unit_id)
    .join(Absence, Absence.contact_id == Post.contact_id)
    .join(_OWN, (_OWN.unit_id == Post.unit_id) & (_OWN.contact_id == Absence.substitute_id))
    .where(_in_force(), Post.role == Role.CONTACT, _OWN.role.in_(ANSWERING))
)
#: The units at which ``contact`` may act in one of the ``roles``: by a post of their own, also
#: while they are away, or in the place of a contact who is.
UNITS_NOW = union_all(
    select(Post.unit_id).where(
        Post.contact_id == bindparam("contact"), Post.role.in_(bindparam("roles", expanding=True))
    ),
    _INSTEAD.where(
        Absence.substitute_id == bindparam("contact"),
        Post.role.in_(bindparam("roles", expanding=True)),
    ),
)
#: Who is to be told in which post now: contacts who are away are left out, and whoever stands in
#: for them is there as a contact.
POSTS_NOW = union_all(
    select(Post.contact_id, Post.unit_id, Post.role, Post.second).where(
        (Post.role != Role.CONTACT) | Post.contact_id.not_in(_AWAY)
    ),
    _INSTEAD.with_only_columns(Absence.substitute_id, Post.unit_id, Post.role, Post.second).where(
        Absence.substitute_id.not_in(_AWAY)
    ),
).subquery("posts_now")
_ABSENT_WHOM = (
    _INSTEAD.with_only_columns(Absence.contact_id)
    .where(Absence.substitute_id == bindparam("contact"), Post.unit_id == bindparam("unit"))
    .order_by(Absence.confirmed_at)
    .limit(1)
)


def absent_whom(session: Session, contact_id: int, unit_id: int, now: datetime) -> Contact | None:
    """Return the absent contact for whom another stands in at a unit now; None for nobody."""
    values = {"contact": contact_id, "unit": unit_id, "now": now}
    absent = session.scalar(_ABSENT_WHOM, values)
    return None if absent is None else session.get_one(Contact, absent)


def present_absence(session: Session, contact_id: int, now: datetime) -> Absence | None:
    """Return the absence for which a contact is away now; None where they are there."""
    asked = select(Absence).where(Absence.contact_id == contact_id, _in_force())
    return session.scalar(asked.order_by(Absence.id.desc()).limit(1), {"now": now})


def back_at(session: Session, unit_ids: Collection[int], now: datetime) -> dict[int, datetime]:
    """Return, by unit, when the first of its contacts who are away at a moment is back."""
    found = session.execute(
        select(Post.unit_id, func.min(Absence.ends_at))
        .join(Absence, Absence.contact_id == Post.contact_id)
        .where(_in_force(), Post.role == Role.CONTACT, Post.unit_id.in_(unit_ids))
        .group_by(Post.unit_id),
        {"now": now},
    )
    return {unit: moment for unit, moment in found if unit is not None and moment is not None}


def draft(session: Session, contact_id: int) -> Absence:
    """Return a contact's one draft of an absence, emptied."""
    found = session.scalar(
        select(Absence).where(
            Absence.contact_id == contact_id,
            Absence.confirmed_at.is_(None),
            Absence.cancelled_at.is_(None),
        )
    )
    if found is None:
        found = Absence(contact_id=contact_id)
        session.add(found)
    found.starts_at = found.ends_at = None
    session.flush()
    return found


def overlapping(
    session: Session, contact_id: int, starts_at: datetime, ends_at: datetime
) -> list[Absence]:
    """Return a contact's confirmed absences that share a moment with a span of time."""
    return list(
        session.scalars(
            select(Absence)
            .where(Absence.contact_id == contact_id, Absence.confirmed_at.is_not(None))
            .where(Absence.cancelled_at.is_(None))
            .where(Absence.starts_at < ends_at, Absence.ends_at > starts_at)
            .order_by(Absence.starts_at)
        )
    )


def confirm(
    session: Session, absence: Absence, substitute_id: int | None, now: datetime
) -> list[Absence]:
    """Make a draft count; return the contact's former absences whose place it takes.

    Of one that begins before, the days until then stay.
    """
    assert absence.starts_at is not None  # noqa: S101 - a draft is confirmed by its last question
    assert absence.ends_at is not None  # noqa: S101
    former = overlapping(session, absence.contact_id, absence.starts_at, absence.ends_at)
    for one in former:
        if one.starts_at is not None and one.starts_at < absence.starts_at:
            one.ends_at = absence.starts_at
        else:
            one.cancelled_at = now
    absence.substitute_id, absence.confirmed_at = substitute_id, now
    session.flush()
    return former


def end(absence: Absence, now: datetime) -> None:
    """Have an absence end now; a draft, or one that has not begun, is cancelled."""
    begun = absence.starts_at is not None and absence.starts_at < now
    if absence.confirmed_at is not None and begun:
        absence.ends_at = now
    else:
        absence.cancelled_at = now


def beginning(session: Session, now: datetime, known: str) -> list[Absence]:
    """Return the absences that go on, have a substitute, and were told of before they began.

    Those of which a message is known by a key, ``known`` and the absence's id, are left out.
    """
    told = select(Outbox.id).where(Outbox.key == known + cast(Absence.id, String)).exists()
    asked = select(Absence).where(
        _in_force(),
        Absence.substitute_id.is_not(None),
        Absence.confirmed_at < Absence.starts_at,
        ~told,
    )
    return list(session.scalars(asked, {"now": now}))


def touching(session: Session, contact_id: int, now: datetime) -> list[Absence]:
    """Return the absences, not over yet, in which somebody is away or stands in."""
    return list(
        session.scalars(
            select(Absence)
            .where(Absence.confirmed_at.is_not(None), Absence.cancelled_at.is_(None))
            .where((Absence.contact_id == contact_id) | (Absence.substitute_id == contact_id))
            .where(Absence.ends_at > now)
            .order_by(Absence.id)
        )
    )


def colleagues(session: Session, contact_id: int, unit_ids: Sequence[int]) -> list[Contact]:
    """Return the others who can be reached and answer for one of the units."""
    there = select(Post.contact_id).where(Post.unit_id.in_(unit_ids), Post.role.in_(ANSWERING))
    return list(
        session.scalars(
            select(Contact)
            .where(Contact.id.in_(there), Contact.id != contact_id)
            .where(Contact.reachable == Reachable.YES)
            .order_by(Contact.id)
        )
    )


def due_within(
    session: Session, unit_ids: Sequence[int], starts_at: datetime, ends_at: datetime
) -> list[int]:
    """Return the ids of what units still owe and that falls due in a span of time."""
    return list(
        session.scalars(
            select(Obligation.id)
            .join(Assignment, Obligation.assignment_id == Assignment.id)
            .where(Assignment.unit_id.in_(unit_ids), Assignment.withdrawn_at.is_(None))
            .where(Obligation.state == ObligationState.OPEN)
            .where(Obligation.due_at >= starts_at, Obligation.due_at < ends_at)
            .order_by(Obligation.due_at, Obligation.id)
        )
    )
