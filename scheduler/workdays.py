"""Tells workdays from days off, as the State Council arranges them each year.

A year that has not been announced yet falls back to Monday to Friday and is said to be provisional.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import chinese_calendar

DAY = timedelta(days=1)
SATURDAY = 5

Workday = Callable[[date], bool]


def is_workday(day: date) -> bool:
    """Tell whether offices work on ``day``, make-up Saturdays and Sundays included."""
    announced = _announced(day.year)
    return day in announced if announced is not None else day.weekday() < SATURDAY


def is_provisional(year: int) -> bool:
    """Tell whether the year's holidays are not known, so that only weekends are days off."""
    return _announced(year) is None


def workdays_after(day: date, count: int, workday: Workday = is_workday) -> date:
    """Return the ``count``-th workday after ``day``, before it where ``count`` is negative.

    Zero is the day itself, whether offices work on it or not.
    """
    step = DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not workday(day):
            day += step
    return day


def workdays_between(start: date, end: date, workday: Workday = is_workday) -> int:
    """Count the workdays after ``start`` up to and with ``end``; none for an earlier end."""
    return sum(workday(start + DAY * n) for n in range(1, (end - start).days + 1))


@cache
def _announced(year: int) -> frozenset[date] | None:
    try:
        days = chinese_calendar.get_workdays(date(year, 1, 1), date(year, 12, 31))
    except NotImplementedError:
        return None
    return frozenset(days)
