"""Opens what commands work on: settings, token, database; says in one sentence what is wrong."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import typer
from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.console import err, refuse
from bot.desk import Desk
from bot.mistakes import ConfigError, Mistake
from bot.settings import Settings, load_settings
from db.engine import BadAddressError, Database, UnavailableError, without_password
from db.migrate import NewerDatabaseError, migrate
from scheduler.clock import Clock, SystemClock
from templates import has_word, word

#: What a database says where it cannot be used.
_TOLD = {
    "locked": ("database is locked", "database table is locked"),
    "readonly": ("readonly database",),
    "full": ("database or disk is full", "No space left"),
    "corrupt": ("not a database", "malformed"),
    "folder": ("unable to open database file",),
    "away": ("connection failed", "could not connect", "connection refused"),
}
CONFIG = Path("config.toml")
TOKEN = Path("token.txt")


def open_settings(config: Path | None) -> Settings:
    """Return the settings; end the command with every mistake where there are any.

    Args:
        config: the file asked for; None takes config.toml where there is one.
    """
    file = config or (CONFIG if CONFIG.is_file() else None)
    try:
        return load_settings(file)
    except ConfigError as error:
        lines = [word("cli.mistakes", count=len(error.mistakes))]
        lines += [f"  {mistake_line(mistake)}" for mistake in error.mistakes]
        err.print("\n".join(lines), markup=False, soft_wrap=True)
        raise typer.Exit(1) from None


def mistake_line(mistake: Mistake) -> str:
    """Return a mistake as people read it: place, what is wrong, what to do."""
    key = mistake.code if "." in mistake.code else f"mistake.{mistake.code}"
    key = key if has_word(key) else "mistake.other"
    said = word(key, **{"found": "", **mistake.values}).removesuffix("。")
    section, _, name = mistake.place.partition(".")
    known = section in Settings.model_fields and name
    place = f"[{section}] {name}" if known else mistake.place
    hint = word("mistake.hint", hint=mistake.hint) if mistake.hint else ""
    return f"{place}：{said}{'。' + hint if hint else ''}"


def find_token(settings: Settings) -> str | None:
    """Return the bot's token, from the environment or its file; None where there is none."""
    telegram = settings.telegram
    if telegram.token and (given := telegram.token.get_secret_value().strip()):
        return given
    file = telegram.token_file or TOKEN
    try:
        return file.read_text("utf-8-sig").strip() or None
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        refuse("cli.unreadable_token", token=file)


def need_token(settings: Settings) -> str:
    """Return the bot's token; end the command where there is none."""
    token = find_token(settings)
    return token or refuse("cli.no_token", token=settings.telegram.token_file or TOKEN)


@contextlib.contextmanager
def open_desk(settings: Settings, clock: Clock | None = None) -> Iterator[Desk]:
    """Open the database, brought to its newest form, for the time of a ``with``."""
    url = settings.database.url
    try:
        with Database(url) as database:
            migrate(database.engine)
            yield Desk(database, clock or SystemClock(), settings)
    except NewerDatabaseError as error:
        refuse("cli.newer_database", revision=error)
    except (UnavailableError, BadAddressError, OSError, ImportError) as error:
        refuse("cli.database", url=without_password(url), why=_why(error))


def _why(error: Exception) -> str:
    """Return in the office's words why a database cannot be used."""
    said = str(getattr(error, "orig", None) or error)
    kinds = {"folder": OSError, "address": BadAddressError, "driver": ImportError}
    key = next((key for key, kind in kinds.items() if isinstance(error, kind)), "other")
    told = (key for key, fragments in _TOLD.items() if any(one in said for one in fragments))
    return word(f"trouble.{next(told, key)}", error=said)


async def ask_username(settings: Settings, token: str) -> str:
    """Return the bot's name at Telegram.

    Raises:
        telegram.error.InvalidToken: Telegram does not know the token.
        telegram.error.TelegramError: Telegram does not answer.
    """
    async with _speaking(settings, token) as bot:
        return bot.username


async def try_chat(settings: Settings, token: str, chat: int) -> str:
    """Return a chat's name, once it is sure that the bot may write there; nobody hears of it.

    Raises:
        telegram.error.TelegramError: it may not, or Telegram does not answer.
    """
    async with _speaking(settings, token) as bot:
        found = await bot.get_chat(chat)
        # Telegram tells of a group that the bot was once in, too.
        await bot.send_chat_action(chat, ChatAction.TYPING)
        return found.effective_name or ""


@contextlib.asynccontextmanager
async def _speaking(settings: Settings, token: str) -> AsyncIterator[Bot]:
    """Open a bot for a question or two."""
    telegram = settings.telegram
    requests = [HTTPXRequest(proxy=telegram.proxy) for _ in range(2)]
    bot = Bot(
        token,
        base_url=f"{telegram.api_base_url}/bot",
        request=requests[0],
        get_updates_request=requests[1],
    )
    try:
        await bot.initialize()
        yield bot
    finally:
        with contextlib.suppress(TelegramError, InvalidToken):
            await bot.shutdown()
