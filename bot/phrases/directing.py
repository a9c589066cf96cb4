"""Whom an instruction is for and by when: 请农业农村局抓紧，6月底前报县政府. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.spans import span_of
from notice.dates.dates import due_of
from notice.register.naming import Home, taken_apart


@dataclass(frozen=True, slots=True)
class Directed:
    """The unit, by its registered name, and the day that were named; None for what was not."""

    unit: str | None = None
    day: date | None = None

    def __bool__(self) -> bool:
        """Tell whether anything was named."""
        return self.unit is not None or self.day is not None


def directed(words: str, units: Mapping[str, Iterable[str]], home: Home, today: date) -> Directed:
    """Return the unit and the day that words name; where they name several units, none.

    Args:
        words: what was said.
        units: the names of the known units, each with its aliases.
        home: whose units they are.
        today: the office's day; a day without a year is the next such day.
    """
    plain = "".join(words.split())
    return Directed(_unit(plain, units, home), _day(plain, today))


def _unit(words: str, units: Mapping[str, Iterable[str]], home: Home) -> str | None:
    """Return the one unit that is named; a name within a longer one that is named counts not."""
    found = {unit: _named(words, (unit, *aliases), home) for unit, aliases in units.items()}
    longest = [
        unit
        for unit, name in found.items()
        if name and not any(name != other and name in other for other in found.values())
    ]
    return longest[0] if len(longest) == 1 else None


def _named(words: str, names: Iterable[str], home: Home) -> str:
    """Return the longest of its names, its place left out or not, that words hold; "" for none."""
    said = []
    for name in names:
        apart = taken_apart(name, home)
        short = name[name.find(apart.core) :] if apart.core in name else name
        said += [one for one in (name, short) if len(one) > 2 and one in words]  # noqa: PLR2004
    return max(said, key=len, default="")


#: A number like 2.5 that is no day: one is written 6.20前 or 6.20日.
_DECIMAL = re.compile(r"\d+[./]\d+(?!\d|[日号]|[之以]?前)")
#: Weekdays from Monday, 0; the last one has two names.
_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5}
_WEEKDAY = re.compile(r"(?<!每)(?P<which>下|本|这)?个?(?:周|星期)(?P<day>[一二三四五六日天])")


def _day(words: str, today: date) -> date | None:
    due = due_of(words, "", today.year, today)
    if due is not None and due.day is not None and not due.doubt:
        return due.day
    if (weekday := _WEEKDAY.search(words)) is not None:
        return _weekday(weekday, today)
    span = span_of(_DECIMAL.sub("", words), today)
    return span.first if span else None


def _weekday(found: re.Match[str], today: date) -> date:
    """Return the day of this week or the next; one that names no week is the next such day."""
    days = _DAYS.get(found["day"], 6) - today.weekday()
    later = found["which"] == "下" or (found["which"] is None and days <= 0)
    return today + timedelta(days=days + 7 if later else days)
