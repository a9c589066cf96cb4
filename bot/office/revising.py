"""A newer text of a plan that is stored, put in force once confirmed."""

from typing import Any

from bot.desk import Desk
from db import revisions
from db.changes import Revision, facts_of
from db.engine import Session
from db.vocabulary import Cause
from scheduler.planning import replan_all
from scheduler.replanning import Change


def revise(session: Session, desk: Desk, plan_id: int, revision: Revision, text: str) -> int:
    """Put a confirmed revision in force, with what it makes owed; return the text's number.

    Raises:
        PlanExistsError: the same text is or was a plan's.
        PlanMovedOnError: the plan was revised since the revision was made.
    """
    now = desk.clock.now()
    version = revisions.apply(session, plan_id, revision, text, now)
    replan_all(session, desk.rules(session), now, Change(Cause.CADENCE), [plan_id])
    return version


def as_facts(revision: Revision) -> dict[str, Any]:
    """Return a revision as programs read it."""
    return {"empty": revision.empty, **facts_of(revision)}
