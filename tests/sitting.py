"""Whoever sits in the office's chat of a story: its private chat, or a group with privacy mode."""

from dataclasses import dataclass

from sandbox import Message, Query
from sandbox.chats import Chat, Group
from tests.play import Play


@dataclass(slots=True)
class Sitter:
    """The office in its chat, whichever it is; in a group the bot hears commands and replies."""

    play: Play
    chat: Chat

    @property
    def messages(self) -> list[Message]:
        return [one for one in self.chat.history.shown() if not one.deleted]

    async def says(self, text: str, reply_to: Message | None = None) -> None:
        self.play.office.person.say(text, reply_to=reply_to, chat=self.chat)
        await self.play.stage.settle()

    async def edits(self, before: str, text: str) -> None:
        own = [one for one in self.messages if not one.from_bot and before in one.text]
        self.play.office.person.edit(own[-1], text, chat=self.chat)
        await self.play.stage.settle()

    async def answers(self, text: str) -> None:
        """Type to the newest card: simply, or in a group as a reply to it."""
        card = [one for one in self.messages if one.from_bot][-1]
        await self.says(text, reply_to=card if isinstance(self.chat, Group) else None)

    async def presses(self, label: str, message: Message | None = None) -> Query:
        """Press a button of a message, or of the newest that has it."""
        pressed = [one for one in self.messages if one.button(label) is not None]
        assert pressed, (label, [one.buttons for one in self.messages])
        query = self.play.office.person.press(message or pressed[-1], label, chat=self.chat)
        await self.play.stage.settle()
        return query

    async def forges(self, message: Message, data: str) -> Query:
        """Press what is not, or not any more, on a message."""
        query = self.play.sandbox.pressed(self.play.office.person, message, data)
        await self.play.stage.settle()
        return query

    def expects(self, *fragments: str) -> Message:
        for one in reversed(self.messages):
            if one.from_bot and all(fragment in one.text for fragment in fragments):
                return one
        raise AssertionError((fragments, [one.text for one in self.messages]))

    def count(self, fragment: str) -> int:
        return sum(fragment in one.text for one in self.messages if one.from_bot)


def sitting(play: Play) -> Sitter:
    """Return the office where it sits."""
    return Sitter(play, play.sandbox.chats[play.desk.office_chat or 0])
