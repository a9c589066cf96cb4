"""The sweep as one would write it by hand on the bare driver: the baseline of ours."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.seeding import NOW, SLOT, as_stored, due_times, settings_for
from scheduler.ladder import next_nudge

DUE = (
    "SELECT o.id, i.plan_id, a.unit_id, o.due_at, o.next_nudge_at FROM obligation AS o"
    " JOIN assignment AS a ON o.assignment_id = a.id JOIN item AS i ON a.item_id = i.id"
    " WHERE o.state = 'open' AND o.next_nudge_at <= ?"
)
AGAIN = "SELECT id FROM contact WHERE again_at <= ?"
HOLDERS = (
    "SELECT c.id, c.chat_id, p.unit_id, p.role FROM contact AS c JOIN post AS p"
    " ON p.contact_id = c.id WHERE c.reachable = 'yes' AND p.role IN"
    " ('contact', 'head', 'leader') ORDER BY c.id"
)
TOLD = (
    "SELECT chat_id, count(*) FROM outbox WHERE bulk AND edits_id IS NULL AND created_at >= ?"
    " AND state NOT IN ('withdrawn', 'failed') GROUP BY chat_id"
)
LEFT = (
    "SELECT id, key, chat_id, card FROM outbox WHERE state = 'waiting' AND bulk"
    " AND edits_id IS NULL AND card IN ('checklist', 'overdue', 'late')"
)
NUDGE = (
    "INSERT INTO nudge (obligation_id, due_at, rung, outcome, reached_at, reason)"
    " VALUES (?, ?, ?, 'queued', ?, NULL) ON CONFLICT DO NOTHING"
)
MESSAGE = (
    "INSERT INTO outbox (key, chat_id, card, subject, args, bulk, state, not_before, attempts,"
    " unknowns, created_at) VALUES (?, ?, 'checklist', ?, '{\"reminder\": true}', 1, 'waiting',"
    " ?, 0, 0, ?) ON CONFLICT DO NOTHING"
)
MOVE = "UPDATE obligation SET next_nudge_at = ? WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Rules:
    """What the ladder says of each due time, worked out beforehand: rung reached, next moment."""

    rungs: dict[str, int]
    nexts: dict[str, str | None]
    budget: int


def rules() -> Rules:
    """Work the ladder out; the baseline's time holds nothing of it."""
    office = settings_for(Path()).office_rules()
    dues = due_times(office)
    nexts = {due: next_nudge(office.ladder, office.hours, due, SLOT) for due in dues}
    return Rules(
        {as_stored(due): rung.at for due, rung in zip(dues, office.ladder.rungs, strict=True)},
        {as_stored(due): as_stored(moment) if moment else None for due, moment in nexts.items()},
        office.budget,
    )


def sweep_by_hand(connection: Any, known: Rules) -> int:  # noqa: ANN401 - the driver has no types
    """Do what the sweep does, as plainly as can be, up to the commit; return how many were due.

    Everybody has a contact who can be reached, nobody wished to be reminded again, and no
    reminder is left over.
    """
    now, slot, midnight = as_stored(NOW), as_stored(SLOT), as_stored(SLOT.replace(hour=0))
    at = f"{SLOT:%Y-%m-%dT%H:%M}"
    connection.execute("BEGIN IMMEDIATE")
    found = connection.execute(DUE, (slot,)).fetchall()
    connection.execute(AGAIN, (slot,)).fetchall()
    contacts = {unit: (contact, chat) for contact, chat, unit, _ in connection.execute(HOLDERS)}
    had = dict(connection.execute(TOLD, (midnight,)).fetchall())
    calls = {contacts[unit][1]: contacts[unit][0] for _, _, unit, _, _ in found}
    connection.executemany(
        NUDGE, [(number, due, known.rungs[due], now) for number, _, _, due, _ in found]
    )
    connection.execute(LEFT).fetchall()
    connection.executemany(
        MESSAGE,
        [
            (f"reminder:{who}:{at}", chat, who, now, now)
            for chat, who in calls.items()
            if had.get(chat, 0) < known.budget
        ],
    )
    connection.executemany(MOVE, [(known.nexts[due], number) for number, _, _, due, _ in found])
    return len(found)
