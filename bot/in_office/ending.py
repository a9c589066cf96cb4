"""结束计划: the office changes a plan's last day, withdraws a plan, or restores it, in its chat.

Nothing is done before it is confirmed, and only what was shown.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bot import ending
from bot.buttons import Press, Verb
from bot.cards.endplan import mark_of_ending, meant
from bot.deadlines import Misread, read_phrase
from bot.in_office.looking import plan_of
from bot.turn import Turn
from db import outbox, plans
from db.tables import Outbox, Plan
from db.vocabulary import Frequency
from templates import word

Args = Mapping[str, Any]


def ask_to_end(turn: Turn, said: str) -> None:
    """Show how the plan ends; with a day behind the command, what that last day would mean."""
    plan_id = plan_of(turn) or _withdrawn_last(turn)
    if plan_id is None:
        turn.say("no_plan")
        return
    turn.show("endplan", plan_id, **(_until(turn, plan_id, said) if said else {}))
    turn.ask_office("endplan", plan_id)


def _withdrawn_last(turn: Turn) -> int | None:
    """Return the newest plan, where all were withdrawn."""
    known = plans.plans(turn.session, withdrawn=True)
    return known[-1].id if known else None


def _until(turn: Turn, plan_id: int, said: str) -> Args:
    """Return the step to which a typed last day leads."""
    read = read_phrase(said, turn.desk.settings.cadence.numbered(), turn.today)
    plan = turn.session.get_one(Plan, plan_id)
    if isinstance(read, Misread) or read.frequency is not Frequency.ONCE or read.anchor is None:
        return _unread("ending.no_day", said)
    if read.anchor < plan.starts_on:
        return _unread("ending.before_first", said)
    if plan.withdrawn_at is not None:
        return {"view": "menu"}
    return {"view": "until", "last": read.anchor.isoformat()}


def _unread(key: str, said: str) -> Args:
    return {"view": "menu", "wrong": {"key": key, "phrase": said, "words": ""}}


def heard(turn: Turn, plan_id: int, said: str) -> None:
    """Take a last day that is typed after the card asked for it."""
    message = outbox.find_card(turn.session, "endplan", plan_id, turn.chat_id)
    if message is None:
        ask_to_end(turn, said)
    else:
        replied(turn, message, said)


def replied(turn: Turn, message: Outbox, said: str) -> None:
    """Take a last day that is typed to a card, and go on below."""
    plan_id = message.subject or -1
    _go(turn, message, {"view": "over", "why": "below"})
    turn.show("endplan", plan_id, **_until(turn, plan_id, said))
    turn.ask_office("endplan", plan_id)


def _go(turn: Turn, message: Outbox, args: Args) -> None:
    message.args = dict(args)
    turn.redraw(message)


def _pressed(turn: Turn, given: Press) -> str:
    """Go on to the step that a button names."""
    message, plan = turn.pressed, turn.session.get(Plan, given.number())
    if message is None or message.card != "endplan" or plan is None or message.subject != plan.id:
        return word("toast.stale")
    step = STEPS.get(given.text(1))
    if step is None:
        return word("toast.stale")
    return step(turn, message, plan, given)


def _menu(turn: Turn, message: Outbox, plan: Plan, _given: Press) -> str:
    _go(turn, message, {"view": "menu"})
    turn.ask_office("endplan", plan.id)
    return ""


def _cancel(turn: Turn, message: Outbox, _plan: Plan, _given: Press) -> str:
    _go(turn, message, {"view": "over", "why": "cancelled"})
    turn.ask_office_no_more()
    return word("toast.unchanged_plan")


def _last(turn: Turn, message: Outbox, plan: Plan, given: Press) -> str:
    try:
        last = date.fromisoformat(given.text(2))
    except ValueError:
        return word("toast.stale")
    if last < plan.starts_on or plan.withdrawn_at is not None:
        turn.redraw(message)
        return word("toast.stale")
    _go(turn, message, {"view": "until", "last": last.isoformat()})
    return ""


def _withdraw(turn: Turn, message: Outbox, plan: Plan, _given: Press) -> str:
    _go(turn, message, {"view": "menu" if plan.withdrawn_at is not None else "withdraw"})
    return ""


def _restore(turn: Turn, message: Outbox, plan: Plan, _given: Press) -> str:
    _go(turn, message, {"view": "menu" if plan.withdrawn_at is None else "restore"})
    return ""


def _other(turn: Turn, message: Outbox, _plan: Plan, given: Press) -> str:
    """Show another plan, a withdrawn one, below."""
    if turn.session.get(Plan, given.number(2)) is None:
        return word("toast.stale")
    _go(turn, message, {"view": "over", "why": "below"})
    turn.show("endplan", given.number(2))
    return ""


def _set(turn: Turn, message: Outbox, plan: Plan, given: Press) -> str:
    """Make the change that is shown; where it would mean something else by now, show that first."""
    args = message.args
    found = meant(turn.desk.look(turn.session, turn.now), plan, args)
    if found is None:
        _go(turn, message, {"view": "menu"})
        return word("toast.stale_deadline")
    if given.text(2) != mark_of_ending(plan, args, found):
        _go(turn, message, {**args, "changed": True})
        return word("toast.look_again")
    DOING[args["view"]](turn, plan, args)
    done = {"view": "done", "by": turn.origin.name, "at": turn.now.isoformat()}
    turn.refresh("deadline", plan.id)
    turn.refresh("endplan", plan.id)
    _go(turn, message, done)
    turn.ask_office_no_more()
    return word("toast.plan_set")


def _do_until(turn: Turn, plan: Plan, args: Args) -> None:
    last = date.fromisoformat(args["last"])
    ending.end_on(turn.session, turn.rules, plan.id, last, turn.actor, turn.now)


def _do_withdraw(turn: Turn, plan: Plan, _args: Args) -> None:
    ending.withdraw(turn.session, plan.id, turn.actor, turn.now)


def _do_restore(turn: Turn, plan: Plan, _args: Args) -> None:
    ending.restore(turn.session, turn.rules, plan.id, turn.actor, turn.now)


DOING: Mapping[str, Callable[[Turn, Plan, Args], None]] = {
    "until": _do_until,
    "withdraw": _do_withdraw,
    "restore": _do_restore,
}
STEPS: Mapping[str, Callable[[Turn, Outbox, Plan, Press], str]] = {
    "menu": _menu,
    "cancel": _cancel,
    "until": _last,
    "withdraw": _withdraw,
    "restore": _restore,
    "other": _other,
    "set": _set,
}
IN_OFFICE: Mapping[Verb, Callable[[Turn, Press], str]] = {Verb.END_PLAN: _pressed}
