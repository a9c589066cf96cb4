"""Which part of a plan a command is for: the whole, or a section, an item, a unit of it."""

from dataclasses import dataclass

from bot.console import refuse
from bot.scopes import items_numbered, name_of
from db import cadences, drafts, plans
from db.cadences import Scope
from db.engine import Session
from db.tables import Plan
from scheduler.retiming import lies_in


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a plan as typed: the heading's place from 1, the item's number, the unit's name."""

    section: int | None = None
    item: str | None = None
    unit: str | None = None


def find_place(session: Session, plan_id: int, place: Place) -> Scope:
    """Return the scope that is meant; end the command where there is no such part."""
    plan = session.get(Plan, plan_id)
    if plan is None:
        refuse("cli.no_plan", plan=plan_id)
    if plan.withdrawn_at is not None:
        refuse("ending.gone_already", plan=plan_id)
    scope = Scope(
        plan_id,
        _section(session, plan_id, place.section),
        _item(session, plan_id, place.item),
        _unit(session, place.unit),
    )
    if not any(lies_in(part, scope) for part in cadences.parts(session, plan_id)):
        refuse("timetable.no_part", name=name_of(session, scope))
    return scope


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
    numbered = items_numbered(session, plan_id, number)
    if len(numbered) != 1:
        refuse("timetable.no_item", number=number)
    return numbered[0].id


def _unit(session: Session, name: str | None) -> int | None:
    if name is None:
        return None
    unit = plans.find_unit(session, name)
    return refuse("cli.no_unit", name=name) if unit is None else unit.id
