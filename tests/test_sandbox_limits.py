"""How fast a bot may write."""

import pytest
from telegram.error import RetryAfter

from sandbox.calls import busiest
from sandbox.limits import Limits, Window
from tests.test_sandbox_harness import PNG, bot_of, in_loop, make_person, make_sandbox, raw

pytestmark = pytest.mark.filterwarnings("ignore:.*retry_after:DeprecationWarning")


def test_thirty_writes_fit_into_any_second_and_the_next_waits() -> None:
    limits = Limits()

    for person in range(1, 31):
        assert limits.charge(10.0 + person / 100, person) == 0

    assert limits.charge(11.0, 99) == 1
    assert limits.charge(11.009, 99) == 1
    assert limits.charge(11.01, 99) == 0
    assert limits.charge(11.01, 98) == 1


def test_a_refused_write_uses_nothing_up() -> None:
    limits = Limits()
    for person in range(1, 31):
        limits.charge(10.0, person)

    for _ in range(100):
        limits.charge(10.5, 99)

    assert limits.charge(11.0, 99) == 0


def test_a_person_gets_three_at_once_and_then_one_a_second() -> None:
    limits = Limits()

    assert [limits.charge(10.0, 7) for _ in range(4)] == [0, 0, 0, 1]
    assert limits.charge(10.9, 7) == 1
    assert limits.charge(11.0, 7) == 0
    assert limits.charge(11.0, 8) == 0
    assert [limits.charge(12.0 + second, 7) for second in range(50)] == [0] * 50


def test_a_group_gets_twenty_a_minute() -> None:
    limits = Limits()

    assert [limits.charge(10.0 + number, -7) for number in range(20)] == [0] * 20
    assert limits.charge(30.0, -7) == 40
    assert limits.charge(69.9, -7) == 1
    assert limits.charge(70.0, -7) == 0


@pytest.mark.parametrize(
    ("taken", "count", "wait"), [(3, 1, 1.0), (3, 3, 3.0), (2, 1, 0.0), (0, 3, 0.0)]
)
def test_a_window_says_when_so_many_more_fit(taken: int, count: int, wait: float) -> None:
    window = Window(most=3, seconds=3.0)
    for second in range(taken):
        window.take(float(second))

    assert window.wait(2.0, count) == wait


def test_the_busiest_second_is_found() -> None:
    assert busiest([0.0, 0.1, 0.9, 1.0, 1.05, 3.0], 1.0) == 4
    assert busiest([], 1.0) == 0


@in_loop
async def test_a_flood_is_refused_with_the_seconds_to_wait() -> None:
    sandbox, clock = make_sandbox(strict=True)
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        for _ in range(3):
            await bot.send_message(person.id, "x")
        with pytest.raises(RetryAfter):
            await bot.send_message(person.id, "x")
    answer = await raw(sandbox, "sendMessage", {"chat_id": person.id, "text": "x"})
    clock.seconds += 1
    accepted = await raw(sandbox, "sendMessage", {"chat_id": person.id, "text": "x"})

    assert answer.status_code == 429
    assert answer.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    assert accepted.status_code == 200
    assert len(person.messages) == 4
    assert sandbox.calls.stats()["refused"] == 2


@in_loop
async def test_edits_count_and_what_is_refused_for_other_reasons_does_not() -> None:
    sandbox, _ = make_sandbox(strict=True)
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        sent = await bot.send_message(person.id, "x")
        for _ in range(5):
            await raw(sandbox, "sendMessage", {"chat_id": person.id, "text": ""})
        await bot.send_chat_action(person.id, "typing")
        await bot.edit_message_text("y", person.id, sent.message_id)
        await bot.edit_message_text("z", person.id, sent.message_id)
        with pytest.raises(RetryAfter):
            await bot.edit_message_text("w", person.id, sent.message_id)


@in_loop
async def test_an_album_counts_each_file_for_a_group() -> None:
    sandbox, _ = make_sandbox(strict=True)
    person = make_person(sandbox)
    group = sandbox.add_group("工作群", person)
    sandbox.add_bot(group, person)
    photo = sandbox.files.add("a.png", PNG, photo=True)
    media = [{"type": "photo", "media": photo.file_id}] * 10

    statuses = [
        (await raw(sandbox, "sendMediaGroup", {"chat_id": group.id, "media": media})).status_code
        for _ in range(3)
    ]

    assert statuses == [200, 200, 429]


@in_loop
async def test_a_lenient_sandbox_refuses_no_flood() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        for _ in range(40):
            await bot.send_message(person.id, "x")

    stats = sandbox.calls.stats()
    assert stats["refused"] == 0
    assert stats["writes"] == stats["most_in_a_second"] == 40
