"""The clocks, and that nobody else asks what time it is."""

import asyncio
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.clock import MovableClock, SystemClock, TickingClock
from tests.ledger_cast import at

ROOT = Path(__file__).parents[1]
HOME = "scheduler/clock.py"
ASKING = re.compile(r"\bdatetime\.(now|utcnow|today)\b|\bdate\.today\b|\btime\.(time|monotonic)\b")


def test_only_the_clock_asks_what_time_it_is() -> None:
    files = [
        file.relative_to(ROOT).as_posix()
        for folder in ("bot", "scheduler", "db", "notice", "templates")
        for file in (ROOT / folder).rglob("*.py")
        if ASKING.search(file.read_text("utf-8"))
    ]

    assert files == [HOME]


def test_the_system_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta()


def test_a_ticking_clock_shows_the_moment_it_was_set_to_and_goes_on() -> None:
    clock = TickingClock(at("2024-02-18 09:00"))

    first, second = clock.now(), clock.now()

    assert timedelta() <= first - at("2024-02-18 09:00") < timedelta(minutes=1)
    assert second >= first


def test_a_movable_clock_stands_still_until_it_is_moved() -> None:
    clock = MovableClock(at("2024-02-18 09:00"))

    assert clock.now() == clock.now() == datetime(2024, 2, 18, 1, tzinfo=UTC)
    clock.move(timedelta(hours=3))
    assert clock.now() == at("2024-02-18 12:00")
    assert clock.monotonic() == 3 * 3600


def test_a_movable_clock_never_goes_back() -> None:
    clock = MovableClock(at("2024-02-18 09:00"))

    clock.move_to(at("2024-02-17 09:00"))

    assert clock.now() == at("2024-02-18 09:00")
    with pytest.raises(ValueError, match="forward"):
        clock.move(timedelta(seconds=-1))


def test_waiting_on_a_movable_clock_moves_it_and_takes_no_time() -> None:
    clock = MovableClock(at("2024-02-18 09:00"))

    asyncio.run(clock.sleep(3600))

    assert clock.now() == at("2024-02-18 10:00")


def test_a_machine_s_seconds_go_on() -> None:
    clock = SystemClock()

    first, second = clock.monotonic(), clock.monotonic()

    assert 0 <= second - first < 60


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="no such clock on this machine")
def test_a_machine_s_seconds_count_those_that_it_slept() -> None:
    assert abs(SystemClock().monotonic() - time.clock_gettime(time.CLOCK_BOOTTIME)) < 60


@pytest.mark.parametrize("by", [timedelta(hours=2), timedelta(days=-3)])
def test_a_movable_clock_that_jumps_shows_another_time_and_counts_no_seconds(
    by: timedelta,
) -> None:
    clock = MovableClock(at("2024-02-18 09:00"))

    clock.jump(by)
    clock.move(timedelta(seconds=10))

    assert clock.now() == at("2024-02-18 09:00:10") + by
    assert clock.monotonic() == 10
