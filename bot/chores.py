"""Does what takes long apart from everything else: claims a chore under a lease, does it, records.

Whatever a chore makes is written down in one transaction with the chore's end; one that dies
anywhere before is done again.
"""

import asyncio
import logging
import signal
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing import get_context
from typing import Any

from bot.desk import Desk
from bot.loops import or_stop, rest
from bot.settings import Settings
from db import chores
from db.chores import Claimed
from db.engine import Session
from db.vocabulary import ChoreKind

log = logging.getLogger(__name__)
#: How often a chore is tried.
TRIES = 3
WAIT = timedelta(minutes=1)
#: Seconds that one may take; its lease outlasts it.
PATIENCE = 300.0
LEASE = timedelta(minutes=10)
REST = 5.0


class ChoreError(Exception):
    """A chore that will come to nothing however often it is tried; says why in a word."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a kind of chore comes to.

    Attributes:
        do: the work itself, by the office's settings and the chore's subject; it runs in another
            process, so it can be pickled, and so can what it returns.
        done: writes down what it returned.
        failed: writes down that it never will, and why.
    """

    do: Callable[[Settings, int], Any]
    done: Callable[[Session, Desk, int, Any, datetime], None]
    failed: Callable[[Session, Desk, int, str, datetime], None]


@dataclass(slots=True)
class Chores:
    """Whoever does the chores, one at a time.

    Args:
        desk: database, clock, settings.
        works: what is done for each kind.
        executor: where it is done; None for a process of its own each time, which gives back all
            the memory that it took.
    """

    desk: Desk
    works: Mapping[ChoreKind, Work]
    executor: Executor | None = None
    _claimed: list[Claimed] = field(default_factory=list)

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until told to stop; then give back what is under way."""
        while not stopping.is_set():
            self.desk.chores_bell.clear()
            if not await self.round(stopping):
                await rest(self.desk.chores_bell, stopping, REST)
        if left := self._claimed:
            await self.desk.db.write(lambda session: chores.release(session, left))

    async def drain(self) -> int:
        """Do everything that may be done now; return how much that was: for the demo and tests."""
        count = 0
        while done := await self.round(asyncio.Event()):
            count += done
        return count

    async def round(self, stopping: asyncio.Event) -> int:
        """Claim a chore and do it; return how many that were."""
        now = self.desk.clock.now()
        due = await self.desk.db.read(chores.next_at)
        if due is None or due > now:
            return 0
        self._claimed = await self.desk.db.write(
            lambda session: chores.claim(session, now, LEASE, 1)
        )
        for one in self._claimed:
            await or_stop(self._serve(one), stopping)
        self.desk.outbox_bell.set()
        return 1

    async def _serve(self, claimed: Claimed) -> None:
        work = self.works[claimed.kind]
        if claimed.attempts > TRIES:  # it killed its worker every time
            await self._give_up(claimed, "crash")
            return
        try:
            async with asyncio.timeout(PATIENCE):
                result = await self._do(work, claimed.subject)
        except ChoreError as error:
            await self._give_up(claimed, str(error))
        except Exception as error:  # one chore that fails must not stop the others
            log.exception("%s failed subject=%s", claimed.kind, claimed.subject)
            await self._put_off(claimed, type(error).__name__)
        else:
            await self._record(claimed, result)

    async def _do(self, work: Work, subject: int) -> Any:  # noqa: ANN401 - the kind's own
        loop, settings = asyncio.get_running_loop(), self.desk.settings
        if self.executor is not None:
            return await loop.run_in_executor(self.executor, work.do, settings, subject)
        pool = ProcessPoolExecutor(1, get_context("spawn"), _leave_signals_alone)
        try:
            return await loop.run_in_executor(pool, work.do, settings, subject)
        finally:
            for process in (pool._processes or {}).values():  # noqa: SLF001 - nothing else ends it
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)

    async def _record(self, claimed: Claimed, result: Any) -> None:  # noqa: ANN401
        now, done = self.desk.clock.now(), self.works[claimed.kind].done

        def record(session: Session) -> None:
            if chores.end(session, claimed, now):
                done(session, self.desk, claimed.subject, result, now)

        await self.desk.db.write(record)
        log.info("done %s subject=%s", claimed.kind, claimed.subject)

    async def _give_up(self, claimed: Claimed, why: str) -> None:
        now, failed = self.desk.clock.now(), self.works[claimed.kind].failed

        def record(session: Session) -> None:
            if chores.end(session, claimed, now, why):
                failed(session, self.desk, claimed.subject, why, now)

        await self.desk.db.write(record)
        log.error("given up %s subject=%s why=%s", claimed.kind, claimed.subject, why)

    async def _put_off(self, claimed: Claimed, why: str) -> None:
        if claimed.attempts >= TRIES:
            await self._give_up(claimed, why)
            return
        again_at = self.desk.clock.now() + WAIT
        await self.desk.db.write(lambda session: chores.put_off(session, claimed, again_at, why))


def _leave_signals_alone() -> None:
    """Let the parent decide when a worker ends: Ctrl-C reaches it as well."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
