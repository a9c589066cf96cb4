"""Giving up a post: what waits for the person is withdrawn, and what they began is dropped."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import departures, outbox, reports
from db.engine import Database, Session
from db.tables import Contact, Departure, Form, Outbox, Post
from db.vocabulary import FormState, OutboxState, Role
from tests.ledger_cast import (
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

NOW = at("2024-05-20 09:00")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def cast(database: Database) -> Cast:
    return database.write_now(a_cast)


def leave(session: Session, contact: int, unit: int) -> None:
    departures.depart(session, contact, unit, Role.CONTACT, NOW, None)
    departures.silence(session, session.get_one(Contact, contact))


def waiting(database: Database, cast: Cast) -> list[str]:
    def change(session: Session) -> None:
        for name, chat in (("reminder", cast.wang), ("answer", cast.wang), ("other", cast.li)):
            bulk = name != "answer"
            outbox.enqueue(session, name, chat_of(chat), "checklist", NOW, subject=chat, bulk=bulk)
        leave(session, cast.wang, cast.nongye)

    database.write_now(change)
    rows = all_of(database, Outbox)
    return [row.key for row in rows if row.state is OutboxState.WAITING]


def test_planned_messages_to_whoever_holds_no_post_are_withdrawn(
    database: Database, cast: Cast
) -> None:
    assert waiting(database, cast) == ["answer", "other"]
    (gone,) = all_of(database, Departure)
    assert (gone.contact_id, gone.unit_id, gone.left_at) == (cast.wang, cast.nongye, NOW)


def test_those_to_whoever_holds_another_post_stay(database: Database, cast: Cast) -> None:
    database.write_now(
        lambda session: add(
            session, Post(contact_id=cast.wang, unit_id=cast.wenlv, role=Role.CONTACT)
        )
    )

    assert waiting(database, cast) == ["reminder", "answer", "other"]


def test_open_forms_for_the_unit_are_dropped_and_no_others(database: Database, cast: Cast) -> None:
    def change(session: Session) -> list[int]:
        second = a_contact(session, "刘洋", {cast.nongye: Role.CONTACT})
        parts = (cast.nongye_part, cast.nongye_part, cast.renshe_part)
        whose = (cast.wang, second, cast.wang)
        for number, (part, contact) in enumerate(zip(parts, whose, strict=True)):
            due = an_obligation(session, part, f"2024-05-2{number} 17:30")
            reports.open_form(session, due, contact, NOW)
        return departures.drop_forms(session, cast.wang, cast.nongye, NOW)

    dropped = database.write_now(change)

    forms = all_of(database, Form)
    assert dropped == [forms[0].id]
    states = [form.state for form in forms]
    assert states == [FormState.DROPPED, FormState.OPEN, FormState.OPEN]


@pytest.mark.parametrize(
    ("given", "held"), [(False, False), (True, True)], ids=["a first's post", "a second's post"]
)
def test_a_second_contact_who_takes_over_from_a_first_one_is_one(
    database: Database, cast: Cast, *, given: bool, held: bool
) -> None:
    for second in (True, given):

        def change(session: Session, second: bool = second) -> None:  # noqa: FBT001
            departures.take_over(session, cast.sun, cast.nongye, Role.CONTACT, second=second)

        database.write_now(change)

    posts = [post for post in all_of(database, Post) if post.contact_id == cast.sun]
    assert [post.second for post in posts if post.unit_id == cast.nongye] == [held]


def test_whoever_holds_the_post_already_takes_it_over_once(database: Database, cast: Cast) -> None:
    for _ in range(2):
        database.write_now(
            lambda session: departures.take_over(session, cast.sun, cast.renshe, Role.CONTACT)
        )

    held = [post.role for post in all_of(database, Post) if post.contact_id == cast.sun]
    assert sorted(held) == [Role.CONTACT, Role.HEAD]
