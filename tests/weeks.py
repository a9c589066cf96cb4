"""A week without anything in it, to be filled by tests that look at one part of it."""

from datetime import datetime
from decimal import Decimal

from scheduler.digest import WEEK, Figures
from scheduler.lights import Light


def a_week(at: datetime, plan_id: int = 1, plan: str = "2024年工作要点") -> Figures:
    return Figures(
        plan_id=plan_id,
        plan=plan,
        issue=1,
        since=at - WEEK,
        at=at,
        gone=Decimal("50.0"),
        owed=0,
        reported=0,
        late=0,
        accepted=0,
        returned=0,
        waiting=0,
        lights=dict.fromkeys(Light, 0),
        units=(),
        overdue=(),
        overdue_in_all=0,
        targets=(),
        difficulties=(),
        difficulties_in_all=0,
        done=(),
        done_in_all=0,
        coming=(),
    )
