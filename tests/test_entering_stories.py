"""代录: the office types a report for a unit, in a private chat or a group; the unit sees it."""

from pathlib import Path

import pytest

from bot.cards import draw
from db.engine import Session
from db.tables import AuditEntry, Call, Form, Obligation, Reading, Report, Review
from db.vocabulary import Action, FormState
from sandbox import Message
from templates import number
from tests.ledger_cast import all_of
from tests.play import Play, playing, restarted
from tests.sitting import Sitter, sitting
from tests.test_sandbox_harness import in_loop

ENTER = "/enter 县农业农村局 第1项 高素质农民320人，家庭农场1700个，正常推进"


def newest(play: Play) -> Report:
    return all_of(play.desk.db, Report)[-1]


def values(play: Play) -> list[str]:
    return sorted(number(one.value) for one in all_of(play.desk.db, Reading))


def card(actor: Sitter) -> Message:
    """Return the office's form as it stands."""
    return actor.expects("代录 第1项")


@in_loop
@pytest.mark.parametrize("in_group", [False, True], ids=["private", "group"])
async def test_a_report_typed_for_a_unit_is_filed_marked_and_shown_so(
    tmp_path: Path,
    in_group: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    async with playing(tmp_path, in_group=in_group) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        office, reminded = sitting(play), wang.count("还有 2 项待报")
        assert reminded == 1

        await office.says(ENTER)
        office.expects("代录 第1项 · 县农业农村局（牵头）", "320人", "1700个", "正常推进")
        query = await office.presses("✅ 提交")

        assert query.text == "已代录，回执号 1"
        office.expects("已代录 第1项 · 县农业农村局", "督办室 周敏 代录")
        report = newest(play)
        assert (report.contact_id, report.entered_by) == (None, "周敏")
        assert values(play) == ["1700", "320"]
        told = wang.expects("督办室已代县农业农村局填报第1项", "督办室 周敏 代录", "不用再报")
        assert told.buttons == ["修改"]
        wang.expects("还有 1 项待报", "✅ 第1项", "（督办室代录）")
        assert wang.count("督办室已代") == 1
        (entry,) = [one for one in all_of(play.desk.db, AuditEntry) if one.action is Action.ENTERED]
        assert (entry.about, entry.done_by) == ("县农业农村局 第1项", "周敏")
        assert entry.after["report"] == report.id


@in_loop
async def test_the_unit_corrects_what_was_typed_for_it_until_it_is_locked(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        await play.office.says(ENTER)
        await play.office.presses("✅ 提交")

        await wang.presses("修改")
        wang.expects("督办室 周敏 代录", "已报过这项（回执号 1），再提交就是第 2 次")
        await wang.says("高素质农民330人")
        await wang.presses("✅ 提交")

        report = newest(play)
        assert (report.version, report.entered_by) == (2, None)
        wang.expects("已另报新版，以新版为准")
        assert wang.expects("已收到 第1项", "330人", "第 2 次，已更正")


@in_loop
async def test_what_was_typed_for_a_unit_cannot_be_corrected_once_it_is_accepted(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        await play.office.says(ENTER)
        await play.office.presses("✅ 提交")

        def accept(session: Session) -> None:
            now = play.desk.clock.now()
            session.add(Review(report_id=1, reviewer="周敏", accepted=True, reviewed_at=now))

        play.desk.db.write_now(accept)
        query = await wang.presses("修改")

        assert "审核通过" in query.text


@in_loop
@pytest.mark.parametrize("in_group", [False, True], ids=["private", "group"])
async def test_a_typed_correction_goes_into_the_form(
    tmp_path: Path,
    in_group: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    async with playing(tmp_path, in_group=in_group) as play:
        play.imports()
        await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        office = sitting(play)

        await office.says("/enter 县农业农村局 第1项")
        assert "请回复本条消息，写 高素质农民 的数字" in card(office).text
        await office.says("320人，家庭农场1700个", reply_to=card(office))
        await office.says("家庭农场1720个，已办培训2期", reply_to=card(office))
        office.expects("代录 第1项", "320人", "1720个", "已办培训2期", "正常推进")
        if not in_group:
            await office.says("家庭农场1730个")
            office.expects("代录 第1项", "1730个")
        await office.presses("有困难")
        await office.presses("✅ 提交")

        assert newest(play).words == "已办培训2期"
        office.expects("已代录 第1项", "有困难")


@in_loop
async def test_an_edited_correction_takes_the_place_of_the_former_one(tmp_path: Path) -> None:
    async with playing(tmp_path, in_group=True) as play:
        play.imports()
        await play.move_to(3, 20)
        office = sitting(play)
        await office.says("/enter 县农业农村局 第1项")
        await office.says("320人，家庭农场1700个，办班两次", reply_to=card(office))

        await office.edits("办班两次", "320人，家庭农场1710个，办班三次")

        office.expects("代录 第1项", "1710个", "说明：办班三次")


@in_loop
async def test_which_item_is_chosen_by_a_tap_and_keeps_the_text(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.move_to(3, 20)
        office = sitting(play)

        await office.says("代录 县农业农村局 已办班2期，正常推进")
        asked = office.expects("代录 县农业农村局", "已办班2期", "是哪一项的情况")
        assert [label[:4] for label in asked.buttons] == ["第1项 ", "第2项 "]
        await office.presses(asked.buttons[1])
        office.expects("代录 第2项 · 县农业农村局（配合）", "已办班2期", "正常推进")
        await office.presses("✅ 提交")

        office.expects("已代录 第2项")
        office.expects("代录 县农业农村局", "1 项待报")


@in_loop
async def test_a_number_that_is_not_sure_is_asked_about_on_the_card(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports("2024年计划\n1.家庭农场10个，合作社20个。（责任单位：县农业农村局）")
        await play.move_to(3, 20)
        office = sitting(play)

        await office.says("/enter 县农业农村局 第1项：新建5个，改造6个")
        first = office.expects("代录 第1项", "5个 是哪一项的数字")
        await office.presses(next(one for one in first.buttons if "合作社" in one))
        office.expects("代录 第1项", "合作社：5个", "6个 是哪一项的数字")
        again = await office.forges(first, "entry:1:note:0123abcd")
        await office.presses("都不是，写进说明")

        assert again.text == "这个按钮已失效，请发送“待办”查看最新情况"
        office.expects("代录 第1项", "合作社：5个", "家庭农场：还没填", "改造6个")


@in_loop
async def test_what_is_lacking_is_said_and_nothing_is_filed(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.move_to(3, 20)

        await play.office.says("/enter 县农业农村局 第1项 家庭农场1700个")
        query = await play.office.presses("✅ 提交")

        assert query.text == "还差：高素质农民"
        assert all_of(play.desk.db, Report) == []


@in_loop
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/enter", "请在命令后面写单位、第几项和情况"),
        ("/enter 第1项 正常推进", "请在命令后面写单位、第几项和情况"),
        ("/enter 县气象局 第1项 正常推进", "没有叫“县气象局”的单位"),
        ("/enter 县文旅局 第1项 正常推进", "县文旅局 现在没有待报的第1项"),
    ],
)
async def test_what_cannot_be_typed_is_said_in_a_sentence(
    tmp_path: Path, typed: str, said: str
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.move_to(3, 20)

        await play.office.says(typed)

        play.office.expects(said)


@in_loop
async def test_only_what_is_open_is_typed_for_a_unit(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()

        await play.office.says(
            "/enter 县文旅局 正常推进"
        )  # on the 11th nothing can be reported yet

        play.office.expects("县文旅局 现在没有待报的事项，不用代录")


@in_loop
async def test_where_the_contact_files_first_the_office_is_told(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        await play.office.says(ENTER)

        await wang.says("第1项：高素质农民300人，家庭农场1600个")
        await wang.presses("✅ 提交")

        stale = play.office.expects("代录 第1项", "单位已报过这一项（回执号 1），不用代录")
        assert stale.buttons == []
        query = await sitting(play).forges(stale, "entry:1:submit")
        assert query.text == "单位已报过这一项（回执号 1），不用代录"
        await play.office.says("家庭农场1800个")
        play.office.expects("这句话没有记入")
        assert [one.entered_by for one in all_of(play.desk.db, Report)] == [None]


@in_loop
async def test_where_the_office_files_first_the_contact_is_told(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        await wang.says("第1项：高素质农民300人，家庭农场1600个")

        await play.office.says(ENTER)
        await play.office.presses("✅ 提交")
        wang.expects("督办室 周敏 代录", "已报过这项（回执号 1）")
        first = await wang.presses("✅ 提交")
        second = await wang.presses("✅ 提交")

        assert "督办室已代录这一项（回执号 1）" in first.text
        assert second.text == "已提交，回执号 2"
        assert [one.entered_by for one in all_of(play.desk.db, Report)] == ["周敏", None]


@in_loop
async def test_what_is_typed_for_a_unit_without_contacts_is_there_for_who_joins_later(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.move_to(3, 20)
        await play.office.says(ENTER)
        await play.office.presses("✅ 提交")

        play.office.expects("已代录 第1项", "单位没有联络员能收到消息")
        wang = await play.joins("王芳", "县农业农村局")
        await wang.says("我的填报")
        wang.expects("第1项", "320", "1700")
        await wang.says("待办")
        wang.expects("还有 1 项待报", "✅ 第1项", "（督办室代录）")


@in_loop
async def test_past_its_time_a_unit_reads_that_only_the_office_corrects_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        await play.office.says(ENTER)
        await play.office.presses("✅ 提交")
        wang.expects("督办室已代县农业农村局填报第1项", "如有出入，请点“修改”更正")
        await play.move_to(4, 8)
        now = play.stage.clock.now()

        told = play.desk.db.read_now(
            lambda session: draw(play.desk.look(session, now), "entered", 1, {"shown": True})
        )

        assert told is not None
        assert "报送期已过，如需更正请联系督办室" in told.text
        assert told.buttons == ()


@in_loop
async def test_a_form_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        await play.office.says("/enter 县农业农村局 第1项 高素质农民320人")

        async with restarted(play):
            await play.office.says("家庭农场1700个")
            await play.office.presses("✅ 提交")

            play.office.expects("已代录 第1项")
            wang.expects("督办室已代县农业农村局填报第1项")


@in_loop
async def test_what_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.move_to(3, 20)
        await play.office.says(ENTER)

        query = await play.office.presses("不录了")

        assert query.text == "好的，没有代录"
        play.office.expects("代录 第1项", "没有代录")
        assert [one.state for one in all_of(play.desk.db, Form)] == [FormState.DROPPED]
        assert all_of(play.desk.db, Report) == []


@in_loop
async def test_reminders_stop_at_once_and_the_unit_hears_of_it_in_work_hours(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports("2024年清溪县乡村振兴工作要点\n1.培训导游。（责任单位：县文旅局）\n")
        li = await play.joins("李强", "县文旅局")
        await play.move_to(3, 20, 20)

        await play.office.says("/enter 县文旅局 正常推进")
        await play.office.presses("✅ 提交")
        (owed,) = [one for one in all_of(play.desk.db, Obligation) if one.period == "2024-03"]
        assert owed.next_nudge_at is None
        assert li.count("督办室已代") == 0
        await play.move_to(3, 21, 9)

        assert li.count("督办室已代县文旅局填报") == 1
        await play.move_to(3, 26)
        assert li.count("已逾期") == 0
        assert all_of(play.desk.db, Call) == []


@in_loop
async def test_the_digest_and_the_lead_see_who_typed_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        await wang.presses("第1项")

        await play.office.says("/enter 县人社局 第1项 有困难，资金没到位")
        await play.office.presses("✅ 提交")
        await wang.presses("配合情况")

        wang.expects("配合情况", "县人社局 有困难（督办室 周敏 代录", "资金没到位")
        await play.office.says("/report 1")
        play.office.expects("回执号 1", "督办室 周敏 代录")
