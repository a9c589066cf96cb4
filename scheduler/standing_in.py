"""The first day of an absence: whoever stands in is told again that from now on they do."""

from datetime import datetime

from db import absences, outbox
from db.engine import Session
from db.tables import Contact
from scheduler.hours import current_slot
from scheduler.office import Office

#: With the absence's id, the key of what is told of it.
KEY = "stand_in:"


def tell_substitutes(session: Session, office: Office, now: datetime) -> int:
    """Put a message in for each absence that has begun, in work hours, once; return how many.

    Where it was noted on its first day the substitute has just been told.
    """
    if current_slot(office.hours, now) is None:
        return 0
    told = 0
    for absence in absences.beginning(session, now, KEY):
        substitute = session.get(Contact, absence.substitute_id)
        if substitute is not None:
            key = f"{KEY}{absence.id}"
            row = outbox.outbox_row(
                key, substitute.chat_id, "stand_in", now, subject=absence.id, bulk=True
            )
            told += outbox.put(session, row)
    return told
