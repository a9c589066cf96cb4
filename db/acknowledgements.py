"""Acknowledgements: who was handed a plan's items, who has said so, and which units are silent."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from db.absences import ANSWERING, POSTS_NOW
from db.insert import insert_new
from db.tables import Acknowledgement, Assignment, Contact, Item, Plan, Post, Target, Unit
from db.tables.plan import PLAN_IN_FORCE
from db.vocabulary import Part, Reachable, Role


@dataclass(frozen=True, slots=True)
class Asked:
    """A person of a unit who is to be handed a plan's items."""

    plan_id: int
    unit_id: int
    contact_id: int
    chat_id: int


@dataclass(frozen=True, slots=True)
class Silent:
    """A unit of whose people none acknowledged a plan; ``heads`` were not asked yet."""

    plan_id: int
    unit_id: int
    asked_at: datetime
    heads: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Handed:
    """A unit for which a person was handed a plan's items, and when they said so."""

    unit_id: int
    unit: str
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class HandedItem:
    """An item as its unit is handed it."""

    item_id: int
    position: int
    number: str | None
    text: str
    due_text: str | None
    part: Part
    unit: str


@dataclass(frozen=True, slots=True)
class Call:
    """A unit to be called: who was asked since when, and who acknowledged meanwhile."""

    unit_id: int
    unit: str
    asked: tuple[str, ...]
    since: datetime
    by: str
    acknowledged_at: datetime | None


def _owns(unit_id: object) -> Any:  # noqa: ANN401
    """Return the condition that a unit has an item of the plan at hand: asked, never listed."""
    items = select(Item.id).where(Item.plan_id == Plan.id).correlate(Plan)
    return exists().where(
        Assignment.item_id.in_(items),  # so that a unit's parts in other plans are not looked at
        Assignment.unit_id == unit_id,
        Assignment.withdrawn_at.is_(None),
    )


def _was_asked(plan_id: object, unit_id: object, contact_id: object) -> Any:  # noqa: ANN401
    return exists().where(
        Acknowledgement.plan_id == plan_id,
        Acknowledgement.unit_id == unit_id,
        Acknowledgement.contact_id == contact_id,
    )


_OTHER, _OTHER_POST = aliased(Contact), POSTS_NOW.alias("other_post")
#: Whether a post's unit has a contact who can be reached now.
_ANSWERED = exists().where(
    _OTHER_POST.c.unit_id == POSTS_NOW.c.unit_id,
    _OTHER_POST.c.role == Role.CONTACT,
    _OTHER.id == _OTHER_POST.c.contact_id,
    _OTHER.reachable == Reachable.YES,
)


_TO_ASK = (
    select(Plan.id, POSTS_NOW.c.unit_id, Contact.id, Contact.chat_id)
    .select_from(POSTS_NOW)
    .join(Contact, Contact.id == POSTS_NOW.c.contact_id)
    .join(Plan, Plan.ends_on >= bindparam("today"))
    .where(Contact.reachable == Reachable.YES, PLAN_IN_FORCE)
    .where(
        or_(
            POSTS_NOW.c.role == Role.CONTACT,
            and_(POSTS_NOW.c.role == Role.HEAD, ~_ANSWERED),
        )
    )
    .where(~_was_asked(Plan.id, POSTS_NOW.c.unit_id, Contact.id), _owns(POSTS_NOW.c.unit_id))
    .distinct()
    .order_by(Plan.id, Contact.id, POSTS_NOW.c.unit_id)
)


def to_ask(
    session: Session, today: date, now: datetime, contact_id: int | None = None
) -> list[Asked]:
    """Return who has not been asked yet: contacts, and heads where no contact can be reached.

    Args:
        session: an open transaction.
        today: the office's day; plans that ended before ask nobody.
        now: the present moment; who is away then is not asked.
        contact_id: one contact only; None for all.
    """
    asked = _TO_ASK if contact_id is None else _TO_ASK.where(Contact.id == contact_id)
    return [Asked(*row) for row in session.execute(asked, {"now": now, "today": today})]


def note_asked(session: Session, asked: Iterable[Asked], now: datetime) -> None:
    """Note that people were asked; of those who were before nothing changes."""
    rows = [
        {
            "plan_id": one.plan_id,
            "unit_id": one.unit_id,
            "contact_id": one.contact_id,
            "asked_at": now,
        }
        for one in asked
    ]
    insert_new(session, Acknowledgement, rows)


_QUIET = (
    select(
        Acknowledgement.plan_id,
        Acknowledgement.unit_id,
        func.max(Acknowledgement.asked_at).label("last"),
    )
    .where(
        Acknowledgement.plan_id.in_(
            select(Plan.id).where(Plan.ends_on >= bindparam("today"), PLAN_IN_FORCE)
        )
    )
    .group_by(Acknowledgement.plan_id, Acknowledgement.unit_id)
    .having(func.count(Acknowledgement.acknowledged_at) == 0)
    .subquery()
)
_HEADS = (
    select(Post.unit_id, Contact.id, Contact.chat_id)
    .join(Contact, Contact.id == Post.contact_id)
    .where(Post.role == Role.HEAD, Contact.reachable == Reachable.YES)
    .subquery()
)
_UNASKED = ~_was_asked(_QUIET.c.plan_id, _QUIET.c.unit_id, _HEADS.c.id)
_SILENT = (
    select(_QUIET, _HEADS.c.id, _HEADS.c.chat_id)
    .join(Plan, Plan.id == _QUIET.c.plan_id)
    .outerjoin(_HEADS, and_(_HEADS.c.unit_id == _QUIET.c.unit_id, _UNASKED))
    .where(_owns(_QUIET.c.unit_id))
    .order_by(_QUIET.c.plan_id, _QUIET.c.unit_id, _HEADS.c.id)
)


def silent(session: Session, today: date) -> list[Silent]:
    """Return the units that were asked and of whom nobody acknowledged, each with its next people.

    What came last counts: a person asked later gives the unit time anew.
    """
    found = session.execute(_SILENT, {"today": today})
    units: dict[tuple[int, int], tuple[datetime, list[Asked]]] = {}
    for plan_id, unit_id, last, head, chat in found:
        next_up = units.setdefault((plan_id, unit_id), (last, []))[1]
        if head is not None:
            next_up.append(Asked(plan_id, unit_id, head, chat))
    return [Silent(*pair, last, tuple(next_up)) for pair, (last, next_up) in units.items()]


_HELD = exists().where(
    Post.contact_id == Acknowledgement.contact_id,
    Post.unit_id == Acknowledgement.unit_id,
    Post.role.in_(ANSWERING),
)


def handed(session: Session, plan_id: int, contact_id: int) -> list[Handed]:
    """Return the units of a person's for which they were handed a plan's items."""
    found = session.execute(
        select(Unit.id, Unit.name, Acknowledgement.acknowledged_at)
        .join(Unit, Unit.id == Acknowledgement.unit_id)
        .join(Plan, Plan.id == Acknowledgement.plan_id)
        .where(Acknowledgement.plan_id == plan_id, Acknowledgement.contact_id == contact_id)
        .where(_HELD, PLAN_IN_FORCE)
        .order_by(Unit.id)
    )
    return [Handed(*row) for row in found]


def unanswered_plans(session: Session, contact_id: int) -> list[int]:
    """Return the plans that a person was handed for a unit of theirs and has not acknowledged."""
    return list(
        session.scalars(
            select(Acknowledgement.plan_id)
            .join(Plan, Plan.id == Acknowledgement.plan_id)
            .where(Acknowledgement.contact_id == contact_id, _HELD, PLAN_IN_FORCE)
            .where(Acknowledgement.acknowledged_at.is_(None))
            .distinct()
            .order_by(Acknowledgement.plan_id)
        )
    )


def items_of(session: Session, plan_id: int, units: Collection[int]) -> list[HandedItem]:
    """Return a plan's items of some units, in the order of the notice."""
    found = session.execute(
        select(
            Item.id,
            Item.position,
            Item.number,
            Item.text,
            Item.due_text,
            Assignment.part,
            Unit.name,
        )
        .join(Assignment, Assignment.item_id == Item.id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Item.plan_id == plan_id, Unit.id.in_(units), Assignment.withdrawn_at.is_(None))
        .order_by(Item.position, Unit.id)
    )
    return [HandedItem(*row) for row in found]


def targets_of(session: Session, items: Collection[int]) -> dict[int, list[Target]]:
    """Return the targets of some items, by item."""
    found: dict[int, list[Target]] = {}
    for target in session.scalars(
        select(Target)
        .where(Target.item_id.in_(items), Target.withdrawn_at.is_(None))
        .order_by(Target.position, Target.id)
    ):
        found.setdefault(target.item_id, []).append(target)
    return found


def acknowledge(session: Session, plan_id: int, contact_id: int, now: datetime) -> bool:
    """Note that a person acknowledges a plan for all their units; tell whether that is news."""
    changed = session.scalars(
        update(Acknowledgement)
        .where(Acknowledgement.plan_id == plan_id, Acknowledgement.contact_id == contact_id)
        .where(Acknowledgement.acknowledged_at.is_(None), _HELD)
        .values(acknowledged_at=now)
        .returning(Acknowledgement.unit_id)
    )
    return bool(changed.all())


def calls(session: Session, plan_id: int, units: Collection[int]) -> list[Call]:
    """Return how things stand with units that are to be called about a plan."""
    found = session.execute(
        select(
            Unit.id,
            Unit.name,
            Contact.name,
            Acknowledgement.asked_at,
            Acknowledgement.acknowledged_at,
        )
        .join(Unit, Unit.id == Acknowledgement.unit_id)
        .join(Contact, Contact.id == Acknowledgement.contact_id)
        .where(Acknowledgement.plan_id == plan_id, Unit.id.in_(units))
        .order_by(Unit.id, Acknowledgement.asked_at, Contact.id)
    ).all()
    by_unit: dict[tuple[int, str], list[_AskedOnce]] = {}
    for unit_id, unit, name, asked_at, at in found:
        by_unit.setdefault((unit_id, unit), []).append(_AskedOnce(name, asked_at, at))
    return [_call(unit_id, unit, rows) for (unit_id, unit), rows in by_unit.items()]


class _AskedOnce(NamedTuple):
    name: str
    asked_at: datetime
    acknowledged_at: datetime | None


def _call(unit_id: int, unit: str, rows: list[_AskedOnce]) -> Call:
    done = [(one.acknowledged_at, one.name) for one in rows if one.acknowledged_at is not None]
    at, by = min(done, default=(None, ""))
    return Call(unit_id, unit, tuple(one.name for one in rows), rows[0].asked_at, by, at)


def silent_units(session: Session, today: date) -> list[str]:
    """Return the names of the units that were asked and of whom nobody acknowledged a plan."""
    ids = {one.unit_id for one in silent(session, today)}
    return list(session.scalars(select(Unit.name).where(Unit.id.in_(ids)).order_by(Unit.id)))
