"""The office's group became a supergroup: Telegram gives it another number, and everything follows.

What waits for the former group goes to the new one; what was sent there stays there and is drawn
anew no more, for Telegram knows its messages under other numbers.
"""

import logging
from datetime import datetime

from bot.desk import Desk
from db import office_chats, outbox
from db.engine import Session

log = logging.getLogger(__name__)


def follow(session: Session, desk: Desk, former: int, new: int, now: datetime) -> None:
    """Go on in the new group, if it was the office's; however often one hears of it."""
    if former != desk.office_chat or former in office_chats.moves(session):
        return
    office_chats.move(session, former, new, now)
    outbox.follow(session, former, new)
    values = {"former": former, "new": new}
    outbox.enqueue(
        session, f"group_moved:{new}", new, "note", now, template="group_moved", values=values
    )
    log.warning("the office's group moved former=%s new=%s", former, new)
