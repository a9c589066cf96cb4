"""Extensions that the office leaves undecided: it is told again every workday, in one message."""

from datetime import datetime

from db import extensions, outbox
from db.engine import Session
from scheduler.acknowledging import one_workday_after
from scheduler.hours import current_slot
from scheduler.office import Office

#: The card, and the subject that stands for the office.
CARD, OFFICE = "undecided", 0


def tell_of_undecided(session: Session, office: Office, now: datetime) -> int:
    """Tell the office of extensions asked for a workday or more ago; while they wait, reminders do.

    What was a workday old by the first slot of the day counts; returns how many messages it makes.
    """
    if office.chat is None or current_slot(office.hours, now) is None:
        return 0
    today = office.hours.day_of(now)
    first = office.hours.at(today, office.hours.slots[0])
    waiting = [
        one.id
        for one in extensions.undecided(session)
        if one.asked_at is not None and one_workday_after(office.hours, one.asked_at) <= first
    ]
    if not waiting:
        return 0
    key, args = f"{CARD}:{today}", {"extensions": waiting}
    row = outbox.outbox_row(key, office.chat, CARD, now, subject=OFFICE, bulk=True, args=args)
    return int(outbox.put(session, row))
