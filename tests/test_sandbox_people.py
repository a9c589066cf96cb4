"""What people can and cannot do, whatever the bot wishes."""

from collections.abc import Callable

import pytest

from sandbox import Person, Sandbox
from sandbox.errors import NotPossibleError
from sandbox.messages import Draft
from tests.test_sandbox_harness import make_person, make_sandbox


def with_buttons(sandbox: Sandbox, person: Person) -> None:
    """Put a message with two buttons and a link into a person's chat."""
    rows = [
        [{"text": "填报 1", "callback_data": "1"}, {"text": "填报 2", "callback_data": "2"}],
        [{"text": "网页", "url": "https://example.org"}],
    ]
    draft = Draft({"text": "选"}, sandbox.bot, markup={"inline_keyboard": rows})
    sandbox.written_by_bot(person.chat, draft)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda person: person.say("  "), "empty message"),
        (lambda person: person.start("内容"), "start payload"),
        (lambda person: person.start("x" * 65), "start payload"),
        (lambda person: person.press(1, "没有"), "no button"),
        (lambda person: person.press(1, "填报"), "no button"),
        (lambda person: person.press(1, "网页"), "no button"),
        (lambda person: person.press(9, "1"), "no message 9"),
        (lambda person: person.edit(1, "x"), "only own messages"),
    ],
    ids=["empty", "words", "long", "absent", "ambiguous", "link", "no message", "not own"],
)
def test_what_the_app_does_not_offer_is_not_possible(
    act: Callable[[Person], object], words: str
) -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    with_buttons(sandbox, person)

    with pytest.raises(NotPossibleError, match=words):
        act(person)

    assert sandbox.updates.count() == 0


def test_who_blocked_the_bot_or_left_cannot_write_or_press() -> None:
    sandbox, _ = make_sandbox()
    blocker, leaver = make_person(sandbox), make_person(sandbox)
    with_buttons(sandbox, blocker)
    blocker.blocks()
    leaver.leaves_telegram()

    with pytest.raises(NotPossibleError, match="has blocked"):
        blocker.say("你好")
    with pytest.raises(NotPossibleError, match="has blocked"):
        blocker.press(1, "1")
    with pytest.raises(NotPossibleError, match="no longer on Telegram"):
        leaver.say("你好")


def test_a_stranger_cannot_write_into_a_group() -> None:
    sandbox, _ = make_sandbox()
    member, stranger = make_person(sandbox), make_person(sandbox)
    group = sandbox.add_group("群", member)

    with pytest.raises(NotPossibleError, match="not a member"):
        stranger.say("你好", chat=group)


def test_ids_look_like_telegrams() -> None:
    sandbox, _ = make_sandbox()
    people = [make_person(sandbox) for _ in range(3)]
    groups = [sandbox.add_group("群"), sandbox.add_group("大群", supergroup=True)]

    assert len({person.id for person in people}) == 3
    assert all(2**32 < person.id < 2**52 for person in people)
    assert -(2**40) < groups[0].id < 0
    assert str(groups[1].id).startswith("-100")


def test_two_people_never_share_an_id() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    with pytest.raises(NotPossibleError, match="already"):
        sandbox.add_person("王", person_id=person.id)


def test_looking_at_the_chat_clears_what_is_unread() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    with_buttons(sandbox, person)
    person.say("好")
    with_buttons(sandbox, person)
    assert person.unread == 2

    person.reads()

    assert person.unread == 0


def test_the_token_is_not_in_the_representation() -> None:
    sandbox, _ = make_sandbox()

    assert sandbox.token not in repr(sandbox)
