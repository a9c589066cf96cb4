"""The routing table: which update is answered by which change. Telegram's types end here."""

import logging
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from telegram import Bot, ChatMember, Message, Update
from telegram.error import TelegramError
from telegram.ext import (
    BaseHandler,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot import hearing, pressing
from bot.buttons import read_press
from bot.contact import attaching, joining
from bot.desk import Desk
from bot.in_office import receiving, regrouping
from bot.loops import guarded
from bot.menus import set_common_menus
from bot.turn import Change, Origin, Turn, take_turn
from bot.updates import SentFile, clean, clean_name
from templates import word

log = logging.getLogger(__name__)
Context = CallbackContext[Any, Any, Any, Any]
Answer = Callable[[Desk, Update, Context], Coroutine[Any, Any, None]]
#: Telegram's limit on what a button's answer shows.
TOAST = 200
#: Telegram's limit on a number, a file's size among them.
LARGEST = 2**52


class _BySelf(filters.MessageFilter):
    """A private message of the person whose chat it is; a business's customer writes in another."""

    def filter(self, message: Message) -> bool:
        return message.from_user is not None and message.from_user.id == message.chat.id


class _InOffice(filters.MessageFilter):
    """A message in the office's chat, wherever that went."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def filter(self, message: Message) -> bool:
        return message.chat.id == self._desk.office_chat


def routes(desk: Desk) -> list[BaseHandler[Any, Any, Any]]:
    """Return what answers each update; the first that fits does, and the last fits all."""
    person = filters.ChatType.PRIVATE & _BySelf()
    commands = sorted({*hearing.COMMANDS, *hearing.OFFICE_COMMANDS})
    once = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE
    office = _InOffice(desk)

    def to(answer: Answer) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
        return partial(answer, desk)

    return [
        MessageHandler(filters.StatusUpdate.MIGRATE, to(on_migration)),
        CommandHandler("start", to(on_start), filters=person & once),
        CommandHandler(commands, to(on_command), filters=(person | office) & once),
        CommandHandler("id", to(on_id)),
        CallbackQueryHandler(to(on_press)),
        MessageHandler((person | office) & filters.TEXT & once, to(on_text)),
        MessageHandler((person | office) & ~filters.StatusUpdate.ALL & once, to(on_attachment)),
        ChatMemberHandler(to(on_membership), ChatMemberHandler.MY_CHAT_MEMBER),
        TypeHandler(Update, to(on_anything_else)),
    ]


async def on_start(desk: Desk, update: Update, context: Context) -> None:
    """Answer /start, with or without an invite."""
    token = context.args[0] if context.args else ""
    await _turn(desk, update, lambda turn: joining.start(turn, token))


async def on_command(desk: Desk, update: Update, _context: Context) -> None:
    """Answer a command, a contact's or the office's."""
    name, said = _command_of(update)
    await _turn(desk, update, lambda turn: hearing.command(turn, name, said))


async def on_id(desk: Desk, update: Update, _context: Context) -> None:
    """Tell a chat its own number, which the office needs for its settings."""

    def change(turn: Turn) -> None:
        turn.say_once(f"id:{turn.today}", "chat_number", chat=turn.chat_id)

    await _turn(desk, update, change)


async def on_press(desk: Desk, update: Update, context: Context) -> None:
    """Answer a button: first the ledger, then the press itself, apart."""
    query = update.callback_query
    if query is None:
        return
    given = read_press(query.data)
    said = await take_turn(desk, _origin(update), lambda turn: pressing.press(turn, given))
    desk.do_apart(_answer(context.bot, query.id, said))


async def on_text(desk: Desk, update: Update, _context: Context) -> None:
    """Take what was typed, in a private chat or the office's."""
    message = update.effective_message
    text = clean(message.text) if message else ""
    await _turn(desk, update, lambda turn: hearing.text(turn, text))


async def on_attachment(desk: Desk, update: Update, _context: Context) -> None:
    """Take what is no text; a caption is an answer like any other."""
    message = update.effective_message
    if message is None:
        return
    sent, caption = _sent_file(message), clean(message.caption)

    def change(turn: Turn) -> None:
        if turn.in_office and receiving.received(turn, sent, caption):
            return
        attaching.received(turn, sent, caption, hearing.answered)

    await _turn(desk, update, change)
    desk.files_bell.set()


async def on_membership(desk: Desk, update: Update, _context: Context) -> None:
    """Note that a person blocked the bot or let it write again."""
    change = update.my_chat_member
    if change is None or change.chat.type != change.chat.PRIVATE:
        return await on_anything_else(desk, update, _context)
    blocked = change.new_chat_member.status in {ChatMember.BANNED, ChatMember.LEFT}
    await _turn(desk, update, lambda turn: joining.reachability(turn, blocked=blocked))
    return None


async def on_migration(desk: Desk, update: Update, context: Context) -> None:
    """Follow the office's group to its new number, which Telegram says in both of them."""
    message = update.effective_message
    if message is None:
        return await on_anything_else(desk, update, context)
    former = message.migrate_from_chat_id or message.chat_id
    new = message.migrate_to_chat_id or message.chat_id
    await _turn(
        desk, update, lambda turn: regrouping.follow(turn.session, desk, former, new, turn.now)
    )
    await desk.db.read(desk.learn_moves)
    desk.do_apart(guarded(partial(set_common_menus, desk, context.bot))())
    return None


async def on_anything_else(desk: Desk, update: Update, _context: Context) -> None:
    """Mark done what nothing is to be made of."""
    await take_turn(desk, Origin(update.update_id), lambda _turn: None)


def _command_of(update: Update) -> tuple[str, str]:
    """Return a command's name and what was typed behind it."""
    message = update.effective_message
    name, *behind = (clean(message.text if message else None) or "/").split(maxsplit=1)
    return name.partition("@")[0].removeprefix("/").lower(), "".join(behind).strip()


async def _turn(desk: Desk, update: Update, change: Change) -> None:
    await take_turn(desk, _origin(update), change)


def _origin(update: Update) -> Origin:
    chat, user, message = update.effective_chat, update.effective_user, update.effective_message
    person = user.id if user else 0
    replied = getattr(message, "reply_to_message", None)
    return Origin(
        update_id=update.update_id,
        chat_id=chat.id if chat else person,
        person_id=person,
        name=clean(user.full_name if user else None)[:60] or word("notice.nameless"),
        message_id=message.message_id if message else None,
        edited=update.edited_message is not None,
        reply_to=replied.message_id if replied else None,
        album=getattr(message, "media_group_id", None),
        bot=str(update.get_bot().username),
    )


def _sent_file(message: Message) -> SentFile | None:
    """Return the file in a message, of a photo the largest size; None where it brings none."""
    kinds = ("photo", "document", "video", "video_note", "audio", "voice")
    kind = next((one for one in kinds if getattr(message, one)), None)
    if kind is None:
        return None
    file = getattr(message, kind)
    if kind == "photo":
        file = max(file, key=lambda size: (size.width or 0) * (size.height or 0))
    name = clean_name(str(getattr(file, "file_name", None) or ""))
    size = file.file_size if 0 <= (file.file_size or 0) < LARGEST else None
    return SentFile(clean(file.file_id), name, size, kind.removesuffix("_note"))


async def _answer(bot: Bot, query_id: str, said: str | None) -> None:
    """Answer a button press; one that came too late to be answered is no loss."""
    try:
        await bot.answer_callback_query(query_id, (said or "")[:TOAST] or None)
    except TelegramError as error:
        log.info("button not answered: %s", error)
