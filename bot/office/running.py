"""``duban run``: the bot, until it is told to stop."""

import asyncio
import logging
import signal
from datetime import datetime

import typer
from telegram.error import InvalidToken

from bot.console import refuse, say
from bot.logs import set_up_logging
from bot.opening import TOKEN, need_token, open_desk
from bot.settings import Settings
from bot.wiring import open_service
from scheduler.clock import Clock, SystemClock, TickingClock

log = logging.getLogger(__name__)


def run(settings: Settings, log_level: str, rehearse_from: datetime | None = None) -> None:
    """Run until SIGTERM or Ctrl-C; end with a sentence where Telegram does not know the token.

    Args:
        settings: the office's settings.
        log_level: what the log on standard error holds.
        rehearse_from: a moment to pretend it is; None for the machine's own clock.
    """
    token = need_token(settings)
    set_up_logging(log_level, token)
    if rehearse_from is not None:
        start = rehearse_from.astimezone(settings.zone)
        say("cli.rehearsing", start=f"{start:%Y-%m-%d %H:%M}")
    try:
        asyncio.run(_run(settings, token, _clock(rehearse_from)))
    except typer.Exit:
        raise
    except InvalidToken:
        refuse("cli.wrong_token", token=settings.telegram.token_file or TOKEN)
    except Exception as error:  # its traceback goes to the log, where tokens are blotted out
        log.critical("ended by a mistake of ours", exc_info=True)
        raise typer.Exit(1) from error
    say("cli.stopped")


def _clock(rehearse_from: datetime | None) -> Clock:
    return TickingClock(rehearse_from) if rehearse_from else SystemClock()


async def _run(settings: Settings, token: str, clock: Clock) -> None:
    stopping = asyncio.Event()
    stop_on_signals(stopping)
    with open_desk(settings, clock) as desk:
        async with open_service(desk, token) as service:
            await service.run(stopping)
    log.info("stopped")


def stop_on_signals(stopping: asyncio.Event) -> None:
    """Have SIGTERM and Ctrl-C ask for a stop."""
    loop = asyncio.get_running_loop()

    def stop() -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop)
        except NotImplementedError:  # Windows has no such handlers
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))
