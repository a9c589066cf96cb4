"""Takes updates in: fetched raw, stored, only then confirmed; handled once, in order per chat."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from telegram import Bot
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.desk import Desk
from bot.loops import rest
from bot.outcomes import back_off, seconds_of
from db import inbox
from db.engine import Session, UnavailableError
from db.inbox import Received
from db.vocabulary import InboxState

log = logging.getLogger(__name__)
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
BATCH = 100
#: Seconds beyond the long poll after which Telegram is taken to be away.
PATIENCE = 10
REST = 1.0
#: No database takes a longer number; those of Telegram have 52 bits.
LARGEST = 2**63 - 1

Handle = Callable[[Received], Awaitable[None]]


async def poll(desk: Desk, bot: Bot, stopping: asyncio.Event) -> None:
    """Take updates in until told to stop; wait longer and longer while Telegram is away."""
    offset = await desk.db.read(inbox.next_offset)
    failures = 0
    while not stopping.is_set():
        try:
            received = await take_in(desk, bot, offset, desk.settings.limits.poll_seconds)
        except TelegramError as error:
            failures += 1
            await _wait_out(error, failures, stopping)
        else:
            if failures:
                log.info("telegram answers again")
            failures = 0
            if received:  # not the highest id ever: after a quiet week numbers begin anywhere
                offset = received[-1].update_id + 1


async def take_in(desk: Desk, bot: Bot, offset: int | None, seconds: int) -> list[Received]:
    """Ask Telegram once, waiting up to ``seconds`` for news; store it and return it.

    Asking with an offset confirms everything below it, so it may only follow what is stored.

    Raises:
        TelegramError: Telegram does not answer, or with nothing that could be confirmed.
    """
    fetched = await _fetch(bot, offset, seconds)
    received = [receive(update) for update in fetched if _is_numbered(update)]
    if len(received) < len(fetched):  # nobody could ask for these again, or confirm them
        log.error("updates without a number left out: %s", len(fetched) - len(received))
    if fetched and not received:  # it would send the same again at once
        raise TelegramError("no updates that have a number")
    if received:
        now = desk.clock.now()
        await desk.db.write(lambda session: inbox.receive(session, received, now))
        desk.inbox_bell.set()
    return received


async def _fetch(bot: Bot, offset: int | None, seconds: int) -> list[dict[str, Any]]:
    asked = {"offset": offset, "timeout": seconds, "allowed_updates": ALLOWED, "limit": BATCH}
    found: object = await bot.do_api_request(
        "getUpdates",
        api_kwargs={name: value for name, value in asked.items() if value is not None},
        read_timeout=seconds + PATIENCE,
    )
    if not isinstance(found, list):
        raise TelegramError("no updates at all")
    return found


async def _wait_out(error: TelegramError, failures: int, stopping: asyncio.Event) -> None:
    wait = seconds_of(error) if isinstance(error, RetryAfter) else back_off(failures)
    if isinstance(error, Conflict):
        log.error("another program polls with this token; trying again in %s s", wait.seconds)
    else:
        log.warning("telegram does not answer (%s); again in %s s", error, wait.seconds)
    try:
        await asyncio.wait_for(stopping.wait(), wait.total_seconds())
    except TimeoutError:
        return


def receive(update: dict[str, Any]) -> Received:
    """Return an update as the inbox takes it; finds the chat it belongs to, whatever its kind."""
    text = json.dumps(update, separators=(",", ":"))  # ASCII: half a surrogate pair is no UTF-8
    return Received(update["update_id"], _chat_of(update), text)


def _chat_of(update: dict[str, Any]) -> int | None:
    for body in update.values():
        if isinstance(body, dict):
            message = body.get("message") if isinstance(body.get("message"), dict) else body
            chat = (message or {}).get("chat")
            if isinstance(chat, dict) and _is_number(chat.get("id"), -LARGEST):
                return int(chat["id"])
    return None


def _is_numbered(update: object) -> bool:
    return isinstance(update, dict) and _is_number(update.get("update_id"), 0)


def _is_number(given: object, least: int) -> bool:
    return type(given) is int and least <= given <= LARGEST


@dataclass(slots=True)
class Worker:
    """Handles the inbox: in order within a chat, chats side by side.

    Args:
        desk: database, clock, the office's facts.
        handle: handles one update and marks it done in the same transaction; may raise.
        parked: what follows when an update is given up, in the transaction that gives it up.
    """

    desk: Desk
    handle: Handle
    parked: Callable[[Session, Received], None]

    async def run(self, stopping: asyncio.Event) -> None:
        """Handle updates until told to stop."""
        while not stopping.is_set():
            self.desk.inbox_bell.clear()
            if not await self.round():
                await rest(self.desk.inbox_bell, stopping, REST)

    async def drain(self) -> None:
        """Handle everything that waits, and return when it is done: for the demo and tests."""
        while await self.round():
            pass

    async def round(self) -> int:
        """Handle a batch of what waits; return how many updates it held."""
        batch = await self.desk.db.read(lambda session: inbox.waiting(session, BATCH))
        by_chat = sorted(batch, key=lambda received: (received.chat_id or 0, received.update_id))
        chats = [list(its) for _, its in groupby(by_chat, key=lambda received: received.chat_id)]
        await asyncio.gather(*(self._in_order(its) for its in chats))
        return len(batch)

    async def _in_order(self, updates: list[Received]) -> None:
        for received in updates:
            try:
                await self.handle(received)
            except UnavailableError:
                raise  # the database's failure, not the update's
            except Exception as error:  # one bad update must not stop the rest
                log.exception("update failed update=%s", received.update_id)
                if await self._failed(received, error) is InboxState.WAITING:
                    return  # its chat's later ones wait until it is done or given up

    async def _failed(self, received: Received, error: Exception) -> InboxState | None:
        now, name = self.desk.clock.now(), type(error).__name__

        def count(session: Session) -> InboxState | None:
            state = inbox.mark_failed(session, received.update_id, name, now)
            if state is InboxState.PARKED:
                log.error("parked update=%s error=%s", received.update_id, name)
                self.parked(session, received)
            return state

        state = await self.desk.db.write(count)
        self.desk.outbox_bell.set()
        return state
