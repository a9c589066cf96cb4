"""A leader answers the digest; the office makes it an item; its unit reports, the leader sees."""

import asyncio
from datetime import date
from pathlib import Path

from sqlalchemy import select

from bot.drafts.known import revision_for
from bot.ending import withdraw
from bot.office.revising import revise
from bot.stage import Actor
from db.audit import Actor as By
from db.engine import Session
from db.tables import AuditEntry, Cadence, FollowUp, Item
from db.vocabulary import Action, Role, Via
from notice.lines import lines_of
from notice.reader import read_notice
from sandbox.messages import Message
from tests.play import SMALL, Play, playing, restarted
from tests.sitting import sitting


async def to_digest(play: Play) -> Message:
    """Let a Monday come; return the digest that the leader got."""
    leader = await play.joins("李县长", "", Role.LEADER)
    await play.joins("王芳", "县农业农村局")
    await play.move_to(3, 18)
    return leader.expects("周报")


def test_a_leaders_reply_becomes_an_item_with_unit_and_day_once_the_office_confirms(
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with playing(tmp_path) as play:
            plan = play.imports()
            theirs = await to_digest(play)
            leader = play.stage.sandbox.people[theirs.chat.id]
            leader.say("请农业农村局抓紧，3月29日前报方案", reply_to=theirs)
            await play.stage.settle()

            asked = play.office.expects("批示", "县农业农村局", "3月29日")
            assert asked.button("立项督办")
            async with restarted(play):
                await play.office.presses("立项督办")
            assert play.office.expects("已立项为第4项")
            with_leader = [one.text for one in leader.messages if one.from_bot]
            assert any("已立项督办" in text for text in with_leader)

            item, rule, entry = play.desk.db.read_now(
                lambda session: (
                    session.scalars(select(Item).where(Item.added_at.is_not(None))).one(),
                    session.scalars(select(Cadence).order_by(Cadence.id.desc())).first(),
                    session.scalars(select(AuditEntry)).one(),
                )
            )
            assert item.plan_id == plan
            assert item.text.startswith("请农业农村局抓紧")
            assert rule is not None
            assert rule.anchor == date(2024, 3, 29)
            assert (entry.action, entry.done_by) == (Action.FOLLOW_UP, play.office.name)

    asyncio.run(story())


def test_the_unit_reports_it_as_any_item_and_the_leader_sees_it(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path) as play:
            play.imports()
            theirs = await to_digest(play)
            leader = play.sandbox.people[theirs.chat.id]
            leader.say("请农业农村局抓紧，3月29日前报方案", reply_to=theirs)
            await play.stage.settle()
            await play.office.presses("立项督办")
            await play.move_to(3, 20)
            unit = next(one for one in play.sandbox.people.values() if one.name == "王芳")
            assert any("领导批示转办" in one.text for one in unit.messages)
            contact = Actor(play.stage, unit)
            await contact.says("/todo")
            await contact.presses("第4项")
            await contact.says("方案已报县政府，正常推进")
            await contact.presses("提交")

            assert any("已报〔" in one.text for one in leader.messages if one.from_bot)

            await play.office.says("/report 1")
            await play.office.presses("退回")
            await play.office.presses("说明太笼统，请写具体")
            assert any("督办室已退回" in one.text for one in leader.messages if one.from_bot)

    asyncio.run(story())


def test_what_is_not_named_is_chosen_by_buttons(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path) as play:
            play.imports()
            theirs = await to_digest(play)
            leader = play.sandbox.people[theirs.chat.id]
            leader.say("这一项要抓紧", reply_to=theirs)
            await play.stage.settle()

            assert play.office.expects("责任单位：未定", "期限：未定").button("立项督办") is None
            await play.office.presses("选单位")
            await play.office.presses("县人社局")
            await play.office.presses("3月21日前")
            await play.office.presses("立项督办")
            assert play.office.expects("已立项为第4项", "县人社局", "3月21日")

    asyncio.run(story())


def test_it_is_open_at_once_and_by_when_is_the_ledgers_own_day(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path) as play:
            play.imports()
            theirs = await to_digest(play)
            play.sandbox.people[theirs.chat.id].say("请农业农村局6月29日前报方案", reply_to=theirs)
            await play.stage.settle()
            await play.office.presses("立项督办")
            await play.move_to(3, 19)
            unit = next(one for one in play.sandbox.people.values() if one.name == "王芳")
            contact = Actor(play.stage, unit)
            await contact.says("第4项：方案已起草，正常推进")

            contact.expects("第4项", "方案已起草")
            contact.expects("请在6月28日（周五）前填报")  # the 29th is a Saturday
            play.office.expects("已立项为第4项", "6月28日（周五）前报送")

    asyncio.run(story())


def test_of_a_plan_that_is_withdrawn_nothing_is_made_an_item(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path) as play:
            plan = play.imports()
            theirs = await to_digest(play)
            leader = play.sandbox.people[theirs.chat.id]
            leader.say("请农业农村局抓紧，3月29日前报方案", reply_to=theirs)
            await play.stage.settle()
            card = play.office.expects("批示", "期限：3月29日")
            button = card.button("立项督办")
            assert button is not None
            data, now = button["callback_data"], play.stage.clock.now()
            by = By(play.office.name, Via.CHAT)
            play.desk.db.write_now(lambda session: withdraw(session, plan, by, now))
            pressed = await sitting(play).forges(card, data)

            assert pressed.text == "所属工作要点已结束，不能再立项"
            assert play.office.expects("所属工作要点已结束").button("立项督办") is None
            added = select(Item).where(Item.added_at.is_not(None))
            assert play.desk.db.read_now(lambda session: session.scalar(added)) is None

    asyncio.run(story())


def test_a_reply_with_a_day_that_cannot_be_is_told_why(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path) as play:
            play.imports()
            theirs = await to_digest(play)
            play.sandbox.people[theirs.chat.id].say("要抓紧", reply_to=theirs)
            await play.stage.settle()
            card = play.office.expects("批示", "期限：未定")
            await play.office.says("县农业农村局 3月1日前", reply_to=card)

            play.office.expects("期限要在明天到12月31日", "请这样回复那条批示")
            play.office.expects("责任单位：县农业农村局", "期限：未定")

    asyncio.run(story())


def test_an_edited_reply_takes_the_place_of_what_it_said(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path) as play:
            play.imports()
            theirs = await to_digest(play)
            leader = play.sandbox.people[theirs.chat.id]
            said = leader.say("请农业农村局抓紧", reply_to=theirs)
            await play.stage.settle()
            leader.edit(said, "请农业农村局抓紧，3月29日前报方案")
            await play.stage.settle()

            (kept,) = play.desk.db.read_now(lambda session: session.scalars(select(FollowUp)).all())
            assert (kept.words, kept.due_on) == (
                "请农业农村局抓紧，3月29日前报方案",
                date(2024, 3, 29),
            )

    asyncio.run(story())


def test_a_polite_word_in_the_offices_chat_is_no_instruction(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path) as play:
            play.imports()
            await play.move_to(3, 18)
            await play.office.says("收到", reply_to=play.office.expects("督办周报"))

            assert play.office.count("批示") == 0

    asyncio.run(story())


def test_a_contact_who_is_no_leader_answers_as_usual(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path) as play:
            play.imports()
            await to_digest(play)
            unit = next(one for one in play.sandbox.people.values() if one.name == "王芳")
            unit.say("已培训120人", reply_to=unit.messages[-1])
            await play.stage.settle()

            said = play.desk.db.read_now(lambda session: session.scalars(select(FollowUp)).all())
            assert said == []

    asyncio.run(story())


def test_a_newer_text_of_the_notice_leaves_it_alone(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path) as play:
            plan = play.imports()
            theirs = await to_digest(play)
            leader = play.sandbox.people[theirs.chat.id]
            leader.say("请农业农村局抓紧，3月29日前报方案", reply_to=theirs)
            await play.stage.settle()
            await play.office.presses("立项督办")
            revise_to(play, plan, SMALL.replace("450人", "500人"))

            kept = play.desk.db.read_now(
                lambda session: session.scalars(
                    select(Item).where(Item.added_at.is_not(None))
                ).one()
            )
            assert kept.withdrawn_at is None

    asyncio.run(story())


def revise_to(play: Play, plan: int, text: str) -> None:
    draft = read_notice(lines_of(text))

    def change(session: Session) -> None:
        revision = revision_for(session, plan, draft)
        assert not revision.withdrawn
        revise(session, play.desk, plan, revision, text)

    play.desk.db.write_now(change)
