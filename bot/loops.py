"""Loops that rest until a bell rings, go on when the database comes back, and stop when told to."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from bot.outcomes import back_off
from db.engine import UnavailableError

log = logging.getLogger(__name__)


async def rest(bell: asyncio.Event, stopping: asyncio.Event, seconds: float) -> None:
    """Sleep until the bell rings, a stop is asked for, or the time is up.

    Whoever rests unsets the bell before looking for work, so that no ring in between is missed.
    """
    waits = [asyncio.create_task(bell.wait()), asyncio.create_task(stopping.wait())]
    await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for one in waits:
        one.cancel()


async def or_stop(work: Coroutine[Any, Any, None], stopping: asyncio.Event) -> None:
    """Await work that may be broken off anywhere: until it is done, or a stop is asked for."""
    task, stop = asyncio.create_task(work), asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            await task
    finally:
        for one in (task, stop):
            one.cancel()
        await asyncio.gather(task, stop, return_exceptions=True)


async def persistently(loop: Callable[[], Awaitable[None]], stopping: asyncio.Event) -> None:
    """Run a loop to its end, beginning again whenever the database does not answer."""
    failures = 0
    while not stopping.is_set():
        try:
            await loop()
        except UnavailableError as error:
            failures += 1
            wait = back_off(min(failures, 5)).total_seconds()
            log.error("the database does not answer (%s); again in %.0f s", error.orig, wait)  # noqa: TRY400 - a trace says no more
            await or_stop(asyncio.sleep(wait), stopping)
        else:
            return


def guarded(
    question: Callable[[], Awaitable[None]],
) -> Callable[[], Coroutine[Any, Any, None]]:
    """Return a question whose failure is logged and ends nothing: it is asked again soon."""

    async def ask() -> None:
        try:
            await question()
        except Exception:  # one question must not stop the others
            log.exception("%s failed", getattr(question, "__name__", question))

    return ask
