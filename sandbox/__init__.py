"""A small Telegram of our own: the Bot API and a chat page, for the demo and the tests."""

from sandbox.chats import Chat, Group, PrivateChat
from sandbox.faults import DroppedError, Fault, FaultKind
from sandbox.messages import Message, Query
from sandbox.people import Attachment, Person
from sandbox.server import App, create_app, serve
from sandbox.world import Sandbox

__all__ = [
    "App",
    "Attachment",
    "Chat",
    "DroppedError",
    "Fault",
    "FaultKind",
    "Group",
    "Message",
    "Person",
    "PrivateChat",
    "Query",
    "Sandbox",
    "create_app",
    "serve",
]
