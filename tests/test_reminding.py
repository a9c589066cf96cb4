"""Reminders by hand: whom they reach, when a unit is left alone, and when the next one comes."""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import typer
from sqlalchemy import select

from bot.contact.snoozing import soon
from bot.desk import Desk
from bot.office.reminding import Wishes, remind_units
from db import nudges, people
from db.engine import Database, Session
from db.tables import Outbox, Post
from db.vocabulary import Audience, ObligationState, OutboxState, Reachable, Role, Untold
from scheduler.clock import MovableClock
from scheduler.ladder import Ladder, Rung
from scheduler.office import Office
from scheduler.reminding import (
    Not,
    Reminded,
    Reminder,
    foretold,
    next_reminder,
    remind,
    reminders,
)
from scheduler.sweep import sweep
from tests.ledger_cast import (
    RULES,
    Cast,
    a_cast,
    a_contact,
    all_of,
    an_obligation,
    at,
    chat_of,
    make_database,
)
from tests.play import settings_for

DUE = "2024-05-24 17:30"
Unit = tuple[int, str]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def cast(database: Database) -> Cast:
    return database.write_now(a_cast)


@pytest.fixture
def nongye(database: Database, cast: Cast) -> Unit:
    """Return 农业农村局, which owes one report."""
    database.write_now(lambda session: an_obligation(session, cast.nongye_part, DUE))
    return cast.nongye, "农业农村局"


def seen(database: Database, now: str, *units: Unit, office: Office = RULES) -> list[Reminder]:
    return database.read_now(lambda session: reminders(session, office, units, at(now)))


def sent(database: Database, now: str, *units: Unit, office: Office = RULES) -> Reminded:
    def change(session: Session) -> Reminded:
        return remind(session, office, reminders(session, office, units, at(now)), at(now))

    return database.write_now(change)


def reach(database: Database, now: str, *units: Unit, office: Office = RULES) -> Reminded:
    """Return what the office is shown before it sends."""
    return database.read_now(
        lambda session: foretold(
            session, office, reminders(session, office, units, at(now)), at(now)
        )
    )


def change(database: Database, make: Callable[[Session], object]) -> None:
    database.write_now(make)


def messages(database: Database) -> list[tuple[str, int, OutboxState]]:
    return [(one.card, one.chat_id, one.state) for one in all_of(database, Outbox)]


def test_a_unit_s_contact_gets_the_checklist_at_once(
    database: Database, cast: Cast, nongye: Unit
) -> None:
    (asked,) = seen(database, "2024-05-20 10:00", nongye)
    before = reach(database, "2024-05-20 10:00", nongye)
    done = sent(database, "2024-05-20 10:00", nongye)

    assert (asked.count, asked.why_not, before) == (1, None, done)
    assert (done.units, done.people, done.later, done.at) == (1, 1, 0, at("2024-05-20 10:00"))
    (message,) = all_of(database, Outbox)
    assert (message.card, message.subject, message.chat_id, message.bulk, message.args) == (
        "checklist",
        cast.wang,
        chat_of(cast.wang),
        True,
        {"reminder": True},
    )


@pytest.mark.parametrize(
    ("now", "why_not"),
    [
        ("2024-05-20 10:01", Not.LATELY),
        ("2024-05-20 13:59", Not.LATELY),
        ("2024-05-20 14:00", None),
    ],
)
def test_a_unit_that_was_reminded_is_left_alone_for_a_while(
    database: Database, nongye: Unit, now: str, why_not: Not | None
) -> None:
    sent(database, "2024-05-20 10:00", nongye)

    (asked,) = seen(database, now, nongye)
    sent(database, "2024-05-20 10:01", nongye)

    assert asked.why_not is why_not
    assert asked.reminded_at == at("2024-05-20 10:00")
    assert len(messages(database)) == 1, "what is refused is not sent"


def test_a_planned_reminder_counts_as_well(database: Database, nongye: Unit) -> None:
    change(database, lambda session: sweep(session, RULES, at("2024-05-21 09:00")))

    (asked,) = seen(database, "2024-05-21 10:00", nongye)

    assert asked.why_not is Not.LATELY
    assert reach(database, "2024-05-21 10:00", nongye).people == 0


def test_one_that_had_nothing_to_say_does_not(database: Database, nongye: Unit) -> None:
    sent(database, "2024-05-20 10:00", nongye)

    def withdraw(session: Session) -> None:
        for message in session.scalars(select(Outbox)):
            message.state = OutboxState.WITHDRAWN

    change(database, withdraw)

    assert [one.why_not for one in seen(database, "2024-05-20 10:30", nongye)] == [None]


def test_outside_work_hours_it_waits_and_is_not_asked_for_twice(
    database: Database, nongye: Unit
) -> None:
    done = sent(database, "2024-05-18 20:00", nongye)  # a Saturday

    (asked,) = seen(database, "2024-05-19 20:00", nongye)

    assert done.at == at("2024-05-20 09:00")
    assert (asked.why_not, asked.reminded_at) == (Not.LATELY, at("2024-05-20 09:00"))


def test_a_unit_that_owes_nothing_is_not_reminded(database: Database, cast: Cast) -> None:
    state = ObligationState.REPORTED
    change(database, lambda s: an_obligation(s, cast.renshe_part, DUE, state=state))

    (asked,) = seen(database, "2024-05-20 10:00", (cast.renshe, "人社局"))

    assert asked.why_not is Not.NOTHING


def test_what_cannot_be_reported_yet_is_not_owed(database: Database, nongye: Unit) -> None:
    assert [one.why_not for one in seen(database, "2024-05-10 10:00", nongye)] == [Not.NOTHING]


def test_the_next_one_up_is_told_and_where_there_is_none_it_says_why(
    database: Database, cast: Cast
) -> None:
    change(database, lambda session: an_obligation(session, cast.wenlv_part, DUE))
    wenlv = cast.wenlv, "文旅局"
    (above,) = seen(database, "2024-05-20 10:00", wenlv)
    gone = Reachable.LEFT
    change(database, lambda session: people.set_reachable(session, chat_of(cast.wu), gone))
    (nobody,) = seen(database, "2024-05-20 10:00", wenlv)

    assert [one.contact_id for one in above.to] == [cast.wu]
    assert (nobody.why_not, nobody.untold) == (Not.NOBODY, Untold.BLOCKED)


def test_one_person_of_two_units_gets_one_message(database: Database, cast: Cast) -> None:
    both = {cast.nongye: Role.CONTACT, cast.renshe: Role.CONTACT}
    change(database, lambda session: a_contact(session, "赵磊", both))
    change(database, lambda session: an_obligation(session, cast.nongye_part, DUE))
    change(database, lambda session: an_obligation(session, cast.renshe_part, DUE))
    units = [(cast.nongye, "农业农村局"), (cast.renshe, "人社局")]

    assert reach(database, "2024-05-20 10:00", *units).people == 3
    assert sent(database, "2024-05-20 10:00", *units).people == 3
    assert len(messages(database)) == 3


def test_it_counts_against_the_budget_and_over_it_comes_the_next_workday(
    database: Database, cast: Cast, nongye: Unit
) -> None:
    strict = replace(RULES, budget=1)
    sent(database, "2024-05-17 10:00", nongye, office=strict)

    before = reach(database, "2024-05-17 15:00", nongye, office=strict)
    over = sent(database, "2024-05-17 15:00", nongye, office=strict)
    assert before == over
    assert before.full == (cast.wang,)
    assert (over.people, over.later, over.later_at) == (0, 1, at("2024-05-20 09:00"))
    assert len(messages(database)) == 1
    change(database, lambda session: sweep(session, strict, at("2024-05-20 09:00")))

    assert len(messages(database)) == 2
    assert {chat for _, chat, _ in messages(database)} == {chat_of(cast.wang)}


def coming(database: Database, contact: int, now: str, office: Office = RULES) -> datetime | None:
    return database.read_now(lambda session: next_reminder(session, office, contact, at(now)))


@pytest.mark.usefixtures("nongye")
def test_the_next_reminder_is_the_next_rung_or_the_wish(database: Database, cast: Cast) -> None:
    assert coming(database, cast.wang, "2024-05-20 10:00") == at("2024-05-21 09:00")

    change(
        database, lambda session: nudges.wish_again(session, [cast.wang], at("2024-05-20 15:00"))
    )

    assert coming(database, cast.wang, "2024-05-20 10:00") == at("2024-05-20 15:00")
    assert coming(database, cast.wang, "2024-05-20 15:00") == at("2024-05-21 09:00")


def test_a_wish_brings_nothing_where_nothing_is_owed(database: Database, cast: Cast) -> None:
    change(
        database, lambda session: nudges.wish_again(session, [cast.wang], at("2024-05-20 15:00"))
    )

    assert coming(database, cast.wang, "2024-05-20 10:00") is None


@pytest.mark.usefixtures("nongye")
def test_a_second_contact_s_next_reminder_is_at_a_rung_that_tells_them(
    database: Database, cast: Cast
) -> None:
    both = frozenset({Audience.CONTACT, Audience.SECOND})
    office = replace(RULES, ladder=Ladder((Rung(-3), Rung(0, both)), 0))

    def join(session: Session) -> int:
        number = a_contact(session, "副手", {cast.nongye: Role.CONTACT})
        for post in session.scalars(select(Post).where(Post.contact_id == number)):
            post.second = True
        return number

    second = database.write_now(join)

    assert coming(database, second, "2024-05-20 10:00", office) == at("2024-05-24 09:00")
    change(
        database,
        lambda session: people.set_reachable(session, chat_of(cast.wang), Reachable.BLOCKED),
    )
    assert coming(database, second, "2024-05-20 10:00", office) == at("2024-05-21 09:00")


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2024-03-22 15:00", "今天15:00"),
        ("2024-03-23 09:00", "明天09:00"),
        ("2024-03-25 09:00", "3月25日（周一）09:00"),
    ],
)
def test_a_near_moment_is_said_as_people_do(when: str, said: str) -> None:
    assert soon(at(when), at("2024-03-22 10:00").date()) == said


# the command


@pytest.fixture
def desk(tmp_path: Path, database: Database) -> Desk:
    return Desk(database, MovableClock(at("2024-05-27 10:00")), settings_for(tmp_path, -50))


def command(desk: Desk, *units: str, all_late: bool = False, yes: bool = True) -> int:
    """Run the command; return its exit status."""
    try:
        remind_units(desk, Wishes(units, all_late, yes))
    except typer.Exit as exit_:
        return exit_.exit_code
    return 0


@pytest.mark.usefixtures("nongye")
def test_the_command_names_everybody_it_reaches_and_why_not_the_others(
    desk: Desk, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = Reachable.LEFT
    change(desk.db, lambda session: an_obligation(session, cast.wenlv_part, DUE))
    change(desk.db, lambda session: people.set_reachable(session, chat_of(cast.wu), gone))

    status = command(desk, "农业农村局", "人社局", "文旅局")

    said = capsys.readouterr().out
    assert status == 0
    assert "农业农村局  1 项待报，将提醒 王芳" in said
    assert "人社局      没有待报的事项，不用催" in said
    assert "文旅局      1 项待报，没有人能收到提醒（联络员屏蔽了机器人），请打电话" in said
    assert "将提醒 1 个单位、1 人，每人一条消息，约 2 分钟。" in said
    assert "已提醒 1 人" in said
    assert [chat for _, chat, _ in messages(desk.db)] == [chat_of(cast.wang)]


@pytest.mark.usefixtures("nongye")
def test_programs_read_whom_the_command_reaches(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    remind_units(desk, Wishes(("农业农村局", "人社局"), all_late=False, yes=True, as_facts=True))

    printed = capsys.readouterr()
    found = [(one["unit"], one["why_not"]) for one in json.loads(printed.out)]
    assert found == [("农业农村局", None), ("人社局", "nothing")]
    assert "已提醒 1 人" in printed.err


@pytest.mark.usefixtures("nongye")
def test_the_command_refuses_what_was_just_done(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(desk, all_late=True) == 0
    assert command(desk, all_late=True) == 1

    said = capsys.readouterr()
    assert "5月27日（周一）10:00 提醒过 王芳，5月27日（周一）14:00 后可以再催" in said.out
    assert "没有可以提醒的单位" in said.err
    assert len(messages(desk.db)) == 1


@pytest.mark.usefixtures("nongye")
def test_the_command_without_a_name_tells_which_units_are_late(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(desk) == 1
    assert "有 1 个单位逾期未报：农业农村局" in capsys.readouterr().err


def test_the_command_says_so_where_no_unit_is_late(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(desk, all_late=True) == 1
    assert "现在没有逾期未报的单位" in capsys.readouterr().err


@pytest.mark.usefixtures("nongye")
@pytest.mark.parametrize("typed", ["n\n", ""], ids=["no", "nobody there"])
def test_nothing_is_sent_that_was_not_confirmed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))

    assert command(desk, "农业农村局", yes=False) == 1
    assert messages(desk.db) == []
