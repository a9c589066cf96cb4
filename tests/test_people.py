"""Who gets in and who doesn't; who answers for a unit; who can be reached."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

from db import people
from db.engine import Database, Session
from db.people import Offer, Refusal, UnreachedUnit
from db.tables import Contact, Invite, Post
from db.vocabulary import ObligationState, Reachable, Role
from tests.ledger_cast import (
    Cast,
    a_cast,
    a_contact,
    a_unit,
    all_of,
    an_obligation,
    at,
    chat_of,
    make_database,
)

NOW = at("2024-05-20 09:00")
UNTIL = NOW + timedelta(days=14)
ZHANG, HE = 901, 902


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def cast(database: Database) -> Cast:
    return database.write_now(a_cast)


@pytest.fixture
def invite(database: Database, cast: Cast) -> int:
    return an_invite(database, "secret", Role.CONTACT, cast.nongye)


def an_invite(database: Database, token: str, role: Role, unit: int | None) -> int:
    return database.write_now(
        lambda session: people.add_invite(session, token, role, unit, NOW, UNTIL)
    )


def open_it(
    database: Database, chat: int, *, token: str = "secret", late: timedelta = timedelta()
) -> Offer | Refusal:
    return database.write_now(lambda session: people.open_invite(session, token, chat, NOW + late))


def accept(
    database: Database, invite: int, chat: int, *, name: str = "张伟", late: timedelta = timedelta()
) -> int | Refusal:
    """Accept an invite; return the contact's id."""

    def change(session: Session) -> int | Refusal:
        found = people.accept_invite(session, invite, chat, name, NOW + late)
        return found if isinstance(found, Refusal) else found.id

    return database.write_now(change)


def posts_of(database: Database, contact: int | Refusal) -> list[tuple[int | None, Role]]:
    return [
        (post.unit_id, post.role) for post in all_of(database, Post) if post.contact_id == contact
    ]


def test_an_invite_makes_a_contact_of_who_opens_and_accepts_it(
    database: Database, cast: Cast, invite: int
) -> None:
    offer = open_it(database, ZHANG)
    contact = accept(database, invite, ZHANG)

    assert offer == Offer(invite, Role.CONTACT, "农业农村局")
    assert posts_of(database, contact) == [(cast.nongye, Role.CONTACT)]
    joined = next(one for one in all_of(database, Contact) if one.chat_id == ZHANG)
    assert (joined.id, joined.name) == (contact, "张伟")
    assert joined.reachable is Reachable.YES


def test_only_the_hash_of_an_invite_s_token_is_kept(database: Database, invite: int) -> None:
    (row,) = all_of(database, Invite)

    assert row.id == invite
    assert len(row.token_hash) == 64
    assert "secret" not in "".join(str(value) for value in vars(row).values())


def test_an_unknown_token_lets_nobody_in(database: Database, invite: int) -> None:
    assert open_it(database, ZHANG, token="guessed") is Refusal.UNKNOWN
    assert open_it(database, ZHANG, token="") is Refusal.UNKNOWN
    assert accept(database, invite + 1, ZHANG) is Refusal.UNKNOWN


def test_an_invite_that_was_not_opened_cannot_be_accepted(database: Database, invite: int) -> None:
    assert accept(database, invite, ZHANG) is Refusal.UNKNOWN
    assert people_count(database) == 5


def people_count(database: Database) -> int:
    return len(all_of(database, Contact))


def test_an_invite_is_used_once(database: Database, invite: int) -> None:
    open_it(database, ZHANG)
    accept(database, invite, ZHANG)

    assert open_it(database, HE) is Refusal.USED
    assert accept(database, invite, HE) is Refusal.USED
    assert people_count(database) == 6


@pytest.mark.usefixtures("invite")
@pytest.mark.parametrize(
    ("late", "refused"),
    [
        pytest.param(timedelta(days=14, seconds=-1), False, id="just before it ends"),
        pytest.param(timedelta(days=14), True, id="as it ends"),
    ],
)
def test_an_invite_expires(database: Database, late: timedelta, *, refused: bool) -> None:
    assert (open_it(database, ZHANG, late=late) is Refusal.EXPIRED) is refused


def test_an_invite_opened_in_time_and_accepted_too_late_lets_nobody_in(
    database: Database, invite: int
) -> None:
    open_it(database, ZHANG)

    assert accept(database, invite, ZHANG, late=timedelta(days=14)) is Refusal.EXPIRED
    assert people_count(database) == 5


def test_of_two_who_open_an_invite_the_last_one_can_accept_it(
    database: Database, invite: int
) -> None:
    open_it(database, ZHANG)
    open_it(database, HE)

    assert accept(database, invite, ZHANG) is Refusal.REOPENED
    assert isinstance(accept(database, invite, HE), int)


def test_an_offer_is_shown_to_who_opened_it_last_only(database: Database, invite: int) -> None:
    open_it(database, ZHANG)
    open_it(database, HE)

    def shown(chat: int) -> Offer | None:
        return database.read_now(lambda session: people.offered(session, invite, chat))

    assert shown(ZHANG) is None
    assert shown(HE) == Offer(invite, Role.CONTACT, "农业农村局")


def test_opening_again_is_harmless(database: Database, invite: int) -> None:
    assert open_it(database, ZHANG) == open_it(database, ZHANG)
    contact = accept(database, invite, ZHANG)

    assert isinstance(open_it(database, ZHANG, late=timedelta(days=30)), Offer)
    assert accept(database, invite, ZHANG, late=timedelta(days=30)) == contact


def test_accepting_twice_is_accepting_once(database: Database, cast: Cast, invite: int) -> None:
    open_it(database, ZHANG)

    first, second = accept(database, invite, ZHANG), accept(database, invite, ZHANG, name="别名")

    assert first == second
    assert posts_of(database, first) == [(cast.nongye, Role.CONTACT)]
    assert [one.name for one in all_of(database, Contact) if one.chat_id == ZHANG] == ["张伟"]


def test_a_person_invited_again_keeps_one_contact_and_gets_another_post(
    database: Database, cast: Cast, invite: int
) -> None:
    another = an_invite(database, "another", Role.HEAD, cast.renshe)
    open_it(database, ZHANG)
    first = accept(database, invite, ZHANG)
    open_it(database, ZHANG, token="another")
    second = accept(database, another, ZHANG)

    assert first == second
    assert posts_of(database, first) == [(cast.nongye, Role.CONTACT), (cast.renshe, Role.HEAD)]


@pytest.mark.parametrize("role", [Role.CONTACT, Role.OFFICE])
def test_a_person_invited_twice_to_a_post_holds_it_once(
    database: Database, cast: Cast, role: Role
) -> None:
    unit = cast.nongye if role is Role.CONTACT else None
    for token in ("one", "two"):
        invited = an_invite(database, token, role, unit)
        open_it(database, ZHANG, token=token)
        contact = accept(database, invited, ZHANG)

    assert posts_of(database, contact) == [(unit, role)]


def test_who_blocked_the_bot_is_reachable_again_after_accepting(
    database: Database, cast: Cast, invite: int
) -> None:
    open_it(database, chat_of(cast.zhou))

    accept(database, invite, chat_of(cast.zhou))

    zhou = next(one for one in all_of(database, Contact) if one.id == cast.zhou)
    assert (zhou.reachable, zhou.name) == (Reachable.YES, "周敏")


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
        found = database.read_now(lambda session: people.holders(session, unit, role))
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
        found = database.read_now(lambda session: people.units_of(session, chief, roles))
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


def test_units_that_owe_and_have_nobody_to_be_told_are_named(
    database: Database, cast: Cast
) -> None:
    def owe(session: Session) -> None:
        an_obligation(session, cast.wenlv_part, "2024-05-24 17:30")
        an_obligation(session, cast.wenlv_part, "2024-05-25 17:30")
        an_obligation(session, cast.nongye_part, "2024-05-24 17:30")
        people.set_reachable(session, chat_of(cast.wu), Reachable.LEFT)

    database.write_now(owe)

    found = database.read_now(lambda session: people.unreached_units(session, NOW))

    assert found == [UnreachedUnit("文旅局", 2, never=False)]


def test_a_unit_that_nobody_ever_joined_is_told_apart(database: Database, cast: Cast) -> None:
    def owe(session: Session) -> None:
        session.execute(delete(Post))
        a_contact(session, "孙局", {cast.renshe: Role.HEAD}, reachable=Reachable.BLOCKED)
        a_contact(session, "分管领导", {cast.nongye: Role.LEADER})
        for part in (cast.nongye_part, cast.renshe_part):
            an_obligation(session, part, "2024-05-24 17:30")
        done, later = ObligationState.REPORTED, "2024-07-25 17:30"
        an_obligation(session, cast.wenlv_part, "2024-05-24 17:30", state=done)
        an_obligation(session, cast.wenlv_part, later)

    database.write_now(owe)

    found = database.read_now(lambda session: people.unreached_units(session, NOW))

    assert found == [
        UnreachedUnit("农业农村局", 1, never=True),
        UnreachedUnit("人社局", 1, never=False),
    ]


def test_units_without_anybody_are_named_though_they_owe_nothing_yet(
    database: Database, cast: Cast
) -> None:
    database.write_now(lambda session: a_unit(session, "不负责任何事项的局"))
    assert database.read_now(people.empty_units) == []

    database.write_now(
        lambda session: people.set_reachable(session, chat_of(cast.wu), Reachable.BLOCKED)
    )

    assert database.read_now(people.empty_units) == ["文旅局"]
