"""审核 as the office lives it: reports come by themselves, many in one card, decided there."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.cards.look import Card, Look
from bot.cards.reviews import draw_reviews
from bot.desk import Desk
from bot.in_office.gathering import show_filed
from bot.sections import ReviewPart
from bot.stage import Actor
from bot.turn import Origin, Turn
from db import reviews
from db.engine import Session
from db.tables import AuditEntry, Outbox, Report
from db.vocabulary import Action, Role
from sandbox import Group
from sandbox.messages import Message
from scheduler.clock import MovableClock
from tests.ledger_cast import (
    OFFICE,
    RULES,
    a_cast,
    a_contact,
    a_plan,
    a_report,
    a_unit,
    all_of,
    an_assignment,
    an_item,
    an_obligation,
    at,
    make_database,
)
from tests.play import Play, playing, restarted, settings_for
from tests.test_extension_stories import forges
from tests.test_sandbox_harness import in_loop

FIVE = """2024年清溪县乡村振兴工作要点
一、培养人才
1.培育高素质农民450人。（责任单位：县农业农村局）
2.开展农村电商技能培训。（责任单位：县科经局）
3.开展乡村旅游从业人员培训。（责任单位：县文旅局）
4.开展乡村医生培训。（责任单位：县卫健委）
5.开展乡村教师培训。（责任单位：县教育局）
"""
UNITS = ("县农业农村局", "县科经局", "县文旅局", "县卫健委", "县教育局")


async def county(play: Play) -> list[Actor]:
    """Have five units join, and let the time come when they report."""
    play.imports(FIVE)
    people = [
        await play.joins(name, unit)
        for name, unit in zip(("王芳", "赵磊", "孙丽", "钱进", "李强"), UNITS, strict=True)
    ]
    await play.move_to(3, 20)
    return people


async def reports(
    actor: Actor, item: int, said: str = "已办2期培训班", how: str = "正常推进"
) -> None:
    await actor.says(f"第{item}项：{said}")
    await actor.presses(how)
    await actor.presses("✅ 提交")


def sent(play: Play) -> list[Message]:
    """Return the bot's messages to the office that are about review."""
    return [
        one
        for one in play.office.person.messages
        if one.from_bot and ("待审核" in one.text or "移到下面" in one.text)
    ]


@in_loop
async def test_reports_of_one_hour_are_one_card_that_grows(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        people = await county(play)
        await reports(people[2], 3)
        card = play.office.expects("回执号 1", "待审核")
        assert card.buttons == ["✅ 通过", "↩️ 退回"]

        await play.move_to(3, 20, 10, 5)
        await reports(people[1], 2)
        await play.move_to(3, 20, 10, 20)
        await reports(people[3], 4)

        assert len(sent(play)) == 1
        assert card.text.startswith("待审核 3 件")
        assert card.buttons == ["1", "2", "3", "全部通过（3 件）"]
        await play.move_to(3, 20, 10, 31)
        await reports(people[4], 5)
        newer = play.office.expects("待审核 4 件")
        assert newer.id != card.id
        assert card.text == "这份清单已移到下面。"
        assert card.buttons == []


@in_loop
async def test_one_is_opened_decided_and_the_list_is_there_again(tmp_path: Path) -> None:
    async with playing(tmp_path, in_group=True) as play:
        people = await county(play)
        for item, person in ((2, people[1]), (3, people[2])):
            await reports(person, item)
        group = next(chat for chat in play.sandbox.chats.values() if isinstance(chat, Group))
        director = play.office.person
        card = next(one for one in reversed(group.messages) if "待审核 2 件" in one.text)

        async def press(label: str) -> str:
            query = director.press(card, label, chat=group)
            await play.stage.settle()
            return query.text or ""

        await press("2")
        assert "县文旅局（牵头）" in card.text
        assert card.buttons == ["✅ 通过", "↩️ 退回", "‹ 返回清单"]
        await press("‹ 返回清单")
        assert card.text.startswith("待审核 2 件")
        await press("2")
        await press("↩️ 退回")
        assert "请回复本条消息写明退回原因" in card.text
        async with restarted(play):
            director.say("没有写人数", reply_to=card, chat=group)
            await play.stage.settle()
            await play.move_to(3, 20, 10, 1)
        assert "县科经局" in card.text  # waits alone now, and is shown whole
        people[2].expects("第3项已退回", "没有写人数", "3月25日（周一）17:30前报来")

        assert await press("✅ 通过") == "周敏 已审核通过"

        assert "周敏 3月20日（周三）10:01 审核通过" in card.text
        people[1].expects("已收到 第2项", "督办室已审核通过")
        entries = all_of(play.desk.db, AuditEntry)
        assert [(one.action, one.about, one.done_by) for one in entries] == [
            (Action.RETURNED, "县文旅局 第3项（3月报送）", "周敏"),
            (Action.ACCEPTED, "县科经局 第2项（3月报送）", "周敏"),
        ]
        assert entries[0].reason == "没有写人数"


@in_loop
async def test_a_batch_leaves_the_doubtful_out_until_one_more_tap(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        people = await county(play)
        await people[0].says("第1项：正常推进，已培育高素质农民600人")
        await people[0].presses("✅ 数字没错，提交")
        await reports(people[1], 2)
        await reports(people[2], 3, "场地没有落实", "有困难")
        await reports(people[3], 4)
        card = play.office.expects("待审核 4 件")

        await play.office.presses("全部通过（4 件）")
        assert "将通过下面 2 件，另有 2 件有疑问，不在内" in card.text
        assert "⚠️ 县农业农村局 第1项" in card.text
        assert "超过目标" in card.text
        assert card.buttons == ["✅ 确认通过 2 件", "连同有疑问的 2 件", "‹ 返回清单"]
        assert (
            play.desk.db.read_now(lambda session: session.scalars(select(AuditEntry)).all()) == []
        )

        await reports(people[4], 5)  # comes while the office reads
        done = await play.office.presses("✅ 确认通过 2 件")

        assert done.text == "已通过 2 件"
        assert card.text.startswith("待审核 3 件")
        people[1].expects("督办室已审核通过")
        assert "审核通过" not in people[4].expects("已收到 第5项").text
        await play.office.presses("全部通过（3 件）")
        await play.office.presses("连同有疑问的 2 件")
        assert "将通过下面 3 件：" in card.text
        done = await play.office.presses("✅ 确认通过 3 件")
        assert done.text == "已通过 3 件"
        assert card.text == "✅ 送来的填报都已审核。"
        assert card.buttons == []


@in_loop
async def test_what_was_corrected_meanwhile_is_not_accepted(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        people = await county(play)
        await reports(people[1], 2)
        await reports(people[2], 3)
        card = play.office.expects("待审核 2 件")
        await play.office.presses("2")
        await people[2].says("第3项：改为3期")
        await people[2].presses("✅ 提交")
        assert "单位已另报新版（回执号 3）" in card.text
        await play.office.presses("看新版")
        assert "第 2 版" in card.text
        await play.office.presses("‹ 返回清单")
        await play.office.presses("全部通过（2 件）")
        await people[2].says("第3项：改为4期")
        await people[2].presses("✅ 提交")

        done = await play.office.presses("✅ 确认通过 2 件")

        assert done.text == "已通过 1 件"
        assert "第 3 版" in card.text
        assert "待审核" in card.text


@in_loop
async def test_two_reviewers_at_once_end_in_one_truth(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        people = await county(play)
        await reports(people[1], 2)
        await reports(people[2], 3)
        card = play.office.expects("待审核 2 件")
        await play.office.presses("全部通过（2 件）")
        confirm = card.button("✅ 确认通过 2 件")
        assert confirm is not None

        assert await forges(play, play.office, card, "accept:1") == "周敏 已审核通过"
        again = await forges(play, play.office, card, confirm["callback_data"])
        await forges(play, play.office, card, "return:2")
        await forges(play, play.office, card, "accept:2")
        late = await forges(play, play.office, card, "return:2:vague")

        assert again == "内容有变化，请再看一遍"
        assert late == "周敏 已审核通过"
        assert people[2].count("已退回") == 0


@in_loop
async def test_a_return_is_due_anew_reminded_of_corrected_and_accepted(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        people = await county(play)
        sun = people[2]
        await reports(sun, 3)
        await play.move_to(3, 25, 16)
        await play.office.presses("↩️ 退回")
        await play.office.presses("说明太笼统，请写具体")

        told = sun.expects("第3项已退回", "说明太笼统", "3月27日（周三）17:30前报来")
        before = sun.count("待报")
        await play.move_to(3, 27)
        assert sun.count("待报") == before + 2  # the day before the fresh due day, and on it
        sun.expects("还有 1 项待报", "3月27日（周三）17:30截止", "退回：说明太笼统")
        await sun.presses("修改")
        sun.expects("第3项 · 县文旅局", "原定3月25日（周一）17:30")
        await sun.says("培训80人")
        await sun.presses("✅ 提交")
        assert "第3项已重报" in told.text
        again = play.office.expects("重报，第 2 版", "上次退回原因：说明太笼统")
        await play.office.presses("↩️ 退回")
        await play.office.presses("数字有误，请核对")
        sun.expects("第3项已退回", "数字有误", "3月29日（周五）17:30前报来")
        await sun.presses("修改")
        await sun.says("培训82人")
        await sun.presses("✅ 提交")

        await play.office.presses("✅ 通过")

        assert "另报新版" in again.text or "移到下面" in again.text or "退回" in again.text
        sun.expects("已收到 第3项", "督办室已审核通过", "第 3 次")


@in_loop
async def test_after_its_period_a_report_is_locked_and_the_office_opens_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        people = await county(play)
        sun = people[2]
        await reports(sun, 3)
        await play.move_to(3, 29)
        assert sun.expects("已收到 第3项").button("修改") is not None
        await play.move_to(4, 1)

        refused = await sun.presses("修改")
        await sun.edits("已办2期", "第3项：已办9期培训班")

        assert refused.text == "已审核通过或已过更正时间，如需更正请“问督办室”"
        sun.expects("这一项已审核通过或已过更正时间，不能再改")
        assert sun.count("回执号 2") == 0
        await play.office.says("报告 1")
        await play.office.presses("↩️ 退回")
        await play.office.presses("说明太笼统，请写具体")
        sun.expects("第3项已退回", "4月3日（周三）17:30前报来")
        await sun.presses("修改")
        await sun.says("培训80人")
        await sun.presses("✅ 提交")
        sun.expects("已收到 第3项", "已重报")


@in_loop
async def test_a_report_at_night_reaches_the_office_in_work_hours(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        people = await county(play)
        await play.move_to(3, 20, 22)
        await reports(people[1], 2)
        await reports(people[2], 3)
        assert sent(play) == []

        await play.move_to(3, 21, 9, 5)

        assert [one.text[:7] for one in sent(play)] == ["待审核 2 件"]


@pytest.mark.parametrize(
    ("card", "shown"),
    [("each", ["review", "review", "review"]), ("gathered", ["reviews"]), ("off", [])],
)
def test_the_office_says_how_reports_are_shown_to_it(
    tmp_path: Path, card: str, shown: list[str]
) -> None:
    settings = settings_for(tmp_path, OFFICE)
    settings = settings.model_copy(update={"review": ReviewPart.model_validate({"card": card})})
    now = at("2024-06-20 10:00")

    def file(session: Session) -> None:
        cast = a_cast(session)
        turn = Turn(session, now, Origin(1), Desk(database, MovableClock(now), settings))
        for part in (cast.nongye_part, cast.renshe_part, cast.wenlv_part):
            owed = an_obligation(session, part, "2024-06-25 17:30", period="2024-06")
            report = session.get_one(Report, a_report(session, owed, cast.wang))
            show_filed(turn, report, cast.plan)

    with make_database(tmp_path) as database:
        database.write_now(file)

        sent = all_of(database, Outbox)
        assert [one.card for one in sent] == shown
        assert all(one.bulk and one.chat_id == OFFICE for one in sent)


def test_a_hundred_reports_are_paged_and_accepted_fifty_at_once(tmp_path: Path) -> None:
    now = at("2024-06-20 10:00")

    def draw_them(session: Session) -> tuple[Card | None, Card | None]:
        plan = a_plan(session)
        wang = a_contact(session, "王芳", {a_unit(session, "农业农村局"): Role.CONTACT})
        for number in range(100):
            unit = a_unit(session, f"第{number}单位")
            part = an_assignment(session, an_item(session, plan), unit)
            owed = an_obligation(session, part, "2024-06-25 17:30", period="2024-06")
            a_report(session, owed, wang)
        look = Look(session, now, RULES, "督办室")
        waiting = [one.id for one in reviews.waiting(session, plan)]
        batch = {"sure": waiting[:50], "doubted": [], "all": False}
        return draw_reviews(look, plan, {"page": 2}), draw_reviews(look, plan, {"batch": batch})

    with make_database(tmp_path) as database:
        listed, batch = database.write_now(draw_them)

    assert listed is not None
    assert batch is not None
    assert "第 2/10 页" in listed.text
    labels = [one.label for row in listed.buttons for one in row]
    assert labels[:2] == ["11", "12"]
    assert labels[-1] == "通过前 50 件"
    assert "将通过下面 50 件" in batch.text
    assert "翻到最后一页再确认" in batch.text
    assert [one.label for row in batch.buttons for one in row] == ["下一页 ›", "‹ 返回清单"]
