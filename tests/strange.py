"""Strange updates, as raw JSON: every kind that Telegram knows and some it does not.

A ``sound`` one has in each field what the Bot API says may stand there, however unlikely; the
others are broken. What may be pressed, typed and commanded is taken from the bot's own tables.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from telegram.constants import UpdateType

from bot import hearing
from bot.buttons import Verb
from db.vocabulary import Status
from templates import word

Json = dict[str, Any]
#: Numbers that no row has: larger than a database takes, and the ones around nothing.
ODD = (-1, 0, 1, 2**31, 2**52, 2**63 - 1, 2**63, 2**64, -(2**63), 10**18 - 1)
#: Kinds of a Telegram to come.
UNHEARD_OF = ("story", "message_poem", "update_id_2", "chat_owner_left")
SEEN = "2024-03-20"
DATE = 1_710_900_000
#: Whoever writes for a group that hides its administrators, and a channel's posts in a group.
ANONYMOUS, CHANNEL_BOT = 1_087_968_824, 136_817_688
LONG = 4 * 2**20
TEXTS = (
    "1、已培训320人；2、已完成",
    "第1项：家庭农场1700个，有困难：缺资金",
    "第2项 无变化",
    "同上期",
    "完成62%",
    "累计1.2亿元，本月新增3万",
    "第999999999999999999999项：1",
    "9" * 400,
    "-5",
    "１２３",
    "1e400",
    "٣٤٥",
    "½",
    "\u202e人023训培已\u202c",
    "\u200b\u200c\u200d\ufeff",
    "\x00\x07\x1b[2J\x7f",
    "\ud800",
    "已办\udfff班",
    "👩‍👩‍👧‍👦" * 50,
    "e" + "\u0301" * 500,
    "<b>&amp;</i><a href='tg://user?id=1'>",
    "{{ 7*7 }}{% for %}%s%n{0}",
    "'; DROP TABLE report; --",
    "\n\r\n\t\u2028\u2029",
    " " * 200,
    "、；，。：" * 40,
    "（" * 300 + "）" * 300,
    "4月2日",
    "2024-04-02 2024-13-45",
    "/",
    "//todo",
    "/@",
    "@duban_bot",
)


@dataclass(frozen=True, slots=True)
class Strange:
    """An update, what it tries, and whether the Bot API could send it."""

    trick: str
    update: Json
    sound: bool

    @property
    def number(self) -> int:
        """Its number."""
        return int(self.update["update_id"])


@dataclass(slots=True)
class Known:
    """What an attacker could know: people, groups, numbers, messages, buttons."""

    people: Sequence[int]
    others: Sequence[int]
    groups: Sequence[int]
    ids: Sequence[int]
    their_ids: Sequence[int]
    username: str
    messages: Mapping[int, Sequence[Json]] = field(default_factory=dict)


@dataclass(slots=True)
class Composer:
    """Makes strange updates out of chance."""

    random: Random
    known: Known
    number: int
    long: bool = False
    place: int = 0

    def update(self) -> Strange:
        """Return the next one; one in eight is broken, one in twenty has an old number."""
        self.number += 1
        trick, body = self._any()
        sound = True
        if self.random.random() < 1 / 8:
            trick, sound = f"broken {trick}", _break(self.random, body)
        number = self.number - (self.random.randint(1, 40) if self._chance(20) else 0)
        return Strange(trick, {"update_id": number, **body}, sound)

    def _any(self) -> tuple[str, Json]:
        makers: Sequence[tuple[int, Callable[[], tuple[str, Json]]]] = (
            (6, self._typed),
            (3, self._commanded),
            (6, self._pressed),
            (8, self._forged),
            (2, self._attached),
            (5, self._other),
        )
        weights = [weight for weight, _ in makers]
        return self.random.choices([make for _, make in makers], weights)[0]()

    def _typed(self) -> tuple[str, Json]:
        words = [said for name in hearing.COMMANDS for said in word(f"typed.{name}").split()]
        return self._said("typed", self.random.choice((self._text(), self.random.choice(words))))

    def _commanded(self) -> tuple[str, Json]:
        name = self._one([*hearing.COMMANDS, "start", "id", "help", "no_such", "TODO"])
        at = self._one(["", "", f"@{self.known.username}", "@another_bot"])
        text = f"/{name}{at} {self._one([self._text(), *map(str, self._ids()), ''])}"
        length = self._one([len(name) + len(at) + 1] * 5 + [0, 3, 5000, -1])
        kind = self._one(["bot_command"] * 5 + ["mention", "no_such"])
        entities = [{"type": kind, "offset": self._one([0, 0, 0, 7]), "length": length}]
        return self._said("commanded", text, entities=entities)

    def _said(self, trick: str, text: str, **more: object) -> tuple[str, Json]:
        kind = self._one(["message"] * 6 + ["edited_message", *_MESSAGES])
        return f"{trick} {kind}", {kind: self._message(text=text, **more)}

    def _attached(self) -> tuple[str, Json]:
        what = self._one(list(_CONTENTS))
        more: Json = dict(_CONTENTS[what])
        if self._chance(2):
            more["caption"] = self._text()
        if self._chance(3):
            more["media_group_id"] = self._one(["1", "album", "9" * 60])
        return f"sent {what}", {
            self._one(["message", "message", *_MESSAGES]): self._message(**more)
        }

    def _message(self, **content: object) -> Json:
        """Return a message of somebody's: mostly in their own chat, else where they may be."""
        sender, chat = self._sender_and_chat()
        body: Json = {"message_id": self._one([*range(1, 9), 10**9]), "date": DATE, "chat": chat}
        if sender is not None:
            body["from"] = sender
        if chat.get("type") == "channel" or self._chance(30):
            body["sender_chat"] = {"id": -1_000_000_000_777, "type": "channel", "title": "频道"}
        if self._chance(5):
            body["reply_to_message"] = self._replied(chat)
        return body | content

    def _sender_and_chat(self) -> tuple[Json | None, Json]:
        person = self._one(list(self.known.people))
        where = self._one(["own"] * 8 + ["group", "group", "channel", "another", "nobody", "other"])
        private = {"id": person, "type": "private", "first_name": "某"}
        match where:
            case "group":
                chat = {"id": self._one(list(self.known.groups)), "type": "group", "title": "群"}
                return self._user(self._one([person, ANONYMOUS, CHANNEL_BOT])), chat
            case "channel":
                return None, {"id": -1_000_000_000_777, "type": "channel", "title": "频道"}
            case "another":  # as between a business and its customer
                return self._user(self._one(list(self.known.others))), private
            case "nobody":
                return None, private
            case "other":
                chat_id = self._one([-5, 2**52 - 1, -(2**52)])
                return self._user(person), {"id": chat_id, "type": "supergroup", "title": "群"}
        return self._user(person), private

    def _user(self, number: int) -> Json:
        names = ["某", "\u202e长局", "\ud800", "", "x" * 5000, "<b>", "\x00"]
        bot = number in {ANONYMOUS, CHANNEL_BOT} or self._chance(40)
        return {"id": number, "is_bot": bot, "first_name": self._one(names)}

    def _replied(self, chat: Json) -> Json:
        """Return a message that is replied to: of this chat, of another, or of none."""
        shown = self.known.messages.get(self._one([chat["id"], *self.known.people]), ())
        made: Json = {"message_id": self._one([1, 77, 2**31 - 1]), "date": 0, "chat": chat}
        replied: Json = self._one([*shown[-6:], made])
        return replied

    def _pressed(self) -> tuple[str, Json]:
        """Press a button that is shown, in its own chat or elsewhere."""
        shown = [
            (message, button["callback_data"])
            for its in self.known.messages.values()
            for message in its[-4:]
            for row in message.get("reply_markup", {}).get("inline_keyboard", ())
            for button in row
        ]
        if not shown:
            return self._forged()
        message, data = self._one(shown)
        person = message["chat"]["id"] if self._chance(1.2) else self._one(list(self.known.people))
        if person < 0 or person not in self.known.people:
            person = self._one(list(self.known.people))
        return "pressed", self._query(person, data, message=message)

    def _forged(self) -> tuple[str, Json]:
        verb, person = self._one(list(Verb)), self._one(list(self.known.people))
        if self._chance(2):
            return "forged for another's", self._for_anothers()
        count = self._one([0, 1, 1, 1, 2, 2, 3, 40])
        data = ":".join([verb, *(str(self._argument()) for _ in range(count))])
        if self._chance(12):
            data = self._one([self._text(), "督" * 22, f"{verb}:", f"{verb}:" + "9" * 90, ""])
        chat = self._one([person, person, person, *self.known.people, *self.known.groups])
        shown = self.known.messages.get(chat, ())
        gone = {"message_id": self._one([1, 9, 2**31 - 1]), "date": 0}
        kind = "private" if chat > 0 else "group"
        gone["chat"] = {"id": chat, "type": kind, "first_name": "某"}
        if self._chance(12):
            return "forged inline", self._query(person, data, inline_message_id="inline")
        return "forged", self._query(person, data, message=self._one([*shown[-5:], gone]))

    def _for_anothers(self) -> Json:
        """Press a button of somebody's own with the next verb and the next id of another's."""
        person, ids = self.known.people[0], self.known.their_ids
        self.place = (self.place or self.random.randrange(len(Verb) * len(ids))) + 1
        verb, its = list(Verb)[self.place % len(Verb)], ids[self.place // len(Verb) % len(ids)]
        data = f"{verb}:{its}:{self._argument()}"
        shown = self.known.messages.get(person) or [
            {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}
        ]
        return self._query(person, data, message=self._one(shown[-5:]))

    def _query(self, person: int, data: str, **more: object) -> Json:
        query = {"id": f"{person}-{self.number}", "from": self._user(person), "chat_instance": "1"}
        if self._chance(60):
            return {"callback_query": query | {"game_short_name": "game"} | more}
        return {"callback_query": query | {"data": data} | more}

    def _argument(self) -> object:
        return self._one([*self._ids(), *Status, SEEN, "", "一", "submit"])

    def _ids(self) -> list[int]:
        return [*self.random.choices(self.known.ids, k=9), *self.random.choices(ODD, k=2)]

    def _other(self) -> tuple[str, Json]:
        """Return an update that is neither message nor press, also of a Telegram to come."""
        kind = self._one([*_OTHERS, *UNHEARD_OF])
        person = self._one(list(self.known.people))
        chat = {"id": self._one([person, *self.known.groups]), "type": "private", "title": "群"}
        chat["type"] = "private" if chat["id"] > 0 else "group"
        common: Json = {"chat": chat, "date": DATE, "from": self._user(person)}
        body = common | {"user": self._user(person)} | _OTHERS.get(kind, {"deep": _deep(90)})
        return kind, {kind: body, "extra": self._one([None, _deep(100), "x"])}

    def _text(self) -> str:
        if self.long and self._chance(150):
            piece: str = self._one(["1", "已办班320人，", "第1项 ", "（", "\u202e", "9,"])
            return piece * (LONG // 4)
        return "".join(self.random.choices(TEXTS, k=self._one([1, 1, 1, 2, 3])))

    def _chance(self, one_in: float) -> bool:
        return self.random.random() < 1 / one_in

    def _one(self, choices: Sequence[Any]) -> Any:  # noqa: ANN401 - whatever was given
        return self.random.choice(choices)


def _deep(levels: int) -> Json:
    made: Json = {}
    for _ in range(levels):
        made = {"deep": [made]}
    return made


def _break(random: Random, body: Json) -> bool:
    """Spoil one to three places of an update; return whether it is sound, which it is not."""
    copied = _copy(body)
    for _ in range(random.randint(1, 3)):
        holder: Any = copied
        while True:
            key = random.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
            inner = holder[key]
            if isinstance(inner, dict | list) and inner and random.random() < 0.75:
                holder = inner
                continue
            if isinstance(holder, dict) and random.random() < 0.3:
                del holder[key]
            else:
                holder[key] = _copy(random.choice(_WRONG))
            break
        if not copied:
            break
    body.clear()
    body.update(copied)
    return False


_WRONG: Sequence[Any] = (None, [], {}, [[]], "1", "x", "\ud800", True, 1.5, *ODD, _deep(90))
_USER = {"id": 1, "is_bot": False, "first_name": "某"}
_CHAT = {"id": 1, "type": "private"}
_GROUP = {"id": -5, "type": "group", "title": "群"}
_FILE = {"file_id": "f", "file_unique_id": "u"}
_SIZED = _FILE | {"width": 1, "height": 1}
_MEMBER = {"user": _USER, "status": "member"}
_POLL = {
    "id": "1",
    "question": "？",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
#: What a message may hold beside text.
_CONTENTS: Mapping[str, Json] = {
    "photo": {"photo": [_SIZED]},
    "document": {"document": _FILE | {"file_name": "../../x\x00\u202efdp.exe", "file_size": 2**40}},
    "bare document": {"document": _FILE},
    "voice": {"voice": _FILE | {"duration": 1}},
    "video": {"video": _SIZED | {"duration": 1, "mime_type": "x/../y"}},
    "sticker": {"sticker": _SIZED | {"type": "regular", "is_animated": False, "is_video": False}},
    "location": {"location": {"longitude": 1.0, "latitude": 1.0}},
    "contact": {"contact": {"phone_number": "1", "first_name": "\ud800"}},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
    "no photo": {"photo": []},
    "nothing": {},
    "newcomer": {"new_chat_members": [_USER]},
    "leaver": {"left_chat_member": _USER},
    "pin": {"pinned_message": {"message_id": 1, "date": 0, "chat": _CHAT}},
    "move": {"migrate_to_chat_id": -1_000_000_000_777},
    "title": {"new_chat_title": "x" * 5000},
    "unheard of": {"hologram": {"deep": _deep(50)}},
}
#: Kinds whose body is a message, beside the common ones.
_MESSAGES = [kind for kind in UpdateType if kind.endswith(("message", "channel_post"))]
#: All other kinds with what they need beside chat, date and sender.
_OTHERS: Mapping[str, Json] = {
    "inline_query": {"id": "1", "query": "待办", "offset": ""},
    "chosen_inline_result": {"result_id": "1", "query": ""},
    "callback_query": {"id": "1", "chat_instance": "1"},
    "shipping_query": {
        "id": "1",
        "invoice_payload": "",
        "shipping_address": dict.fromkeys(
            ("country_code", "state", "city", "street_line1", "street_line2", "post_code"), ""
        ),
    },
    "pre_checkout_query": {"id": "1", "currency": "CNY", "total_amount": 1, "invoice_payload": ""},
    "poll": _POLL,
    "poll_answer": {"poll_id": "1", "option_ids": [0], "option_persistent_ids": ["a"]},
    "my_chat_member": {"old_chat_member": _MEMBER, "new_chat_member": _MEMBER},
    "chat_member": {
        "old_chat_member": _MEMBER,
        "new_chat_member": {"user": _USER, "status": "kicked", "until_date": 0},
    },
    "chat_join_request": {"user_chat_id": 1},
    "chat_boost": {
        "boost": {
            "boost_id": "1",
            "add_date": 0,
            "expiration_date": 0,
            "source": {"source": "premium", "user": _USER},
        }
    },
    "removed_chat_boost": {
        "boost_id": "1",
        "remove_date": 0,
        "source": {"source": "premium", "user": _USER},
    },
    "message_reaction": {"message_id": 1, "old_reaction": [], "new_reaction": []},
    "message_reaction_count": {"message_id": 1, "reactions": []},
    "business_connection": {"id": "1", "user_chat_id": 1, "is_enabled": True},
    "deleted_business_messages": {"business_connection_id": "1", "message_ids": [1, 2]},
    "purchased_paid_media": {"paid_media_payload": "x"},
    "managed_bot": {"bot": _USER},
}


def kinds() -> set[str]:
    """Return the kinds of updates that are made."""
    return {*_MESSAGES, *_OTHERS}


def _copy(made: Any) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(json.dumps(made))
