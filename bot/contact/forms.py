"""A form's buttons: each press is checked against the person and answered with what is true."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from bot.buttons import Press, Verb
from bot.contact.answering import add_words, bring_down, fill_in, show_form
from bot.contact.fields import fields_of
from bot.phrases import Field
from bot.turn import Turn
from db import ledger, reports
from db.tables import Contact, Form
from db.vocabulary import FormState, Status
from templates import word

Pressed = Callable[[Turn, Contact, Press], str]


def _open(turn: Turn, contact: Contact, given: Press) -> str:
    """Open the form of an obligation, also to correct what was reported."""
    owed = ledger.owed_by_id(turn.session, given.number())
    if owed is None or owed.withdrawn:
        return word("toast.closed")
    if not ledger.answers_for(turn.session, contact.id, owed.id):
        return word("toast.not_yours")
    form = reports.open_form(turn.session, owed.id, contact.id, turn.now)
    bring_down(turn, form)
    return word("toast.opened")


def _take(turn: Turn, contact: Contact, given: Press) -> str:
    """Put a text that could not be placed into the obligation chosen for it, once."""
    question = turn.pressed
    if question is None or question.card != "which" or question.args.get("taken"):
        return word("toast.stale")
    owed = ledger.owed_by_id(turn.session, given.number())
    if owed is not None and owed.withdrawn:
        return word("toast.closed")
    if not ledger.answers_for(turn.session, contact.id, given.number()):
        return word("toast.not_yours")
    fill_in(turn, contact, given.number(), str(question.args["text"]))
    turn.redraw(question, taken=given.number())
    return word("toast.set")


def _form_of(turn: Turn, contact: Contact, given: Press) -> Form | str:
    """Return the person's own open form; else what to say."""
    form = turn.session.get(Form, given.number())
    if form is None or form.contact_id != contact.id:
        return word("toast.stale")
    if form.state is FormState.SUBMITTED:
        turn.refresh("form", form.id)
        return word("toast.submitted_before", number=form.report_id)
    return form if form.state is FormState.OPEN else word("toast.stale")


def _status(turn: Turn, contact: Contact, given: Press) -> str:
    form = _form_of(turn, contact, given)
    if isinstance(form, str):
        return form
    status = next((one for one in Status if one in given.arguments[1:]), None)
    if status is None:
        return word("toast.stale")
    form.status, form.touched_at = status, turn.now
    show_form(turn, form)
    return word("toast.set")


def _ask(turn: Turn, contact: Contact, given: Press) -> str:
    form = _form_of(turn, contact, given)
    if isinstance(form, str):
        return form
    if (field := _field(turn, form, given.number(1))) is not None:
        form.asked_target_id, form.touched_at = field.ids[0], turn.now
        show_form(turn, form)
    return ""


def _put(turn: Turn, contact: Contact, given: Press) -> str:
    """Put a number that fitted several fields into the one chosen for it."""
    form, question = _form_of(turn, contact, given), turn.pressed
    if isinstance(form, str):
        return form
    field = _field(turn, form, given.number(1))
    if field is None or question is None or question.card != "place" or question.args.get("put"):
        return word("toast.stale")
    value = Decimal(question.args["value"])
    reports.fill(turn.session, form, dict.fromkeys(field.ids, value))
    if form.asked_target_id in field.ids:
        form.asked_target_id = None
    form.status, form.touched_at = form.status or Status.ON_TRACK, turn.now
    turn.redraw(question, put=field.quantity)
    show_form(turn, form)
    return word("toast.set")


def _note(turn: Turn, contact: Contact, given: Press) -> str:
    """Keep a number that is for no field among the form's words."""
    form, question = _form_of(turn, contact, given), turn.pressed
    if isinstance(form, str):
        return form
    if question is None or question.card != "place" or question.args.get("put"):
        return word("toast.stale")
    add_words(form, str(question.args["clause"]))
    turn.redraw(question, put=word("toast.words"))
    show_form(turn, form)
    return word("toast.set")


def _clear(turn: Turn, contact: Contact, given: Press) -> str:
    form = _form_of(turn, contact, given)
    if isinstance(form, str):
        return form
    form.words, form.touched_at = "", turn.now
    show_form(turn, form)
    return word("toast.set")


def _drop(turn: Turn, contact: Contact, given: Press) -> str:
    form = _form_of(turn, contact, given)
    if isinstance(form, str):
        return form
    reports.drop(turn.session, form, turn.now)
    turn.refresh("form", form.id)
    return word("toast.dropped")


def _submit(turn: Turn, contact: Contact, given: Press) -> str:
    """File the form's report; every checklist that shows the obligation is drawn anew."""
    form = _form_of(turn, contact, given)
    if isinstance(form, str):
        return form
    owed = ledger.owed_by_id(turn.session, form.obligation_id)
    if owed is None or not ledger.answers_for(turn.session, contact.id, owed.id):
        return word("toast.closed")
    if form.status is None:
        return word("toast.no_status")
    filled = reports.form_values(turn.session, form.id)
    missing = [one for one in fields_of(turn.session, owed) if one.ids[0] not in filled]
    if missing and form.status is not Status.NOT_STARTED:
        return word("toast.missing", names="、".join(one.quantity for one in missing))[:190]
    newest = reports.newest_report(turn.session, owed.id)
    if newest is not None and newest.version > form.begun_from:
        form.begun_from = newest.version  # whoever presses again has been told
        return word("toast.newer", number=newest.id)
    report = reports.submit(turn.session, form, form.status, turn.now)
    turn.refresh("form", form.id)
    for other in ledger.contacts_of(turn.session, owed.id):
        turn.refresh("checklist", other)
        turn.refresh("overdue", other)
    return word("toast.submitted", number=report.id)


def _field(turn: Turn, form: Form, target_id: int) -> Field | None:
    owed = ledger.owed_by_id(turn.session, form.obligation_id)
    fields = fields_of(turn.session, owed) if owed else []
    return next((field for field in fields if target_id in field.ids), None)


PRESSED: Mapping[Verb, Pressed] = {
    Verb.OPEN: _open,
    Verb.TAKE: _take,
    Verb.STATUS: _status,
    Verb.ASK: _ask,
    Verb.PUT: _put,
    Verb.NOTE: _note,
    Verb.CLEAR: _clear,
    Verb.SUBMIT: _submit,
    Verb.DROP: _drop,
}
