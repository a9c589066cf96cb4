"""What the office sent to be read: files and pasted texts, from their coming to their end."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.tables import Draft
from db.vocabulary import DraftKind, DraftState

#: The cards that show them, with the draft's id as their subject.
CARDS: Mapping[DraftKind, str] = {DraftKind.NOTICE: "draft", DraftKind.TEMPLATE: "template"}

#: What the office has not decided about yet.
OPEN = (DraftState.WAITING, DraftState.READ)
#: How long that may take.
PATIENCE = timedelta(days=7)


def of_message(session: Session, chat_id: int, message_id: int | None) -> Draft | None:
    """Return what a message of the office's brought."""
    found = select(Draft).where(Draft.chat_id == chat_id, Draft.message_id == message_id)
    return session.scalar(found.order_by(Draft.id.desc()).limit(1))


def of_file(session: Session, attachment_id: int) -> Draft | None:
    """Return what is to be read from a file."""
    return session.scalar(select(Draft).where(Draft.attachment_id == attachment_id))


def collecting(session: Session, chat_id: int, sent_by: str) -> Draft | None:
    """Return the text that somebody is pasting in a chat, part by part; None for none."""
    found = session.scalar(
        select(Draft)
        .where(Draft.chat_id == chat_id, Draft.sent_by == sent_by)
        .where(Draft.state == DraftState.WAITING, Draft.pasted.is_not(None))
        .order_by(Draft.id.desc())
        .limit(1)
    )
    return found if found is not None and is_collecting(found) else None


def is_collecting(draft: Draft) -> bool:
    """Tell whether more parts of a pasted text may come."""
    return draft.state is DraftState.WAITING and "parts" in draft.choices


def close_forgotten(session: Session, now: datetime) -> list[Draft]:
    """Drop what nobody decided about for long; return it."""
    waits = select(Draft).where(Draft.state.in_(OPEN), Draft.sent_at <= now - PATIENCE)
    found = list(session.scalars(waits.order_by(Draft.id)))
    for one in found:
        one.state, one.decided_at = DraftState.DROPPED, now
    session.flush()
    return found
