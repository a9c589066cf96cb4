"""The days that a few words name: 12月31日至1月2日, 23日（周一）; month and year are filled in."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from notice.holidays.grammar import ENDS, WEEKDAY

DAY = timedelta(days=1)
#: The days of one festival, make-up days too, lie no further apart.
REACH = timedelta(weeks=3)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Span:
    """The days from ``first`` to ``last``; ``fits`` is False where a weekday beside is another."""

    first: date
    last: date
    fits: bool

    @property
    def days(self) -> list[date]:
        """Every day of it."""
        return [self.first + n * DAY for n in range((self.last - self.first).days + 1)]

    def is_close_to(self, year: int, near: date | None) -> bool:
        """Tell whether its days may belong to a year, and to a festival with a day ``near``."""
        around = date(year, 1, 1) - REACH <= self.first <= self.last <= date(year, 12, 31) + REACH
        middle = near or self.first
        return around and middle - REACH <= self.first and self.last <= middle + REACH


def span_of(words: str, year: int, near: date | None, before: date | None) -> Span | None:
    """Return the days that words name, or None where the calendar has no such days.

    A day without a year lies in the notice's, or close to the festival it belongs to; one without
    a month in that of the day before it. 12月31日至1月2日 ends in the notice's year.

    Args:
        words: what ``ENDS`` finds.
        year: the notice's.
        near: the first day off of the festival, where one is read.
        before: the last day that the sentence has named so far.
    """
    match = ENDS.fullmatch(words)
    if match is None:
        return None
    year_2, month_2, day_2, beside_2 = match.groups()[4:]
    year_1, month_1, day_1, beside_1 = match.groups()[:4] if match[3] else match.groups()[4:]
    start = int(month_1 or (before.month if before else 0)), int(day_1)
    end = int(month_2 or start[0]), int(day_2)
    past = start[0] > end[0]  # over New Year
    last_year = int(year_2 or (int(year_1) + past if year_1 else _year_of(end[0], year, near)))
    with suppress(ValueError):  # 2月30日
        first = date(int(year_1 or last_year - past), *start)
        last = date(last_year, *end)
        if first <= last:
            return Span(first, last, _fits(beside_1, first) and _fits(beside_2, last))
    return None


def is_weekend(day: date) -> bool:
    """Tell whether a day is a Saturday or a Sunday."""
    return day.weekday() >= SATURDAY


def weekend_beside(days: set[date]) -> set[date]:
    """Return the days of the weekends that days adjoin, without those among them."""
    beside = set(days)
    for _ in range(2):  # Saturday and Sunday
        beside |= {day + step for day in beside for step in (-DAY, DAY) if is_weekend(day + step)}
    return beside - days


def _year_of(month: int, year: int, near: date | None) -> int:
    """Return the year in which a month lies closest to a festival."""
    if near is None:
        return year
    years = (year - 1, year, year + 1)
    return min(years, key=lambda each: abs((each - near.year) * 12 + month - near.month))


def _fits(beside: str | None, day: date) -> bool:
    """Tell whether the weekday beside a day is its own; none, or several, tell nothing."""
    weekdays = WEEKDAY.findall(beside or "")
    return len(weekdays) != 1 or weekdays[0] in _WEEK[day.weekday()]


_WEEK = ("一", "二", "三", "四", "五", "六", "日天")
