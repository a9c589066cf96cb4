"""Does what may never end, or take all the memory, in a process of its own with limits."""

import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

from notice.files.limits import limit_all

Result = TypeVar("Result")
#: Seconds in which a process starts.
START = 20


class TooMuchError(Exception):
    """What was to be done took more time or memory than it may."""


def within(seconds: int, do: Callable[..., Result], *given: object) -> Result:
    """Return what a function gives, called in another process; what it raises is raised here.

    Args:
        seconds: how long it may take, its imports included, once the process has started.
        do: the function; it, what it is given and what it returns can be pickled.
        *given: what it is called with.

    Raises:
        TooMuchError: it took more time or memory than it may.
    """
    pool = ProcessPoolExecutor(1, get_context("spawn"), _limit, (seconds,))
    try:
        return pool.submit(do, *given).result(START + seconds)
    except (TimeoutError, MemoryError, BrokenProcessPool) as error:
        raise TooMuchError from error
    finally:
        for process in (pool._processes or {}).values():  # noqa: SLF001 - nothing else ends it
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)


def _limit(seconds: int) -> None:
    limit_all(seconds)
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)
