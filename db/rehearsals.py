"""试运行: planned messages go to the office instead of people, and what that leaves is undone.

A message that was turned aside keeps in ``args["for"]`` whose chat it was for.
"""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db.outbox import outbox_row, put
from db.sending import UNSENT
from db.tables import Acknowledgement, Outbox
from db.vocabulary import OutboxState

#: With a number and what happened, the key of what the office is told.
_KEY = "rehearsal:"
_LAST = (
    select(Outbox.id, Outbox.key)
    .where(Outbox.key > _KEY, Outbox.key < _KEY + "~")
    .order_by(Outbox.id.desc())
    .limit(1)
)
_PLANNED = Outbox.bulk & Outbox.edits_id.is_(None)
_ASIDE = select(Outbox.id, Outbox.chat_id, Outbox.args).where(
    Outbox.state == OutboxState.WAITING, _PLANNED
)


def is_on(session: Session) -> bool:
    """Tell whether the office was told of a rehearsal that has not ended."""
    last = session.execute(_LAST).first()
    return last is not None and last.key.endswith(":begun")


def tell(session: Session, chat: int, template: str, what: str, now: datetime) -> None:
    """Tell the office that a rehearsal has ``begun`` or ``ended``."""
    last = session.execute(_LAST).first()
    args = {"template": template, "values": {}}
    key = f"{_KEY}{last.id if last else 0}:{what}"
    put(session, outbox_row(key, chat, "note", now, args=args))


def divert(session: Session, chat: int) -> None:
    """Address every planned message that waits for somebody else to the office's chat."""
    rows = session.execute(_ASIDE.where(Outbox.chat_id != chat)).all()
    changed = [
        {"id": number, "chat_id": chat, "args": {**args, "for": meant}}
        for number, meant, args in rows
    ]
    if changed:
        session.execute(update(Outbox), changed)


def undo(session: Session) -> None:
    """Let people be told of what they were told of in a rehearsal only, where it still matters.

    What waits goes to them; what was shown to the office keeps no key, so that its question may
    ask for it again. Whoever was only asked there to acknowledge was not asked at all.
    """
    begun, former = [*(one.id for one in session.execute(_LAST.limit(2))), 0, 0][:2]
    rows = session.scalars(select(Outbox).where(_PLANNED, Outbox.id > former)).all()
    for row in rows:
        if "for" in row.args and row.state in UNSENT:
            row.chat_id = row.args["for"]
            row.args = {name: value for name, value in row.args.items() if name != "for"}
        elif "for" in row.args:
            row.key = f"rehearsed:{row.id}:{row.key}"
            _unask(session, row)
        elif row.card == "unacknowledged" and row.id > begun and row.state not in UNSENT:
            row.key, row.state = f"rehearsed:{row.id}:{row.key}", OutboxState.WITHDRAWN
    session.flush()


def _unask(session: Session, row: Outbox) -> None:
    if row.card == "handout":
        session.execute(
            delete(Acknowledgement)
            .where(Acknowledgement.plan_id == row.args["plan"])
            .where(Acknowledgement.contact_id == row.subject)
            .where(Acknowledgement.asked_at == row.created_at)
            .where(Acknowledgement.acknowledged_at.is_(None))
        )
