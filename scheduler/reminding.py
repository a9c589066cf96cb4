"""Reminders beside the sweep: those that the office sends by hand, and when somebody's next comes.

By hand a unit's contacts get the checklist that the sweep would send, under the same budget; while
it was reminded of late, by hand or not, it is left alone.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from db import chasing, nudges, people
from db.engine import Session
from db.nudges import Holder
from db.outbox import outbox_row
from db.vocabulary import Audience, Untold
from scheduler.hours import next_day, sends_at
from scheduler.ladder import next_to
from scheduler.office import Office
from scheduler.sweep import TOLD
from scheduler.telling import Calls, Crowd, crowd_of


class Not(StrEnum):
    """Why a unit is not reminded now: it owes nothing, nobody can be told, or somebody just was."""

    NOTHING = "nothing"
    NOBODY = "nobody"
    LATELY = "lately"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A unit that the office wants to remind.

    Attributes:
        unit_id: the unit.
        unit: its name.
        count: how much it owes now.
        to: who is told.
        why_not: why it cannot be now; None where it can.
        untold: why none of its contacts can be told, for ``NOBODY``.
        reminded_at: when its people were last reminded, or will be where that still waits.
    """

    unit_id: int
    unit: str
    count: int = 0
    to: tuple[Holder, ...] = ()
    why_not: Not | None = None
    untold: Untold | None = None
    reminded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reminded:
    """What comes of reminders.

    Attributes:
        units: of how many units people are told.
        people: how many people are told.
        at: when.
        later: how many have had enough for the day.
        later_at: when those are told.
        full: who those are, by contact id.
    """

    units: int
    people: int
    at: datetime
    later: int
    later_at: datetime
    full: tuple[int, ...] = ()


def remind_again_at(office: Office, reminded_at: datetime) -> datetime:
    """Return when a unit may be reminded by hand again, in work hours."""
    return sends_at(office.hours, reminded_at + office.cool_down)


def owing_units(
    session: Session, now: datetime, *, item_id: int | None = None, late: bool = False
) -> list[tuple[int, str]]:
    """Return id and name of the units that owe something now, or something late, or an item."""
    if item_id is not None:
        return chasing.owing(session, item_id, now)
    found = chasing.late(session, now) if late else chasing.owed(session, now)
    return list(dict.fromkeys((one.unit_id, one.unit) for one in found))


def reminders(
    session: Session, office: Office, units: Sequence[tuple[int, str]], now: datetime
) -> list[Reminder]:
    """Return what a reminder by hand would do to each unit, given by its id and name.

    Args:
        session: an open transaction.
        office: its hours, and how long a unit is left alone after a reminder.
        units: those to be reminded.
        now: the present moment.
    """
    owed: Counter[int] = Counter()
    for one in chasing.owed(session, now):
        owed[one.unit_id] += one.items
    crowd = crowd_of(nudges.reachable_holders(session, TOLD, now))
    asked = [Reminder(number, name, owed[number], _told(crowd, number)) for number, name in units]
    chats = {holder.chat_id for one in asked for holder in one.to}
    before = {
        chat: sends_at(office.hours, moment) if waits else moment
        for chat, (moment, waits) in chasing.reminded(session, chats).items()
    }
    lonely = [one.unit_id for one in asked if not one.to]
    untold = people.why_unreached(session, lonely, now)
    return [_judged(one, before, untold, now - office.cool_down) for one in asked]


def _told(crowd: Crowd, unit_id: int) -> tuple[Holder, ...]:
    by_chat = {one.chat_id: one for one in crowd.listeners(unit_id, {Audience.CONTACT})}
    return tuple(by_chat.values())


def _judged(
    one: Reminder, before: dict[int, datetime], untold: dict[int, Untold], since: datetime
) -> Reminder:
    last = max((before[each.chat_id] for each in one.to if each.chat_id in before), default=None)
    one = replace(one, reminded_at=last)
    if not one.count:
        return replace(one, why_not=Not.NOTHING)
    if not one.to:
        return replace(one, why_not=Not.NOBODY, untold=untold.get(one.unit_id))
    return replace(one, why_not=Not.LATELY) if last is not None and last > since else one


def foretold(
    session: Session, office: Office, asked: Sequence[Reminder], now: datetime
) -> Reminded:
    """Return what would come of reminders if they were sent now: what the office is shown first."""
    return _outcome(office, asked, _calls(session, office, asked, now), now)


def remind(session: Session, office: Office, asked: Sequence[Reminder], now: datetime) -> Reminded:
    """Send the reminders that can go: at once, or in the next work hours.

    Whoever has had enough for the day is reminded on the next workday.
    """
    calls = _calls(session, office, asked, now)
    rows = [
        outbox_row(
            f"remind:{one.contact_id}:{now:%Y-%m-%dT%H:%M}",
            one.chat_id,
            one.card,
            now,
            subject=one.contact_id,
            bulk=True,
            args={"reminder": True} if one.card == "checklist" else None,
        )
        for one in calls.told.values()
    ]
    nudges.supersede(session, rows)
    nudges.write_messages(session, rows)
    sent = _outcome(office, asked, calls, now)
    nudges.wish_again(session, sent.full, sent.later_at)
    return sent


def _calls(session: Session, office: Office, asked: Sequence[Reminder], now: datetime) -> Calls:
    """Return who is told by the reminders that can go, and who has had enough for the day."""
    had, calls = nudges.told_since(session, office.midnight(now)), Calls()
    for holder in (holder for one in asked if one.why_not is None for holder in one.to):
        if had.get(holder.chat_id, 0) < office.budget:
            calls.ask(holder)
        else:
            calls.full.add(holder.contact_id)
    return calls


def _outcome(office: Office, asked: Sequence[Reminder], calls: Calls, now: datetime) -> Reminded:
    told = calls.told.keys()
    units = [one for one in asked if one.why_not is None and told & {to.chat_id for to in one.to}]
    return Reminded(
        units=len(units),
        people=len(told),
        at=sends_at(office.hours, now),
        later=len(calls.full),
        later_at=next_day(office.hours, now),
        full=tuple(sorted(calls.full)),
    )


def next_reminder(
    session: Session, office: Office, contact_id: int, now: datetime
) -> datetime | None:
    """Return when a contact is reminded next, by a rung or since they wished so; None for never."""
    first: dict[int, bool] = {}
    moments = [nudges.again_of(session, contact_id, now)]
    for one in nudges.next_nudges_of(session, contact_id, now):
        if one.unit_id not in first:
            told = people.asked_first(session, one.unit_id, now)
            first[one.unit_id] = contact_id in {each.id for each in told}
        audience = Audience.CONTACT if first[one.unit_id] else Audience.SECOND
        ladder = office.ladder_of(one.plan_id)
        moments.append(next_to(ladder, office.hours, one.due_at, one.next_nudge_at, audience))
    return min((moment for moment in moments if moment is not None), default=None)
