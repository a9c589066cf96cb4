"""Plans with their cadences, and the obligations made from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.insert import insert_new
from db.tables import Assignment, Cadence, Item, Obligation, Plan
from db.vocabulary import Frequency, ObligationState, Shift


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan's days and its cadence."""

    plan_id: int
    starts_on: date
    ends_on: date
    created_at: datetime
    frequency: Frequency
    day: int
    cutoff: time
    shift: Shift
    opens_days_before: int


def planned(session: Session) -> list[Planned]:
    """Return every plan with its cadence."""
    found = session.execute(
        select(
            Plan.id,
            Plan.starts_on,
            Plan.ends_on,
            Plan.created_at,
            Cadence.frequency,
            Cadence.day,
            Cadence.cutoff,
            Cadence.shift,
            Cadence.opens_days_before,
        ).join(Cadence)
    )
    return [Planned(*row) for row in found]


def add_obligations(session: Session, plan_id: int, periods: Sequence[dict[str, Any]]) -> int:
    """Give every assignment of a plan an obligation for each period that it lacks.

    One that a revision brought does not owe what fell due before it.

    Args:
        session: an open transaction.
        plan_id: the plan.
        periods: an obligation's columns, all but the assignment.

    Returns:
        How many obligations are new.
    """
    parts = session.execute(
        select(Assignment.id, Assignment.added_at)
        .join(Item)
        .where(Item.plan_id == plan_id, Assignment.withdrawn_at.is_(None))
        .order_by(Assignment.id)
    ).all()
    names = [period["period"] for period in periods]
    known = set(
        session.execute(
            select(Obligation.assignment_id, Obligation.period).where(
                Obligation.assignment_id.in_([part.id for part in parts]),
                Obligation.period.in_(names),
            )
        )
    )
    rows = [
        period | {"assignment_id": part_id}
        for period in periods
        for part_id, added_at in parts
        if (part_id, period["period"]) not in known
        and (added_at is None or period["due_at"] > added_at)
    ]
    insert_new(session, Obligation, rows)
    return len(rows)


def first_due(session: Session, plan_id: int) -> datetime | None:
    """Return when a plan's first obligation falls due; None where it has none."""
    return session.scalar(
        select(func.min(Obligation.due_at))
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .join(Item, Assignment.item_id == Item.id)
        .where(Item.plan_id == plan_id, Obligation.state != ObligationState.WITHDRAWN)
    )
