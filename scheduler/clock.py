"""The one place that asks what time it is, and waits; everything else is told."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

#: Linux has a clock of its own that goes on while the machine sleeps; macOS's plain one does, and
#: Windows has none of these, but its time.monotonic does.
_AWAKE: int | None = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))


class Clock(Protocol):
    """Tells the present moment, measures how long things take, and waits."""

    def now(self) -> datetime:
        """Return the present moment, aware."""

    def monotonic(self) -> float:
        """Return seconds from some fixed moment; they never go back."""

    async def sleep(self, seconds: float) -> None:
        """Wait."""

    @property
    def rehearses(self) -> bool:
        """Whether it only pretends: what it shows is nobody's time."""


class SystemClock:
    """The machine's own clock; its seconds count the time the machine slept, too."""

    rehearses = False

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds from some fixed moment; they never go back."""
        return time.monotonic() if _AWAKE is None else time.clock_gettime(_AWAKE)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


class TickingClock(SystemClock):
    """The machine's clock, set to another moment when it was made: for rehearsals."""

    rehearses = True

    def __init__(self, start: datetime) -> None:
        """Set the clock."""
        self._ahead = start - super().now()

    def now(self) -> datetime:
        """Return the moment shown."""
        return super().now() + self._ahead


class MovableClock:
    """A clock that stands still until it is moved: for the demo and the tests.

    Whoever waits on it moves it by just as much, so a story takes no time.
    """

    rehearses = False

    def __init__(self, start: datetime) -> None:
        """Set the clock; it shows the time in the zone of ``start``."""
        self._shown = self._start = start.astimezone(UTC)
        self._jumped = timedelta()
        self._zone = start.tzinfo

    def now(self) -> datetime:
        """Return the moment shown."""
        return self._shown.astimezone(self._zone)

    def monotonic(self) -> float:
        """Return the seconds by which it was moved."""
        return (self._shown - self._start - self._jumped).total_seconds()

    async def sleep(self, seconds: float) -> None:
        """Move on, after everybody else had a turn."""
        await asyncio.sleep(0)
        self.move(timedelta(seconds=seconds))

    def move(self, by: timedelta) -> None:
        """Move forward; never back, since what is done is done."""
        if by < timedelta():
            raise ValueError("a clock moves forward only")
        self._shown += by

    def move_to(self, moment: datetime) -> None:
        """Move forward to ``moment``; where it is past already, stay."""
        self.move(max(moment - self.now(), timedelta()))

    def jump(self, by: timedelta) -> None:
        """Show another time from now on, back or forth, as if somebody had set it so."""
        self._jumped += by
        self._shown += by
