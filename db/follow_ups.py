"""批示: what leaders say to a digest; once confirmed it is an item of the plan like any other.

Its item stands behind those of the notice, and no newer text of the notice takes it away.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import cadences, plans
from db.cadences import Scope
from db.tables import Assignment, FollowUp, Item, Obligation, Plan
from db.vocabulary import DueDraft, ItemDraft, Rule, Timing

#: So far behind the notice's own items do those stand that leaders added.
BEHIND = 1_000_000


def is_open(follow_up: FollowUp) -> bool:
    """Tell whether it waits for the office's word."""
    return follow_up.confirmed_at is None and follow_up.dropped_at is None


def is_over(session: Session, follow_up: FollowUp, today: date) -> bool:
    """Tell whether its plan is withdrawn or at its end, so that nothing new is owed of it."""
    plan = session.get_one(Plan, follow_up.plan_id)
    return plan.withdrawn_at is not None or plan.ends_on <= today


def said_in(session: Session, chat_id: int, message_id: int | None) -> FollowUp | None:
    """Return what a message said."""
    return session.scalar(
        select(FollowUp).where(FollowUp.chat_id == chat_id, FollowUp.message_id == message_id)
    )


def confirm(
    session: Session, follow_up: FollowUp, rules: Sequence[Rule], by: str, now: datetime
) -> Item:
    """Make it an item that its unit leads and owes one report on.

    Args:
        session: an open transaction.
        follow_up: what was said, with unit and day.
        rules: when its report falls due.
        by: who confirms it.
        now: the present moment.
    """
    plan_id = follow_up.plan_id
    place, number = _behind(session, plan_id)
    draft = ItemDraft(
        str(number),
        label=None,
        section=None,
        text=follow_up.words,
        due=DueDraft("", Timing.BY, follow_up.due_on),
    )
    item = plans.add_item(session, plan_id, None, BEHIND + place, draft)
    item.added_at = now
    unit_id = follow_up.unit_id
    session.add(Assignment(item_id=item.id, unit_id=unit_id, part="lead", position=0, added_at=now))
    scope = Scope(plan_id, item_id=item.id)
    cadences.put_in_force(session, scope, rules, now, by=by, reason=follow_up.said_by)
    follow_up.item_id, follow_up.confirmed_at, follow_up.confirmed_by = item.id, now, by
    session.flush()
    return item


def _behind(session: Session, plan_id: int) -> tuple[int, int]:
    """Return how many were added to a plan before, and the next number, which people can type."""
    asked = select(Item.position, Item.number, Item.added_at).where(Item.plan_id == plan_id)
    items = session.execute(asked).all()
    numbers = [
        int(found[0]) if (found := re.match(r"\d+", number or "")) else position % BEHIND + 1
        for position, number, _ in items
    ]
    return sum(added_at is not None for _, _, added_at in items), max(numbers, default=0) + 1


def of_item(session: Session, item_id: int) -> FollowUp | None:
    """Return what an item was made from; None where it came with the notice."""
    return session.scalar(select(FollowUp).where(FollowUp.item_id == item_id))


def obligation_of(session: Session, follow_up: FollowUp) -> int | None:
    """Return what its unit owes by it; None where nothing is owed yet."""
    asked = select(Obligation.id).join(Assignment).where(Assignment.item_id == follow_up.item_id)
    return session.scalar(asked.order_by(Obligation.id.desc()).limit(1))
