"""Every recurring question, in one table: the bot asks them by the clock, the preview ahead of it.

Each is asked with an open transaction, the office's rules and the moment; what is due it writes
down, and asking twice is asking once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from db.engine import Session
from scheduler.acknowledging import ask_to_acknowledge
from scheduler.agenda import tell_of_agenda
from scheduler.forgotten import close_forgotten
from scheduler.locking import lock_what_is_over
from scheduler.noticing import tell_of_calendar
from scheduler.office import Office
from scheduler.planning import plan_ahead
from scheduler.reaching import tell_of_unreached
from scheduler.standing_in import tell_substitutes
from scheduler.sweep import sweep
from scheduler.weekly import ask_for_digests, reckon


class Found(Protocol):
    """What a question found."""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of what, for the log; nothing but zeros where there was nothing to do."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a question found that only counts."""

    counts: Mapping[str, int]


Ask = Callable[[Session, Office, datetime], Found]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and how often it is asked.

    ``before`` only reads, while others may write, and returns the question to be asked then.
    """

    ask: Ask
    every: timedelta
    before: Callable[[Session, Office, datetime], Ask] | None = None


def _counting(ask: Callable[[Session, Office, datetime], int], name: str) -> Ask:
    return lambda session, office, now: Counted({name: ask(session, office, now)})


def _acknowledging(session: Session, office: Office, now: datetime) -> Found:
    asked, sheets = ask_to_acknowledge(session, office, now)
    return Counted({"asked": asked, "call_sheets": sheets})


def _reckoning(session: Session, office: Office, now: datetime) -> Ask:
    return _counting(reckon(session, office, now), "digests")


_MINUTE = timedelta(seconds=60)
QUESTIONS: Mapping[str, Question] = {
    "planning": Question(_counting(plan_ahead, "obligations"), timedelta(minutes=10)),
    "acknowledging": Question(_acknowledging, _MINUTE),
    "standing_in": Question(_counting(tell_substitutes, "substitutes"), _MINUTE),
    "sweep": Question(sweep, timedelta(seconds=20)),
    "locking": Question(_counting(lock_what_is_over, "locked"), timedelta(minutes=5)),
    "reaching": Question(_counting(tell_of_unreached, "unreachable"), _MINUTE),
    "agenda": Question(_counting(tell_of_agenda, "lists"), _MINUTE),
    "forgotten": Question(_counting(close_forgotten, "drafts"), timedelta(hours=1)),
    "calendar": Question(_counting(tell_of_calendar, "notices"), _MINUTE),
    "digest": Question(_counting(ask_for_digests, "digests"), _MINUTE, _reckoning),
}
