"""Downloads what people sent: claims files under a lease, fetches, judges and keeps them.

A file touches the disk only once its content is known to be of a kind that is taken. The address
it is fetched from holds the bot's token and is never logged.
"""

import asyncio
import logging
import random
from dataclasses import dataclass, field
from datetime import timedelta

import httpx
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.desk import Desk
from bot.drafting import judge
from bot.fetched import tell_of_fetched, tell_of_full_disk
from bot.filekinds import file_kind
from bot.keeping import clear_unfinished, keep
from bot.loops import or_stop, rest
from bot.outcomes import LONGEST_WAIT, seconds_of
from db import fetching
from db.engine import Session
from db.fetching import Claimed, Gone, Later, Outcome, Stored
from db.vocabulary import FileState

log = logging.getLogger(__name__)
AT_ONCE = 3
#: How often a file is tried, over two or three hours, before its sender is asked for it again.
TRIES = 6
FIRST_WAIT, MOST_WAIT = timedelta(seconds=30), timedelta(hours=2)
#: How long before it is tried again to write to a disk that is full.
DISK_WAIT = timedelta(minutes=10)
#: Seconds that one file may take; a lease outlasts it.
PATIENCE = 300.0
LEASE = timedelta(minutes=10)
REST = 5.0
TOO_LARGE = Gone(FileState.REFUSED, "too_large")
WRONG_KIND = Gone(FileState.REFUSED, "kind")
BLAMELESS = (httpx.codes.UNAUTHORIZED, httpx.codes.TOO_MANY_REQUESTS)


@dataclass(slots=True)
class Downloader:
    """The fetcher of files.

    Args:
        desk: database, clock, settings.
        bot: Telegram, which says where a file is.
        client: fetches it from there.
        patience: seconds that one file may take.
    """

    desk: Desk
    bot: Bot
    client: httpx.AsyncClient
    patience: float = PATIENCE
    _claimed: dict[int, Claimed] = field(default_factory=dict)

    async def run(self, stopping: asyncio.Event) -> None:
        """Fetch until told to stop; then give back what is under way."""
        await asyncio.to_thread(clear_unfinished, self.desk.settings.files_folder)
        while not stopping.is_set():
            self.desk.files_bell.clear()
            if not await self.round(stopping):
                await rest(self.desk.files_bell, stopping, REST)
        left = list(self._claimed.values())
        if left:
            await self.desk.db.write(lambda session: fetching.release(session, left))

    async def drain(self) -> None:
        """Fetch everything that may be fetched now: for the demo and tests."""
        while await self.round(asyncio.Event()):
            pass

    async def round(self, stopping: asyncio.Event) -> int:
        """Claim what is due and fetch it; return how many files that were."""
        now = self.desk.clock.now()
        due = await self.desk.db.read(fetching.next_fetch_at)
        if due is None or due > now:
            return 0
        claimed = await self.desk.db.write(
            lambda session: fetching.claim(session, now, LEASE, AT_ONCE)
        )
        self._claimed |= {one.id: one for one in claimed}
        await or_stop(self._serve_all(claimed), stopping)
        return len(claimed)

    async def _serve_all(self, claimed: list[Claimed]) -> None:
        served = await asyncio.gather(*map(self._serve, claimed), return_exceptions=True)
        for failure in served:
            if isinstance(failure, BaseException):
                raise failure

    async def _serve(self, claimed: Claimed) -> None:
        try:
            outcome = await self._fetch(claimed)
        except Exception as error:  # one file that cannot be fetched must not stop the others
            log.exception("fetching failed attachment=%s", claimed.id)
            outcome = self._later(claimed, type(error).__name__)
        await self.desk.db.write(lambda session: self._record(session, claimed, outcome))
        del self._claimed[claimed.id]
        self.desk.outbox_bell.set()
        self.desk.chores_bell.set()

    def _record(self, session: Session, claimed: Claimed, outcome: Outcome) -> None:
        now = self.desk.clock.now()
        attachment = fetching.record(session, claimed, outcome, now)
        if attachment is None:
            return log.warning("fetched too late attachment=%s", claimed.id)
        log.info(
            "%s attachment=%s attempt=%s%s",
            attachment.state,
            claimed.id,
            claimed.attempts,
            f" why={attachment.error}" if attachment.error else "",
        )
        if not isinstance(outcome, Later):
            tell_of_fetched(session, self.desk, attachment, now)
        elif outcome.why == "disk":
            tell_of_full_disk(session, self.desk, now)
        return None

    async def _fetch(self, claimed: Claimed) -> Outcome:
        if claimed.attempts > TRIES:  # it killed its fetcher every time
            return Gone(FileState.FAILED, "crash")
        try:
            async with asyncio.timeout(self.patience):
                content = await self._download(claimed)
        except (TelegramError, httpx.HTTPError, TimeoutError) as error:
            return self._failed(claimed, error)
        if not isinstance(content, bytes):
            return content
        try:
            return await asyncio.to_thread(self._judge, content, claimed)
        except OSError as error:
            log.error("cannot keep files: %s", error.strerror)  # noqa: TRY400 - a trace says no more
            return Later(self.desk.clock.now() + DISK_WAIT, "disk", blameless=True)

    async def _download(self, claimed: Claimed) -> bytes | Outcome:
        """Return a file's content; where it cannot be had so, what that comes to."""
        limit = self.desk.settings.files.max_mb * 1024 * 1024
        file = await self.bot.get_file(claimed.file_id)
        if file.file_path is None or not file.file_path.startswith(("http://", "https://")):
            return self._later(claimed, "no address")
        if (file.file_size or 0) > limit:
            return TOO_LARGE
        content = bytearray()
        as_it_is = {"Accept-Encoding": "identity"}  # what is packed may unpack to any size
        async with self.client.stream("GET", file.file_path, headers=as_it_is) as answer:
            status = answer.status_code
            if status != httpx.codes.OK:
                return self._later(claimed, f"http {status}", blameless=status in BLAMELESS)
            async for chunk in answer.aiter_raw():
                content += chunk
                if len(content) > limit:
                    return TOO_LARGE
        if file.file_size is not None and len(content) != file.file_size:
            return self._later(claimed, "size")
        return bytes(content)

    def _judge(self, content: bytes, claimed: Claimed) -> Stored | Gone:
        files = self.desk.settings.files
        if claimed.by_office:
            return judge(self.desk.settings.files_folder, content)
        kind = file_kind(content, claimed.name)
        if kind is None or kind not in files.kinds:
            return WRONG_KIND
        return keep(self.desk.settings.files_folder, content, kind)

    def _failed(self, claimed: Claimed, error: Exception) -> Outcome:
        now, why = self.desk.clock.now(), type(error).__name__
        match error:
            case RetryAfter():
                return Later(now + seconds_of(error), why, blameless=True)
            case InvalidToken():
                return Later(now + LONGEST_WAIT, why, blameless=True)
            case BadRequest() if "too big" in error.message.lower():
                return TOO_LARGE
            case BadRequest() if "temporarily" not in error.message.lower():
                return Gone(FileState.FAILED, "gone")
        return self._later(claimed, why)

    def _later(self, claimed: Claimed, why: str, *, blameless: bool = False) -> Outcome:
        if claimed.attempts >= TRIES and not blameless:
            return Gone(FileState.FAILED, why)
        return Later(self.desk.clock.now() + _wait(claimed.attempts), why, blameless=blameless)


def _wait(attempts: int) -> timedelta:
    """Return a wait that grows fourfold with every attempt and is never the same."""
    longest = min(FIRST_WAIT.total_seconds() * 4.0 ** (attempts - 1), MOST_WAIT.total_seconds())
    return timedelta(seconds=longest * random.uniform(0.75, 1.25))  # noqa: S311 - not a secret
