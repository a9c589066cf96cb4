"""What the office is shown: the week's digest, and units that nobody can reach."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.cards.checklist import item_number
from bot.cards.look import Card, Look, page_of
from bot.contact.fields import goal_of
from db.tables import Plan, Unit
from scheduler import reaching
from scheduler.digest import WEEK, Digest, digest
from scheduler.reaching import Unreached
from templates import render

PAGE = 30
#: How many units are on a page that says of each what to do.
FEW = 12


def draw_digest(look: Look, plan_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show a plan's week."""
    plan = look.session.get(Plan, plan_id)
    if plan is None:
        return None
    at = datetime.fromisoformat(args["at"]) if "at" in args else look.now
    if look.now - at >= WEEK and not args.get("shown"):
        return None  # left over from before an outage: the next one says it
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


def draw_unreachable(look: Look, _subject: int, args: Mapping[str, Any]) -> Card | None:
    """Show units of which no contact can be told of what falls due, and which were mended since."""
    if args.get("moved"):
        return Card(render("form_moved.html"))
    ids: list[int] = args["units"]
    found = {
        one.unit_id: one for one in reaching.unreached(look.session, look.rules, look.now, ids)
    }
    if not found and not args.get("shown"):
        return None
    shown, page = page_of(ids, args.get("page"), FEW)
    rows = [_case_row(look, unit_id, found.get(unit_id)) for unit_id in shown]
    text = render(
        "unreachable.html", open=len(found), rows=rows, page=page.number, pages=page.count
    )
    return Card(text, page.buttons)


def _case_row(look: Look, unit_id: int, one: Unreached | None) -> dict[str, object]:
    if one is None:
        return {"unit": look.session.get_one(Unit, unit_id).name, "why": ""}
    return {
        "unit": one.unit,
        "why": one.why,
        "count": one.count,
        "late": one.late,
        "due": one.due_on,
        "names": one.names,
        "back": one.back_on,
    }
