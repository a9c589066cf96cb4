"""The counts that tell how things stand: obligations, people, messages."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.tables import Assignment, Contact, Item, Obligation
from db.vocabulary import ObligationState, Reachable


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan's obligations of now: those open or late, and those reported for the same periods."""

    plan_id: int
    owed: int
    reported: int
    late: int


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many contacts joined, and how many of them cannot be reached."""

    joined: int
    unreachable: int


def standing(session: Session, plan_id: int, now: datetime) -> Standing:
    """Return how a plan stands now."""
    opened = (
        select(Obligation.period, Obligation.state, Obligation.due_at)
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .join(Item, Assignment.item_id == Item.id)
        .where(Item.plan_id == plan_id, Obligation.opens_at <= now)
        .where(Obligation.state != ObligationState.WITHDRAWN, Assignment.withdrawn_at.is_(None))
    )
    rows = session.execute(opened).all()
    newest = max((row.due_at for row in rows), default=now)
    present = {row.period for row in rows if row.state is ObligationState.OPEN}
    present |= {row.period for row in rows if row.due_at == newest}
    counted = [row for row in rows if row.period in present]
    open_ones = [row for row in counted if row.state is ObligationState.OPEN]
    return Standing(
        plan_id,
        len(counted),
        len(counted) - len(open_ones),
        sum(row.due_at < now for row in open_ones),
    )


def crowd(session: Session) -> Crowd:
    """Return how many people there are."""
    blocked = select(func.count()).where(Contact.reachable != Reachable.YES)
    joined = session.scalar(select(func.count(Contact.id)))
    return Crowd(joined or 0, session.scalar(blocked) or 0)
