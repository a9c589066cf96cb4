"""One update's transaction: the change, the messages it causes, and the inbox row marked done."""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.desk import Desk
from db import inbox, office_chats, outbox, people
from db.audit import Actor
from db.engine import Session
from db.tables import Contact, Outbox
from db.vocabulary import Via
from scheduler.office import Office


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an update came from.

    Attributes:
        update_id: its number.
        chat_id: where it was said and is answered.
        person_id: who said it; in a private chat the same number.
        name: what that person is called in Telegram.
        message_id: the message it is about: sent, edited, or with the button that was pressed.
        edited: whether the message was edited.
        reply_to: the message it replies to.
        album: what Telegram says of messages that belong together.
        bot: our own name at Telegram, by which links lead to us.
        via: from where the office acts, where it does.
    """

    update_id: int
    chat_id: int = 0
    person_id: int = 0
    name: str = ""
    message_id: int | None = None
    edited: bool = False
    reply_to: int | None = None
    album: str | None = None
    bot: str = ""
    via: Via = Via.CHAT


@dataclass(frozen=True, slots=True)
class Turn:
    """What a change is made with: the open transaction, the moment, and where the update is from.

    What is said under the same update with the same contents is said once. Messages of ours that
    were asked for are not asked for again: none gets its number within a turn.
    """

    session: Session
    now: datetime
    origin: Origin
    desk: Desk
    _messages: dict[int, Outbox | None] = field(default_factory=dict, init=False, repr=False)

    @property
    def chat_id(self) -> int:
        """The chat that is answered."""
        return self.origin.chat_id

    @property
    def contact(self) -> Contact | None:
        """The contact who wrote; None for a stranger."""
        return people.contact_of(self.session, self.origin.person_id)

    @property
    def private(self) -> bool:
        """Whether it was said between a person and the bot."""
        return self.origin.chat_id == self.origin.person_id

    @property
    def in_office(self) -> bool:
        """Whether it was said in the office's chat: whoever sits there acts for the office."""
        return self.origin.chat_id == self.desk.office_chat

    @property
    def rules(self) -> Office:
        """The office as the rules know it, at this moment of the database."""
        return self.desk.rules(self.session)

    @property
    def today(self) -> date:
        """The office's day."""
        return self.now.astimezone(self.desk.settings.zone).date()

    def message(self, message_id: int | None) -> Outbox | None:
        """Return the message of ours that Telegram knows by this id in this chat."""
        if message_id is None:
            return None
        if message_id not in self._messages:
            found = outbox.find_message(self.session, self.chat_id, message_id)
            self._messages[message_id] = found
        return self._messages[message_id]

    @property
    def pressed(self) -> Outbox | None:
        """The message of ours on which a button was pressed."""
        return self.message(self.origin.message_id)

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

    def say_once(self, key: str, template: str, **values: object) -> None:
        """Answer with a note, once for a key in this chat, however often it is called for."""
        own = f"{key}:{self.chat_id}"
        outbox.enqueue(
            self.session, own, self.chat_id, "note", self.now, template=template, values=values
        )

    def tell(self, contact: Contact, card: str, subject: int | None = None, **args: object) -> None:
        """Show another person a card; like every planned message it waits for work hours."""
        key = self._key(f"tell:{contact.id}", card, subject, args)
        chat = contact.chat_id
        row = outbox.outbox_row(
            key, chat, card, self.now, subject=subject, args=args, bulk=chat != self.chat_id
        )
        outbox.put(self.session, row)

    def tell_office(self, template: str, **values: object) -> None:
        """Tell the office something that this update caused."""
        self.show_office("note", template=template, values=values)

    def show_office(self, card: str, subject: int | None = None, **args: object) -> None:
        """Show the office a card that this update caused; nothing where it has no chat."""
        chat = self.desk.office_chat
        if chat is not None and (chat != self.chat_id or card != "note"):
            key = self._key("notice", card, subject, args)
            row = outbox.outbox_row(key, chat, card, self.now, subject=subject, args=args)
            outbox.put(self.session, row)

    def _key(self, kind: str, what: str, subject: int | None, contents: object) -> str:
        told_apart = hashlib.sha256(repr(contents).encode()).hexdigest()[:16]
        return f"{kind}:{self.origin.update_id}:{what}:{subject}:{told_apart}"

    def refresh(self, card: str, subject: int) -> None:
        """Have a card drawn anew wherever it is shown."""
        outbox.show_again(self.session, card, subject, self.now)

    def refresh_all(self, cards: Collection[tuple[str, int]]) -> None:
        """Have many cards drawn anew wherever they are shown, each by its name and subject."""
        outbox.show_all_again(self.session, cards, self.now)

    def redraw(self, message: Outbox, **args: object) -> None:
        """Have one message drawn anew with other arguments."""
        message.args = {**message.args, **args}
        outbox.draw_again(self.session, message, self.now)

    @property
    def actor(self) -> Actor:
        """Whoever acts for the office in this turn, as the audit trail names them."""
        return Actor(self.origin.name, self.origin.via)

    def ask_office(self, what: str, subject: int | None = None) -> None:
        """Note that the next text in this chat of the office's answers this; see ``bot.hearing``.

        In a group the bot hears replies only: a card that asks takes the reply to itself as well.
        """
        office_chats.ask(self.session, self.chat_id, f"{what}:{subject or ''}", self.now)

    def ask_office_no_more(self) -> None:
        """Forget what the office was asked in this chat."""
        office_chats.ask_no_more(self.session, self.chat_id)

    def ask(self, contact: Contact, what: str, subject: int | None = None) -> None:
        """Note that the contact's next text answers this; see ``bot.hearing``."""
        contact.asked, contact.asked_at = f"{what}:{subject or ''}", self.now

    def asked_no_more(self, contact: Contact) -> None:
        """Forget what the contact was asked: a text is for what they owe again."""
        contact.asked = contact.asked_at = None


Change = Callable[[Turn], str | None]


def turn_of_command(session: Session, desk: Desk, who: str) -> Turn:
    """Return what a change is made with on the command line, where no update causes it."""
    now = desk.clock.now()
    number = -int(now.timestamp() * 1000)  # what it causes is caused once, by this command
    return Turn(session, now, Origin(number, name=who, via=Via.COMMAND), desk)


async def take_turn(desk: Desk, origin: Origin, change: Change) -> str | None:
    """Make a change in one transaction with its messages; an update done before changes nothing.

    Returns:
        What the change has to say to the button that caused it, if anything.
    """

    def transact(session: Session) -> str | None:
        now = desk.clock.now()
        if not inbox.mark_done(session, origin.update_id, now):
            return None
        return change(Turn(session, now, origin, desk))

    said = await desk.db.write(transact)
    desk.outbox_bell.set()
    desk.chores_bell.set()
    return said
