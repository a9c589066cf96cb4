"""我的填报: each item of a person's units with the newest figures they reported."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards.look import Card, Look, page_of
from bot.contact.fields import goal_of
from db import people
from db.standing import Figure, Standing, standing
from db.vocabulary import Op
from scheduler.lights import progress
from templates import render, word

#: How many lines a page has, and how many figures of one item are shown.
LINES, FIGURES = 36, 24


def draw_mine(look: Look, contact_id: int, args: Mapping[str, Any]) -> Card:
    """Show what a person's units reported so far, a page of items at a time."""
    units = people.units_of(look.session, contact_id, people.ANSWERING, look.now)
    items = standing(look.session, [unit.id for unit in units])
    (shown, *_), page = page_of(_pages(items) or [[]], args.get("page"), 1)
    text = render("mine.html", items=_rows(look, shown), page=page.number, pages=page.count)
    return Card(text, page.buttons)


def _pages(items: Sequence[Standing]) -> list[list[Standing]]:
    """Return items in pages of so many lines; an item is on one of them."""
    pages: list[list[Standing]] = []
    lines = LINES
    for one in items:
        takes = 2 + len(one.figures[:FIGURES])
        if lines + takes > LINES:
            pages.append([])
            lines = 0
        pages[-1].append(one)
        lines += takes
    return pages


def _rows(look: Look, shown: Sequence[Standing]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    before: tuple[str, str] | None = None
    for one in shown:
        group = (one.unit, one.plan)
        rows.append(
            {
                "heading": group != before,
                "unit": one.unit,
                "plan": one.plan,
                "number": one.number or str(one.position + 1),
                "text": one.text,
                "part": word(f"part.{one.part}"),
                "status": word(f"status.{one.status}") if one.status else "",
                "reported_at": look.local(one.reported_at) if one.reported_at else None,
                "figures": [_figure(figure) for figure in one.figures[:FIGURES]],
            }
        )
        before = group
    return rows


def _figure(figure: Figure) -> dict[str, object]:
    value, ceiling = figure.value, figure.op is Op.AT_MOST
    return {
        "quantity": figure.quantity,
        "measure": figure.measure,
        "value": value,
        "goal": goal_of(figure.op, figure.goal, figure.measure, figure.strict),
        "percent": None if value is None or ceiling else progress(value, figure.goal),
    }
