"""Makes obligations out of cadences: each assignment owes one report for each period ahead."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from db import cadences, ledger, plans
from db.cadences import Planned
from db.engine import Session
from db.vocabulary import Cause
from scheduler.ladder import next_nudge
from scheduler.office import Office
from scheduler.owed import AHEAD, is_owed_anew, narrowest, periods_of, row_of, scopes_of
from scheduler.replanning import Change, Moved, hold_against

#: So long after a plan's last day nothing of it opens any more: what is due in the month after.
OVER = timedelta(days=62)


def plan_ahead(session: Session, office: Office, now: datetime) -> int:
    """Make every obligation that opens in the time ahead and is not there yet; return how many.

    This is asked every few minutes; a plan has something new once a day at the most. One that was
    looked at further ahead than that was looked at by a wrong clock, and is held against anew.
    """
    until = office.midnight(now + AHEAD)
    if not _waiting(session, office, until):
        return 0
    plans.hold(session)  # and look again: whoever held them may have changed them
    made = 0
    for plan in _waiting(session, office, until):
        if plan.planned_until is None or plan.planned_until > until:
            made += hold_against(session, office, plan, Change(Cause.CADENCE), now).added
        else:
            made += _add_opening(session, office, plan, now)
        cadences.note_planned(session, plan.plan_id, until)
    return made


def replan_all(
    session: Session,
    office: Office,
    now: datetime,
    change: Change,
    plan_ids: Sequence[int] | None = None,
) -> list[Moved]:
    """Hold every future obligation against the cadences and the calendar in force.

    Args:
        session: an open transaction; rolled back, it shows what would move.
        office: the office's rules, with its present calendar.
        now: the present moment.
        change: who changes due times, and why.
        plan_ids: the plans; None for all.

    Returns:
        What moved, what is owed no more and what is owed again; in the order of the plans.
    """
    plans.hold(session)
    moved: list[Moved] = []
    for plan in cadences.planned(session, plan_ids):
        moved += hold_against(session, office, plan, change, now).moved
        cadences.note_planned(session, plan.plan_id, office.midnight(now + AHEAD))
    return moved


def replan(session: Session, office: Office, obligation_id: int, now: datetime) -> None:
    """Plan the next reminder of an open obligation anew, by its present due time.

    A rung that passed while nobody was reminded is not made up for.
    """
    owed = ledger.owed_by_id(session, obligation_id)
    if owed is not None:
        ladder, after = office.ladder_of(owed.plan_id), max(now, owed.opens_at)
        moment = next_nudge(ladder, office.hours, owed.due_at, after)
        ledger.plan_nudge(session, obligation_id, moment)


def _waiting(session: Session, office: Office, until: datetime) -> list[Planned]:
    """Return the plans that have not been looked at up to a moment, nor until they were over."""
    known = [one for one in cadences.planned(session) if one.planned_until != until]
    return [one for one in known if not _is_over(one, office, until)]


def _is_over(plan: Planned, office: Office, until: datetime) -> bool:
    looked = plan.planned_until
    if looked is None or looked > until:  # never, or by a wrong clock
        return False
    return looked >= office.hours.at(plan.ends_on + OVER, time())


def _add_opening(session: Session, office: Office, plan: Planned, now: datetime) -> int:
    """Add the periods that have come near enough since the plan was last looked at."""
    scopes = scopes_of(cadences.in_force(session, plan.plan_id))
    looked = plan.planned_until or plan.created_at
    coming = {
        its: [
            row_of(office, plan.plan_id, period, now)
            for period in periods_of(its, plan, office)
            if period.opens_at > looked and is_owed_anew(period, its, plan, office, now)
        ]
        for its in scopes.values()
    }
    if not any(coming.values()):
        return 0
    rows = [
        {"assignment_id": part.assignment_id, **row}
        for part in cadences.parts(session, plan.plan_id)
        for row in coming.get(narrowest(scopes, part), ())
    ]
    return cadences.add_obligations(session, rows)
