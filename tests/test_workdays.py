"""Workdays as the State Council arranged them, and what counting in them comes to."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.workdays import (
    DAY,
    Calendar,
    workdays_after,
    workdays_between,
)

CALENDAR = Calendar()
ANNOUNCED = st.dates(date(2024, 2, 1), date(2026, 11, 30))
COUNTS = st.integers(0, 25)


@pytest.mark.parametrize(
    "day",
    [
        *("2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14"),
        *("2024-09-29", "2024-10-12", "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28"),
        *("2025-10-11", "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20"),
        "2026-10-10",
    ],
)
def test_a_make_up_day_at_a_weekend_is_a_workday(day: str) -> None:
    made_up = date.fromisoformat(day)

    assert made_up.isoweekday() in {6, 7}
    assert CALENDAR.works(made_up)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param("2023-12-30", "2024-01-01", id="New Year 2024"),
        pytest.param("2024-02-10", "2024-02-17", id="Spring Festival 2024"),
        pytest.param("2024-04-04", "2024-04-06", id="Qingming 2024"),
        pytest.param("2024-05-01", "2024-05-05", id="Labour Day 2024"),
        pytest.param("2024-06-08", "2024-06-10", id="Dragon Boat 2024"),
        pytest.param("2024-09-15", "2024-09-17", id="Mid-Autumn 2024"),
        pytest.param("2024-10-01", "2024-10-07", id="National Day 2024"),
        pytest.param("2025-01-01", "2025-01-01", id="New Year 2025"),
        pytest.param("2025-01-28", "2025-02-04", id="Spring Festival 2025"),
        pytest.param("2025-04-04", "2025-04-06", id="Qingming 2025"),
        pytest.param("2025-05-01", "2025-05-05", id="Labour Day 2025"),
        pytest.param("2025-05-31", "2025-06-02", id="Dragon Boat 2025"),
        pytest.param("2025-10-01", "2025-10-08", id="National Day 2025"),
        pytest.param("2026-01-01", "2026-01-03", id="New Year 2026"),
        pytest.param("2026-02-15", "2026-02-23", id="Spring Festival 2026"),
        pytest.param("2026-04-04", "2026-04-06", id="Qingming 2026"),
        pytest.param("2026-05-01", "2026-05-05", id="Labour Day 2026"),
        pytest.param("2026-06-19", "2026-06-21", id="Dragon Boat 2026"),
        pytest.param("2026-09-25", "2026-09-27", id="Mid-Autumn 2026"),
        pytest.param("2026-10-01", "2026-10-07", id="National Day 2026"),
    ],
)
def test_offices_are_closed_on_a_long_holiday_and_open_around_it(first: str, last: str) -> None:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    days = [start + DAY * n for n in range((end - start).days + 1)]

    assert not [day for day in days if CALENDAR.works(day)]
    assert workdays_between(start, end, CALENDAR.works) == 0


@pytest.mark.parametrize(
    "day", ["2024-02-09", "2024-10-08", "2025-01-27", "2025-02-05", "2026-02-13", "2026-02-24"]
)
def test_the_days_around_a_long_holiday_are_workdays(day: str) -> None:
    assert CALENDAR.works(date.fromisoformat(day))


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_an_announced_year_is_certain(year: int) -> None:
    assert not CALENDAR.is_provisional(year)


def test_a_year_not_announced_is_monday_to_friday_and_provisional() -> None:
    monday = date(2040, 10, 1)
    days = [monday + DAY * n for n in range(7)]

    assert CALENDAR.is_provisional(2040)
    assert [CALENDAR.works(day) for day in days] == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        pytest.param("2024-02-09", 1, "2024-02-18", id="over Spring Festival"),
        pytest.param("2024-02-18", -1, "2024-02-09", id="back over Spring Festival"),
        pytest.param("2024-02-13", 1, "2024-02-18", id="from within a holiday"),
        pytest.param("2024-02-13", -1, "2024-02-09", id="back from within a holiday"),
        pytest.param("2024-10-03", 0, "2024-10-03", id="none leaves the day as it is"),
        pytest.param("2024-10-11", 1, "2024-10-12", id="onto a make-up Saturday"),
        pytest.param("2024-10-11", 2, "2024-10-14", id="past a make-up Saturday"),
        pytest.param("2024-10-14", -1, "2024-10-12", id="back onto a make-up Saturday"),
        pytest.param("2024-09-30", 5, "2024-10-12", id="a week's worth"),
        pytest.param("2024-12-31", 1, "2025-01-02", id="over New Year"),
        pytest.param("2025-01-26", 1, "2025-01-27", id="from a make-up Sunday"),
        pytest.param("2026-02-24", -2, "2026-02-13", id="back over the longest holiday"),
        pytest.param("2040-12-28", 1, "2040-12-31", id="provisional"),
    ],
)
def test_workdays_after_a_day(day: str, count: int, found: str) -> None:
    assert workdays_after(date.fromisoformat(day), count, CALENDAR.works) == date.fromisoformat(
        found
    )


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        pytest.param("2024-02-09", "2024-02-18", 1, id="the holiday counts nothing"),
        pytest.param("2024-09-30", "2024-10-12", 5, id="the make-up Saturday counts"),
        pytest.param("2024-10-08", "2024-10-08", 0, id="the first day does not count"),
        pytest.param("2024-10-12", "2024-10-08", 0, id="an earlier end"),
        pytest.param("2024-01-01", "2024-12-31", 251, id="all of 2024"),
    ],
)
def test_workdays_between_two_days(start: str, end: str, count: int) -> None:
    assert (
        workdays_between(date.fromisoformat(start), date.fromisoformat(end), CALENDAR.works)
        == count
    )


def test_an_office_may_have_workdays_of_its_own() -> None:
    thursday = date(2024, 5, 23)

    assert workdays_after(thursday, 2, lambda day: day.isoweekday() == 6) == date(2024, 6, 1)
    assert workdays_between(thursday, date(2024, 6, 1), lambda _: True) == 9


@given(ANNOUNCED, COUNTS)
def test_so_many_workdays_after_a_day_lie_between(day: date, count: int) -> None:
    later = workdays_after(day, count, CALENDAR.works)

    assert workdays_between(day, later, CALENDAR.works) == count
    assert not count or CALENDAR.works(later)


@given(ANNOUNCED.filter(CALENDAR.works), st.integers(-25, 25))
def test_counting_back_undoes_counting_on(day: date, count: int) -> None:
    assert workdays_after(workdays_after(day, count, CALENDAR.works), -count, CALENDAR.works) == day


@given(ANNOUNCED, COUNTS)
def test_more_workdays_are_never_earlier(day: date, count: int) -> None:
    later = workdays_after(day, count + 1, CALENDAR.works)

    assert later > workdays_after(day, count, CALENDAR.works)
    assert later - day <= timedelta(days=2 * (count + 1) + 20)
