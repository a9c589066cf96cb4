"""单位: who has not reported, a plan's units, and one of them with its people and its items."""

from collections.abc import Sequence
from datetime import timedelta

from bot.buttons import Verb, button
from bot.cards.look import Card, Look, in_rows, page_of
from bot.cards.seen.items import PAGE, WIDTH, part_row
from bot.cards.seen.place import Place, item_name, to
from bot.cards.seen.plan import percent
from db import chasing, people, records, seeing
from db.records import PersonLine, ReportLine
from db.seeing import Count, OpenLine, PartLine
from db.tables import Contact, Item, Report, Unit
from db.vocabulary import Reachable
from scheduler.lights import days_late
from templates import clip, render, word

#: How many units a page of those that have not reported has: each takes two lines.
FEW = 5
FIRST = (0, 1)


def draw_missing(look: Look, place: Place) -> Card:
    """Show which units have not reported what they may now; in the view ``late`` the late ones."""
    late = place.view == "late"
    found = seeing.not_reported(look.session, place.plan.id, look.now, late=late)
    shown, page = page_of(found, place.page, FEW)
    text = render(
        "seen_missing.html",
        late=late,
        units=len(found),
        count=sum(one.items for one in found),
        rows=_missing_rows(look, place.plan.id, shown),
        page=page.number,
        pages=page.count,
    )
    buttons = [
        (
            to(clip(one.unit, 18), "unit", one.unit_id),
            button(word("button.board_remind"), Verb.REMIND, one.unit_id),
        )
        for one in shown
    ]
    return Card(text, (*buttons, *page.buttons))


def _missing_rows(look: Look, plan_id: int, shown: Sequence[OpenLine]) -> list[dict[str, object]]:
    ids = [one.unit_id for one in shown]
    persons = {one: records.people(look.session, one, look.now) for one in ids}
    chats = {
        unit: [one.contact.chat_id for one in its if one.role in people.ANSWERING]
        for unit, its in persons.items()
    }
    reminded = chasing.reminded(look.session, [chat for its in chats.values() for chat in its])
    names = people.contact_names(look.session, ids)
    why = people.why_unreached(look.session, ids, look.now)
    asked = seeing.undecided(look.session, plan_id)
    rows: list[dict[str, object]] = []
    for one in shown:
        last = [reminded[chat] for chat in chats[one.unit_id] if chat in reminded]
        at, waits = max(last, default=(None, False))
        rows.append(
            {
                "unit": one.unit,
                "count": one.items,
                "due_at": look.local(one.due_at),
                "days": days_late(one.due_at, look.now),
                "asked": asked.get(one.unit_id, 0),
                "contacts": names.get(one.unit_id, []),
                "why": why.get(one.unit_id, ""),
                "reminded": look.local(at) if at and not waits else None,
                "waits": waits,
            }
        )
    return rows


def draw_units(look: Look, place: Place) -> Card:
    """Show a plan's units with how much each reported; those that a name may mean, if one is."""
    if place.of:
        meant = seeing.units_named(look.session, place.of)
        found = [(one, look.session.get_one(Unit, one).name) for one in meant]
    else:
        found = list(seeing.units(look.session, place.plan.id).items())
    shown, page = page_of(found, place.page, PAGE)
    counts = seeing.by_unit(look.session, place.plan.id, [one for one, _ in shown], look.now)
    rows = [{"unit": name, **counts.get(unit, Count())._asdict()} for unit, name in shown]
    text = render(
        "seen_units.html",
        named=place.of,
        count=len(found),
        rows=rows,
        page=page.number,
        pages=page.count,
    )
    buttons = [to(clip(name, 16), "unit", unit) for unit, name in shown]
    return Card(text, in_rows(buttons, 2) + page.buttons)


def draw_unit(look: Look, place: Place) -> Card:
    """Show a unit: its people and how to reach them, what it reported, and what is late."""
    unit = look.session.get(Unit, place.id)
    if unit is None:
        return draw_units(look, place)
    plan, session = place.plan, look.session
    parts = seeing.parts_of_unit(session, plan.id, unit.id, look.now)
    year = seeing.year_of_unit(session, plan.id, unit.id, look.now)
    present = seeing.by_unit(session, plan.id, [unit.id], look.now).get(unit.id, Count())
    which = records.of_unit(session, plan.id, unit.id)
    filed, last = records.count(session, Report, which), records.reports(session, which, FIRST)
    persons = records.people(session, unit.id, look.now)
    text = render(
        "seen_unit.html",
        unit=unit.name,
        merged=session.get_one(Unit, unit.merged_into_id).name if unit.merged_into_id else "",
        phone=unit.phone or "",
        people=[_person(look, one) for one in persons[:FEW]],
        others=len(persons) - FEW,
        plan=plan.title,
        items=len(parts),
        owed=present.owed,
        reported=present.reported,
        late=year.late,
        year=year,
        percent=percent(year.reported, year.owed),
        last=_last(look, last[0]) if last else None,
    )
    buttons = [to(word("button.board_unit_items", count=len(parts)), "unit_items", unit.id)]
    if filed:
        buttons.append(to(word("button.board_reports", count=filed), "unit_reports", unit.id))
    buttons.append(button(word("button.board_remind"), Verb.REMIND, unit.id))
    return Card(text, in_rows(buttons if parts else buttons[1:-1], 2))


def _person(look: Look, one: PersonLine) -> dict[str, object]:
    stand_in = look.session.get(Contact, one.substitute_id) if one.substitute_id else None
    return {
        "name": one.contact.name,
        "post": word(f"role.{people.post_name(one.role, second=one.second)}"),
        "phone": one.contact.phone or "",
        "reachable": one.contact.reachable is Reachable.YES,
        "blocked": one.contact.reachable is Reachable.BLOCKED,
        "away": look.local(one.away_until - timedelta(seconds=1)) if one.away_until else None,
        "stand_in": stand_in.name if stand_in else "",
    }


def _last(look: Look, line: ReportLine) -> dict[str, object]:
    at = look.local(line.submitted_at)
    return {"at": at, "item": word("button.item", number=line.number), "report": line.report_id}


def draw_unit_items(look: Look, place: Place) -> Card:
    """Show a unit's items with its part in each and how the present period stands."""
    unit = look.session.get(Unit, place.id)
    if unit is None:
        return draw_units(look, place)
    parts = seeing.parts_of_unit(look.session, place.plan.id, unit.id, look.now)
    shown, page = page_of(parts, place.page, PAGE)
    items = {one.id: one for one in seeing.items(look.session, [one.item_id for one in shown])}
    text = render(
        "seen_unit_items.html",
        unit=unit.name,
        count=len(parts),
        rows=[_item_row(look, items[one.item_id], one) for one in shown],
        page=page.number,
        pages=page.count,
    )
    buttons = [
        to(clip(item_name(one.number, one.position), 12), "item", one.id) for one in items.values()
    ]
    return Card(text, in_rows(buttons, WIDTH) + page.buttons)


def _item_row(look: Look, item: Item, part: PartLine) -> dict[str, object]:
    row = {"name": item_name(item.number, item.position), "text": item.text}
    return part_row(look, part) | row
