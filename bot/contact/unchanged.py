"""本期无变化: what was reported for the period before is filed again, for one item or for all.

Whoever says so for the second time running is asked why, and what comes next.
"""

from collections.abc import Callable, Mapping

from bot.buttons import Press, Verb
from bot.contact.filing import file_report
from bot.contact.filling import bring_down, own_form, repeat, show_form
from bot.contact.former import Former, Sameness, formers, mark, repeatable
from bot.contact.owing import owed_by
from bot.contact.writing import written
from bot.turn import Turn
from db import ledger, outbox, reports
from db.tables import Contact, Form
from templates import word

Pressed = Callable[[Turn, Contact, Press], str]


def offer_all(turn: Turn, contact: Contact) -> bool:
    """Show what would be filed if nothing had changed anywhere; tell if there is anything."""
    if not repeatable(_formers(turn, contact)):
        return False
    shown = outbox.find_card(turn.session, "unchanged", contact.id, turn.chat_id)
    fresh = (
        shown is not None and "filed" not in shown.args and outbox.is_newest(turn.session, shown)
    )
    if fresh:
        turn.refresh("unchanged", contact.id)
    else:
        turn.show("unchanged", contact.id)
    return True


def ask_next(turn: Turn, contact: Contact) -> None:
    """Show the next form that waits for a word of why nothing changed, and was not shown yet."""
    for form in reports.open_forms(turn.session, contact.id):
        shown = outbox.find_card(turn.session, "form", form.id, turn.chat_id)
        if shown is None and form.unchanged and not form.words:
            form.touched_at = turn.now
            bring_down(turn, form)
            return


def _formers(turn: Turn, contact: Contact) -> list[Former]:
    owed = ledger.checklist(turn.session, contact.id, turn.now)
    return formers(turn.session, contact.id, [one for one in owed if one.open])


def _same(turn: Turn, contact: Contact, given: Press) -> str:
    """Put into a form what was reported for the period before."""
    form = own_form(turn, contact, given)
    if isinstance(form, str):
        return form
    found = written(turn.session, form)
    if found is None or found.former is None:
        return word("toast.no_former")
    repeat(turn, found)
    show_form(turn, form)
    return word("toast.set")


def _unchanged(turn: Turn, contact: Contact, given: Press) -> str:
    """File one obligation unchanged, by one tap; where that cannot be, open its form."""
    owed = owed_by(turn, contact, given.number())
    if isinstance(owed, str):
        return word(f"toast.{owed}")
    if not owed.open:
        turn.refresh("checklist", contact.id)
        return word("toast.reported", number=owed.report_id)
    (former,) = formers(turn.session, contact.id, [owed])
    form = _repeated(turn, contact, former)
    said = word(f"unchanged.{former.sameness}")
    if former.sameness is Sameness.SAME:
        said = word("toast.submitted", number=_file(turn, form))
    bring_down(turn, form)
    return said


def _repeated(turn: Turn, contact: Contact, former: Former) -> Form:
    """Return the obligation's form, with what was last reported unless it holds something."""
    form = reports.open_form(turn.session, former.owed.id, contact.id, turn.now)
    found = written(turn.session, form)
    if found is not None and former.sameness not in {Sameness.FIRST, Sameness.BEGUN}:
        repeat(turn, found)
    return form


def _file(turn: Turn, form: Form) -> int | None:
    found = written(turn.session, form)
    return file_report(turn, found).id if found is not None else None


def _all_same(turn: Turn, contact: Contact, _given: Press) -> str:
    if offer_all(turn, contact):
        return ""
    turn.refresh("checklist", contact.id)
    return word("toast.none_same")


def _file_same(turn: Turn, contact: Contact, given: Press) -> str:
    """File all that was listed, unchanged; what needs words is asked for, one after another."""
    card, found = turn.pressed, _formers(turn, contact)
    if card is None or card.card != "unchanged":
        return word("toast.stale")
    if "filed" in card.args:
        return word("toast.submitted_all", count=len(card.args["filed"]))
    same = repeatable(found)
    if not same or given.text(0) != mark(found):
        turn.redraw(card)
        return word("toast.changed")
    filed = [_file(turn, _repeated(turn, contact, one)) for one in same]
    for one in reversed(found):  # the form of the first is the one in hand
        if one.sameness is Sameness.TWICE:
            _repeated(turn, contact, one)
    turn.redraw(
        card, filed=filed, left=[[one.owed.id, one.sameness] for one in found if one not in same]
    )
    ask_next(turn, contact)
    return word("toast.submitted_all", count=len(filed))


PRESSED: Mapping[Verb, Pressed] = {
    Verb.SAME: _same,
    Verb.UNCHANGED: _unchanged,
    Verb.ALL_SAME: _all_same,
    Verb.FILE_SAME: _file_same,
}
