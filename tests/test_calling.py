"""Who is on the call sheet, in which order; and the same on the command line."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
import typer

from bot.desk import Desk
from bot.in_office.phoning import is_number, parted
from bot.office.calling import set_phone, show_calls
from bot.office.reminding import Wishes, remind_units
from db import calls, people
from db.audit import Actor
from db.engine import Database, Session
from db.tables import AuditEntry, Contact, Item, Outbox, Unit
from db.vocabulary import Action, CallOutcome, OutboxState, Reachable, Untold, Via
from scheduler.calling import Callee, to_call
from scheduler.clock import MovableClock
from tests.ledger_cast import (
    RULES,
    Cast,
    a_cast,
    all_of,
    an_obligation,
    at,
    chat_of,
    make_database,
)
from tests.play import settings_for

DUE = "2024-05-24 17:30"  # a Friday
ZHOU = Actor("周敏", Via.CHAT)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def cast(database: Database) -> Cast:
    return database.write_now(a_cast)


@pytest.fixture
def desk(tmp_path: Path, database: Database) -> Desk:
    return Desk(database, MovableClock(at("2024-05-28 10:00")), settings_for(tmp_path, -50))


def change(database: Database, make: Callable[[Session], object]) -> None:
    database.write_now(make)


def listed(database: Database, now: str) -> list[Callee]:
    return database.read_now(lambda session: to_call(session, RULES, at(now)))


def was_reminded(session: Session, contact: int, when: str) -> None:
    moment = at(when)
    session.add(
        Outbox(
            key=f"{contact}:{when}",
            chat_id=chat_of(contact),
            card="checklist",
            subject=contact,
            args={},
            bulk=True,
            state=OutboxState.SENT,
            message_id=moment.day * 1000 + contact,
            not_before=moment,
            created_at=moment,
            sent_at=moment,
        )
    )


@pytest.mark.parametrize(
    ("reminded", "now", "called"),
    [
        pytest.param("2024-05-24 15:00", "2024-05-27 17:00", False, id="before it was late"),
        pytest.param("2024-05-27 09:00", "2024-05-27 12:59", False, id="a moment ago"),
        pytest.param("2024-05-27 09:00", "2024-05-27 13:00", True, id="in vain"),
        pytest.param("2024-05-27 09:00", "2024-05-29 09:00", True, id="days ago"),
    ],
)
def test_a_unit_is_called_that_was_reminded_in_vain(
    database: Database, cast: Cast, reminded: str, now: str, *, called: bool
) -> None:
    change(database, lambda session: an_obligation(session, cast.nongye_part, DUE))
    change(database, lambda session: was_reminded(session, cast.wang, reminded))

    found = listed(database, now)

    assert [one.unit for one in found] == (["农业农村局"] if called else [])
    assert not called or found[0].reminded_at == at(reminded)


def test_one_that_is_reminded_once_more_stays_on_the_sheet(database: Database, cast: Cast) -> None:
    change(database, lambda session: an_obligation(session, cast.nongye_part, DUE))
    for when in ("2024-05-27 09:00", "2024-05-28 09:30"):
        change(database, partial(was_reminded, contact=cast.wang, when=when))

    (one,) = listed(database, "2024-05-28 10:00")

    assert one.reminded_at == at("2024-05-28 09:30")


def test_a_unit_that_nobody_can_be_told_of_is_called_before_it_is_late(
    database: Database, cast: Cast
) -> None:
    change(database, lambda session: an_obligation(session, cast.wenlv_part, DUE))

    (one,) = listed(database, "2024-05-20 10:00")

    assert (one.unit, one.untold, one.late, one.days) == ("文旅局", Untold.BLOCKED, 0, 0)
    assert [(each.name, each.post) for each in one.people] == [
        ("周敏", "contact"),
        ("吴局", "head"),
    ]


def test_a_unit_that_can_be_told_and_is_not_late_is_not_called(
    database: Database, cast: Cast
) -> None:
    change(database, lambda session: an_obligation(session, cast.nongye_part, DUE))

    assert listed(database, "2024-05-20 10:00") == []


@pytest.fixture
def three(database: Database, cast: Cast) -> Cast:
    """Let nobody be told: one unit is late for long, one for a day, one not yet."""
    for chat in (chat_of(cast.wang), chat_of(cast.li)):
        change(database, partial(people.set_reachable, chat_id=chat, reachable=Reachable.BLOCKED))
    change(database, lambda session: an_obligation(session, cast.nongye_part, "2024-05-31 17:30"))
    change(database, lambda session: an_obligation(session, cast.renshe_part, "2024-05-20 17:30"))
    change(database, lambda session: an_obligation(session, cast.wenlv_part, "2024-05-27 17:30"))
    return cast


def test_the_worst_comes_first(database: Database, three: Cast) -> None:
    found = listed(database, "2024-05-28 10:00")

    assert [(one.unit_id, one.days) for one in found] == [
        (three.renshe, 8),
        (three.wenlv, 1),
        (three.nongye, 0),
    ]


def test_whoever_was_called_today_comes_last_and_tomorrow_in_their_place(
    database: Database, three: Cast
) -> None:
    outcome, when = CallOutcome.NO_ANSWER, at("2024-05-28 09:00")
    change(database, lambda session: calls.note(session, three.renshe, outcome, ZHOU, when))

    today, tomorrow = listed(database, "2024-05-28 10:00"), listed(database, "2024-05-29 09:00")

    assert (today[-1].unit_id, today[-1].today) == (three.renshe, True)
    assert (tomorrow[0].unit_id, tomorrow[0].today) == (three.renshe, False)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("县农业农村局 0566-1234567", ("县农业农村局", "0566-1234567")),
        ("县农业农村局：0566-1234567", ("县农业农村局", "0566-1234567")),
        ("张华 138 0000 0000", ("张华", "138 0000 0000")),
        ("张华13800000000", ("张华", "13800000000")),
        ("张华 +86 138", ("张华", "+86 138")),
        ("第1中学 0566-1234567", ("第1中学", "0566-1234567")),
        ("县农业农村局 张华 138", ("县农业农村局 张华", "138")),
        ("张华 无", ("张华", "")),
        ("张华", ("张华", None)),
        ("13800000000", ("", "13800000000")),
    ],
)
def test_a_name_and_a_number_are_taken_apart(typed: str, meant: tuple[str, str | None]) -> None:
    assert parted(typed) == meant


@pytest.mark.parametrize(
    ("phone", "right"),
    [("12345", True), ("+86 138-0000-0000", True), ("1234", False), ("1" * 21, False)],
)
def test_a_number_has_5_to_20_places(phone: str, *, right: bool) -> None:
    assert is_number(phone) is right


# the commands


def test_programs_read_the_call_sheet(
    desk: Desk, three: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome, when = CallOutcome.PROMISED, desk.clock.now()
    change(desk.db, lambda session: calls.note(session, three.wenlv, outcome, ZHOU, when))

    show_calls(desk, as_facts=True)

    first, _, last = json.loads(capsys.readouterr().out)
    assert (first["unit"], first["days"], first["untold"]) == ("人社局", 8, "blocked")
    assert first["people"][0] == {"name": "李强", "phone": "", "post": "contact"}
    assert (last["unit"], last["outcome"], last["called_by"]) == ("文旅局", "promised", "周敏")
    assert datetime.fromisoformat(last["called_at"]) == when


@pytest.mark.usefixtures("three")
def test_people_read_it_in_lines(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    show_calls(desk, as_facts=False)

    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("人社局")
    assert "李强 （无号码）" in first
    assert "逾期 8 天" in first


@pytest.mark.usefixtures("cast")
def test_where_nobody_is_to_be_called_it_says_so(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    show_calls(desk, as_facts=False)

    assert capsys.readouterr().out == "现在没有要打电话的单位。\n"


@pytest.mark.usefixtures("cast")
def test_the_command_notes_a_number_under_a_name(desk: Desk) -> None:
    set_phone(desk, "人社局", "0566-1234567", "周敏")
    set_phone(desk, "王芳", "13800000000", "")

    phones = {one.name: one.phone for one in all_of(desk.db, Unit)}
    assert phones["人社局"] == "0566-1234567"
    assert {one.name: one.phone for one in all_of(desk.db, Contact)}["王芳"] == "13800000000"
    noted = all_of(desk.db, AuditEntry)
    assert [(one.action, one.via) for one in noted] == [(Action.PHONE, Via.COMMAND)] * 2
    assert noted[0].done_by == "周敏"


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("name", "phone", "why"),
    [
        ("气象局", "0566-1234567", "没有叫“气象局”的单位或联络员"),
        ("人社局", "12", "不像电话号码"),
    ],
)
def test_the_command_refuses_what_is_no_name_or_number(
    desk: Desk, capsys: pytest.CaptureFixture[str], name: str, phone: str, why: str
) -> None:
    with pytest.raises(typer.Exit):
        set_phone(desk, name, phone, "")

    assert why in capsys.readouterr().err
    assert all_of(desk.db, AuditEntry) == []


@pytest.mark.parametrize(
    "wishes",
    [
        pytest.param(Wishes((), all_late=False, yes=True, everybody=True), id="all"),
        pytest.param(Wishes((), all_late=False, yes=True, item="第1项"), id="item"),
    ],
)
def test_the_command_reminds_all_or_by_item_and_it_is_written_down(
    desk: Desk, cast: Cast, wishes: Wishes, capsys: pytest.CaptureFixture[str]
) -> None:
    def number_it(session: Session) -> None:
        session.get_one(Item, cast.nongye_item).number = "1"
        an_obligation(session, cast.nongye_part, DUE)

    change(desk.db, number_it)

    remind_units(desk, wishes)

    assert "将提醒 1 个单位、1 人，每人一条消息，约 2 分钟。" in capsys.readouterr().out
    assert [one.chat_id for one in all_of(desk.db, Outbox)] == [chat_of(cast.wang)]
    (entry,) = all_of(desk.db, AuditEntry)
    assert (entry.action, entry.via) == (Action.REMINDED, Via.COMMAND)
    assert entry.after == {"people": 1, "units": ["农业农村局"]}


@pytest.mark.usefixtures("cast")
def test_the_command_says_that_there_is_no_such_item(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit):
        remind_units(desk, Wishes((), all_late=False, yes=True, item="999999"))

    assert "没有第 999999 项" in capsys.readouterr().err
