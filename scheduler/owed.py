"""Which periods a part of a plan owes: by the cadences of its narrowest scope, near enough ahead.

Pure, but for the rows it reads from.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import cadences
from db.cadences import Part, Planned, Scope, Scoped
from db.engine import Session
from db.vocabulary import ObligationState
from scheduler.cadence import Period, periods
from scheduler.ladder import climb, next_nudge
from scheduler.office import Office

#: How far ahead obligations are made: the next period is always there to be looked at.
AHEAD = timedelta(days=45)
#: The cadences of one scope, in their order.
Its = tuple[Scoped, ...]


def scopes_of(known: Iterable[Scoped]) -> Mapping[Scope, Its]:
    """Return the cadences of each scope that has any."""
    found: dict[Scope, Its] = {}
    for one in known:
        found[one.scope] = (*found.get(one.scope, ()), one)
    return found


def narrowest(scopes: Mapping[Scope, Its], part: Part) -> Its:
    """Return the cadences of the narrowest scope that a part lies in: unit, item, section, plan."""
    lies_in = [
        scope
        for scope in scopes
        if scope.unit_id in {None, part.unit_id}
        and scope.item_id in {None, part.item_id}
        and scope.section_id in {None, part.section_id}
    ]
    best = max(lies_in, key=_narrowness, default=None)
    return scopes[best] if best is not None else ()


def periods_of(its: Sequence[Scoped], plan: Planned, office: Office) -> list[Period]:
    """Return every period of the cadences of one scope, to the plan's end, in order."""
    rules, hours = [one.rule for one in its], office.hours
    return list(periods(rules, plan.starts_on, plan.ends_on, hours.zone, hours.works))


def is_owed_anew(
    period: Period, its: Sequence[Scoped], plan: Planned, office: Office, now: datetime
) -> bool:
    """Tell whether a period that nobody owes yet is to be owed by now.

    Not where its first reminder lies before its cadence was made: nobody is reminded for the
    first time of something that is nearly due. What came due while nobody looked is owed.
    """
    since = max([plan.created_at, *(one.since for one in its)])
    _, first = next(climb(office.ladder_of(plan.plan_id), office.hours, period.due_at))
    near = _looked_at(plan, office, now) < period.due_at and period.opens_at <= now + AHEAD
    return near and first >= since


def _looked_at(plan: Planned, office: Office, now: datetime) -> datetime:
    """Return when a plan was last looked at; long ago where nobody knows, or by a wrong clock."""
    until = office.midnight(now + AHEAD)
    if plan.planned_until is None or plan.planned_until > until:
        return now - AHEAD
    return now if plan.planned_until == until else plan.planned_until - AHEAD


@dataclass(frozen=True, slots=True)
class DueShift:
    """A period of a scope that falls due at another time by another calendar.

    ``due_at`` is None where it falls due with another one and is owed no more, ``former`` where
    it is owed only now.
    """

    scope: Scope
    period: str
    former: datetime | None
    due_at: datetime | None


def due_shifts(session: Session, before: Office, after: Office, now: datetime) -> list[DueShift]:
    """Return every period to come, of cadences that count, due at other times by two calendars."""
    found = []
    for plan in cadences.planned(session):
        scopes = scopes_of(cadences.in_force(session, plan.plan_id))
        parts = cadences.parts(session, plan.plan_id)
        for its in dict.fromkeys(narrowest(scopes, part) for part in parts):
            former, then = (
                {one.name: one.due_at for one in periods_of(its, plan, each)}
                for each in (before, after)
            )
            shifts = [
                DueShift(its[0].scope, name, former.get(name), then.get(name))
                for name in former | then
                if former.get(name) != then.get(name)
            ]
            found += [one for one in shifts if _first(one) > now]
    return found


def _first(one: DueShift) -> datetime:
    return min(due for due in (one.former, one.due_at) if due is not None)


def row_of(office: Office, plan_id: int, period: Period, now: datetime) -> dict[str, object]:
    """Return the columns, but the part's, of an obligation by which any part owes a period."""
    ladder, after = office.ladder_of(plan_id), max(now, period.opens_at)
    return {
        "period": period.name,
        "opens_at": period.opens_at,
        "original_due_at": period.due_at,
        "due_at": period.due_at,
        "state": ObligationState.OPEN,
        "next_nudge_at": next_nudge(ladder, office.hours, period.due_at, after),
        "nominal_on": period.nominal,
    }


def _narrowness(scope: Scope) -> tuple[bool, bool, bool]:
    return scope.unit_id is not None, scope.item_id is not None, scope.section_id is not None
