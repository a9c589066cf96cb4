"""Whether the clock jumped, and whether the bot was away: plain readings."""

from datetime import timedelta

import pytest

from scheduler.watching import Reading, jump, jump_while_away, was_away
from tests.ledger_cast import HOURS, at

MINUTE = 60


@pytest.mark.parametrize(
    ("wall", "steady", "by"),
    [
        pytest.param("2024-03-20 09:00:10", 10, 0, id="both go on"),
        pytest.param("2024-03-20 09:05:00", 0, 0, id="five minutes are let pass"),
        pytest.param("2024-03-20 09:05:01", 0, 301, id="a second more is a jump"),
        pytest.param("2024-03-20 08:55:00", 0, 0, id="five minutes back are let pass"),
        pytest.param("2024-03-20 08:54:59", 0, -301, id="a second more back is a jump"),
        pytest.param("2024-03-21 09:00:00", 86_400, 0, id="a day asleep is no jump"),
        pytest.param("2024-03-20 09:00:10", 86_400, -86_390, id="stood still for a day"),
        pytest.param("2025-03-20 09:00:10", 10, 365 * 86_400, id="a year ahead"),
        pytest.param("1970-01-01 08:00:00", 0, -1_710_896_400, id="an empty battery"),
    ],
)
def test_a_jump_is_what_the_wall_clock_went_beyond_the_steady_one(
    wall: str, steady: float, by: int
) -> None:
    before, after = Reading(at("2024-03-20 09:00"), 5000.0), Reading(at(wall), 5000.0 + steady)

    assert jump(before, after) == timedelta(seconds=by)


@pytest.mark.parametrize(
    ("now", "by"),
    [
        pytest.param("2024-03-20 08:55", timedelta(), id="within the tolerance"),
        pytest.param("2024-03-20 08:54", timedelta(minutes=-6), id="earlier than the last sign"),
        pytest.param("2024-03-20 09:06", timedelta(), id="a restart"),
        pytest.param("2025-03-20 09:00", timedelta(), id="a year away"),
    ],
)
def test_since_the_last_sign_of_life_a_clock_can_only_be_seen_to_have_fallen_back(
    now: str, by: timedelta
) -> None:
    assert jump_while_away(at("2024-03-20 09:00"), at(now)) == by


@pytest.mark.parametrize(
    ("beat", "now", "away"),
    [
        pytest.param("2024-03-20 08:58", "2024-03-20 09:02", False, id="a short restart"),
        pytest.param("2024-03-20 08:59", "2024-03-20 12:58", False, id="less than half a day"),
        pytest.param("2024-03-20 08:59", "2024-03-20 12:59", True, id="half a day"),
        pytest.param("2024-03-20 09:01", "2024-03-20 14:59", False, id="between two slots"),
        pytest.param("2024-03-20 17:00", "2024-03-21 08:59", False, id="a night"),
        pytest.param("2024-03-20 17:00", "2024-03-21 09:00", True, id="beyond a night"),
        pytest.param("2024-03-22 16:00", "2024-03-24 20:00", False, id="a weekend"),
        pytest.param("2024-03-22 16:00", "2024-03-25 09:30", True, id="beyond a weekend"),
        pytest.param("2024-09-30 16:00", "2024-10-07 12:00", False, id="a long holiday"),
        pytest.param("2024-10-11 16:00", "2024-10-12 09:30", True, id="a make-up Saturday"),
    ],
)
def test_the_bot_was_away_where_reminders_waited_for_it(beat: str, now: str, *, away: bool) -> None:
    assert was_away(HOURS, at(beat), at(now)) is away
