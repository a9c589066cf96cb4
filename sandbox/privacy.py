"""Which messages Telegram shows a bot: in groups with privacy mode, hardly any."""

from sandbox.chats import Group
from sandbox.messages import Message

_ORDINARY = frozenset({"text", "document", "photo"})


def bot_sees(message: Message, username: str) -> bool:
    """Say whether the bot of that name gets an update for a person's message.

    In a group it gets service messages, replies to itself and commands that are not for another
    bot; as an administrator, everything.
    """
    chat = message.chat
    if not isinstance(chat, Group) or chat.bot_status == "administrator":
        return True
    if chat.bot_status != "member":
        return False
    if not message.content.keys() & _ORDINARY:
        return True
    if message.reply_to is not None and message.reply_to.from_bot:
        return True
    return _is_command_for(message, username)


def _is_command_for(message: Message, username: str) -> bool:
    entities = message.content.get("entities") or message.content.get("caption_entities") or []
    units = message.text.encode("utf-16-le")
    for entity in entities:
        if entity["type"] == "bot_command":
            begin, end = entity["offset"], entity["offset"] + entity["length"]
            command = units[2 * begin : 2 * end].decode("utf-16-le")
            addressee = command.partition("@")[2]
            return addressee.lower() in {"", username.lower()}
    return False
