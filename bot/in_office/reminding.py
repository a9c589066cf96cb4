"""催办: the office reminds a unit now, whoever owes an item, or everybody who owes something.

Whom it reaches is shown first; sent is what was shown, or it is shown anew.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.buttons import Press, Verb
from bot.cards.remind import LATE, mark_of_reach, meant_by, number_of
from bot.contact.snoozing import soon
from bot.in_office.looking import plan_of
from bot.phrases import item_alone
from bot.turn import Turn
from db import audit, drafts, plans
from db.audit import Actor
from db.engine import Session
from db.nudges import ALL
from db.tables import Item, Unit
from db.vocabulary import Action
from scheduler.reminding import Reminded, Reminder, foretold, remind, reminders
from templates import word

_NUMBER = re.compile(r"第?\s*([0-9]+(?:\.[0-9]+)*)\s*项?")


def ask_to_remind(turn: Turn, said: str) -> None:
    """Show whom a reminder to what is named would reach; without a name, the late units."""
    name = said.strip(" ：:")
    if not name:
        turn.show("late", ALL, asked=True)
    elif name in word("typed.everybody").split():
        turn.show("remind_all", ALL, late=False)
    elif (number := number_said(name)) is not None:
        _ask_by_item(turn, number)
    elif (unit := plans.find_unit(turn.session, name)) is not None:
        turn.show("remind", unit.id)
    else:
        turn.say("no_unit", name=name)


def number_said(said: str) -> str | None:
    """Return the number of the item that a text names, and says nothing else: 第3项, 4.1.2."""
    found = _NUMBER.fullmatch(said)
    return found[1] if found else item_alone(said)


def _ask_by_item(turn: Turn, number: str) -> None:
    item = item_called(turn.session, plan_of(turn), number)
    if item is None:
        turn.say("no_item", number=number)
    else:
        turn.show("remind_all", item.id, late=False)


def item_called(session: Session, plan_id: int | None, number: str) -> Item | None:
    """Return the item that a plan's people call by this number; None for no such one."""
    items = drafts.present_items(session, plan_id) if plan_id is not None else []
    return next((one for one in items if number_of(one) == number), None)


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
    note_reminded(turn.session, turn.actor, unit.name, (asked, sent), turn.now)
    turn.refresh("remind", unit.id)
    return _outcome(turn, sent)


def _show_all(turn: Turn, given: Press) -> str:
    """Show whom a reminder to all would reach, on the card that is pressed where it is one."""
    item_id, late, card = given.number(), given.text(1) == LATE, turn.pressed
    if item_id != ALL and turn.session.get(Item, item_id) is None:
        return word("toast.stale")
    if card is not None and card.card == "remind_all" and card.subject == item_id:
        turn.redraw(card, late=late)
    else:
        turn.show("remind_all", item_id, late=late)
    return ""


def _remind_all(turn: Turn, given: Press) -> str:
    """Send them, where they still reach whom the card showed; it then says that they were sent."""
    item_id, card = given.number(), turn.pressed
    if card is None or card.card != "remind_all" or card.subject != item_id:
        return word("toast.stale")
    if card.args.get("done"):
        return word("toast.reminded_before", name=card.args["done"]["by"])
    look = turn.desk.look(turn.session, turn.now)
    asked = meant_by(look, item_id, late=given.text(1) == LATE)
    cost = foretold(turn.session, turn.rules, asked, turn.now)
    if given.text(2) != mark_of_reach(asked, cost):
        turn.redraw(card, late=given.text(1) == LATE)
        return word("toast.changed")
    sent = remind(turn.session, turn.rules, asked, turn.now)
    done = {"by": turn.origin.name, "at": turn.now.isoformat()}
    turn.redraw(card, done={**done, "people": sent.people, "later": sent.later})
    item = turn.session.get(Item, item_id)
    about = whom_words(item, late=given.text(1) == LATE)
    note_reminded(turn.session, turn.actor, about, (asked, sent), turn.now, item)
    return _outcome(turn, sent)


def whom_words(item: Item | None, *, late: bool) -> str:
    """Return what the audit trail calls those who were reminded."""
    if item is not None:
        return word("button.item", number=number_of(item))
    return word("remind_all.late" if late else "remind_all.owing")


def note_reminded(
    session: Session,
    actor: Actor,
    about: str,
    done: tuple[Sequence[Reminder], Reminded],
    now: datetime,
    item: Item | None = None,
) -> None:
    """Write down that reminders were sent; nothing where they reached nobody."""
    asked, sent = done
    units = [one for one in asked if one.why_not is None]
    if not sent.people and not sent.later:
        return
    audit.note(
        session,
        actor,
        Action.REMINDED,
        about,
        now,
        plan_id=item.plan_id if item else None,
        item_id=item.id if item else None,
        unit_id=units[0].unit_id if len(units) == 1 else None,
        after={"people": sent.people, "units": [one.unit for one in units]},
    )


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
    Verb.REMIND_ALL: _show_all,
    Verb.REMIND_THEM: _remind_all,
}
