"""What the office is told by itself, once a day in work hours, with what to do about it."""

from datetime import datetime

from db import outbox
from db.engine import Session
from scheduler.hours import current_slot
from scheduler.office import Office
from scheduler.owed import AHEAD

#: From this month on, the next year's holidays are usually known.
ANNOUNCED_FROM = 11


def tell_of_calendar(session: Session, office: Office, now: datetime) -> int:
    """Tell the office that a year's holidays are not known yet, so that weekends stand for them.

    From November on the next year's; at any time that of what is planned already.
    """
    today, ahead = office.hours.day_of(now), office.hours.day_of(now + AHEAD)
    years = {ahead.year, today.year + (today.month >= ANNOUNCED_FROM)}
    missing = [one for one in sorted(years) if office.hours.calendar.is_provisional(one)]
    if office.chat is None or not missing or current_slot(office.hours, now) is None:
        return 0
    values = {"template": "calendar_notice", "values": {"year": missing[0]}}
    key = f"calendar:{missing[0]}:{today}"
    row = outbox.outbox_row(key, office.chat, "note", now, args=values, bulk=True)
    return int(outbox.put(session, row))
