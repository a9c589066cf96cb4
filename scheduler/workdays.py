"""Tells workdays from days off, as the State Council arranges them each year and the office adds.

A year that has not been announced yet falls back to Monday to Friday and is said to be provisional.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import chinese_calendar

DAY = timedelta(days=1)
SATURDAY = 5

Workday = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The office's calendar: its own entries, then imported notices, then the known years.

    Attributes:
        own: the office's own entries: whether it works on a day.
        named: the days that imported notices name, a few in the years beside theirs.
        imported: the years of those notices, whose other days go by their weekdays.
    """

    own: Mapping[date, bool] = field(default_factory=dict)
    named: Mapping[date, bool] = field(default_factory=dict)
    imported: frozenset[int] = frozenset()

    def works(self, day: date) -> bool:
        """Tell whether the office works on ``day``, make-up Saturdays and Sundays included."""
        for said in (self.own, self.named):
            if (works := said.get(day)) is not None:
                return works
        announced = None if day.year in self.imported else _announced(day.year)
        return day in announced if announced is not None else day.weekday() < SATURDAY

    def is_provisional(self, year: int) -> bool:
        """Tell whether the year's holidays are not known, so that only weekends are days off."""
        return year not in self.imported and _announced(year) is None


def workdays_after(day: date, count: int, workday: Workday) -> date:
    """Return the ``count``-th workday after ``day``, before it where ``count`` is negative.

    Zero is the day itself, whether offices work on it or not.
    """
    step = DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not workday(day):
            day += step
    return day


def workdays_between(start: date, end: date, workday: Workday) -> int:
    """Count the workdays after ``start`` up to and with ``end``; none for an earlier end."""
    return sum(workday(start + DAY * n) for n in range(1, (end - start).days + 1))


def festival(day: date) -> str | None:
    """Return the festival for which a day is off, e.g. ``tomb_sweeping_day``; None for another.

    A year that has not been announced yet has none.
    """
    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return None
    return chinese_calendar.Holiday(name).name if off and name else None


@cache
def _announced(year: int) -> frozenset[date] | None:
    try:
        days = chinese_calendar.get_workdays(date(year, 1, 1), date(year, 12, 31))
    except NotImplementedError:
        return None
    return frozenset(days)
