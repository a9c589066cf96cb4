"""Two workdays ahead: which units nobody can tell, and when the office hears of it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from db import departures, extensions, people
from db.engine import Database, Session
from db.tables import Absence, Extension, Outbox, Post
from db.vocabulary import ObligationState, OutboxState, Reachable, Role, Untold
from scheduler.agenda import tell_of_agenda
from scheduler.reaching import OFFICE as THE_OFFICE
from scheduler.reaching import Unreached, tell_of_unreached, unreached
from tests.ledger_cast import (
    OFFICE,
    RULES,
    Cast,
    a_cast,
    a_contact,
    add,
    all_of,
    an_obligation,
    at,
    chat_of,
    make_database,
)

#: Due on a Friday; two workdays before is Wednesday.
DUE, WEDNESDAY = "2024-05-24 17:30", at("2024-05-22 09:00")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def cast(database: Database) -> Cast:
    return database.write_now(a_cast)


def owe(database: Database, *parts: int, due: str = DUE) -> None:
    def change(session: Session) -> None:
        for part in parts:
            an_obligation(session, part, due)

    database.write_now(change)


def lonely(database: Database, now: datetime = WEDNESDAY) -> list[Unreached]:
    return database.read_now(lambda session: unreached(session, RULES, now))


def tell(database: Database, now: datetime) -> int:
    return database.write_now(lambda session: tell_of_unreached(session, RULES, now))


def cards(database: Database, card: str = "unreachable") -> list[Outbox]:
    """Return the messages to the office, those that only note a day left out."""
    return [
        one
        for one in all_of(database, Outbox)
        if one.card == card and one.edits_id is None and one.state is not OutboxState.WITHDRAWN
    ]


def away(database: Database, contact: int, first: str, end: str, substitute: int | None) -> None:
    database.write_now(
        lambda session: add(
            session,
            Absence(
                contact_id=contact,
                substitute_id=substitute,
                starts_at=at(first),
                ends_at=at(end),
                confirmed_at=at("2024-05-20 10:00"),
            ),
        )
    )


def send_all(database: Database) -> None:
    def send(session: Session) -> None:
        waiting = update(Outbox).where(Outbox.state == OutboxState.WAITING)
        session.execute(waiting.values(state=OutboxState.SENT, message_id=7000 + Outbox.id))

    database.write_now(send)


# whom nobody can tell


@pytest.mark.parametrize(
    ("now", "known"),
    [
        pytest.param("2024-05-21 09:00", False, id="three workdays before"),
        pytest.param("2024-05-22 09:00", True, id="two workdays before"),
        pytest.param("2024-05-24 18:00", True, id="late"),
        pytest.param("2024-06-24 09:00", True, id="long late"),
    ],
)
def test_it_matters_from_two_workdays_before_the_due_day(
    database: Database, cast: Cast, now: str, *, known: bool
) -> None:
    owe(database, cast.wenlv_part)

    found = lonely(database, at(now))

    assert [one.unit for one in found] == (["文旅局"] if known else [])


def test_two_workdays_before_a_day_after_a_holiday_is_before_the_holiday(
    database: Database, cast: Cast
) -> None:
    owe(database, cast.wenlv_part, due="2024-10-08 17:30")  # 1–7 October are days off

    assert not lonely(database, at("2024-09-27 09:00"))
    assert lonely(database, at("2024-09-29 09:00"))  # a make-up Sunday, the last but one workday


def test_what_is_reported_or_not_owed_by_the_unit_any_more_does_not_count(
    database: Database, cast: Cast
) -> None:
    database.write_now(
        lambda session: an_obligation(session, cast.wenlv_part, DUE, state=ObligationState.REPORTED)
    )

    assert lonely(database) == []


def test_why_a_unit_s_contacts_are_not_told_is_said_with_what_it_owes(
    database: Database, cast: Cast
) -> None:
    owe(database, cast.wenlv_part, cast.renshe_part, cast.nongye_part)
    owe(database, cast.wenlv_part, due="2024-04-25 17:30")

    def change(session: Session) -> None:
        departures.depart(session, cast.li, cast.renshe, Role.CONTACT, WEDNESDAY)

    database.write_now(change)

    assert [
        (one.unit, one.count, one.late, one.due_on.isoformat(), one.why, one.names)
        for one in lonely(database)
    ] == [
        ("人社局", 1, 0, "2024-05-24", Untold.LEFT, ()),
        ("文旅局", 2, 1, "2024-05-24", Untold.BLOCKED, ("周敏",)),
    ]


def test_a_unit_that_nobody_joined_is_lonely_though_its_head_can_be_told(
    database: Database, cast: Cast
) -> None:
    owe(database, cast.renshe_part)
    database.write_now(
        lambda session: session.execute(delete(Post).where(Post.contact_id == cast.li))
    )

    assert [one.why for one in lonely(database)] == [Untold.NEVER_JOINED]


def test_a_second_contact_is_enough(database: Database, cast: Cast) -> None:
    owe(database, cast.wenlv_part)
    liu = database.write_now(lambda session: a_contact(session, "刘洋", {}))
    database.write_now(
        lambda session: departures.take_over(session, liu, cast.wenlv, Role.CONTACT, second=True)
    )

    assert lonely(database) == []


@pytest.mark.parametrize(
    ("first", "end", "back"),
    [
        pytest.param("2024-05-24", "2024-05-28", "2024-05-28", id="begins on the due day"),
        pytest.param("2024-05-22", "2024-05-25", "2024-05-25", id="away now"),
        pytest.param("2024-05-27", "2024-05-29", None, id="begins after the due day"),
        pytest.param("2024-05-20", "2024-05-22", None, id="is over"),
    ],
)
def test_leave_without_a_substitute_counts_now_and_at_the_due_time(
    database: Database, cast: Cast, first: str, end: str, back: str | None
) -> None:
    owe(database, cast.nongye_part)
    away(database, cast.wang, f"{first} 00:00", f"{end} 00:00", None)

    found = lonely(database)

    assert [(one.why, str(one.back_on)) for one in found] == (
        [(Untold.ON_LEAVE, back)] if back else []
    )


def test_leave_with_a_substitute_who_can_be_told_does_not_count(
    database: Database, cast: Cast
) -> None:
    owe(database, cast.renshe_part)
    away(database, cast.li, "2024-05-20 00:00", "2024-05-30 00:00", cast.sun)

    assert lonely(database) == []

    database.write_now(
        lambda session: people.set_reachable(session, chat_of(cast.sun), Reachable.BLOCKED)
    )

    assert [one.why for one in lonely(database)] == [Untold.ON_LEAVE]


# what the office is told


def test_the_office_is_told_once_of_a_unit_and_a_due_day(database: Database, cast: Cast) -> None:
    owe(database, cast.wenlv_part)

    told = []
    for moment in ("22 08:00", "22 09:00", "22 09:01", "22 15:00", "23 09:00", "24 09:00"):
        told.append(tell(database, at(f"2024-05-{moment}")))
        send_all(database)

    assert told == [0, 1, 0, 0, 0, 0]
    (card,) = cards(database)
    assert (card.chat_id, card.subject, card.bulk) == (OFFICE, THE_OFFICE, True)
    assert card.args["units"] == [cast.wenlv]


def test_another_due_day_or_another_reason_is_told_again(database: Database, cast: Cast) -> None:
    owe(database, cast.wenlv_part)
    tell(database, WEDNESDAY)
    send_all(database)

    owe(database, cast.wenlv_part, due="2024-05-27 17:30")
    assert tell(database, at("2024-05-23 09:00")) == 1
    send_all(database)
    database.write_now(
        lambda session: departures.depart(session, cast.zhou, cast.wenlv, Role.CONTACT, WEDNESDAY)
    )
    assert tell(database, at("2024-05-24 09:00")) == 1

    assert [one.args.get("moved", False) for one in cards(database)] == [True, True, False]


def test_who_becomes_unreachable_during_the_day_is_told_of_the_next_workday(
    database: Database, cast: Cast
) -> None:
    owe(database, cast.renshe_part)
    assert tell(database, WEDNESDAY) == 0
    database.write_now(
        lambda session: people.set_reachable(session, chat_of(cast.li), Reachable.BLOCKED)
    )

    assert tell(database, at("2024-05-22 09:05")) == 0  # the office heard of it when it happened
    assert tell(database, at("2024-05-23 09:00")) == 1


def test_asked_too_late_for_the_first_slot_it_is_told_in_the_next_one(
    database: Database, cast: Cast
) -> None:
    owe(database, cast.wenlv_part)

    assert tell(database, at("2024-05-22 16:00")) == 1


def test_the_message_is_drawn_anew_once_somebody_can_be_told_again(
    database: Database, cast: Cast
) -> None:
    owe(database, cast.wenlv_part)
    tell(database, WEDNESDAY)
    send_all(database)
    database.write_now(
        lambda session: people.set_reachable(session, chat_of(cast.zhou), Reachable.YES)
    )

    told = [tell(database, at(f"2024-05-22 09:0{minute}")) for minute in (1, 2)]

    assert told == [1, 0]
    (card,) = cards(database)
    assert card.args["open"] == []
    assert [one.edits_id for one in all_of(database, Outbox)] == [None, card.id]


def test_nothing_is_told_on_a_day_off(database: Database, cast: Cast) -> None:
    owe(database, cast.wenlv_part)

    assert tell(database, at("2024-05-25 09:00")) == 0  # a Saturday
    assert all_of(database, Outbox) == []


@pytest.mark.usefixtures("cast")
def test_units_that_cannot_be_told_are_known_though_nothing_is_owed(database: Database) -> None:
    found = database.read_now(lambda session: people.cut_off(session, WEDNESDAY))

    assert found == {"文旅局": Untold.BLOCKED}


# who is asked


def test_the_second_contact_is_asked_where_no_first_one_can_be_told(
    database: Database, cast: Cast
) -> None:
    liu = database.write_now(lambda session: a_contact(session, "刘洋", {}))
    database.write_now(
        lambda session: departures.take_over(session, liu, cast.nongye, Role.CONTACT, second=True)
    )

    def asked() -> list[int]:
        found = database.read_now(
            lambda session: people.asked_first(session, cast.nongye, WEDNESDAY)
        )
        return [one.id for one in found]

    assert asked() == [cast.wang]

    away(database, cast.wang, "2024-05-20 00:00", "2024-05-30 00:00", None)

    assert asked() == [liu]


# extensions that nobody decides


def ask_for_later(database: Database, part: int, contact: int, when: str) -> int:
    def ask(session: Session) -> int:
        extension = extensions.begin(session, an_obligation(session, part, DUE), contact)
        extension.wanted_due_at = at("2024-05-31 17:30")
        extensions.give_reason(session, extension, contact, "数据还在核", 7)
        extensions.ask(session, extension, contact, at(when))
        return extension.id

    return database.write_now(ask)


def remind(database: Database, now: str) -> int:
    return database.write_now(lambda session: tell_of_agenda(session, RULES, at(now)))


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        pytest.param("2024-05-20 09:30", "2024-05-21 09:00", id="in the first slot"),
        pytest.param("2024-05-20 16:00", "2024-05-22 09:00", id="in a later slot"),
        pytest.param("2024-05-24 20:00", "2024-05-28 09:00", id="after hours before a weekend"),
    ],
)
def test_the_office_is_told_of_what_it_left_undecided_for_a_workday(
    database: Database, cast: Cast, asked: str, first: str
) -> None:
    ask_for_later(database, cast.nongye_part, cast.wang, asked)
    mornings = [f"2024-05-{day} 09:00" for day in (20, 21, 22, 23, 24, 25, 26, 27, 28)]

    told = [moment for moment in mornings if remind(database, moment)]

    assert told[0] == first


def test_the_office_is_told_of_what_is_undecided_once_every_workday(
    database: Database, cast: Cast
) -> None:
    asked = [
        ask_for_later(database, cast.nongye_part, cast.wang, "2024-05-20 09:30"),
        ask_for_later(database, cast.renshe_part, cast.li, "2024-05-20 16:00"),
    ]

    told = [remind(database, f"2024-05-{when}") for when in ("21 09:00", "21 15:00", "22 09:00")]

    assert told == [1, 0, 1]
    assert len(asked) == len(cards(database, "todo")) == 2


def test_what_was_decided_or_taken_back_is_not_told(database: Database, cast: Cast) -> None:
    number = ask_for_later(database, cast.nongye_part, cast.wang, "2024-05-20 09:30")
    back = ask_for_later(database, cast.renshe_part, cast.li, "2024-05-20 09:30")

    def end(session: Session) -> None:
        extensions.decide(
            session, session.get_one(Extension, number), "周敏", WEDNESDAY, granted=False
        )
        extensions.take_back(session, session.get_one(Extension, back), WEDNESDAY)

    database.write_now(end)

    assert remind(database, "2024-05-23 09:00") == 0
