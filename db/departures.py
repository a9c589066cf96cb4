"""Posts that are given up: the post is gone at once, and who held it is remembered."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db import reports
from db.insert import insert_new
from db.tables import Assignment, Contact, Departure, Form, Obligation, Outbox, Post
from db.vocabulary import FormState, OutboxState, Role


def depart(
    session: Session,
    contact_id: int,
    unit_id: int | None,
    role: Role,
    now: datetime,
    successor_id: int | None = None,
) -> bool:
    """Take a post from who holds it and remember that; tell whether they held it.

    Whoever takes the post over gets one of their own first: a unit is never without.
    """
    held = delete(Post).where(
        Post.contact_id == contact_id, Post.unit_id.is_not_distinct_from(unit_id), Post.role == role
    )
    if session.scalar(held.returning(Post.id)) is None:
        return False
    session.add(
        Departure(
            contact_id=contact_id,
            unit_id=unit_id,
            role=role,
            left_at=now,
            successor_id=successor_id,
        )
    )
    session.flush()
    return True


def take_over(
    session: Session, contact_id: int, unit_id: int | None, role: Role, *, second: bool = False
) -> None:
    """Give a contact a post; whoever holds it already keeps it.

    A second contact who is to be a first one becomes that, and no first one a second.
    """
    post = {"contact_id": contact_id, "unit_id": unit_id, "role": role}
    if insert_new(session, Post, [post | {"second": second}]) or second:
        return
    held = (Post.contact_id == contact_id) & (Post.role == role)
    session.execute(
        update(Post)
        .where(held, Post.unit_id.is_not_distinct_from(unit_id), Post.second)
        .values(second=False)
    )


def silence(session: Session, contact: Contact) -> None:
    """Withdraw the planned messages that wait for a contact who holds no post any more.

    Where they hold one still, their messages say by themselves only what is theirs.
    """
    if session.scalar(select(Post.id).where(Post.contact_id == contact.id).limit(1)) is not None:
        return
    session.execute(
        update(Outbox)
        .where(Outbox.chat_id == contact.chat_id, Outbox.state == OutboxState.WAITING)
        .where(Outbox.bulk, Outbox.edits_id.is_(None))
        .values(state=OutboxState.WITHDRAWN)
        .execution_options(synchronize_session="fetch")
    )


def drop_forms(session: Session, contact_id: int, unit_id: int, now: datetime) -> list[int]:
    """Throw away the forms that a contact began for a unit; return their ids."""
    begun = session.scalars(
        select(Form)
        .join(Obligation, Form.obligation_id == Obligation.id)
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .where(Form.contact_id == contact_id, Form.state == FormState.OPEN)
        .where(Assignment.unit_id == unit_id)
        .order_by(Form.id)
    ).all()
    for form in begun:
        reports.drop(session, form, now)
    return [form.id for form in begun]
