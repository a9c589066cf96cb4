"""A reminder by hand: whom it would reach, or why it is not sent now."""

from collections.abc import Mapping
from typing import Any

from bot.buttons import Verb, button
from bot.cards.look import Card, Look
from db.tables import Contact, Unit
from scheduler.hours import sends_at
from scheduler.reminding import reach, remind_again_at, reminders
from templates import render, word


def draw_remind(look: Look, unit_id: int, _args: Mapping[str, Any]) -> Card | None:
    """Show the office whom a reminder to a unit would reach, with the button that sends it."""
    unit = look.session.get(Unit, unit_id)
    if unit is None:
        return None
    asked = reminders(look.session, look.rules, [(unit.id, unit.name)], look.now)
    (one,) = asked
    at, last = sends_at(look.rules.hours, look.now), one.reminded_at
    text = render(
        "remind.html",
        unit=one.unit,
        count=one.count,
        why_not=one.why_not or "",
        untold=one.untold or "",
        people=[look.session.get_one(Contact, each.contact_id).name for each in one.to],
        reach=reach(asked),
        at=look.local(at) if at > look.now else None,
        waits=last is not None and last > look.now,
        last=look.local(last) if last else None,
        again=look.local(remind_again_at(look.rules, last)) if last else None,
    )
    sure = button(word("button.remind_now"), Verb.REMIND_NOW, unit.id)
    return Card(text, () if one.why_not else ((sure,),))
