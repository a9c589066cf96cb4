"""Who is handed a plan's items and when, what counts as acknowledged, and whom the office calls."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from db import acknowledgements, outbox, people
from db.acknowledgements import Asked
from db.departures import depart
from db.engine import Database, Session
from db.tables import Acknowledgement, Outbox, Plan
from db.vocabulary import Part, Reachable, Role
from scheduler.acknowledging import ask_to_acknowledge, next_asking, one_workday_after
from tests.ledger_cast import (
    HOURS,
    OFFICE,
    RULES,
    Cast,
    a_cast,
    a_contact,
    a_plan,
    a_unit,
    all_of,
    an_assignment,
    an_item,
    at,
    chat_of,
    make_database,
)

NOW = at("2024-05-20 10:00")  # a Monday
TODAY = NOW.date()
Answer = TypeVar("Answer")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def cast(database: Database) -> Cast:
    return database.write_now(a_cast)


def ask(database: Database, now: datetime = NOW, office: int | None = OFFICE) -> tuple[int, int]:
    return database.write_now(
        lambda session: ask_to_acknowledge(session, replace(RULES, chat=office), now)
    )


def acknowledge(database: Database, plan: int, contact: int, now: datetime = NOW) -> bool:
    return database.write_now(
        lambda session: acknowledgements.acknowledge(session, plan, contact, now)
    )


def read(database: Database, question: Callable[[Session], Answer]) -> Answer:
    return database.read_now(question)


def handed_out(database: Database) -> list[int]:
    """Return the contacts who were sent a handout, in order."""
    return [one.subject or 0 for one in all_of(database, Outbox) if one.card == "handout"]


def sheets(database: Database) -> list[list[int]]:
    """Return the units of each call sheet."""
    return [one.args["units"] for one in all_of(database, Outbox) if one.card == "unacknowledged"]


def to_ask(database: Database, now: datetime = NOW) -> list[int]:
    found = read(database, lambda session: acknowledgements.to_ask(session, now.date(), now))
    return [one.contact_id for one in found]


@pytest.mark.parametrize(
    ("asked", "then"),
    [
        pytest.param("2024-05-20 09:00", "2024-05-21 09:00", id="in the first slot"),
        pytest.param("2024-05-20 14:59", "2024-05-21 09:00", id="between the slots"),
        pytest.param("2024-05-20 15:00", "2024-05-21 15:00", id="in the last slot"),
        pytest.param("2024-05-20 08:00", "2024-05-21 09:00", id="before work"),
        pytest.param("2024-05-20 18:00", "2024-05-22 09:00", id="after work"),
        pytest.param("2024-05-24 10:00", "2024-05-27 09:00", id="on a Friday"),
        pytest.param("2024-05-25 20:00", "2024-05-28 09:00", id="on a Saturday"),
        pytest.param("2024-04-30 10:00", "2024-05-06 09:00", id="before the May holidays"),
        pytest.param("2024-10-11 16:00", "2024-10-12 15:00", id="before a make-up Saturday"),
    ],
)
def test_one_workday_later_is_the_same_slot_of_the_next_workday(asked: str, then: str) -> None:
    assert one_workday_after(HOURS, at(asked)) == at(then)


def test_each_contact_of_a_unit_with_items_is_asked_once(database: Database, cast: Cast) -> None:
    second = database.write_now(
        lambda session: a_contact(session, "刘洋", {cast.nongye: Role.CONTACT})
    )
    idle = database.write_now(lambda session: a_unit(session, "无任务局"))
    database.write_now(lambda session: a_contact(session, "闲人", {idle: Role.CONTACT}))

    first, again = ask(database), ask(database, NOW + timedelta(minutes=1))

    # 文旅局's contact blocked the bot, so its head is asked in their place
    assert handed_out(database) == [cast.wang, cast.li, cast.wu, second]
    assert (first, again) == ((4, 0), (0, 0))
    assert {one.bulk for one in all_of(database, Outbox)} == {True}


@pytest.mark.parametrize(
    "now",
    ["2024-05-20 08:59", "2024-05-20 17:31", "2024-05-25 10:00"],
    ids=["before the slots", "after work", "on a day off"],
)
@pytest.mark.usefixtures("cast")
def test_nobody_is_asked_outside_work_hours(database: Database, now: str) -> None:
    assert ask(database, at(now)) == (0, 0)
    assert all_of(database, Acknowledgement) == []


def test_a_plan_that_is_over_asks_nobody(database: Database, cast: Cast) -> None:
    def end(session: Session) -> None:
        session.get_one(Plan, cast.plan).ends_on = date(2024, 5, 19)

    database.write_now(end)

    assert ask(database) == (0, 0)


def test_who_answers_for_two_units_is_handed_both_in_one_message(
    database: Database, cast: Cast
) -> None:
    both = database.write_now(
        lambda session: a_contact(
            session, "刘洋", {cast.nongye: Role.CONTACT, cast.renshe: Role.CONTACT}
        )
    )

    ask(database)

    assert handed_out(database).count(both) == 1
    handed = read(database, lambda session: acknowledgements.handed(session, cast.plan, both))
    assert [one.unit_id for one in handed] == [cast.nongye, cast.renshe]


def test_two_plans_are_handed_out_apart(database: Database, cast: Cast) -> None:
    def another(session: Session) -> None:
        plan = a_plan(session, title="另一份")
        an_assignment(session, an_item(session, plan), cast.nongye)

    database.write_now(another)
    ask(database)

    assert handed_out(database).count(cast.wang) == 2


def test_acknowledging_is_per_person_and_news_once(database: Database, cast: Cast) -> None:
    second = database.write_now(
        lambda session: a_contact(session, "刘洋", {cast.nongye: Role.CONTACT})
    )
    ask(database)

    later = NOW + timedelta(hours=1)
    news = [acknowledge(database, cast.plan, cast.wang, when) for when in (NOW, later)]

    assert news == [True, False]
    done = {one.contact_id: one.acknowledged_at for one in all_of(database, Acknowledgement)}
    assert (done[cast.wang], done[second]) == (NOW, None)
    silent = read(database, lambda session: acknowledgements.silent(session, TODAY))
    assert cast.nongye not in {one.unit_id for one in silent}  # one is enough for the unit


def test_who_was_not_asked_or_left_the_unit_acknowledges_nothing(
    database: Database, cast: Cast
) -> None:
    ask(database)
    database.write_now(lambda session: depart(session, cast.wang, cast.nongye, Role.CONTACT, NOW))

    assert not acknowledge(database, cast.plan, cast.sun)
    assert not acknowledge(database, cast.plan, cast.wang)
    assert not acknowledge(database, cast.plan + 1, cast.li)


def test_a_unit_that_is_silent_for_a_workday_has_its_head_asked(
    database: Database, cast: Cast
) -> None:
    ask(database)
    acknowledge(database, cast.plan, cast.wang)
    acknowledge(database, cast.plan, cast.wu)

    early, due = ask(database, at("2024-05-20 17:00")), ask(database, at("2024-05-21 09:00"))

    assert (early, due) == ((0, 0), (1, 0))
    assert handed_out(database)[-1] == cast.sun


def test_a_unit_whose_head_is_silent_too_comes_onto_the_call_sheet_once(
    database: Database, cast: Cast
) -> None:
    ask(database)
    acknowledge(database, cast.plan, cast.wang)
    acknowledge(database, cast.plan, cast.wu)
    ask(database, at("2024-05-21 09:00"))

    for moment in ("2024-05-22 08:00", "2024-05-22 09:00", "2024-05-22 09:01", "2024-05-23 09:00"):
        ask(database, at(moment))

    assert sheets(database) == [[cast.renshe]]


def test_a_unit_without_a_head_comes_onto_the_call_sheet_a_workday_sooner(
    database: Database, cast: Cast
) -> None:
    ask(database)
    acknowledge(database, cast.plan, cast.li)
    acknowledge(database, cast.plan, cast.wu)

    assert ask(database, at("2024-05-21 09:00")) == (0, 1)
    assert sheets(database) == [[cast.nongye]]


def test_a_sheet_comes_again_where_a_unit_is_new_on_it_and_once_a_day(
    database: Database, cast: Cast
) -> None:
    ask(database)
    acknowledge(database, cast.plan, cast.wu)
    told = [ask(database, at(when))[1] for when in ("2024-05-21 09:00", "2024-05-22 09:00")]
    ask(database, at("2024-05-22 15:00"))

    assert told == [1, 1]
    assert sheets(database) == [[cast.nongye], [cast.nongye, cast.renshe]]


def test_nothing_is_written_for_an_office_without_a_chat(database: Database, cast: Cast) -> None:
    ask(database, office=None)
    acknowledge(database, cast.plan, cast.li)

    assert ask(database, at("2024-05-21 09:00"), office=None) == (0, 0)
    assert sheets(database) == []


def test_a_person_asked_later_gives_the_unit_another_workday(
    database: Database, cast: Cast
) -> None:
    ask(database)
    acknowledge(database, cast.plan, cast.li)
    acknowledge(database, cast.plan, cast.wu)
    database.write_now(lambda session: a_contact(session, "刘洋", {cast.nongye: Role.CONTACT}))

    told = [ask(database, at(when)) for when in ("2024-05-21 09:00", "2024-05-22 09:00")]

    assert told == [(1, 0), (0, 1)]


def test_a_contact_who_can_be_reached_again_is_asked_then(database: Database, cast: Cast) -> None:
    ask(database)
    database.write_now(
        lambda session: people.set_reachable(session, chat_of(cast.zhou), Reachable.YES)
    )

    assert to_ask(database) == [cast.zhou]


def test_a_revision_that_gives_a_unit_more_items_does_not_ask_again(
    database: Database, cast: Cast
) -> None:
    ask(database)
    database.write_now(
        lambda session: an_assignment(session, an_item(session, cast.plan), cast.nongye)
    )

    assert ask(database, NOW + timedelta(minutes=1)) == (0, 0)


def test_the_next_asking_is_known_and_a_unit_on_the_sheet_brings_none(
    database: Database, cast: Cast
) -> None:
    def coming(now: datetime) -> datetime | None:
        return read(database, lambda session: next_asking(session, RULES, now))

    before = coming(at("2024-05-19 12:00"))  # a Sunday
    ask(database)
    after = coming(NOW)
    acknowledge(database, cast.plan, cast.li)
    acknowledge(database, cast.plan, cast.wu)
    ask(database, at("2024-05-21 09:00"))

    assert (before, after) == (at("2024-05-20 09:00"), at("2024-05-21 09:00"))
    assert coming(at("2024-05-21 09:00")) is None


def test_a_unit_s_items_come_in_the_order_of_the_notice_with_their_parts(
    database: Database, cast: Cast
) -> None:
    database.write_now(
        lambda session: an_assignment(session, cast.renshe_item, cast.nongye, Part.ASSIST)
    )

    found = read(
        database,
        lambda session: acknowledgements.items_of(session, cast.plan, [cast.nongye]),
    )

    assert [(one.item_id, one.part) for one in found] == [
        (cast.nongye_item, Part.LEAD),
        (cast.renshe_item, Part.ASSIST),
    ]


def test_who_is_called_is_told_with_those_asked_and_who_answered_meanwhile(
    database: Database, cast: Cast
) -> None:
    ask(database)
    ask(database, at("2024-05-21 09:00"))
    acknowledge(database, cast.plan, cast.sun, at("2024-05-21 11:00"))

    (call,) = read(
        database, lambda session: acknowledgements.calls(session, cast.plan, [cast.renshe])
    )

    assert (call.unit, call.asked, call.since) == ("人社局", ("李强", "孙局"), NOW)
    assert (call.by, call.acknowledged_at) == ("孙局", at("2024-05-21 11:00"))


def test_asking_whom_to_ask_writes_nothing_and_marks_nothing(
    database: Database, cast: Cast
) -> None:
    assert to_ask(database) == to_ask(database) == [cast.wang, cast.li, cast.wu]
    assert read(database, outbox.counts) == {}
    assert all_of(database, Acknowledgement) == []


def test_people_noted_as_asked_twice_keep_their_first_moment(
    database: Database, cast: Cast
) -> None:
    asked = [Asked(cast.plan, cast.nongye, cast.wang, chat_of(cast.wang))]

    def note_both(session: Session) -> None:
        for moment in (NOW, NOW + timedelta(days=1)):
            acknowledgements.note_asked(session, asked, moment)

    database.write_now(note_both)

    assert [one.asked_at for one in all_of(database, Acknowledgement)] == [NOW]


def test_a_silent_unit_is_named(database: Database, cast: Cast) -> None:
    ask(database)
    acknowledge(database, cast.plan, cast.wang)

    assert read(database, lambda session: acknowledgements.silent_units(session, TODAY)) == [
        "人社局",
        "文旅局",
    ]
