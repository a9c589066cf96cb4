"""电话催办单: which units the office has to call, since messages do not help; the worst first.

On it is a unit that owes something and has nobody who can be told, one that is late though it was
reminded since, and one of which nobody acknowledged a plan.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from db import acknowledgements, calls, chasing, nudges, people
from db.calls import OwedItem, Person
from db.engine import Session
from db.tables import Call, Plan
from db.vocabulary import Audience, Untold
from scheduler.acknowledging import one_workday_after
from scheduler.lights import days_late
from scheduler.office import Office
from scheduler.sweep import TOLD
from scheduler.telling import crowd_of


@dataclass(frozen=True, slots=True)
class Callee:
    """A unit to be called.

    Attributes:
        unit_id: the unit.
        unit: its name.
        phone: its number, "" for none.
        people: who can be called there, contacts first.
        owed: what it owes now, what fell due first first.
        late: how much of that is late.
        days: how many days the longest.
        untold: why none of its contacts can be told; None where some can.
        reminded_at: when it was last reminded in vain; None where it was not.
        silent: the plans that nobody of it acknowledged.
        call: the last call to it.
        today: whether that was today.
    """

    unit_id: int
    unit: str
    phone: str
    people: Sequence[Person]
    owed: Sequence[OwedItem]
    late: int
    days: int
    untold: Untold | None
    reminded_at: datetime | None
    silent: Sequence[str]
    call: Call | None
    today: bool


def to_call(session: Session, office: Office, now: datetime) -> list[Callee]:
    """Return the units to be called: the worst first, those called today last.

    Args:
        session: an open transaction.
        office: its hours, and how long a unit is left alone after a reminder.
        now: the present moment.
    """
    counts = chasing.owed(session, now)
    since: dict[int, datetime] = {}
    for one in counts:
        since.setdefault(one.unit_id, one.due_at)
    untold = people.why_unreached(session, since, now)
    late = {unit: due_at for unit, due_at in since.items() if due_at < now}
    vain = _in_vain(session, office, late, now)
    silent = _silent(session, office, now)
    ids = untold.keys() | vain.keys() | silent.keys()
    known = calls.units_by_id(session, ids)
    there, owed = calls.people_of(session, ids), calls.owed_by(session, ids, now)
    last, midnight = calls.last_calls(session, ids), office.midnight(now)
    lates = Counter({unit: sum(item.due_at < now for item in owed.get(unit, ())) for unit in ids})
    found = [
        Callee(
            unit_id=unit_id,
            unit=known[unit_id].name,
            phone=known[unit_id].phone or "",
            people=there.get(unit_id, ()),
            owed=owed.get(unit_id, ()),
            late=lates[unit_id],
            days=days_late(late[unit_id], now) if unit_id in late else 0,
            untold=untold.get(unit_id),
            reminded_at=vain.get(unit_id),
            silent=silent.get(unit_id, ()),
            call=last.get(unit_id),
            today=unit_id in last and last[unit_id].called_at >= midnight,
        )
        for unit_id in sorted(ids)
    ]
    return sorted(found, key=lambda one: (one.today, -one.days, -one.late, -len(one.owed)))


def _in_vain(
    session: Session, office: Office, late: Mapping[int, datetime], now: datetime
) -> dict[int, datetime]:
    """Return when units were last reminded that were so since they are late, and some time ago.

    ``late`` is, by unit, since when.
    """
    crowd = crowd_of(nudges.reachable_holders(session, TOLD, now))
    chats = {
        unit: {one.chat_id for one in crowd.listeners(unit, {Audience.CONTACT})} for unit in late
    }
    everybody = {chat for its in chats.values() for chat in its}
    sent = calls.reminders_sent(session, everybody, min(late.values())) if late else {}
    found = {}
    for unit, due_at in late.items():
        its = [at for chat in chats[unit] for at in sent.get(chat, ()) if at >= due_at]
        if its and min(its) <= now - office.cool_down:
            found[unit] = max(its)
    return found


def _silent(session: Session, office: Office, now: datetime) -> dict[int, list[str]]:
    """Return, by unit, the plans that it had a workday to acknowledge, its head as well."""
    found: dict[int, list[str]] = defaultdict(list)
    for one in acknowledgements.silent(session, office.hours.day_of(now)):
        if not one.heads and one_workday_after(office.hours, one.asked_at) <= now:
            found[one.unit_id].append(session.get_one(Plan, one.plan_id).title)
    return found
