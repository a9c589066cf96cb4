"""An edited message: what it said before is taken back, and what it says now takes its place.

A report that was filed gets its next version at once where the new words leave nothing open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.contact.filing import file_report
from bot.contact.filling import Filled, ask_place, bring_down, is_over, put_in, show_filled
from bot.contact.owing import owed_by
from bot.contact.placing import about, choices_of, parts_of
from bot.contact.writing import written
from bot.turn import Turn
from db import entries, outbox, reports
from db.tables import Contact, Entry, Form
from db.vocabulary import FormState, Status

Held = tuple[Status | None, str, dict[int, Decimal], dict[int, Decimal]]


@dataclass(frozen=True, slots=True)
class _Edited:
    """A form that an edited message is put into anew.

    Attributes:
        form: the form; begun for this where the former one was filed.
        source: the form that the message was put into before.
        held: what the form held.
        begun: whether it was begun for this.
        version: whether it is to become the report's next version at once.
    """

    form: Form
    source: Form
    held: Held
    begun: bool
    version: bool


def said_before(turn: Turn) -> bool:
    """Tell whether an edited message was put into a form before."""
    message = turn.origin.message_id or -1
    return turn.origin.edited and bool(entries.of_message(turn.session, turn.chat_id, message))


def revise(turn: Turn, contact: Contact, text: str) -> list[Form] | None:
    """Put an edited message's words in the place of its former ones, and return its forms.

    Returns:
        None where the message had not said anything that can be taken back: it is a new one.
    """
    message = turn.origin.message_id or -1
    _questions_are_over(turn, message)
    told = [
        (entry, form)
        for entry in entries.of_message(turn.session, turn.chat_id, message)
        if (form := turn.session.get_one(Form, entry.form_id)).state is not FormState.DROPPED
        and form.contact_id == contact.id
    ]
    if not told:
        return None
    taken = [_take_back(turn, contact, entry, form) for entry, form in told]
    edited = [one for one in taken if one is not None]
    filled = _put_anew(turn, contact, text, edited) if edited else []
    for one in edited:
        _conclude(turn, one, filled, message)
    known = {one.form.id for one in edited}
    show_filled(turn, contact, [one for one in filled if one.form.id not in known], message)
    return [one.form for one in filled]


def _questions_are_over(turn: Turn, message: int) -> None:
    """Close the questions that were asked about what the message said before."""
    asking = ("which", "place", "to_whom")
    for question in outbox.cards_about(turn.session, turn.chat_id, asking, message):
        if not is_over(question):
            turn.redraw(question, edited=True)


def _take_back(turn: Turn, contact: Contact, entry: Entry, source: Form) -> _Edited | None:
    """Take out of a form what a message put there; a filed one is corrected in a new form."""
    found, owed = written(turn.session, source), owed_by(turn, contact, source.obligation_id)
    if found is None or isinstance(owed, str) or found.locked:
        turn.say("unclear", why=owed if isinstance(owed, str) else "locked")
        return None
    form, begun = source, False
    if source.state is FormState.SUBMITTED:
        begun = reports.opened_form(turn.session, owed.id, contact.id) is None
        form = reports.open_form(turn.session, owed.id, contact.id, turn.now)
    counts = found.newest is not None and found.newest.id == source.report_id
    held = _held(turn, form, source)
    alone = entries.take_back(turn.session, form, entry)
    if len(entry.target_ids) == 1:
        form.asked_target_id = entry.target_ids[0]
    if form.id == source.id:
        entries.forget(turn.session, form.id, (entry.chat_id, entry.message_id))
    return _Edited(form, source, held, begun, version=begun and counts and alone)


def _held(turn: Turn, form: Form, source: Form) -> Held:
    """Return what a form holds; percentages are not kept with a report."""
    percents = reports.form_percents(turn.session, form.id) if form.id == source.id else {}
    return form.status, form.words, reports.form_values(turn.session, form.id), percents


def _put_anew(turn: Turn, contact: Contact, text: str, edited: Sequence[_Edited]) -> list[Filled]:
    choices = choices_of(turn, contact, [one.form.obligation_id for one in edited])
    filled = []
    for part in parts_of(text, choices):
        found = about(turn, part, choices)
        if len(found) == 1:
            one = put_in(turn, contact, found[0], part.text, turn.origin.message_id)
            filled += [one] if one is not None else []
        elif found:
            turn.show("which", contact.id, text=part.text, message=turn.origin.message_id)
        else:
            turn.say("unclear", why="no_such_item", number=part.number)
    return filled


def _conclude(turn: Turn, edited: _Edited, filled: Sequence[Filled], message: int) -> None:
    """File, show or forget what the edit made of a form."""
    form, said = edited.form, (turn.chat_id, message)
    if _held(turn, form, edited.source) == edited.held:
        if edited.begun:
            entries.forget(turn.session, form.id, said)
            reports.forget(turn.session, form)
        return
    said_anew = [its.answer for its in filled if its.form.id == form.id]
    unplaced = [one for answer in said_anew for one in answer.unplaced]
    if form.id != edited.source.id:
        entries.forget(turn.session, edited.source.id, said)
    found = written(turn.session, form)
    if edited.version and said_anew and found is not None and found.ready and not unplaced:
        file_report(turn, found)
    bring_down(turn, form)
    for one in unplaced:
        ask_place(turn, form, one, message)
