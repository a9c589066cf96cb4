"""取消, 修改, 延期, typed: each does what its button does, or says how where it is not sure."""

from collections.abc import Callable, Mapping

from bot.buttons import Press, Verb
from bot.contact import away, extending, forms
from bot.contact.filling import is_over
from bot.contact.owing import IN_HAND, form_in_hand, owed_by
from bot.contact.placing import choices_of, replied_to
from bot.turn import Turn
from db import outbox, reports, reviews
from db.extensions import Stage, stage_of
from db.tables import Contact, Extension, Form, Outbox
from db.vocabulary import FormState
from templates import word

Pressed = Callable[[Turn, Contact, Press], str]


def said(turn: Turn, contact: Contact, bare: str) -> bool:
    """Do what a word says; tell if it was one."""
    key = next((key for key in BY_WORD if bare in word(f"typed.{key}").split()), None)
    if key is None or turn.origin.edited:
        return False
    BY_WORD[key](turn, contact)
    return True


def cancel(turn: Turn, contact: Contact) -> None:
    """Drop what was asked of a contact, and say so."""
    asked = _drop_asked(turn, contact)
    card = turn.message(turn.origin.reply_to) or outbox.newest(turn.session, turn.chat_id)
    shown = card is not None and _drop_card(turn, contact, card)
    turn.say("by_word", what="dropped" if asked or shown else "nothing", said="")


def _drop_asked(turn: Turn, contact: Contact) -> bool:
    """Forget the question that a contact's next text was to answer; tell if there was one."""
    what, _, subject = (contact.asked or "").partition(":")
    turn.asked_no_more(contact)
    if what in {"question", "not_ours"}:
        card = outbox.find_card(turn.session, "asking", int(subject or 0), turn.chat_id)
        return card is not None and _drop_card(turn, contact, card)
    if what == "leave":
        return _drop_absence(turn, contact, int(subject))
    return what == "extension" and _drop_extension(turn, contact, int(subject))


def _drop_card(turn: Turn, contact: Contact, card: Outbox) -> bool:
    """Have a card of ours ask no more; tell if it asked something."""
    if card.card == "away":
        return _drop_absence(turn, contact, card.subject or -1)
    if card.card == "extension":
        return _drop_extension(turn, contact, card.subject or -1)
    if any(card.args.get(end) for end in ("done", "kept", "chosen")) or is_over(card):
        return False
    if card.card == "leaving":
        turn.redraw(card, kept=True)
    elif card.card in {"asking", "to_whom", "whose", "which", "place"}:
        turn.redraw(card, dropped=True)
    else:
        return False
    return True


def _drop_absence(turn: Turn, contact: Contact, absence_id: int) -> bool:
    if away.own_draft(turn, contact, absence_id) is None:
        return False
    away.call_off(turn, contact, Press(Verb.BACK, (str(absence_id),)))
    return True


def _drop_extension(turn: Turn, contact: Contact, extension_id: int) -> bool:
    extension = turn.session.get(Extension, extension_id)
    if extension is None or stage_of(extension) is not Stage.DRAFT:
        return False
    extending.retract(turn, contact, Press(Verb.RETRACT, (str(extension_id),)))
    return True


def fix(turn: Turn, contact: Contact) -> None:
    """Open the report that was just filed, to be corrected."""
    _do(turn, contact, Verb.OPEN, _receipt(turn, contact))


def _receipt(turn: Turn, contact: Contact) -> int | None:
    """Return what the receipt is about that is replied to or shown last, or the only one there."""
    if (replied := replied_to(turn)) is not None:
        return replied
    newest = outbox.newest(turn.session, turn.chat_id)
    if newest is not None and newest.card == "form":
        form = turn.session.get(Form, newest.subject)
        if form is not None and form.state is not FormState.DROPPED:
            return form.obligation_id
    there = {
        one
        for one in reports.filed_since(turn.session, contact.id, turn.now - IN_HAND)
        if not isinstance(owed_by(turn, contact, one), str)
        and not reviews.locked(turn.session, one)
    }
    if (form := form_in_hand(turn, contact)) is not None:
        there.add(form.obligation_id)
    return there.pop() if len(there) == 1 else None


def extend(turn: Turn, contact: Contact) -> None:
    """Begin an extension of what is replied to, in hand, or all that is owed."""
    meant, form = replied_to(turn), form_in_hand(turn, contact)
    if meant is None and form is not None:
        meant = form.obligation_id
    if meant is None:
        waiting = choices_of(turn, contact).waiting
        meant = waiting[0].id if len(waiting) == 1 else None
    _do(turn, contact, Verb.EXTEND, meant)


def _do(turn: Turn, contact: Contact, verb: Verb, obligation_id: int | None) -> None:
    """Do what a button does, and say what it says unless all went well."""
    press, how, fine = DOES[verb]
    if obligation_id is None:
        turn.say("by_word", what=how, said="")
        return
    answer = press(turn, contact, Press(verb, (str(obligation_id),)))
    if answer != word(fine):
        turn.say("by_word", what="said", said=answer)


#: What a word presses, what says how it is done, and what the button says where all went well.
DOES: Mapping[Verb, tuple[Pressed, str, str]] = {
    Verb.OPEN: (forms.open_item, "fix", "toast.opened"),
    Verb.EXTEND: (extending.extend, "extend", "toast.extension"),
}
#: By the key of their words under ``[typed]``.
BY_WORD: Mapping[str, Callable[[Turn, Contact], None]] = {
    "cancel": cancel,
    "fix": fix,
    "extend": extend,
}
