"""The table of Bot API methods."""

from collections.abc import Callable
from typing import Any

from sandbox import asking, editing, sending
from sandbox.parameters import Parameters
from sandbox.world import Sandbox

Method = Callable[[Sandbox, Parameters], Any]

_METHODS: dict[str, Method] = {
    "getMe": asking.get_me,
    "getChat": asking.get_chat,
    "getFile": asking.get_file,
    "setMyCommands": asking.set_my_commands,
    "getMyCommands": asking.get_my_commands,
    "deleteMyCommands": asking.delete_my_commands,
    "sendMessage": sending.send_message,
    "sendDocument": sending.send_document,
    "sendPhoto": sending.send_photo,
    "sendMediaGroup": sending.send_media_group,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "answerCallbackQuery": editing.answer_callback_query,
}
BY_LOWER_NAME = {name.lower(): (name, method) for name, method in _METHODS.items()}
"""Telegram does not care how a method's name is capitalised."""
