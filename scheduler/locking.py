"""Until when a unit may correct a report, and by when it corrects one that was returned.

A report is locked once its period is over, though never before its unit had some workdays; then
only the office opens it again, by returning it.
"""

import re
from datetime import date, datetime, time

from db import reviews
from db.engine import Session
from scheduler.hours import Hours
from scheduler.office import Office
from scheduler.workdays import DAY, workdays_after

_MONTHS = re.compile(r"(?P<year>\d{4})(?:-(?:(?P<month>\d{2})|Q(?P<quarter>\d)|H(?P<half>\d)))?")
_WEEK = re.compile(r"(?P<year>\d{4})-W(?P<week>\d{2})")


def last_day(period: str, due_on: date) -> date:
    """Return the last day of a period by its name: 2024-06, 2024-Q2, 2024-H1, 2024, 2024-W23.

    One that is named for a single day lasts until the day after its due day. A rank behind the
    name (2024-06#2) changes nothing.
    """
    name = period.partition("#")[0]
    if found := _WEEK.fullmatch(name):
        return date.fromisocalendar(int(found["year"]), int(found["week"]), 7)
    if (found := _MONTHS.fullmatch(name)) is None:
        return due_on + DAY
    ends = {"month": 1, "quarter": 3, "half": 6}
    month = next((int(found[part]) * length for part, length in ends.items() if found[part]), 12)
    return date(int(found["year"]) + month // 12, month % 12 + 1, 1) - DAY


def locks_at(
    period: str, due_at: datetime, filed_at: datetime, hours: Hours, workdays: int
) -> datetime:
    """Return when a report can be corrected no more.

    Args:
        period: its period's name.
        due_at: when it fell due, as it is now.
        filed_at: when it was first filed: one that came late is not locked at once.
        hours: the office's.
        workdays: how many there are to correct it after the later of both.
    """
    over = hours.at(last_day(period, hours.day_of(due_at)) + DAY, time())
    since = max(due_at, filed_at).astimezone(hours.zone)
    least = workdays_after(since.date(), workdays, hours.works)
    return max(over, datetime.combine(least, since.timetz()))


def fresh_due(
    due_at: datetime, now: datetime, hours: Hours, workdays: int, cutoff: time
) -> datetime:
    """Return by when a report that is returned now is to be corrected: some workdays from now.

    One that falls due later anyway keeps its time.
    """
    day = workdays_after(hours.day_of(now), workdays, hours.works)
    return max(due_at, hours.at(day, cutoff))


def lock_what_is_over(session: Session, office: Office, now: datetime) -> int:
    """Lock what was reported for periods that are over by now; return how many that are."""
    over = [
        one.id
        for one in reviews.unlocked(session, now)
        if locks_at(one.period, one.due_at, one.filed_at, office.hours, office.lock_workdays) <= now
    ]
    reviews.lock(session, over, now)
    return len(over)
