"""电话催办: the office sees whom to call, and notes what came of each call by a tap."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.buttons import Press, Verb
from bot.turn import Turn
from db import calls, documents
from db.nudges import ALL
from db.tables import Call, Outbox
from db.vocabulary import CallOutcome, DocumentKind
from scheduler.calling import to_call
from templates import word

#: Within this the same outcome is the same call, tapped twice.
SAME_CALL = timedelta(minutes=2)


def show_calls(turn: Turn, _said: str) -> None:
    """Show the office whom to call."""
    turn.show("call_sheet", ALL)


def _show(turn: Turn, _given: Press) -> str:
    show_calls(turn, "")
    return ""


def _choose(turn: Turn, given: Press) -> str:
    """Bring a unit of the sheet to its top; what is replied is about its call of today."""
    card = turn.pressed
    if card is None or card.card != "call_sheet":
        return word("toast.stale")
    call = calls.last_calls(turn.session, [given.number()]).get(given.number())
    today = call is not None and call.called_at >= turn.rules.midnight(turn.now)
    turn.redraw(card, unit=given.number(), call=call.id if call and today else None)
    return "" if _is_listed(turn, given.number()) else word("toast.call_over")


def _call(turn: Turn, given: Press) -> str:
    """Note what came of a call to a unit; the next one comes up."""
    card, unit_id = turn.pressed, given.number()
    outcome = next((one for one in CallOutcome if one == given.text(1)), None)
    if card is None or card.card != "call_sheet" or outcome is None:
        return word("toast.stale")
    if not _is_listed(turn, unit_id):
        turn.redraw(card, unit=None)
        return word("toast.call_over")
    call = _just_noted(turn, unit_id, outcome)
    if call is None:
        call = calls.note(turn.session, unit_id, outcome, turn.actor, turn.now)
    turn.redraw(card, unit=None, call=call.id, page=1)
    if outcome is CallOutcome.PROMISED:
        return word("toast.promised")
    return word("toast.called", outcome=word(f"call_outcome.{outcome}"))


def _just_noted(turn: Turn, unit_id: int, outcome: CallOutcome) -> Call | None:
    last = calls.last_calls(turn.session, [unit_id]).get(unit_id)
    if last is None or last.outcome is not outcome or last.called_at < turn.now - SAME_CALL:
        return None
    return last


def _is_listed(turn: Turn, unit_id: int) -> bool:
    return any(one.unit_id == unit_id for one in to_call(turn.session, turn.rules, turn.now))


def office_replied(turn: Turn, message: Outbox, said: str) -> None:
    """Note what was said in the call that was noted last on this sheet."""
    call = calls.add_words(turn.session, message.args.get("call") or -1, said, turn.actor, turn.now)
    if call is None:
        turn.say("no_call")
    else:
        turn.redraw(message, unit=None)


def _print(turn: Turn, _given: Press) -> str:
    """Have the sheet made as a workbook and sent here, once a minute."""
    key = f"calls:{turn.chat_id}:{turn.now:%Y-%m-%dT%H:%M}"
    documents.ask(turn.session, key, DocumentKind.CALLS, turn.chat_id, turn.now)
    return word("toast.printing")


IN_OFFICE: Mapping[Verb, Callable[[Turn, Press], str]] = {
    Verb.CALLS: _show,
    Verb.CALL_UNIT: _choose,
    Verb.CALL: _call,
    Verb.PRINT_CALLS: _print,
}
