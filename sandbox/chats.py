"""Chats: a person's private chat with the bot, and groups; who may write there."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.errors import Json, bad_request, forbidden
from sandbox.messages import History, Message

if TYPE_CHECKING:
    from sandbox.people import Person


@dataclass(slots=True, eq=False)
class Chat:
    """What all chats share."""

    id: int
    history: History = field(default_factory=History)

    @property
    def messages(self) -> list[Message]:
        """Return what stands in the chat now, oldest first."""
        return self.history.shown()

    @property
    def last(self) -> Message:
        """Return the newest message that was not deleted."""
        return next(m for m in reversed(self.history.by_id.values()) if not m.deleted)

    def from_bot(self) -> list[Message]:
        """Return the bot's messages, oldest first."""
        return [message for message in self.messages if message.from_bot]

    def as_json(self) -> Json:
        """Return the Chat object of the Bot API."""
        raise NotImplementedError

    def check_known(self) -> None:
        """Raise "chat not found" for a chat the bot never met."""

    def check_writable(self) -> None:
        """Raise the refusal a bot gets for writing here, if any."""
        raise NotImplementedError


@dataclass(slots=True, eq=False)
class PrivateChat(Chat):
    """One person and the bot; its id is the person's."""

    person: "Person" = field(kw_only=True)

    def as_json(self) -> Json:
        """Return the Chat object of the Bot API."""
        person = self.person
        body: Json = {"id": self.id, "first_name": person.first_name, "type": "private"}
        if person.last_name:
            body["last_name"] = person.last_name
        if person.username:
            body["username"] = person.username
        return body

    def check_known(self) -> None:
        """Raise unless the person has ever pressed Start."""
        if not self.person.started:
            raise bad_request("chat not found")

    def check_writable(self) -> None:
        """Raise for a person who left Telegram, never pressed Start, or blocked the bot."""
        if self.person.deactivated:
            raise forbidden("user is deactivated")
        if not self.person.started:
            raise forbidden("bot can't initiate conversation with a user")
        if self.person.blocked:
            raise forbidden("bot was blocked by the user")


@dataclass(slots=True, eq=False)
class Group(Chat):
    """A group or, with an id of -100…, a supergroup. `title` is what its members called it."""

    title: str = field(kw_only=True)
    members: dict[int, "Person"] = field(default_factory=dict)
    bot_status: str = "left"
    migrated_to: int | None = None
    is_super: bool = False

    def as_json(self) -> Json:
        """Return the Chat object of the Bot API."""
        kind = "supergroup" if self.is_super else "group"
        return {"id": self.id, "title": self.title, "type": kind}

    def check_known(self) -> None:
        """Raise unless the bot was ever in it."""
        if self.bot_status == "left" and not self.history.by_id:
            raise bad_request("chat not found")

    def check_writable(self) -> None:
        """Raise for a group that moved or does not have the bot."""
        kind = "supergroup" if self.is_super else "group"
        if self.migrated_to is not None:
            raise bad_request(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=self.migrated_to
            )
        if self.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {kind} chat")
        self.check_known()
        if self.bot_status == "left":
            raise forbidden(f"bot is not a member of the {kind} chat")
