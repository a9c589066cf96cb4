"""Looking ahead finds what the bot will send, and touches nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from bot.cards import draw
from bot.cards.ahead import look_ahead
from bot.cards.look import Look
from db.copying import copied
from db.engine import Database, Session
from db.foreseen import Waiting
from db.tables import Absence, Base
from db.vocabulary import DayKind, Frequency, Rule
from scheduler.foresight import Moment, foresee, moments
from scheduler.office import Office, as_stored
from tests.ledger_cast import (
    MONTHLY,
    RULES,
    a_cadence,
    a_cast,
    a_plan,
    a_unit,
    add,
    an_assignment,
    an_item,
    at,
    make_database,
)

QUIET = replace(RULES, hours=replace(RULES.hours, quiet=(time(12), time(14))))
FRIDAYS = Rule(Frequency.WEEKLY, DayKind.WEEKDAY, 1, 5, cutoff=time(17), opens_days_before=4)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


def a_rich_ledger(session: Session) -> None:
    """Two cadences, one of them a unit's own; a leave with a substitute, and one without."""
    cast = a_cast(session)
    a_cadence(session, cast.plan, rules=[MONTHLY])
    a_cadence(session, cast.plan, rules=[FRIDAYS], unit_id=cast.renshe)
    leave(session, cast.wang, "2024-03-20 00:00", "2024-03-23 00:00", cast.li)
    leave(session, cast.sun, "2024-03-27 00:00", "2024-03-28 00:00")


def leave(
    session: Session, contact: int, starts: str, ends: str, substitute: int | None = None
) -> None:
    add(
        session,
        Absence(
            contact_id=contact,
            substitute_id=substitute,
            starts_at=at(starts),
            ends_at=at(ends),
            confirmed_at=at("2024-03-01 10:00"),
        ),
    )


def says_all(_session: Session, _message: Waiting, _now: datetime) -> bool:
    return True


def looked_ahead(
    database: Database, at_moments: list[datetime], office: Office = RULES
) -> list[Moment]:
    def look(session: Session) -> list[Moment]:
        with copied(session, office.midnight(at_moments[0])) as copy:
            return list(foresee(copy, as_stored(copy, office), at_moments, says_all))

    return database.read_now(look)


def sent(found: list[Moment]) -> list[tuple[datetime, int, str, int | None]]:
    return [
        (moment.at, one.chat_id, one.card, one.subject)
        for moment in found
        for one in moment.messages
    ]


def test_the_moments_of_a_day_are_its_slots_the_end_of_the_quiet_time_and_the_digests() -> None:
    office = replace(QUIET, weekly=replace(RULES.weekly, at=time(10, 30)))

    found = list(moments(office, at("2024-03-18 08:00"), at("2024-03-20 00:00")))

    assert [f"{one:%d %H:%M}" for one in found] == [
        "18 08:00", "18 09:00", "18 10:30", "18 14:00", "18 15:00",
        "19 09:00", "19 14:00", "19 15:00",
    ]  # fmt: skip


def test_a_slot_within_the_quiet_time_waits_for_its_end() -> None:
    office = replace(QUIET, hours=replace(QUIET.hours, slots=(time(9), time(13))))

    found = list(moments(office, at("2024-03-19 09:00"), at("2024-03-20 00:00")))

    assert [f"{one:%H:%M}" for one in found] == ["09:00", "14:00"]


def test_there_are_moments_on_a_make_up_saturday_and_none_on_a_holiday() -> None:
    found = list(moments(RULES, at("2024-10-01 08:00"), at("2024-10-13 00:00")))

    assert {f"{one:%m-%d}" for one in found[1:]} == {
        "10-08", "10-09", "10-10", "10-11", "10-12"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "every"),
    [
        ("2024-03-25 08:50", "2024-03-25 15:10", timedelta(minutes=2)),
        pytest.param(
            "2024-03-25 08:50",
            "2024-03-25 15:10",
            timedelta(seconds=20),
            marks=pytest.mark.torture,
        ),
        ("2024-03-18 00:00", "2024-04-09 00:00", timedelta(minutes=30)),
    ],
    ids=["a day every two minutes", "a day every 20 s", "three weeks every half an hour"],
)
def test_asking_more_often_finds_the_same_at_the_same_moments(
    database: Database, start: str, end: str, every: timedelta
) -> None:
    database.write_now(a_rich_ledger)
    span = at(start), at(end)
    often = [span[0] + every * n for n in range((span[1] - span[0]) // every)]

    coarse = looked_ahead(database, list(moments(QUIET, *span)), QUIET)
    fine = looked_ahead(database, often, QUIET)

    assert len(sent(coarse)) > 4
    assert sent(coarse) == sent(fine)


def test_looking_ahead_leaves_the_ledger_as_it_is(database: Database) -> None:
    database.write_now(a_rich_ledger)

    def contents(session: Session) -> dict[str, list[object]]:
        return {
            table.name: list(session.execute(table.select()).all())
            for table in Base.metadata.sorted_tables
        }

    before = database.read_now(contents)
    found = looked_ahead(
        database, list(moments(RULES, at("2024-03-18 08:00"), at("2024-04-20 00:00")))
    )

    assert len(sent(found)) > 20
    assert database.read_now(contents) == before


def test_units_of_whom_nobody_is_told_are_one_line_and_each_finds_its_own(
    database: Database,
) -> None:
    def owe(session: Session) -> None:
        plan = a_plan(session)
        a_cadence(session, plan, since="2024-05-06 10:00")
        for name in ("甲局", "乙局", "丙局"):
            an_assignment(session, an_item(session, plan), a_unit(session, name))

    database.write_now(owe)
    now = at("2024-05-20 10:00")
    ahead = database.read_now(
        lambda session: look_ahead(Look(session, now, RULES, "督办室"), 3, draw)
    )

    untold = [(one.whom, one.why) for one in ahead.lines if not one.sent]
    assert untold == [("3 个单位", ("还没有联络员加入",))]
    assert [one.whom for one in ahead.of_unit("乙局").lines if not one.sent] == ["乙局"]
