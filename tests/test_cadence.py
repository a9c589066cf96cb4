"""Due days of every frequency over three years of real holidays."""

from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise, permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import DayKind, Frequency, Rule, Shift
from scheduler.cadence import Period, periods, shifted
from scheduler.rule_mistakes import mistakes_of
from scheduler.workdays import Calendar
from tests.ledger_cast import ZONE, at

CALENDAR = Calendar()
DAY, WORKDAY, WEEKDAY = DayKind.DAY, DayKind.WORKDAY, DayKind.WEEKDAY
BEFORE, AFTER, NONE = Shift.BEFORE, Shift.AFTER, Shift.NONE
WEEKLY, MONTHLY, QUARTERLY = Frequency.WEEKLY, Frequency.MONTHLY, Frequency.QUARTERLY
HALF, YEARLY, ONCE, WORKDAYS = (
    Frequency.HALF_YEARLY,
    Frequency.YEARLY,
    Frequency.ONCE,
    Frequency.WORKDAYS,
)
DEFAULT = Rule(MONTHLY, DAY, 25)
MONDAYS, TUESDAYS, FRIDAYS = (Rule(WEEKLY, WEEKDAY, 1, weekday) for weekday in (1, 2, 5))
LAST_WORKDAY = Rule(MONTHLY, WORKDAY, -1)
QUARTER_END, YEAR_END = Rule(QUARTERLY), Rule(YEARLY)


def in_days(rules: Rule | list[Rule], first: str, last: str) -> list[Period]:
    several = [rules] if isinstance(rules, Rule) else rules
    return periods(
        several, date.fromisoformat(first), date.fromisoformat(last), ZONE, CALENDAR.works
    )


def due_days(rules: Rule | list[Rule], first: str, last: str) -> dict[str, str]:
    return {one.name: f"{one.due_at:%m-%d}" for one in in_days(rules, first, last)}


def days_in(year: int, rules: Rule | list[Rule]) -> str:
    return " ".join(due_days(rules, f"{year}-01-01", f"{year}-12-31").values())


def once(day: str, shift: Shift = BEFORE) -> Rule:
    return Rule(ONCE, anchor=date.fromisoformat(day), shift=shift)


def after_event(day: str, count: int, times: int | None = None) -> Rule:
    return Rule(WORKDAYS, number=count, anchor=date.fromisoformat(day), times=times)


@pytest.mark.parametrize(
    ("rule", "year", "days"),
    [
        pytest.param(rule, year, days, id=f"{name} {year}")
        for name, rule, table in (
            (
                "25th",
                DEFAULT,
                {
                    2024: "01-25 02-23 03-25 04-25 05-24 06-25 07-25 08-23 09-25 10-25 11-25 12-25",
                    2025: "01-24 02-25 03-25 04-25 05-23 06-25 07-25 08-25 09-25 10-24 11-25 12-25",
                    2026: "01-23 02-25 03-25 04-24 05-25 06-25 07-24 08-25 09-24 10-23 11-25 12-25",
                },
            ),
            (
                "last workday of the month",
                LAST_WORKDAY,
                {
                    2024: "01-31 02-29 03-29 04-30 05-31 06-28 07-31 08-30 09-30 10-31 11-29 12-31",
                    2025: "01-27 02-28 03-31 04-30 05-30 06-30 07-31 08-29 09-30 10-31 11-28 12-31",
                    2026: "01-30 02-28 03-31 04-30 05-29 06-30 07-31 08-31 09-30 10-30 11-30 12-31",
                },
            ),
            (
                "first workday of the month",
                Rule(MONTHLY, WORKDAY, 1),
                {
                    2024: "01-02 02-01 03-01 04-01 05-06 06-03 07-01 08-01 09-02 10-08 11-01 12-02",
                    2025: "01-02 02-05 03-03 04-01 05-06 06-03 07-01 08-01 09-01 10-09 11-03 12-01",
                    2026: "01-04 02-02 03-02 04-01 05-06 06-01 07-01 08-03 09-01 10-08 11-02 12-01",
                },
            ),
            (
                "18th or after",
                Rule(MONTHLY, DAY, 18, shift=AFTER),
                {
                    2024: "01-18 02-18 03-18 04-18 05-20 06-18 07-18 08-19 09-18 10-18 11-18 12-18",
                    2025: "01-20 02-18 03-18 04-18 05-19 06-18 07-18 08-18 09-18 10-20 11-18 12-18",
                    2026: "01-19 02-24 03-18 04-20 05-18 06-18 07-20 08-18 09-18 10-19 11-18 12-18",
                },
            ),
            (
                "12th or before",
                Rule(MONTHLY, DAY, 12),
                {
                    2024: "01-12 02-09 03-12 04-12 05-11 06-12 07-12 08-12 09-12 10-12 11-12 12-12",
                    2025: "01-10 02-12 03-12 04-11 05-12 06-12 07-11 08-12 09-12 10-11 11-12 12-12",
                    2026: "01-12 02-12 03-12 04-10 05-12 06-12 07-10 08-12 09-11 10-12 11-12 12-11",
                },
            ),
            (
                "last Friday",
                Rule(MONTHLY, WEEKDAY, -1, 5),
                {
                    2024: "01-26 02-23 03-29 04-26 05-31 06-28 07-26 08-30 09-27 10-25 11-29 12-27",
                    2025: "01-27 02-28 03-28 04-25 05-30 06-27 07-25 08-29 09-26 10-31 11-28 12-26",
                    2026: "01-30 02-27 03-27 04-24 05-29 06-26 07-31 08-28 09-24 10-30 11-27 12-25",
                },
            ),
            (
                "quarter ends",
                QUARTER_END,
                {
                    2024: "03-29 06-28 09-30 12-31",
                    2025: "03-31 06-30 09-30 12-31",
                    2026: "03-31 06-30 09-30 12-31",
                },
            ),
            (
                "ten days after the quarter",
                Rule(QUARTERLY, DAY, 10, month=4, shift=AFTER),
                {
                    2024: "04-10 07-10 10-10 01-10",
                    2025: "04-10 07-10 10-10 01-12",
                    2026: "04-10 07-10 10-10 01-11",
                },
            ),
            (
                "half-yearly",
                Rule(HALF),
                {2024: "06-28 12-31", 2025: "06-30 12-31", 2026: "06-30 12-31"},
            ),
            (
                "year ends",
                YEAR_END,
                {2024: "12-31", 2025: "12-31", 2026: "12-31", 2027: "12-31", 2028: "12-29"},
            ),
            (
                "provisional",
                DEFAULT,
                {2027: "01-25 02-25 03-25 04-23 05-25 06-25 07-23 08-25 09-24 10-25 11-25 12-24"},
            ),
        )
        for year, days in table.items()
    ],
)
def test_the_due_days_of_a_year(rule: Rule, year: int, days: str) -> None:
    assert days_in(year, rule) == days


def test_a_report_is_taken_from_ten_days_before_until_the_cut_off_in_the_office_s_zone() -> None:
    (may,) = in_days(DEFAULT, "2024-05-01", "2024-05-31")

    assert may == Period(
        "2024-05", date(2024, 5, 25), at("2024-05-14 00:00"), at("2024-05-24 17:30")
    )
    assert may.due_at.isoformat() == "2024-05-24T17:30:00+08:00"


@pytest.mark.parametrize(
    ("rule", "first", "last", "found"),
    [
        pytest.param(
            Rule(MONTHLY, DAY, 31, shift=NONE),
            "2024-01-01",
            "2024-06-30",
            "2024-01:01-31 2024-02:02-29 2024-03:03-31 2024-04:04-30 2024-05:05-31 2024-06:06-30",
            id="past a month's end its last day",
        ),
        pytest.param(
            Rule(MONTHLY, DAY, 29, shift=NONE),
            "2024-02-01",
            "2024-03-31",
            "2024-02:02-29 2024-03:03-29",
            id="leap day",
        ),
        pytest.param(
            Rule(MONTHLY, DAY, 29, shift=NONE),
            "2025-02-01",
            "2025-03-31",
            "2025-02:02-28 2025-03:03-29",
            id="no leap day",
        ),
        pytest.param(
            Rule(MONTHLY, DAY, -2, shift=NONE),
            "2024-02-01",
            "2024-04-30",
            "2024-02:02-28 2024-03:03-30 2024-04:04-29",
            id="the last day but one",
        ),
        pytest.param(
            Rule(MONTHLY, shift=AFTER),
            "2024-03-01",
            "2024-04-30",
            "2024-03:04-01 2024-04:04-30",
            id="into the next month",
        ),
        pytest.param(
            Rule(MONTHLY, WORKDAY, 3),
            "2024-02-01",
            "2024-02-29",
            "2024-02:02-04",
            id="the third workday is a make-up Sunday",
        ),
        pytest.param(
            Rule(MONTHLY, WORKDAY, 23),
            "2024-02-01",
            "2024-02-29",
            "2024-02:02-29",
            id="no 23rd workday: the last one",
        ),
        pytest.param(
            Rule(MONTHLY, WORKDAY, -23),
            "2024-10-01",
            "2024-10-31",
            "2024-10:10-08",
            id="no 23rd from the end: the first one",
        ),
        pytest.param(
            Rule(MONTHLY, WEEKDAY, 5, 4),
            "2024-08-01",
            "2024-09-30",
            "2024-08:08-29 2024-09:09-26",
            id="no fifth Thursday: the last one",
        ),
        pytest.param(
            Rule(MONTHLY, WEEKDAY, 2, 1),
            "2024-06-01",
            "2024-07-31",
            "2024-06:06-07 2024-07:07-08",
            id="the second Monday is a feast",
        ),
        pytest.param(
            QUARTER_END,
            "2024-02-15",
            "2025-01-31",
            "2024-Q1:03-29 2024-Q2:06-28 2024-Q3:09-30 2024-Q4:12-31",
            id="a quarter begun",
        ),
        pytest.param(
            Rule(QUARTERLY, DAY, 20),
            "2024-03-21",
            "2024-06-20",
            "2024-Q2:06-20",
            id="a quarter gone by, a last day included",
        ),
        pytest.param(
            Rule(QUARTERLY, DAY, 10, month=1),
            "2024-01-01",
            "2024-12-31",
            "2024-Q1:01-10 2024-Q2:04-10 2024-Q3:07-10 2024-Q4:10-10",
            id="a quarter's first month",
        ),
        pytest.param(
            Rule(HALF, DAY, 20, month=5),
            "2024-01-01",
            "2024-12-31",
            "2024-H1:05-20 2024-H2:11-20",
            id="a half's fifth month",
        ),
        pytest.param(
            Rule(YEARLY, DAY, 15, month=2),
            "2024-01-01",
            "2026-12-31",
            "2024:02-09 2025:02-14 2026:02-14",
            id="yearly, in and about Spring Festival",
        ),
        pytest.param(
            FRIDAYS,
            "2024-12-23",
            "2025-01-12",
            "2024-W52:12-27 2025-W01:01-03 2025-W02:01-10",
            id="Fridays over New Year",
        ),
        pytest.param(
            MONDAYS,
            "2024-12-24",
            "2025-01-06",
            "2025-W01:12-30 2025-W02:01-06",
            id="Monday of a week that belongs to next year",
        ),
        pytest.param(
            FRIDAYS,
            "2026-12-25",
            "2027-01-08",
            "2026-W52:12-25 2026-W53:01-01 2027-W01:01-08",
            id="a year of 53 weeks into a provisional one",
        ),
        pytest.param(
            Rule(WEEKLY, WEEKDAY, 1, 7, shift=NONE),
            "2024-10-07",
            "2024-10-13",
            "2024-W41:10-13",
            id="Sunday ends its week",
        ),
        pytest.param(
            Rule(WEEKLY, WORKDAY, -1),
            "2024-09-23",
            "2024-10-20",
            "2024-W39:09-29 2024-W40:09-30 2024-W41:10-12 2024-W42:10-18",
            id="a week's last workday",
        ),
        pytest.param(
            Rule(WEEKLY, WORKDAY, 1, shift=BEFORE),
            "2026-02-02",
            "2026-03-01",
            "2026-W06:02-02 2026-W07:02-09 2026-W08:02-14 2026-W09:02-24",
            id="a week without workdays, before",
        ),
        pytest.param(
            Rule(WEEKLY, WORKDAY, 1, shift=AFTER),
            "2026-02-02",
            "2026-03-01",
            "2026-W06:02-02 2026-W07:02-09 2026-W08:02-24",
            id="a week without workdays, after: with the next one",
        ),
        pytest.param(
            Rule(WEEKLY, WORKDAY, 1, shift=AFTER, shift_by=2),
            "2026-02-02",
            "2026-03-08",
            "2026-W06:02-02 2026-W07:02-09 2026-W08:02-25 2026-W10:03-02",
            id="nothing falls due before the former period",
        ),
        pytest.param(
            once("2024-02-03"),
            "2024-01-01",
            "2024-12-31",
            "2024-02-03:02-02",
            id="once, a Saturday",
        ),
        pytest.param(once("2024-02-03"), "2024-02-04", "2024-12-31", "", id="once, gone by"),
        pytest.param(
            after_event("2024-06-03", 10),
            "2024-06-03",
            "2024-07-20",
            "2024-06-03+01:06-18 2024-06-03+02:07-02 2024-06-03+03:07-16",
            id="every ten workdays, over Dragon Boat",
        ),
        pytest.param(
            after_event("2024-02-08", 5, 2),
            "2024-01-01",
            "2024-12-31",
            "2024-02-08+01:02-21 2024-02-08+02:02-28",
            id="twice, over Spring Festival and a make-up Sunday",
        ),
        pytest.param(
            after_event("2024-06-03", 10),
            "2024-07-01",
            "2024-07-20",
            "2024-06-03+02:07-02 2024-06-03+03:07-16",
            id="the running number counts from the event",
        ),
        pytest.param(
            after_event("2024-06-08", 1, 1),
            "2024-06-01",
            "2024-06-30",
            "2024-06-08+01:06-11",
            id="an event on a day off",
        ),
        pytest.param(
            Rule(WEEKLY, WEEKDAY, 1, 3), "2024-10-10", "2024-10-15", "", id="no such day in between"
        ),
        pytest.param(DEFAULT, "2024-05-26", "2024-06-24", "", id="between two periods"),
        pytest.param(DEFAULT, "2024-05-25", "2024-05-25", "2024-05:05-24", id="one day"),
        pytest.param([], "2024-05-25", "2024-05-25", "", id="no rule"),
    ],
)
def test_due_days_of(rule: Rule | list[Rule], first: str, last: str, found: str) -> None:
    days = due_days(rule, first, last)

    assert " ".join(f"{name}:{day}" for name, day in days.items()) == found


@pytest.mark.parametrize(
    ("day", "before", "after", "second"),
    [
        pytest.param("2024-05-25", "2024-05-24", "2024-05-27", "2024-05-28", id="Saturday"),
        pytest.param("2024-05-24", "2024-05-24", "2024-05-24", "2024-05-24", id="workday"),
        pytest.param(
            "2025-01-25", "2025-01-24", "2025-01-26", "2025-01-27", id="before a make-up Sunday"
        ),
        pytest.param("2024-01-01", "2023-12-29", "2024-01-02", "2024-01-03", id="New Year 2024"),
        pytest.param("2024-02-14", "2024-02-09", "2024-02-18", "2024-02-19", id="Spring 2024"),
        pytest.param("2024-04-04", "2024-04-03", "2024-04-07", "2024-04-08", id="Qingming 2024"),
        pytest.param("2024-05-02", "2024-04-30", "2024-05-06", "2024-05-07", id="May 2024"),
        pytest.param("2024-06-10", "2024-06-07", "2024-06-11", "2024-06-12", id="Dragon Boat 2024"),
        pytest.param("2024-09-16", "2024-09-14", "2024-09-18", "2024-09-19", id="Mid-Autumn 2024"),
        pytest.param("2024-10-01", "2024-09-30", "2024-10-08", "2024-10-09", id="National 2024"),
        pytest.param("2025-01-01", "2024-12-31", "2025-01-02", "2025-01-03", id="New Year 2025"),
        pytest.param("2025-02-01", "2025-01-27", "2025-02-05", "2025-02-06", id="Spring 2025"),
        pytest.param("2025-04-05", "2025-04-03", "2025-04-07", "2025-04-08", id="Qingming 2025"),
        pytest.param("2025-05-03", "2025-04-30", "2025-05-06", "2025-05-07", id="May 2025"),
        pytest.param("2025-06-01", "2025-05-30", "2025-06-03", "2025-06-04", id="Dragon Boat 2025"),
        pytest.param("2025-10-06", "2025-09-30", "2025-10-09", "2025-10-10", id="National 2025"),
        pytest.param("2026-01-02", "2025-12-31", "2026-01-04", "2026-01-05", id="New Year 2026"),
        pytest.param("2026-02-18", "2026-02-14", "2026-02-24", "2026-02-25", id="Spring 2026"),
        pytest.param("2026-04-05", "2026-04-03", "2026-04-07", "2026-04-08", id="Qingming 2026"),
        pytest.param("2026-05-04", "2026-04-30", "2026-05-06", "2026-05-07", id="May 2026"),
        pytest.param("2026-06-20", "2026-06-18", "2026-06-22", "2026-06-23", id="Dragon Boat 2026"),
        pytest.param("2026-09-26", "2026-09-24", "2026-09-28", "2026-09-29", id="Mid-Autumn 2026"),
        pytest.param("2026-10-04", "2026-09-30", "2026-10-08", "2026-10-09", id="National 2026"),
        pytest.param("2027-02-06", "2027-02-05", "2027-02-08", "2027-02-09", id="provisional"),
    ],
)
def test_a_due_day_moves_to_a_workday(day: str, before: str, after: str, second: str) -> None:
    due = date.fromisoformat(day)
    rules = [replace(DEFAULT, shift=BEFORE), replace(DEFAULT, shift=AFTER)]
    rules.append(replace(DEFAULT, shift=AFTER, shift_by=2))

    moved = [f"{shifted(due, rule, CALENDAR.works)}" for rule in rules]

    assert moved == [before, after, second]
    assert shifted(due, replace(DEFAULT, shift=NONE), CALENDAR.works) == due


MADE_UP = [
    *("2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14"),
    *("2024-09-29", "2024-10-12", "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28"),
    *("2025-10-11", "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20"),
    "2026-10-10",
]


@pytest.mark.parametrize("day", MADE_UP)
@pytest.mark.parametrize("shift", Shift)
def test_what_is_due_on_a_make_up_day_at_a_weekend_stays_there(day: str, shift: Shift) -> None:
    made_up = date.fromisoformat(day)
    rules = [
        Rule(MONTHLY, DAY, made_up.day, shift=shift),
        Rule(WEEKLY, WEEKDAY, 1, made_up.isoweekday(), shift=shift),
        Rule(YEARLY, DAY, made_up.day, month=made_up.month, shift=shift),
        once(day, shift),
    ]

    assert [due_days(rule, day, day).popitem()[1] for rule in rules] == [day[5:]] * len(rules)


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2024, "02-06 02-19 04-30 05-07 06-11 09-10 09-19 09-24 10-09 10-15"),
        (2025, "01-21 02-06 02-11 05-06 09-30 10-10 10-14"),
        (2026, "02-10 02-25 03-03 05-07 09-29 10-09 10-13"),
    ],
)
def test_tuesday_noon_and_after_a_holiday_the_second_workday_at_noon(year: int, days: str) -> None:
    rule = replace(TUESDAYS, cutoff=time(12), shift=AFTER, shift_by=2)
    found = in_days(rule, f"{year}-01-02", f"{year}-12-31")

    by_day = {f"{one.due_at:%m-%d}": one for one in found}
    assert set(days.split()) <= set(by_day)
    assert {one.due_at.time() for one in found} == {time(12)}
    assert all(one.due_at.date() == one.nominal or not CALENDAR.works(one.nominal) for one in found)


@pytest.mark.parametrize(
    ("shift", "found"),
    [
        (BEFORE, {"2024-W39": "09-23", "2024-W40": "09-30", "2024-W42": "10-14"}),
        (AFTER, {"2024-W39": "09-23", "2024-W40": "09-30", "2024-W41": "10-08"}),
    ],
)
def test_two_weeks_never_fall_due_at_once(shift: Shift, found: dict[str, str]) -> None:
    days = due_days(replace(MONDAYS, shift=shift), "2024-09-23", "2024-10-14")

    assert {name: days[name] for name in found} == found
    assert len(set(days.values())) == len(days)


def test_the_report_on_december_that_falls_due_in_january_is_the_old_year_s() -> None:
    rule = Rule(MONTHLY, DAY, 5, month=2, shift=AFTER)

    assert due_days(rule, "2024-11-15", "2024-12-31") == {"2024-11": "12-05", "2024-12": "01-06"}
    assert due_days(rule, "2025-01-02", "2025-02-10") == {"2025-01": "02-05"}


@pytest.mark.parametrize(
    ("rules", "first", "last", "found"),
    [
        pytest.param(
            [MONDAYS, LAST_WORKDAY, QUARTER_END],
            "2024-09-20",
            "2024-11-05",
            "2024-W39:09-23 2024-Q3:09-30 2024-W42:10-14 2024-W43:10-21 2024-W44:10-28"
            " 2024-10:10-31 2024-W45:11-04",
            id="the quarter's report stands for the month's and the week's",
        ),
        pytest.param(
            [LAST_WORKDAY, YEAR_END, Rule(HALF), once("2024-06-28")],
            "2024-05-20",
            "2024-12-31",
            "2024-05:05-31 2024-06-28:06-28 2024-07:07-31 2024-08:08-30 2024-09:09-30"
            " 2024-10:10-31 2024-11:11-29 2024:12-31",
            id="once goes before all, the year before its half",
        ),
        pytest.param(
            [after_event("2024-06-03", 5, 2), MONDAYS],
            "2024-06-04",
            "2024-06-18",
            "2024-W24:06-07 2024-06-03+01:06-11 2024-W25:06-17 2024-06-03+02:06-18",
            id="beside an event",
        ),
        pytest.param(
            [after_event("2024-06-04", 4, 1), FRIDAYS],
            "2024-06-04",
            "2024-06-16",
            "2024-W23:06-07 2024-06-04+01:06-11 2024-W24:06-14",
            id="after an event, each on its day",
        ),
        pytest.param(
            [after_event("2024-06-03", 4, 1), FRIDAYS],
            "2024-06-04",
            "2024-06-16",
            "2024-W23:06-07 2024-W24:06-14",
            id="after an event comes last",
        ),
        pytest.param(
            [DEFAULT, Rule(MONTHLY, DAY, 10)],
            "2024-06-01",
            "2024-07-31",
            "2024-06#2:06-07 2024-06:06-25 2024-07#2:07-10 2024-07:07-25",
            id="two of one frequency are told apart by their rank",
        ),
        pytest.param(
            [once("2024-06-28"), once("2024-06-29"), once("2024-06-29", AFTER)],
            "2024-06-01",
            "2024-07-31",
            "2024-06-28:06-28 2024-06-29#2:07-01",
            id="days need no rank unless they are the same",
        ),
        pytest.param(
            [replace(MONDAYS, shift=NONE), Rule(MONTHLY, DAY, 1)],
            "2024-09-24",
            "2024-09-30",
            "",
            id="a week whose day is taken by a month that is past the end",
        ),
    ],
)
def test_several_rules_of_one_plan(rules: list[Rule], first: str, last: str, found: str) -> None:
    days = due_days(rules, first, last)

    assert " ".join(f"{name}:{day}" for name, day in days.items()) == found


def test_rules_in_any_order_give_the_same_days() -> None:
    rules = [MONDAYS, LAST_WORKDAY, QUARTER_END, after_event("2024-01-10", 7)]

    assert len({days_in(2024, list(order)) for order in permutations(rules)}) == 1


@pytest.mark.parametrize(
    ("rule", "mistakes"),
    [
        (DEFAULT, []),
        (Rule(MONTHLY, DAY, 31), []),
        (Rule(MONTHLY, DAY, 28, shift=NONE), []),
        (Rule(MONTHLY, DAY, -31, shift=NONE), []),
        (Rule(MONTHLY, DAY, 29, shift=NONE), [("number", "day_absent")]),
        (Rule(MONTHLY, DAY, 31, shift=NONE), [("number", "day_absent")]),
        (Rule(QUARTERLY, DAY, 30, shift=NONE), []),
        (Rule(QUARTERLY, DAY, 31, shift=NONE), [("number", "day_absent")]),
        (Rule(QUARTERLY, DAY, 29, month=2, shift=NONE), [("number", "day_absent")]),
        (Rule(HALF, DAY, 31, month=7, shift=NONE), []),
        (Rule(HALF, DAY, 31, shift=NONE), [("number", "day_absent")]),
        (Rule(YEARLY, DAY, 31, shift=NONE), []),
        (Rule(YEARLY, DAY, 29, month=2, shift=NONE), [("number", "day_absent")]),
        (Rule(YEARLY, DAY, 31, month=13, shift=NONE), []),
        (Rule(MONTHLY, DAY, 0), [("number", "number_range")]),
        (Rule(MONTHLY, DAY, 32, shift=NONE), [("number", "number_range")]),
        (Rule(MONTHLY, WORKDAY, 24), [("number", "number_range")]),
        (Rule(MONTHLY, WEEKDAY, -6, 1), [("number", "number_range")]),
        (Rule(MONTHLY, WEEKDAY, 1), [("weekday", "weekday_range")]),
        (Rule(WEEKLY, WEEKDAY, 1, 8), [("weekday", "weekday_range")]),
        (Rule(WEEKLY, WEEKDAY, 2, 5), [("number", "number_range")]),
        (Rule(WEEKLY, WORKDAY, -8), [("number", "number_range")]),
        (Rule(WEEKLY, DAY, 5), [("kind", "kind_of_week")]),
        (Rule(WEEKLY, WEEKDAY, 1, 5, month=1), [("month", "month_range")]),
        (Rule(MONTHLY, DAY, 5, month=2), []),
        (Rule(MONTHLY, DAY, 5, month=3), [("month", "month_range")]),
        (Rule(QUARTERLY, DAY, 5, month=0), [("month", "month_range")]),
        (Rule(QUARTERLY, DAY, 31, month=5, shift=NONE), [("month", "month_range")]),
        (Rule(YEARLY, DAY, 5, month=14), [("month", "month_range")]),
        (Rule(ONCE), [("anchor", "anchor_missing")]),
        (Rule(WORKDAYS, number=0), [("number", "number_range"), ("anchor", "anchor_missing")]),
        (after_event("2024-06-03", 10, 0), [("times", "times_range")]),
        (replace(DEFAULT, shift=AFTER, shift_by=0), [("shift_by", "shift_by_range")]),
        (replace(DEFAULT, opens_days_before=-1), [("opens_days_before", "opens_range")]),
        (replace(DEFAULT, opens_days_before=91), [("opens_days_before", "opens_range")]),
    ],
)
def test_the_mistakes_of(rule: Rule, mistakes: list[tuple[str, str]]) -> None:
    assert mistakes_of(rule) == mistakes


NUMBERS = st.integers(-31, 31)
RULES = st.builds(
    Rule,
    st.sampled_from(Frequency),
    st.sampled_from(DayKind),
    NUMBERS,
    st.integers(1, 7),
    st.none() | st.integers(1, 13),
    st.dates(date(2023, 12, 1), date(2026, 12, 1)),
    st.none() | st.integers(1, 20),
    st.times(),
    st.sampled_from(Shift),
    st.integers(1, 3),
    st.integers(0, 90),
).filter(lambda rule: not {code for _, code in mistakes_of(rule)} - {"day_absent"})
SEVERAL = st.lists(RULES, min_size=1, max_size=4)
FIRSTS = st.dates(date(2024, 1, 1), date(2026, 6, 1))


def found_in(rules: list[Rule], first: date, length: int) -> list[Period]:
    return periods(rules, first, first + timedelta(days=length), ZONE, CALENDAR.works)


@given(SEVERAL, FIRSTS, st.integers(0, 500))
def test_due_days_increase_and_names_are_unique(
    rules: list[Rule], first: date, length: int
) -> None:
    found = found_in(rules, first, length)

    dues = [period.due_at.date() for period in found]
    assert all(one < other for one, other in pairwise(dues))
    assert len({period.name for period in found}) == len(found)
    assert all(len(period.name) <= 20 for period in found)
    assert all(period.opens_at <= period.due_at for period in found)
    assert all(period.opens_at.time() == time() for period in found)
    assert all(first <= period.nominal for period in found)


@given(RULES, FIRSTS, st.integers(0, 500))
def test_a_due_day_is_a_workday_unless_it_does_not_shift(
    rule: Rule, first: date, length: int
) -> None:
    due = [period.due_at.date() for period in found_in([rule], first, length)]

    if rule.shift is not NONE:
        assert all(CALENDAR.works(day) for day in due)


@given(SEVERAL, FIRSTS, st.integers(0, 300), st.integers(0, 90))
def test_a_later_last_day_takes_nothing_back_and_adds_later_periods_only(
    rules: list[Rule], first: date, length: int, longer: int
) -> None:
    some = found_in(rules, first, length)
    more = found_in(rules, first, length + longer)

    added = [period for period in more if period not in some]
    assert [period for period in more if period in some] == some
    assert all(period.nominal > first + timedelta(days=length) for period in added)


@given(SEVERAL, FIRSTS, st.integers(0, 300), st.randoms(use_true_random=False))
def test_the_order_of_the_rules_decides_names_and_no_days(
    rules: list[Rule], first: date, length: int, random: Random
) -> None:
    other = list(rules)
    random.shuffle(other)

    dues = [[one.due_at.date() for one in found_in(each, first, length)] for each in (rules, other)]
    assert dues[0] == dues[1]
