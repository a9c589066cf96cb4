"""Makes obligations out of cadences: each assignment owes one report for each period ahead."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from db import cadences, ledger, plans
from db.engine import Session
from db.vocabulary import ObligationState
from scheduler.cadence import Period, Rule, periods
from scheduler.ladder import Ladder, climb, next_nudge

#: How far ahead obligations are made: the next period is always there to be looked at.
AHEAD = timedelta(days=45)


def plan_ahead(session: Session, ladder: Ladder, now: datetime) -> int:
    """Make every obligation that opens in the time ahead and is not there yet; return how many.

    A period whose first reminder lies before the plan was made is not owed: nobody is reminded
    for the first time of something that is nearly due.
    """
    plans.hold(session)
    return sum(_plan(session, ladder, planned, now) for planned in cadences.planned(session))


def replan(session: Session, ladder: Ladder, obligation_id: int, now: datetime) -> None:
    """Plan the next reminder of an open obligation anew, by its present due time.

    A rung that passed while nobody was reminded is not made up for.
    """
    owed = ledger.owed_by_id(session, obligation_id)
    if owed is not None:
        moment = next_nudge(ladder, owed.due_at, max(now, owed.opens_at))
        ledger.plan_nudge(session, obligation_id, moment)


def _plan(session: Session, ladder: Ladder, planned: cadences.Planned, now: datetime) -> int:
    rule = Rule(
        planned.frequency, planned.day, planned.cutoff, planned.shift, planned.opens_days_before
    )
    ahead = periods(rule, planned.starts_on, planned.ends_on, ladder.zone)
    owed = [
        period
        for period in _until(now + AHEAD, ahead)
        if _first_rung(ladder, period) >= planned.created_at and period.due_at > now - AHEAD
    ]
    return cadences.add_obligations(session, planned.plan_id, _rows(ladder, owed, now))


def _until(end: datetime, ahead: Iterable[Period]) -> Iterable[Period]:
    for period in ahead:
        if period.opens_at > end:
            return
        yield period


def _first_rung(ladder: Ladder, period: Period) -> datetime:
    return next(moment for _, moment in climb(ladder, period.due_at))


def _rows(ladder: Ladder, owed: list[Period], now: datetime) -> list[dict[str, object]]:
    return [
        {
            "period": period.name,
            "opens_at": period.opens_at,
            "original_due_at": period.due_at,
            "due_at": period.due_at,
            "state": ObligationState.OPEN,
            "next_nudge_at": next_nudge(ladder, period.due_at, max(now, period.opens_at)),
        }
        for period in owed
    ]
