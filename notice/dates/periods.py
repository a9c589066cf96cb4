"""Named days and periods (2024年6月30日, 6月底, 三季度, 上半年, 年内) and the last day of each.

They are read in a text without blanks; whether one is a deadline is not decided here.
"""

import re
from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto

from notice.dates.period_words import ENDS, FINER, PERIOD, SPANS, TO
from notice.numerals import parse_number


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a period without a year leans on: the notice's year and its day of issue."""

    year: int | None
    issued: date | None

    @property
    def base(self) -> int | None:
        """The year meant where none is named."""
        return self.year or (self.issued.year if self.issued else None)

    def is_past(self, day: date) -> bool:
        """Tell whether a day was over when the notice came out."""
        if self.issued:
            return day < self.issued
        return self.year is not None and day.year < self.year


class Grain(Enum):
    """How sharply the words of a period name its last day."""

    DAY = auto()  # 6月30日
    END = auto()  # 6月底, 年内
    WHOLE = auto()  # 6月, 三季度
    YEAR = auto()  # 2025年


@dataclass(frozen=True, slots=True)
class Period:
    """A day or period that a text names.

    Attributes:
        start: where its words begin.
        end: where they end.
        day: its last day, or None where that cannot be told.
        grain: how sharply the words name that day.
        doubt: a code where the day is missing or over, else "".
        is_dated: its own words name the year.
        is_span: two ends are named (3月至10月).
    """

    start: int
    end: int
    day: date | None
    grain: Grain
    doubt: str
    is_dated: bool
    is_span: bool


NO_YEAR, NO_MONTH, NO_SUCH_DAY, PAST = "no-year", "no-month", "no-such-day", "past-day"


def periods_of(text: str, anchor: Anchor) -> list[Period]:
    """Find the days and periods that a text without blanks names, in order; a span is one."""
    periods: list[Period] = []
    named: int | None = None  # the year named before in the sentence: 2025年6月底前…，9月底前…
    after = 0
    for match in PERIOD.finditer(text):
        if not match[0]:
            continue
        between = text[after : match.start()]
        named = None if "。" in between else named
        period = _read(match, anchor, named)
        if periods and periods[-1].end == after and _TO.fullmatch(between):
            period = _joined(periods.pop(), period, anchor)
        periods.append(period)
        if period.day and period.is_dated and not period.doubt and period.grain is not Grain.YEAR:
            named = period.day.year
        after = match.end()
    return periods


_TO = re.compile(TO)
_FIRST_YEAR, _LAST_YEAR, _DECEMBER = 1900, 2100, 12
_CENTURY = {2: "20", 4: ""}  # by how many digits are written: 24年6月
_HAN_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_YEARS_ON = {"明": 1, "次": 1, "翌": 1, "来": 1, "去": -1, "上": -1}
_IN_CONTEXT = "当次翌"  # reckoned from the year named before, where there is one
# The last day of each; 下旬 and 中下旬 end the month.
_PARTS = {"初": 10, "上旬": 10, "中": 20, "中旬": 20, "上中旬": 20, "中上旬": 20}
# "Before" a feast is until its eve; New Year's Eve ends the year.
_EVES = {
    "元旦": (12, 31),
    "五一": (4, 30),
    "劳动节": (4, 30),
    "七一": (6, 30),
    "建党节": (6, 30),
    "八一": (7, 31),
    "建军节": (7, 31),
    "教师节": (9, 9),
    "国庆": (9, 30),
    "十一": (9, 30),
}


def _read(match: re.Match[str], anchor: Anchor, named: int | None) -> Period:
    year, doubt = _year(match, anchor, named), NO_YEAR
    month, of_month = _month_and_day(match)
    if match["near"] or match["bare_month"]:
        year, month = _near_month(match, anchor)
        doubt = NO_MONTH
    day = _day_of(year, month, of_month) if year else None
    if year:
        doubt = NO_SUCH_DAY if day is None else PAST if anchor.is_past(day) else ""
    return Period(
        start=match.start(),
        end=match.end(),
        day=day,
        grain=_grain(match),
        doubt=doubt,
        is_dated=any(match[name] for name in ("year", "relative", "iso", "compact", "plan")),
        is_span=any(match[name] for name in SPANS),
    )


def _year(match: re.Match[str], anchor: Anchor, named: int | None) -> int | None:
    """Return the year that a period's words name, else the one meant."""
    if match["plan"]:
        return 2005 + 5 * _number(match["plan"])  # 十四五 ends in 2025
    written = match["year"] or match["iso"] or (match["compact"] or "")[:4]
    relative, is_new_year = match["relative"] or "", match["feast"] == "元旦"
    if written:
        year = int(_CENTURY[len(written)] + written.translate(_HAN_DIGITS)) - is_new_year
    elif is_new_year and not relative and anchor.issued:
        return anchor.issued.year  # the next one to come
    else:
        is_in_context = named and (not relative or relative in _IN_CONTEXT)
        base = named if is_in_context else anchor.base
        if base is None:
            return None
        year = base + _YEARS_ON.get(relative, 0)
    since, month = match["since_month"], match["month"]
    return year + (bool(since and month) and _number(since) > _number(month))  # 11月至3月


def _month_and_day(match: re.Match[str]) -> tuple[int, int | None]:
    """Return the month a period ends in and the day in it, None for its last."""
    if match["compact"]:
        return int(match["compact"][4:6]), int(match["compact"][6:])
    if match["feast"]:
        return _EVES[match["feast"]]
    if match["quarter"]:
        return 3 * _number(match["quarter"]), None
    if match["half"] or match["middle"]:
        return (12 if match["half"] == "下" else 6), None
    month = match["month"] or match["iso_until"] or match["iso_month"]
    day = match["day"] or match["iso_day"]
    of_month = _number(day) if day else _PARTS.get(match["month_part"] or "")
    return (_number(month) if month else 12), of_month


def _near_month(match: re.Match[str], anchor: Anchor) -> tuple[int | None, int]:
    """Return the year and month of 本月, 下月 or 月底, reckoned from the day of issue."""
    if anchor.issued is None:
        return None, 1
    months = anchor.issued.month - 1 + (match["near"] == "下")
    return anchor.issued.year + months // 12, months % 12 + 1


def _number(written: str) -> int:
    return int(parse_number(written) or 0)


def _day_of(year: int, month: int, day: int | None) -> date | None:
    """Return a day, the month's last where none is given; None where there is no such day."""
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= _DECEMBER):
        return None
    with suppress(ValueError):
        return date(year, month, monthrange(year, month)[1] if day is None else day)
    return None


def _grain(match: re.Match[str]) -> Grain:
    if match["day"] or match["iso_day"] or match["compact"] or match["feast"]:
        return Grain.DAY
    if any(match[name] for name in ENDS):
        return Grain.END
    return Grain.WHOLE if any(match[name] for name in FINER) else Grain.YEAR


def _joined(first: Period, last: Period, anchor: Anchor) -> Period:
    """Return the span of two periods; one that runs backwards ends in the next year."""
    day, doubt = last.day, last.doubt
    if day and first.day and day < first.day and not last.is_dated:
        is_month_end = day.day == monthrange(day.year, day.month)[1]
        day = _day_of(day.year + 1, day.month, None if is_month_end else day.day)
        doubt = NO_SUCH_DAY if day is None else PAST if anchor.is_past(day) else ""
    return replace(last, start=first.start, day=day, doubt=doubt, is_span=True)
