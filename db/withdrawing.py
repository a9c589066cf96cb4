"""What follows from a withdrawn part: nothing is owed, asked or shown of it any more."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session

from db import extensions, outbox
from db.nudges import ALL
from db.tables import Assignment, FollowUp, Form, Item, Obligation, Post, Target
from db.vocabulary import FormState, ObligationState


def close(session: Session, plan_id: int, now: datetime) -> None:
    """Close what a plan's withdrawn parts still owe, and drop what was begun for it.

    What was reported stays reported. What was typed into a form stays in it.
    """
    parts = (
        select(Assignment.id)
        .join(Item, Assignment.item_id == Item.id)
        .where(Item.plan_id == plan_id, Assignment.withdrawn_at.is_not(None))
    )
    session.execute(
        update(Obligation)
        .where(Obligation.assignment_id.in_(parts), Obligation.state == ObligationState.OPEN)
        .values(state=ObligationState.WITHDRAWN, next_nudge_at=None)
        .execution_options(synchronize_session="fetch")
    )
    _end_begun(session, select(Obligation.id).where(Obligation.assignment_id.in_(parts)), now)
    targets = (
        select(Target.id)
        .join(Item, Target.item_id == Item.id)
        .where(Item.plan_id == plan_id, Target.withdrawn_at.is_not(None))
    )
    session.execute(
        update(Form)
        .where(Form.asked_target_id.in_(targets), Form.state == FormState.OPEN)
        .values(asked_target_id=None)
        .execution_options(synchronize_session="fetch")
    )


def close_owed(session: Session, obligation_ids: Sequence[int], now: datetime) -> None:
    """Have obligations be owed no more, and drop what was begun for them."""
    if not obligation_ids:
        return
    gone = [
        {"id": one, "state": ObligationState.WITHDRAWN, "next_nudge_at": None}
        for one in obligation_ids
    ]
    session.execute(update(Obligation), gone)
    _end_begun(session, obligation_ids, now)


def _end_begun(session: Session, owed: Collection[int] | Select[int], now: datetime) -> None:
    extensions.end(session, owed, now)
    session.execute(
        update(Form)
        .where(Form.obligation_id.in_(owed), Form.state == FormState.OPEN)
        .values(state=FormState.DROPPED)
        .execution_options(synchronize_session="fetch")
    )


def show_again(session: Session, item_ids: Sequence[int], now: datetime) -> None:
    """Have drawn anew what shows one of the items: lists of what is owed or waits, open forms.

    So is what leaders said to the digests of their plans.
    """
    of_items = Assignment.item_id.in_(item_ids)
    people = (
        select(Post.contact_id)
        .join(Assignment, or_(Assignment.unit_id == Post.unit_id, Post.unit_id.is_(None)))
        .where(of_items)
        .distinct()
    )
    plans = select(Item.plan_id).where(Item.id.in_(item_ids)).distinct()
    said = select(FollowUp.id).where(FollowUp.plan_id.in_(plans))
    forms = (
        select(Form.id)
        .join(Obligation, Form.obligation_id == Obligation.id)
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .where(of_items, Form.state == FormState.OPEN)
    )
    shown = {
        ("checklist", "overdue"): people,
        ("reviews",): plans,
        ("follow_up", "followed"): said,
        ("form", "entry"): forms,
    }
    subjects = {cards: session.scalars(asked).all() for cards, asked in shown.items()}
    cards = [(card, one) for names, its in subjects.items() for one in its for card in names]
    outbox.show_all_again(session, [("late", ALL), ("todo", 0), *cards], now)
