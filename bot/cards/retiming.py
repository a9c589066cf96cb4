"""The steps in which one scope's cadences are changed: chosen, looked at beforehand, and done."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.buttons import Button, Verb, button, mark_of
from bot.cards.look import Card, Look, Page, in_rows, period_words
from bot.cards.rule_args import from_args
from bot.cards.timing import in_words, rule_words
from bot.scopes import name_of
from db import cadence_history, cadences
from db.cadences import Scope
from db.tables import Item, Plan
from db.vocabulary import Rule
from scheduler.cadence import Period
from scheduler.replanning import Moved
from scheduler.retiming import Retimed, counting, retimed
from templates import moment, render, word

#: How many of the next due times, and of the reports that move, are shown.
COMING, EXAMPLES = 5, 3
#: The cadences that are offered as buttons, under ``[usual_cadence]``.
USUAL = ("week", "month", "last_workday", "quarter", "half")


def scope_of(plan_id: int, args: Mapping[str, Any]) -> Scope:
    """Return the scope that a card's arguments name; the whole plan where they name none."""
    return Scope(plan_id, *args.get("scope", ()))


def change_of(look: Look, plan_id: int, args: Mapping[str, Any]) -> Retimed:
    """Return what the change that a card shows would mean now."""
    rules = from_args(args["rules"])
    return retimed(look.session, look.rules, scope_of(plan_id, args), rules, look.now)


def mark_of_change(scope: Scope, found: Retimed) -> str:
    """Return the mark by which it is told whether a change still is what was shown."""
    moved = [(one.owing.id, one.former, one.period and one.period.due_at) for one in found.moved]
    return mark_of((scope, found.before, found.after, moved, found.coming[:COMING]))


def pages(page: Page) -> dict[str, int]:
    """Return what a template says of pages."""
    return {"page": page.number, "pages": page.count}


def unread(args: Mapping[str, Any]) -> str:
    """Return the sentence about what was typed and not understood; "" where all was."""
    wrong = args.get("wrong")
    return word(wrong["key"], phrase=wrong["phrase"], words=wrong["words"]) if wrong else ""


def draw_choose(look: Look, plan: Plan, args: Mapping[str, Any]) -> Card:
    """Ask when a scope's reports are to fall due, with the usual answers as buttons."""
    scope = scope_of(plan.id, args)
    known = cadences.in_force(look.session, plan.id)
    its = counting(look.session, known, scope)
    own = any(one.scope == scope for one in known)
    text = render(
        "deadline_choose.html",
        **_head(look, plan, scope),
        present=[in_words(one.rule) for one in its[0]] if len(its) == 1 else [],
        several=len(its) > 1,
        own=own,
        asking_day=bool(args.get("once")),
        unread=unread(args),
    )
    return Card(text, _choices(look, plan.id, scope, own=own))


def _choices(
    look: Look, plan_id: int, scope: Scope, *, own: bool
) -> tuple[tuple[Button, ...], ...]:
    usual = [
        button(word(f"usual_cadence.{key}"), Verb.DEADLINE, plan_id, "rule", key) for key in USUAL
    ]
    usual.append(_step(plan_id, "one_off", "once"))
    rest = [_step(plan_id, "no_own", "drop")] if own else []
    if cadence_history.last_change(look.session, plan_id, scope) is not None:
        rest.append(_step(plan_id, "undo_last", "undo", "scope"))
    ends = [_step(plan_id, "back_up", "plan"), _step(plan_id, "cancel", "cancel")]
    return (*in_rows(usual, 2), *in_rows(rest, 2), tuple(ends))


def _step(plan_id: int, label: str, *step: object) -> Button:
    return button(word(f"deadline_step.{label}"), Verb.DEADLINE, plan_id, *step)


def _head(look: Look, plan: Plan, scope: Scope) -> dict[str, object]:
    item = look.session.get(Item, scope.item_id) if scope.item_id is not None else None
    return {
        "plan": plan.title,
        "name": name_of(look.session, scope),
        "whole": scope == Scope(plan.id),
        "text": item.text if item else "",
    }


def draw_once(look: Look, plan: Plan, args: Mapping[str, Any]) -> Card:
    """Ask whether a single date comes in addition, or in place of what there is."""
    text = render(
        "deadline_once.html",
        **_head(look, plan, scope_of(plan.id, args)),
        present=[rule_words(rule) for rule in from_args(args["present"])],
        once=[rule_words(rule) for rule in from_args(args["rules"])],
    )
    both = (_step(plan.id, "once_more", "mode", "add"), _step(plan.id, "only_once", "mode", "only"))
    return Card(text, (*in_rows(both, 1), (_step(plan.id, "cancel", "cancel"),)))


def draw_preview(look: Look, plan: Plan, args: Mapping[str, Any]) -> Card:
    """Show a change before it is made: from what to what, when it falls due, and what moves."""
    scope, found = scope_of(plan.id, args), change_of(look, plan.id, args)
    same, nothing = found.before == found.after, bool(found.after) and not found.coming
    text = render(
        "deadline_preview.html",
        **_head(look, plan, scope),
        **_change_words(found),
        same=same,
        nothing=nothing,
        ends_on=plan.ends_on,
        coming=[_due(look, one) for one in found.coming[:COMING]],
        moves=len(found.moved),
        units=len({one.owing.unit for one in found.moved}),
        examples=[_example(look, one) for one in _examples(found.moved)],
        reason=args.get("reason", ""),
        changed=bool(args.get("changed")),
        unread=unread(args),
    )
    confirm = _step(plan.id, "confirm_change", "set", mark_of_change(scope, found))
    others = (_step(plan.id, "choose_again", "again"), _step(plan.id, "cancel", "cancel"))
    return Card(text, (others,) if same or nothing else ((confirm,), others))


def _change_words(found: Retimed) -> dict[str, object]:
    return {
        "before": [in_words(rule) for rule in found.before],
        "after": [in_words(rule) for rule in found.after],
    }


def _due(look: Look, one: Period) -> dict[str, object]:
    """Return a due time, and how a holiday moves it: ``earlier``, ``later`` or not at all."""
    due = look.local(one.due_at)
    way = "earlier" if due.date() < one.nominal else "later" if due.date() > one.nominal else ""
    return {"due": due, "nominal": one.nominal, "moved": way}


def _examples(moved: Sequence[Moved]) -> list[Moved]:
    """Return some that move, each of another kind."""
    kinds: dict[object, Moved] = {}
    for one in moved:
        kinds.setdefault((one.former, one.period and one.period.due_at), one)
    return list(kinds.values())[:EXAMPLES]


def _example(look: Look, one: Moved) -> dict[str, object]:
    def local(at: datetime | None) -> str:
        return moment(look.local(at)) if at else word("timetable.not_owed")

    return {
        "number": one.owing.number or "",
        "unit": one.owing.unit,
        "period": period_words(one.owing.period),
        "former": local(one.former),
        "then": local(one.period.due_at if one.period else None),
    }


def draw_done(look: Look, plan: Plan, args: Mapping[str, Any]) -> Card:
    """Say what was changed, by whom and why."""
    rules: Sequence[Rule] = from_args(args["rules"])
    text = render(
        "deadline_done.html",
        **_head(look, plan, scope_of(plan.id, args)),
        before=[in_words(rule) for rule in from_args(args["before"])],
        after=[in_words(rule) for rule in rules],
        moves=args["moves"],
        by=args["by"],
        at=look.local(datetime.fromisoformat(args["at"])),
        reason=args.get("reason", ""),
    )
    undo = _step(plan.id, "undo_this", "undo", "scope")
    return Card(text, ((undo, _step(plan.id, "see_deadlines", "plan")),))
