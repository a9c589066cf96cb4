"""A cadence in words: 每月25日 17:30，遇休息日提前. What scheduler.saying reads back."""

from datetime import date

from db.vocabulary import DayKind, Frequency, Rule, Shift
from scheduler.cadence import MONTHS
from templates import clock, word

_MONTHS_OF_A_YEAR = MONTHS[Frequency.YEARLY]
#: How a month's day is said by its kind: from the start, the last one, from the end.
_DAYS = {
    DayKind.DAY: ("when.day", "when.last_day", "when.day_back"),
    DayKind.WORKDAY: ("when.workday", "when.last_workday", "when.workday_back"),
    DayKind.WEEKDAY: ("when.weekday", "when.last_weekday", "when.weekday_back"),
}
#: The words of a period's months, 0 for the month after it; None for any other.
_WHENS = {
    Frequency.MONTHLY: {0: "when.month_after", None: "when.monthly"},
    Frequency.QUARTERLY: {
        0: "when.quarter_after",
        1: "when.quarter_first",
        2: "when.quarter_second",
        None: "when.quarterly",
    },
    Frequency.HALF_YEARLY: {
        0: "when.half_after",
        1: "when.half_first",
        None: "when.half_yearly",
    },
    Frequency.YEARLY: {0: "when.year_after", None: "when.yearly"},
}


def rule_words(rule: Rule) -> str:
    """Return when reports fall due by a rule, whose workdays are workdays without a word."""
    due = word("when.due", when=_when(rule), at=clock(rule.cutoff))
    if rule.kind is DayKind.WORKDAY or rule.frequency is Frequency.WORKDAYS:
        return due
    return word("when.shifted", due=due, shift=_shift(rule))


def in_words(rule: Rule) -> str:
    """Return all that a rule says: 每月25日 17:30，遇休息日提前；提前10天开放填报."""
    return word("timetable.rule", rule=rule_words(rule), opens=opening_words(rule))


def opening_words(rule: Rule) -> str:
    """Return from when reports are taken: 提前10天开放."""
    days = rule.opens_days_before
    return word("when.opens", days=days) if days else word("when.opens_same_day")


def _when(rule: Rule) -> str:
    match rule.frequency:
        case Frequency.ONCE:
            return _date(rule.anchor)
        case Frequency.WORKDAYS:
            return _after_event(rule)
        case Frequency.WEEKLY if rule.kind is DayKind.WEEKDAY:
            return word("when.weekly", day=_weekday(rule))
        case Frequency.WEEKLY:
            return word("when.weekly", day=_day(rule))
    return _in_months(rule)


def _in_months(rule: Rule) -> str:
    length, keys = MONTHS[rule.frequency], _WHENS[rule.frequency]
    month = rule.month or length
    is_end = rule.kind is DayKind.DAY and rule.number == -1
    if rule.frequency is Frequency.QUARTERLY and month == length and is_end:
        return word("when.quarter_end")
    key = keys.get(0 if month > length else month) or keys[None]
    return word(key, day=_day(rule), month=month, other=month + _MONTHS_OF_A_YEAR // 2)


def _after_event(rule: Rule) -> str:
    event = {"date": _date(rule.anchor), "count": rule.number}
    if rule.times is None:
        return word("when.workdays", **event)
    if rule.times == 1:
        return word("when.workdays_once", **event)
    return word("when.workdays_times", **event, times=rule.times)


def _day(rule: Rule) -> str:
    from_start, last, from_end = _DAYS[rule.kind]
    key = from_start if rule.number > 0 else last if rule.number == -1 else from_end
    weekday = _weekday(rule) if rule.kind is DayKind.WEEKDAY else ""
    return word(key, number=abs(rule.number), weekday=weekday)


def _weekday(rule: Rule) -> str:
    return word("calendar.weekdays")[(rule.weekday or 1) - 1]


def _date(day: date | None) -> str:
    return word("calendar.date", year=day.year, month=day.month, day=day.day) if day else ""


def _shift(rule: Rule) -> str:
    match rule.shift:
        case Shift.BEFORE:
            return word("when.before")
        case Shift.NONE:
            return word("when.unmoved")
    return word("when.after" if rule.shift_by == 1 else "when.after_by", by=rule.shift_by)
