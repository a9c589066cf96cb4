"""The office's card on which it sees a plan: a table of views, between which its buttons lead."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.buttons import Verb, button
from bot.cards.look import Card, Look
from bot.cards.seen import files, items, plan, units
from bot.cards.seen.place import Place, place_of
from db.tables import Plan
from templates import render, word

#: Each view by its name, which its buttons carry.
VIEWS: Mapping[str, Callable[[Look, Place], Card]] = {
    "status": plan.draw_status,
    "plans": plan.draw_plans,
    "missing": units.draw_missing,
    "late": units.draw_missing,
    "items": items.draw_items,
    "found": items.draw_found,
    "numbered": items.draw_numbered,
    "item": items.draw_item,
    "parts": items.draw_parts,
    "reports": files.draw_reports,
    "moves": files.draw_moves,
    "files": files.draw_files,
    "report_files": files.draw_report_files,
    "units": units.draw_units,
    "unit": units.draw_unit,
    "unit_items": units.draw_unit_items,
    "unit_reports": files.draw_unit_reports,
}


def draw_board(look: Look, _subject: int, args: Mapping[str, Any]) -> Card:
    """Show the view that the arguments name, with a button back to the one before."""
    number = args.get("plan")
    found = look.session.get(Plan, number) if number else None
    if found is None:
        return Card(render("seen_nothing.html"))
    place = place_of(found, args)
    card = VIEWS.get(place.view, plan.draw_status)(look, place)
    trail = args.get("trail", ())
    if not trail:
        return card
    back = button(word("button.board_back"), Verb.UP, len(trail) - 1)
    return Card(card.text, (*card.buttons, (back,)))
