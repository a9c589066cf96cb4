"""Looking ahead: the questions of ``scheduler.questions`` asked of a copy, moment by moment.

Nobody answers meanwhile. A digest's documents come with it and are not foreseen apart. What each
message shows is for the caller to say, who has the cards.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from db import foreseen
from db.engine import Session
from db.foreseen import Passed, Reached, Waiting
from db.nudges import Holder
from db.vocabulary import Audience, NudgeOutcome
from scheduler.hours import current_slot, next_day
from scheduler.office import Office
from scheduler.questions import QUESTIONS, Found
from scheduler.sweep import Swept
from scheduler.telling import Told, audience_of
from scheduler.weekly import weekly_moment
from scheduler.workdays import DAY

#: Tells whether a message has anything to say at a moment.
Says = Callable[[Session, Waiting, datetime], bool]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A planned message that would go out.

    Attributes:
        at: when.
        chat_id: to whom.
        card: what it shows, with ``subject`` and ``args``.
        reached: the rungs that it is sent for, each with its obligation; none for other messages.
        missed: how many earlier rungs it makes up for.
        again: whether it is (also) sent since they wished so, or had enough the day before.
    """

    at: datetime
    chat_id: int
    card: str
    subject: int | None
    args: Mapping[str, Any]
    reached: tuple[Reached, ...] = ()
    missed: int = 0
    again: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """What happens at a moment: messages, people not told, and units of whom nobody is."""

    at: datetime
    messages: list[Foreseen] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    lonely: list[Reached] = field(default_factory=list)


def moments(office: Office, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield ``start``, then each later moment before ``end`` at which something new can be due.

    What is asked in between finds nothing: planned messages go out from a slot on, from the end
    of the quiet time where a slot lies in it, and at the digest's time.
    """
    yield start
    hours, day = office.hours, office.hours.day_of(start)
    while hours.at(day, hours.slots[0]) < end:
        times = {*hours.slots, *(hours.quiet[1:] if hours.quiet else ())}
        coming = {hours.at(day, moment) for moment in times}
        coming |= {weekly_moment(office.weekly, hours, hours.at(day, hours.slots[0]))}
        for moment in sorted(coming):
            ours = hours.day_of(moment) == day and start < moment < end
            if ours and current_slot(hours, moment) is not None:
                yield moment
        day += DAY


def foresee(
    session: Session, office: Office, at: Sequence[datetime], says: Says
) -> Iterator[Moment]:
    """Yield what would happen at each of some moments, in order, where anything does.

    Args:
        session: on a copy of the ledger, which is changed.
        office: the office's rules.
        at: the moments, as ``moments`` gives them.
        says: whether a message has anything to say; one that has not is not sent.
    """
    for now in at:
        found = {name: question.ask(session, office, now) for name, question in QUESTIONS.items()}
        yield _happening(session, office, now, found, says)


def _happening(
    session: Session, office: Office, now: datetime, found: Mapping[str, Found], says: Says
) -> Moment:
    reached = foreseen.reached_at(session, now) if any(found["sweep"].counts.values()) else []
    told = {one.chat_id: one for one in _told(found)}
    moment = Moment(now)
    if current_slot(office.hours, now) is not None:
        for message in foreseen.waiting(session, now):
            sent = says(session, message, now)
            foreseen.note_sent(session, message.id, now, sent=sent)
            if sent:
                moment.messages.append(_foreseen(office, message, now, reached, told))
    if reached:
        units = {one.unit_id for one in reached}
        full = foreseen.put_off(session, units, next_day(office.hours, now))
        passed = foreseen.passed_over(session, units, now) + full
        moment.passed.extend(_concerned(office, passed, reached))
        named = {one.unit_id for one in moment.passed}
        moment.lonely.extend(one for one in _lonely(reached) if one.unit_id not in named)
    return moment


def _told(found: Mapping[str, Found]) -> Sequence[Told]:
    return [one for each in found.values() if isinstance(each, Swept) for one in each.told]


def _foreseen(
    office: Office,
    message: Waiting,
    now: datetime,
    reached: Sequence[Reached],
    told: Mapping[int, Told],
) -> Foreseen:
    """Return a message with the rungs that it was written for at this moment."""
    person = told.get(message.chat_id)
    ours: set[int] = set()
    if person is not None and person.card == message.card:
        ours = set(person.rungs)
    elif message.card == "late":
        ours = {one.obligation_id for one in reached if Audience.OFFICE in _to(office, one)}
    its = [one for one in reached if one.obligation_id in ours]
    return Foreseen(
        now,
        message.args.get("for", message.chat_id),  # as it would be without the rehearsal
        message.card,
        message.subject,
        message.args,
        tuple(one for one in its if one.outcome is not NudgeOutcome.SUPERSEDED),
        sum(one.outcome is NudgeOutcome.SUPERSEDED for one in its),
        again=person is not None and person.card == message.card and person.again,
    )


def _to(office: Office, one: Reached) -> frozenset[Audience]:
    return office.ladder_of(one.plan_id).rung(one.rung).to


def _concerned(
    office: Office, passed: Sequence[Passed], reached: Sequence[Reached]
) -> Iterator[Passed]:
    """Yield those whom a rung of their unit would have told, each once a unit."""
    wanted = {
        (one.unit_id, audience)
        for one in reached
        if one.outcome is not NudgeOutcome.SUPERSEDED
        for audience in _to(office, one)
    }
    seen = set()
    for one in passed:
        holder = Holder(one.contact_id, 0, one.unit_id, one.role, one.second, None)
        audience = audience_of(holder)
        if (one.unit_id, audience) in wanted and (one.unit_id, one.contact_id) not in seen:
            seen.add((one.unit_id, one.contact_id))
            yield one


def _lonely(reached: Sequence[Reached]) -> Iterator[Reached]:
    """Yield of each unit that nobody answers for one obligation, with the reason."""
    by_unit = {one.unit_id: one for one in reached if one.outcome is NudgeOutcome.UNREACHED}
    yield from by_unit.values()
