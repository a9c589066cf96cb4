"""The ladder of reminders around a due time: which rung is reached, when the next one is. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from db.vocabulary import Audience, Colour
from scheduler.hours import Hours
from scheduler.workdays import workdays_after, workdays_between

_ASKED = frozenset({Audience.CONTACT, Audience.SECOND})


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder.

    Attributes:
        at: workdays after the due day; negative before it.
        to: who is told.
        colour: how urgent it is by then; None for not at all.
    """

    at: int
    to: frozenset[Audience] = frozenset({Audience.CONTACT})
    colour: Colour | None = None

    @property
    def too_early(self) -> list[Audience]:
        """Those who would be told nothing yet: beyond the contacts, what is late is told alone."""
        return [one for one in Audience if one in self.to - _ASKED] if self.at <= 0 else []


@dataclass(frozen=True, slots=True)
class Ladder:
    """A plan's reminders.

    Attributes:
        rungs: in order of ``at``.
        repeat_every: after the last rung, again on each workday of the year whose number it
            divides; 0 for never.
    """

    rungs: tuple[Rung, ...]
    repeat_every: int

    def rung(self, at: int) -> Rung:
        """Return the rung at ``at``; a repeat is as the last rung."""
        last = self.rungs[-1]
        return next((one for one in self.rungs if one.at == at), Rung(at, last.to, last.colour))


def climb(ladder: Ladder, hours: Hours, due_at: datetime) -> Iterator[tuple[int, datetime]]:
    """Yield each rung's ``at`` with its moment, in order; without end where the ladder repeats."""
    for rung in ladder.rungs:
        yield rung.at, _first_slot(hours, due_at, rung.at)
    if ladder.repeat_every:
        last = ladder.rungs[-1].at
        day = _first_slot(hours, due_at, last).date()
        for count, repeat in _repeats(hours, day, ladder.repeat_every):
            yield last + count, hours.at(repeat, hours.slots[0])


def _repeats(hours: Hours, last: date, every: int) -> Iterator[tuple[int, date]]:
    """Yield the days of repeats, each with its workdays after the ladder's last rung.

    They are each ``every``-th workday of a year, no sooner than so many after the last reminder:
    whoever is late with several reports is reminded of all of them on one day.
    """
    number = workdays_between(date(last.year - 1, 12, 31), last, hours.works)
    day, count, before = last, 0, 0
    while True:
        following = workdays_after(day, 1, hours.works)
        number = number + 1 if following.year == day.year else 1
        day, count = following, count + 1
        if count - before >= every and number % every == 0:
            before = count
            yield count, day


def next_nudge(ladder: Ladder, hours: Hours, due_at: datetime, after: datetime) -> datetime | None:
    """Return the moment of the first rung later than ``after``; None past the ladder's end."""
    return next((moment for _, moment in climb(ladder, hours, due_at) if moment > after), None)


def next_to(
    ladder: Ladder, hours: Hours, due_at: datetime, since: datetime, audience: Audience
) -> datetime | None:
    """Return the moment of the first rung from ``since`` on that tells an audience, if any does."""
    last = ladder.rungs[-1].at
    for at, moment in climb(ladder, hours, due_at):
        if moment >= since and audience in ladder.rung(at).to:
            return moment
        if moment >= since and at > last:  # a repeat is as the last rung: nothing else will come
            break
    return None


def reached(
    ladder: Ladder, hours: Hours, due_at: datetime, since: datetime, now: datetime
) -> list[int]:
    """Return the rungs that came in ``since``..``now``, both included; the last one is in force."""
    come = takewhile(lambda rung: rung[1] <= now, climb(ladder, hours, due_at))
    return [at for at, moment in come if moment >= since]


def present_rung(ladder: Ladder, hours: Hours, due_at: datetime, now: datetime) -> Rung | None:
    """Return the last rung that came by ``now``; None before the first."""
    come = takewhile(lambda rung: rung[1] <= now, climb(ladder, hours, due_at))
    ats = [at for at, _ in come]
    return ladder.rung(ats[-1]) if ats else None


def _first_slot(hours: Hours, due_at: datetime, at: int) -> datetime:
    """Return a rung's moment.

    On the due day the last workday before stands in where nobody could be told in time: on a day
    off, or where the first slot is not before the due time.
    """
    due = hours.day_of(due_at)
    in_time = hours.works(due) and hours.at(due, hours.slots[0]) < due_at
    day = workdays_after(due, at if at or in_time else -1, hours.works)
    return hours.at(day, hours.slots[0])
