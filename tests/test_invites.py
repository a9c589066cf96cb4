"""Who gets in by an invite, and who doesn't."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.contact.joining import person_name
from db import admissions, invites
from db.departures import depart, take_over
from db.engine import Database, Session
from db.invites import Arrival, Offer, Refusal
from db.tables import Contact, Departure, Invite, Post
from db.vocabulary import Reachable, Role
from tests.ledger_cast import Cast, a_cast, all_of, at, chat_of, make_database

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
        lambda session: invites.add_invite(session, token, role, unit, NOW, UNTIL)
    )


def open_it(
    database: Database,
    chat: int,
    *,
    token: str = "secret",
    name: str | None = "张伟",
    late: timedelta = timedelta(),
) -> Offer | Refusal:
    return database.write_now(
        lambda session: invites.open_invite(session, token, chat, name, NOW + late)
    )


def accept(
    database: Database, invite: int, chat: int, *, late: timedelta = timedelta()
) -> int | Refusal:
    """Accept an invite; return the contact's id."""
    found = accepted(database, invite, chat, late=late)
    return found if isinstance(found, Refusal) else found.contact.id


def accepted(
    database: Database, invite: int, chat: int, *, late: timedelta = timedelta()
) -> Arrival | Refusal:
    return database.write_now(
        lambda session: invites.accept_invite(session, invite, chat, NOW + late)
    )


def offered(
    database: Database, invite: int, chat: int, *, late: timedelta = timedelta()
) -> Offer | Refusal:
    return database.read_now(lambda session: invites.offered(session, invite, chat, NOW + late))


def row_of(database: Database, invite: int) -> Invite:
    return next(one for one in all_of(database, Invite) if one.id == invite)


def change(database: Database, act: Callable[[Session], object]) -> None:
    database.write_now(act)


def posts_of(database: Database, contact: int | Refusal) -> list[tuple[int | None, Role]]:
    return [
        (post.unit_id, post.role) for post in all_of(database, Post) if post.contact_id == contact
    ]


def test_an_invite_makes_a_contact_of_who_opens_and_accepts_it(
    database: Database, cast: Cast, invite: int
) -> None:
    offer = open_it(database, ZHANG)
    contact = accept(database, invite, ZHANG)

    assert offer == Offer(invite, Role.CONTACT, "农业农村局", "张伟")
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

    assert offered(database, invite, ZHANG) is Refusal.REOPENED
    assert offered(database, invite, HE) == Offer(invite, Role.CONTACT, "农业农村局", "张伟")


def test_opening_again_is_harmless(database: Database, invite: int) -> None:
    assert open_it(database, ZHANG) == open_it(database, ZHANG)
    contact = accept(database, invite, ZHANG)

    assert isinstance(open_it(database, ZHANG, late=timedelta(days=30)), Offer)
    assert accept(database, invite, ZHANG, late=timedelta(days=30)) == contact


def test_accepting_twice_is_accepting_once(database: Database, cast: Cast, invite: int) -> None:
    open_it(database, ZHANG)

    first, second = accept(database, invite, ZHANG), accept(database, invite, ZHANG)

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


def test_a_name_that_is_given_is_the_contact_s(database: Database, invite: int) -> None:
    open_it(database, ZHANG, name="小张")
    change(database, lambda session: invites.ask_name(session, invite))
    naming = offered(database, invite, ZHANG)
    change(database, lambda session: invites.take_name(session, invite, "张建国"))

    accept(database, invite, ZHANG)

    assert isinstance(naming, Offer)
    assert naming.naming
    assert [one.name for one in all_of(database, Contact) if one.chat_id == ZHANG] == ["张建国"]


def test_who_has_no_name_at_telegram_is_asked_for_one(database: Database, invite: int) -> None:
    offer = open_it(database, ZHANG, name=None)

    assert offer == Offer(invite, Role.CONTACT, "农业农村局", None, naming=True)


def test_opening_again_keeps_the_name_given_and_asks_for_none(
    database: Database, invite: int
) -> None:
    open_it(database, ZHANG, name="小张")
    change(database, lambda session: invites.take_name(session, invite, "张建国"))
    change(database, lambda session: invites.ask_name(session, invite))

    offer = open_it(database, ZHANG, name="小张")

    assert offer == Offer(invite, Role.CONTACT, "农业农村局", "张建国")


def test_the_next_person_who_opens_an_invite_does_not_get_the_name_of_the_last(
    database: Database, invite: int
) -> None:
    open_it(database, ZHANG)
    change(database, lambda session: invites.take_name(session, invite, "张建国"))

    offer = open_it(database, HE, name="何平")

    assert offer == Offer(invite, Role.CONTACT, "农业农村局", "何平")


def test_of_two_invites_in_hand_a_text_names_its_writer_in_the_one_that_asks(
    database: Database, cast: Cast, invite: int
) -> None:
    another = an_invite(database, "another", Role.CONTACT, cast.renshe)
    open_it(database, ZHANG)
    open_it(database, ZHANG, token="another")
    change(database, lambda session: invites.ask_name(session, another))
    change(database, lambda session: invites.ask_name(session, invite))

    found = database.read_now(lambda session: invites.offer_at_hand(session, ZHANG, NOW))

    assert found is not None
    assert (found.invite_id, found.naming) == (invite, True)
    assert not row_of(database, another).naming
    assert database.read_now(lambda session: invites.offer_at_hand(session, HE, NOW)) is None


def test_a_contact_who_opens_another_invite_keeps_the_name_that_is_known(
    database: Database, cast: Cast
) -> None:
    another = an_invite(database, "another", Role.CONTACT, cast.renshe)

    offer = open_it(database, chat_of(cast.wang), token="another", name="芳芳")

    assert offer == Offer(another, Role.CONTACT, "人社局", "王芳", known=True)


def test_an_invite_whose_opener_waits_for_the_office_is_theirs(
    database: Database, invite: int
) -> None:
    open_it(database, ZHANG)
    change(database, lambda session: admissions.ask_admission(session, invite, NOW))

    late = timedelta(days=30)
    mine, other = open_it(database, ZHANG, late=late), open_it(database, HE, late=late)

    assert isinstance(mine, Offer)
    assert mine.asked
    assert other is Refusal.USED
    assert accept(database, invite, HE) is Refusal.USED


def test_asking_to_be_let_in_twice_is_asking_once(database: Database, invite: int) -> None:
    open_it(database, ZHANG)

    news = [
        database.write_now(lambda session: admissions.ask_admission(session, invite, NOW))
        for _ in range(2)
    ]

    assert news == [True, False]


def test_who_is_admitted_is_a_contact_and_who_decided_is_known(
    database: Database, invite: int
) -> None:
    open_it(database, ZHANG)
    change(database, lambda session: admissions.ask_admission(session, invite, NOW))

    def admit(session: Session) -> None:
        waiting = admissions.asking(session, invite)
        assert waiting is not None
        invites.admit(session, waiting, NOW, "周敏")

    change(database, admit)

    asked = database.read_now(lambda session: admissions.admission(session, invite))
    assert asked is not None
    assert (asked.name, asked.admitted, asked.by) == ("张伟", True, "周敏")
    assert database.read_now(lambda session: admissions.asking(session, invite)) is None
    assert people_count(database) == 6


def test_who_is_not_admitted_stays_out_whatever_they_press(database: Database, invite: int) -> None:
    open_it(database, ZHANG)
    change(database, lambda session: admissions.ask_admission(session, invite, NOW))

    def deny(session: Session) -> None:
        waiting = admissions.asking(session, invite)
        assert waiting is not None
        admissions.deny(waiting, "周敏", NOW)

    change(database, deny)

    assert accept(database, invite, ZHANG) is Refusal.DENIED
    assert open_it(database, ZHANG) is Refusal.DENIED
    assert open_it(database, HE) is Refusal.USED
    assert people_count(database) == 5


def test_an_invite_that_replaces_somebody_takes_the_post_from_them(
    database: Database, cast: Cast
) -> None:
    handing = database.write_now(
        lambda session: invites.add_invite(
            session, "over", Role.CONTACT, cast.nongye, NOW, UNTIL, replaces_id=cast.wang
        )
    )
    open_it(database, ZHANG, token="over")

    arrival = accepted(database, handing, ZHANG)

    assert isinstance(arrival, Arrival)
    assert arrival.predecessor is not None
    assert arrival.predecessor.id == cast.wang
    assert posts_of(database, cast.wang) == []
    assert posts_of(database, arrival.contact.id) == [(cast.nongye, Role.CONTACT)]
    (left,) = all_of(database, Departure)
    assert (left.contact_id, left.successor_id) == (cast.wang, arrival.contact.id)


def seconds_of(database: Database, contact: int) -> list[bool]:
    return [post.second for post in all_of(database, Post) if post.contact_id == contact]


def test_a_second_contact_comes_in_by_an_invite_of_their_own(
    database: Database, cast: Cast
) -> None:
    number = database.write_now(
        lambda session: invites.add_invite(
            session, "second", Role.CONTACT, cast.nongye, NOW, UNTIL, second=True
        )
    )

    offer = open_it(database, ZHANG, token="second")
    arrival = accepted(database, number, ZHANG)

    assert isinstance(offer, Offer)
    assert isinstance(arrival, Arrival)
    assert (offer.second, arrival.second) == (True, True)
    assert seconds_of(database, arrival.contact.id) == [True]
    again = accepted(database, number, ZHANG)
    assert isinstance(again, Arrival)
    assert again.second


@pytest.mark.parametrize(
    ("before", "then", "second"),
    [
        pytest.param(True, False, False, id="a second one becomes a first"),
        pytest.param(False, True, False, id="a first one stays a first"),
        pytest.param(True, True, True, id="a second one stays a second"),
    ],
)
def test_who_joins_a_unit_again_is_a_first_contact_if_ever_asked_to_be(
    database: Database, cast: Cast, *, before: bool, then: bool, second: bool
) -> None:
    for token, is_second in (("one", before), ("two", then)):

        def add(session: Session, token: str = token, is_second: bool = is_second) -> int:  # noqa: FBT001
            return invites.add_invite(
                session, token, Role.CONTACT, cast.nongye, NOW, UNTIL, second=is_second
            )

        number = database.write_now(add)
        open_it(database, ZHANG, token=token)
        contact = accept(database, number, ZHANG)

    assert isinstance(contact, int)
    assert seconds_of(database, contact) == [second]


def test_the_holders_who_can_be_replaced_are_those_of_the_very_post(
    database: Database, cast: Cast
) -> None:
    change(
        database,
        lambda session: take_over(session, cast.sun, cast.nongye, Role.CONTACT, second=True),
    )

    def holders(*, second: bool) -> list[int]:
        found = database.read_now(
            lambda session: invites.holders_of(session, cast.nongye, Role.CONTACT, second=second)
        )
        return [one.id for one in found]

    assert holders(second=False) == [cast.wang]
    assert holders(second=True) == [cast.sun]


def test_whoever_takes_their_own_place_keeps_it(database: Database, cast: Cast) -> None:
    handing = database.write_now(
        lambda session: invites.add_invite(
            session, "over", Role.CONTACT, cast.nongye, NOW, UNTIL, replaces_id=cast.wang
        )
    )
    open_it(database, chat_of(cast.wang), token="over")

    arrival = accepted(database, handing, chat_of(cast.wang))

    assert isinstance(arrival, Arrival)
    assert arrival.predecessor is None
    assert posts_of(database, cast.wang) == [(cast.nongye, Role.CONTACT)]


def test_an_invite_does_not_say_that_somebody_is_in_who_gave_the_post_up(
    database: Database, cast: Cast, invite: int
) -> None:
    open_it(database, ZHANG)
    contact = accept(database, invite, ZHANG)
    assert isinstance(contact, int)

    change(
        database,
        lambda session: depart(session, contact, cast.nongye, Role.CONTACT, NOW),
    )

    assert open_it(database, ZHANG) is Refusal.USED


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("王芳", "王芳"),
        ("  王  芳 ", "王 芳"),
        ("王\u200b芳\ufeff", "王芳"),
        ("王\n芳", "王 芳"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("Zhang Wei", "Zhang Wei"),
        ("芳芳🌸", "芳芳🌸"),
        ("王" * 20, "王" * 20),
        ("王" * 21, None),
        ("王", None),
        ("王1", None),
        ("", None),
        ("。。", None),
        ("13800138000", None),
        ("🌸🌸🌸", None),
        ("\u200b\u200b\u200b", None),
        ("/start", None),
        ("（未署名）", None),
    ],
)
def test_a_name_is_what_people_are_called_and_nothing_else(said: str, name: str | None) -> None:
    assert person_name(said) == name


def test_a_revoked_invite_lets_nobody_in_whether_it_was_opened_or_not(
    database: Database, invite: int
) -> None:
    open_it(database, ZHANG)
    revoked = database.write_now(lambda session: invites.revoke(session, invite, "周敏", NOW))

    assert revoked is not None
    assert accept(database, invite, ZHANG) is Refusal.REVOKED
    assert open_it(database, HE) is Refusal.REVOKED
    assert database.read_now(lambda session: invites.unused(session, NOW)) == []
    assert database.write_now(lambda session: invites.revoke(session, invite, "x", NOW)) is None


def test_a_used_invite_cannot_be_revoked(database: Database, invite: int) -> None:
    open_it(database, ZHANG)
    accept(database, invite, ZHANG)

    assert database.write_now(lambda session: invites.revoke(session, invite, "x", NOW)) is None
