"""The ladder of reminders around a due time: which rung is reached, when the next one is. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import takewhile
from zoneinfo import ZoneInfo

from db.vocabulary import Role
from scheduler.workdays import Workday, is_workday, workdays_after


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder.

    Attributes:
        at: workdays after the due day; negative before it.
        to: who is told.
    """

    at: int
    to: frozenset[Role] = frozenset({Role.CONTACT})


@dataclass(frozen=True, slots=True)
class Ladder:
    """An office's reminders.

    Attributes:
        rungs: in order of ``at``.
        repeat_every: workdays between reminders after the last rung; 0 for none.
        slots: the times of a workday at which planned messages go out, in order.
        closes: the time of a workday after which no planned message goes out.
    """

    rungs: tuple[Rung, ...]
    repeat_every: int
    slots: tuple[time, ...]
    closes: time
    zone: ZoneInfo

    def rung(self, at: int) -> Rung:
        """Return the rung at ``at``; a repeat tells whom the last rung tells."""
        return next((rung for rung in self.rungs if rung.at == at), Rung(at, self.rungs[-1].to))


def climb(ladder: Ladder, due_at: datetime) -> Iterator[tuple[int, datetime]]:
    """Yield each rung's ``at`` with its moment, in order; without end where the ladder repeats."""
    due = due_at.astimezone(ladder.zone).date()
    last = ladder.rungs[-1].at
    ats = [rung.at for rung in ladder.rungs]
    for at in ats:
        yield at, _first_slot(ladder, due, at)
    while ladder.repeat_every:
        last += ladder.repeat_every
        yield last, _first_slot(ladder, due, last)


def next_nudge(ladder: Ladder, due_at: datetime, after: datetime) -> datetime | None:
    """Return the moment of the first rung later than ``after``; None past the ladder's end."""
    return next((moment for _, moment in climb(ladder, due_at) if moment > after), None)


def reached(ladder: Ladder, due_at: datetime, since: datetime, now: datetime) -> list[int]:
    """Return the rungs that came in ``since``..``now``, both included; the last one is in force."""
    come = takewhile(lambda rung: rung[1] <= now, climb(ladder, due_at))
    return [at for at, moment in come if moment >= since]


def current_slot(ladder: Ladder, now: datetime, workday: Workday = is_workday) -> datetime | None:
    """Return the slot that ``now`` belongs to: the last one today, or None outside work hours."""
    local = now.astimezone(ladder.zone)
    if not workday(local.date()) or local.time() > ladder.closes:
        return None
    passed = [slot for slot in ladder.slots if slot <= local.time()]
    return datetime.combine(local.date(), passed[-1], ladder.zone) if passed else None


def next_slot(ladder: Ladder, after: datetime, workday: Workday = is_workday) -> datetime:
    """Return the first slot later than ``after``."""
    local = after.astimezone(ladder.zone)
    later = [slot for slot in ladder.slots if slot > local.time()]
    if later and workday(local.date()):
        return datetime.combine(local.date(), later[0], ladder.zone)
    day = workdays_after(local.date(), 1, workday)
    return datetime.combine(day, ladder.slots[0], ladder.zone)


def _first_slot(ladder: Ladder, due: date, at: int) -> datetime:
    """Return a rung's moment; on a due day that is no workday the last workday before stands in."""
    day = workdays_after(due, at) if at or is_workday(due) else workdays_after(due, -1)
    return datetime.combine(day, ladder.slots[0], ladder.zone)
