"""Ends what a plan asks: its last day is changed, or it is withdrawn, and restored as it was.

Nothing is deleted. What was reported stays reported.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from db import cadences, withdrawing
from db.tables import Assignment, Item, Move, Obligation, Plan, Unit
from db.vocabulary import Cause, ObligationState


@dataclass(frozen=True, slots=True)
class Closing:
    """What a plan still owes, or would owe again: reports, their units, and how many are late."""

    reports: int
    units: int
    late: int


def still_owed(session: Session, plan_id: int, now: datetime) -> Closing:
    """Return what withdrawing a plan would close."""
    return _counted(session.execute(_OPEN.where(Item.plan_id == plan_id)).all(), now)


def to_restore(session: Session, plan_id: int, now: datetime) -> Closing:
    """Return what restoring a withdrawn plan would have owed again."""
    return _counted(_closed_with(session, session.get_one(Plan, plan_id)), now)


def change_last_day(session: Session, plan_id: int, last: date) -> None:
    """Give a plan another last day; what is owed follows with ``scheduler.planning.replan_all``."""
    session.get_one(Plan, plan_id).ends_on = last
    session.flush()


def withdraw(session: Session, plan_id: int, now: datetime, by: str, reason: str) -> None:
    """Close what a plan still owes, with the same history as any other change of a due time."""
    found = session.execute(_OPEN.where(Item.plan_id == plan_id)).all()
    session.get_one(Plan, plan_id).withdrawn_at = now
    moves = [(row.id, row.due_at, None) for row in found]
    cadences.note_moves(session, moves, Cause.CADENCE, now, by=by, reason=reason)
    withdrawing.close_owed(session, [row.id for row in found], now)
    withdrawing.show_again(session, _items(session, plan_id), now)


def restore(session: Session, plan_id: int, now: datetime, by: str, reason: str) -> None:
    """Have a withdrawn plan owe again what was closed with it, and be looked at anew.

    The next reminders follow with ``scheduler.planning.replan_all``.
    """
    plan = session.get_one(Plan, plan_id)
    found = _closed_with(session, plan)
    plan.withdrawn_at = plan.planned_until = None
    session.flush()
    if found:
        again = [{"id": row.id, "state": ObligationState.OPEN} for row in found]
        session.execute(update(Obligation), again)
    moves = [(row.id, None, row.due_at) for row in found]
    cadences.note_moves(session, moves, Cause.CADENCE, now, by=by, reason=reason)
    withdrawing.show_again(session, _items(session, plan_id), now)


_PARTS = (
    select(Obligation.id, Obligation.due_at, Unit.id.label("unit_id"))
    .join(Assignment, Obligation.assignment_id == Assignment.id)
    .join(Item, Assignment.item_id == Item.id)
    .join(Unit, Assignment.unit_id == Unit.id)
    .where(Assignment.withdrawn_at.is_(None))
    .order_by(Obligation.id)
)
_OPEN = _PARTS.where(Obligation.state == ObligationState.OPEN)


def _closed_with(session: Session, plan: Plan) -> Sequence[Row[int, datetime, int]]:
    """Return what was closed when a plan was withdrawn."""
    closed = select(Move.obligation_id).where(
        Move.moved_at == plan.withdrawn_at, Move.due_at.is_(None)
    )
    return session.execute(
        _PARTS.where(Item.plan_id == plan.id, Obligation.id.in_(closed)).where(
            Obligation.state == ObligationState.WITHDRAWN
        )
    ).all()


def _counted(rows: Sequence[Row[int, datetime, int]], now: datetime) -> Closing:
    units = {row.unit_id for row in rows}
    return Closing(len(rows), len(units), sum(row.due_at < now for row in rows))


def _items(session: Session, plan_id: int) -> list[int]:
    return list(session.scalars(select(Item.id).where(Item.plan_id == plan_id)))
