"""One update's transaction: the change, the messages it causes, and the inbox row marked done."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.desk import Desk
from db import inbox, outbox, people
from db.engine import Session
from db.tables import Contact


@dataclass(frozen=True, slots=True)
class Turn:
    """What a change is made with: the open transaction, the moment, the update, and who it is from.

    ``chat_id`` is where it was said and is answered, ``person_id`` who said it; in a private chat
    they are the same. What is said under the same update with the same contents is said once.
    """

    session: Session
    now: datetime
    update_id: int
    chat_id: int
    person_id: int
    desk: Desk

    @property
    def contact(self) -> Contact | None:
        """The contact who wrote; None for a stranger."""
        return people.contact_of(self.session, self.person_id)

    def show(self, card: str, subject: int | None = None, **args: object) -> None:
        """Answer with a card."""
        key = self._key("reply", card, subject, args)
        row = outbox.outbox_row(key, self.chat_id, card, self.now, subject=subject, args=args)
        outbox.put(self.session, row)

    def say(self, template: str, **values: object) -> None:
        """Answer with a note."""
        key = self._key("reply", template, None, values)
        outbox.enqueue(
            self.session, key, self.chat_id, "note", self.now, template=template, values=values
        )

    @property
    def today(self) -> date:
        """The office's day."""
        return self.now.astimezone(self.desk.settings.zone).date()

    def say_once(self, key: str, template: str, **values: object) -> None:
        """Answer with a note, once for a key in this chat, however often it is called for."""
        own = f"{key}:{self.chat_id}"
        outbox.enqueue(
            self.session, own, self.chat_id, "note", self.now, template=template, values=values
        )

    def tell_office(self, template: str, **values: object) -> None:
        """Tell the office something that this update caused."""
        chat = self.desk.office_chat
        if chat is not None and chat != self.chat_id:
            key = self._key("notice", template, None, values)
            outbox.enqueue(
                self.session, key, chat, "note", self.now, template=template, values=values
            )

    def _key(self, kind: str, what: str, subject: int | None, contents: object) -> str:
        told_apart = hashlib.sha256(repr(contents).encode()).hexdigest()[:16]
        return f"{kind}:{self.update_id}:{what}:{subject}:{told_apart}"

    def refresh(self, card: str, subject: int) -> None:
        """Have a card drawn anew wherever it is shown."""
        outbox.show_again(self.session, card, subject, self.now)


Change = Callable[[Turn], str | None]


async def take_turn(
    desk: Desk, update_id: int, chat_id: int, person_id: int, change: Change
) -> str | None:
    """Make a change in one transaction with its messages; an update done before changes nothing.

    Returns:
        What the change has to say to the button that caused it, if anything.
    """

    def transact(session: Session) -> str | None:
        now = desk.clock.now()
        if not inbox.mark_done(session, update_id, now):
            return None
        return change(Turn(session, now, update_id, chat_id, person_id, desk))

    said = await desk.db.write(transact)
    desk.outbox_bell.set()
    return said
