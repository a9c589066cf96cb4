"""任务: the items of a plan with their lights, one of them, its units, and what a search found."""

from collections.abc import Sequence
from decimal import Decimal

from bot.buttons import Button
from bot.cards.look import Card, Look, in_rows, page_of, period_words
from bot.cards.seen.place import Place, item_name, to
from bot.cards.seen.plan import bar, gone, lights_of
from bot.contact.fields import goal_of
from db import figures, records, seeing
from db.figures import TargetFact
from db.seeing import Count, PartLine
from db.tables import Attachment, Item, Move, Plan, Report
from db.vocabulary import ObligationState, Op, Part
from scheduler.digest import light_of
from scheduler.lights import Light, days_late, progress
from templates import clip, render, word

PAGE = 8
WIDTH = 4
#: How many targets one item shows, and how many of its units.
TARGETS, UNITS = 6, 3
#: What there is of an item by now: each has a button, and a view.
RECORDS = (
    ("button.board_reports", "reports", Report),
    ("button.board_moves", "moves", Move),
    ("button.board_files", "files", Attachment),
)


def draw_items(look: Look, place: Place) -> Card:
    """Show a plan's items, all of them or those of one light."""
    if place.of not in list(Light):
        return _list(look, place, figures.item_ids_of(look.session, place.plan.id), "all")
    lit = lights_of(look, place.plan)
    return _list(look, place, [one for one, light in lit.items() if light == place.of], "light")


def draw_found(look: Look, place: Place) -> Card:
    """Show the items that hold the words searched for."""
    return _list(look, place, seeing.search(look.session, place.plan.id, place.words), "found")


def draw_numbered(look: Look, place: Place) -> Card:
    """Show the items that one number means, where it is no one's or several'."""
    found = seeing.items_numbered(look.session, place.plan.id, place.of)
    return _list(look, place, found, "numbered")


def _list(look: Look, place: Place, ids: Sequence[int], what: str) -> Card:
    shown, page = page_of(ids, place.page, PAGE)
    items = seeing.items(look.session, shown)
    counts = seeing.by_item(look.session, shown, look.now)
    lights = lights_of(look, place.plan, [one.id for one in items])
    text = render(
        "seen_items.html",
        what=what,
        of=place.of,
        words=place.words,
        count=len(ids),
        rows=[_row(one, lights[one.id], counts.get(one.id, Count())) for one in items],
        page=page.number,
        pages=page.count,
    )
    buttons = [to(clip(item_name(one.number, one.position), 12), "item", one.id) for one in items]
    return Card(text, in_rows(buttons, WIDTH) + page.buttons)


def _row(item: Item, light: Light, count: Count) -> dict[str, object]:
    return {
        "light": word(f"light.{light}"),
        "name": item_name(item.number, item.position),
        "text": item.text,
        "owed": count.owed,
        "reported": count.reported,
        "late": count.late,
    }


def draw_item(look: Look, place: Place) -> Card:
    """Show one item: its text, its units, and how far its targets are."""
    item = look.session.get(Item, place.id)
    if item is None:
        return draw_items(look, place)
    plan = look.session.get_one(Plan, item.plan_id)
    facts = figures.target_facts(look.session, plan.id, [item.id])
    parts = seeing.parts_of_item(look.session, item.id, look.now)
    which = records.of_item(look.session, item.id)
    text = render(
        "seen_item.html",
        name=item_name(item.number, item.position),
        light=word(f"light.{lights_of(look, plan, [item.id])[item.id]}"),
        withdrawn=item.withdrawn_at is not None or plan.withdrawn_at is not None,
        plan=plan.title,
        section=seeing.section_of(look.session, item),
        text=item.text,
        due=item.due_text or "",
        targets=[_target(one, gone(look, plan)) for one in facts[:TARGETS]],
        more=len(facts) - TARGETS,
        gone=gone(look, plan),
        units=[part_row(look, one) for one in parts[:UNITS]],
        others=len(parts) - UNITS,
        reported=sum(one.state is ObligationState.REPORTED for one in parts),
        owed=sum(one.state is not None for one in parts),
    )
    lists = [to(word("button.board_parts", count=len(parts)), "parts", item.id)]
    for label, view, table in RECORDS:
        if count := records.count(look.session, table, which):
            lists.append(to(word(label, count=count), view, item.id))
    return Card(text, in_rows(lists, 2))


def _target(fact: TargetFact, time: Decimal) -> dict[str, object]:
    ceiling = fact.op is Op.AT_MOST
    share = None if fact.value is None or ceiling else progress(fact.value, fact.goal)
    return {
        "light": word(f"light.{light_of(fact, time)}"),
        "quantity": fact.quantity,
        "value": fact.value,
        "measure": fact.measure,
        "goal": goal_of(fact.op, fact.goal, fact.measure, fact.strict),
        "bar": "" if ceiling else bar(share or 0, time),
        "percent": share,
        "report": fact.report_id,
    }


def draw_parts(look: Look, place: Place) -> Card:
    """Show the units of an item with their part and how the present period stands."""
    item = look.session.get(Item, place.id)
    if item is None:
        return draw_items(look, place)
    parts = seeing.parts_of_item(look.session, item.id, look.now)
    shown, page = page_of(parts, place.page, PAGE)
    text = render(
        "seen_parts.html",
        name=item_name(item.number, item.position),
        text=item.text,
        rows=[part_row(look, one) for one in shown],
        count=len(parts),
        page=page.number,
        pages=page.count,
    )
    units: list[Button] = [to(clip(one.unit, 16), "unit", one.unit_id) for one in shown]
    return Card(text, in_rows(units, 2) + page.buttons)


def part_row(look: Look, one: PartLine) -> dict[str, object]:
    """Return what a line says of a unit's part in an item."""
    return {
        "unit": one.unit,
        "lead": one.part is Part.LEAD,
        "part": word(f"part.{one.part}"),
        "period": period_words(one.period) if one.period else "",
        "reported": one.state is ObligationState.REPORTED,
        "due_at": look.local(one.due_at) if one.due_at else None,
        "late": days_late(one.due_at, look.now) if one.due_at else 0,
        "asked": one.asked,
    }
