"""Whatever comes in as an update: nothing breaks, nothing leaks, and the next good one works."""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from telegram.constants import UpdateType
from telegram.error import TelegramError

from bot.desk import Desk
from bot.intake import receive, take_in
from bot.stage import Actor, Stage, open_stage
from db import inbox
from db.engine import Session
from db.tables import Inbox, Outbox
from db.vocabulary import InboxState, OutboxState
from sandbox import App, Sandbox, create_app
from scheduler.clock import MovableClock
from templates import word
from tests import two_units
from tests.ledger_cast import all_of
from tests.play import settings_for
from tests.strange import Composer, Json, Known, Strange, kinds
from tests.test_sandbox_harness import Transport
from tests.two_units import OURS, SECRET, THEIRS, chat_of, rows_of
from tests.used_again import open_again

BATCH = 60
OFFICE = 4_000_000
#: Everybody who writes: the first unit's people, who belong to none, and who does not belong.
WRITING = [
    *OURS.chats,
    *map(chat_of, (two_units.HELPER, two_units.LEADER, two_units.OFFICER, two_units.ADMIN)),
    chat_of(two_units.DEPARTED),
    two_units.INVITED,
    two_units.STRANGER,
]


@dataclass(slots=True)
class Heard:
    """What went out: to whom, and in which words."""

    calls: list[tuple[int, str]] = field(default_factory=list)

    def leaks(self) -> list[tuple[int, str]]:
        """Return what told the second unit's matters to anybody but its people and the office."""
        allowed = {*THEIRS.chats, OFFICE}
        return [(chat, said) for chat, said in self.calls if SECRET in said and chat not in allowed]


class Wire(Transport):
    """The way to the sandbox, listened to."""

    def __init__(self, app: App, heard: Heard) -> None:
        super().__init__(app)
        self.heard = heard

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        given = dict(parse_qsl((await request.aread()).decode("utf-8", "replace")))
        whom = given.get("chat_id") or given.get("callback_query_id", "0").partition("-")[0]
        labels = json.loads(given.get("reply_markup", "{}"))
        self.heard.calls.append((int(whom), f"{given.get('text')} {labels}"))
        return await super().handle_async_request(request)


@dataclass(slots=True)
class Siege:
    """The real bot on a ledger of two units, and what it was sent."""

    stage: Stage
    desk: Desk
    heard: Heard
    sent: dict[int, Strange] = field(default_factory=dict)

    async def feed(self, updates: Sequence[Strange]) -> None:
        """Put updates into the inbox as intake does, and let everything happen."""
        for one in updates:
            self.sent.setdefault(one.number, one)
        received = [receive(one.update) for one in updates]
        now = self.desk.clock.now()
        await self.desk.db.write(lambda session: inbox.receive(session, received, now))
        await self.stage.service.worker.drain()
        await self.stage.service.delivery.drain()
        await asyncio.gather(*self.desk.apart)

    def shown(self) -> dict[int, list[Json]]:
        """Return what stands in the chats of those who write."""
        chats = self.stage.sandbox.chats
        return {chat: [one.as_json() for one in chats[chat].messages] for chat in WRITING}


@asynccontextmanager
async def besieged(folder: Path) -> AsyncIterator[Siege]:
    """Open the bot on a ledger of two units, everybody's checklist shown once."""
    clock = MovableClock(two_units.NOW)
    sandbox = Sandbox(clock, monotonic=clock.monotonic)
    for person in [*WRITING, *THEIRS.chats, OFFICE]:
        sandbox.add_person(f"人{person}", person_id=person, started=True)
    sandbox.add_bot(sandbox.add_group("群", sandbox.people[WRITING[0]]), sandbox.people[WRITING[0]])
    app, heard = create_app(sandbox), Heard()
    (folder / "duban.db").write_bytes(two_units.filled())
    given = settings_for(folder, OFFICE)
    with open_again(folder / "duban.db") as database:
        desk = Desk(database, clock, given)
        async with open_stage(desk, sandbox, clock, Wire(app, heard)) as stage:
            for person in WRITING:
                sandbox.people[person].say("待办")
            await stage.settle()
            yield Siege(stage, desk, heard)
    app.close()


async def besiege(folder: Path, random: Random, count: int, *, long: bool) -> Counter[str]:
    """Feed so many strange updates, check what must hold, then act as a contact should."""
    async with besieged(folder) as siege:
        groups = [chat for chat in siege.stage.sandbox.chats if chat < 0]
        ids = [*range(1, 6), *OURS.ids, *THEIRS.ids, *OURS.ids]
        username = siege.stage.sandbox.bot_username
        known = Known(WRITING, THEIRS.chats, groups, ids, THEIRS.ids, username)
        composer = Composer(random, known, 1000, long=long)
        before = siege.desk.db.read_now(lambda session: rows_of(session, THEIRS))
        for start in range(0, count, BATCH):
            known.messages = siege.shown()
            updates = [composer.update() for _ in range(min(BATCH, count - start))]
            random.shuffle(updates)
            await siege.feed(updates)
            assert siege.heard.leaks() == []

        after = siege.desk.db.read_now(lambda session: rows_of(session, THEIRS))
        assert after == before
        assert_messages_arrive_and_hold_no_secret(siege)
        counted = count_by_end(siege)
        await assert_a_good_update_works(siege)
        return counted


def assert_messages_arrive_and_hold_no_secret(siege: Siege) -> None:
    allowed, rows = {*THEIRS.chats, OFFICE}, all_of(siege.desk.db, Outbox)
    failed = [row for row in rows if row.state is OutboxState.FAILED]

    assert [row.error for row in failed if row.chat_id in siege.stage.sandbox.chats] == []
    assert [
        row.key for row in rows if SECRET in repr(row.args) and row.chat_id not in allowed
    ] == []


def count_by_end(siege: Siege) -> Counter[str]:
    """Return how many updates of each kind ended how; a sound one is done, each one ends."""
    rows = {row.update_id: row for row in all_of(siege.desk.db, Inbox)}
    ends = {number: rows[number] for number in siege.sent}
    told = {row.key for row in all_of(siege.desk.db, Outbox)}

    parked = {number for number, row in ends.items() if row.state is InboxState.PARKED}
    bad = [siege.sent[number] for number in parked if siege.sent[number].sound]
    assert [(one.trick, ends[one.number].error, str(one.update)[:1000]) for one in bad] == []
    assert {row.state for row in ends.values()} <= {InboxState.DONE, InboxState.PARKED}
    assert {f"parked_notice:{number}" for number in parked} <= told
    return Counter(
        f"{siege.sent[number].trick.split()[0]} {row.state} {row.error or ''}".strip()
        for number, row in ends.items()
    )


async def assert_a_good_update_works(siege: Siege) -> None:
    contact = Actor(siege.stage, siege.stage.sandbox.people[chat_of(THEIRS.contact)])
    await contact.says("待办")
    contact.expects(THEIRS.mark, "第3项")
    await contact.presses("第3项")
    await contact.says("330个")
    await contact.presses(word("button.submit"))
    assert contact.count("330个") >= 1

    def reported(session: Session) -> int:
        return len(rows_of(session, THEIRS)["report"])

    assert siege.desk.db.read_now(reported) == 2


def drive(
    folder: Path, caplog: pytest.LogCaptureFixture, sieges: int, count: int, *, long: bool = False
) -> Counter[str]:
    """Let Hypothesis choose the chances of so many sieges; return how the updates ended."""
    counted: Counter[str] = Counter()

    @settings(
        max_examples=sieges,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(chance=st.randoms(use_true_random=True))
    def feed(chance: Random) -> None:
        caplog.clear()
        with TemporaryDirectory(dir=folder) as name:
            counted.update(asyncio.run(besiege(Path(name), chance, count, long=long)))
        broken = [one for one in caplog.records if one.levelno >= logging.ERROR and one.exc_info]
        assert [one.exc_info for one in broken if one.msg != "update failed update=%s"] == []
        assert SECRET not in caplog.text

    feed()
    return counted


def test_strange_updates_break_nothing_and_tell_nobody_another_unit_s_matters(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    counted = drive(tmp_path, caplog, sieges=3, count=90)

    assert counted.total() >= 240


@pytest.mark.torture
def test_ten_thousand_strange_updates_do_no_more(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    counted = drive(tmp_path, caplog, sieges=21, count=520, long=True)

    print("\n".join(f"{how}: {number}" for how, number in sorted(counted.items())))  # noqa: T201
    assert counted.total() >= 10_000


def test_every_kind_of_update_is_among_them() -> None:
    assert set(UpdateType) <= kinds()


def message(number: int, sender: Json, chat: Json, text: str, kind: str = "message") -> Json:
    entities = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    body = {"message_id": number, "date": 0, "from": sender, "chat": chat, "text": text}
    return {"update_id": number, kind: body | {"entities": entities}}


def person(number: int, name: str) -> Json:
    return {"id": number, "is_bot": False, "first_name": name}


@pytest.mark.parametrize("kind", ["message", "business_message", "edited_message"])
def test_what_a_person_writes_in_another_s_chat_is_not_answered_there(
    tmp_path: Path, kind: str
) -> None:
    async def story() -> None:
        async with besieged(tmp_path) as siege:
            chat = {"id": two_units.STRANGER, "type": "private"}
            said = message(1000, person(chat_of(THEIRS.contact), "李"), chat, "/todo", kind)
            await siege.feed([Strange(kind, said, sound=True)])

            assert siege.heard.leaks() == []

    asyncio.run(story())


def test_somebody_without_a_name_is_answered(tmp_path: Path) -> None:
    async def story() -> None:
        async with besieged(tmp_path) as siege:
            sender = person(chat_of(OURS.contact), "")
            chat = sender | {"type": "private"}
            await siege.feed(
                [Strange("nameless", message(1000, sender, chat, "/help"), sound=True)]
            )

            assert count_by_end(siege) == {"nameless done": 1}

    asyncio.run(story())


def test_updates_that_nobody_could_store_do_not_keep_others_back(tmp_path: Path) -> None:
    async def story() -> None:
        async with besieged(tmp_path) as siege:
            sandbox = siege.stage.sandbox
            sandbox.updates.push_raw({"message": {"chat": {"id": 2**63}}})
            for number in (None, "7", -1, 2**63):
                sandbox.updates.push_raw({"update_id": number})
            contact = Actor(siege.stage, sandbox.people[chat_of(OURS.contact)])
            before = contact.count(OURS.mark)

            await contact.says("待办")

            assert contact.count(OURS.mark) == before + 1

    asyncio.run(story())


class Oddity:
    """A Telegram that answers everything with one thing."""

    def __init__(self, result: object) -> None:
        self.result = result

    async def do_api_request(self, _method: str, **_given: object) -> object:
        return self.result


@pytest.mark.parametrize(
    "result",
    [None, {"update_id": 1}, [None], [{"message": {}}], [{"update_id": "7"}, {"update_id": 2**63}]],
)
def test_a_batch_of_which_nothing_could_be_confirmed_is_waited_out_not_asked_for_at_once(
    tmp_path: Path, result: object
) -> None:
    async def story() -> None:
        async with besieged(tmp_path) as siege:
            bot: Any = Oddity(result)

            with pytest.raises(TelegramError, match="no updates"):
                await take_in(siege.stage.service.desk, bot, None, 0)

    asyncio.run(story())
