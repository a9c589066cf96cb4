"""The sandbox itself: one bot, its people and groups, and everything that ever happened."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sandbox.bell import Bell
from sandbox.calls import Calls
from sandbox.chats import Chat, Group
from sandbox.errors import Json, NotPossibleError, too_many_requests
from sandbox.faults import Faults
from sandbox.feed import Event, Feed
from sandbox.files import Files
from sandbox.limits import Limits
from sandbox.messages import Draft, Message, Query
from sandbox.people import Person
from sandbox.privacy import bot_sees
from sandbox.updates import Updates

DEFAULT_TOKEN = "7312845690:AAH-sandbox-token-of-35-characters0"  # noqa: S105 opens only this toy
_PERSON_IDS = (5_203_417_001, 7_368_787)
_GROUP_IDS = (-4_127_300_519, -1_204_481)
_SUPERGROUP_IDS = (-1_002_127_300_519, -1_204_481)


class Clock(Protocol):
    """Whatever tells the time; one with `move(timedelta)` gives the page its buttons."""

    def now(self) -> datetime:
        """Return an aware datetime."""
        ...


@dataclass(slots=True, eq=False)
class Sandbox:
    """A Telegram with one bot. All of it lives in memory and in one event loop.

    `strict` turns the pace limits on. `clock` dates the messages; pace and expiry follow
    `monotonic` seconds, so that moving the clock neither loosens a limit nor loses an update.
    """

    clock: Clock
    token: str = field(default=DEFAULT_TOKEN, repr=False)
    bot_username: str = "duban_bot"
    bot_name: str = "督办助手"
    strict: bool = True
    monotonic: Callable[[], float] = time.monotonic
    first_update_id: int = 381_904_217
    query_seconds: float = 150.0
    people: dict[int, Person] = field(init=False, default_factory=dict)
    chats: dict[int, Chat] = field(init=False, default_factory=dict)
    queries: dict[str, Query] = field(init=False, default_factory=dict)
    commands: dict[str, list[Json]] = field(init=False, default_factory=dict)
    files: Files = field(init=False, default_factory=Files)
    limits: Limits = field(init=False, default_factory=Limits)
    faults: Faults = field(init=False, default_factory=Faults)
    calls: Calls = field(init=False, default_factory=Calls)
    feed: Feed = field(init=False, default_factory=Feed)
    updates: Updates = field(init=False)
    bot: Json = field(init=False)
    closed: bool = field(init=False, default=False)
    closing: Bell = field(init=False, default_factory=Bell)
    _albums: int = field(init=False, default=13_480_221_907_350_112)
    _queries: int = field(init=False, default=2_231_907_448_120_553)

    def __post_init__(self) -> None:
        """Introduce the bot."""
        self.updates = Updates(self.monotonic, self.first_update_id, self.query_seconds)
        self.bot = {
            "id": int(self.token.partition(":")[0]),
            "is_bot": True,
            "first_name": self.bot_name,
            "username": self.bot_username,
        }

    def add_person(  # noqa: PLR0913 a person has that many sides, most of them optional
        self,
        first_name: str,
        last_name: str = "",
        *,
        person_id: int | None = None,
        username: str = "",
        language: str = "zh-hans",
        subtitle: str = "",
        started: bool = False,
    ) -> Person:
        """Let someone join Telegram; `started` skips the first press of Start."""
        if person_id is None:
            person_id = _PERSON_IDS[0] + _PERSON_IDS[1] * len(self.people)
        if person_id in self.chats:
            raise NotPossibleError(f"there is already someone with the id {person_id}")
        person = Person(
            self, person_id, first_name, last_name, username, language, subtitle, started
        )
        self.people[person_id] = person
        self.chats[person_id] = person.chat
        self.person_changed(person)
        return person

    def add_group(self, title: str, *members: Person, supergroup: bool = False) -> Group:
        """Let people found a group; the bot is not in it yet."""
        first, step = _SUPERGROUP_IDS if supergroup else _GROUP_IDS
        places = sum(isinstance(chat, Group) for chat in self.chats.values())
        group = Group(first + step * places, title=title, is_super=supergroup)
        group.members = {member.id: member for member in members}
        self.chats[group.id] = group
        self.feed.add(Event("group", group.id))
        return group

    def add_bot(self, group: Group, by: Person, status: str = "member") -> None:
        """Let a member add the bot; as "administrator" it sees every message."""
        old, group.bot_status = group.bot_status, status
        self.bot_status_changed(group, by, old, status)
        self.written_by_person(group, Draft({"new_chat_members": [self.bot]}, by.as_json()))

    def remove_bot(self, group: Group, by: Person) -> None:
        """Let a member throw the bot out."""
        old, group.bot_status = group.bot_status, "kicked"
        self.bot_status_changed(group, by, old, "kicked")

    def upgrade_group(self, group: Group, by: Person) -> Group:
        """Turn a group into a supergroup: a new id, and a service message in both."""
        new = self.add_group(group.title, *group.members.values(), supergroup=True)
        new.bot_status = group.bot_status
        sender = by.as_json()
        self.written_by_person(group, Draft({"migrate_to_chat_id": new.id}, sender))
        group.migrated_to = new.id
        self.written_by_person(new, Draft({"migrate_from_chat_id": group.id}, sender))
        return new

    def seconds(self) -> int:
        """Return the clock's time as Telegram writes dates."""
        return int(self.clock.now().timestamp())

    def charge(self, chat: Chat, count: int = 1) -> None:
        """Count a write against the limits, or raise 429."""
        if self.strict:
            wait = self.limits.charge(self.monotonic(), chat.id, count)
            if wait:
                raise too_many_requests(wait)

    def written_by_bot(self, chat: Chat, draft: Draft) -> Message:
        """Put a message of the bot into a chat."""
        message = chat.history.add(chat, self.seconds(), draft)
        self.feed.add(Event("message", chat.id, message))
        return message

    def written_by_person(self, chat: Chat, draft: Draft) -> Message:
        """Put a person's message into a chat, and tell the bot if it may see it."""
        message = chat.history.add(chat, self.seconds(), draft)
        if bot_sees(message, self.bot_username):
            self.updates.push("message", message.as_json())
        self.feed.add(Event("message", chat.id, message))
        return message

    def edited_by_person(self, message: Message) -> Message:
        """Date an edit and tell the bot."""
        message.edit_date = self.seconds()
        message.edits += 1
        if bot_sees(message, self.bot_username):
            self.updates.push("edited_message", message.as_json())
        self.feed.add(Event("edit", message.chat.id, message))
        return message

    def pressed(self, person: Person, message: Message, data: str) -> Query:
        """Queue the press of a button."""
        self._queries += 104_729
        query = Query(str(self._queries), message, person.id, data, self.monotonic())
        self.queries[query.id] = query
        self.updates.push(
            "callback_query",
            {
                "id": query.id,
                "from": person.as_json(),
                "message": message.as_json(),
                "chat_instance": str(-(message.chat.id**2) % 2**63),
                "data": data,
            },
        )
        return query

    def bot_status_changed(self, chat: Chat, by: Person, old: str, new: str) -> None:
        """Queue a my_chat_member update."""
        self.updates.push(
            "my_chat_member",
            {
                "chat": chat.as_json(),
                "from": by.as_json(),
                "date": self.seconds(),
                "old_chat_member": self._membership(old),
                "new_chat_member": self._membership(new),
            },
        )

    def person_changed(self, person: Person) -> None:
        """Tell the chat page."""
        self.feed.add(Event("person", person.id, person.for_page()))

    def next_album_id(self) -> str:
        """Return a fresh media_group_id."""
        self._albums += 1
        return str(self._albums)

    def reopen(self) -> None:
        """Let long polls wait again after `close`."""
        self.closed = self.updates.closed = False

    def close(self) -> None:
        """Answer every long poll now, so that a server can stop at once."""
        self.closed = True
        self.updates.close()
        self.feed.bell.ring()
        self.closing.ring()

    async def until_closed(self, seconds: float) -> None:
        """Wait so long, or until the sandbox closes."""
        if not self.closed:
            await self.closing.wait(seconds)

    def _membership(self, status: str) -> Json:
        member: Json = {"user": self.bot, "status": status}
        if status == "kicked":
            member["until_date"] = 0
        if status == "administrator":
            rights = (
                "can_be_edited is_anonymous can_manage_chat can_delete_messages"
                " can_manage_video_chats can_restrict_members can_promote_members"
                " can_change_info can_invite_users can_post_stories can_edit_stories"
                " can_delete_stories"
            )
            member |= dict.fromkeys(rights.split(), False)
        return member
