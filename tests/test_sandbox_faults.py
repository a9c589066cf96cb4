"""Trouble on demand, in process and over a real connection."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.request import HTTPXRequest

from sandbox import Sandbox, create_app, serve
from sandbox.faults import Faults
from tests.test_sandbox_harness import bot_of, in_loop, make_person, make_sandbox

pytestmark = pytest.mark.filterwarnings("ignore:.*retry_after:DeprecationWarning")


@asynccontextmanager
async def impatient_bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    """Give a bot over a real port that waits 0.2 seconds for an answer."""
    async with (
        serve(create_app(sandbox)) as url,
        Bot(
            sandbox.token,
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=HTTPXRequest(read_timeout=0.2),
        ) as bot,
    ):
        yield bot


def test_a_rule_strikes_its_method_and_chat_so_many_times() -> None:
    faults = Faults()
    faults.add("500", "send*", chat_id=7, times=2)

    assert faults.take("getMe", 7) is None
    assert faults.take("sendMessage", 8) is None
    assert [faults.take("sendMessage", 7) is not None for _ in range(3)] == [True, True, False]


def test_a_rule_may_last_until_it_is_cleared() -> None:
    faults = Faults()
    faults.add("502", times=None)

    assert all(faults.take("getMe", None) for _ in range(9))
    faults.clear()
    assert faults.take("getMe", None) is None


@pytest.mark.parametrize(
    ("kind", "words"),
    [("500", "Internal Server Error"), ("502", "Bad Gateway (502)")],
)
@in_loop
async def test_a_server_error_sends_nothing(kind: str, words: str) -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        sandbox.faults.add(kind, "sendMessage")
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(person.id, "一")
        await bot.send_message(person.id, "二")

    assert caught.value.message.startswith(words)
    assert [message.text for message in person.messages] == ["二"]


@in_loop
async def test_a_flood_can_be_ordered_with_its_seconds() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        sandbox.faults.add("429", "sendMessage", seconds=17)
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(person.id, "一")

    assert caught.value.message == "Flood control exceeded. Retry in 17 seconds"


@pytest.mark.parametrize(("kind", "arrived"), [("reset_before", []), ("reset_after", ["一"])])
@pytest.mark.parametrize("real", [False, True], ids=["in process", "over a port"])
@in_loop
async def test_a_dropped_connection_is_one(kind: str, arrived: list[str], *, real: bool) -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with impatient_bot(sandbox) if real else bot_of(sandbox) as bot:
        sandbox.faults.add(kind, "sendMessage")
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(person.id, "一")

    cause = caught.value.__cause__
    assert isinstance(cause, httpx.RemoteProtocolError | httpx.ReadError)
    assert [message.text for message in person.messages] == arrived


@in_loop
async def test_a_dropped_connection_is_no_error_of_the_server(
    caplog: pytest.LogCaptureFixture,
) -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with impatient_bot(sandbox) as bot:
        sandbox.faults.add("reset_before", "sendMessage")
        with pytest.raises(NetworkError):
            await bot.send_message(person.id, "一")

    assert [record for record in caplog.records if record.name.startswith("uvicorn")] == []


@pytest.mark.parametrize(("kind", "arrived"), [("timeout", []), ("timeout_after", ["一"])])
@in_loop
async def test_a_call_can_stay_unanswered(kind: str, arrived: list[str]) -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with impatient_bot(sandbox) as bot:
        sandbox.faults.add(kind, "sendMessage")
        with pytest.raises(TimedOut) as caught:
            await bot.send_message(person.id, "一")

    assert isinstance(caught.value.__cause__, httpx.ReadTimeout)
    assert [message.text for message in person.messages] == arrived


@in_loop
async def test_a_stalled_call_ends_by_itself_in_process() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        sandbox.faults.add("timeout", "sendMessage", seconds=0.01)
        with pytest.raises(NetworkError):
            await bot.send_message(person.id, "一")

    assert person.messages == []


@in_loop
async def test_a_download_can_fail_too() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    sent = person.sends_file("a.txt", b"abc")

    async with bot_of(sandbox) as bot:
        file = await bot.get_file(sent.content["document"]["file_id"])
        sandbox.faults.add("500", "file")
        with pytest.raises(NetworkError):
            await file.download_as_bytearray()
        assert await file.download_as_bytearray() == b"abc"


@in_loop
async def test_the_log_tells_what_was_done_and_what_was_answered() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        sandbox.faults.add("reset_before", "sendMessage")
        sandbox.faults.add("reset_after", "sendMessage")
        for _ in range(2):
            with pytest.raises(NetworkError):
                await bot.send_message(person.id, "一")
        await bot.send_message(person.id, "二")

    logged = [(call.status, call.fault) for call in sandbox.calls.of("sendMessage")]
    assert logged == [(0, "reset_before"), (200, "reset_after"), (200, "")]
