"""Two units become one: what the one owes, owed and reported is the other's, and so are its people.

Nothing is deleted: the merged unit's row stays, says where it went, and owns nothing any more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db import departures, withdrawing
from db.register import add_alias
from db.tables import (
    Acknowledgement,
    Assignment,
    Cadence,
    Call,
    Departure,
    FollowUp,
    Invite,
    Item,
    Post,
    Unit,
    UnitAlias,
)
from db.vocabulary import Part


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge came to: parts that moved, parts that both had, people, and the plans of all."""

    parts: int
    shared: int
    people: int
    plan_ids: tuple[int, ...]


def merge(session: Session, gone: Unit, into: Unit, by: str, now: datetime) -> Merged:
    """Let a unit be another one from now on; what is owed anew follows with ``replan_all``.

    Where both have a part in an item, the part of the unit that stays counts; it leads if either
    did, and what the other owed there is closed.
    """
    moved, shared, plan_ids = _move_parts(session, gone, into, now)
    held = _move_posts(session, gone, into, now)
    _move_cadences(session, gone, into, by, now)
    _move_acknowledgements(session, gone, into)
    for table in (Invite, Departure, Call, FollowUp):
        session.execute(update(table).where(table.unit_id == gone.id).values(unit_id=into.id))
    _move_names(session, gone, into)
    session.execute(
        update(Unit).where(Unit.merged_into_id == gone.id).values(merged_into_id=into.id)
    )
    gone.merged_into_id = into.id
    session.flush()
    for plan_id in plan_ids:
        withdrawing.close(session, plan_id, now)
    its = select(Assignment.item_id).where(Assignment.unit_id == into.id)
    withdrawing.show_again(session, session.scalars(its).all(), now)
    return Merged(moved, shared, held, tuple(plan_ids))


def foreseen(session: Session, gone_id: int, into_id: int) -> tuple[int, int]:
    """Return how many parts would move, and how many both units have, of those present."""

    def items(unit_id: int) -> set[int]:
        present = Assignment.withdrawn_at.is_(None) & (Assignment.unit_id == unit_id)
        return set(session.scalars(select(Assignment.item_id).where(present)))

    theirs, ours = items(gone_id), items(into_id)
    return len(theirs - ours), len(theirs & ours)


def _move_parts(
    session: Session, gone: Unit, into: Unit, now: datetime
) -> tuple[int, int, list[int]]:
    """Give every part to the unit that stays; return how many moved, how many both had, plans."""
    rows = session.execute(
        select(Assignment, Item.plan_id)
        .join(Item, Assignment.item_id == Item.id)
        .where(Assignment.unit_id == gone.id)
        .order_by(Assignment.id)
    ).all()
    theirs = {
        one.item_id: one
        for one in session.scalars(
            select(Assignment).where(
                Assignment.unit_id == into.id, Assignment.withdrawn_at.is_(None)
            )
        )
    }
    moved = shared = 0
    for part, _ in rows:
        kept = theirs.get(part.item_id)
        if kept is None or part.withdrawn_at is not None:
            part.unit_id = into.id
            moved += part.withdrawn_at is None
            continue
        shared += 1
        part.unit_id, part.withdrawn_at = into.id, now
        if part.part is Part.LEAD:
            kept.part = Part.LEAD
    session.flush()
    return moved, shared, sorted({plan_id for _, plan_id in rows})


def _move_posts(session: Session, gone: Unit, into: Unit, now: datetime) -> int:
    """Give everybody the same post at the unit that stays; return how many people those are."""
    posts = session.scalars(select(Post).where(Post.unit_id == gone.id).order_by(Post.id)).all()
    for post in posts:
        departures.take_over(session, post.contact_id, into.id, post.role, second=post.second)
        departures.depart(session, post.contact_id, gone.id, post.role, now, post.contact_id)
    return len({post.contact_id for post in posts})


def _move_cadences(session: Session, gone: Unit, into: Unit, by: str, now: datetime) -> None:
    """Let cadences of its own go along, but where the unit that stays has some for the same."""
    theirs = {_scope(one) for one in _in_force(session, into)}
    for one in _in_force(session, gone):
        if _scope(one) in theirs:
            one.withdrawn_at, one.withdrawn_by = now, by
        else:
            one.unit_id = into.id


def _scope(one: Cadence) -> tuple[int, int | None, int | None]:
    return one.plan_id, one.section_id, one.item_id


def _in_force(session: Session, unit: Unit) -> Iterable[Cadence]:
    own = select(Cadence).where(Cadence.unit_id == unit.id, Cadence.withdrawn_at.is_(None))
    return session.scalars(own.order_by(Cadence.id)).all()


def _move_acknowledgements(session: Session, gone: Unit, into: Unit) -> None:
    """Let what was acknowledged count for the unit that stays."""
    there = select(Acknowledgement).where(Acknowledgement.unit_id == into.id)
    known = {(one.plan_id, one.contact_id) for one in session.scalars(there)}
    own = select(Acknowledgement).where(Acknowledgement.unit_id == gone.id)
    for one in session.scalars(own).all():
        if (one.plan_id, one.contact_id) not in known:
            one.unit_id = into.id


def _move_names(session: Session, gone: Unit, into: Unit) -> None:
    """Have its names mean the unit that stays; its row keeps one that nobody types."""
    session.execute(update(UnitAlias).where(UnitAlias.unit_id == gone.id).values(unit_id=into.id))
    former, gone.name = gone.name, f"{gone.name}#{gone.id}"
    session.flush()
    add_alias(session, former, into)
