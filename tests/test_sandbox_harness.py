"""What the sandbox's tests share: a clock, a bot in process, and how to run a coroutine."""

import asyncio
import functools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ParamSpec

import httpx
import pytest
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from sandbox import App, DroppedError, Person, Sandbox, create_app

P = ParamSpec("P")
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x80\x00\x00\x01\xe0\x08\x02\x00\x00\x00"
    b"\x00\x00\x00\x00"
)
"""Enough of a picture of 640 × 480 for Telegram to accept it as a photo."""


@dataclass
class Clock:
    """Stands still until moved; also counts monotonic seconds for the pace limits."""

    time: datetime = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    seconds: float = 1000.0

    def now(self) -> datetime:
        return self.time

    def move(self, step: timedelta) -> None:
        self.time += step

    def monotonic(self) -> float:
        return self.seconds


class Transport(httpx.ASGITransport):
    """Calls the app in process; a dropped connection looks to the client like a real one."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return await super().handle_async_request(request)
        except DroppedError as error:
            raise httpx.RemoteProtocolError(str(error), request=request) from error


def in_loop(test: Callable[P, Awaitable[None]]) -> Callable[P, None]:
    """Run an async test with `asyncio.run`."""

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        async def body() -> None:
            await test(*args, **kwargs)

        asyncio.run(body())

    return run


def make_sandbox(*, strict: bool = False) -> tuple[Sandbox, Clock]:
    """Return a sandbox whose times are moved by hand."""
    clock = Clock()
    return Sandbox(clock, strict=strict, monotonic=clock.monotonic), clock


def make_person(sandbox: Sandbox, *, started: bool = True) -> Person:
    """Add 李建国, who has pressed Start unless told otherwise."""
    return sandbox.add_person("李", "建国", subtitle="农业农村局", started=started)


@asynccontextmanager
async def bot_of(sandbox: Sandbox, app: App | None = None) -> AsyncIterator[Bot]:
    """Give python-telegram-bot's own Bot, talking to the sandbox in process."""
    served = app or create_app(sandbox)

    def request() -> HTTPXRequest:
        return HTTPXRequest(httpx_kwargs={"transport": Transport(served)})

    sandbox.reopen()
    async with Bot(
        sandbox.token,
        base_url="http://telegram.test/bot",
        base_file_url="http://telegram.test/file/bot",
        request=request(),
        get_updates_request=request(),
    ) as bot:
        try:
            yield bot
        finally:
            served.close()


@asynccontextmanager
async def client_of(app: App) -> AsyncIterator[httpx.AsyncClient]:
    """Give a plain HTTP client of the sandbox in process."""
    async with httpx.AsyncClient(
        transport=Transport(app), base_url="http://sandbox.test"
    ) as client:
        yield client


async def until(condition: Callable[[], object]) -> None:
    """Let the loop run until something holds, at most five seconds."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 nothing rings when a poll opens
            await asyncio.sleep(0)


async def refusal(call: Awaitable[object]) -> str:
    """Return Telegram's words for refusing a call, as PTB passes them on (capitalised)."""
    with pytest.raises(TelegramError) as caught:
        await call
    return str(caught.value)


async def raw(sandbox: Sandbox, method: str, body: dict[str, object]) -> httpx.Response:
    """Call a method with a JSON body and return the whole answer."""
    async with client_of(create_app(sandbox)) as client:
        return await client.post(f"/bot{sandbox.token}/{method}", json=body)


@in_loop
async def test_a_bot_finds_itself_in_the_sandbox() -> None:
    sandbox, _ = make_sandbox()

    async with bot_of(sandbox) as bot:
        assert bot.username == "duban_bot"
        assert bot.id == int(sandbox.token.partition(":")[0])
