"""The sweep as one would write it by hand on the bare driver: the baseline of ours."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.seeding import NOW, SLOT, as_stored, due_times, settings_for
from scheduler.ladder import next_nudge

DUE = (
    "SELECT o.id, a.unit_id, o.due_at, o.next_nudge_at FROM obligation AS o"
    " JOIN assignment AS a ON o.assignment_id = a.id"
    " WHERE o.state = 'open' AND o.next_nudge_at <= ?"
)
HOLDERS = (
    "SELECT c.id, c.chat_id, p.unit_id, p.role FROM contact AS c JOIN post AS p"
    " ON p.contact_id = c.id WHERE c.reachable = 'yes' AND p.role IN"
    " ('contact', 'head', 'leader', 'office', 'admin') ORDER BY c.id"
)
NUDGE = (
    "INSERT INTO nudge (obligation_id, due_at, rung, outcome, reached_at)"
    " VALUES (?, ?, ?, 'queued', ?) ON CONFLICT DO NOTHING"
)
MESSAGE = (
    "INSERT INTO outbox (key, chat_id, card, subject, args, bulk, state, not_before, attempts,"
    " unknowns, created_at) VALUES (?, ?, 'checklist', ?, '{\"reminder\": true}', 1, 'waiting',"
    " ?, 0, 0, ?) ON CONFLICT DO NOTHING"
)
MOVE = (
    "UPDATE obligation SET next_nudge_at = ?"
    " WHERE state = 'open' AND next_nudge_at <= ? AND due_at = ?"
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the ladder says of each due time, worked out beforehand: rung reached, next moment."""

    rungs: dict[str, int]
    nexts: dict[str, str | None]


def rules() -> Rules:
    """Work the ladder out; the baseline's time holds nothing of it."""
    settings = settings_for(Path())
    dues = due_times(settings)
    nexts = {due: next_nudge(settings.ladder_rule(), due, SLOT) for due in dues}
    return Rules(
        dict(zip(map(as_stored, dues), settings.ladder.rungs, strict=True)),
        {as_stored(due): as_stored(moment) if moment else None for due, moment in nexts.items()},
    )


def sweep_by_hand(connection: Any, known: Rules) -> int:  # noqa: ANN401 - the driver has no types
    """Do what the sweep does, as plainly as can be, up to the commit; return how many were due."""
    now, slot = as_stored(NOW), as_stored(SLOT)
    at = f"{SLOT:%Y-%m-%dT%H:%M}"
    connection.execute("BEGIN IMMEDIATE")
    found = connection.execute(DUE, (slot,)).fetchall()
    contacts = {unit: (contact, chat) for contact, chat, unit, _ in connection.execute(HOLDERS)}
    calls = {contacts[unit][1]: contacts[unit][0] for _, unit, _, _ in found}
    connection.executemany(
        NUDGE, [(number, due, known.rungs[due], now) for number, _, due, _ in found]
    )
    connection.executemany(
        MESSAGE,
        [(f"reminder:{who}:{at}", chat, who, now, now) for chat, who in calls.items()],
    )
    connection.executemany(MOVE, [(moment, slot, due) for due, moment in known.nexts.items()])
    return len(found)
