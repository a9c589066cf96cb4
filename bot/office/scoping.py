"""Which part of a plan a command is for: the whole, or a section, an item, a unit of it."""

from dataclasses import dataclass

from bot.console import refuse
from db import cadences, drafts, plans
from db.cadences import Part, Scope
from db.engine import Session
from db.tables import Item, Plan, Section, Unit
from templates import word


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a plan as typed: the heading's place from 1, the item's number, the unit's name."""

    section: int | None = None
    item: str | None = None
    unit: str | None = None


def find_place(session: Session, plan_id: int, place: Place) -> Scope:
    """Return the scope that is meant; end the command where there is no such part."""
    if session.get(Plan, plan_id) is None:
        refuse("cli.no_plan", plan=plan_id)
    scope = Scope(
        plan_id,
        _section(session, plan_id, place.section),
        _item(session, plan_id, place.item),
        _unit(session, place.unit),
    )
    if not any(_is_of(part, scope) for part in cadences.parts(session, plan_id)):
        refuse("timetable.no_part", name=name_of(session, scope))
    return scope


def _is_of(part: Part, scope: Scope) -> bool:
    wanted = (scope.section_id, scope.item_id, scope.unit_id)
    found = (part.section_id, part.item_id, part.unit_id)
    return all(want in {None, its} for want, its in zip(wanted, found, strict=True))


def name_of(session: Session, scope: Scope) -> str:
    """Return a scope as people call it: 全部, 第3项, 县农业农村局."""
    parts = []
    if scope.section_id is not None:
        parts.append(session.get_one(Section, scope.section_id).title)
    if scope.item_id is not None:
        item = session.get_one(Item, scope.item_id)
        parts.append(word("register.item", number=item.number or item.position + 1))
    if scope.unit_id is not None:
        parts.append(session.get_one(Unit, scope.unit_id).name)
    return " · ".join(parts) or word("timetable.whole")


def _section(session: Session, plan_id: int, place: int | None) -> int | None:
    if place is None:
        return None
    known = drafts.present_sections(session, plan_id)
    if not 1 <= place <= len(known):
        refuse("timetable.no_section", place=place, count=len(known))
    return known[place - 1].id


def _item(session: Session, plan_id: int, number: str | None) -> int | None:
    if number is None:
        return None
    known = drafts.present_items(session, plan_id)
    found = [one for one in known if number in {one.number, str(one.position + 1)}]
    numbered = [one for one in found if one.number == number] or found
    if len(numbered) != 1:
        refuse("timetable.no_item", number=number)
    return numbered[0].id


def _unit(session: Session, name: str | None) -> int | None:
    if name is None:
        return None
    unit = plans.find_unit(session, name)
    return refuse("cli.no_unit", name=name) if unit is None else unit.id
