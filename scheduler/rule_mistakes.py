"""What is wrong with a rule of the office, so that it would never or not always fall due. Pure."""

from collections.abc import Iterator
from itertools import compress

from db.vocabulary import DayKind, Frequency, Rule, Shift
from scheduler.cadence import ANCHORED, MONTHS

#: How many days of a kind a month has at the most; and a week.
_IN_A_MONTH = {DayKind.DAY: 31, DayKind.WORKDAY: 23, DayKind.WEEKDAY: 5}
_IN_A_WEEK = {DayKind.WORKDAY: 7, DayKind.WEEKDAY: 1}
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WEEKDAYS, _MOST_WORKDAYS, _EARLIEST = 7, 250, 90


def mistakes_of(rule: Rule) -> list[tuple[str, str]]:
    """Return a rule's mistakes, each as the field's name and a code.

    The codes: ``kind_of_week``, ``number_range``, ``day_absent`` (some month has no such day, and
    the rule does not shift), ``weekday_range``, ``month_range``, ``anchor_missing``,
    ``times_range``, ``shift_by_range``, ``opens_range``.
    """
    found = [
        ("kind", "kind_of_week"),
        ("number", "number_range"),
        ("number", "day_absent"),
        ("weekday", "weekday_range"),
        ("month", "month_range"),
        ("anchor", "anchor_missing"),
        ("times", "times_range"),
        ("shift_by", "shift_by_range"),
        ("opens_days_before", "opens_range"),
    ]
    return list(compress(found, _wrongs(rule)))


def _wrongs(rule: Rule) -> Iterator[bool]:
    """Tell of each mistake, in their order, whether it is there."""
    anchored = rule.frequency in ANCHORED
    of_days = rule.kind is DayKind.DAY
    in_range = _has_number(rule)
    yield rule.frequency is Frequency.WEEKLY and of_days
    yield not in_range
    yield in_range and of_days and rule.shift is Shift.NONE and rule.number > _shortest(rule)
    yield not anchored and rule.kind is DayKind.WEEKDAY and not _is_weekday(rule.weekday)
    yield not _has_month(rule)
    yield anchored and rule.anchor is None
    yield rule.times is not None and rule.times < 1
    yield rule.shift_by < 1
    yield not 0 <= rule.opens_days_before <= _EARLIEST


def _has_number(rule: Rule) -> bool:
    match rule.frequency:
        case Frequency.ONCE:
            return True
        case Frequency.WORKDAYS:
            return 1 <= rule.number <= _MOST_WORKDAYS
        case Frequency.WEEKLY:
            return 1 <= abs(rule.number) <= _IN_A_WEEK.get(rule.kind, _WEEKDAYS)
    return 1 <= abs(rule.number) <= _IN_A_MONTH[rule.kind]


def _is_weekday(weekday: int | None) -> bool:
    return weekday is not None and 1 <= weekday <= _WEEKDAYS


def _has_month(rule: Rule) -> bool:
    length = MONTHS.get(rule.frequency)
    return rule.month is None or (length is not None and 1 <= rule.month <= length + 1)


def _shortest(rule: Rule) -> int:
    """Return how many days the shortest month has in which a rule falls due; 31 for no months."""
    length = MONTHS.get(rule.frequency)
    if length is None or not _has_month(rule):
        return _IN_A_MONTH[DayKind.DAY]
    return min(_MONTH_LENGTHS[((rule.month or length) - 1) % length :: length])
