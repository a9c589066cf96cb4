"""The office ends a plan: on another last day, or now; and brings a withdrawn one back."""

from datetime import date, datetime

from db import audit, ending, plans
from db.audit import Actor, Values
from db.engine import Session
from db.tables import Plan
from db.vocabulary import Action, Cause
from scheduler.office import Office
from scheduler.planning import replan_all
from scheduler.replanning import Change
from templates import day, word


def end_on(
    session: Session, office: Office, plan_id: int, last: date, actor: Actor, now: datetime
) -> None:
    """Give a plan another last day; what is owed follows."""
    plans.hold(session)
    before = plans.last_day(session, plan_id)
    ending.change_last_day(session, plan_id, last)
    change = Change(Cause.CADENCE, actor.name, word("ending.reason_until"))
    replan_all(session, office, now, change, [plan_id])
    _note(session, actor, Action.PLAN_ENDED, plan_id, now, _until(before), _until(last))


def withdraw(session: Session, plan_id: int, actor: Actor, now: datetime) -> None:
    """Withdraw a plan: nobody owes anything of it, and nobody is reminded."""
    plans.hold(session)
    ending.withdraw(session, plan_id, now, actor.name, word("ending.reason_withdrawn"))
    in_force, gone = _state("in_force"), _state("withdrawn")
    _note(session, actor, Action.PLAN_WITHDRAWN, plan_id, now, in_force, gone)


def restore(session: Session, office: Office, plan_id: int, actor: Actor, now: datetime) -> None:
    """Bring a withdrawn plan back: what it owed is owed again, by the cadences in force."""
    plans.hold(session)
    reason = word("ending.reason_restored")
    ending.restore(session, plan_id, now, actor.name, reason)
    replan_all(session, office, now, Change(Cause.CADENCE, actor.name, reason), [plan_id])
    in_force, gone = _state("in_force"), _state("withdrawn")
    _note(session, actor, Action.PLAN_RESTORED, plan_id, now, gone, in_force)


def _until(last: date) -> Values:
    return {"last_day": day(last)}


def _state(key: str) -> Values:
    return {"state": word(f"ending.{key}")}


def _note(  # noqa: PLR0913, PLR0917 - an entry's own columns
    session: Session,
    actor: Actor,
    action: Action,
    plan_id: int,
    now: datetime,
    before: Values,
    after: Values,
) -> None:
    title = session.get_one(Plan, plan_id).title
    audit.note(session, actor, action, title, now, plan_id=plan_id, before=before, after=after)
