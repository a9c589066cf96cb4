"""What follows from a withdrawn part: nothing is owed, asked or shown of it any more."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db import extensions, outbox
from db.tables import Assignment, Form, Item, Obligation, Post, Target
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
    owed = select(Obligation.id).where(Obligation.assignment_id.in_(parts))
    extensions.end(session, owed, now)
    session.execute(
        update(Form)
        .where(Form.obligation_id.in_(owed), Form.state == FormState.OPEN)
        .values(state=FormState.DROPPED)
        .execution_options(synchronize_session="fetch")
    )
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


def show_again(session: Session, item_ids: Sequence[int], now: datetime) -> None:
    """Have every checklist and open form that shows one of the items drawn anew."""
    of_items = Assignment.item_id.in_(item_ids)
    people = (
        select(Post.contact_id)
        .join(Assignment, Assignment.unit_id == Post.unit_id)
        .where(of_items)
        .distinct()
    )
    for contact_id in session.scalars(people).all():
        outbox.show_again(session, "checklist", contact_id, now)
        outbox.show_again(session, "overdue", contact_id, now)
    forms = (
        select(Form.id)
        .join(Obligation, Form.obligation_id == Obligation.id)
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .where(of_items, Form.state == FormState.OPEN)
    )
    for form_id in session.scalars(forms).all():
        outbox.show_again(session, "form", form_id, now)
