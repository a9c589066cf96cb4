"""The command menus that Telegram shows, by what a person is: set apart, and again if that fails.

A contact's row keeps which menu they were last given, so nothing is set twice.
"""

import logging
import zlib
from collections.abc import Mapping

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.desk import Desk
from db import menus
from db.menus import Stale
from db.vocabulary import Role
from templates import word

log = logging.getLogger(__name__)
#: The commands by post, the first that fits; under None those of whoever has none.
MENUS: Mapping[Role | None, tuple[str, ...]] = {
    Role.CONTACT: ("todo", "mine", "leave", "quit", "ask", "help"),
    Role.HEAD: ("todo", "mine", "quit", "ask", "help"),
    Role.LEADER: ("todo", "ask", "help"),
    None: ("start", "help"),
}
#: Those of the office's chat that do something by themselves; the rest need a name behind them.
OFFICE = (
    "new",
    "todo",
    "status",
    "missing",
    "item",
    "unit",
    "find",
    "plan",
    "remind",
    "calls",
    "deadline",
    "digest",
    "ledger",
    "people",
    "report",
    "questions",
    "audit",
    "template",
    "endplan",
    "preview",
    "help",
)
#: How many people are given a menu in one round: what is said to people comes first.
MOST = 20


async def set_common_menus(desk: Desk, bot: Bot) -> None:
    """Set the menu of whoever is nobody yet, and that of the office's chat.

    Raises:
        TelegramError: Telegram does not answer.
    """
    await bot.set_my_commands(_commands(MENUS[None]))
    if (office := desk.office_chat) is not None:
        try:
            await bot.set_my_commands(_commands(OFFICE), scope=BotCommandScopeChat(office))
        except (BadRequest, Forbidden) as error:
            log.warning("the office's chat gets no menu: %s", error)


async def ask_menus(desk: Desk, bot: Bot) -> None:
    """Give those whose posts changed the menu that is theirs now; whom it fails for, later."""
    marks = {role: _mark(role) for role in MENUS}
    stale = await desk.db.read(
        lambda session: menus.stale_menus(session, marks, desk.office_chat, MOST)
    )
    given = []
    for one in stale:
        try:
            await _give(bot, one)
        except (BadRequest, Forbidden) as error:  # gone; given again once they can be reached
            log.info("no menu for contact=%s: %s", one.contact_id, error)
        except TelegramError as error:
            log.warning("menus wait: %s", error)
            break
        given.append(one)
    if given:
        await desk.db.write(lambda session: menus.note_menus(session, given))
        log.info("menus=%s", len(given))


async def _give(bot: Bot, one: Stale) -> None:
    role = next(role for role in MENUS if _mark(role) == one.menu)
    scope = BotCommandScopeChat(one.chat_id)
    if role is None:
        await bot.delete_my_commands(scope=scope)
    else:
        await bot.set_my_commands(_commands(MENUS[role]), scope=scope)


def _mark(role: Role | None) -> str:
    """Return what tells a menu from others, its words included."""
    said = "".join(word(f"command.{name}") for name in MENUS[role])
    return f"{role or 'nobody'}:{zlib.crc32(said.encode()):08x}"


def _commands(names: tuple[str, ...]) -> list[BotCommand]:
    return [BotCommand(name, word(f"command.{name}")) for name in names]
