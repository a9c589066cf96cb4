"""What may be said beside when: time of day, shift, opening, whose period. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time

from db.vocabulary import Frequency, Rule, Shift
from scheduler.cadence import MONTHS

#: A part's rule, or the code of what is wrong with it. It gets the match, the rule so far, what
#: 下班前 means, and today.
Read = Callable[[re.Match[str], Rule, time, date], Rule | str]


@dataclass(frozen=True, slots=True)
class Part:
    """Words that say one thing: what they are about, how they look and how they are read."""

    about: str
    pattern: re.Pattern[str]
    read: Read


BEFORE = re.compile(r"(?:[之以]?前)?(?:截止|为止)?").pattern
FILLER = re.compile(
    r"[ ,;。、()]|请|应|须|需|于|在|并|将|各单位|填报|提交|完成|1次"
    r"|的?(?:工作)?(?:进展情况|进展|进度|情况|数据)|上?报送?(?!送?[上本当周月季半年])"
)

_NOON, _DAY, _EARLY = 12, 24, 6
_AFTERNOON = {"下午", "傍晚", "晚上", "晚"}
_TIME = re.compile(
    r"(?:当[天日])?(?P<part>上午|早上|中午|下午|傍晚|晚上?)?"
    r"(?:(?P<closes>下班)时?"
    r"|(?P<hour>\d{1,2})(?:(?P<sign>[时点])(?:(?P<half>半)|(?P<minute>\d{1,2})分?|[整钟])?"
    rf"|:(?P<minutes>\d\d)(?!\d))|(?<=[上中]午)){BEFORE}"
)
_DAY_OFF = re.compile(r"(?:节假日|节日|假日|假期|休息日|双休日|公休日|非工作日|周末)").pattern
_HOLIDAY = re.compile(
    rf"(?:如果|如|若)?[遇逢]?到?(?:国家)?(?:法定)?{_DAY_OFF}(?:[、和或及]?{_DAY_OFF})?[的时则,]{{0,2}}"
).pattern
_EARLIER = re.compile(
    r"(?P<before>(?:提前|前移)(?:(?:[至到](?:节前|假前|前|上)的?(?:最后)?)?1个?工作日)?)(?![\d天个])"
).pattern
_LATER = re.compile(
    r"(?P<after>(?:自动|相应|依次|往后)?(?:顺延|后延|延后|推迟)"
    r"(?:(?:[至到](?:节后|假后|之后|后|下|次)?的?第?)?(?P<by>\d{1,2}|首)?个?工作日)?)(?![\d天个])"
).pattern
_UNMOVED = re.compile(r"(?P<none>不(?:作|做)?调整|不变|照常)").pattern
_SHIFT = re.compile(
    rf"节后第(?P<then>\d{{1,2}})个?工作日|(?:{_HOLIDAY})?{_LATER}|{_HOLIDAY}(?:{_EARLIER}|{_UNMOVED})|(?P<alone>不调整)"
)
_OPENS = re.compile(
    r"(?:可?提前(?P<count>\d{1,3})(?:(?P<weeks>周|个?星期)|[天日])|(?P<same>当[天日]))"
    r"(?:(?:可以?|开始|开放)(?:填报|报送|上报)?|填报)"
)
_WHOSE = re.compile(
    r"上?报送?(?:(?P<which>上1?个?|本|当)(?P<of>月|季|半年|年|周)度?|(?P<its>月|季|半年|年|周)度?报)"
)
_OF = {
    "周": Frequency.WEEKLY,
    "月": Frequency.MONTHLY,
    "季": Frequency.QUARTERLY,
    "半年": Frequency.HALF_YEARLY,
    "年": Frequency.YEARLY,
}


def _read_time(found: re.Match[str], rule: Rule, closes: time, _today: date) -> Rule | str:
    part = found["part"]
    if found["hour"] is None:
        return replace(rule, cutoff=time(_NOON) if part in {"上午", "中午"} else closes)
    hour = int(found["hour"])
    minute = 30 if found["half"] else int(found["minute"] or found["minutes"] or 0)
    if part is None and found["sign"] == "点" and 0 < hour <= _EARLY:
        return "which_half"
    return _at(rule, _in_day(hour, part), minute)


def _in_day(hour: int, part: str | None) -> int | None:
    """Return the hour of the day; None where that part of the day has no such hour."""
    if part in _AFTERNOON and 0 < hour <= _NOON:
        return hour + _NOON if hour < _NOON or part.startswith("晚") else hour
    if part == "中午":
        return {11: 11, 12: 12, 1: 13}.get(hour)
    wrong = (part in _AFTERNOON and not hour) or (part in {"上午", "早上"} and hour > _NOON)
    return None if wrong else hour


def _at(rule: Rule, hour: int | None, minute: int) -> Rule | str:
    if (hour, minute) == (_DAY, 0):
        return replace(rule, cutoff=time(23, 59))
    if hour is None or hour >= _DAY or minute >= 60:  # noqa: PLR2004 - minutes
        return "no_such_time"
    return replace(rule, cutoff=time(hour, minute))


def _read_shift(found: re.Match[str], rule: Rule, _closes: time, _today: date) -> Rule:
    if found["before"]:
        return replace(rule, shift=Shift.BEFORE, shift_by=1)
    if found["after"] or found["then"]:
        by = found["then"] or found["by"] or "1"
        return replace(rule, shift=Shift.AFTER, shift_by=int(by) if by.isdigit() else 1)
    return replace(rule, shift=Shift.NONE, shift_by=1)


def _read_opens(found: re.Match[str], rule: Rule, _closes: time, _today: date) -> Rule:
    days = int(found["count"] or 0) * (7 if found["weeks"] else 1)
    return replace(rule, opens_days_before=days)


def _read_whose(found: re.Match[str], rule: Rule, _closes: time, _today: date) -> Rule | str:
    """Put the report on the period before into the month after that period."""
    which = found["which"] or ""
    if _OF[found["of"] or found["its"]] is not rule.frequency:
        return "which_period"
    if not which.startswith("上"):
        return rule
    length = MONTHS.get(rule.frequency)
    if length is None or which + found["of"] == "上半年":  # January to June
        return "which_period"
    month = rule.month or length
    if rule.month == length + 1:
        return rule
    return replace(rule, month=length + 1) if month == 1 else "which_period"


OTHERS = (
    Part("opens", _OPENS, _read_opens),
    Part("shift", _SHIFT, _read_shift),
    Part("whose", _WHOSE, _read_whose),
    Part("cutoff", _TIME, _read_time),
)
