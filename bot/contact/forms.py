"""A form's buttons: each press is checked against the person and answered with what is true."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from bot.buttons import Press, Verb
from bot.contact.answering import take
from bot.contact.fields import field_of
from bot.contact.filing import file_report, obstacle
from bot.contact.filling import add_words, bring_down, is_over, own_form, show_form
from bot.contact.owing import owed_by
from bot.contact.unchanged import ask_next
from bot.contact.writing import batch, batch_mark, written
from bot.turn import Turn
from db import entries, reports
from db.ledger import Owed
from db.tables import Contact, Form
from db.vocabulary import FormState, Status
from templates import word

Pressed = Callable[[Turn, Contact, Press], str]


def open_item(turn: Turn, contact: Contact, given: Press) -> str:
    """Open the form of an obligation, also to correct what was reported."""
    owed = owed_by(turn, contact, given.number())
    if isinstance(owed, str):
        return word(f"toast.{owed}")
    if owed.locked:
        return word("toast.locked")
    if (said := _old_list(turn, owed)) is not None:
        return said
    form = reports.open_form(turn.session, owed.id, contact.id, turn.now)
    bring_down(turn, form)
    return word("toast.opened")


def _old_list(turn: Turn, owed: Owed) -> str | None:
    """Draw the list anew that was pressed; show the report there is by now, if there is one."""
    card = turn.pressed
    if card is None or card.card != "checklist":
        return None
    turn.redraw(card)
    form = reports.form_of(turn.session, owed.report_id or -1)
    if owed.open or form is None:
        return None
    bring_down(turn, form)
    return word("toast.reported", number=owed.report_id)


def _status(turn: Turn, contact: Contact, given: Press) -> str:
    form = own_form(turn, contact, given)
    if isinstance(form, str):
        return form
    status = next((one for one in Status if one in given.arguments[1:]), None)
    if status is None:
        return word("toast.stale")
    form.status, form.touched_at = status, turn.now
    show_form(turn, form)
    return word("toast.set")


def _ask(turn: Turn, contact: Contact, given: Press) -> str:
    form = own_form(turn, contact, given)
    if isinstance(form, str):
        return form
    if (field := field_of(turn.session, form, given.number(1))) is not None:
        form.asked_target_id, form.touched_at = field.ids[0], turn.now
        show_form(turn, form)
    return ""


def _put(turn: Turn, contact: Contact, given: Press) -> str:
    """Put a number that was not sure into what was chosen for it."""
    form, question = own_form(turn, contact, given), turn.pressed
    if isinstance(form, str):
        return form
    if question is None or question.card != "place" or is_over(question):
        return word("toast.stale")
    choices, place = question.args.get("choices", []), given.number(1)
    if question.subject != form.id or not 0 <= place < len(choices):
        return word("toast.stale")
    target, value = choices[place]
    field = field_of(turn.session, form, target)
    if field is None:
        return word("toast.stale")
    reports.fill(turn.session, form, dict.fromkeys(field.ids, Decimal(value)))
    if form.asked_target_id in field.ids:
        form.asked_target_id = None
    form.status, form.touched_at = form.status or Status.ON_TRACK, turn.now
    _note_entry(turn, form, question.args.get("message"), targets=field.ids)
    turn.redraw(question, put=field.quantity)
    show_form(turn, form)
    return word("toast.set")


def _note(turn: Turn, contact: Contact, given: Press) -> str:
    """Keep a number that is for no field among the form's words."""
    form, question = own_form(turn, contact, given), turn.pressed
    if isinstance(form, str):
        return form
    if question is None or question.card != "place" or is_over(question):
        return word("toast.stale")
    added = add_words(form, str(question.args["clause"]))
    _note_entry(turn, form, question.args.get("message"), words=added)
    turn.redraw(question, put=word("toast.words"))
    show_form(turn, form)
    return word("toast.set")


def _note_entry(
    turn: Turn, form: Form, message: int | None, words: str = "", targets: tuple[int, ...] = ()
) -> None:
    if message is not None:
        entries.note(turn.session, form, (turn.chat_id, message), words, targets)


def _clear(turn: Turn, contact: Contact, given: Press) -> str:
    form = own_form(turn, contact, given)
    if isinstance(form, str):
        return form
    form.words, form.touched_at = "", turn.now
    show_form(turn, form)
    return word("toast.set")


def _drop(turn: Turn, contact: Contact, given: Press) -> str:
    form = own_form(turn, contact, given)
    if isinstance(form, str):
        return form
    reports.drop(turn.session, form, turn.now)
    turn.refresh("form", form.id)
    return word("toast.dropped")


def _submit(turn: Turn, contact: Contact, given: Press) -> str:
    """File the form's report, unless something keeps it from being filed: then that is said."""
    form = own_form(turn, contact, given)
    if isinstance(form, str):
        return form
    found = written(turn.session, form)
    if found is None:
        return word("toast.closed")
    if why := obstacle(turn, contact, found, given.text(1)):
        turn.refresh("form", form.id)
        return why
    report = file_report(turn, found)
    ask_next(turn, contact)
    return word("toast.submitted", number=report.id)


def _submit_all(turn: Turn, contact: Contact, given: Press) -> str:
    """File the forms that one message filled, those that need nothing more."""
    card = turn.pressed
    if card is None or card.card != "batch":
        return word("toast.stale")
    found = batch(turn.session, contact.id, card.args["forms"])
    ready = [one for one in found if one.ready]
    turn.redraw(card)
    if found and all(one.form.state is FormState.SUBMITTED for one in found):
        return word("toast.submitted_all", count=len(found))
    if not ready or batch_mark(found) != given.text(0):
        return word("toast.changed")
    allowed = [one for one in ready if not obstacle(turn, contact, one, "")]
    for one in allowed:
        file_report(turn, one)
    return word("toast.submitted_all", count=len(allowed))


PRESSED: Mapping[Verb, Pressed] = {
    Verb.OPEN: open_item,
    Verb.TAKE: take,
    Verb.STATUS: _status,
    Verb.ASK: _ask,
    Verb.PUT: _put,
    Verb.NOTE: _note,
    Verb.CLEAR: _clear,
    Verb.SUBMIT: _submit,
    Verb.SUBMIT_ALL: _submit_all,
    Verb.DROP: _drop,
}
