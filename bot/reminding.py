"""催办: the office reminds a unit now, by its name or from the list of late ones in its chat."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.buttons import Press, Verb
from bot.contact.snoozing import soon
from bot.turn import Turn
from db import plans
from db.nudges import ALL
from db.tables import Unit
from scheduler.reminding import Reminded, remind, reminders
from templates import word


def ask_to_remind(turn: Turn, said: str) -> None:
    """Show whom a reminder to the unit named would reach; without a name, the late units."""
    name = said.strip(" ：:")
    if not name:
        turn.show("late", ALL, asked=True)
    elif (unit := plans.find_unit(turn.session, name)) is not None:
        turn.show("remind", unit.id)
    else:
        turn.say("no_unit", name=name)


def _show(turn: Turn, given: Press) -> str:
    """Show whom a reminder to a unit would reach, and ask whether it is to be sent."""
    if turn.session.get(Unit, given.number()) is None:
        return word("toast.stale")
    turn.show("remind", given.number())
    return ""


def _remind(turn: Turn, given: Press) -> str:
    """Send it; the card then says that it was sent."""
    unit = turn.session.get(Unit, given.number())
    if unit is None:
        return word("toast.stale")
    asked = reminders(turn.session, turn.rules, [(unit.id, unit.name)], turn.now)
    sent = remind(turn.session, turn.rules, asked, turn.now)
    turn.refresh("remind", unit.id)
    return _outcome(turn, sent)


def outcomes(sent: Reminded, now: datetime) -> list[tuple[str, int, datetime]]:
    """Return what is said of reminders that were sent: the word, of how many people, and when."""
    key = "toast.reminded" if sent.at == now else "toast.reminding"
    said = [(key, sent.people, sent.at), ("toast.had_enough", sent.later, sent.later_at)]
    return [one for one in said if one[1]]


def _outcome(turn: Turn, sent: Reminded) -> str:
    said = [
        word(key, count=count, at=soon(at.astimezone(turn.desk.settings.zone), turn.today))
        for key, count, at in outcomes(sent, turn.now)
    ]
    return "。".join(said) or word("toast.not_reminded")


IN_OFFICE: Mapping[Verb, Callable[[Turn, Press], str]] = {
    Verb.REMIND: _show,
    Verb.REMIND_NOW: _remind,
}
