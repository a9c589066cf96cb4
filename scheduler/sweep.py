"""The sweep: whose reminder has come becomes one message per contact and slot.

Decides with plain values; writes the rungs reached, the messages, and each obligation's next
rung in one transaction. Sweeping twice is sweeping once.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from db import nudges
from db.engine import Session
from db.nudges import Due, Holder
from db.outbox import outbox_row
from db.people import ANSWERING
from db.vocabulary import NudgeOutcome, Role
from scheduler.ladder import Ladder, current_slot, next_nudge, reached


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep found and wrote: obligations due, contacts reminded, heads told."""

    due: int = 0
    reminded: int = 0
    escalated: int = 0
    unreached: int = 0

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """The four numbers, for the log."""
        return self.due, self.reminded, self.escalated, self.unreached


@dataclass(frozen=True, slots=True)
class Calls:
    """Who is to be told: contacts by chat, heads by chat, and obligations that nobody answers."""

    reminders: dict[int, int]
    escalations: dict[int, int]
    unreached: frozenset[int]


def sweep(session: Session, ladder: Ladder, now: datetime, office: int | None) -> Swept:
    """Ask which reminders are due and put them into the outbox.

    Args:
        session: an open transaction.
        ladder: the office's reminders.
        now: the present moment; outside work hours nothing is due until the next slot.
        office: the office's chat, told of units that nobody can reach; None for no chat.
    """
    slot = current_slot(ladder, now)
    if slot is None or not (come := nudges.due(session, slot)):
        return Swept()
    rungs = rungs_reached(ladder, come, slot)
    found = [due for due in come if (due.due_at, due.next_nudge_at) in rungs]
    calls = whom_to_call(ladder, found, rungs, nudges.reachable_holders(session, ANSWERING, now))
    nudges.write_nudges(session, _nudge_rows(found, rungs, calls, now))
    messages = _messages(calls, office, slot, now)
    nudges.supersede(session, [message["chat_id"] for message in messages])
    nudges.write_messages(session, messages)
    nexts = {due_at: next_nudge(ladder, due_at, slot) for due_at in {due.due_at for due in come}}
    nudges.move_on(session, slot, nexts)
    return Swept(len(come), len(calls.reminders), len(calls.escalations), len(calls.unreached))


def rungs_reached(
    ladder: Ladder, found: Sequence[Due], slot: datetime
) -> dict[tuple[datetime, datetime], list[int]]:
    """Return the rungs come by now, by due time and the time of the first one not yet reached.

    Where the office has taken that rung off its ladder there is none. The whole day of the first
    one counts, since the office may have moved its slots.
    """
    times = {(due.due_at, due.next_nudge_at) for due in found}
    return {
        (due_at, since): ats
        for due_at, since in times
        if (ats := reached(ladder, due_at, _day_of(since, ladder), slot))
    }


def _day_of(moment: datetime, ladder: Ladder) -> datetime:
    return datetime.combine(moment.astimezone(ladder.zone), time(), ladder.zone)


def whom_to_call(
    ladder: Ladder,
    found: Sequence[Due],
    rungs: dict[tuple[datetime, datetime], list[int]],
    holders: Sequence[Holder],
) -> Calls:
    """Decide who is told: a unit's contacts, and from the ladder's rung on its head as well.

    Where a unit has no contact who can be reached, its head is told in the contact's place.
    """
    contacts_of: dict[int | None, list[Holder]] = defaultdict(list)
    heads_of: dict[int | None, list[Holder]] = defaultdict(list)
    for holder in holders:
        if holder.role is Role.CONTACT:
            contacts_of[holder.unit_id].append(holder)
        elif holder.role is Role.HEAD:
            heads_of[holder.unit_id].append(holder)
    tell_heads = {key: Role.HEAD in ladder.rung(ats[-1]).to for key, ats in rungs.items()}
    reminders: dict[int, int] = {}
    escalations: dict[int, int] = {}
    unreached: set[int] = set()
    for due in found:
        contacts, heads = contacts_of[due.unit_id], heads_of[due.unit_id]
        for holder in contacts:
            reminders[holder.chat_id] = holder.contact_id
        if not contacts or tell_heads[due.due_at, due.next_nudge_at]:
            escalations.update((holder.chat_id, holder.contact_id) for holder in heads)
        if not contacts and not heads:
            unreached.add(due.obligation_id)
    return Calls(reminders, escalations, frozenset(unreached))


def _nudge_rows(
    found: Sequence[Due],
    rungs: dict[tuple[datetime, datetime], list[int]],
    calls: Calls,
    now: datetime,
) -> list[dict[str, Any]]:
    """Return a row per rung: the last one in force, those before it superseded."""
    rows = []
    for due in found:
        *superseded, last = rungs[due.due_at, due.next_nudge_at]
        unreached = due.obligation_id in calls.unreached
        rows += [_nudge_row(due, rung, NudgeOutcome.SUPERSEDED, now) for rung in superseded]
        outcome = NudgeOutcome.UNREACHED if unreached else NudgeOutcome.QUEUED
        rows.append(_nudge_row(due, last, outcome, now))
    return rows


def _nudge_row(due: Due, rung: int, outcome: NudgeOutcome, now: datetime) -> dict[str, Any]:
    return {
        "obligation_id": due.obligation_id,
        "due_at": due.due_at,
        "rung": rung,
        "outcome": outcome,
        "reached_at": now,
    }


def _messages(
    calls: Calls, office: int | None, slot: datetime, now: datetime
) -> list[dict[str, Any]]:
    """Return one message per contact and slot; one to the office where nobody is reached."""
    at, args = slot.strftime("%Y-%m-%dT%H:%M"), {"reminder": True}
    rows = [
        outbox_row(
            f"reminder:{contact}:{at}",
            chat,
            "checklist",
            now,
            subject=contact,
            bulk=True,
            args=args,
        )
        for chat, contact in calls.reminders.items()
    ]
    rows += [
        outbox_row(f"overdue:{contact}:{at}", chat, "overdue", now, subject=contact, bulk=True)
        for chat, contact in calls.escalations.items()
        if chat not in calls.reminders
    ]
    if calls.unreached and office is not None:
        rows.append(outbox_row(f"unreached:{at}", office, "unreached", now, bulk=True))
    return rows
