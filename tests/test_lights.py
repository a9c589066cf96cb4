"""时序进度: lights at their edges, and days late at the second of the cut-off."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import Op, Status
from scheduler.lights import (
    Light,
    days_late,
    duty_light,
    progress,
    target_light,
    time_gone,
    worst,
)
from tests.ledger_cast import ZONE, at

#: So much of the time is gone, in percent.
ALL, FIFTH = Decimal(100), Decimal(20)
CUT_OFF = at("2024-05-24 17:30")


@pytest.mark.parametrize(
    ("year", "ends", "day", "percent"),
    [
        pytest.param(2025, "2025-12-31", "2025-03-14", "20", id="a fifth"),
        pytest.param(2024, "2024-12-31", "2024-06-30", "49.73", id="half a leap year"),
        pytest.param(2024, "2024-12-31", "2024-12-31", "100", id="all of a year"),
        pytest.param(2025, "2025-12-31", "2025-01-01", "0.27", id="the first day"),
        pytest.param(None, "2025-04-10", "2025-01-10", "10", id="100 days of no year named"),
        pytest.param(2024, "2025-12-31", "2025-01-01", "50.21", id="two years"),
        pytest.param(2026, "2026-12-31", "2025-12-30", "0", id="before its year"),
        pytest.param(2025, "2025-10-08", "2026-01-05", "100", id="after its end"),
        pytest.param(2026, "2025-10-08", "2025-01-10", "3.56", id="ends before its own year"),
    ],
)
def test_the_share_of_the_plan_s_time_gone_by(
    year: int | None, ends: str, day: str, percent: str
) -> None:
    gone = time_gone(year, date.fromisoformat(ends), date.fromisoformat(day))

    assert round(gone, 2) == Decimal(percent)


@pytest.mark.parametrize(
    ("value", "light"),
    [
        pytest.param("0", Light.YELLOW, id="20 points behind"),
        pytest.param("9.9", Light.YELLOW, id="10.1 points behind"),
        pytest.param("10", Light.GREEN, id="10 points behind"),
        pytest.param("20", Light.GREEN, id="on time"),
        pytest.param("250", Light.GREEN, id="far beyond"),
    ],
)
def test_a_target_is_green_until_10_points_behind(value: str, light: Light) -> None:
    assert target_light(Op.AT_LEAST, Decimal(value), Decimal(100), FIFTH, strict=False) is light


@pytest.mark.parametrize("op", [Op.AT_LEAST, Op.EXACTLY, Op.ABOUT])
@pytest.mark.parametrize(
    ("value", "light"),
    [
        pytest.param("1600", Light.GREEN, id="all"),
        pytest.param("1440", Light.GREEN, id="10 points behind"),
        pytest.param("1439", Light.YELLOW, id="a little more than 10"),
        pytest.param("1120", Light.YELLOW, id="30 points behind"),
        pytest.param("1119", Light.RED, id="a little more than 30"),
        pytest.param("0", Light.RED, id="nothing"),
        pytest.param(None, Light.GREY, id="no reading"),
    ],
)
def test_a_target_is_yellow_from_10_and_red_from_30_points_behind(
    op: Op, value: str | None, light: Light
) -> None:
    reading = None if value is None else Decimal(value)

    assert target_light(op, reading, Decimal(1600), ALL, strict=False) is light


@pytest.mark.parametrize(
    ("value", "strict", "light"),
    [
        pytest.param("0", False, Light.GREEN, id="below"),
        pytest.param("3.00", False, Light.GREEN, id="at the ceiling"),
        pytest.param("3.01", False, Light.RED, id="above"),
        pytest.param("2.99", True, Light.GREEN, id="strict, below"),
        pytest.param("3", True, Light.RED, id="strict, at the ceiling"),
        pytest.param(None, True, Light.GREY, id="no reading"),
    ],
)
@pytest.mark.parametrize("gone", [Decimal(0), ALL])
def test_a_ceiling_is_green_while_it_holds_whatever_the_time(
    gone: Decimal, value: str | None, *, strict: bool, light: Light
) -> None:
    reading = None if value is None else Decimal(value)

    assert target_light(Op.AT_MOST, reading, Decimal(3), gone, strict=strict) is light


def test_a_goal_of_zero_is_reached() -> None:
    assert progress(Decimal(0), Decimal(0)) == 100
    assert progress(Decimal(920), Decimal(1840)) == 50


@pytest.mark.parametrize(
    ("lights", "whole"),
    [
        pytest.param([], Light.GREY, id="none"),
        pytest.param([Light.GREY, Light.GREY], Light.GREY, id="grey"),
        pytest.param([Light.GREY, Light.GREEN], Light.GREEN, id="grey does not count"),
        pytest.param([Light.GREEN, Light.YELLOW], Light.YELLOW, id="yellow"),
        pytest.param([Light.YELLOW, Light.RED, Light.GREEN], Light.RED, id="red"),
    ],
)
def test_a_whole_is_as_its_worst_part(lights: list[Light], whole: Light) -> None:
    assert worst(lights) is whole


@pytest.mark.parametrize(
    ("now", "days"),
    [
        pytest.param("2024-05-24 00:00", 0, id="in the morning of the due day"),
        pytest.param("2024-05-24 17:29:59", 0, id="a second before the cut-off"),
        pytest.param("2024-05-24 17:30:00", 0, id="at the cut-off"),
        pytest.param("2024-05-24 17:30:01", 1, id="a second after it"),
        pytest.param("2024-05-25 17:30:00", 1, id="a day after it"),
        pytest.param("2024-05-25 17:30:01", 2, id="a day and a second"),
        pytest.param("2024-05-27 17:30:00", 3, id="three days"),
        pytest.param("2024-05-27 17:30:01", 4, id="beyond three days"),
    ],
)
def test_days_late_begin_after_the_cut_off(now: str, days: int) -> None:
    assert days_late(CUT_OFF, at(now)) == days


@given(
    st.decimals(0, 10_000, places=2),
    st.decimals(0, 10_000, places=2),
    st.decimals(0, 100, places=1),
)
def test_more_is_never_worse_for_a_floor(less: Decimal, more: Decimal, gone: Decimal) -> None:
    order = [Light.RED, Light.YELLOW, Light.GREEN]
    low, high = sorted((less, more))

    before = target_light(Op.AT_LEAST, low, Decimal(5000), gone, strict=False)
    after = target_light(Op.AT_LEAST, high, Decimal(5000), gone, strict=False)

    assert order.index(after) >= order.index(before)


@given(st.timedeltas(timedelta(days=-40), timedelta(days=40)))
def test_late_is_positive_just_where_the_cut_off_is_past(shift: timedelta) -> None:
    now: datetime = (CUT_OFF + shift).astimezone(ZONE)

    assert (days_late(CUT_OFF, now) > 0) is (now > CUT_OFF)


@pytest.mark.parametrize(
    ("said", "late", "light"),
    [
        (None, 0, Light.GREY),
        (None, 3, Light.YELLOW),
        (None, 4, Light.RED),
        (Status.ON_TRACK, 9, Light.GREEN),
        (Status.DIFFICULT, 0, Light.YELLOW),
    ],
)
def test_an_obligation_is_lit_by_its_days_overdue_and_then_by_its_report(
    said: Status | None, late: int, light: Light
) -> None:
    assert duty_light(said, late) is light
