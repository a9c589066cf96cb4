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

from bot import joining
from bot.answering import typed
from bot.buttons import Verb, read_press
from bot.desk import Desk
from bot.pressing import press
from bot.turn import Turn, take_turn
from bot.updates import clean
from templates import word

log = logging.getLogger(__name__)
Context = CallbackContext[Any, Any, Any, Any]
Answer = Callable[[Desk, Update, Context], Coroutine[Any, Any, None]]
#: Telegram's limit on what a button's answer shows.
TOAST = 200


def routes(desk: Desk) -> list[BaseHandler[Any, Any, Any]]:
    """Return what answers each update; the first that fits does, and the last fits all."""
    person = filters.ChatType.PRIVATE
    once = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE

    def to(answer: Answer) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
        return partial(answer, desk)

    return [
        CommandHandler("start", to(on_start), filters=person),
        CommandHandler("todo", to(on_todo), filters=person),
        CommandHandler("help", to(on_help), filters=person),
        CommandHandler("id", to(on_id)),
        CallbackQueryHandler(to(on_press)),
        MessageHandler(person & filters.TEXT & once, to(on_text)),
        MessageHandler(person & ~filters.StatusUpdate.ALL, to(on_attachment)),
        ChatMemberHandler(to(on_membership), ChatMemberHandler.MY_CHAT_MEMBER),
        TypeHandler(Update, to(on_anything_else)),
    ]


async def on_start(desk: Desk, update: Update, context: Context) -> None:
    """Answer /start, with or without an invite."""
    token = context.args[0] if context.args else ""
    name = _name(update)
    await _turn(desk, update, lambda turn: joining.start(turn, token, name))


async def on_todo(desk: Desk, update: Update, _context: Context) -> None:
    """Show what a contact owes."""
    await _turn(desk, update, _todo)


async def on_help(desk: Desk, update: Update, _context: Context) -> None:
    """Show how it is used."""
    await _turn(desk, update, _help)


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
    given = read_press(query.data, query.message.message_id if query.message else None)
    name = _name(update)

    def change(turn: Turn) -> str:
        if given is None:
            return word("toast.stale")
        if given.verb is Verb.JOIN:
            return joining.accept(turn, given.number(), name)
        return press(turn, given)

    person = query.from_user.id
    chat = query.message.chat.id if query.message else person
    said = await take_turn(desk, update.update_id, chat, person, change)
    desk.do_apart(_answer(context.bot, query.id, said))


async def on_text(desk: Desk, update: Update, _context: Context) -> None:
    """Take what was typed: a word for a command, else an answer; a correction is typed anew."""
    message = update.effective_message
    if message is None or message.text is None:
        return
    text, reply_to = clean(message.text), _replied(message)
    edited = update.edited_message is not None

    def change(turn: Turn) -> None:
        contact = turn.contact
        if contact is None:
            joining.greet_stranger(turn)
        elif text in word("typed.todo").split():
            _todo(turn)
        elif text in word("typed.help").split():
            _help(turn)
        elif text in word("typed.polite").split():
            turn.say("polite")
        elif not text or text.startswith("/"):
            turn.say("unclear", why="")
        else:
            typed(turn, contact, text, reply_to, anew=edited)

    await _turn(desk, update, change)


async def on_attachment(desk: Desk, update: Update, _context: Context) -> None:
    """Say what cannot be taken yet; a caption is an answer like any other."""
    message = update.effective_message
    if message is None:
        return
    caption, reply_to = clean(message.caption or ""), _replied(message)
    album = message.media_group_id or update.update_id  # several updates, answered once

    def change(turn: Turn) -> None:
        contact = turn.contact
        if contact is None:
            return joining.greet_stranger(turn)
        if caption:
            typed(turn, contact, caption, reply_to)
        turn.say_once(f"attachment:{album}", "unclear", why="attachment", caption=caption)
        return None

    await _turn(desk, update, change)


def _replied(message: Message) -> int | None:
    return message.reply_to_message.message_id if message.reply_to_message else None


async def on_membership(desk: Desk, update: Update, _context: Context) -> None:
    """Note that a person blocked the bot or let it write again."""
    change = update.my_chat_member
    if change is None or change.chat.type != change.chat.PRIVATE:
        return await on_anything_else(desk, update, _context)
    blocked = change.new_chat_member.status in {ChatMember.BANNED, ChatMember.LEFT}
    await _turn(desk, update, lambda turn: joining.reachability(turn, blocked=blocked))
    return None


async def on_anything_else(desk: Desk, update: Update, _context: Context) -> None:
    """Mark done what nothing is to be made of."""
    await take_turn(desk, update.update_id, 0, 0, lambda _turn: None)


def _todo(turn: Turn) -> None:
    contact = turn.contact
    if contact is None:
        joining.greet_stranger(turn)
    else:
        turn.show("checklist", contact.id)


def _help(turn: Turn) -> None:
    if turn.contact is None:
        joining.greet_stranger(turn)
    else:
        turn.say("help")


async def _turn(desk: Desk, update: Update, change: Callable[[Turn], None]) -> None:
    chat, person = update.effective_chat, update.effective_user
    await take_turn(
        desk, update.update_id, chat.id if chat else 0, person.id if person else 0, change
    )


def _name(update: Update) -> str:
    user = update.effective_user
    return (clean(user.full_name)[:60] if user else "") or word("notice.nameless")


async def _answer(bot: Bot, query_id: str, said: str | None) -> None:
    """Answer a button press; one that came too late to be answered is no loss."""
    try:
        await bot.answer_callback_query(query_id, (said or "")[:TOAST] or None)
    except TelegramError as error:
        log.info("button not answered: %s", error)
