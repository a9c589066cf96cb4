"""The chats in which the office acts: the plan looked at, what was asked, where a group went."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.tables import OfficeChat, Plan
from db.tables.plan import PLAN_IN_FORCE


def chosen_plan(session: Session, chat_id: int) -> int | None:
    """Return the plan that is looked at in a chat; None where none was chosen."""
    chat = session.get(OfficeChat, chat_id)
    return None if chat is None else chat.plan_id


def plan_looked_at(session: Session, chat_id: int) -> int | None:
    """Return the plan that a chat looks at: the one chosen, or else the newest; none withdrawn."""
    in_force = select(Plan.id).where(PLAN_IN_FORCE)
    chosen = session.scalar(in_force.where(Plan.id == chosen_plan(session, chat_id)))
    return chosen or session.scalar(in_force.order_by(Plan.id.desc()).limit(1))


def choose_plan(session: Session, chat_id: int, plan_id: int) -> None:
    """Have a chat look at a plan."""
    _chat(session, chat_id).plan_id = plan_id


def ask(session: Session, chat_id: int, what: str, now: datetime) -> None:
    """Note what the next text in a chat answers."""
    chat = _chat(session, chat_id)
    chat.asked, chat.asked_at = what, now


def ask_no_more(session: Session, chat_id: int) -> None:
    """Forget what was asked in a chat."""
    chat = session.get(OfficeChat, chat_id)
    if chat is not None and chat.asked is not None:
        chat.asked = chat.asked_at = None


def asked(session: Session, chat_id: int, since: datetime) -> str | None:
    """Return what was asked last in a chat, not before a moment; None for nothing."""
    chat = session.get(OfficeChat, chat_id)
    if chat is None or chat.asked_at is None or chat.asked_at < since:
        return None
    return chat.asked


def move(session: Session, former: int, new: int, now: datetime) -> None:
    """Note that a group goes on under a new number, with the plan that is looked at there."""
    left = _chat(session, former)
    left.moved_to, left.moved_at = new, now
    _chat(session, new).plan_id = left.plan_id


def moves(session: Session) -> dict[int, int]:
    """Return, by its former number, where each group went."""
    moved = select(OfficeChat.chat_id, OfficeChat.moved_to).where(OfficeChat.moved_to.is_not(None))
    return {former: new for former, new in session.execute(moved) if new is not None}


def _chat(session: Session, chat_id: int) -> OfficeChat:
    chat = session.get(OfficeChat, chat_id)
    if chat is None:
        chat = OfficeChat(chat_id=chat_id)
        session.add(chat)
    return chat
