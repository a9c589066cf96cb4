"""Puts files with the form or the report that they belong to, and shows it; by button as well."""

from collections.abc import Callable, Mapping, Sequence

from bot.buttons import Press, Verb
from bot.cards.checklist import item_number
from bot.contact.filling import bring_down, own_form, show_form
from bot.contact.owing import owed_by
from bot.turn import Turn
from db import attachments, ledger, outbox, reports
from db.attachments import Place
from db.tables import Attachment, Contact, Form
from db.vocabulary import FormState
from templates import word


def place_for(turn: Turn, contact: Contact, obligation_id: int) -> Place | str:
    """Return where files for an obligation go: its form, or its report where it is filed.

    Where they may not go there, why: ``closed``, ``not_yours`` or ``locked``.
    """
    owed = owed_by(turn, contact, obligation_id)
    if isinstance(owed, str):
        return owed
    if owed.locked:
        return "locked"
    form = attachments.own_form(turn.session, contact.id, owed.id)
    report = reports.newest_report(turn.session, owed.id)
    if report is not None and not owed.open and (form is None or form.state is not FormState.OPEN):
        return Place(owed.id, report_id=report.id)
    return Place(owed.id, reports.open_form(turn.session, owed.id, contact.id, turn.now).id)


def place_with(form: Form) -> Place:
    """Return the place of files that came with what was typed into a form."""
    if form.report_id is not None:
        return Place(form.obligation_id, report_id=form.report_id)
    return Place(form.obligation_id, form.id)


def enclose(turn: Turn, contact: Contact, files: Sequence[Attachment], place: Place) -> None:
    """Put files in their place, and show what they are with now; where they were, no longer."""
    left = {one.form_id for one in files if one.form_id not in {None, place.form_id}}
    attachments.put(turn.session, files, place)
    for form_id in left:
        turn.refresh("form", form_id or -1)
    if all(one.state in attachments.LOST for one in files):
        turn.refresh("form", place.form_id or -1)
        return
    form = attachments.own_form(turn.session, contact.id, place.obligation_id)
    if form is not None:
        if form.state is FormState.OPEN:
            form.touched_at = turn.now
        bring_down(turn, form)
    if place.report_id is not None:
        for other in attachments.receipts(turn.session, place.obligation_id):
            turn.refresh("form", other)
    for one in files:
        turn.refresh("attach", one.id)


def follow(turn: Turn, contact: Contact, message_id: int | None, form: Form) -> None:
    """Have the files of a message, and of its album, follow its caption into a form."""
    file = attachments.of_message(turn.session, turn.chat_id, message_id or 0)
    if file is not None and file.contact_id == contact.id:
        files = attachments.together(turn.session, file)
        enclose(turn, contact, [one for one in files if one.report_id is None], place_with(form))


def files_asked_about(turn: Turn) -> Attachment | None:
    """Return the first of the files, where it was asked last for which item they are."""
    asked = outbox.newest(turn.session, turn.chat_id)
    if asked is None or asked.card != "attach":
        return None
    first = turn.session.get(Attachment, asked.subject)
    if first is None or attachments.place_of(attachments.together(turn.session, first)):
        return None
    return first


def _attach(turn: Turn, contact: Contact, given: Press) -> str:
    """Put files into the obligation chosen for them, once."""
    first = turn.session.get(Attachment, given.number())
    if first is None or first.contact_id != contact.id:
        return word("toast.stale")
    return attach(turn, contact, first, given.number(1))


def attach(turn: Turn, contact: Contact, first: Attachment, obligation_id: int) -> str:
    """Put files that have no place yet with an obligation; return what is to be said of it."""
    files = attachments.together(turn.session, first)
    place = attachments.place_of(files)
    if place is None:
        chosen = place_for(turn, contact, obligation_id)
        if isinstance(chosen, str):
            return word(f"toast.{chosen}")
        place = chosen
        enclose(turn, contact, files, place)
    turn.refresh("attach", first.id)
    owed = ledger.owed_by_id(turn.session, place.obligation_id)
    return word("toast.attached", number=item_number(owed) if owed else "")


def _detach(turn: Turn, contact: Contact, given: Press) -> str:
    """Take the files that are not filed yet out of a form."""
    form = own_form(turn, contact, given)
    if isinstance(form, str):
        return form
    count = attachments.remove_unfiled(turn.session, form.id, turn.now)
    show_form(turn, form)
    return word("toast.detached", count=count) if count else word("toast.nothing_to_detach")


PRESSED: Mapping[Verb, Callable[[Turn, Contact, Press], str]] = {
    Verb.ATTACH: _attach,
    Verb.DETACH: _detach,
}
