"""Set-up in chat: from a notice that the office sends to the first reminder that goes out."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as WordDocument

from db.tables import (
    Assignment,
    Attachment,
    AuditEntry,
    Base,
    Draft,
    Form,
    Invite,
    Item,
    Outbox,
    Plan,
    Target,
    UnitAlias,
)
from db.tables import Document as DocumentRow
from db.vocabulary import Action, DraftState
from sandbox.chats import Group
from sandbox.messages import Message
from tests.ledger_cast import all_of
from tests.office_files import paragraph, word_file
from tests.play import NOTICE, SMALL, Play, playing, restarted
from tests.test_sandbox_harness import in_loop

DOUBTFUL = """2024年平桥县重点工作要点
各责任单位每季度末前将进展情况报送县督办室。
一、农业
1.培育农民450人，居民医保财政补助标准提高到每人每年670元。（责任单位：县农业农村局、县人社局）
2.开展技能培训，三季度前完成。（责任单位：县科经局、县农业农村局）
3.开展旅游培训。
4.发放培训券2000张。（责任单位：县文旅局）
"""


async def sends(play: Play, name: str, content: bytes, reply_to: Message | None = None) -> None:
    """Have the office send a file: one action."""
    play.office.actions += 1
    play.office.person.sends_file(name, content, reply_to=reply_to)
    await play.stage.settle()


def drafts(play: Play) -> list[Draft]:
    return list(all_of(play.desk.db, Draft))


def links(play: Play) -> list[str]:
    """Return the invite links that the office was sent."""
    return [word for text in play.office.heard() for word in text.split() if "?start=" in word]


def count(play: Play, table: type[Base]) -> int:
    return len(all_of(play.desk.db, table))


@in_loop
async def test_a_notice_sent_as_a_file_becomes_a_plan_with_invites_in_three_actions(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        await sends(play, "通知.txt", SMALL.encode())
        play.office.expects("2024年清溪县乡村振兴工作要点", "3 项任务", "4 个单位", "每月25日")
        await play.office.presses("✅ 确认入库")
        play.office.expects("已入库：计划 1", "4 个单位还没有联络员")
        await play.office.presses("发邀请函（4）")

        play.office.expects("邀请链接", "县农业农村局", "县文旅局")
        assert len(links(play)) == 4
        assert play.office.actions == 3


@in_loop
async def test_by_chat_alone_an_empty_database_comes_to_its_first_reminder_in_few_actions(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        assert count(play, Plan) == 0
        await sends(play, "东至县要点.txt", NOTICE.read_bytes())
        play.office.expects("2024年东至县乡村人才振兴工作要点", "28 项任务", "19 个单位")
        await play.office.presses("✅ 确认入库")
        await play.office.presses("发邀请函（19）")
        unit = links(play)[0]
        wang = play.stage.actor("王芳", "县农业农村局")
        await wang.opens(unit)
        await wang.presses("确认加入")
        await wang.presses("签收")
        before = len(wang.heard())

        await play.move_to(3, 20, 10)

        assert len(wang.heard()) > before
        wang.expects("还有 3 个工作日", "第1项")
        assert play.office.actions <= 12


@in_loop
async def test_the_sheet_has_a_page_for_each_unit_whose_link_lets_one_person_in(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        await sends(play, "通知.txt", SMALL.encode())
        await play.office.presses("✅ 确认入库")
        await play.office.presses("发邀请函（4）")
        sheet = next(m for m in reversed(play.office.person.messages) if "document" in m.content)
        content = play.sandbox.files.get(sheet.content["document"]["file_id"]).content
        text = "\n".join(one.text for one in WordDocument(BytesIO(content)).paragraphs)

        assert all(link in text for link in links(play))
        for name in ("县农业农村局", "县人社局", "县科经局", "县文旅局"):
            assert name in text


@in_loop
async def test_invites_that_were_sent_lie_nowhere_on_our_side(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sends(play, "通知.txt", SMALL.encode())
        await play.office.presses("✅ 确认入库")
        await play.office.presses("发邀请函（4）")
        tokens = [link.partition("?start=")[2] for link in links(play)]
        (made,) = all_of(play.desk.db, DocumentRow)
        assert made.path is not None

        await play.stage.service.tick()

        assert not (play.desk.settings.files_folder / made.path).exists()
        assert all_of(play.desk.db, DocumentRow)[0].path is None
        rows = repr([row.args for row in all_of(play.desk.db, Outbox)])
        assert not any(token in rows for token in tokens)
        hashes = {one.token_hash for one in all_of(play.desk.db, Invite)}
        assert hashes == {sha256(token.encode()).hexdigest() for token in tokens}
        await (guest := play.stage.actor("李强")).opens(links(play)[1])
        guest.expects("县人社局")


@in_loop
async def test_pressing_for_invites_twice_makes_them_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sends(play, "通知.txt", SMALL.encode())
        await play.office.presses("✅ 确认入库")
        await play.office.presses("发邀请函（4）")

        query = await play.office.presses("发邀请函（4）")

        assert query.text == "今天已经发过，请往上翻"
        assert len(links(play)) == 4


@in_loop
async def test_a_unit_that_has_a_contact_gets_no_invite(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.joins("王芳", "县农业农村局")
        second = SMALL.replace("乡村振兴工作要点", "文旅工作要点").replace("450人", "460人")
        await sends(play, "通知.txt", second.encode())
        await play.office.presses("✅ 确认入库")
        await play.office.presses("发邀请函（3）")

        assert len(links(play)) == 3
        assert "县农业农村局" not in play.office.expects("邀请链接").text


@in_loop
async def test_a_word_file_is_read_like_a_text(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        body = "".join(map(paragraph, SMALL.splitlines()))
        await sends(play, "通知.docx", word_file(body))

        play.office.expects("2024年清溪县乡村振兴工作要点", "3 项任务")


@in_loop
async def test_questions_are_answered_by_one_tap_each_and_stored(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sends(play, "通知.txt", DOUBTFUL.encode())
        whole = play.office.expects("2024年平桥县重点工作要点", "❓ 3 处要您定", "每季度末")
        assert whole.button("✅ 确认入库") is None
        await play.office.presses("逐条核对（3）")
        play.office.expects("第 1 处，共 3 处", "可能是待遇标准", "建议：去掉")
        await play.office.presses("去掉")
        play.office.expects("第 2 处", "三季度前")
        await play.office.presses("保留")
        play.office.expects("第 3 处", "没有写责任单位", "第3项")
        await play.office.presses("县文旅局")
        await play.office.presses("✅ 确认入库")

        play.office.expects("已入库：计划 1")
        quantities = [one.quantity for one in all_of(play.desk.db, Target)]
        assert "居民医保财政补助标准" not in quantities
        assert [one.due_text for one in all_of(play.desk.db, Item)][1] == "三季度前"
        assert len(all_of(play.desk.db, Assignment)) == 6


@in_loop
async def test_all_questions_are_answered_as_proposed_by_one_tap(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sends(play, "通知.txt", DOUBTFUL.encode())
        await play.office.presses("全部按建议")
        play.office.expects("1 项没有责任单位，入库后不催办")
        await play.office.presses("✅ 确认入库")
        await play.office.presses("发邀请函（4）")

        assert len(links(play)) == 4
        assert play.office.actions <= 5


@in_loop
async def test_a_unit_that_looks_known_is_asked_about_and_remembered(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        other = "4.发布招聘信息。（责任单位：县人力资源社会保障局）\n"
        await sends(play, "通知.txt", f"{SMALL}{other}".encode())
        play.office.expects("❓ 1 处要您定")
        await play.office.presses("逐条核对（1）")
        play.office.expects("“县人力资源社会保障局”是哪个单位？")
        await play.office.presses("县人社局")
        await play.office.presses("✅ 确认入库")

        assert [one.name for one in all_of(play.desk.db, UnitAlias)] == ["县人力资源社会保障局"]
        play.office.expects("4 个单位还没有联络员")


@in_loop
async def test_the_cadence_is_changed_by_a_button_or_a_phrase(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sends(play, "通知.txt", SMALL.encode())
        await play.office.presses("改周期")
        play.office.expects("报送周期", "每月25日", "前 3 次")
        await play.office.presses("每周五")
        play.office.expects("2024年清溪县", "每周五 17:30")
        await play.office.presses("改周期")
        await play.office.says("每个月很早的时候")
        play.office.expects("看不懂")
        await play.office.says("每月20日前；每季度末")
        play.office.expects("2024年清溪县", "每月20日", "每季度末")
        await play.office.presses("✅ 确认入库")

        play.office.expects("已入库：计划 1", "每月20日", "第一次报送：3月20日")


@in_loop
async def test_a_notice_that_is_stored_is_known_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sends(play, "通知.txt", SMALL.encode())
        await play.office.presses("✅ 确认入库")
        await sends(play, "通知 (1).txt", SMALL.encode())

        shown = play.office.expects("已于 3月11日（周一）入库（计划 1）", "不用再入库")
        assert shown.button("✅ 确认入库") is None
        await play.office.presses("取消")
        assert count(play, Plan) == 1


@in_loop
async def test_a_newer_text_shows_what_it_changes_and_revises_the_plan(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        newer = SMALL.replace("450人", "500人") + "4.评选乡村工匠。（责任单位：县人社局）\n"
        await sends(play, "通知.txt", newer.encode())
        play.office.expects("同名的通知", "新增 1 项", "修改 1 项")
        await play.office.presses("看变化")
        play.office.expects("新增", "第4项", "450人 → ", "500人")
        await play.office.presses("返回")
        await play.office.presses("✅ 确认更新")

        play.office.expects("计划 1 已更新")
        assert count(play, Item) == 4
        assert [one.action for one in all_of(play.desk.db, AuditEntry)] == [Action.PLAN_REVISED]


@in_loop
async def test_a_notice_of_a_known_title_may_be_a_plan_of_its_own(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await sends(play, "通知.txt", SMALL.replace("450人", "500人").encode())
        await play.office.presses("作为新的计划入库")
        await play.office.presses("✅ 确认入库")

        play.office.expects("已入库：计划 2")


@in_loop
async def test_what_the_office_confirmed_is_in_the_audit_trail(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sends(play, "通知.txt", SMALL.encode())
        await play.office.presses("✅ 确认入库")
        await play.office.presses("发邀请函（4）")

        entries = all_of(play.desk.db, AuditEntry)
        assert [one.action for one in entries] == [Action.PLAN_ADDED, Action.INVITED]
        assert {one.done_by for one in entries} == {"周敏"}
        assert entries[0].after["items"] == 3


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("照片.png", b"\x89PNG\r\n\x1a\n" + bytes(64), "照片.png 是图片，不是文档"),
        ("通知.zip", b"Rar!\x1a\x07\x00" + bytes(64), "通知.zip 是压缩包"),
        ("空.txt", b" \n \n", "空.txt 是空的"),
        ("随笔.txt", "今天天气很好。\n".encode(), "没有在 随笔.txt 里找到编号的任务"),
        ("清单.txt", "2024年要点\n1.办班。\n2.培训。\n".encode(), "清单.txt 里没有找到责任单位"),
        ("坏.docx", b"PK\x03\x04" + bytes(99), "坏.docx"),
    ],
    ids=["picture", "archive", "empty", "no items", "no units", "damaged"],
)
def test_what_cannot_be_read_is_told_in_one_sentence_and_closed(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    @in_loop
    async def story() -> None:
        async with playing(tmp_path) as play:
            await sends(play, name, content)

            told = play.office.expects(said)
            assert not told.buttons
            assert "\n" not in told.text
            assert [one.state for one in drafts(play)] == [DraftState.REFUSED]

    story()


@in_loop
async def test_a_file_too_large_is_refused_without_being_fetched(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.office.person.sends_file("大.pdf", b"%PDF-1.4", size=30 * 1024 * 1024)
        await play.stage.settle()

        play.office.expects("大.pdf 太大")


@in_loop
async def test_a_long_paste_is_collected_part_by_part_and_read_when_it_is_whole(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        at = SMALL.index("3.开展")
        await play.office.says(SMALL[:at])
        play.office.expects("已收到 1 段", "末尾：2.开展农村电商技能培训")
        await play.office.says(SMALL[at:])
        play.office.expects("已收到 2 段", "末尾：3.开展乡村旅游")
        await play.office.edits("3.开展", SMALL[at:].replace("县文旅局", "县旅游局"))
        await play.office.presses("粘贴完毕，读取")

        play.office.expects("2024年清溪县乡村振兴工作要点", "3 项任务", "县旅游局")
        assert len(drafts(play)) == 1


@in_loop
async def test_a_paste_without_a_title_says_what_is_missing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.office.says("/new")
        play.office.expects("请发送通知文件")
        await play.office.says("序号,工作任务,责任单位\n1,家庭农场发展到1840个,县农业农村局")
        await play.office.presses("粘贴完毕，读取")

        play.office.expects("没有找到标题")


@in_loop
async def test_a_short_text_in_the_office_s_chat_is_no_notice(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.office.says("今天开会吗")

        assert drafts(play) == []


@in_loop
async def test_an_office_person_who_is_a_contact_goes_on_answering(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.office.opens(play.link("县文旅局"))
        await play.office.presses("确认加入")
        await play.move_to(3, 20)
        await play.office.says("第3项已培训2期，正常推进")
        play.office.expects("第3项", "已培训2期")
        play.office.person.sends_photo(b"\xff\xd8\xff" + bytes(64))
        await play.stage.settle()
        await sends(play, "佐证.pdf", b"%PDF-1.4\n" + bytes(64))
        assert drafts(play) == []
        assert len(all_of(play.desk.db, Attachment)) == 2
        await play.office.presses("✅ 提交")

        await sends(play, "新通知.docx", word_file("".join(map(paragraph, DOUBTFUL.splitlines()))))

        play.office.expects("2024年平桥县重点工作要点")
        assert count(play, Form) == 1


@in_loop
async def test_what_is_cancelled_is_not_stored_and_its_buttons_say_so(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sends(play, "通知.txt", SMALL.encode())
        shown = play.office.expects("3 项任务")
        data = shown.button("✅ 确认入库")
        assert data is not None
        await play.office.presses("取消")
        play.office.expects("已取消，没有入库")

        query = play.sandbox.pressed(play.office.person, shown, data["callback_data"])
        await play.stage.settle()

        assert query.text == "已取消，没有入库"
        assert count(play, Plan) == 0


@in_loop
async def test_a_look_that_is_out_of_date_stores_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sends(play, "通知.txt", SMALL.encode())
        shown = play.office.expects("3 项任务")
        data = shown.button("✅ 确认入库")
        assert data is not None
        await play.office.presses("改周期")
        await play.office.presses("每周五")

        query = play.sandbox.pressed(play.office.person, shown, data["callback_data"])
        await play.stage.settle()

        assert query.text == "内容有变化，请再看一遍"
        assert count(play, Plan) == 0


@in_loop
async def test_what_was_shown_as_a_new_plan_revises_none_that_came_in_between(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        await sends(play, "通知.txt", SMALL.replace("450人", "500人").encode())
        shown = play.office.expects("3 项任务")
        play.imports()

        query = play.office.person.press(shown, "✅ 确认入库")
        await play.stage.settle()

        assert query.text == "内容有变化，请再看一遍"
        play.office.expects("同名的通知", "修改 1 项")
        assert {one.text for one in all_of(play.desk.db, Item) if "500人" in one.text} == set()


@in_loop
async def test_what_nobody_answers_for_a_week_is_closed_with_a_line(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sends(play, "通知.txt", SMALL.encode())
        now = play.stage.clock.now()
        await play.stage.move_to(now + timedelta(days=7, hours=1))

        play.office.expects("通知.txt", "7 天没有确认")
        assert [one.state for one in drafts(play)] == [DraftState.DROPPED]


@in_loop
async def test_a_restart_anywhere_goes_on(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.office.person.sends_file("通知.txt", DOUBTFUL.encode())
        for label in (
            "逐条核对（3）",
            "去掉",
            "返回",
            "全部按建议",
            "✅ 确认入库",
            "发邀请函（4）",
        ):
            async with restarted(play):  # the new bot knows nothing of the old one's pace
                await play.stage.move_to(play.stage.clock.now() + timedelta(seconds=5))
                await play.stage.settle()
                await play.office.presses(label)

        assert len(links(play)) == 4
        assert "居民医保财政补助标准" not in [one.quantity for one in all_of(play.desk.db, Target)]


def group_of(play: Play) -> Group:
    chat = play.sandbox.chats[play.desk.office_chat or 0]
    assert isinstance(chat, Group)
    return chat


def in_group(play: Play, *fragments: str) -> Message:
    """Return the bot's newest message in the group that holds every fragment."""
    shown = [one for one in group_of(play).history.shown() if one.from_bot]
    found = [one for one in shown if all(part in one.text for part in fragments)]
    assert found, [one.text for one in shown]
    return found[-1]


@in_loop
async def test_in_a_group_a_reply_to_the_question_brings_the_notice(tmp_path: Path) -> None:
    async with playing(tmp_path, in_group=True) as play:
        person, group = play.office.person, group_of(play)
        person.sends_file("通知.txt", SMALL.encode(), chat=group)
        await play.stage.settle()
        assert drafts(play) == []  # privacy mode: the bot never saw it
        person.say("/new", chat=group)
        await play.stage.settle()
        asked = in_group(play, "请回复本条消息，发送通知文件")
        person.sends_file("通知.txt", SMALL.encode(), reply_to=asked, chat=group)
        await play.stage.settle()
        person.press(in_group(play, "3 项任务"), "改周期", chat=group)
        await play.stage.settle()
        cadence = in_group(play, "回复本条消息", "报送周期")
        person.say("每周五上午下班前", reply_to=cadence, chat=group)
        await play.stage.settle()
        person.press(in_group(play, "3 项任务", "每周五"), "✅ 确认入库", chat=group)
        await play.stage.settle()
        person.press(in_group(play, "已入库"), "发邀请函（4）", chat=group)
        await play.stage.settle()

        assert in_group(play, "邀请链接").text.count("?start=") == 4


@in_loop
async def test_in_a_group_a_paste_is_collected_by_replies(tmp_path: Path) -> None:
    async with playing(tmp_path, in_group=True) as play:
        person, group, at = play.office.person, group_of(play), SMALL.index("3.开展")
        person.say("/new", chat=group)
        await play.stage.settle()
        person.say(SMALL[:at], reply_to=in_group(play, "粘贴全文"), chat=group)
        await play.stage.settle()
        person.say(SMALL[at:], reply_to=in_group(play, "已收到 1 段"), chat=group)
        await play.stage.settle()
        person.press(in_group(play, "已收到 2 段"), "粘贴完毕，读取", chat=group)
        await play.stage.settle()

        in_group(play, "2024年清溪县", "3 项任务")


@in_loop
async def test_a_file_that_comes_late_is_told_by_a_new_message(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.sandbox.faults.add("500", "file", times=2)
        await sends(play, "通知.txt", SMALL.encode())
        play.office.expects("正在读取 通知.txt")
        await play.stage.move_to(play.stage.clock.now() + timedelta(minutes=5))

        play.office.expects("通知.txt：已移到下面")
        assert play.office.person.messages[-1].button("✅ 确认入库") is not None
