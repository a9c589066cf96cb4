"""The office as the rules know it: hours, ladders, digest, and where it is told things."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from db import calendars, ladders
from db.engine import Session
from db.vocabulary import Audience, Colour, DocumentKind
from scheduler.hours import Hours
from scheduler.ladder import Ladder, Rung
from scheduler.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Weekly:
    """When the digest goes out, and what goes with it.

    Attributes:
        weekday: by ISO number, 1 is Monday.
        at: the time of that day.
        documents: what the office gets beside the message.
        to_units: whether units get their own week.
        to_leaders: whether leaders get the message and the chart.
    """

    weekday: int
    at: time
    documents: tuple[DocumentKind, ...] = ()
    to_units: bool = False
    to_leaders: bool = False


@dataclass(frozen=True, slots=True)
class Office:
    """What every recurring question is asked with, beside the session and the moment.

    Attributes:
        hours: when planned messages may go out.
        ladder: the reminders of a plan that has no ladder of its own.
        ladders: the ladders of plans that have one, by the plan's id.
        weekly: when the digest goes out.
        chat: where the office is told things; None where it has no chat.
        budget: planned messages to one person on one day, at the most.
        cool_down: how long a unit that was reminded is not reminded by hand.
        lock_workdays: how many workdays a report can be corrected for at least.
        reviews: whether the office reviews reports.
    """

    hours: Hours
    ladder: Ladder
    weekly: Weekly
    chat: int | None = None
    budget: int = 4
    cool_down: timedelta = timedelta(hours=4)
    ladders: Mapping[int, Ladder] = field(default_factory=dict)
    lock_workdays: int = 3
    reviews: bool = True

    def ladder_of(self, plan_id: int) -> Ladder:
        """Return a plan's ladder."""
        return self.ladders.get(plan_id, self.ladder)

    def midnight(self, now: datetime) -> datetime:
        """Return the beginning of the office's day."""
        return self.hours.at(self.hours.day_of(now), time())


def as_stored(session: Session, office: Office) -> Office:
    """Return the office with what the database knows of it: its calendar, and ladders of plans."""
    hours = replace(office.hours, calendar=calendar_of(session))
    return replace(office, hours=hours, ladders=ladders_of(session))


def calendar_of(session: Session) -> Calendar:
    """Return the office's calendar; of two notices that name a day the later year's counts."""
    notices = calendars.imported(session)
    named = {day: works for one in notices.values() for day, works in one.items()}
    return Calendar(calendars.own(session), named, frozenset(notices))


def ladders_of(session: Session) -> dict[int, Ladder]:
    """Return, by plan, the ladders of those that have one of their own."""
    return {
        row.plan_id: Ladder(tuple(_rung(*rung) for rung in row.rungs), row.repeat_every)
        for row in ladders.own_ladders(session)
    }


def _rung(at: int, to: list[str], colour: str | None) -> Rung:
    return Rung(at, frozenset(map(Audience, to)), Colour(colour) if colour else None)
