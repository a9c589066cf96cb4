"""Ladders of plans that have their own, as stored: rungs as [workdays, [audience …], colour]."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.orm import Session

from db.tables import PlanLadder

# Built once: every card is drawn with them.
_OWN = select(PlanLadder.plan_id, PlanLadder.rungs, PlanLadder.repeat_every)


def own_ladders(session: Session) -> Sequence[Row[tuple[int, list[Any], int]]]:
    """Return the ladders of the plans that have one of their own."""
    return session.connection().execute(_OWN).all()


def put_ladder(
    session: Session,
    plan_id: int,
    rungs: Sequence[Sequence[Any]],
    repeat_every: int,
    now: datetime,
    by: str,
) -> None:
    """Give a plan a ladder of its own; the last one counts."""
    take_ladder(session, plan_id)
    session.add(
        PlanLadder(
            plan_id=plan_id,
            rungs=[list(rung) for rung in rungs],
            repeat_every=repeat_every,
            changed_at=now,
            changed_by=by,
        )
    )
    session.flush()


def take_ladder(session: Session, plan_id: int) -> None:
    """Have a plan go by the office's own ladder again."""
    session.execute(delete(PlanLadder).where(PlanLadder.plan_id == plan_id))
