"""When reports are due, as it is said: each kind of cadence with its words. Pure."""

import re
from calendar import monthrange
from contextlib import suppress
from dataclasses import replace
from datetime import date, time

from db.vocabulary import DayKind, Frequency, Rule
from scheduler.cadence import MONTHS
from scheduler.saying.days import OF_MONTH, OF_WEEK, Day, day_of, weekday_of
from scheduler.saying.parts import BEFORE, Part

WHEN = "when"
_OF = {
    "月": Frequency.MONTHLY,
    "季": Frequency.QUARTERLY,
    "半年": Frequency.HALF_YEARLY,
    "年": Frequency.YEARLY,
}
_BY_LENGTH = {length: frequency for frequency, length in MONTHS.items()}
_YEAR, _LEAP = 12, 8
_LENGTHS = {month: monthrange(1900, month)[1] for month in range(1, 13)}
_UNIT = re.compile(r"(?P<of>月|季|半年|年)度?").pattern
_ENDED = re.compile(r"(?:结束|终了)").pattern
_ITS = rf"(?P<its>{OF_MONTH})"

_WEEKLY = re.compile(rf"每个?(?:周|星期|礼拜)(?P<its>{OF_WEEK})?{BEFORE}")
_MONTHLY = re.compile(
    rf"(?:每个?|逐){_UNIT}的?"
    r"(?:(?P<head>首月|末月|最后1?个?月)|第(?P<place>\d{1,2})个?月|(?P<month>\d{1,2})月份?)?"
    rf"{_ITS}?{BEFORE}"
)
_MONTH_AFTER = re.compile(
    rf"(?:(?:每个?)?{_UNIT}{_ENDED}后的?(?:首|次)月|(?:每个?月度?的?)?(?P<monthly>次月)"
    r"|(?:每季度?的?)?(?P<quarterly>次季度?首月)|(?:每年度?的?)?(?P<yearly>次年1月份?))"
    rf"{_ITS}{BEFORE}"
)
_DAYS_AFTER = re.compile(
    rf"(?P<every>每个?)?{_UNIT}(?P<ended>{_ENDED})?后的?(?P<count>\d{{1,2}})"
    r"(?:[天日]|个(?P<workday>工作日))[之以]?内"
)
_EACH = re.compile(r"(\d{1,2})月?份?(\d{1,2}[日号]|月?[底末])?前?")
_SPACED = re.compile(
    rf"(?:每年的?)?(?P<months>(?:{_EACH.pattern}[、和及,]){{1,11}})(?P<final>\d{{1,2}})月份?{_ITS}{BEFORE}"
)
_DATE = re.compile(
    r"(?:(?:(?P<year>20\d\d|今|本|明)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]"
    r"|(?P<iso>20\d\d)(?P<sign>[-/.])(?P<iso_month>\d{1,2})(?P=sign)(?P<iso_day>\d{1,2})(?!\d)日?)"
).pattern
_DAY = re.compile(rf"{_DATE}(?:\((?:周|星期)(?P<weekday>[1-6日天]) ?\))?{BEFORE}")
_END = re.compile(
    r"(?:(?:(?P<year>20\d\d|今|本|明)年)?(?P<month>\d{1,2})月份?月?|(?P<whole>20\d\d|今|本|明)?年年?度?)"
    rf"[底末]{BEFORE}"
)
_EVENT = re.compile(
    rf"[自从]?{_DATE}(?:之日)?(?:[之以]?后|起|开始),?"
    r"(?:每(?P<step>\d{1,3})个工作日(?:[,(]{0,2}共(?P<times>\d{1,3})次\)?)?"
    r"|(?P<within>\d{1,3})个工作日[之以]?内)"
)


def _rule(rule: Rule, frequency: Frequency, day: Day, month: int | None = None) -> Rule:
    """Return the rule with another when; a period's last month is None."""
    return replace(
        rule,
        frequency=frequency,
        kind=day.kind,
        number=day.number,
        weekday=day.weekday,
        month=None if month == MONTHS.get(frequency) else month,
        anchor=None,
        times=None,
    )


def _read_weekly(found: re.Match[str], rule: Rule, _closes: time, _today: date) -> Rule | str:
    if not found["its"]:
        return "no_day"
    day = day_of(found.groupdict())
    return _rule(rule, Frequency.WEEKLY, day) if day else "no_such_day"


def _read_monthly(found: re.Match[str], rule: Rule, _closes: time, _today: date) -> Rule | str:
    frequency = _OF[found["of"]]
    length, day = MONTHS[frequency], day_of(found.groupdict())
    month = _month_named(found, length)
    if day is None or month is None:
        return "no_such_day"
    if month and not found["its"]:
        return "no_day"
    from_start = length > 1 and not month and day.number > 0
    if from_start or (found["unit"] or "") not in {"", "月" if month else found["of"]}:
        return "which_month"
    return _rule(rule, frequency, day, month or None)


def _month_named(found: re.Match[str], length: int) -> int | None:
    """Return which month of its period is named, 0 for none; None where there is no such month."""
    if found["head"] and length > 1:
        return 1 if found["head"].startswith("首") else length
    named = found["month"] if length == _YEAR else found["place"] if length > 1 else None
    if any(found[name] for name in ("head", "place", "month")):
        return int(named) if named and 1 <= int(named) <= length else None
    return 0


def _read_month_after(found: re.Match[str], rule: Rule, _closes: time, _today: date) -> Rule | str:
    said = next((kind for kind in ("monthly", "quarterly", "yearly") if found[kind]), None)
    frequency = Frequency(said) if said else _OF[found["of"]]
    day = day_of(found.groupdict())
    if day is None or found["unit"] not in {None, "", "月"}:
        return "no_such_day"
    return _rule(rule, frequency, day, MONTHS[frequency] + 1)


def _read_days_after(found: re.Match[str], rule: Rule, _closes: time, _today: date) -> Rule | str:
    sure = {"年": found["ended"], "半年": found["ended"] or found["every"]}
    if not sure.get(found["of"], True):  # 半年后10日内: from when?
        return "no_cadence"
    count, frequency = int(found["count"]), _OF[found["of"]]
    kind = DayKind.WORKDAY if found["workday"] else DayKind.DAY
    return _rule(rule, frequency, Day(kind, count), MONTHS[frequency] + 1)


def _read_spaced(found: re.Match[str], rule: Rule, _closes: time, _today: date) -> Rule | str:
    """Read months that are as far from each other as quarters or halves are."""
    each = [*_EACH.findall(found["months"]), (found["final"], found["its"])]
    named = [(int(month), _day_words(its or found["its"])) for month, its in each]
    months, step = [month for month, _ in named], _YEAR // len(named)
    are_ends = all(words in {"底", f"{_LENGTHS.get(month)}日"} for month, words in named)
    day = Day() if are_ends else day_of(found.groupdict())
    is_even = step * len(months) == _YEAR and months == [*range(months[0], _YEAR + 1, step)]
    is_same = are_ends or len({words for _, words in named}) == 1
    if not (is_even and is_same and step in _BY_LENGTH and 1 <= months[0] <= step):
        return "several"
    if day is None or found["unit"] not in {None, "", "月"}:
        return "no_such_day"
    if months[0] == 1 < step:  # 1月10日、7月10日: on the half just begun, or on the one before?
        return "which_period"
    return _rule(rule, _BY_LENGTH[step], day, months[0])


def _day_words(said: str) -> str:
    return said.replace("号", "日").replace("末", "底").replace("月底", "底")


def _read_once(found: re.Match[str], rule: Rule, _closes: time, today: date) -> Rule | str:
    day = next((day for day in _dates(found, today) if day >= today or _year(found, today)), None)
    weekday = found["weekday"]
    if day is None or (weekday and weekday_of(weekday) != day.isoweekday()):
        return "no_such_day"
    return _once(rule, day)


def _read_end(found: re.Match[str], rule: Rule, _closes: time, today: date) -> Rule | str:
    whole, month = found["month"] is None, int(found["month"] or _YEAR)
    year = _named_year(found["whole"] if whole else found["year"], today)
    if not 1 <= month <= _YEAR:
        return "no_such_day"
    ends = [_last_day(one, month) for one in ([year] if year else [today.year, today.year + 1])]
    return _once(rule, next(day for day in ends if year or day >= today))


def _once(rule: Rule, day: date) -> Rule:
    return replace(_rule(rule, Frequency.ONCE, Day()), anchor=day)


def _read_event(found: re.Match[str], rule: Rule, _closes: time, today: date) -> Rule | str:
    """Read an event's day; without a year it is the nearest, as events may be past."""
    days = _dates(found, today)
    if not days:
        return "no_such_day"
    event = min(days, key=lambda day: abs(day - today))
    counted = _rule(rule, Frequency.WORKDAYS, Day(number=int(found["step"] or found["within"])))
    times = "1" if found["within"] else found["times"]
    return replace(counted, anchor=event, times=int(times) if times else None)


def _dates(found: re.Match[str], today: date) -> list[date]:
    """Return the days that a date may be: one, or where its year is not said one a year."""
    year = _year(found, today)
    years = [year] if year else range(today.year - 1, today.year + _LEAP + 1)
    month, day = int(found["iso_month"] or found["month"]), int(found["iso_day"] or found["day"])
    days = []
    for each in years:
        with suppress(ValueError):  # 2月30日, or 29日 in most years
            days.append(date(each, month, day))
    return days


def _year(found: re.Match[str], today: date) -> int | None:
    return _named_year(found["iso"] or found["year"], today)


def _named_year(said: str | None, today: date) -> int | None:
    if not said:
        return None
    return int(said) if said.isdigit() else today.year + (said == "明")


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


WHENS = tuple(
    Part(WHEN, pattern, read)
    for pattern, read in (
        (_EVENT, _read_event),
        (_SPACED, _read_spaced),
        (_DAYS_AFTER, _read_days_after),
        (_MONTH_AFTER, _read_month_after),
        (_MONTHLY, _read_monthly),
        (_WEEKLY, _read_weekly),
        (_DAY, _read_once),
        (_END, _read_end),
    )
)
