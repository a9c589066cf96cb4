"""What a plan holds: the units with a part in it, and when the next of it falls due."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.tables import Assignment, Item, Obligation, Unit
from db.vocabulary import ObligationState


def next_dues(session: Session, plan_id: int, now: datetime, count: int) -> list[datetime]:
    """Return when the next open obligations of a plan fall due, each time once."""
    asked = (
        select(Obligation.due_at)
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .join(Item, Assignment.item_id == Item.id)
        .where(Item.plan_id == plan_id, Assignment.withdrawn_at.is_(None))
        .where(Obligation.state == ObligationState.OPEN, Obligation.due_at > now)
        .distinct()
        .order_by(Obligation.due_at)
        .limit(count)
    )
    return list(session.scalars(asked))


def units_of_plan(session: Session, plan_id: int) -> list[Unit]:
    """Return the units that have a part in a plan, in the order in which it names them."""
    asked = (
        select(Unit)
        .join(Assignment, Assignment.unit_id == Unit.id)
        .join(Item, Assignment.item_id == Item.id)
        .where(Item.plan_id == plan_id, Assignment.withdrawn_at.is_(None))
        .group_by(Unit.id)
        .order_by(func.min(Assignment.id))
    )
    return list(session.scalars(asked))
