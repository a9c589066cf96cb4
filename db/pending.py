"""What waits for the office, as plain rows: decisions asked of it, and people to be invited."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.admissions import IS_ASKING
from db.extensions import IS_PENDING
from db.tables import Assignment, Extension, Invite, Item, Plan, Question
from db.tables.plan import PLAN_IN_FORCE
from db.vocabulary import QuestionKind


class Pending(NamedTuple):
    """One thing that waits: the card that decides it, the card's subject, and since when."""

    card: str
    subject: int
    since: datetime


def asked(session: Session) -> list[Pending]:
    """Return the extensions, questions and requests to join that nobody has answered yet."""
    extensions = session.execute(select(Extension.id, Extension.asked_at).where(IS_PENDING))
    questions = session.execute(
        select(Question.id, Question.asked_at).where(Question.answered_at.is_(None))
    )
    invites = session.execute(
        select(Invite.id, Invite.asked_at).where(IS_ASKING, Invite.revoked_at.is_(None))
    )
    found = {"extension_request": extensions, "question": questions, "admission": invites}
    return [
        Pending(card, subject, since)
        for card, rows in found.items()
        for subject, since in rows
        if since is not None
    ]


def is_case(session: Session, question_id: int) -> bool:
    """Tell whether a question says that an item is not the unit's."""
    kind = select(Question.kind).where(Question.id == question_id)
    return session.scalar(kind) is QuestionKind.NOT_OURS


def units_by_plan(session: Session, today: date) -> Sequence[tuple[int, int]]:
    """Return the units of each plan that is under way."""
    found = session.execute(
        select(Plan.id, Assignment.unit_id)
        .join(Item, Item.plan_id == Plan.id)
        .join(Assignment, Assignment.item_id == Item.id)
        .where(PLAN_IN_FORCE, Plan.ends_on >= today)
        .where(Item.withdrawn_at.is_(None), Assignment.withdrawn_at.is_(None))
        .distinct()
        .order_by(Plan.id, Assignment.unit_id)
    )
    return [(plan_id, unit_id) for plan_id, unit_id in found]
