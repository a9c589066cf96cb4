"""What the office is shown of units that nobody can reach."""

from collections.abc import Mapping
from typing import Any

from bot.cards.look import Card, Look, page_of
from db.tables import Unit
from scheduler import reaching
from scheduler.reaching import Unreached
from templates import render

#: How many units are on a page that says of each what to do.
FEW = 12


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
