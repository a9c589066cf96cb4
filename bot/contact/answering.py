"""A typed answer: it goes into the form of what it is about; where that is not sure, it asks."""

from bot.buttons import Press
from bot.cards.checklist import item_number
from bot.contact import editing, not_ours, to_whom
from bot.contact.enclosing import attach, enclose, files_asked_about, follow, place_with
from bot.contact.filling import Filled, is_over, put_in, show_filled, status_words
from bot.contact.owing import owed_by
from bot.contact.placing import Choices, about, choices_of, parts_of
from bot.contact.unchanged import offer_all
from bot.phrases import Part, item_alone, read
from bot.turn import Turn
from db import attachments, ledger, outbox
from db.tables import Contact, Form, Outbox
from templates import word


def typed(turn: Turn, contact: Contact, text: str) -> list[Form]:
    """Fill in what a contact typed, and return the forms it went into.

    A message that was edited takes the place of what it said before.
    """
    if turn.origin.edited and (revised := editing.revise(turn, contact, text)) is not None:
        return revised
    choices = choices_of(turn, contact)
    if _answers(turn, contact, text, choices) or to_whom.offer(turn, contact, text, choices):
        return []
    placed = [_place(turn, contact, part, choices) for part in parts_of(text, choices)]
    filled = [one for one in placed if one is not None]
    forms = {one.form.id: one.form for one in filled}
    if len(forms) == 1 and (first := files_asked_about(turn)) is not None:
        files = attachments.together(turn.session, first)
        enclose(turn, contact, files, place_with(filled[0].form))
    show_filled(turn, contact, filled, turn.origin.message_id)
    return list(forms.values())


def _answers(turn: Turn, contact: Contact, text: str, choices: Choices) -> bool:
    """Take an item's number for a tap, where it was asked last which item is meant; tell if so."""
    number = item_alone(text)
    named = choices.named(number) if number is not None else []
    if len(named) != 1:
        return False
    asked = outbox.newest(turn.session, turn.chat_id)
    if asked is not None and asked.card == "which" and not is_over(asked):
        _take(turn, contact, asked, named[0])
        return True
    if (first := files_asked_about(turn)) is not None:
        attach(turn, contact, first, named[0])
        return True
    return False


def _place(turn: Turn, contact: Contact, part: Part, choices: Choices) -> Filled | None:
    found = about(turn, part, choices)
    if not_ours.disowned(turn, contact, part.text, found):
        return None
    if len(found) == 1:
        return put_in(turn, contact, found[0], part.text, turn.origin.message_id)
    if found and part.number is None and _says_unchanged(part) and offer_all(turn, contact):
        return None
    if found:
        among = found if part.number is not None else None
        turn.show("which", contact.id, text=part.text, message=turn.origin.message_id, among=among)
    elif part.number is not None:
        _say_not_listed(turn, contact, part.number)
    else:
        turn.say("unclear", why="nothing_owed")
    return None


def _say_not_listed(turn: Turn, contact: Contact, number: str) -> None:
    """Say that an item is not on the list: not yet, where it will be."""
    coming = ledger.coming(turn.session, contact.id, turn.now)
    opens = next((one.opens_at for one in coming if item_number(one) == number), None)
    if opens is None:
        turn.say("unclear", why="no_such_item", number=number)
    else:
        opens = opens.astimezone(turn.desk.settings.zone)
        turn.say("not_yet", number=number, month=opens.month, day=opens.day)


def _says_unchanged(part: Part) -> bool:
    answer = read(part.text, [], None, status_words())
    return answer.unchanged and not (answer.words or answer.unplaced)


def take(turn: Turn, contact: Contact, given: Press) -> str:
    """Put a text that could not be placed into the obligation chosen for it, once."""
    question = turn.pressed
    if question is None or question.card != "which" or is_over(question):
        return word("toast.stale")
    owed = owed_by(turn, contact, given.number())
    if isinstance(owed, str):
        return word(f"toast.{owed}")
    _take(turn, contact, question, owed.id)
    return word("toast.set")


def _take(turn: Turn, contact: Contact, question: Outbox, obligation_id: int) -> None:
    message = question.args.get("message")
    filled = put_in(turn, contact, obligation_id, str(question.args["text"]), message)
    turn.redraw(question, taken=obligation_id)
    if filled is not None:
        follow(turn, contact, message, filled.form)
        show_filled(turn, contact, [filled], message)
