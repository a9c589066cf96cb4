"""People: who they are and what they do in their Telegram app."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.chats import Chat, Group, PrivateChat
from sandbox.detect import clean, trimmed, with_detected
from sandbox.entities import Formatted
from sandbox.errors import Json, NotPossibleError
from sandbox.messages import Draft, Message, Query, text_content

if TYPE_CHECKING:
    from sandbox.world import Sandbox

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a person's hand. `size` may claim more bytes than there are."""

    name: str
    content: bytes
    size: int | None = None


@dataclass(slots=True, eq=False)
class Person:
    """Someone with a phone. The methods are their actions; each update reaches the bot at once."""

    sandbox: "Sandbox"
    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language: str = "zh-hans"
    subtitle: str = ""
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    read_id: int = 0
    chat: PrivateChat = field(init=False)

    def __post_init__(self) -> None:
        """Open the private chat, in which nothing stands yet."""
        self.chat = PrivateChat(self.id, person=self)

    @property
    def name(self) -> str:
        """Return the whole name as Telegram shows it."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def messages(self) -> list[Message]:
        """Return what stands in the private chat."""
        return self.chat.messages

    @property
    def unread(self) -> int:
        """Return how many of the bot's messages came since the person last looked."""
        count = 0
        for message in reversed(self.chat.history.by_id.values()):
            if message.id <= self.read_id:
                break
            count += message.from_bot and not message.deleted
        return count

    def as_json(self) -> Json:
        """Return the User object of the Bot API."""
        body: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.last_name:
            body["last_name"] = self.last_name
        if self.username:
            body["username"] = self.username
        body["language_code"] = self.language
        return body

    def for_page(self) -> Json:
        """Return the person for the chat page."""
        return {
            "id": self.id,
            "name": self.name,
            "username": self.username,
            "subtitle": self.subtitle,
            "started": self.started,
            "blocked": self.blocked,
            "deactivated": self.deactivated,
            "unread": self.unread,
            "last": self._preview(),
        }

    def start(self, payload: str = "") -> Message:
        """Press Start, plainly or through a t.me deep link (or its payload); it also unblocks."""
        payload = payload.strip().rpartition("?start=")[2]
        if not _PAYLOAD.fullmatch(payload):
            raise NotPossibleError("a start payload is at most 64 of A-Z a-z 0-9 _ -")
        if self.blocked:
            self.unblocks()
        return self.say(f"/start {payload}".rstrip())

    def say(
        self, text: str, *, reply_to: Message | int | None = None, chat: Chat | None = None
    ) -> Message:
        """Write a text in the private chat, or in a group."""
        formatted = with_detected(trimmed(Formatted(clean(text))))
        if not formatted.text:
            raise NotPossibleError("an empty message cannot be sent")
        return self._write(text_content(formatted), reply_to, chat)

    def edit(self, message: Message | int, text: str, *, chat: Chat | None = None) -> Message:
        """Change the text or caption of an own message."""
        found = self._message(message, chat)
        if found.sender["id"] != self.id:
            raise NotPossibleError("only own messages can be edited")
        formatted = with_detected(trimmed(Formatted(clean(text))))
        kind = "text" if "text" in found.content else "caption"
        for key in ("text", "entities") if kind == "text" else ("caption", "caption_entities"):
            found.content.pop(key, None)
        found.content.update(text_content(formatted, kind))
        return self.sandbox.edited_by_person(found)

    def press(self, message: Message | int, button: str, *, chat: Chat | None = None) -> Query:
        """Press an inline button by its label or data; the answer appears on the Query later."""
        found = self._message(message, chat)
        pressed = found.button(button)
        if pressed is None or "callback_data" not in pressed:
            raise NotPossibleError(f"no button {button!r} to press, there are {found.buttons}")
        self._check_not_blocked(found.chat)
        return self.sandbox.pressed(self, found, pressed["callback_data"])

    def sends_file(
        self,
        name: str,
        content: bytes,
        caption: str = "",
        *,
        size: int | None = None,
        reply_to: Message | int | None = None,
        chat: Chat | None = None,
    ) -> Message:
        """Send a document."""
        attachment = Attachment(name, content, size)
        return self._write(self._media(attachment, caption, photo=False), reply_to, chat)

    def sends_photo(
        self,
        content: bytes,
        caption: str = "",
        *,
        reply_to: Message | int | None = None,
        chat: Chat | None = None,
    ) -> Message:
        """Send a picture as a photo."""
        attachment = Attachment("photo.jpg", content)
        return self._write(self._media(attachment, caption, photo=True), reply_to, chat)

    def sends_album(
        self,
        attachments: list[Attachment],
        caption: str = "",
        *,
        photo: bool = False,
        chat: Chat | None = None,
    ) -> list[Message]:
        """Send several files as one album: N messages, one media_group_id, one caption."""
        album = self.sandbox.next_album_id()
        messages = []
        for place, attachment in enumerate(attachments):
            content = self._media(attachment, caption if place == 0 else "", photo=photo)
            messages.append(self._write({"media_group_id": album, **content}, None, chat))
        return messages

    def blocks(self) -> None:
        """Block the bot."""
        self._set_blocked(blocked=True)

    def unblocks(self) -> None:
        """Unblock the bot."""
        self._set_blocked(blocked=False)

    def leaves_telegram(self) -> None:
        """Delete the account."""
        self.deactivated = True
        self.sandbox.person_changed(self)

    def reads(self) -> None:
        """Look at the chat. Telegram tells a bot nothing of it."""
        self.read_id = self.chat.history.last_id

    def _preview(self) -> Json | None:
        shown = reversed(self.chat.history.by_id.values())
        last = next((message for message in shown if not message.deleted), None)
        if last is None:
            return None
        text = last.text[:80] or ("[图片]" if "photo" in last.content else "[文件]")
        return {"text": text, "date": last.date, "from_bot": last.from_bot}

    def _set_blocked(self, *, blocked: bool) -> None:
        if self.blocked == blocked:
            return
        self.blocked = blocked
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        if self.started:
            self.sandbox.bot_status_changed(self.chat, self, old, new)
        self.sandbox.person_changed(self)

    def _media(self, attachment: Attachment, caption: str, *, photo: bool) -> Json:
        stored = self.sandbox.files.add(
            attachment.name, attachment.content, photo=photo, size=attachment.size
        )
        content: Json = (
            {"photo": stored.as_photo()} if photo else {"document": stored.as_document()}
        )
        formatted = with_detected(trimmed(Formatted(clean(caption))))
        return {**content, **text_content(formatted, "caption")}

    def _write(self, content: Json, reply_to: Message | int | None, chat: Chat | None) -> Message:
        target = chat or self.chat
        self._check_not_blocked(target)
        if isinstance(target, Group) and self.id not in target.members:
            raise NotPossibleError(f"{self.name} is not a member of {target.title}")
        if target is self.chat and not self.started:
            self.started = True
            self.sandbox.person_changed(self)
        replied = None if reply_to is None else self._message(reply_to, target)
        return self.sandbox.written_by_person(target, Draft(content, self.as_json(), replied))

    def _check_not_blocked(self, chat: Chat) -> None:
        if chat is self.chat and self.blocked:
            raise NotPossibleError(f"{self.name} has blocked the bot")
        if self.deactivated:
            raise NotPossibleError(f"{self.name} is no longer on Telegram")

    def _message(self, message: Message | int, chat: Chat | None) -> Message:
        if isinstance(message, Message):
            return message
        found = (chat or self.chat).history.get(message)
        if found is None:
            raise NotPossibleError(f"there is no message {message} in this chat")
        return found
