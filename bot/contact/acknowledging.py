"""签收: a contact is handed a plan's items, and says with one button that they have them."""

from collections.abc import Callable, Mapping

from bot.buttons import Press, Verb
from bot.turn import Turn
from db import acknowledgements
from db.nudges import ALL
from db.tables import Contact
from templates import word


def hand_out(turn: Turn, contact: Contact) -> None:
    """Hand a contact the items of their units, of every plan that they have not acknowledged."""
    asked = acknowledgements.to_ask(turn.session, turn.today, turn.now, contact.id)
    acknowledgements.note_asked(turn.session, asked, turn.now)
    for plan_id in acknowledgements.unanswered_plans(turn.session, contact.id):
        turn.tell(contact, "handout", contact.id, plan=plan_id)


def acknowledge(turn: Turn, contact: Contact, given: Press) -> str:
    """Note that a contact has a plan's items; return what the button says."""
    plan_id = given.number()
    if not acknowledgements.handed(turn.session, plan_id, contact.id):
        return word("toast.stale")
    news = acknowledgements.acknowledge(turn.session, plan_id, contact.id, turn.now)
    if (message := turn.pressed) is not None:
        turn.redraw(message)
    if news:
        turn.refresh_all([("unacknowledged", plan_id), ("call_sheet", ALL)])
    return word("toast.acknowledged" if news else "toast.acknowledged_before")


def said(turn: Turn, contact: Contact, text: str) -> bool:
    """Take 收到 in reply to a handout, and 签收 anywhere, for its button; tell if it was that."""
    message = turn.message(turn.origin.reply_to)
    handout = message is not None and message.card == "handout"
    words = word("typed.acknowledge").split()
    if text not in (words + word("typed.polite").split() if handout else words):
        return False
    waiting = acknowledgements.unanswered_plans(turn.session, contact.id)
    meant = [message.args["plan"]] if message is not None and handout else waiting
    for plan_id in meant:
        acknowledgements.acknowledge(turn.session, plan_id, contact.id, turn.now)
        turn.refresh_all([("unacknowledged", plan_id), ("call_sheet", ALL)])
    turn.refresh("handout", contact.id)
    turn.say("acknowledged", news=bool(set(meant) & set(waiting)))
    return True


PRESSED: Mapping[Verb, Callable[[Turn, Contact, Press], str]] = {Verb.ACK: acknowledge}
