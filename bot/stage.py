"""A stage for stories: the real bot, a real database, our own Telegram and a movable clock.

The demo and the story tests play on it; what is acted out here is what an office would see.
"""

import contextlib
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

import httpx

from bot.desk import Desk
from bot.service import Service
from bot.wiring import open_service
from sandbox.feed import Event
from sandbox.messages import Message, Query
from sandbox.people import Person
from sandbox.world import Sandbox
from scheduler.clock import MovableClock

Watch = Callable[[Event], None]


class UnexpectedError(AssertionError):
    """The story did not go as it should."""


@dataclass(slots=True)
class Stage:
    """Where a story is played; ``watch`` is told of everything that happens, in order."""

    sandbox: Sandbox
    clock: MovableClock
    service: Service
    watch: Watch = field(default=lambda _event: None)
    _seen: int = 0

    def actor(self, name: str, subtitle: str = "") -> "Actor":
        """Return a new person with a phone."""
        return Actor(self, self.sandbox.add_person(name, subtitle=subtitle))

    async def settle(self) -> None:
        """Let everything happen that can happen now."""
        await self.service.settle()
        for event in self.sandbox.feed.since(self._seen) or ():
            self.watch(event)
        self._seen = self.sandbox.feed.next_number

    async def move_to(self, moment: datetime) -> None:
        """Let time pass, stopping wherever something planned goes out."""
        while True:
            coming = await self.service.next_event()
            stop = moment if coming is None else min(coming, moment)
            self.clock.move_to(stop)
            await self.service.tick()
            await self.settle()
            if stop == moment:
                return


@dataclass(slots=True)
class Actor:
    """A person in a story; ``actions`` counts what they typed and pressed."""

    stage: Stage
    person: Person
    actions: int = 0
    _read: int = 0

    @property
    def name(self) -> str:
        """The person's name."""
        return self.person.name

    async def opens(self, link: str) -> None:
        """Open an invite link and press Start."""
        self.person.start(link)
        await self.stage.settle()

    async def says(self, text: str, reply_to: Message | None = None) -> None:
        """Type a message."""
        self.actions += 1
        self.person.say(text, reply_to=reply_to)
        await self.stage.settle()

    async def edits(self, before: str, text: str) -> None:
        """Change the text of the newest own message that holds some words."""
        self.actions += 1
        own = [one for one in self.person.messages if not one.from_bot and before in one.text]
        if not own:
            raise UnexpectedError(f"{self.name} wrote nothing with {before!r}")
        self.person.edit(own[-1], text)
        await self.stage.settle()

    async def presses(self, label: str) -> Query:
        """Press a button of the newest message that has it; return the press with its answer."""
        self.actions += 1
        for message in reversed(self.person.messages):
            if not message.deleted and message.button(label) is not None:
                query = self.person.press(message, label)
                await self.stage.settle()
                return query
        raise UnexpectedError(f"{self.name} finds no button {label!r}")

    async def blocks(self) -> None:
        """Block the bot."""
        self.person.blocks()
        await self.stage.settle()

    def expects(self, *fragments: str) -> Message:
        """Return the newest message of the bot's that holds every fragment."""
        for message in reversed(self.person.messages):
            if message.from_bot and all(fragment in message.text for fragment in fragments):
                return message
        raise UnexpectedError(f"{self.name} got nothing with {fragments}; got {self.heard()}")

    def heard(self) -> list[str]:
        """Return the bot's messages, as they stand now."""
        return [message.text for message in self.person.messages if message.from_bot]

    def count(self, fragment: str) -> int:
        """Return how many of the bot's messages hold a fragment."""
        return sum(fragment in text for text in self.heard())


@contextlib.asynccontextmanager
async def open_stage(
    desk: Desk,
    sandbox: Sandbox,
    clock: MovableClock,
    transport: httpx.AsyncBaseTransport | None = None,
) -> AsyncIterator[Stage]:
    """Open the bot on a sandbox that is served already, or reached by a transport."""
    with ThreadPoolExecutor(1) as here:
        async with open_service(desk, sandbox.token, transport, here) as service:
            await service.application.bot.initialize()
            yield Stage(sandbox, clock, service)


def expect(true: bool, what: str) -> None:  # noqa: FBT001 - an assertion reads so
    """Stop the story where something that must hold does not."""
    if not true:
        raise UnexpectedError(what)
