"""The reminder ladder around real due days, holidays and make-up days included."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from db.vocabulary import Audience
from scheduler.hours import Hours, current_slot, next_slot
from scheduler.ladder import (
    Ladder,
    Rung,
    climb,
    next_nudge,
    reached,
)
from tests.ledger_cast import BOTH, HOURS, LADDER, ZONE, at

ENDING = Ladder((Rung(-1), Rung(0)), 0)


@pytest.mark.parametrize(
    ("due", "days"),
    [
        pytest.param("2024-05-24", "05-21 05-23 05-24 05-27 05-29 06-11", id="plain weeks"),
        pytest.param("2024-02-09", "02-06 02-08 02-09 02-18 02-20 02-29", id="before the Festival"),
        pytest.param("2024-02-18", "02-07 02-09 02-18 02-19 02-21 02-29", id="make-up Sunday"),
        pytest.param("2024-02-23", "02-20 02-22 02-23 02-26 02-28 03-07", id="after the Festival"),
        pytest.param("2024-10-12", "10-09 10-11 10-12 10-14 10-16 10-28", id="make-up Saturday"),
        pytest.param("2024-09-30", "09-26 09-29 09-30 10-08 10-10 10-21", id="National Day eve"),
        pytest.param("2025-01-24", "01-21 01-23 01-24 01-26 02-05 02-11", id="2025"),
        pytest.param("2026-02-25", "02-13 02-24 02-25 02-26 02-28 03-11", id="2026"),
        pytest.param("2024-05-25", "05-22 05-24 05-24 05-27 05-29 06-11", id="due on a Saturday"),
        pytest.param("2024-10-03", "09-27 09-30 09-30 10-08 10-10 10-21", id="due on a holiday"),
    ],
)
def test_each_rung_comes_on_its_workday_in_the_first_slot(due: str, days: str) -> None:
    rungs = list(islice(climb(LADDER, HOURS, at(f"{due} 17:30")), 6))

    assert [rung for rung, _ in rungs][:5] == [-3, -1, 0, 1, 3]
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
    moments = dict(islice(climb(LADDER, HOURS, due), 3))

    assert moments[-1] == at("2024-10-11 09:00")


@pytest.mark.parametrize(
    ("due", "days"),
    [
        pytest.param("2024-05-24 09:01", "05-23 05-24 05-27", id="the first slot is in time"),
        pytest.param("2024-05-24 09:00", "05-23 05-23 05-27", id="due at the first slot"),
        pytest.param("2024-05-27 08:30", "05-24 05-24 05-28", id="due before it, over a weekend"),
        pytest.param("2024-02-18 00:00", "02-09 02-09 02-19", id="due as a make-up day begins"),
        pytest.param("2024-05-24 12:00", "05-23 05-24 05-27", id="due as the quiet time begins"),
    ],
)
def test_the_due_day_s_reminder_comes_in_time_or_the_workday_before(due: str, days: str) -> None:
    hours = replace(HOURS, quiet=(time(12), time(14)))
    ladder = Ladder((Rung(-1), Rung(0), Rung(1)), 0)

    moments = [moment for _, moment in climb(ladder, hours, at(due))]

    assert [f"{moment:%m-%d}" for moment in moments] == days.split()
    assert moments[1] < at(due) < moments[2]


def test_repeats_fall_on_each_fifth_workday_of_the_year_five_after_the_last_rung() -> None:
    rungs = [rung for rung, _ in islice(climb(LADDER, HOURS, at("2024-05-24 17:30")), 8)]

    assert rungs[4:] == [3, 11, 16, 21]


@pytest.mark.parametrize("every", [1, 3, 5, 7])
def test_whatever_is_long_late_is_repeated_on_the_same_days(every: int) -> None:
    ladder = Ladder((Rung(0), Rung(3)), every)
    dues = [at("2024-03-25 17:30"), at("2024-04-25 17:30"), at("2024-05-10 12:00")]
    late, end = at("2024-06-14 00:00"), at("2025-02-28 00:00")

    days = [
        {moment for _, moment in takewhile(lambda one: one[1] < end, climb(ladder, HOURS, due))}
        for due in dues
    ]

    shown = [{moment for moment in its if moment > late} for its in days]
    assert shown[0] == shown[1] == shown[2]
    assert len(shown[0]) > 10


def test_a_ladder_without_repeats_ends() -> None:
    assert [rung for rung, _ in climb(ENDING, HOURS, at("2024-05-24 17:30"))] == [-1, 0]
    assert next_nudge(ENDING, HOURS, at("2024-05-24 17:30"), at("2024-05-24 09:00")) is None


def test_a_repeat_tells_whom_the_last_rung_tells() -> None:
    assert LADDER.rung(1).to == {Audience.CONTACT}
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
        pytest.param("2024-10-16 09:00", "2024-10-28 09:00", id="first repeat"),
        pytest.param("2024-12-31 09:00", "2025-01-08 09:00", id="months late"),
    ],
)
def test_the_next_reminder_is_the_first_rung_still_to_come(after: str, found: str) -> None:
    assert next_nudge(LADDER, HOURS, at("2024-10-12 17:30"), at(after)) == at(found)


@pytest.mark.parametrize(
    ("since", "now", "rungs"),
    [
        pytest.param("2024-10-09 09:00", "2024-10-09 08:59", [], id="not yet"),
        pytest.param("2024-10-09 09:00", "2024-10-09 09:00", [-3], id="on time"),
        pytest.param("2024-10-09 09:00", "2024-10-11 15:00", [-3, -1], id="two days down"),
        pytest.param("2024-10-11 09:00", "2024-10-13 12:00", [-1, 0], id="from the second"),
        pytest.param("2024-10-16 09:00", "2024-11-04 09:00", [3, 11, 16], id="repeats"),
    ],
)
def test_rungs_are_reached_between_two_moments_both_included(
    since: str, now: str, rungs: list[int]
) -> None:
    assert reached(LADDER, HOURS, at("2024-10-12 17:30"), at(since), at(now)) == rungs


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
    assert current_slot(HOURS, at(now)) == (at(slot) if slot else None)


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

    assert current_slot(HOURS, moment) == (at(slot) if slot else None)


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
    assert next_slot(HOURS, at(after)) == at(slot)


MOMENTS = st.integers(0, 960 * 24 * 60).map(
    lambda minutes: datetime(2024, 2, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
LADDERS = st.builds(
    Ladder,
    st.sets(st.integers(-8, 8), min_size=1).map(lambda ats: tuple(map(Rung, sorted(ats)))),
    st.integers(0, 10),
)
SLOTS = st.sets(st.times(time(8), time(17)), min_size=1).map(lambda slots: tuple(sorted(slots)))

QUIET = st.tuples(st.times(time(9), time(12)), st.times(time(12), time(14)))


@given(LADDERS, SLOTS, QUIET, MOMENTS)
def test_no_rung_lies_outside_the_slots_of_a_workday_and_none_goes_back(
    ladder: Ladder, slots: tuple[time, ...], quiet: tuple[time, time], due: datetime
) -> None:
    slots = tuple(slot for slot in slots if not quiet[0] <= slot < quiet[1])
    assume(slots)  # the settings refuse a slot within the quiet time
    hours = Hours(ZONE, slots, time(17, 30), quiet)
    rungs = list(islice(climb(ladder, hours, due), 12))
    moments = [moment.astimezone(ZONE) for _, moment in rungs]

    assert moments == sorted(moments)
    assert all(HOURS.works(moment.date()) for moment in moments)
    assert {moment.time() for moment in moments} == {slots[0]}
    assert all(current_slot(hours, moment) == moment for moment in moments)
    of_ladder = rungs[: len(ladder.rungs)]
    assert all((moment < due) == (rung <= 0) for rung, moment in of_ladder)


@given(LADDERS, MOMENTS, st.timedeltas(timedelta(days=-60), timedelta(days=60)))
def test_the_next_reminder_is_later_and_nothing_lies_between(
    ladder: Ladder, due: datetime, shift: timedelta
) -> None:
    after = due + shift

    found = next_nudge(ladder, HOURS, due, after)

    assert found is not None or not ladder.repeat_every
    if found is not None:
        assert found > after
        assert reached(ladder, HOURS, due, after + timedelta.resolution, found)[-1:] != []
        assert (
            reached(ladder, HOURS, due, after + timedelta.resolution, found - timedelta(seconds=1))
            == []
        )


@given(MOMENTS)
def test_the_next_slot_is_a_slot_and_later(now: datetime) -> None:
    slot = next_slot(HOURS, now)

    assert slot > now
    assert current_slot(HOURS, slot) == slot
    assert slot - now < timedelta(days=12)


@given(MOMENTS)
def test_the_slot_of_now_is_not_later_than_now_and_of_the_same_day(now: datetime) -> None:
    slot = current_slot(HOURS, now)

    local: date = now.astimezone(ZONE).date()
    assert slot is None or (slot <= now and slot.date() == local and HOURS.works(local))
