"""Puts the bot's rooms together around PTB's application, which serves as a routing table."""

import contextlib
import json
import warnings
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import Executor
from typing import Any

import httpx
from telegram import Update
from telegram.ext import ApplicationBuilder
from telegram.request import HTTPXRequest

from bot.chores import Chores, Work
from bot.delivery import Delivery
from bot.desk import Desk
from bot.downloading import Downloader
from bot.drafting import READ
from bot.handlers import Context, routes
from bot.intake import Worker
from bot.making import MAKE
from bot.pace import Pace
from bot.service import App, Service
from bot.watch import Watch
from db import outbox
from db.engine import Session
from db.inbox import Received
from db.vocabulary import ChoreKind

#: What is done for each kind of chore.
WORKS: Mapping[ChoreKind, Work] = {ChoreKind.MAKE: MAKE, ChoreKind.READ: READ}
#: Seconds after which an answer of Telegram's is given up.
PATIENCE = 10


@contextlib.asynccontextmanager
async def open_service(
    desk: Desk,
    token: str,
    transport: httpx.AsyncBaseTransport | None = None,
    executor: Executor | None = None,
) -> AsyncIterator[Service]:
    """Put the rooms together for the time of a ``with``; Telegram is not asked anything yet.

    Args:
        desk: database, clock, the office's facts.
        token: the bot's.
        transport: another way to Telegram than the network, e.g. to a sandbox in this process.
        executor: where chores are done; None for a process of its own each time.
    """
    way: dict[str, Any] = {"transport": transport} if transport else {}
    await desk.db.read(desk.learn_moves)
    application = _application(desk, token, way)
    limits = desk.settings.limits
    watch = Watch(desk)
    pace = Pace(limits.messages_per_second, limits.group_messages_per_minute)

    async def handle(received: Received) -> None:
        await route(application, received)

    def parked(session: Session, received: Received) -> None:
        tell_of_parked(session, desk, received)

    for handler in routes(desk):
        application.add_handler(handler)
    bot, proxy = application.bot, desk.settings.telegram.proxy
    async with httpx.AsyncClient(proxy=proxy, timeout=PATIENCE, **way) as client:
        service = Service(
            desk,
            application,
            Worker(desk, handle, parked),
            Delivery(desk, bot, pace, watch),
            Downloader(desk, bot, client),
            Chores(desk, WORKS, executor),
            watch,
        )
        try:
            yield service
        finally:
            await bot.shutdown()


def _application(desk: Desk, token: str, httpx_kwargs: dict[str, Any]) -> App:
    # PTB would rather have us use its own get_updates, which loses what it cannot parse.
    warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'")
    # What it will change some day, ``outcomes.seconds_of`` takes either way.
    warnings.filterwarnings("ignore", message=".*`retry_after`")
    telegram, limits = desk.settings.telegram, desk.settings.limits
    request = HTTPXRequest(
        connection_pool_size=limits.senders,
        read_timeout=PATIENCE,
        connect_timeout=PATIENCE,
        proxy=telegram.proxy,
        httpx_kwargs=httpx_kwargs,
    )
    polling = HTTPXRequest(
        connection_pool_size=1,
        connect_timeout=PATIENCE,
        proxy=telegram.proxy,
        httpx_kwargs=httpx_kwargs,
    )
    return (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{telegram.api_base_url}/bot")
        .base_file_url(f"{telegram.api_base_url}/file/bot")
        .request(request)
        .get_updates_request(polling)
        .updater(None)
        .job_queue(None)
        .build()
    )


async def route(application: App, received: Received) -> None:
    """Hand an update to the first handler that fits; what it raises comes out here.

    PTB's own ``process_update`` swallows exceptions, and with them the knowledge that an update
    was not handled.
    """
    update = Update.de_json(json.loads(received.raw), application.bot)
    for handler in application.handlers[0]:
        check = handler.check_update(update)
        if check is not None and check is not False:
            context = Context.from_update(update, application)
            await handler.handle_update(update, application, check, context)
            return


def tell_of_parked(session: Session, desk: Desk, received: Received) -> None:
    """Show the office an update that was given up, and tell whoever sent it."""
    now, values = desk.clock.now(), {"update_id": received.update_id}
    told = {"parked_notice": desk.office_chat, "parked_answer": received.chat_id}
    for template, chat in told.items():
        if chat is not None and (template == "parked_notice" or chat > 0):
            key = f"{template}:{received.update_id}"
            outbox.enqueue(session, key, chat, "note", now, template=template, values=values)
