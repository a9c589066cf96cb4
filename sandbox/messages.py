"""A message as Telegram keeps it: what the bot gets to see and what the chat page shows."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.entities import Formatted
from sandbox.errors import Json

if TYPE_CHECKING:
    from sandbox.chats import Chat


@dataclass(slots=True, eq=False)
class Message:
    """One message; an edit changes it in place.

    `content` holds the fields that make up its kind, in wire form: text and entities, or a
    document or photo with its caption, or the field of a service message.
    """

    chat: "Chat"
    id: int
    date: int
    sender: Json
    content: Json
    reply_to: "Message | None" = None
    markup: Json | None = None
    edit_date: int | None = None
    deleted: bool = False
    edits: int = 0

    @property
    def from_bot(self) -> bool:
        """Say whether the bot wrote it."""
        return bool(self.sender["is_bot"])

    @property
    def text(self) -> str:
        """Return the text or caption, without markup."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def rows(self) -> list[list[Json]]:
        """Return the rows of inline buttons as the bot sent them."""
        return (self.markup or {}).get("inline_keyboard") or []

    @property
    def buttons(self) -> list[str]:
        """Return the labels of the inline buttons in reading order."""
        return [button["text"] for row in self.rows for button in row]

    def button(self, wanted: str) -> Json | None:
        """Return the button with that label, else that data, else the only label holding it."""
        every = [button for row in self.rows for button in row]
        for key in ("text", "callback_data"):
            for button in every:
                if button.get(key) == wanted:
                    return button
        partly = [button for button in every if wanted and wanted in button["text"]]
        return partly[0] if len(partly) == 1 else None

    def as_json(self, *, nested: bool = False) -> Json:
        """Return the Message object of the Bot API; a nested one does not nest further."""
        body: Json = {
            "message_id": self.id,
            "from": self.sender,
            "chat": self.chat.as_json(),
            "date": self.date,
        }
        if self.edit_date is not None:
            body["edit_date"] = self.edit_date
        if self.reply_to is not None and not nested:
            body["reply_to_message"] = self.reply_to.as_json(nested=True)
        body.update(self.content)
        if self.rows:
            body["reply_markup"] = {"inline_keyboard": self.rows}
        return body

    def for_page(self) -> Json:
        """Return the message for the chat page: it also shows keyboards under the text box."""
        body = self.as_json()
        body["deleted"] = self.deleted
        body["edits"] = self.edits
        body["keyboard"] = None if self.rows else self.markup
        return body


@dataclass(slots=True)
class Query:
    """One press of an inline button and what the bot answered."""

    id: str
    message: Message
    person_id: int
    data: str
    pressed_at: float
    answered: bool = False
    text: str = ""
    show_alert: bool = False
    url: str = ""

    def as_json(self) -> Json:
        """Return it for the chat page."""
        return {
            "id": self.id,
            "message_id": self.message.id,
            "data": self.data,
            "answered": self.answered,
            "text": self.text,
            "show_alert": self.show_alert,
            "url": self.url,
        }


@dataclass(frozen=True, slots=True)
class Draft:
    """A message about to be written."""

    content: Json
    sender: Json
    reply_to: Message | None = None
    markup: Json | None = None


def text_content(formatted: Formatted, field_name: str = "text") -> Json:
    """Return the fields of a text, or with `field_name` "caption" those of a caption."""
    if not formatted.text:
        return {}
    content: Json = {field_name: formatted.text}
    if formatted.entities:
        prefix = "" if field_name == "text" else "caption_"
        content[f"{prefix}entities"] = formatted.entities
    return content


@dataclass(slots=True)
class History:
    """The messages of one chat in order; ids only grow."""

    by_id: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0

    def add(self, chat: "Chat", date: int, draft: Draft) -> Message:
        """Write a message under the next id."""
        self.last_id += 1
        message = Message(
            chat, self.last_id, date, draft.sender, draft.content, draft.reply_to, draft.markup
        )
        self.by_id[message.id] = message
        return message

    def get(self, message_id: int) -> Message | None:
        """Return a message that is still there."""
        message = self.by_id.get(message_id)
        return None if message is None or message.deleted else message

    def shown(self) -> list[Message]:
        """Return all messages that were not deleted, oldest first."""
        return [message for message in self.by_id.values() if not message.deleted]
