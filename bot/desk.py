"""The things every room of the bot is handed: database, clock, and the office's own facts."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.cards.look import Look
from bot.settings import Settings
from db import office_chats
from db.engine import Database, Session
from scheduler.clock import Clock
from scheduler.office import Office, as_stored


@dataclass(frozen=True, slots=True)
class Desk:
    """What is passed by hand from the composition root.

    ``outbox_bell``, ``inbox_bell``, ``files_bell`` and ``chores_bell`` are rung when there may be
    something to send, to handle, to fetch or to do; they carry nothing, and a ring that is missed
    costs seconds. ``moved`` says where groups went that have another number now, as the database
    has it.
    """

    db: Database
    clock: Clock
    settings: Settings
    outbox_bell: asyncio.Event = field(default_factory=asyncio.Event)
    inbox_bell: asyncio.Event = field(default_factory=asyncio.Event)
    files_bell: asyncio.Event = field(default_factory=asyncio.Event)
    chores_bell: asyncio.Event = field(default_factory=asyncio.Event)
    moved: dict[int, int] = field(default_factory=dict)
    apart: set[asyncio.Task[None]] = field(default_factory=set)

    def do_apart(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin what nothing waits for and nothing depends on."""
        task = asyncio.create_task(work)
        self.apart.add(task)
        task.add_done_callback(self.apart.discard)

    @property
    def office_chat(self) -> int | None:
        """The chat in which the office is told things; None where it has none yet."""
        chat = self.settings.office.chat_id
        while chat in self.moved:
            chat = self.moved[chat]
        return chat

    def learn_moves(self, session: Session) -> None:
        """Learn from the database where groups went."""
        self.moved.update(office_chats.moves(session))

    def rules(self, session: Session) -> Office:
        """Return the office as the rules know it: settings, calendar, and plans' own ladders."""
        return as_stored(session, replace(self.settings.office_rules(), chat=self.office_chat))

    def look(self, session: Session, now: datetime) -> Look:
        """Return what cards are drawn with."""
        return Look(session, now, self.rules(session), self.settings.office.name)
