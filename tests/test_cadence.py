"""Due days of every frequency over three years of real holidays."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import Frequency, Shift
from scheduler.cadence import Period, Rule, periods, shifted
from scheduler.workdays import is_workday
from tests.ledger_cast import ZONE, at

DEFAULT = Rule(Frequency.MONTHLY, 25, time(17, 30), Shift.BEFORE, 10)


def rule(frequency: Frequency, day: int, shift: Shift = Shift.NONE) -> Rule:
    return Rule(frequency, day, time(17, 30), shift, 3)


def in_days(a_rule: Rule, first: str, last: str) -> list[Period]:
    return list(periods(a_rule, date.fromisoformat(first), date.fromisoformat(last), ZONE))


def due_days(a_rule: Rule, first: str, last: str) -> dict[str, str]:
    return {period.name: f"{period.due_at:%m-%d}" for period in in_days(a_rule, first, last)}


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2024, "01-25 02-23 03-25 04-25 05-24 06-25 07-25 08-23 09-25 10-25 11-25 12-25"),
        (2025, "01-24 02-25 03-25 04-25 05-23 06-25 07-25 08-25 09-25 10-24 11-25 12-25"),
        (2026, "01-23 02-25 03-25 04-24 05-25 06-25 07-24 08-25 09-24 10-23 11-25 12-25"),
    ],
)
def test_the_default_falls_due_on_the_25th_or_the_workday_before(year: int, days: str) -> None:
    found = due_days(DEFAULT, f"{year}-01-01", f"{year}-12-31")

    assert list(found.values()) == days.split()
    assert list(found) == [f"{year}-{month:02}" for month in range(1, 13)]


def test_a_report_is_taken_from_ten_days_before_until_the_cut_off_in_the_office_s_zone() -> None:
    (may,) = in_days(DEFAULT, "2024-05-01", "2024-05-31")

    assert may == Period("2024-05", at("2024-05-14 00:00"), at("2024-05-24 17:30"))
    assert may.due_at.isoformat() == "2024-05-24T17:30:00+08:00"


@pytest.mark.parametrize(
    ("a_rule", "first", "last", "found"),
    [
        pytest.param(
            rule(Frequency.MONTHLY, 31),
            "2024-01-01",
            "2024-06-30",
            {
                "2024-01": "01-31",
                "2024-02": "02-29",
                "2024-03": "03-31",
                "2024-04": "04-30",
                "2024-05": "05-31",
                "2024-06": "06-30",
            },
            id="the 31st is the last day",
        ),
        pytest.param(
            rule(Frequency.MONTHLY, 29),
            "2024-02-01",
            "2024-03-31",
            {"2024-02": "02-29", "2024-03": "03-29"},
            id="leap day",
        ),
        pytest.param(
            rule(Frequency.MONTHLY, 29),
            "2025-02-01",
            "2025-03-31",
            {"2025-02": "02-28", "2025-03": "03-29"},
            id="no leap day",
        ),
        pytest.param(
            rule(Frequency.MONTHLY, 31, Shift.BEFORE),
            "2024-03-01",
            "2024-06-30",
            {"2024-03": "03-29", "2024-04": "04-30", "2024-05": "05-31", "2024-06": "06-28"},
            id="the last workday of the month",
        ),
        pytest.param(
            rule(Frequency.MONTHLY, 31, Shift.AFTER),
            "2024-03-01",
            "2024-04-30",
            {"2024-03": "04-01", "2024-04": "04-30"},
            id="into the next month",
        ),
        pytest.param(
            rule(Frequency.QUARTERLY, 20),
            "2024-01-01",
            "2024-12-31",
            {"2024-Q1": "03-20", "2024-Q2": "06-20", "2024-Q3": "09-20", "2024-Q4": "12-20"},
            id="quarters",
        ),
        pytest.param(
            rule(Frequency.QUARTERLY, 31, Shift.BEFORE),
            "2024-02-15",
            "2025-01-31",
            {"2024-Q1": "03-29", "2024-Q2": "06-28", "2024-Q3": "09-30", "2024-Q4": "12-31"},
            id="quarter ends",
        ),
        pytest.param(
            rule(Frequency.QUARTERLY, 20),
            "2024-03-21",
            "2024-06-20",
            {"2024-Q2": "06-20"},
            id="a quarter gone by, a last day included",
        ),
        pytest.param(
            rule(Frequency.WEEKLY, 5),
            "2024-12-23",
            "2025-01-12",
            {"2024-W52": "12-27", "2025-W01": "01-03", "2025-W02": "01-10"},
            id="Fridays over New Year",
        ),
        pytest.param(
            rule(Frequency.WEEKLY, 1),
            "2024-12-24",
            "2025-01-06",
            {"2025-W01": "12-30", "2025-W02": "01-06"},
            id="Monday of a week that belongs to next year",
        ),
        pytest.param(
            rule(Frequency.WEEKLY, 5),
            "2026-12-25",
            "2027-01-08",
            {"2026-W52": "12-25", "2026-W53": "01-01", "2027-W01": "01-08"},
            id="a year of 53 weeks",
        ),
        pytest.param(
            rule(Frequency.WEEKLY, 7),
            "2024-10-07",
            "2024-10-13",
            {"2024-W41": "10-13"},
            id="Sunday ends its week",
        ),
        pytest.param(
            rule(Frequency.WEEKLY, 3), "2024-10-10", "2024-10-15", {}, id="no such day in between"
        ),
        pytest.param(DEFAULT, "2024-05-26", "2024-06-24", {}, id="between two periods"),
        pytest.param(DEFAULT, "2024-05-25", "2024-05-25", {"2024-05": "05-24"}, id="one day"),
    ],
)
def test_due_days_of(a_rule: Rule, first: str, last: str, found: dict[str, str]) -> None:
    assert due_days(a_rule, first, last) == found


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        pytest.param("2024-05-25", "2024-05-24", "2024-05-27", id="Saturday"),
        pytest.param("2024-02-18", "2024-02-18", "2024-02-18", id="make-up Sunday"),
        pytest.param("2024-10-12", "2024-10-12", "2024-10-12", id="make-up Saturday"),
        pytest.param("2024-10-01", "2024-09-30", "2024-10-08", id="National Day"),
        pytest.param("2024-02-14", "2024-02-09", "2024-02-18", id="Spring Festival"),
        pytest.param("2025-01-25", "2025-01-24", "2025-01-26", id="Saturday before a make-up day"),
        pytest.param("2024-05-24", "2024-05-24", "2024-05-24", id="workday"),
    ],
)
def test_a_due_day_moves_to_a_workday(day: str, before: str, after: str) -> None:
    due = date.fromisoformat(day)

    assert shifted(due, Shift.BEFORE) == date.fromisoformat(before)
    assert shifted(due, Shift.AFTER) == date.fromisoformat(after)
    assert shifted(due, Shift.NONE) == due


@pytest.mark.parametrize(
    ("shift", "found"),
    [
        (Shift.BEFORE, {"2024-W39": "09-23", "2024-W40": "09-30", "2024-W42": "10-14"}),
        (Shift.AFTER, {"2024-W39": "09-23", "2024-W40": "09-30", "2024-W41": "10-08"}),
    ],
)
def test_two_weeks_never_fall_due_at_once(shift: Shift, found: dict[str, str]) -> None:
    days = due_days(rule(Frequency.WEEKLY, 1, shift), "2024-09-23", "2024-10-14")

    assert {name: days[name] for name in found} == found
    assert len(set(days.values())) == len(days)


RULES = st.builds(
    Rule,
    st.just(Frequency.WEEKLY),
    st.integers(1, 7),
    st.times(),
    st.sampled_from(Shift),
    st.integers(0, 90),
) | st.builds(
    Rule,
    st.sampled_from([Frequency.MONTHLY, Frequency.QUARTERLY]),
    st.integers(1, 31),
    st.times(),
    st.sampled_from(Shift),
    st.integers(0, 90),
)


@given(RULES, st.dates(date(2024, 1, 1), date(2026, 6, 1)), st.integers(0, 400))
def test_due_times_increase_on_workdays_and_names_are_unique(
    a_rule: Rule, first: date, length: int
) -> None:
    found = list(periods(a_rule, first, first + timedelta(days=length), ZONE))

    dues = [period.due_at for period in found]
    assert dues == sorted(set(dues))
    assert len({period.name for period in found}) == len(found)
    assert all(period.opens_at <= period.due_at for period in found)
    assert all(period.opens_at.time() == time() for period in found)
    if a_rule.shift is not Shift.NONE:
        assert all(is_workday(due.date()) for due in dues if due < FAR)


FAR = datetime(2027, 1, 1, tzinfo=ZONE)


@given(RULES, st.dates(date(2024, 1, 1), date(2026, 6, 1)), st.integers(0, 200))
def test_a_later_last_day_takes_nothing_back(a_rule: Rule, first: date, length: int) -> None:
    last = first + timedelta(days=length)

    some = list(periods(a_rule, first, last, ZONE))
    more = list(periods(a_rule, first, last + timedelta(days=60), ZONE))

    assert more[: len(some)] == some
