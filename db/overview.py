"""The counts that tell how things stand: obligations, people, messages."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, case, func, select
from sqlalchemy.orm import Session, aliased

from db.tables import Assignment, Contact, Item, Obligation
from db.vocabulary import ObligationState, Reachable


@dataclass(frozen=True, slots=True)
class Standing:
    """What a plan's assignments owe for their present periods, and what is late of any period."""

    plan_id: int
    owed: int
    reported: int
    late: int


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many contacts joined, and how many of them cannot be reached."""

    joined: int
    unreachable: int


_ITS = aliased(Obligation)
#: Whether an obligation is its assignment's present one: what opened last of it by ``now``.
#: The index on assignment and opening gives it without looking at the others.
PRESENT: ColumnElement[bool] = Obligation.id == (
    select(_ITS.id)
    .where(_ITS.assignment_id == Assignment.id, _ITS.state != ObligationState.WITHDRAWN)
    .where(_ITS.opens_at <= bindparam("now"))
    .order_by(_ITS.opens_at.desc(), _ITS.id.desc())
    .limit(1)
    .correlate(Assignment)
    .scalar_subquery()
)
#: How many obligations were reported, among those counted.
REPORTED: ColumnElement[int] = func.coalesce(
    func.sum(case((Obligation.state == ObligationState.REPORTED, 1), else_=0)), 0
)
_PRESENT = (
    select(func.count(), REPORTED)
    .select_from(Assignment)
    .join(Obligation, PRESENT)
    .where(Assignment.item_id.in_(select(Item.id).where(Item.plan_id == bindparam("plan"))))
    .where(Assignment.withdrawn_at.is_(None))
)
_LATE = (
    select(func.count())
    .select_from(Obligation)
    .join(Assignment, Obligation.assignment_id == Assignment.id)
    .join(Item, Assignment.item_id == Item.id)
    .where(Item.plan_id == bindparam("plan"), Assignment.withdrawn_at.is_(None))
    .where(Obligation.state == ObligationState.OPEN, Obligation.due_at < bindparam("now"))
)


def standing(session: Session, plan_id: int, now: datetime) -> Standing:
    """Return how a plan stands now."""
    asked = {"plan": plan_id, "now": now}
    owed, reported = session.execute(_PRESENT, asked).one()
    return Standing(plan_id, owed, reported, session.scalar(_LATE, asked) or 0)


def crowd(session: Session) -> Crowd:
    """Return how many people there are."""
    blocked = select(func.count()).where(Contact.reachable != Reachable.YES)
    joined = session.scalar(select(func.count(Contact.id)))
    return Crowd(joined or 0, session.scalar(blocked) or 0)
