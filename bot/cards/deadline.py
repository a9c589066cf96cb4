"""期限: when a plan's reports fall due, its parts with their own, and the way to change that.

A card's arguments say which step it shows: ``view``, and what was chosen so far.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.buttons import Button, Verb, button
from bot.cards import retiming
from bot.cards.look import Card, Look, in_rows, page_of
from bot.cards.timing import rule_words
from bot.scopes import name_of
from db import cadence_history, cadences, contents, drafts
from db.cadences import Scope, Scoped
from db.tables import Item, Plan
from scheduler.owed import scopes_of
from templates import clip, headline, render, word

PAGE, ITEMS, UNITS, CHANGES = 8, 8, 16, 5
Drawn = Callable[[Look, Plan, Mapping[str, Any]], Card]


def draw_deadline(look: Look, plan_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show a step of changing when reports fall due; of a withdrawn plan nothing is changed."""
    plan = look.session.get(Plan, plan_id)
    if plan is None:
        return None
    if plan.withdrawn_at is not None:
        return Card(render("deadline_over.html", plan=plan.title, why="withdrawn"))
    return VIEWS[args.get("view", "plan")](look, plan, args)


def _plan(look: Look, plan: Plan, args: Mapping[str, Any]) -> Card:
    """Show the whole plan's cadences, then those of its parts that have their own."""
    known = cadences.in_force(look.session, plan.id)
    whole = [one for one in known if one.scope == Scope(plan.id)]
    parts = [pair for pair in scopes_of(known).items() if pair[0] != Scope(plan.id)]
    shown, page = page_of(sorted(parts, key=_width), args.get("page"), PAGE)
    text = render(
        "deadline.html",
        plan=plan.title,
        ends_on=plan.ends_on,
        whole=[rule_words(one.rule) for one in whole],
        coming=[look.local(at) for at in contents.next_dues(look.session, plan.id, look.now, 1)],
        parts=[
            {"name": name_of(look.session, scope), "rules": [rule_words(one.rule) for one in its]}
            for scope, its in shown
        ],
        unread=retiming.unread(args),
        page=page.number,
        pages=page.count,
    )
    return Card(text, (*page.buttons, *_menu(look, plan.id)))


def _width(pair: tuple[Scope, tuple[Scoped, ...]]) -> list[int]:
    return [number or 0 for number in reversed(pair[0])]


def _menu(look: Look, plan_id: int) -> tuple[tuple[Button, ...], ...]:
    scopes = [_step(plan_id, "whole_plan", "scope", "whole")]
    scopes += [
        _step(plan_id, f"some_{kind}", "parts", kind)
        for kind in ("section", "item", "unit")
        if kind != "section" or drafts.present_sections(look.session, plan_id)
    ]
    rest = [_step(plan_id, "deadline_history", "history")]
    if cadence_history.last_change(look.session, plan_id) is not None:
        rest.append(_step(plan_id, "undo_last", "undo"))
    return (*in_rows(scopes, 2), *in_rows(rest, 2))


def _step(plan_id: int, label: str, *step: object) -> Button:
    return button(word(f"deadline_step.{label}"), Verb.DEADLINE, plan_id, *step)


def _parts(look: Look, plan: Plan, args: Mapping[str, Any]) -> Card:
    """Show the sections, the items or the units of a plan, each as a button."""
    kind = str(args["kind"])
    known = parts_of(look, plan.id, kind)
    wide = kind == "unit"
    shown, page = page_of(known, args.get("page"), UNITS if wide else ITEMS)
    choices = [
        button(label, Verb.DEADLINE, plan.id, "scope", kind, number) for number, label in shown
    ]
    text = render("deadline_parts.html", plan=plan.title, kind=kind, **retiming.pages(page))
    back = (_step(plan.id, "back_up", "plan"),)
    return Card(text, (*in_rows(choices, 2 if wide else 1), *page.buttons, back))


def parts_of(look: Look, plan_id: int, kind: str) -> list[tuple[int, str]]:
    """Return the sections, items or units of a plan: of each its id and what its button says."""
    if kind == "section":
        sections = drafts.present_sections(look.session, plan_id)
        return [(one.id, clip(one.title, 30)) for one in sections]
    if kind == "item":
        return [(one.id, _item_label(one)) for one in drafts.present_items(look.session, plan_id)]
    return [(one.id, clip(one.name, 14)) for one in contents.units_of_plan(look.session, plan_id)]


def _item_label(item: Item) -> str:
    number = item.number or str(item.position + 1)
    return word("deadline.item", number=number, text=headline(item.text, 22))


def _history(look: Look, plan: Plan, args: Mapping[str, Any]) -> Card:
    """Show every change of the plan's cadences, the newest first."""
    found = cadence_history.changes(look.session, plan.id)
    shown, page = page_of(found, args.get("page"), CHANGES)
    text = render(
        "deadline_history.html",
        plan=plan.title,
        changes=[
            {
                "at": look.local(one.at),
                "by": one.by or word("timetable.by_import"),
                "name": name_of(look.session, one.scope),
                "before": [rule_words(rule) for rule in one.before],
                "after": [rule_words(rule) for rule in one.after],
                "whole": one.scope == Scope(plan.id),
                "reason": one.reason,
            }
            for one in shown
        ],
        **retiming.pages(page),
    )
    return Card(text, (*page.buttons, (_step(plan.id, "back_up", "plan"),)))


def _over(_look: Look, plan: Plan, args: Mapping[str, Any]) -> Card:
    """Say that nothing was changed, or that it goes on further down."""
    text = render("deadline_over.html", plan=plan.title, why=args["why"])
    again = (_step(plan.id, "see_deadlines", "plan"),)
    return Card(text, (again,) if args["why"] == "cancelled" else ())


VIEWS: Mapping[str, Drawn] = {
    "plan": _plan,
    "parts": _parts,
    "choose": retiming.draw_choose,
    "once": retiming.draw_once,
    "preview": retiming.draw_preview,
    "done": retiming.draw_done,
    "history": _history,
    "over": _over,
}
