"""Who answers for a unit, and who can be reached."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import people
from db.engine import Database
from db.vocabulary import Reachable, Role
from tests.ledger_cast import (
    Cast,
    a_cast,
    a_contact,
    a_unit,
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


def test_that_somebody_cannot_be_reached_is_news_once(database: Database, cast: Cast) -> None:
    def block(chat: int) -> int | None:
        found = database.write_now(
            lambda session: people.set_reachable(session, chat, Reachable.BLOCKED)
        )
        return found.id if found else None

    assert [block(chat_of(cast.wang)) for _ in range(2)] == [cast.wang, None]
    assert block(12345) is None
    assert block(chat_of(cast.zhou)) is None


def test_the_holders_of_a_post_are_those_who_can_be_reached(database: Database, cast: Cast) -> None:
    second = database.write_now(
        lambda session: a_contact(session, "刘洋", {cast.nongye: Role.CONTACT})
    )

    def holders(unit: int, role: Role) -> list[int]:
        found = database.read_now(lambda session: people.holders(session, unit, role, NOW))
        return [contact.id for contact in found]

    assert holders(cast.nongye, Role.CONTACT) == [cast.wang, second]
    assert holders(cast.nongye, Role.HEAD) == []
    assert holders(cast.wenlv, Role.CONTACT) == []
    assert holders(cast.wenlv, Role.HEAD) == [cast.wu]


def test_a_contact_s_units_are_those_of_the_posts_asked_for(database: Database, cast: Cast) -> None:
    chief = database.write_now(
        lambda session: a_contact(
            session, "钱局", {cast.wenlv: Role.CONTACT, cast.renshe: Role.HEAD}
        )
    )

    def units(*roles: Role) -> list[int]:
        found = database.read_now(lambda session: people.units_of(session, chief, roles, NOW))
        return [unit.id for unit in found]

    assert units(Role.CONTACT) == [cast.wenlv]
    assert units(*people.ANSWERING) == [cast.renshe, cast.wenlv]
    assert units(Role.LEADER) == []


def test_the_contact_who_writes_is_known_by_the_chat(database: Database, cast: Cast) -> None:
    def who(chat: int) -> int | None:
        found = database.read_now(lambda session: people.contact_of(session, chat))
        return found.id if found else None

    assert who(chat_of(cast.li)) == cast.li
    assert who(cast.li) is None


def test_units_without_anybody_are_named_though_they_owe_nothing_yet(
    database: Database, cast: Cast
) -> None:
    database.write_now(lambda session: a_unit(session, "不负责任何事项的局"))
    assert database.read_now(people.empty_units) == []

    database.write_now(
        lambda session: people.set_reachable(session, chat_of(cast.wu), Reachable.BLOCKED)
    )

    assert database.read_now(people.empty_units) == ["文旅局"]
