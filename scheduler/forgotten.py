"""What the office sent to be read and never confirmed: closed after a week, with a line."""

from datetime import datetime

from db import drafted, outbox
from db.engine import Session
from scheduler.office import Office


def close_forgotten(session: Session, _office: Office, now: datetime) -> int:
    """Drop drafts that nobody decided about for a week, and say so; return how many."""
    closed = drafted.close_forgotten(session, now)
    for draft in closed:
        outbox.show_again(session, drafted.CARDS[draft.kind], draft.id, now)
        key, values = f"draft_forgotten:{draft.id}", {"name": draft.name}
        args = {"template": "draft_forgotten", "values": values}
        row = outbox.outbox_row(key, draft.chat_id, "note", now, bulk=True, args=args)
        outbox.put(session, row)
    return len(closed)
