"""Methods that ask or set up: who am I, which chat, which file, which commands, which webhook."""

import json
import re

from sandbox.chats import PrivateChat
from sandbox.errors import Json, bad_request
from sandbox.files import LARGEST_DOWNLOAD
from sandbox.parameters import Parameters
from sandbox.sending import known_chat
from sandbox.world import Sandbox

MOST_COMMANDS = 100
LONGEST_DESCRIPTION = 256
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


def get_me(sandbox: Sandbox, _: Parameters) -> Json:
    """Return the bot."""
    return {
        **sandbox.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(sandbox: Sandbox, parameters: Parameters) -> Json:
    """Return what the bot knows about a chat."""
    chat = known_chat(sandbox, parameters)
    chat.check_known()
    body: Json = {
        **chat.as_json(),
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }
    if not isinstance(chat, PrivateChat):
        body["permissions"] = {"can_send_messages": True}
    return body


def get_file(sandbox: Sandbox, parameters: Parameters) -> Json:
    """Return where a file can be downloaded."""
    stored = sandbox.files.get(parameters.text("file_id"))
    if stored.size > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }


def set_my_commands(sandbox: Sandbox, parameters: Parameters) -> bool:
    """Set the command menu for a scope and language."""
    scope = _scope(sandbox, parameters)
    commands = parameters.json("commands", "commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse BotCommand: expected an Array of BotCommand")
    if len(commands) > MOST_COMMANDS:
        raise bad_request("too many commands specified")
    kept = [_command(command) for command in commands]
    if kept:
        sandbox.commands[scope] = kept
    else:
        sandbox.commands.pop(scope, None)
    return True


def get_my_commands(sandbox: Sandbox, parameters: Parameters) -> list[Json]:
    """Return the command menu of exactly that scope and language."""
    return sandbox.commands.get(_scope(sandbox, parameters), [])


def delete_my_commands(sandbox: Sandbox, parameters: Parameters) -> bool:
    """Remove the command menu of that scope and language."""
    sandbox.commands.pop(_scope(sandbox, parameters), None)
    return True


def _command(command: object) -> Json:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(command.get("command", "")).removeprefix("/")
    description = str(command.get("description", "")).strip()
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= LONGEST_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _scope(sandbox: Sandbox, parameters: Parameters) -> str:
    """Return the key of a scope and language; a chat's own is refused for one not known."""
    scope = parameters.json("scope", "BotCommandScope") or {"type": "default"}
    if isinstance(scope, dict) and "chat_id" in scope:
        known_chat(sandbox, Parameters({"chat_id": scope["chat_id"]})).check_known()
    return json.dumps([scope, parameters.text("language_code")], sort_keys=True)
