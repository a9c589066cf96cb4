"""Whether the wall clock can be trusted, and whether the bot was away. Pure.

The wall clock is held against one that nobody sets, which goes on by itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.hours import Hours, next_slot

#: By how much a clock may be set without anybody being asked.
TOLERANCE = timedelta(minutes=5)
#: Half a working day.
LONG = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Reading:
    """What both clocks showed at once: the wall clock's moment, the steady one's seconds."""

    wall: datetime
    steady: float


def jump(before: Reading, after: Reading) -> timedelta:
    """Return by how much the wall clock went ahead of the steady one, negative where it fell back.

    What is within the tolerance is none.
    """
    passed = timedelta(seconds=after.steady - before.steady)
    return beyond_tolerance(after.wall - before.wall - passed)


def jump_while_away(beat: datetime, now: datetime) -> timedelta:
    """Return by how much the wall clock fell back at least since the bot's last sign of life.

    That it went ahead cannot be told from having been away.
    """
    return min(beyond_tolerance(now - beat), timedelta())


def beyond_tolerance(by: timedelta) -> timedelta:
    """Return a difference; none where it is within the tolerance."""
    return by if abs(by) > TOLERANCE else timedelta()


def was_away(hours: Hours, beat: datetime, now: datetime) -> bool:
    """Tell whether the bot was away so long since its last sign of life that reminders waited."""
    return now - beat >= LONG and next_slot(hours, beat) <= now
