"""Which part of a plan is meant, as people call and type it: 整个计划, 第3项, 县农业农村局."""

import re

from db import cadences, drafts, plans
from db.cadences import Scope
from db.engine import Session
from db.tables import Item, Section, Unit
from notice.numerals import parse_number
from templates import word

_ITEM = re.compile(
    r"\s*第?\s*([\d.]{1,12}|[〇零一二三四五六七八九十百]{1,5})\s*[项条](?:任务|工作)?"
)
_BETWEEN = " 　：:，,的"


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


def items_numbered(session: Session, plan_id: int, number: str) -> list[Item]:
    """Return a plan's items of a number, or else the one at that place."""
    known = drafts.present_items(session, plan_id)
    found = [one for one in known if number in {one.number, str(one.position + 1)}]
    return [one for one in found if one.number == number] or found


def scope_typed(session: Session, plan_id: int, said: str) -> tuple[Scope | None, str]:
    """Return the scope that a text begins with, and what stands behind it.

    A text that names none is returned whole; so is one that names an item which is not there.
    """
    if (found := _ITEM.match(said)) is not None:
        number = parse_number(found[1]) if not re.search(r"[\d.]", found[1]) else None
        items = items_numbered(session, plan_id, str(int(number)) if number else found[1])
        scope = Scope(plan_id, item_id=items[0].id) if len(items) == 1 else None
        return scope, said[found.end() :].strip(_BETWEEN) if scope else said
    names = _names(session, plan_id)
    name = max((one for one in names if said.startswith(one)), key=len, default=None)
    return (None, said) if name is None else (names[name], said[len(name) :].strip(_BETWEEN))


def _names(session: Session, plan_id: int) -> dict[str, Scope]:
    """Return the scopes of a plan that have a name: the whole, its sections, its units."""
    found = dict.fromkeys(word("deadline.whole_said").split(), Scope(plan_id))
    for section in drafts.present_sections(session, plan_id):
        found[section.title] = Scope(plan_id, section_id=section.id)
    owning = {part.unit_id for part in cadences.parts(session, plan_id)}
    for name, unit_id in plans.unit_names(session).items():
        if unit_id in owning:
            found[name] = Scope(plan_id, unit_id=unit_id)
    return found
