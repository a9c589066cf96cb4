"""稍后再提醒: a contact is reminded again in the next slot of what is still owed by then."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from bot.buttons import Press, Verb
from bot.turn import Turn
from db import ledger, nudges
from db.tables import Contact
from scheduler.telling import when_again
from templates import clock, moment, word

Pressed = Callable[[Turn, Contact, Press], str]


def soon(when: datetime, today: date) -> str:
    """Return a moment as people say it of what is near: 今天15:00, 明天09:00, else its day."""
    day = {today: "today", today + timedelta(days=1): "tomorrow"}.get(when.date())
    return word(f"soon.{day}", clock=clock(when)) if day else moment(when)


def _snooze(turn: Turn, contact: Contact, _given: Press) -> str:
    """Have a contact reminded again in the next slot; pressed twice it is once."""
    owed = ledger.checklist(turn.session, contact.id, turn.now)
    turn.refresh("checklist", contact.id)
    if not any(one.open for one in owed):
        return word("toast.nothing_owed")
    if contact.again_at is None or contact.again_at <= turn.now:
        had = nudges.told_since(turn.session, turn.rules.midnight(turn.now))
        contact.again_at = when_again(turn.rules, turn.now, had.get(contact.chat_id, 0))
    when = contact.again_at.astimezone(turn.desk.settings.zone)
    return word("toast.snoozed", at=soon(when, turn.today))


PRESSED: Mapping[Verb, Pressed] = {Verb.SNOOZE: _snooze}
