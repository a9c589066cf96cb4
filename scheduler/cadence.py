"""When reports fall due: a rule of the office becomes a series of periods. Pure."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from db.vocabulary import Frequency, Shift
from scheduler.workdays import DAY, Workday, is_workday

MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3}


@dataclass(frozen=True, slots=True)
class Rule:
    """A cadence's values.

    Attributes:
        frequency: how often.
        day: of the month (in a quarter: of its last month), past its end the last day; or of the
            week, 1 for Monday.
        cutoff: the time of the due day at which a report is late.
        shift: where a due day goes that is not a workday.
        opens_days_before: calendar days before the due day on which reports are first taken.
    """

    frequency: Frequency
    day: int
    cutoff: time
    shift: Shift
    opens_days_before: int


@dataclass(frozen=True, slots=True)
class Period:
    """One time to report: its name ("2024-06", "2024-Q2", "2024-W23") and its moments, aware."""

    name: str
    opens_at: datetime
    due_at: datetime


def periods(
    rule: Rule, first: date, last: date, zone: ZoneInfo, workday: Workday = is_workday
) -> Iterator[Period]:
    """Yield the periods whose day by the rule, before any shift, lies in ``first``..``last``.

    One that a long holiday would have fall due with the period before it is left out: nobody
    reports twice on one day.
    """
    before = date.min
    for name, nominal in _nominal(rule, first):
        if nominal > last:
            return
        due = shifted(nominal, rule.shift, workday)
        if nominal >= first and due > before:
            before = due
            opens = due - DAY * rule.opens_days_before
            yield Period(
                name,
                datetime.combine(opens, time(), zone),
                datetime.combine(due, rule.cutoff, zone),
            )


def shifted(day: date, shift: Shift, workday: Workday = is_workday) -> date:
    """Return the workday that a due day moves to; the day itself where it is one."""
    step = {Shift.BEFORE: -DAY, Shift.AFTER: DAY, Shift.NONE: timedelta()}[shift]
    while step and not workday(day):
        day += step
    return day


def _nominal(rule: Rule, first: date) -> Iterator[tuple[str, date]]:
    """Yield names and days by the rule from some day not after ``first``, without end."""
    if rule.frequency is Frequency.WEEKLY:
        day = first - DAY * (first.weekday() - rule.day + 1)
        while True:
            year, week, _ = day.isocalendar()
            yield f"{year}-W{week:02}", day
            day += 7 * DAY
    step = MONTHS[rule.frequency]
    count = first.year * 12 + (first.month - 1) // step * step + step - 1
    while True:
        year, month = divmod(count, 12)
        day = date(year, month + 1, min(rule.day, calendar.monthrange(year, month + 1)[1]))
        yield (f"{year}-{month + 1:02}" if step == 1 else f"{year}-Q{month // 3 + 1}"), day
        count += step
