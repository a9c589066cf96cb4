"""What becomes of a message when Telegram refuses, stumbles or does not answer."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from db import outbox, sending
from db.engine import Session
from db.tables import Outbox
from db.vocabulary import OutboxState
from sandbox import Group
from tests.play import Play, playing
from tests.test_sandbox_harness import in_loop

pytestmark = pytest.mark.filterwarnings("ignore:.*retry_after.*:DeprecationWarning")


async def minutes(play: Play, count: int) -> None:
    play.stage.clock.move(timedelta(minutes=count))
    await play.stage.settle()


@in_loop
async def test_a_reminder_that_may_have_arrived_is_sent_once_more(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        play.sandbox.faults.add("reset_after", "sendMessage", chat_id=sun.person.id)

        await play.move_to(3, 20, 9)
        assert sun.count("待报") == 1
        await minutes(play, 2)

        assert sun.count("待报") == 2
        assert OutboxState.UNCERTAIN not in play.desk.db.read_now(outbox.counts)


@in_loop
async def test_a_reminder_that_fails_unknown_twice_is_held_and_shown(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        play.sandbox.faults.add("500", "sendMessage", chat_id=sun.person.id, times=2)

        await play.move_to(3, 20, 9)
        await minutes(play, 2)
        await minutes(play, 2)

        assert sun.count("待报") == 0
        play.office.expects("不能确定是否送达")


@in_loop
async def test_a_digest_that_may_have_arrived_is_never_repeated(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        play.sandbox.faults.add("reset_after", "sendMessage", chat_id=play.office.person.id)

        await play.move_to(3, 18)
        await minutes(play, 5)

        assert play.office.count("督办周报") == 1
        play.office.expects("不能确定是否送达")


@in_loop
async def test_a_flood_answer_is_waited_out_and_nothing_is_lost(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        play.sandbox.faults.add("429", "sendMessage", times=2)

        await play.move_to(3, 20, 9)
        await minutes(play, 3)

        assert sun.count("待报") == 1


@in_loop
async def test_an_edit_that_stumbles_is_made_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20, 9)
        await sun.presses("第3项")
        play.sandbox.faults.add("500", "editMessageText", times=1)

        await sun.presses("已完成")
        await minutes(play, 2)

        sun.expects("第3项 · 县文旅局", "进展：已完成")


@in_loop
async def test_a_group_that_became_a_supergroup_still_gets_its_digest(tmp_path: Path) -> None:
    async with playing(tmp_path, in_group=True) as play:
        play.imports()
        group = play.sandbox.chats[play.desk.office_chat or 0]
        assert isinstance(group, Group)

        moved = play.sandbox.upgrade_group(group, play.office.person)
        await play.move_to(3, 18, 9, 5)

        assert sum("督办周报" in message.text for message in moved.messages) == 1


@in_loop
async def test_several_changes_before_a_send_are_one_edit(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20, 9)
        await sun.presses("第3项")
        form = sun.expects("第3项 · 县文旅局")
        before = form.edits

        for label in ("未启动", "有困难", "已完成"):
            sun.person.press(form, label)
        await play.stage.settle()

        assert form.edits == before + 1
        assert "进展：已完成" in form.text


@in_loop
async def test_what_a_dead_sender_had_claimed_is_sent_after_its_lease(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        now = play.desk.clock.now()

        def claimed_by_nobody(session: Session) -> None:
            chat, values = play.office.person.id, {"template": "all_in", "values": {}}
            outbox.put(session, outbox.outbox_row("note", chat, "note", now, args=values))
            sending.claim(session, now, timedelta(seconds=60), 5)

        play.desk.db.write_now(claimed_by_nobody)
        await play.stage.settle()
        assert play.office.heard() == []

        await minutes(play, 2)

        assert play.office.heard() == ["✅ 已全部报齐，谢谢！"]
        assert play.desk.db.read_now(
            lambda session: {row.state for row in session.query(Outbox)}
        ) == {OutboxState.SENT}


@in_loop
async def test_a_stop_gives_back_what_was_not_begun_and_the_next_start_sends_it(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        now = play.desk.clock.now()
        chats = [play.sandbox.add_person(f"人{n}", started=True).id for n in range(40)]

        def put(session: Session) -> None:
            values = {"template": "all_in", "values": {}}
            for chat in chats:
                row = outbox.outbox_row(f"note:{chat}", chat, "note", now, args=values)
                outbox.put(session, row)

        play.desk.db.write_now(put)
        stopping = asyncio.Event()
        sender = asyncio.create_task(play.stage.service.delivery.run(stopping))
        while len(play.sandbox.calls.writes()) < 5:  # noqa: ASYNC110 - nothing rings
            await asyncio.sleep(0)
        stopping.set()
        await sender
        states = play.desk.db.read_now(outbox.counts)
        assert OutboxState.CLAIMED not in states
        assert states[OutboxState.SENT] == len(play.sandbox.calls.writes())

        await play.stage.settle()

        got = [
            len(person.messages) for person in play.sandbox.people.values() if person.id in chats
        ]
        assert got == [1] * 40
