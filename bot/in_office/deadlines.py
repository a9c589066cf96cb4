"""期限: the office changes when reports fall due, by buttons or typed, and sees first what moves.

Every step is on one card; what is typed goes on with a new one below. Nothing changes before it
is confirmed, and only what was shown.
"""

import re
from collections.abc import Callable, Mapping

from bot.buttons import Press, Verb
from bot.cards.retiming import USUAL, change_of, mark_of_change, scope_of
from bot.cards.rule_args import from_args, to_args
from bot.deadlines import put_in_force
from bot.in_office.deadline_typed import Args, answer, begun, like_a_cadence, proposed
from bot.in_office.looking import plan_of
from bot.turn import Turn
from db import cadence_history, cadences, outbox
from db.cadence_history import CadenceChange
from db.cadences import Scope
from db.tables import Outbox
from scheduler.retiming import lies_in
from templates import day, word

_REASON = re.compile(r"\s*(?:原因|理由)\s*[:：是为]*\s*")
#: The kinds of scope by their place in one.
KINDS = ("section", "item", "unit")
#: The steps after which a text is the answer to the card.
_ASKING = {"choose", "once", "preview"}


def ask_deadline(turn: Turn, said: str) -> None:
    """Show when reports fall due; with a part or a phrase behind the command, go on from there."""
    plan_id = plan_of(turn)
    if plan_id is None:
        turn.say("no_plan")
    elif not said:
        turn.show("deadline", plan_id)
    else:
        _show(turn, plan_id, begun(turn, plan_id, said))


def heard(turn: Turn, plan_id: int, said: str) -> None:
    """Take what is typed after a card asked."""
    message = outbox.find_card(turn.session, "deadline", plan_id, turn.chat_id)
    if message is None:
        ask_deadline(turn, said)
    else:
        replied(turn, message, said)


def replied(turn: Turn, message: Outbox, said: str) -> None:
    """Take what is typed to a card: a part, a cadence, or the reason of a change; go on below."""
    plan_id, args = message.subject or -1, message.args
    if not _is_in_force(turn, plan_id):
        turn.refresh("deadline", plan_id)
        turn.say("no_plan")
        return
    if args.get("view") not in _ASKING:
        step = begun(turn, plan_id, said)
    elif args["view"] == "preview" and (_REASON.match(said) or not like_a_cadence(said)):
        step = {**args, "reason": _REASON.sub("", said, count=1).strip(), "changed": False}
    else:
        step = answer(turn, scope_of(plan_id, args), said)
    _go(turn, message, {"view": "over", "why": "below"})
    _show(turn, plan_id, step)


def _show(turn: Turn, plan_id: int, args: Args) -> None:
    turn.show("deadline", plan_id, **args)
    _note_asked(turn, plan_id, args)


def _go(turn: Turn, message: Outbox, args: Args) -> None:
    """Have a card show another step; nothing of the former one stays."""
    message.args = dict(args)
    turn.redraw(message)
    _note_asked(turn, message.subject or -1, args)


def _note_asked(turn: Turn, plan_id: int, args: Args) -> None:
    if args.get("view") in _ASKING:
        turn.ask_office("deadline", plan_id)
    else:
        turn.ask_office_no_more()


def _is_in_force(turn: Turn, plan_id: int) -> bool:
    return bool(cadences.planned(turn.session, [plan_id]))


def _pressed(turn: Turn, given: Press) -> str:
    """Go on to the step that a button names."""
    message, step = turn.pressed, STEPS.get(given.text(1))
    if message is None or message.card != "deadline" or message.subject != given.number():
        return word("toast.stale")
    if step is None or not _is_in_force(turn, given.number()):
        turn.redraw(message)
        return word("toast.stale")
    return step(turn, message, given)


def _plan(turn: Turn, message: Outbox, _given: Press) -> str:
    _go(turn, message, {"view": "plan"})
    return ""


def _history(turn: Turn, message: Outbox, _given: Press) -> str:
    _go(turn, message, {"view": "history"})
    return ""


def _cancel(turn: Turn, message: Outbox, _given: Press) -> str:
    _go(turn, message, {"view": "over", "why": "cancelled"})
    return word("toast.unchanged_deadline")


def _parts(turn: Turn, message: Outbox, given: Press) -> str:
    if given.text(2) not in KINDS:
        return word("toast.stale")
    _go(turn, message, {"view": "parts", "kind": given.text(2)})
    return ""


def _scope(turn: Turn, message: Outbox, given: Press) -> str:
    """Take the part that was chosen; one that was withdrawn since is none any more."""
    plan_id, kind, number = given.number(), given.text(2), given.number(3)
    scope = Scope(plan_id, **{f"{kind}_id": number} if kind in KINDS else {})
    if not any(lies_in(part, scope) for part in cadences.parts(turn.session, plan_id)):
        turn.redraw(message)
        return word("toast.stale")
    _go(turn, message, {"view": "choose", "scope": scope[1:]})
    return ""


def _rule(turn: Turn, message: Outbox, given: Press) -> str:
    """Take one of the cadences that are offered, or ask for a single day."""
    scope, key = scope_of(given.number(), message.args), given.text(2)
    if message.args.get("view") != "choose" or key not in USUAL:
        return word("toast.stale")
    _go(turn, message, proposed(turn, scope, word(f"usual_cadence.{key}")))
    return ""


def _once(turn: Turn, message: Outbox, _given: Press) -> str:
    if message.args.get("view") != "choose":
        return word("toast.stale")
    _go(turn, message, {"view": "choose", "scope": message.args.get("scope", ()), "once": True})
    return word("toast.type_day")


def _mode(turn: Turn, message: Outbox, given: Press) -> str:
    """Take whether a single date comes in addition, or alone."""
    args = message.args
    if args.get("view") != "once":
        return word("toast.stale")
    added = [*args["present"], *(one for one in args["rules"] if one not in args["present"])]
    rules = added if given.text(2) == "add" else args["rules"]
    _go(turn, message, {"view": "preview", "scope": args["scope"], "rules": rules})
    return ""


def _again(turn: Turn, message: Outbox, _given: Press) -> str:
    _go(turn, message, {"view": "choose", "scope": message.args.get("scope", ())})
    return ""


def _drop(turn: Turn, message: Outbox, _given: Press) -> str:
    scope = message.args.get("scope", ())
    _go(turn, message, {"view": "preview", "scope": scope, "rules": []})
    return ""


def _undo(turn: Turn, message: Outbox, given: Press) -> str:
    """Show what it would mean to have what was in force before the last change."""
    plan_id = given.number()
    scope = scope_of(plan_id, message.args) if given.text(2) == "scope" else None
    last = cadence_history.last_change(turn.session, plan_id, scope)
    if last is None:
        turn.redraw(message)
        return word("toast.nothing_to_undo")
    _go(
        turn,
        message,
        {
            "view": "preview",
            "scope": last.scope[1:],
            "rules": to_args(last.before),
            "reason": _undoing(turn, last),
        },
    )
    return ""


def _undoing(turn: Turn, last: CadenceChange) -> str:
    when = day(last.at.astimezone(turn.desk.settings.zone).date())
    return word("deadline.undo_reason", by=last.by or word("timetable.by_import"), day=when)


def _set(turn: Turn, message: Outbox, given: Press) -> str:
    """Make the change that is shown; where it would mean something else by now, show that first."""
    plan_id, args = given.number(), message.args
    if args.get("view") != "preview":
        turn.redraw(message)
        return word("toast.stale_deadline")
    scope = scope_of(plan_id, args)
    found = change_of(turn.desk.look(turn.session, turn.now), plan_id, args)
    if given.text(2) != mark_of_change(scope, found):
        _go(turn, message, {**args, "changed": True})
        return word("toast.look_again")
    rules, reason = from_args(args["rules"]), str(args.get("reason", ""))
    put_in_force(turn.session, turn.rules, scope, rules, turn.actor, turn.now, reason=reason)
    done = {
        "view": "done",
        "scope": scope[1:],
        "before": to_args(found.before),
        "rules": to_args(found.after),
        "moves": len(found.moved),
        "by": turn.origin.name,
        "at": turn.now.isoformat(),
        "reason": reason,
    }
    turn.refresh("deadline", plan_id)
    _go(turn, message, done)
    return word("toast.deadline_set")


STEPS: Mapping[str, Callable[[Turn, Outbox, Press], str]] = {
    "plan": _plan,
    "history": _history,
    "cancel": _cancel,
    "parts": _parts,
    "scope": _scope,
    "rule": _rule,
    "once": _once,
    "mode": _mode,
    "again": _again,
    "drop": _drop,
    "undo": _undo,
    "set": _set,
}
IN_OFFICE: Mapping[Verb, Callable[[Turn, Press], str]] = {Verb.DEADLINE: _pressed}
