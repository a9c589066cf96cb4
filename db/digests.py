"""周报 as they were told: kept once for a plan and a moment, and never reckoned again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.tables import Digest, Plan
from db.tables.plan import PLAN_IN_FORCE


def keep(
    session: Session,
    plan_id: int,
    at: datetime,
    figures: Mapping[str, Any],
    now: datetime,
    issue: int | None = None,
) -> int:
    """Keep the figures of a plan's week that ends ``at``; return their id.

    Those of that moment that are there already stay, and get the number of the issue.
    """
    row = session.scalar(select(Digest).where(Digest.plan_id == plan_id, Digest.at == at))
    if row is None:
        row = Digest(plan_id=plan_id, at=at, figures=dict(figures), made_at=now)
        session.add(row)
    row.issue = issue or row.issue
    session.flush()
    return row.id


def next_issue(session: Session, plan_id: int, at: datetime) -> int:
    """Return the how many-th issue of a plan one of this moment is."""
    earlier = (Digest.plan_id == plan_id) & (Digest.at < at)
    asked = select(func.count()).where(earlier, Digest.issue.is_not(None))
    return (session.scalar(asked) or 0) + 1


def plans_told_of(session: Session, moment: datetime, last_day: date) -> list[int]:
    """Return the plans that were there before a moment and do not end before a day."""
    asked = select(Plan.id).where(PLAN_IN_FORCE, Plan.ends_on >= last_day)
    return list(session.scalars(asked.where(Plan.created_at < moment).order_by(Plan.id)))
