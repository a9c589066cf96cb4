"""电话催办单: the unit to be called next with its numbers and what it owes, and those behind it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.buttons import Button, Verb, button
from bot.cards.look import Card, Look, in_rows, page_of
from db.tables import Call
from db.vocabulary import CallOutcome
from scheduler.calling import Callee, to_call
from templates import clip, render, word

#: How many units are listed behind the one to be called, and how many of its items are named.
PAGE, ITEMS = 8, 12
#: What is noted by a tap; a report that is typed for the unit is noted once it is filed.
OUTCOMES = (CallOutcome.PROMISED, CallOutcome.NO_ANSWER, CallOutcome.WRONG_NUMBER)


def draw_call_sheet(look: Look, _subject: int, args: Mapping[str, Any]) -> Card | None:
    """Show the office whom to call: one unit in full, which may be chosen, and the others."""
    found = to_call(look.session, look.rules, look.now)
    top = next((one for one in found if one.unit_id == args.get("unit")), None)
    top = top or (found[0] if found and not found[0].today else None)
    others = [one for one in found if one is not top]
    shown, page = page_of(others, args.get("page"), PAGE)
    text = render(
        "call_sheet.html",
        open=sum(not one.today for one in found),
        called=sum(one.today for one in found),
        top=_in_full(look, top) if top else None,
        rows=[_in_short(look, one) for one in shown],
        page=page.number,
        pages=page.count,
    )
    return Card(text, _buttons(top, shown) + page.buttons + _print(found))


def _buttons(top: Callee | None, others: Sequence[Callee]) -> tuple[tuple[Button, ...], ...]:
    units = [button(clip(one.unit, 9), Verb.CALL_UNIT, one.unit_id) for one in others]
    if top is None:
        return in_rows(units, 2)
    outcomes = [
        button(word(f"call_outcome.{one}"), Verb.CALL, top.unit_id, one) for one in OUTCOMES
    ]
    enter = [button(word("button.enter"), Verb.ENTER, top.unit_id)] if top.owed else []
    return in_rows([*outcomes, *enter], 2) + in_rows(units, 2)


def _print(found: Sequence[Callee]) -> tuple[tuple[Button, ...], ...]:
    return ((button(word("button.print_calls"), Verb.PRINT_CALLS),),) if found else ()


def _in_full(look: Look, one: Callee) -> dict[str, object]:
    since = [item.due_at for item in one.owed[:1] if item.due_at < look.now]
    return {
        **_in_short(look, one),
        "phone": one.phone,
        "people": [
            {"name": each.name, "post": word(f"role.{each.post}"), "phone": each.phone}
            for each in one.people
        ],
        "since": look.local(since[0]) if since else None,
        "untold": one.untold or "",
        "reminded": look.local(one.reminded_at) if one.reminded_at else None,
        "silent": list(one.silent),
        "before": call_words(look, one.call) if one.call else "",
    }


def _in_short(look: Look, one: Callee) -> dict[str, object]:
    return {
        "unit": one.unit,
        "count": len(one.owed),
        "numbers": items_words(one),
        "late": one.late,
        "days": one.days,
        "untold": one.untold or "",
        "called": call_words(look, one.call) if one.call and one.today else "",
    }


def items_words(one: Callee) -> str:
    """Return the items that a unit owes, each once, as a line names them: 3、7、12."""
    called = list(dict.fromkeys(item.called for item in one.owed))
    more = word("call_sheet.more", count=len(called)) if len(called) > ITEMS else ""
    return "、".join(called[:ITEMS]) + more


def call_words(look: Look, call: Call) -> str:
    """Return what came of a call, when and who called: 5月27日10:20 周敏：已答应（今天下班前）."""
    return word(
        "call_sheet.noted",
        at=_when(look, call.called_at),
        name=clip(call.called_by, 12),
        outcome=word(f"call_outcome.{call.outcome}"),
        words=word("call_sheet.words", words=clip(call.words, 60)) if call.words else "",
    )


def _when(look: Look, moment: datetime) -> str:
    at = look.local(moment)
    return word("call_sheet.at", month=at.month, day=at.day, clock=f"{at:%H:%M}")
