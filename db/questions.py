"""What contacts ask the office, and what it answers; an item that is said to be another unit's."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from db.tables import Question
from db.vocabulary import QuestionKind

DAY = timedelta(days=1)


def ask(session: Session, question: Question) -> Question:
    """Store a question; return it with its number."""
    session.add(question)
    session.flush()
    return question


def asked_lately(session: Session, contact_id: int, now: datetime) -> int:
    """Return how many questions a contact asked within a day."""
    asked = select(func.count()).where(Question.contact_id == contact_id)
    return session.scalar(asked.where(Question.asked_at > now - DAY)) or 0


_CASE = (  # built once: every form asks
    select(Question)
    .where(
        Question.obligation_id == bindparam("obligation"),
        Question.kind == QuestionKind.NOT_OURS,
        Question.answered_at.is_(None),
    )
    .limit(1)
)


def open_case(session: Session, obligation_id: int) -> Question | None:
    """Return what says that an obligation is not its unit's, while the office has not answered."""
    return session.scalar(_CASE, {"obligation": obligation_id})


def open_cases(session: Session, obligation_ids: Collection[int]) -> set[int]:
    """Return those of some obligations that are said not to be their unit's, unanswered yet."""
    asked = select(Question.obligation_id).where(Question.obligation_id.in_(obligation_ids))
    waiting = Question.answered_at.is_(None)
    found = session.scalars(asked.where(Question.kind == QuestionKind.NOT_OURS, waiting))
    return {one for one in found if one is not None}


def in_message(session: Session, contact_id: int, message_id: int | None) -> Question | None:
    """Return the newest question that a contact typed in a message."""
    return session.scalar(
        select(Question)
        .where(Question.contact_id == contact_id, Question.message_id == message_id)
        .order_by(Question.id.desc())
        .limit(1)
    )


def answer(question: Question, words: str, name: str, now: datetime) -> None:
    """Write down the office's answer; what it says further is added to it."""
    question.answer = f"{question.answer}\n{words}" if question.answer else words
    question.answered_by, question.answered_at = name, now


def unanswered(session: Session) -> list[int]:
    """Return the questions that wait for the office, the oldest first."""
    waiting = select(Question.id).where(Question.answered_at.is_(None))
    return list(session.scalars(waiting.order_by(Question.id)))
