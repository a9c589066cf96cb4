"""The queue of updates at Telegram's side, and the long poll that empties it."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from sandbox.bell import Bell
from sandbox.errors import ApiError, Json, conflict

LARGEST_BATCH = 100
LONGEST_POLL = 50
FAR_OFFSET = 10
"""An offset further above the newest update than this is ignored."""
KEPT_SECONDS = 24 * 3600.0
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, slots=True)
class _Waiting:
    id: int
    since: float
    lasts: float
    body: Json


@dataclass(slots=True)
class Updates:
    """Updates wait here until a higher offset (or the webhook) confirms them.

    `monotonic` decides what has expired: moving the demo's clock by a week must not lose replies.
    """

    monotonic: Callable[[], float]
    next_id: int
    query_seconds: float
    allowed: frozenset[str] = frozenset()
    webhook_set: bool = False
    closed: bool = False
    bell: Bell = field(default_factory=Bell)
    _queue: deque[_Waiting] = field(default_factory=deque)
    _poll: asyncio.Future[ApiError | None] | None = None

    def push(self, kind: str, body: Json) -> int | None:
        """Queue an update and return its id, or None when the bot did not ask for this kind."""
        if kind not in self.allowed if self.allowed else kind in NOT_BY_DEFAULT:
            return None
        update_id = self.next_id
        self.next_id += 1
        lasts = self.query_seconds if kind == "callback_query" else KEPT_SECONDS
        update = {"update_id": update_id, kind: body}
        self._queue.append(_Waiting(update_id, self.monotonic(), lasts, update))
        self._end_poll(None)
        self.bell.ring()
        return update_id

    def push_raw(self, update: Json) -> int:
        """Queue any JSON as an update, e.g. one that no library can parse."""
        update_id = self.next_id
        self.next_id += 1
        body = {"update_id": update_id, **update}
        self._queue.append(_Waiting(update_id, self.monotonic(), KEPT_SECONDS, body))
        self._end_poll(None)
        self.bell.ring()
        return update_id

    def allow(self, kinds: list[str] | None) -> None:
        """Keep only these kinds from now on; None leaves it as it is, [] means the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds)

    def pending(self, limit: int = LARGEST_BATCH) -> list[Json]:
        """Return the oldest unconfirmed updates that have not expired."""
        now = self.monotonic()
        if any(now - waiting.since >= waiting.lasts for waiting in self._queue):
            self._queue = deque(w for w in self._queue if now - w.since < w.lasts)
        return [waiting.body for waiting in islice(self._queue, limit)]

    def count(self) -> int:
        """Return how many updates wait."""
        return len(self._queue)

    def confirm(self, offset: int) -> None:
        """Forget updates below the offset; -n keeps the last n."""
        if offset < 0:
            while len(self._queue) > -offset:
                self._queue.popleft()
        elif offset <= self.next_id - 1 + FAR_OFFSET:
            while self._queue and self._queue[0].id < offset:
                self._queue.popleft()

    @property
    def is_polled(self) -> bool:
        """Say whether a long poll is open."""
        return self._poll is not None and not self._poll.done()

    def drop_all(self) -> None:
        """Forget every waiting update."""
        self._queue.clear()

    async def get(
        self, offset: int, limit: int, seconds: int, kinds: list[str] | None
    ) -> list[Json]:
        """Answer getUpdates; a newer call makes this one fail with 409."""
        if self.webhook_set:
            raise conflict(
                "can't use getUpdates method while webhook is active;"
                " use deleteWebhook to delete the webhook first"
            )
        self.allow(kinds)
        self._end_poll(
            conflict(
                "terminated by other getUpdates request;"
                " make sure that only one bot instance is running"
            )
        )
        self.confirm(offset)
        limit = min(max(limit, 1), LARGEST_BATCH)
        batch = self.pending(limit)
        if batch or seconds <= 0 or self.closed:
            return batch
        await self._wait(min(seconds, LONGEST_POLL))
        return self.pending(limit)

    def set_webhook(self, *, active: bool) -> None:
        """Let a webhook take over from polling, or give back."""
        self.webhook_set = active
        if active:
            self._end_poll(conflict("terminated by setWebhook request"))
        self.bell.ring()

    def close(self) -> None:
        """Answer the open poll with nothing, and later ones at once."""
        self.closed = True
        self._end_poll(None)
        self.bell.ring()

    async def _wait(self, seconds: float) -> None:
        poll: asyncio.Future[ApiError | None]
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait((poll,), timeout=seconds)
        finally:
            if self._poll is poll:
                self._poll = None
        refusal = poll.result() if poll.done() else None
        if refusal is not None:
            raise refusal

    def _end_poll(self, outcome: ApiError | None) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(outcome)
