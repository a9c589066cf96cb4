"""The plain ways with python-telegram-bot: a loop that sends, a loop that waits, an echo."""

import asyncio
import contextlib
import importlib.util
from collections.abc import AsyncIterator, Mapping

from telegram import Bot, Update
from telegram.constants import ParseMode
from telegram.ext import AIORateLimiter, ApplicationBuilder, ExtBot
from telegram.request import HTTPXRequest

from sandbox.world import DEFAULT_TOKEN

#: What PTB's rate limiter needs; no dependency of ours.
LIMITER = "aiolimiter"


@contextlib.asynccontextmanager
async def bare_bot(url: str) -> AsyncIterator[Bot]:
    """Give PTB's bot as it comes."""
    async with Bot(DEFAULT_TOKEN, base_url=f"{url}/bot", request=HTTPXRequest()) as bot:
        yield bot


async def send_each(bot: Bot, texts: Mapping[int, str], pause: float = 0.0) -> None:
    """Send one after another, with a pause behind each."""
    for chat, text in texts.items():
        await bot.send_message(chat, text, parse_mode=ParseMode.HTML)
        if pause:
            await asyncio.sleep(pause)


def has_limiter() -> bool:
    """Tell whether PTB's own rate limiter can be measured here."""
    return importlib.util.find_spec(LIMITER) is not None


async def send_limited(url: str, texts: Mapping[int, str]) -> None:
    """Send all at once through PTB's AIORateLimiter, with retries, as its manual has it."""
    application = (
        ApplicationBuilder()
        .token(DEFAULT_TOKEN)
        .base_url(f"{url}/bot")
        .updater(None)
        .job_queue(None)
        .rate_limiter(AIORateLimiter(max_retries=10))
        .build()
    )
    bot: ExtBot[int] = application.bot
    async with bot:
        await asyncio.gather(
            *(
                bot.send_message(chat, text, parse_mode=ParseMode.HTML)
                for chat, text in texts.items()
            )
        )


async def echo(bot: Bot, count: int) -> None:
    """Answer so many texts with themselves: fetched by the hundred, answered one by one."""
    offset, answered = None, 0
    while answered < count:
        updates: tuple[Update, ...] = await bot.get_updates(offset, limit=100, timeout=1)
        for update in updates:
            offset = update.update_id + 1
            if update.message and update.message.text:
                await bot.send_message(update.message.chat_id, update.message.text)
                answered += 1
