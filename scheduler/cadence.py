"""When reports fall due: the office's rules become a series of periods. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import count, takewhile
from zoneinfo import ZoneInfo

from db.vocabulary import DayKind, Frequency, Rule, Shift
from scheduler.workdays import DAY, Workday, workdays_after

#: Months in a period, for the frequencies that have months.
MONTHS = {
    Frequency.MONTHLY: 1,
    Frequency.QUARTERLY: 3,
    Frequency.HALF_YEARLY: 6,
    Frequency.YEARLY: 12,
}
#: The frequencies that hang on a day of their own.
ANCHORED = frozenset({Frequency.ONCE, Frequency.WORKDAYS})
#: Which report stays where several fall due on one day: the first of these.
_PRECEDENCE = (
    Frequency.ONCE,
    Frequency.YEARLY,
    Frequency.HALF_YEARLY,
    Frequency.QUARTERLY,
    Frequency.MONTHLY,
    Frequency.WEEKLY,
    Frequency.WORKDAYS,
)
_WEEK, _YEAR = 7, 12


@dataclass(frozen=True, slots=True)
class Period:
    """One time to report.

    Attributes:
        name: "2024-W23", "2024-06", "2024-Q2", "2024-H1", "2024"; "2024-02-03" for once,
            "2024-06-03+01" for the first one after an event; "2024-06#2" by a second rule.
        nominal: the day by the rule, before any shift.
        opens_at: from when reports are taken, aware.
        due_at: until when, aware.
    """

    name: str
    nominal: date
    opens_at: datetime
    due_at: datetime


def periods(
    rules: Sequence[Rule], first: date, last: date, zone: ZoneInfo, workday: Workday
) -> list[Period]:
    """Return the periods of a plan that runs from ``first`` to ``last``, in order of ``due_at``.

    A period is the plan's if its nominal day is, or its own last day where that comes sooner: the
    report on December that falls due in January. Nobody reports twice on one day: what a holiday
    would have fall due no later than the rule's former period is left out, and of several rules'
    periods due on one day the one of the longest frequency stays. What is left out does not
    depend on ``last``.

    Args:
        rules: without mistakes; of rules of one frequency the later ones' names get their rank.
        first: the plan's first day.
        last: its last day.
        zone: of the office.
        workday: tells the days on which it works.
    """

    def due_while(is_in: Callable[[_Due], bool]) -> list[_Due]:
        return [
            one
            for rule, rank in zip(rules, _ranks(rules), strict=True)
            for one in takewhile(is_in, _dues(rule, rank, first, workday))
        ]

    owed = due_while(lambda one: one.counts_on <= last)
    end = max((one.day for one in owed), default=date.min)
    by_day: dict[date, _Due] = {}
    # Those past the plan's end that fall due before its last report take their days all the same.
    for one in due_while(lambda one: one.day <= end):
        if one.day not in by_day or one.precedence < by_day[one.day].precedence:
            by_day[one.day] = one
    return [by_day[day].period(zone) for day in sorted(by_day) if by_day[day].counts_on <= last]


def shifted(day: date, rule: Rule, workday: Workday) -> date:
    """Return the workday that a due day moves to by a rule; the day itself where it is one."""
    if rule.shift is Shift.NONE or workday(day):
        return day
    return workdays_after(day, rule.shift_by if rule.shift is Shift.AFTER else -1, workday)


@dataclass(frozen=True, slots=True)
class _Named:
    """A period by one rule: its name, its nominal day and its own last day."""

    name: str
    nominal: date
    ends: date


@dataclass(frozen=True, slots=True)
class _Due:
    """A period with its due day, and the day by which it counts as a plan's."""

    name: str
    nominal: date
    counts_on: date
    day: date
    rule: Rule
    precedence: tuple[int, int]

    def period(self, zone: ZoneInfo) -> Period:
        """Return it as the world sees it."""
        opens = self.day - DAY * self.rule.opens_days_before
        return Period(
            self.name,
            self.nominal,
            datetime.combine(opens, time(), zone),
            datetime.combine(self.day, self.rule.cutoff, zone),
        )


def _ranks(rules: Sequence[Rule]) -> list[int]:
    """Return each rule's rank, from 1, among those whose periods would have the same names."""
    kinds = [
        (each.frequency, each.anchor if each.frequency in ANCHORED else None) for each in rules
    ]
    return [kinds[: place + 1].count(kind) for place, kind in enumerate(kinds)]


def _dues(rule: Rule, rank: int, first: date, workday: Workday) -> Iterator[_Due]:
    """Yield a rule's periods from ``first`` on, their due days increasing."""
    before = date.min
    suffix = f"#{rank}" if rank > 1 else ""
    precedence = (_PRECEDENCE.index(rule.frequency), rank)
    for one in _named(rule, first, workday):
        day = shifted(one.nominal, rule, workday)
        counts_on = min(one.nominal, one.ends)
        if counts_on >= first and day > before:
            before = day
            yield _Due(one.name + suffix, one.nominal, counts_on, day, rule, precedence)


def _named(rule: Rule, first: date, workday: Workday) -> Iterator[_Named]:
    """Yield a rule's periods, from one that does not end after ``first``; many without end."""
    match rule.frequency:
        case Frequency.ONCE:
            if rule.anchor is not None:
                yield _Named(f"{rule.anchor}", rule.anchor, rule.anchor)
        case Frequency.WORKDAYS:
            yield from _after_event(rule, workday)
        case Frequency.WEEKLY:
            yield from _weeks(rule, first, workday)
        case _:
            yield from _months(rule, first, workday)


def _after_event(rule: Rule, workday: Workday) -> Iterator[_Named]:
    if (day := rule.anchor) is None:
        return
    for number in count(1) if rule.times is None else range(1, rule.times + 1):
        day = workdays_after(day, rule.number, workday)
        yield _Named(f"{rule.anchor}+{number:02}", day, day)


def _weeks(rule: Rule, first: date, workday: Workday) -> Iterator[_Named]:
    monday = first - DAY * first.weekday()
    while True:
        year, week, _ = monday.isocalendar()
        days = [monday + DAY * n for n in range(_WEEK)]
        yield _Named(f"{year}-W{week:02}", _chosen(rule, days, workday), days[-1])
        monday += DAY * _WEEK


def _months(rule: Rule, first: date, workday: Workday) -> Iterator[_Named]:
    length = MONTHS[rule.frequency]
    begins = _month_number(first) // length * length
    while True:
        due = _days_of(begins + (rule.month or length) - 1)
        ends = _first_of(begins + length) - DAY
        yield _Named(_name(begins, length), _chosen(rule, due, workday), ends)
        begins += length


def _chosen(rule: Rule, days: list[date], workday: Workday) -> date:
    """Return the rule's n-th day of its kind; the nearest there is where there are not so many."""
    match rule.kind:
        case DayKind.WORKDAY:
            its = [day for day in days if workday(day)]
        case DayKind.WEEKDAY:
            its = [day for day in days if day.isoweekday() == rule.weekday]
        case DayKind.DAY:
            its = days
    place = rule.number - 1 if rule.number > 0 else len(its) + rule.number
    return its[min(max(place, 0), len(its) - 1)] if its else days[0]


def _name(begins: int, length: int) -> str:
    year, month = divmod(begins, _YEAR)
    letter = {3: "Q", 6: "H"}.get(length)
    if letter:
        return f"{year}-{letter}{month // length + 1}"
    return f"{year}" if length == _YEAR else f"{year}-{month + 1:02}"


def _month_number(day: date) -> int:
    return day.year * _YEAR + day.month - 1


def _first_of(month_number: int) -> date:
    year, month = divmod(month_number, _YEAR)
    return date(year, month + 1, 1)


def _days_of(month_number: int) -> list[date]:
    first, after = _first_of(month_number), _first_of(month_number + 1)
    return [first + DAY * n for n in range((after - first).days)]
