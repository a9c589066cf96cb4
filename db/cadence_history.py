"""Every change of a plan's cadences: of which scope, when, by whom, from what to what, and why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from db import cadences
from db.cadences import Scope, rule_of, scope_of
from db.tables import Cadence
from db.vocabulary import Rule


@dataclass(frozen=True, slots=True)
class CadenceChange:
    """One change; ``by`` is None for what came with the plan."""

    scope: Scope
    at: datetime
    by: str | None
    reason: str
    before: tuple[Rule, ...]
    after: tuple[Rule, ...]


def changes(session: Session, plan_id: int) -> list[CadenceChange]:
    """Return every change of a plan's cadences, the newest first."""
    by_scope: dict[Scope, list[Cadence]] = defaultdict(list)
    for row in cadences.history(session, plan_id):
        by_scope[scope_of(row)].append(row)
    found = [_change(rows, at) for rows in by_scope.values() for at in _moments(rows)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def last_change(session: Session, plan_id: int, scope: Scope | None = None) -> CadenceChange | None:
    """Return the last change of a plan's cadences, or of one scope's; None where nobody made any.

    What came with the plan is no change.
    """
    found = [one for one in changes(session, plan_id) if scope in {None, one.scope}]
    return found[0] if found and (found[0].by is not None or found[0].before) else None


def _moments(rows: Sequence[Cadence]) -> set[datetime]:
    known = (at for row in rows for at in (row.added_at, row.withdrawn_at))
    return {at for at in known if at is not None}


def _change(rows: Sequence[Cadence], at: datetime) -> CadenceChange:
    in_order = sorted(rows, key=lambda row: (row.place, row.id))
    gone = [row for row in in_order if row.withdrawn_at == at]
    new = [row for row in in_order if row.added_at == at]
    stayed = [row for row in in_order if row.added_at < at and _in_force_after(row, at)]
    by, reason = (
        (new[0].added_by, new[0].reason)
        if new
        else (gone[0].withdrawn_by, gone[0].withdrawn_reason)
    )
    before = [row for row in in_order if row in stayed or row in gone]
    after = [row for row in in_order if row in stayed or row in new]
    return CadenceChange(
        scope_of(in_order[0]),
        at,
        by,
        reason,
        tuple(map(rule_of, before)),
        tuple(map(rule_of, after)),
    )


def _in_force_after(row: Cadence, at: datetime) -> bool:
    return row.withdrawn_at is None or row.withdrawn_at > at
