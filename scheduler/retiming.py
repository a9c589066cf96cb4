"""What other cadences of a plan or a part of it would mean: its next due times, and what moves.

It reads and writes nothing, so that a card may ask it as well as a command.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from db import cadences
from db.cadences import Part, Planned, Scope, Scoped
from db.engine import Session
from db.vocabulary import ObligationState, Rule
from scheduler.cadence import Period
from scheduler.office import Office
from scheduler.owed import AHEAD, Its, narrowest, periods_of, scopes_of
from scheduler.replanning import Compared, Moved, compare


@dataclass(frozen=True, slots=True)
class Retimed:
    """A change of a scope's cadences: its own before and after, what comes, and what moves.

    ``coming`` is empty where the parts of the scope go by several cadences, or nothing comes.
    """

    before: tuple[Rule, ...]
    after: tuple[Rule, ...]
    coming: list[Period]
    moved: list[Moved]


def retimed(
    session: Session, office: Office, scope: Scope, rules: Sequence[Rule], now: datetime
) -> Retimed:
    """Return what it would mean if a scope reported by these rules; without any, by the wider."""
    (plan,) = cadences.planned(session, [scope.plan_id])
    known = cadences.in_force(session, scope.plan_id)
    then = cadences.with_rules(known, scope, rules, now)
    found = compare(session, office, plan, then, now)
    return Retimed(
        own_rules(known, scope),
        own_rules(then, scope),
        _coming(_Future(session, office, plan, then, found, now), scope),
        found.moved,
    )


def ended(session: Session, office: Office, plan_id: int, last: date, now: datetime) -> list[Moved]:
    """Return what would move if a plan had another last day."""
    (plan,) = cadences.planned(session, [plan_id])
    known = cadences.in_force(session, plan_id)
    return compare(session, office, replace(plan, ends_on=last), known, now).moved


def own_rules(known: Sequence[Scoped], scope: Scope) -> tuple[Rule, ...]:
    """Return the rules of a scope's own cadences, in their order."""
    return tuple(one.rule for one in known if one.scope == scope)


def counting(session: Session, known: Sequence[Scoped], scope: Scope) -> list[Its]:
    """Return the cadences by which the parts of a scope report; its own are the only ones."""
    scopes = scopes_of(known)
    if scope in scopes:
        return [scopes[scope]]
    if scopes.keys() <= {Scope(scope.plan_id)}:
        return list(scopes.values())  # no part has its own: they need not be read
    parts = cadences.parts(session, scope.plan_id)
    within = (narrowest(scopes, part) for part in parts if lies_in(part, scope))
    return [its for its in dict.fromkeys(within) if its]


def lies_in(part: Part, scope: Scope) -> bool:
    """Tell whether a part is one of a scope's."""
    wanted = (scope.section_id, scope.item_id, scope.unit_id)
    found = (part.section_id, part.item_id, part.unit_id)
    return all(want in {None, its} for want, its in zip(wanted, found, strict=True))


@dataclass(frozen=True, slots=True)
class _Future:
    session: Session
    office: Office
    plan: Planned
    known: Sequence[Scoped]
    compared: Compared
    now: datetime


def _coming(then: _Future, scope: Scope) -> list[Period]:
    """Return the periods to come by a scope's cadences: those owed, and those far ahead."""
    found = counting(then.session, then.known, scope)
    if len(found) != 1:
        return []
    parts = cadences.parts(then.session, scope.plan_id)
    owed = _owed_names(then.compared, {one.assignment_id for one in parts if lies_in(one, scope)})
    return [
        one
        for one in periods_of(found[0], then.plan, then.office)
        if one.due_at > then.now and (one.name in owed or one.opens_at > then.now + AHEAD)
    ]


def _owed_names(found: Compared, part_ids: set[int]) -> set[str]:
    """Return the names of the periods that parts will owe."""
    moved = {one.owing.id: one for one in found.moved}
    present = {
        one.period
        for part_id in part_ids
        for one in found.there.get(part_id, {}).values()
        if (one.id in moved and moved[one.id].period is not None)
        or (one.id not in moved and one.state is not ObligationState.WITHDRAWN)
    }
    return present | {row["period"] for row in found.fresh if row["assignment_id"] in part_ids}
