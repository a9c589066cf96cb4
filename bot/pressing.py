"""Buttons: who may press which, and the room that answers; each answers with the present state."""

from collections.abc import Callable, Mapping

from bot.buttons import Press, Verb
from bot.contact import (
    acknowledging,
    asking,
    away,
    enclosing,
    extending,
    forms,
    joining,
    joint,
    leaving,
    not_ours,
    snoozing,
    to_whom,
    unchanged,
)
from bot.in_office import (
    admitting,
    calling,
    deadlines,
    deciding,
    digesting,
    ending,
    entering,
    following_up,
    gathering,
    listing,
    looking,
    pausing,
    reminding,
    reviewing,
    setting_up,
    staff,
    templating,
)
from bot.turn import Turn
from db.tables import Contact
from templates import word

Pressed = Callable[[Turn, Contact, Press], str]
Anybody = Callable[[Turn, Press], str]


def press(turn: Turn, given: Press | None) -> str:
    """Answer a button; return what it says.

    Everything is between a contact and the bot, but for the invite that a stranger accepts, and
    for what whoever sits in the office's chat may decide there.
    """
    if given is None:
        return word("toast.stale")
    if turn.private and given.verb in AT_THE_DOOR:
        return AT_THE_DOOR[given.verb](turn, given)
    if turn.in_office and given.verb in IN_OFFICE:
        return IN_OFFICE[given.verb](turn, given)
    contact = turn.contact
    if contact is None:
        return word("toast.stranger")
    if given.verb in GOING_ON:
        turn.asked_no_more(contact)
    if turn.private and given.verb in PRESSED:
        return PRESSED[given.verb](turn, contact, given)
    return word("toast.stale")


def _page(turn: Turn, given: Press) -> str:
    """Turn the pages of a list."""
    if (message := turn.pressed) is None:
        return word("toast.stale")
    turn.redraw(message, page=given.number())
    return ""


def _month(turn: Turn, given: Press) -> str:
    """Turn the months of a card from which a day is picked."""
    if (message := turn.pressed) is None:
        return word("toast.stale")
    turn.redraw(message, month=given.text(0))
    return ""


#: Whoever presses these goes on with something else, and answers no question any more.
GOING_ON = {*forms.PRESSED, *unchanged.PRESSED, *joint.PRESSED, *leaving.PRESSED}
#: What whoever opened an invite may press, a contact or not.
AT_THE_DOOR: Mapping[Verb, Anybody] = {**joining.PRESSED}
#: What may be pressed in the office's chat, by whoever sits there.
IN_OFFICE: Mapping[Verb, Anybody] = {
    **admitting.IN_OFFICE,
    **calling.IN_OFFICE,
    **entering.IN_OFFICE,
    **asking.IN_OFFICE,
    **deadlines.IN_OFFICE,
    **ending.IN_OFFICE,
    **deciding.IN_OFFICE,
    **digesting.IN_OFFICE,
    **gathering.IN_OFFICE,
    **listing.IN_OFFICE,
    **following_up.IN_OFFICE,
    **staff.IN_OFFICE,
    **looking.IN_OFFICE,
    **pausing.IN_OFFICE,
    **reminding.IN_OFFICE,
    **reviewing.IN_OFFICE,
    **templating.IN_OFFICE,
    **setting_up.IN_OFFICE,
    Verb.MONTH: _month,
    Verb.NOOP: lambda _turn, _given: "",
    Verb.PAGE: _page,
}
#: What a contact may press in their own chat.
PRESSED: Mapping[Verb, Pressed] = {
    **acknowledging.PRESSED,
    **forms.PRESSED,
    **unchanged.PRESSED,
    **joint.PRESSED,
    **asking.PRESSED,
    **not_ours.PRESSED,
    **to_whom.PRESSED,
    **extending.PRESSED,
    **snoozing.PRESSED,
    **away.PRESSED,
    **leaving.PRESSED,
    **digesting.PRESSED,
    **enclosing.PRESSED,
    Verb.MONTH: lambda turn, _contact, given: _month(turn, given),
    Verb.PAGE: lambda turn, _contact, given: _page(turn, given),
    Verb.NOOP: lambda _turn, _contact, _given: "",
}
