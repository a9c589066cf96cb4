"""The sweep: whose reminder has come becomes one message per person and slot.

Decides with plain values; writes the rungs reached, the messages, and each obligation's next
rung in one transaction. Sweeping twice is sweeping once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from db import nudges, people
from db.engine import Session
from db.nudges import ALL, Due
from db.outbox import outbox_row
from db.vocabulary import NudgeOutcome, Role, Untold
from scheduler.hours import Hours, current_slot, next_day
from scheduler.ladder import next_nudge, reached
from scheduler.office import Office
from scheduler.telling import Calls, Rungs, Told, whom_to_tell

#: The posts that a rung can tell.
TOLD = (Role.CONTACT, Role.HEAD, Role.LEADER)
_ASKING = {"reminder": True}  # one for all: what every row shares is written once


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep found and wrote: obligations due, contacts reminded, those above them told."""

    due: int = 0
    reminded: int = 0
    escalated: int = 0
    unreached: int = 0
    told: tuple[Told, ...] = field(default=(), compare=False)

    @property
    def counts(self) -> Mapping[str, int]:
        """The four numbers, for the log."""
        return {
            "due": self.due,
            "contacts": self.reminded,
            "heads": self.escalated,
            "unreached": self.unreached,
        }


def sweep(session: Session, office: Office, now: datetime) -> Swept:
    """Ask which reminders are due and put them into the outbox.

    Args:
        session: an open transaction.
        office: its hours and ladders, and its chat, told of what is long late.
        now: the present moment; outside work hours nothing is due until the next slot.
    """
    slot = current_slot(office.hours, now)
    if slot is None:
        return Swept()
    come, wished = nudges.due(session, slot), nudges.wish_again_by(session, slot)
    if not come and not wished:
        return Swept()
    rungs = rungs_reached(office, come, slot)
    found = [due for due in come if due.obligation_id in rungs]
    holders = nudges.reachable_holders(session, TOLD, now)
    had = nudges.told_since(session, office.midnight(now))
    calls = whom_to_tell(office, found, rungs, holders, had, slot)
    _write(session, found, rungs, calls, now)
    _ask(session, calls, office.chat, slot, now)
    nudges.wish_again(session, wished, None)
    nudges.wish_again(session, calls.full, next_day(office.hours, now))
    nudges.move_on(session, _nexts(office, come, slot))
    return _swept(come, calls)


def rungs_reached(office: Office, found: Sequence[Due], slot: datetime) -> Rungs:
    """Return, by obligation, the rungs come by now from the first one not yet reached.

    Where the office has taken that rung off its ladder there is none. The whole day of the first
    one counts, since the office may have moved its slots.
    """
    by_times: dict[tuple[int, datetime, datetime], list[int]] = {}
    rungs = {}
    for due in found:
        key = due.plan_id, due.due_at, due.next_nudge_at
        if key not in by_times:
            ladder, since = office.ladder_of(due.plan_id), _day_of(due.next_nudge_at, office.hours)
            by_times[key] = reached(ladder, office.hours, due.due_at, since, slot)
        if by_times[key]:
            rungs[due.obligation_id] = by_times[key]
    return rungs


def _day_of(moment: datetime, hours: Hours) -> datetime:
    return hours.at(hours.day_of(moment), time())


def _nexts(
    office: Office, come: Sequence[Due], slot: datetime
) -> list[tuple[int, datetime | None]]:
    by_times: dict[tuple[int, datetime], datetime | None] = {}
    for due in come:
        key = due.plan_id, due.due_at
        if key not in by_times:
            ladder = office.ladder_of(due.plan_id)
            by_times[key] = next_nudge(ladder, office.hours, due.due_at, slot)
    return [(due.obligation_id, by_times[due.plan_id, due.due_at]) for due in come]


def _write(
    session: Session, found: Sequence[Due], rungs: Rungs, calls: Calls, now: datetime
) -> None:
    """Write down the rungs reached."""
    lonely = {due.unit_id for due in found if due.obligation_id in calls.unreached}
    why = people.why_unreached(session, lonely, now)
    nudges.write_nudges(session, _nudge_rows(found, rungs, calls, why, now))


def _ask(session: Session, calls: Calls, chat: int | None, slot: datetime, now: datetime) -> None:
    """Put the messages into the outbox, in the place of planned ones that never went out."""
    messages = _messages(calls, chat, slot, now)
    nudges.supersede(session, messages)
    nudges.write_messages(session, messages)


def _nudge_rows(
    found: Sequence[Due],
    rungs: Rungs,
    calls: Calls,
    why: Mapping[int, Untold],
    now: datetime,
) -> list[dict[str, Any]]:
    """Return a row per rung: the last one in force, those before it missed and superseded."""
    rows = []
    for due in found:
        *missed, last = rungs[due.obligation_id]
        outcome, reason = NudgeOutcome.QUEUED, None
        if due.obligation_id in calls.unreached:
            outcome, reason = NudgeOutcome.UNREACHED, why.get(due.unit_id)
        elif due.obligation_id in calls.deferred:
            outcome, reason = NudgeOutcome.DEFERRED, Untold.BUDGET
        rows += [
            _nudge_row(due, rung, NudgeOutcome.SUPERSEDED, Untold.MISSED, now) for rung in missed
        ]
        rows.append(_nudge_row(due, last, outcome, reason, now))
    return rows


def _nudge_row(
    due: Due, rung: int, outcome: NudgeOutcome, reason: Untold | None, now: datetime
) -> dict[str, Any]:
    return {
        "obligation_id": due.obligation_id,
        "due_at": due.due_at,
        "rung": rung,
        "outcome": outcome,
        "reached_at": now,
        "reason": reason,
    }


def _messages(
    calls: Calls, office: int | None, slot: datetime, now: datetime
) -> list[dict[str, Any]]:
    """Return one message per person and slot; the office's is the list of what is late."""
    at = slot.strftime("%Y-%m-%dT%H:%M")
    rows = [_message(told, at, now) for told in calls.told.values()]
    if calls.late and office is not None:
        rows.append(outbox_row(f"late:{at}", office, "late", now, subject=ALL, bulk=True))
    return rows


def _message(told: Told, at: str, now: datetime) -> dict[str, Any]:
    contact, asks = told.contact_id, told.card == "checklist"
    key = f"{'reminder' if asks else 'overdue'}:{contact}:{at}"
    args = _ASKING if asks else None
    return outbox_row(key, told.chat_id, told.card, now, subject=contact, bulk=True, args=args)


def _swept(come: Sequence[Due], calls: Calls) -> Swept:
    told = tuple(calls.told.values())
    reminded = sum(one.card == "checklist" for one in told)
    return Swept(len(come), reminded, len(told) - reminded, len(calls.unreached), told)
