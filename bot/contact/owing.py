"""What a contact may report on now, and the form that they are at."""

from collections.abc import Sequence
from datetime import timedelta

from bot.turn import Turn
from db import ledger, reports
from db.ledger import Owed
from db.tables import Contact, Form

#: How long a form stays the one that a text without reference is for.
IN_HAND = timedelta(days=3)


def owed_by(turn: Turn, contact: Contact, obligation_id: int) -> Owed | str:
    """Return an obligation on which a contact may report.

    Where they may not, why: ``closed`` or ``not_yours``.
    """
    found = ledger.owed_and_theirs(turn.session, contact.id, obligation_id, turn.now)
    if found is None or found[0].withdrawn:
        return "closed"
    owed, theirs = found
    return owed if theirs else "not_yours"


def form_in_hand(turn: Turn, contact: Contact, listed: Sequence[Owed] = ()) -> Form | None:
    """Return the form that a contact touched last of those that they may still fill.

    What is ``listed`` as theirs is not asked for again.
    """
    known = {one.id: one for one in listed}
    for form in reports.open_forms(turn.session, contact.id):
        if form.touched_at <= turn.now - IN_HAND:
            return None
        its = form.obligation_id
        owed = known.get(its) or owed_by(turn, contact, its)
        if not isinstance(owed, str) and not owed.locked:
            return form
    return None
