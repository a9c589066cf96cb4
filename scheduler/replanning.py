"""Holds the obligations that are there against the cadences and the calendar in force.

What was reported, is late already, or has its own time by an extension or a return stays so.
Nobody is late by a change: where the new time has gone by, the former one stays.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db import cadences, withdrawing
from db.cadences import Owing, Planned, Scoped
from db.engine import Session
from db.vocabulary import Cause, ObligationState
from scheduler.cadence import Period
from scheduler.ladder import next_nudge
from scheduler.office import Office
from scheduler.owed import AHEAD, is_owed_anew, narrowest, periods_of, row_of, scopes_of


@dataclass(frozen=True, slots=True)
class Change:
    """Who changes due times, and why."""

    cause: Cause
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """An obligation of a plan whose time changes; ``period`` is None where it is owed no more.

    ``former`` is None where it is owed again.
    """

    plan_id: int
    owing: Owing
    former: datetime | None
    period: Period | None


@dataclass(frozen=True, slots=True)
class Held:
    """What became of a plan's obligations: how many are new, and which moved."""

    added: int
    moved: list[Moved]


@dataclass(frozen=True, slots=True)
class Compared:
    """A plan's obligations against its cadences: the rows of new ones, those there, what moves."""

    fresh: list[dict[str, Any]]
    there: Mapping[int, Mapping[str, Owing]]
    moved: list[Moved]


def hold_against(
    session: Session, office: Office, plan: Planned, change: Change, now: datetime
) -> Held:
    """Make a plan's obligations what its cadences say, and write down what that moves."""
    known = cadences.in_force(session, plan.plan_id)
    found = compare(session, office, plan, known, now)
    added = cadences.add_obligations(session, found.fresh)
    _write(session, found.moved, change, now)
    _plan_nudges(session, office, plan.plan_id, now)
    return Held(added, found.moved)


def compare(
    session: Session, office: Office, plan: Planned, known: Iterable[Scoped], now: datetime
) -> Compared:
    """Hold a plan's obligations against cadences, those in force or others; nothing is written."""
    scopes = scopes_of(known)
    wanted = {its: _by_name(periods_of(its, plan, office)) for its in scopes.values()}
    anew = {
        its: [
            (period, row_of(office, plan.plan_id, period, now))
            for period in periods.values()
            if is_owed_anew(period, its, plan, office, now)
        ]
        for its, periods in wanted.items()
    }
    there = _by_part(cadences.owing(session, plan.plan_id, now - AHEAD))
    fresh: list[dict[str, Any]] = []
    moved: list[Moved] = []
    for part in cadences.parts(session, plan.plan_id):
        its = narrowest(scopes, part)
        present = there[part.assignment_id]
        fresh += [
            {"assignment_id": part.assignment_id, **row}
            for period, row in anew.get(its, ())
            if period.name not in present
            and (part.added_at is None or period.due_at > part.added_at)
        ]
        moved += moves(plan.plan_id, present.values(), wanted.get(its, {}), now)
    return Compared(fresh, there, moved)


def moves(
    plan_id: int, present: Iterable[Owing], wanted: Mapping[str, Period], now: datetime
) -> list[Moved]:
    """Return how the obligations of one part move to what is wanted of it, period by period."""
    found = []
    for one in present:
        period = wanted.get(one.period)
        past = period is not None and period.due_at <= now
        if one.state is ObligationState.REPORTED or one.held or one.due_at <= now or past:
            continue
        if one.state is ObligationState.WITHDRAWN:
            if period is not None:
                found.append(Moved(plan_id, one, None, period))
        elif period is None or _times(period) != _times(one):
            found.append(Moved(plan_id, one, one.due_at, period))
    return found


def _times(one: Period | Owing) -> tuple[float, float]:
    """Return when something falls due and opens; plain numbers also where clocks are put back."""
    return one.due_at.timestamp(), one.opens_at.timestamp()


def _by_name(periods: Sequence[Period]) -> dict[str, Period]:
    return {one.name: one for one in periods}


def _by_part(owing: Iterable[Owing]) -> dict[int, dict[str, Owing]]:
    found: dict[int, dict[str, Owing]] = defaultdict(dict)
    for one in owing:
        found[one.assignment_id][one.period] = one
    return found


def _write(session: Session, moved: Sequence[Moved], change: Change, now: datetime) -> None:
    """Write the new times with their history; close what is owed no more, and show it all."""
    if not moved:
        return
    kept = [
        {
            "id": one.owing.id,
            "state": ObligationState.OPEN,
            "opens_at": one.period.opens_at,
            "due_at": one.period.due_at,
            "nominal_on": one.period.nominal,
        }
        for one in moved
        if one.period is not None
    ]
    cadences.move_obligations(session, kept)
    withdrawing.close_owed(session, [one.owing.id for one in moved if one.period is None], now)
    dues = [(one.owing.id, one.former, one.period.due_at if one.period else None) for one in moved]
    changed = [due for due in dues if due[1] != due[2]]  # not those that just open otherwise
    cadences.note_moves(session, changed, change.cause, now, by=change.by, reason=change.reason)
    withdrawing.show_again(session, list({one.owing.item_id for one in moved}), now)


def _plan_nudges(session: Session, office: Office, plan_id: int, now: datetime) -> None:
    """Plan the next reminder of everything open anew: rungs are counted in workdays."""
    ladder = office.ladder_of(plan_id)
    times: dict[tuple[datetime, datetime], datetime | None] = {}
    rows = []
    for one in cadences.open_ones(session, plan_id):
        key = one.due_at, max(now, one.opens_at)
        if key not in times:
            times[key] = next_nudge(ladder, office.hours, *key)
        if one.next_nudge_at != times[key] and not one.pending:
            rows.append({"id": one.id, "next_nudge_at": times[key]})
    cadences.move_obligations(session, rows)
