"""What the office sees of a plan, a page at a time: items, units, and who has not reported.

A plan may owe 144,000 reports: whatever is asked goes by an index, and only for what is shown.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from db.extensions import IS_PENDING, has
from db.overview import PRESENT, REPORTED
from db.tables import (
    Assignment,
    Extension,
    Item,
    Obligation,
    Report,
    Section,
    Target,
    Unit,
    UnitAlias,
)
from db.vocabulary import ObligationState, Part


class Count(NamedTuple):
    """Reported of owed, of what is owed how much is late; for units how many items they have."""

    owed: int = 0
    reported: int = 0
    late: int = 0
    tasks: int = 0


class OpenLine(NamedTuple):
    """What a unit may report now and has not: how much, the first due time, how much is late."""

    unit_id: int
    unit: str
    items: int
    due_at: datetime
    late: int


class PartLine(NamedTuple):
    """A unit's part in an item, with what it owes for the present period, if anything."""

    unit_id: int
    unit: str
    item_id: int
    part: Part
    period: str | None
    due_at: datetime | None
    state: ObligationState | None
    asked: bool


_OPEN = Obligation.state == ObligationState.OPEN
_PLAN = Item.plan_id == bindparam("plan")
_IS_LATE = func.coalesce(
    func.sum(case((_OPEN & (Obligation.due_at < bindparam("now")), 1), else_=0)), 0
)


def _of_parts(asked: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Ask it of present assignments with their items."""
    return (
        asked.select_from(Item)
        .join(Assignment, Assignment.item_id == Item.id)
        .where(Assignment.withdrawn_at.is_(None))
    )


_BY_ITEM = (
    _of_parts(select(Item.id, func.count(), REPORTED, _IS_LATE))
    .join(Obligation, PRESENT)
    .where(Item.id.in_(bindparam("ids", expanding=True)))
    .group_by(Item.id)
)
_BY_UNIT = (
    _of_parts(
        select(Assignment.unit_id, func.count(Obligation.id), REPORTED, _IS_LATE, func.count())
    )
    .outerjoin(Obligation, PRESENT)
    .where(_PLAN, Assignment.unit_id.in_(bindparam("ids", expanding=True)))
    .group_by(Assignment.unit_id)
)
_OWNS = (
    select(Assignment.id)
    .join(Item, Assignment.item_id == Item.id)
    .where(Assignment.unit_id == Unit.id, Assignment.withdrawn_at.is_(None), _PLAN)
    .correlate(Unit)
    .exists()
)
_UNITS = select(Unit.id, Unit.name).where(_OWNS).order_by(Unit.id)
_NOT_REPORTED = (
    select(Unit.id, Unit.name, func.count(), func.min(Obligation.due_at), _IS_LATE)
    .select_from(Obligation)
    .join(Assignment, Obligation.assignment_id == Assignment.id)
    .join(Item, Assignment.item_id == Item.id)
    .join(Unit, Assignment.unit_id == Unit.id)
    .where(_OPEN, Obligation.opens_at <= bindparam("now"), _PLAN)
    .where(Assignment.withdrawn_at.is_(None))
    .group_by(Unit.id, Unit.name)
    .order_by(func.min(Obligation.due_at), func.count().desc(), Unit.id)
)
_LATE = _NOT_REPORTED.where(Obligation.due_at < bindparam("now"))
_PARTS = (
    _of_parts(
        select(
            Unit.id,
            Unit.name,
            Item.id,
            Assignment.part,
            Obligation.period,
            Obligation.due_at,
            Obligation.state,
            has(IS_PENDING),
        )
    )
    .join(Unit, Assignment.unit_id == Unit.id)
    .outerjoin(Obligation, PRESENT)
    .order_by(Item.position, Assignment.part.desc(), Assignment.position)
)
_OF_ITEM = _PARTS.where(Item.id == bindparam("item"))
_OF_UNIT = _PARTS.where(_PLAN, Assignment.unit_id == bindparam("unit"))
_YEAR = (
    _of_parts(select(func.count(), REPORTED, _IS_LATE))
    .join(Obligation, Obligation.assignment_id == Assignment.id)
    .where(_PLAN, Assignment.unit_id == bindparam("unit"))
    .where(Obligation.opens_at <= bindparam("now"))
    .where(Obligation.state != ObligationState.WITHDRAWN)
)
_UNDECIDED = (
    select(Assignment.unit_id, func.count())
    .select_from(Extension)
    .join(Obligation, Extension.obligation_id == Obligation.id)
    .join(Assignment, Obligation.assignment_id == Assignment.id)
    .join(Item, Assignment.item_id == Item.id)
    .where(IS_PENDING, _PLAN)
    .group_by(Assignment.unit_id)
)


def items(session: Session, item_ids: Sequence[int]) -> list[Item]:
    """Return items in the order in which their ids are given."""
    found = {one.id: one for one in session.scalars(select(Item).where(Item.id.in_(item_ids)))}
    return [found[one] for one in item_ids if one in found]


def items_numbered(session: Session, plan_id: int, number: str) -> list[int]:
    """Return a plan's items that are called by a number: as printed, else their place."""
    place = int(number) - 1 if number.isdigit() else -1
    unprinted = Item.number.is_(None) & (Item.position == place)
    present = select(Item.id).where(Item.plan_id == plan_id, Item.withdrawn_at.is_(None))
    return list(session.scalars(present.where(or_(Item.number == number, unprinted))))


def section_of(session: Session, item: Item) -> str:
    """Return the heading under which an item stands; "" for none."""
    section = session.get(Section, item.section_id) if item.section_id else None
    return section.title if section else ""


def by_item(session: Session, item_ids: Collection[int], now: datetime) -> dict[int, Count]:
    """Return, by item, how many of its units reported for the present period."""
    found = session.execute(_BY_ITEM, {"ids": list(item_ids), "now": now})
    return {item: Count(*counts) for item, *counts in found}


def units(session: Session, plan_id: int) -> dict[int, str]:
    """Return the names of a plan's units by id, in the order in which notices brought them."""
    return {row[0]: row[1] for row in session.execute(_UNITS, {"plan": plan_id})}


def by_unit(
    session: Session, plan_id: int, unit_ids: Collection[int], now: datetime
) -> dict[int, Count]:
    """Return, by unit, on how many of its items of a plan it reported for the present period."""
    asked = {"plan": plan_id, "ids": list(unit_ids), "now": now}
    return {unit: Count(*counts) for unit, *counts in session.execute(_BY_UNIT, asked)}


def not_reported(
    session: Session, plan_id: int, now: datetime, *, late: bool = False
) -> list[OpenLine]:
    """Return which units have not reported what they may now, or what is late of it.

    What fell due first comes first.
    """
    found = session.execute(_LATE if late else _NOT_REPORTED, {"plan": plan_id, "now": now})
    return [OpenLine._make(row) for row in found]


def parts_of_item(session: Session, item_id: int, now: datetime) -> list[PartLine]:
    """Return the units of an item, those that lead first."""
    found = session.execute(_OF_ITEM, {"item": item_id, "now": now})
    return [PartLine._make(row) for row in found]


def parts_of_unit(session: Session, plan_id: int, unit_id: int, now: datetime) -> list[PartLine]:
    """Return a unit's parts in the items of a plan, in the order of its text."""
    found = session.execute(_OF_UNIT, {"plan": plan_id, "unit": unit_id, "now": now})
    return [PartLine._make(row) for row in found]


def year_of_unit(session: Session, plan_id: int, unit_id: int, now: datetime) -> Count:
    """Return a unit's reported of all it ever owed of a plan."""
    return Count(*session.execute(_YEAR, {"plan": plan_id, "unit": unit_id, "now": now}).one())


def undecided(session: Session, plan_id: int) -> dict[int, int]:
    """Return, by unit, how many of its due times of a plan wait for the decision to move them."""
    return {row[0]: row[1] for row in session.execute(_UNDECIDED, {"plan": plan_id})}


def search(session: Session, plan_id: int, words: Sequence[str]) -> list[int]:
    """Return a plan's items that hold every word: in text, units, targets or reports.

    Reports are read only where nothing else of an item holds the word.
    """
    asked = select(Item.id).where(Item.plan_id == plan_id, Item.withdrawn_at.is_(None))
    found = session.scalars(asked.order_by(Item.position)).all()
    for word in words:
        holding = set(session.scalars(asked.where(_holds(word))))
        if not holding.issuperset(found):
            holding.update(session.scalars(_said(word)))
        found = [one for one in found if one in holding]
    return list(found)


def _holds(word: str) -> ColumnElement[bool]:
    """Return the condition that an item's text, units or targets hold a word."""
    alias = select(UnitAlias.unit_id).where(UnitAlias.name.contains(word, autoescape=True))
    named = Unit.name.contains(word, autoescape=True) | Unit.id.in_(alias)
    owning = select(Assignment.item_id).where(
        Assignment.withdrawn_at.is_(None), Assignment.unit_id.in_(select(Unit.id).where(named))
    )
    aimed = select(Target.item_id).where(
        Target.withdrawn_at.is_(None), Target.quantity.contains(word, autoescape=True)
    )
    held = Item.text.contains(word, autoescape=True)
    return or_(held, Item.id.in_(owning), Item.id.in_(aimed))


def _said(word: str) -> Select[int]:
    """Ask for the items of which a report's words hold a word."""
    return (
        select(Assignment.item_id)
        .join(Obligation, Obligation.assignment_id == Assignment.id)
        .join(Report, Report.obligation_id == Obligation.id)
        .where(Report.words.contains(word, autoescape=True))
        .distinct()
    )


def units_named(session: Session, name: str) -> list[int]:
    """Return the units that a name may mean: whole names first, then parts, then short forms."""
    named: dict[str, int] = {}
    alias = select(UnitAlias.name, UnitAlias.unit_id).order_by(UnitAlias.id)
    own = select(Unit.name, func.coalesce(Unit.merged_into_id, Unit.id)).order_by(Unit.id)
    for known, unit_id in [*session.execute(own), *session.execute(alias)]:
        named.setdefault(known, unit_id)
    for fits in (name.__eq__, lambda known: name in known, lambda known: _shortens(name, known)):
        found = dict.fromkeys(unit_id for known, unit_id in named.items() if fits(known))
        if found:
            return list(found)
    return []


def _shortens(name: str, known: str) -> bool:
    """Tell whether a name's characters stand in another's, in their order."""
    rest = iter(known)
    return len(name) > 1 and all(character in rest for character in name)
