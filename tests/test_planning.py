"""Obligations made out of cadences: which periods are owed, and when they are first chased."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from db import cadences
from db.engine import Database, Session
from db.tables import Item, Obligation
from db.vocabulary import DayKind, Frequency, ObligationState, Part, Rule, Shift
from scheduler.planning import plan_ahead
from tests.ledger_cast import (
    MONTHLY,
    RULES,
    a_cadence,
    a_plan,
    a_unit,
    all_of,
    an_assignment,
    an_item,
    at,
    make_database,
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


def a_planned_item(
    database: Database,
    *,
    created: str = "2024-01-02 10:00",
    starts: str = "2024-01-01",
    ends: str = "2024-12-31",
    rule: Rule = MONTHLY,
) -> int:
    """Store a plan of one item owed by one unit, under a cadence; return the item."""

    def make(session: Session) -> int:
        plan = a_plan(session, created=created, starts=starts, ends=ends)
        a_cadence(session, plan, rules=(rule,), since=created)
        item = an_item(session, plan)
        an_assignment(session, item, a_unit(session, "农业农村局"))
        return item

    return database.write_now(make)


def plan_at(database: Database, now: str) -> int:
    return database.write_now(lambda session: plan_ahead(session, RULES, at(now)))


def names(database: Database) -> list[str]:
    return [one.period for one in all_of(database, Obligation)]


def test_each_unit_of_each_item_owes_a_report_for_each_period_ahead(database: Database) -> None:
    item = a_planned_item(database)
    database.write_now(
        lambda session: an_assignment(session, item, a_unit(session, "人社局"), Part.ASSIST)
    )

    made = plan_at(database, "2024-01-02 10:00")

    assert made == 4
    assert sorted(names(database)) == ["2024-01", "2024-01", "2024-02", "2024-02"]


def test_an_obligation_knows_when_it_opens_falls_due_and_is_first_chased(
    database: Database,
) -> None:
    a_planned_item(database)

    plan_at(database, "2024-05-02 10:00")

    may = next(one for one in all_of(database, Obligation) if one.period == "2024-05")
    assert may.opens_at == at("2024-05-14 00:00")
    assert may.due_at == may.original_due_at == at("2024-05-24 17:30")
    assert may.next_nudge_at == at("2024-05-21 09:00")
    assert may.state is ObligationState.OPEN


@pytest.mark.parametrize(
    ("created", "first"),
    [
        pytest.param("2024-05-21 08:59", "2024-05", id="before its first rung"),
        pytest.param("2024-05-21 09:00", "2024-05", id="at its first rung"),
        pytest.param("2024-05-21 09:01", "2024-06", id="after its first rung"),
        pytest.param("2024-05-25 10:00", "2024-06", id="after it fell due"),
    ],
)
def test_a_plan_does_not_owe_a_period_whose_first_rung_came_before_it(
    database: Database, created: str, first: str
) -> None:
    a_planned_item(database, created=created)

    plan_at(database, created)

    assert names(database)[0] == first


def test_planning_twice_is_planning_once(database: Database) -> None:
    a_planned_item(database)
    plan_at(database, "2024-05-02 10:00")
    before = names(database)

    again = plan_at(database, "2024-05-02 10:10")

    assert again == 0
    assert names(database) == before


def test_time_going_by_brings_the_next_period_only(database: Database) -> None:
    a_planned_item(database)
    plan_at(database, "2024-01-02 10:00")

    later = plan_at(database, "2024-02-10 10:00")

    assert later == 1
    assert names(database) == ["2024-01", "2024-02", "2024-03"]


def test_a_unit_that_comes_in_later_owes_what_the_others_owe(database: Database) -> None:
    item = a_planned_item(database)
    plan_at(database, "2024-05-02 10:00")

    def comes(session: Session) -> None:
        an_assignment(session, item, a_unit(session, "人社局"))
        cadences.note_planned(session, session.get_one(Item, item).plan_id, None)

    database.write_now(comes)

    made = plan_at(database, "2024-05-03 10:00")

    assert made == len(names(database)) / 2


@pytest.mark.parametrize(
    ("ends", "last"),
    [
        pytest.param("2024-06-24", "2024-05", id="the day before"),
        pytest.param("2024-06-25", "2024-06", id="on the day"),
    ],
)
def test_nothing_is_owed_after_the_plan_s_last_day(
    database: Database, ends: str, last: str
) -> None:
    a_planned_item(database, ends=ends)

    plan_at(database, "2024-05-20 10:00")

    assert names(database)[-1] == last


def test_nothing_is_owed_before_the_plan_s_first_day(database: Database) -> None:
    a_planned_item(database, starts="2024-05-26")

    plan_at(database, "2024-05-02 10:00")

    assert names(database) == ["2024-06"]


@pytest.mark.parametrize("state", [ObligationState.REPORTED, ObligationState.WITHDRAWN])
def test_what_is_reported_or_withdrawn_stays_as_it_is(
    database: Database, state: ObligationState
) -> None:
    a_planned_item(database)
    plan_at(database, "2024-05-02 10:00")

    def close(session: Session) -> None:
        for one in session.scalars(select(Obligation)):
            one.state, one.next_nudge_at = state, None

    database.write_now(close)

    assert plan_at(database, "2024-05-03 10:00") == 0
    assert {(one.state, one.next_nudge_at) for one in all_of(database, Obligation)} == {
        (state, None)
    }


def test_every_period_that_came_due_while_nobody_looked_is_owed_however_long(
    database: Database,
) -> None:
    a_planned_item(database)
    plan_at(database, "2024-01-02 10:00")

    plan_at(database, "2024-07-10 10:00")

    assert names(database) == [f"2024-{month:02}" for month in range(1, 9)]


def test_what_a_clock_that_was_ahead_looked_past_is_planned_once_it_is_right(
    database: Database,
) -> None:
    a_planned_item(database)
    plan_at(database, "2024-10-10 10:00")

    plan_at(database, "2024-01-03 10:00")

    assert {"2024-01", "2024-02"} <= set(names(database))
    assert plan_at(database, "2024-01-03 10:10") == 0


def test_a_period_missed_while_down_is_owed_and_chased_from_its_next_rung(
    database: Database,
) -> None:
    a_planned_item(database, created="2024-05-02 10:00", starts="2024-05-02")

    plan_at(database, "2024-06-26 10:00")

    by_name = {one.period: one for one in all_of(database, Obligation)}
    assert list(by_name) == ["2024-05", "2024-06", "2024-07"]
    assert by_name["2024-05"].next_nudge_at == at("2024-07-02 09:00")
    assert by_name["2024-06"].next_nudge_at == at("2024-06-28 09:00")


def test_nobody_is_chased_for_a_report_that_is_not_taken_yet(database: Database) -> None:
    a_planned_item(database, rule=replace(MONTHLY, opens_days_before=0))

    plan_at(database, "2024-05-02 10:00")

    may = next(one for one in all_of(database, Obligation) if one.period == "2024-05")
    assert may.opens_at == at("2024-05-24 00:00")
    assert may.next_nudge_at == at("2024-05-24 09:00")


def test_each_plan_goes_by_its_own_cadence(database: Database) -> None:
    a_planned_item(database, rule=Rule(Frequency.QUARTERLY))

    def another(session: Session) -> None:
        plan = a_plan(session, created="2024-06-17 08:00")
        fridays = Rule(Frequency.WEEKLY, DayKind.WEEKDAY, 1, 5, shift=Shift.NONE)
        a_cadence(session, plan, rules=(fridays,), since="2024-06-17 08:00")
        an_assignment(session, an_item(session, plan), a_unit(session, "人社局"))

    database.write_now(another)

    plan_at(database, "2024-06-17 10:00")

    assert names(database)[:3] == ["2024-Q2", "2024-W25", "2024-W26"]
    assert names(database)[-1] == "2024-W32"


def test_a_plan_is_looked_at_until_the_month_after_its_last_day_is_due(
    database: Database,
) -> None:
    after = replace(MONTHLY, number=5, month=2)  # December's report by 5 January
    a_planned_item(database, rule=after)
    for day in ("2024-10-20", "2024-11-20", "2025-01-02"):
        plan_at(database, f"{day} 10:00")
    assert names(database)[-1] == "2024-12"

    for day in ("2025-01-25", "2025-03-03", "2025-12-01"):
        plan_at(database, f"{day} 10:00")
    looked = database.read_now(lambda session: cadences.planned(session)[0].planned_until)
    assert looked is not None
    assert looked < at("2025-04-01 00:00")
