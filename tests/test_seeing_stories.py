"""The office looks at its plan in chat: how it stands, who is missing, items, units and files."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.stage import Actor
from db.tables import Item, Plan, Unit
from db.vocabulary import Role
from sandbox.chats import Group
from sandbox.messages import Message, Query
from tests.play import SMALL, Play, playing
from tests.test_sandbox_harness import in_loop

PDF = b"%PDF-1.7\n1 0 obj\n"
MANY = "2024年清溪县重点工作要点\n" + "".join(
    f"{n}.开展第{n}类培训。（责任单位：县{n}局）\n" for n in range(1, 21)
)
PLACES = pytest.mark.parametrize("in_group", [False, True], ids=["private", "group"])


@dataclass(slots=True)
class Office:
    """Somebody in the office's chat, a private one or a group."""

    play: Play
    group: Group | None

    async def says(self, text: str) -> Message:
        """Type a text; return the newest message of the bot's."""
        self.play.office.person.say(text, chat=self.group)
        await self.play.stage.settle()
        return self.sees()

    async def presses(self, label: str) -> Query:
        """Press a button of the newest message that has it."""
        found = (one for one in reversed(self.messages()) if one.button(label) is not None)
        query = self.play.office.person.press(next(found), label, chat=self.group)
        await self.play.stage.settle()
        return query

    def sees(self) -> Message:
        """Return the newest message of the bot's."""
        return [one for one in self.messages() if one.from_bot][-1]

    def messages(self) -> list[Message]:
        """Return what stands in the chat."""
        chat = self.group or self.play.office.person.chat
        return list(chat.history.shown())


@asynccontextmanager
async def in_office(tmp_path: Path, *, in_group: bool = False) -> AsyncIterator[Office]:
    async with playing(tmp_path, in_group=in_group) as play:
        chats = (one for one in play.sandbox.chats.values() if isinstance(one, Group))
        yield Office(play, next(chats, None) if in_group else None)


async def a_month(office: Office, *, file: bool = False) -> Actor:
    """Have one unit of four report on an item of two; three days later the rest is late."""
    play = office.play
    play.imports()
    wang = await play.joins("王芳", "县农业农村局")
    await play.joins("李强", "县人社局")
    await play.joins("孙局", "县人社局", Role.HEAD)
    await play.move_to(3, 20)
    await wang.presses("第1项")
    if file:
        wang.person.sends_file("名单.pdf", PDF)
        await play.stage.settle()
    await wang.says("高素质农民320人，家庭农场1700个，已办培训2期")
    await wang.presses("正常推进")
    await wang.presses("✅ 提交")
    await play.move_to(3, 28)
    return wang


def labels(message: Message) -> list[str]:
    return [str(one["text"]) for row in message.rows for one in row]


@PLACES
@in_loop
async def test_the_state_of_the_plan_opens_each_list_on_the_same_card(
    tmp_path: Path,
    in_group: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    async with in_office(tmp_path, in_group=in_group) as office:
        await a_month(office)
        card = await office.says("/status")

        for said in ("本期已报 1/5", "▓▓░░░░░░░░ 20%", "逾期未报 4 项", "待审核 1 份"):
            assert said in card.text
        assert "联系不上的单位 2 个：县科经局、县文旅局" in card.text
        before = len(office.messages())
        for label, shows in (
            ("⏰ 逾期未报", "逾期未报：4 个单位 4 项"),
            ("还没报的", "还没报：4 个单位 4 项"),
            ("任务", "任务 3 项"),
            ("单位", "责任单位 4 个"),
            ("换计划", "点一下切换"),
        ):
            await office.presses(label)
            assert shows in office.sees().text
            await office.presses("‹ 返回")
            assert "本期已报 1/5" in office.sees().text
        assert len(office.messages()) == before


#: What is typed, and what is then shown.
TYPED = (
    ("进度", "本期已报 1/5"),
    ("情况", "本期已报 1/5"),
    ("谁没报", "还没报：4 个单位"),
    ("任务 3", "开展乡村旅游从业人员培训"),
    ("任务3", "开展乡村旅游从业人员培训"),
    ("任务 第3项", "开展乡村旅游从业人员培训"),
    ("/item", "任务 3 项"),
    ("任务 9", "没有第9项"),
    ("单位 县农业局", "联络员 王芳"),
    ("单位 局", "请选一个"),
    ("单位 教育局", "没有找到“教育局”"),
    ("换计划", "点一下切换"),
    ("查 电商", "第2项"),
    ("查", "请在“查”后面写要找的词"),
)


@in_loop
async def test_each_word_that_is_typed_shows_its_list(tmp_path: Path) -> None:
    async with in_office(tmp_path) as office:
        await a_month(office)
        for typed, shows in TYPED:
            assert shows in (await office.says(typed)).text, typed


@in_loop
async def test_each_late_unit_has_its_contact_its_delay_and_a_button_that_reminds(
    tmp_path: Path,
) -> None:
    async with in_office(tmp_path) as office:
        await a_month(office)
        text = (await office.says("谁没报")).text

        assert "县人社局 1 项，逾期 3 天" in text
        assert "3月25日到期，李强，3月28日 09:00催过" in text
        assert "还没有联络员加入" in text
        await office.presses("县人社局")
        assert "任务 1 项，本期已报 0/1，逾期 1 项" in office.sees().text
        await office.presses("‹ 返回")
        await office.presses("催办")
        assert "确认催办" in labels(office.sees()) or "可以再催" in office.sees().text


@in_loop
async def test_an_item_shows_its_targets_beside_the_time_gone_by_and_its_reports(
    tmp_path: Path,
) -> None:
    async with in_office(tmp_path) as office:
        await a_month(office)
        text = (await office.says("任务 1")).text

        for said in (
            "培育高素质农民450人",
            "高素质农民：320人（目标达到450人，回执号 1）",
            "▓▓┃▓▓▓▓▓░░░ 71%",
            "时序进度 24%",
            "✅ 县农业农村局（牵头）3月已报",
            "⏰ 县人社局（配合）3月逾期 3 天",
        ):
            assert said in text
        await office.presses("填报记录 1")
        assert "📝 回执号 1 3月 正常推进" in office.sees().text
        await office.presses("回执号 1")
        assert "已办培训2期" in office.sees().text
        await office.presses("‹ 返回")
        await office.presses("责任单位 2")
        await office.presses("县人社局")


@PLACES
@in_loop
async def test_a_file_sent_with_a_report_comes_to_the_office(
    tmp_path: Path,
    in_group: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    async with in_office(tmp_path, in_group=in_group) as office:
        await a_month(office, file=True)
        await office.says("/item 1")
        await office.presses("📎 附件 1")
        assert "1. 名单.pdf" in office.sees().text

        query = await office.presses("📎 1")

        sent = office.sees()
        assert "正在发来" in query.text
        assert sent.content["document"]["file_name"] == "名单.pdf"
        assert "县农业农村局 第1项 3月报送，回执号 1" in sent.content["caption"]


@in_loop
async def test_the_files_of_a_report_open_from_its_own_card(tmp_path: Path) -> None:
    async with in_office(tmp_path) as office:
        await a_month(office, file=True)
        await office.says("/report 1")
        await office.presses("📎 附件 1")

        assert "1. 名单.pdf" in office.sees().text


@in_loop
async def test_a_change_of_date_is_in_the_item_s_history(tmp_path: Path) -> None:
    async with in_office(tmp_path) as office:
        play = office.play
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20)
        await sun.presses("第3项")
        await sun.presses("申请延期")
        await sun.presses("3月28日")
        await sun.says("讲师出差")
        assert "延期申请待答复 1 件" in (await office.says("进度")).text
        assert "申请延期，待答复" in (await office.says("任务 3")).text
        await office.presses("同意")
        await office.says("任务 3")
        await office.presses("改期 1")

        text = office.sees().text
        assert "县文旅局 3月：3月25日（周一） → 3月28日（周四）" in text
        assert "同意延期，周敏" in text


@in_loop
async def test_one_tap_looks_at_another_plan_in_this_chat_from_now_on(tmp_path: Path) -> None:
    async with in_office(tmp_path) as office:
        office.play.imports()
        office.play.imports(MANY)
        assert "重点工作" in (await office.says("进度")).text
        await office.presses("换计划")
        await office.presses("2024年清溪县乡村振兴工作要点")

        assert "乡村振兴" in office.sees().text
        assert "乡村振兴" in (await office.says("进度")).text


@in_loop
async def test_a_plan_that_was_withdrawn_is_not_looked_at_any_more(tmp_path: Path) -> None:
    async with in_office(tmp_path) as office:
        office.play.imports()
        second = office.play.imports(MANY)
        shown = await office.says("进度")
        now = office.play.desk.clock.now()
        withdraw = update(Plan).where(Plan.id == second).values(withdrawn_at=now)
        office.play.desk.db.write_now(lambda session: session.execute(withdraw))
        await office.says("进度")

        assert "乡村振兴" in office.sees().text
        office.play.office.person.press(shown, "任务")
        await office.play.stage.settle()
        assert "任务 20 项" in shown.text


@in_loop
async def test_a_withdrawn_item_says_so_and_is_in_no_list(tmp_path: Path) -> None:
    async with in_office(tmp_path) as office:
        office.play.imports()
        await office.says("任务 3")
        now = office.play.desk.clock.now()
        gone = update(Item).where(Item.number == "3").values(withdrawn_at=now)
        office.play.desk.db.write_now(lambda session: session.execute(gone))
        await office.presses("责任单位 1")
        await office.presses("‹ 返回")

        assert "第3项（已撤销）" in office.sees().text
        assert "任务 2 项" in (await office.says("/item")).text


@in_loop
async def test_lists_page_to_both_ends_and_back_to_the_same_page(tmp_path: Path) -> None:
    async with in_office(tmp_path) as office:
        office.play.imports(MANY)
        await office.says("/item")
        seen: list[str] = []
        while True:
            seen += [one for one in labels(office.sees()) if one.startswith("第")]
            if "下一页 ›" not in labels(office.sees()):
                break
            await office.presses("下一页 ›")

        assert seen == [f"第{n}项" for n in range(1, 21)]
        assert "第 3/3 页" in office.sees().text
        await office.presses("第20项")
        await office.presses("‹ 返回")
        assert "第 3/3 页" in office.sees().text
        for _ in range(2):
            await office.presses("‹ 上一页")
        assert "第 1/3 页" in office.sees().text
        assert "‹ 上一页" not in labels(office.sees())


@in_loop
async def test_without_a_plan_every_list_says_so(tmp_path: Path) -> None:
    async with in_office(tmp_path) as office:
        for typed in ("进度", "谁没报", "任务 1", "单位", "换计划", "查 农民"):
            assert (await office.says(typed)).text == "还没有工作要点。"


@in_loop
async def test_a_contact_gets_nothing_of_it(tmp_path: Path) -> None:
    async with in_office(tmp_path) as office:
        wang = await a_month(office)
        for typed in ("/status", "/missing", "/item 3", "/unit 县人社局", "/plan", "/find 农民"):
            await wang.says(typed)

            assert not any("李强" in said or "本期已报" in said for said in wang.heard())


@in_loop
async def test_a_unit_shows_who_is_away_who_stands_in_and_every_phone(tmp_path: Path) -> None:
    async with in_office(tmp_path) as office:
        wang = await a_month(office)
        await office.play.joins("钱进", "县农业农村局")
        phone = update(Unit).where(Unit.name == "县农业农村局").values(phone="0566-7026001")
        office.play.desk.db.write_now(lambda session: session.execute(phone))
        await wang.says("请假3月28日至30日")
        await wang.presses("钱进")
        text = (await office.says("单位 县农业农村局")).text

        assert "0566-7026001" in text
        assert "📵 联络员 王芳，请假至3月30日（周六），钱进代理" in text
        assert "👤 联络员 钱进" in text
        assert "最近填报：3月20日（周三）10:00 第1项，回执号 1" in text


@in_loop
async def test_a_button_pressed_twice_goes_one_step(tmp_path: Path) -> None:
    async with in_office(tmp_path) as office:
        office.play.imports()
        card = await office.says("进度")
        data = next(
            one["callback_data"] for row in card.rows for one in row if one["text"] == "任务"
        )
        person = office.play.office.person
        person.press(card, data)
        person.press(card, data)
        await office.play.stage.settle()
        assert "任务 3 项" in office.sees().text
        await office.presses("‹ 返回")

        assert "时序进度" in office.sees().text
        assert SMALL.splitlines()[0] in office.sees().text
