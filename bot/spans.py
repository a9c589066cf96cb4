"""Reads the days for which somebody is away: 5月1日至5月7日, 明天3天, 今天. Pure."""

import re
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from notice.numerals import parse_number

#: How long ago a day without a year may be before next year's is meant.
PAST = timedelta(days=180)
_NAMED = {"今天": 0, "明天": 1, "后天": 2}
_NUMERAL = re.compile(r"[一二三四五六七八九十两]+(?=[月日号天周个])")


def _day_named(which: str) -> str:
    """Return the pattern of a day; its parts are groups under a letter of its own."""
    return re.compile(
        rf"(?:(?:(?P<{which}y>\d{{4}})年)?(?P<{which}m>\d{{1,2}})(?:月|[./])(?P<{which}d>\d{{1,2}})[日号]?"
        rf"|(?P<{which}o>\d{{1,2}})[日号]|(?P<{which}n>今天|明天|后天))"
    ).pattern


_SPAN = re.compile(
    rf"(?:从|自)?{_day_named('f')}(?:开始|起)?[，,]?"
    rf"(?:(?:到|至|[-—－~～]+){_day_named('l')}(?:为止|止)?"
    r"|(?:请假|休假|休|请|共)?(?:(?P<days>\d{1,3})天|(?P<weeks>\d{1,2})(?:周|个?星期)))?"
)


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day named in a text, and what else it says."""

    first: date
    last: date
    rest: str


def span_of(text: str, today: date) -> Span | None:
    """Return the days that a text names; None where it names none, or none that there are."""
    plain = re.sub(r"\s+", "", _NUMERAL.sub(lambda found: str(parse_number(found[0])), text))
    found = _SPAN.search(plain)
    if found is None:
        return None
    first = _day(found, "f", today, today - PAST)
    last = _last(found, first) if first else None
    if first is None or last is None:
        return None
    return Span(first, last, plain[: found.start()] + plain[found.end() :])


def _last(found: re.Match[str], first: date) -> date | None:
    if found["days"] or found["weeks"]:
        length = int(found["days"] or 0) or int(found["weeks"] or 0) * 7
        return first + timedelta(days=length - 1) if length and first.year < MAXYEAR else None
    if any(found[f"l{part}"] for part in "mon"):
        return _day(found, "l", first, first)
    return first


def _day(found: re.Match[str], which: str, near: date, earliest: date) -> date | None:
    """Return a day; without a year or month the first such day that is not before ``earliest``."""
    if named := found[f"{which}n"]:
        return near + timedelta(days=_NAMED[named])
    try:
        if alone := found[f"{which}o"]:
            return near.replace(day=int(alone))
        month, day = int(found[f"{which}m"]), int(found[f"{which}d"])
        if year := found[f"{which}y"]:
            return date(int(year), month, day)
        this = date(near.year, month, day)
        return this if this >= earliest else this.replace(year=near.year + 1)
    except ValueError:  # 2月30日
        return None
