"""Which day of a month, or of a week, is meant: 25日, 底, 第3个工作日, 最后一个周五. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from db.vocabulary import DayKind

_WEEKDAYS = "1234567"
_NTH = re.compile(
    r"(?:第(?P<nth>\d{1,2})个?|首个|(?P<last>最后)1?个?|倒数第(?P<back>\d{1,2})个?)"
).pattern
_AMONG = re.compile(r"前(?P<among>\d{1,2})个工作日[之以]?内?").pattern
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)(?P<weekday>[1-7](?!\d)|[日天])").pattern
#: A day of a month; the unit of its end is a group, so that 每年月底 can be refused.
OF_MONTH = re.compile(
    r"的?(?:(?P<day>\d{1,2})[日号]|(?P<unit>[月季年]?)度?[底末]|最后1?[天日]"
    rf"|倒数第(?P<day_back>\d{{1,2}})[天日]|{_NTH}(?:(?P<workday>工作日)|{_WEEKDAY})|{_AMONG})"
).pattern
#: A day of a week.
OF_WEEK = re.compile(
    rf"的?(?:(?P<weekday>[1-7](?!\d)|[日天])|{_NTH}(?P<workday>工作日)|{_AMONG})"
).pattern


@dataclass(frozen=True, slots=True)
class Day:
    """The n-th day of its kind, as a rule has it."""

    kind: DayKind = DayKind.DAY
    number: int = -1
    weekday: int | None = None


def day_of(found: Mapping[str, str | None]) -> Day | None:
    """Return the day that a match of ``OF_MONTH`` names, or of ``OF_WEEK``; None for the 0th."""
    if day := found.get("day"):
        return _day(DayKind.DAY, int(day))
    if back := found.get("day_back"):
        return _day(DayKind.DAY, -int(back))
    if among := found["among"]:
        return _day(DayKind.WORKDAY, int(among))
    if found["workday"]:
        return _day(DayKind.WORKDAY, _nth(found))
    if weekday := found["weekday"]:
        return _day(DayKind.WEEKDAY, _nth(found), weekday_of(weekday))
    return Day()


def weekday_of(sign: str) -> int:
    """Return the number of a weekday, 1 for Monday, by the sign behind 周."""
    return int(sign) if sign in _WEEKDAYS else len(_WEEKDAYS)


def _nth(found: Mapping[str, str | None]) -> int:
    """Return which one; 周五 alone is a week's only one."""
    if found["last"]:
        return -1
    return -int(found["back"]) if found["back"] else int(found["nth"] or 1)


def _day(kind: DayKind, number: int, weekday: int | None = None) -> Day | None:
    return Day(kind, number, weekday) if number else None
