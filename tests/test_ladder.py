"""The reminder ladder around real due days, holidays and make-up days included."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import Role
from scheduler.ladder import (
    Ladder,
    Rung,
    climb,
    current_slot,
    next_nudge,
    next_slot,
    reached,
)
from scheduler.workdays import is_workday
from tests.ledger_cast import BOTH, LADDER, ZONE, at

ENDING = Ladder((Rung(-1), Rung(0)), 0, (time(9), time(15)), time(17, 30), ZONE)


@pytest.mark.parametrize(
    ("due", "days"),
    [
        pytest.param("2024-05-24", "05-21 05-23 05-24 05-27 05-29 06-05", id="plain weeks"),
        pytest.param("2024-02-09", "02-06 02-08 02-09 02-18 02-20 02-27", id="before the Festival"),
        pytest.param("2024-02-18", "02-07 02-09 02-18 02-19 02-21 02-28", id="make-up Sunday"),
        pytest.param("2024-02-23", "02-20 02-22 02-23 02-26 02-28 03-06", id="after the Festival"),
        pytest.param("2024-10-12", "10-09 10-11 10-12 10-14 10-16 10-23", id="make-up Saturday"),
        pytest.param("2024-09-30", "09-26 09-29 09-30 10-08 10-10 10-16", id="National Day eve"),
        pytest.param("2025-01-24", "01-21 01-23 01-24 01-26 02-05 02-11", id="2025"),
        pytest.param("2026-02-25", "02-13 02-24 02-25 02-26 02-28 03-06", id="2026"),
        pytest.param("2024-05-25", "05-22 05-24 05-24 05-27 05-29 06-05", id="due on a Saturday"),
        pytest.param("2024-10-03", "09-27 09-30 09-30 10-08 10-10 10-16", id="due on a holiday"),
    ],
)
def test_each_rung_comes_on_its_workday_in_the_first_slot(due: str, days: str) -> None:
    rungs = list(islice(climb(LADDER, at(f"{due} 17:30")), 6))

    assert [rung for rung, _ in rungs] == [-3, -1, 0, 1, 3, 8]
    assert [f"{moment:%m-%d}" for _, moment in rungs] == days.split()
    assert {moment.time() for _, moment in rungs} == {time(9)}


@pytest.mark.parametrize(
    "due",
    [
        pytest.param(datetime(2024, 10, 11, 17, tzinfo=UTC), id="01:00 in Shanghai"),
        pytest.param(datetime(2024, 10, 12, 15, 59, tzinfo=UTC), id="23:59 in Shanghai"),
    ],
)
def test_the_office_s_zone_says_which_day_a_report_is_due(due: datetime) -> None:
    moments = dict(islice(climb(LADDER, due), 3))

    assert moments[0] == at("2024-10-12 09:00")


def test_the_ladder_repeats_after_its_last_rung_every_five_workdays() -> None:
    rungs = [rung for rung, _ in islice(climb(LADDER, at("2024-05-24 17:30")), 8)]

    assert rungs[4:] == [3, 8, 13, 18]


def test_a_ladder_without_repeats_ends() -> None:
    assert [rung for rung, _ in climb(ENDING, at("2024-05-24 17:30"))] == [-1, 0]
    assert next_nudge(ENDING, at("2024-05-24 17:30"), at("2024-05-24 09:00")) is None


def test_a_repeat_tells_whom_the_last_rung_tells() -> None:
    assert LADDER.rung(1).to == {Role.CONTACT}
    assert LADDER.rung(3).to == LADDER.rung(8).to == BOTH
    assert LADDER.rung(8).at == 8


@pytest.mark.parametrize(
    ("after", "found"),
    [
        pytest.param("2024-10-01 00:00", "2024-10-09 09:00", id="long before"),
        pytest.param("2024-10-09 08:59", "2024-10-09 09:00", id="just before a rung"),
        pytest.param("2024-10-09 09:00", "2024-10-11 09:00", id="at a rung"),
        pytest.param("2024-10-11 15:00", "2024-10-12 09:00", id="onto a make-up Saturday"),
        pytest.param("2024-10-12 18:00", "2024-10-14 09:00", id="overdue"),
        pytest.param("2024-10-16 09:00", "2024-10-23 09:00", id="first repeat"),
        pytest.param("2024-12-31 09:00", "2025-01-02 09:00", id="months late"),
    ],
)
def test_the_next_reminder_is_the_first_rung_still_to_come(after: str, found: str) -> None:
    assert next_nudge(LADDER, at("2024-10-12 17:30"), at(after)) == at(found)


@pytest.mark.parametrize(
    ("since", "now", "rungs"),
    [
        pytest.param("2024-10-09 09:00", "2024-10-09 08:59", [], id="not yet"),
        pytest.param("2024-10-09 09:00", "2024-10-09 09:00", [-3], id="on time"),
        pytest.param("2024-10-09 09:00", "2024-10-11 15:00", [-3, -1], id="two days down"),
        pytest.param("2024-10-11 09:00", "2024-10-13 12:00", [-1, 0], id="from the second"),
        pytest.param("2024-10-16 09:00", "2024-10-30 09:00", [3, 8, 13], id="repeats"),
    ],
)
def test_rungs_are_reached_between_two_moments_both_included(
    since: str, now: str, rungs: list[int]
) -> None:
    assert reached(LADDER, at("2024-10-12 17:30"), at(since), at(now)) == rungs


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        pytest.param("2024-10-11 08:59:59", None, id="before the first slot"),
        pytest.param("2024-10-11 09:00", "2024-10-11 09:00", id="first slot"),
        pytest.param("2024-10-11 14:59:59", "2024-10-11 09:00", id="until the next slot"),
        pytest.param("2024-10-11 15:00", "2024-10-11 15:00", id="second slot"),
        pytest.param("2024-10-11 17:30", "2024-10-11 15:00", id="at closing time"),
        pytest.param("2024-10-11 17:30:01", None, id="after closing time"),
        pytest.param("2024-10-12 10:00", "2024-10-12 09:00", id="make-up Saturday"),
        pytest.param("2024-10-13 10:00", None, id="Sunday"),
        pytest.param("2024-10-19 10:00", None, id="plain Saturday"),
        pytest.param("2024-02-18 16:00", "2024-02-18 15:00", id="make-up Sunday"),
        pytest.param("2024-10-01 10:00", None, id="holiday on a Tuesday"),
    ],
)
def test_the_slot_of_now(now: str, slot: str | None) -> None:
    assert current_slot(LADDER, at(now)) == (at(slot) if slot else None)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        pytest.param("2024-10-13 23:30", None, id="Monday 07:30 in Shanghai"),
        pytest.param("2024-10-14 01:00", "2024-10-14 09:00", id="Monday 09:00 in Shanghai"),
        pytest.param("2024-10-12 16:30", None, id="Sunday 00:30 in Shanghai"),
        pytest.param("2024-09-30 23:59", None, id="National Day in Shanghai"),
    ],
)
def test_the_utc_date_never_decides_the_workday(now: str, slot: str | None) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)

    assert current_slot(LADDER, moment) == (at(slot) if slot else None)


@pytest.mark.parametrize(
    ("after", "slot"),
    [
        pytest.param("2024-10-11 08:00", "2024-10-11 09:00", id="later today"),
        pytest.param("2024-10-11 09:00", "2024-10-11 15:00", id="strictly later"),
        pytest.param("2024-10-11 15:00", "2024-10-12 09:00", id="make-up Saturday"),
        pytest.param("2024-10-12 15:00", "2024-10-14 09:00", id="over Sunday"),
        pytest.param("2024-10-19 08:00", "2024-10-21 09:00", id="from a Saturday morning"),
        pytest.param("2024-09-30 16:00", "2024-10-08 09:00", id="over National Day"),
    ],
)
def test_the_next_slot(after: str, slot: str) -> None:
    assert next_slot(LADDER, at(after)) == at(slot)


MOMENTS = st.integers(0, 960 * 24 * 60).map(
    lambda minutes: datetime(2024, 2, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
LADDERS = st.builds(
    Ladder,
    st.sets(st.integers(-8, 8), min_size=1).map(lambda ats: tuple(map(Rung, sorted(ats)))),
    st.integers(0, 10),
    st.sets(st.times(time(8), time(17)), min_size=1).map(lambda slots: tuple(sorted(slots))),
    st.just(time(17, 30)),
    st.just(ZONE),
)


@given(LADDERS, MOMENTS)
def test_no_rung_lies_outside_the_slots_of_a_workday_and_none_goes_back(
    ladder: Ladder, due: datetime
) -> None:
    moments = [moment.astimezone(ZONE) for _, moment in islice(climb(ladder, due), 12)]

    assert moments == sorted(moments)
    assert all(is_workday(moment.date()) for moment in moments)
    assert {moment.time() for moment in moments} == {ladder.slots[0]}
    assert all(current_slot(ladder, moment) == moment for moment in moments)


@given(LADDERS, MOMENTS, st.timedeltas(timedelta(days=-60), timedelta(days=60)))
def test_the_next_reminder_is_later_and_nothing_lies_between(
    ladder: Ladder, due: datetime, shift: timedelta
) -> None:
    after = due + shift

    found = next_nudge(ladder, due, after)

    assert found is not None or not ladder.repeat_every
    if found is not None:
        assert found > after
        assert reached(ladder, due, after + timedelta.resolution, found)[-1:] != []
        assert (
            reached(ladder, due, after + timedelta.resolution, found - timedelta(seconds=1)) == []
        )


@given(MOMENTS)
def test_the_next_slot_is_a_slot_and_later(now: datetime) -> None:
    slot = next_slot(LADDER, now)

    assert slot > now
    assert current_slot(LADDER, slot) == slot
    assert slot - now < timedelta(days=12)


@given(MOMENTS)
def test_the_slot_of_now_is_not_later_than_now_and_of_the_same_day(now: datetime) -> None:
    slot = current_slot(LADDER, now)

    local: date = now.astimezone(ZONE).date()
    assert slot is None or (slot <= now and slot.date() == local and is_workday(local))
