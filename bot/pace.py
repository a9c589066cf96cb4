"""The pace that Telegram permits: so many messages in any second, to one person, to one group.

A message counts from when it was begun until a second after Telegram answered. Telegram saw it
somewhere in between, so whatever the network does, its own count is never higher than ours.
Pure: times are seconds of a monotonic clock, passed in.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf

SECOND = 1.0
MINUTE = 60.0
#: Messages to one person at once, after a rest; then one a second.
BURST = 3
#: Two machines' clocks do not run alike; this much of a second is left unused.
MARGIN = 0.002
#: Less than any clock tells.
TINY = 1e-6


@dataclass(slots=True)
class _Person:
    tokens: float = BURST
    counted_at: float = float("-inf")
    under_way: int = 0

    def refill(self, now: float) -> None:
        self.tokens = min(BURST, self.tokens + max(0.0, now - self.counted_at))
        self.counted_at = max(now, self.counted_at)


@dataclass(slots=True)
class Pace:
    """Keeps to the limits; remembers no more than the last minute.

    Args:
        per_second: messages in any second, all chats together.
        group_per_minute: messages in any minute to one group (a negative chat id).
    """

    per_second: int = 30
    group_per_minute: int = 18
    _begun: int = 0
    _answered: deque[float] = field(default_factory=deque)
    _people: dict[int, _Person] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)
    _held_until: float = float("-inf")

    def wait(self, now: float) -> float | None:
        """Return the seconds until a message may be begun, 0 for at once.

        None: not before one of those under way is answered.
        """
        while self._answered and self._answered[0] <= now - SECOND - MARGIN:
            self._answered.popleft()
        free_in = 0.0
        if self._begun + len(self._answered) >= self.per_second:
            if not self._answered:
                return None
            free_in = self._answered[0] + SECOND + MARGIN - now
        return max(free_in, self._held_until - now, 0.0)

    def begin(self, chat: int, now: float) -> None:
        """Count a message as being sent."""
        self._begun += 1
        if chat >= 0:
            person = self._people.setdefault(chat, _Person())
            person.refill(now)
            person.tokens -= 1
            person.under_way += 1
        else:
            self._groups.setdefault(chat, deque()).append(now)

    def end(self, chat: int, now: float) -> None:
        """Count a message as answered, whatever the answer."""
        self._begun -= 1
        self._answered.append(now)
        if chat in self._people:
            self._people[chat].counted_at = now + MARGIN  # time on the way gave no new token
            self._people[chat].under_way -= 1
        if chat in self._groups:
            self._groups[chat][-1] = now

    def hold(self, seconds: float, now: float) -> None:
        """Send nothing at all for so long: Telegram asked for it."""
        self._held_until = max(self._held_until, now + seconds)

    def held(self, now: float) -> bool:
        """Tell whether nothing at all may be sent now."""
        return now < self._held_until

    def resting(self, now: float) -> set[int]:
        """Return the chats that may not be written to now."""
        self._forget(now)
        return {chat for chat, seconds in self._rests(now) if seconds > TINY}

    def rested_in(self, now: float) -> float:
        """Return the seconds until a chat that rests may be written to; endless where none does."""
        held = self._held_until - now
        rests = [rest for _, rest in self._rests(now) if rest > TINY]
        return max(held, min(rests, default=inf))

    def _rests(self, now: float) -> Iterator[tuple[int, float]]:
        """Yield each chat with the seconds it has to rest."""
        for chat, person in self._people.items():
            yield chat, 1 - person.tokens - max(0.0, now - person.counted_at)
        for chat, sent in self._groups.items():
            full = len(sent) >= self.group_per_minute
            yield chat, sent[-self.group_per_minute] + MINUTE + MARGIN - now if full else 0.0

    def _forget(self, now: float) -> None:
        """Drop what has no bearing any more."""
        for chat, person in list(self._people.items()):
            if not person.under_way and person.tokens + now - person.counted_at >= BURST:
                del self._people[chat]
        for chat, sent in list(self._groups.items()):
            while sent and sent[0] <= now - MINUTE - MARGIN:
                sent.popleft()
            if not sent:
                del self._groups[chat]
