"""What the office is shown: the week's digest, and units that nobody can reach."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.cards.checklist import item_number
from bot.cards.look import Card, Look, page_of
from bot.contact.fields import goal_of
from db import people
from db.tables import Plan
from scheduler.digest import Digest, digest
from templates import render

PAGE = 30


def draw_digest(look: Look, plan_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show a plan's week."""
    plan = look.session.get(Plan, plan_id)
    if plan is None:
        return None
    at = datetime.fromisoformat(args["at"]) if "at" in args else look.now
    week = digest(look.session, plan.id, plan.title, look.zone, at)
    return digest_card(week, look.zone, args.get("page"))


def digest_card(week: Digest, zone: ZoneInfo, wanted: object = 1, size: int = PAGE) -> Card:
    """Return a page of a digest, of ``size`` lines, as a message."""
    shown, page = page_of(_digest_rows(week), wanted, size)
    text = render(
        "digest.html",
        plan=week.plan,
        today=week.now.astimezone(zone),
        owed=week.owed,
        reported=week.reported,
        late=len(week.late),
        lights={str(light): count for light, count in week.lights.items()},
        gone=week.gone,
        rows=shown,
        page=page.number,
        pages=page.count,
    )
    return Card(text, page.buttons)


def _digest_rows(week: Digest) -> list[dict[str, object]]:
    groups: dict[str, list[dict[str, object]]] = {
        "late": _late_rows(week),
        "difficulties": [
            {
                "unit": one.unit,
                "number": item_number(one),
                "words": said.words,
                "report": said.report_id,
            }
            for one, said in week.difficulties
        ],
        "targets": [
            {
                "number": line.fact.number or "–",
                "quantity": line.fact.quantity,
                "value": line.fact.value,
                "goal": goal_of(line.fact.op, line.fact.goal, line.fact.measure, line.fact.strict),
                "percent": line.percent,
                "light": line.light,
            }
            for line in week.targets
        ],
        "units": [
            {"unit": line.unit, "reported": line.reported, "owed": line.owed} for line in week.units
        ],
    }
    return [
        {"kind": kind, "heading": place == 0, **row}
        for kind, its in groups.items()
        for place, row in enumerate(its)
    ]


def _late_rows(week: Digest) -> list[dict[str, object]]:
    """Return a row for each unit that is late: its items, and the longest of their delays."""
    by_unit: dict[str, list[tuple[str, int]]] = {}
    for one, days in week.late:
        by_unit.setdefault(one.unit, []).append((item_number(one), days))
    return [
        {"unit": unit, "numbers": [number for number, _ in late], "days": late[0][1]}
        for unit, late in by_unit.items()
    ]


def draw_unreached(look: Look, _subject: int, args: Mapping[str, Any]) -> Card | None:
    """Show the units that owe reports and have nobody who can be reached; nothing if none."""
    units = people.unreached_units(look.session, look.now)
    if not units:
        return Card(render("all_reached.html")) if args.get("shown") else None
    shown, page = page_of(units, args.get("page"), PAGE)
    text = render("unreached.html", units=units, rows=shown, page=page.number, pages=page.count)
    return Card(text, page.buttons)
