"""How fast a bot may write, decided from a monotonic reading alone.

The numbers are Telegram's published ones, read strictly: a window slides, it does not tick.
"""

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

BOT_PER_SECOND = 30
GROUP_PER_MINUTE = 20
PRIVATE_PER_SECOND = 1.0
PRIVATE_BURST = 3


@dataclass(slots=True)
class Window:
    """At most `most` events in any `seconds`."""

    most: int
    seconds: float
    times: deque[float] = field(default_factory=deque)

    def wait(self, now: float, count: int = 1) -> float:
        """Return the seconds until `count` more events fit; 0 when they fit now."""
        while self.times and now - self.times[0] >= self.seconds:
            self.times.popleft()
        excess = len(self.times) + count - self.most
        if excess <= 0:
            return 0.0
        return self.times[min(excess, len(self.times)) - 1] + self.seconds - now

    def take(self, now: float, count: int = 1) -> None:
        """Record `count` events."""
        self.times.extend([now] * count)


@dataclass(slots=True)
class Bucket:
    """`rate` tokens a second, holding at most `burst`."""

    rate: float
    burst: int
    tokens: float
    filled: float

    def wait(self, now: float) -> float:
        """Return the seconds until one token is there; 0 when it is there now."""
        self.tokens = min(float(self.burst), self.tokens + (now - self.filled) * self.rate)
        self.filled = now
        # A hair's breadth of float error must not refuse a bot that waited its full second.
        missing = 1.0 - self.tokens
        return missing / self.rate if missing > 1e-6 else 0.0  # noqa: PLR2004

    def take(self) -> None:
        """Use one token."""
        self.tokens -= 1.0


@dataclass(slots=True)
class Limits:
    """All limits of one bot."""

    bot: Window = field(default_factory=lambda: Window(BOT_PER_SECOND, 1.0))
    private: dict[int, Bucket] = field(default_factory=dict)
    groups: dict[int, Window] = field(default_factory=dict)

    def charge(self, now: float, chat_id: int, count: int = 1) -> int:
        """Take `count` writes to a chat, or return the whole seconds to wait and take nothing.

        An album of N counts N for the bot and for a group, but once for a person: otherwise the
        largest album could never be sent.
        """
        wait = max(self._waits(now, chat_id, count))
        if wait > 0:
            return max(1, math.ceil(wait))
        self.bot.take(now, count)
        if chat_id > 0:
            self.private[chat_id].take()
        else:
            self.groups[chat_id].take(now, count)
        return 0

    def _waits(self, now: float, chat_id: int, count: int) -> Iterator[float]:
        yield self.bot.wait(now, count)
        if chat_id > 0:
            bucket = self.private.get(chat_id)
            if bucket is None:
                bucket = Bucket(PRIVATE_PER_SECOND, PRIVATE_BURST, PRIVATE_BURST, now)
                self.private[chat_id] = bucket
            yield bucket.wait(now)
        else:
            window = self.groups.get(chat_id)
            if window is None:
                window = self.groups[chat_id] = Window(GROUP_PER_MINUTE, 60.0)
            yield window.wait(now, count)
