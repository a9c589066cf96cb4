"""Takes a template that was sent in the chat and found good, and gives it up again."""

from datetime import datetime

from bot.desk import Desk
from db import paper_templates
from db.audit import Actor
from db.engine import Session
from db.tables import Attachment, Draft
from db.vocabulary import DocumentKind, DraftState, Via
from templates import word


def take_template(session: Session, desk: Desk, draft: Draft, now: datetime) -> None:
    """Have bulletins made from the template of a draft that was checked."""
    file = session.get_one(Attachment, draft.attachment_id)
    content = (desk.settings.files_folder / (file.path or "")).read_bytes()
    put_in_force(session, Actor(draft.sent_by, Via.CHAT), draft.name, content, now)
    draft.state, draft.decided_at, draft.decided_by = DraftState.STORED, now, draft.sent_by


def put_in_force(session: Session, actor: Actor, name: str, content: bytes, now: datetime) -> None:
    """Have bulletins made from a template that was checked."""
    about = word(f"document.{DocumentKind.TEMPLATE}")
    paper_templates.put_in_force(
        session, actor, DocumentKind.BULLETIN, now, about=about, name=name, content=content
    )


def give_up(session: Session, actor: Actor, now: datetime) -> str | None:
    """Make bulletins from ours again; return the name of the office's, None where it had none."""
    about = word(f"document.{DocumentKind.TEMPLATE}")
    return paper_templates.give_up(session, actor, DocumentKind.BULLETIN, about, now)
