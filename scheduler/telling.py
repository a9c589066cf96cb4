"""Whom a rung tells: contacts by chat, heads, leaders, the office; and who is passed over. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from db.nudges import Due, Holder
from db.vocabulary import Audience, Role
from scheduler.hours import next_day, next_slot
from scheduler.office import Office

#: By due obligation's id, the rungs that have come, the last one in force.
Rungs = Mapping[int, Sequence[int]]
#: The people of a unit, whoever is asked first first; the office is told by a list of its own.
UPWARD = (Audience.CONTACT, Audience.SECOND, Audience.HEAD, Audience.LEADER)


@dataclass(slots=True)
class Told:
    """One person's message: the card, and the obligations it is for, each with its rung.

    ``again`` where it is sent since they wished to be reminded again.
    """

    contact_id: int
    chat_id: int
    card: str = "overdue"
    rungs: dict[int, int] = field(default_factory=dict)
    again: bool = False


@dataclass(slots=True)
class Calls:
    """Who is told what.

    Attributes:
        told: messages by chat; nobody gets two.
        late: obligations of which the office is told, since their rung says so.
        unreached: obligations that nobody answers.
        deferred: obligations of which everybody to be told has had enough for the day.
        full: the contacts who have.
    """

    told: dict[int, Told] = field(default_factory=dict)
    late: set[int] = field(default_factory=set)
    unreached: set[int] = field(default_factory=set)
    deferred: set[int] = field(default_factory=set)
    full: set[int] = field(default_factory=set)

    def ask(self, holder: Holder) -> Told:
        """Return a chat's message; what asks for answers goes before what only says what is late.

        Whoever is a contact anywhere of what is due gets the checklist, which names the rest.
        """
        one = self.told.get(holder.chat_id)
        if one is None:
            one = self.told[holder.chat_id] = Told(holder.contact_id, holder.chat_id)
        if holder.role is Role.CONTACT:
            one.card = "checklist"
        return one


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who can be told, by unit (None for all of them) and by what they are to a rung."""

    people: Mapping[tuple[int | None, Audience], Sequence[Holder]]

    def listeners(self, unit_id: int, to: Collection[Audience]) -> Sequence[Holder]:
        """Return who of a unit is told.

        Where none of those asked for can be reached it is the next one up from the first of them:
        second contact, head; a leader only where the rung goes as far as the head.
        """
        wanted, above = _asked(frozenset(to))
        if len(wanted) == 1:  # as most rungs have it
            found = self._there(unit_id, wanted[0])
        else:
            found = [holder for one in wanted for holder in self._there(unit_id, one)]
        return found or next(filter(None, (self._there(unit_id, one) for one in above)), ())

    def _there(self, unit_id: int, audience: Audience) -> Sequence[Holder]:
        its = self.people.get((unit_id, audience), ())
        of_all = self.people.get((None, audience))
        return [*its, *of_all] if of_all else its


@cache
def _asked(to: frozenset[Audience]) -> tuple[Sequence[Audience], Sequence[Audience]]:
    """Return whom of a unit's people a rung tells, and who may stand in for them, upward."""
    wanted = tuple(one for one in UPWARD if one in to)
    highest = (
        len(UPWARD) if to & {Audience.HEAD, Audience.LEADER} else UPWARD.index(Audience.LEADER)
    )
    return wanted, UPWARD[UPWARD.index(wanted[0]) : highest] if wanted else ()


def crowd_of(holders: Iterable[Holder]) -> Crowd:
    """Return holders of posts by unit and audience; those whom no rung tells are left out."""
    found: dict[tuple[int | None, Audience], list[Holder]] = defaultdict(list)
    for holder in holders:
        if (audience := audience_of(holder)) is not None:
            found[holder.unit_id, audience].append(holder)
    return Crowd(found)


def audience_of(holder: Holder) -> Audience | None:
    """Return what somebody is to a rung; None for a post that no rung tells."""
    if holder.role is Role.CONTACT:
        return Audience.SECOND if holder.second else Audience.CONTACT
    return {Role.HEAD: Audience.HEAD, Role.LEADER: Audience.LEADER}.get(holder.role)


def whom_to_tell(
    office: Office,
    found: Sequence[Due],
    rungs: Rungs,
    holders: Sequence[Holder],
    had: Mapping[int, int],
    slot: datetime,
) -> Calls:
    """Decide who is told of obligations at their rungs, and who wished to be reminded again.

    A unit of whom nobody can be reached is unreached; ``scheduler.reaching`` tells the office.

    Args:
        office: its ladders, and how many planned messages a person gets on a day.
        found: what is due for a reminder.
        rungs: of each, the rungs that have come.
        holders: who can be told, with their posts.
        had: by chat, the planned messages of the day.
        slot: the present slot.
    """
    calls, crowd = Calls(), crowd_of(holders)
    full = {chat for chat, count in had.items() if count >= office.budget}
    told_at = _told_at(office, {(due.plan_id, rungs[due.obligation_id][-1]) for due in found})
    for due in found:
        at = rungs[due.obligation_id][-1]
        to = told_at[due.plan_id, at]
        if Audience.OFFICE in to:
            calls.late.add(due.obligation_id)
        if to <= {Audience.OFFICE}:
            continue
        listeners = crowd.listeners(due.unit_id, to)
        ready = False
        for holder in listeners:
            if holder.chat_id in full:
                calls.full.add(holder.contact_id)
            else:
                calls.ask(holder).rungs[due.obligation_id] = at
                ready = True
        if not ready:
            (calls.deferred if listeners else calls.unreached).add(due.obligation_id)
    for holder in holders:
        if holder.again_at is None or holder.again_at > slot:
            continue
        if holder.chat_id in full:
            calls.full.add(holder.contact_id)
        else:
            calls.ask(holder).again = True
    return calls


def _told_at(
    office: Office, places: Iterable[tuple[int, int]]
) -> Mapping[tuple[int, int], frozenset[Audience]]:
    """Return whom rungs tell, by plan and place on its ladder."""
    return {(plan, at): office.ladder_of(plan).rung(at).to for plan, at in places}


def when_again(office: Office, now: datetime, had: int) -> datetime:
    """Return when somebody is reminded again who asks for it later.

    Args:
        office: its hours, and how many planned messages a person gets on a day.
        now: the present moment.
        had: the planned messages they have had today.
    """
    slot = next_slot(office.hours, now)
    today = office.hours.day_of(slot) == office.hours.day_of(now)
    return next_day(office.hours, now) if today and had >= office.budget else slot
