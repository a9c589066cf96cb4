"""/deadline in the office's chat: what is shown, chosen, typed, confirmed, undone and told."""

from pathlib import Path

import pytest
from sqlalchemy import select

from db.engine import Session
from db.tables import Assignment, AuditEntry, Cadence, Move, Obligation, Unit
from db.vocabulary import Action, Cause, ObligationState, Via
from sandbox.chats import Group
from tests.ledger_cast import all_of
from tests.play import START, ZONE, Play, playing, restarted
from tests.sitting import sitting
from tests.test_sandbox_harness import in_loop

ROOMS = pytest.mark.parametrize("in_group", [False, True], ids=["private", "in_group"])


def dues(play: Play) -> set[str]:
    """Return what is owed, each due time once: 2024-03 03-25 17:30."""
    return {
        f"{one.period} {one.due_at.astimezone(ZONE):%m-%d %H:%M}"
        for one in all_of(play.desk.db, Obligation)
        if one.state is not ObligationState.WITHDRAWN
    }


def audits(play: Play) -> list[AuditEntry]:
    return [one for one in all_of(play.desk.db, AuditEntry) if one.action is Action.CADENCE]


@ROOMS
@in_loop
async def test_a_whole_plan_is_given_another_cadence_by_buttons(
    tmp_path: Path,
    in_group: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    async with playing(tmp_path, in_group=in_group) as play:
        play.imports()
        office = sitting(play)
        await office.says("/deadline")
        office.expects("报送期限", "整个计划：每月25日 17:30，遇休息日提前")

        await office.presses("整个计划")
        office.expects("现在：每月25日", "改成什么时候报")
        await office.presses("每周五下班前")
        office.expects(
            "原来：每月25日 17:30",
            "改为：每周五 17:30",
            "份报告的截止时间随之改变，涉及 4 个单位",
            "已报的、已逾期的、同意延期的都不变",
        )
        assert {one.split()[0] for one in dues(play)} == {"2024-03", "2024-04"}
        said = await office.presses("✅ 确认修改")

        assert said.text == "已修改，提醒已重排"
        office.expects("报送期限已改", "周敏", "3月11日（周一）09:30")
        assert "2024-W12 03-22 17:30" in dues(play)
        assert "2024-03 03-25 17:30" not in dues(play)
        assert {one.cause for one in all_of(play.desk.db, Move)} == {Cause.CADENCE}
        (entry,) = audits(play)
        assert (entry.done_by, entry.via, entry.about) == ("周敏", Via.CHAT, "全部")
        assert entry.before["cadence"] == ["每月25日 17:30，遇休息日提前；提前10天开放填报"]
        assert entry.after["cadence"] == ["每周五 17:30，遇休息日提前；提前10天开放填报"]


@in_loop
async def test_the_preview_shows_five_dates_and_what_holidays_move(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()

        await play.office.says("/deadline 每月25日前，遇节假日顺延")

        play.office.expects(
            "原 5月25日（周六），顺延到 5月27日（周一）17:30",
            "• 6月25日（周二）17:30",
        )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        pytest.param("/deadline 第2项 每月10日前", ("第2项", "改为：每月10日"), id="an item"),
        pytest.param("期限 第二项每月10日前", ("第2项", "改为：每月10日"), id="in words"),
        pytest.param(
            "/deadline 县农业农村局 每周五上午", ("县农业农村局", "改为：每周五 12:00"), id="a unit"
        ),
        pytest.param("截止 培养人才 每季度末", ("培养人才", "改为：每季度末"), id="a section"),
        pytest.param("/deadline 每月20日前", ("（整个计划）", "改为：每月20日"), id="the whole"),
        pytest.param(
            "/deadline 整个计划 每半年末", ("（整个计划）", "每年6月、12月底"), id="named"
        ),
        pytest.param("/deadline 县文旅局", ("县文旅局", "改成什么时候报"), id="only a unit"),
        pytest.param(
            "/deadline 每月25号左右",
            ("看不懂，问题在“左右”", "什么时候报"),
            id="not understood",
        ),
        pytest.param("/deadline 县水利局 每月底", ("没有认出“县水利局 每月底”",), id="no unit"),
        pytest.param("/deadline 第9项 每月底", ("没有认出“第9项 每月底”",), id="no such item"),
        pytest.param(
            "/deadline 每月5日前\n每月20日前",
            ("每月5日", "\n　　　每月20日 17:30"),
            id="two, one a line",
        ),
        pytest.param("/deadline 第3项 每年2月底", ("以后没有要报的", "请重新选择"), id="gone by"),
        pytest.param("/deadline 每月25日前", ("本来就是这样，不用改",), id="the same"),
    ],
)
@in_loop
async def test_what_is_typed_behind_the_command_goes_straight_on(
    tmp_path: Path, typed: str, shown: tuple[str, ...]
) -> None:
    async with playing(tmp_path) as play:
        play.imports()

        await play.office.says(typed)

        play.office.expects(*shown)
        assert len(all_of(play.desk.db, Cadence)) == 1


@ROOMS
@in_loop
async def test_a_phrase_is_typed_again_until_it_is_understood(
    tmp_path: Path,
    in_group: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    async with playing(tmp_path, in_group=in_group) as play:
        play.imports()
        office = sitting(play)
        await office.says("/deadline 第3项")
        await office.answers("每周八前")
        office.expects("第3项", "“每周八前”没有说哪一天", "改成什么时候报")
        await office.answers("每周五上午")
        office.expects("第3项", "改为：每周五 12:00")
        await office.answers("原因：旅游旺季")
        office.expects("改为：每周五 12:00", "原因：旅游旺季")
        await office.answers("每周四下班前")
        office.expects("改为：每周四 17:30")
        await office.answers("旅游旺季事多")
        await office.presses("✅ 确认修改")

        office.expects("报送期限已改", "原因：旅游旺季事多")
        assert [one.reason for one in audits(play)] == ["旅游旺季事多"]
        assert all_of(play.desk.db, Cadence)[-1].reason == "旅游旺季事多"


@in_loop
async def test_a_single_date_for_what_comes_monthly_asks_whether_it_is_more(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.office.says("/deadline 第2项 6月30日前")
        play.office.expects("是另加这一次，还是以后只报这一次", "2024年6月30日")

        await play.office.presses("另加这一次")
        play.office.expects(
            "改为：每月25日", "2024年6月30日", "原 6月30日（周日），提前到 6月28日（周五）"
        )
        await play.office.presses("重新选择")
        await play.office.says("6月30日前")
        await play.office.presses("以后只报这一次")
        play.office.expects("改为：2024年6月30日 17:30", "→ 不用报")
        await play.office.presses("✅ 确认修改")

        await play.office.says("/deadline")
        play.office.expects("单独设的", "第2项：2024年6月30日 17:30")


@in_loop
async def test_the_button_for_a_single_date_asks_for_the_day(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.office.says("/deadline 县文旅局")
        await play.office.presses("一次性…")
        play.office.expects("是哪一天？")
        await play.office.says("9月30日")

        play.office.expects("县文旅局", "2024年9月30日", "是另加这一次")


@in_loop
async def test_the_last_change_is_undone_and_the_undoing_undone(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        before = dues(play)
        await play.office.says("/deadline 每月20日前")
        await play.office.presses("✅ 确认修改")
        changed = dues(play)

        await play.office.presses("撤销这次改动")
        play.office.expects("原来：每月20日", "改为：每月25日", "撤销周敏 3月11日（周一）的改动")
        await play.office.presses("✅ 确认修改")
        assert dues(play) == before
        await play.office.says("/deadline")
        await play.office.presses("撤销上次改动")
        await play.office.presses("✅ 确认修改")

        assert dues(play) == changed
        assert len(audits(play)) == 3
        assert len(all_of(play.desk.db, Cadence)) == 4
        await play.office.says("/deadline")
        await play.office.presses("改动记录")
        record = play.office.expects("改动记录").text
        assert record.index("每月25日 17:30，遇休息日提前 → 每月20日") < record.index(
            "每月20日 17:30，遇休息日提前 → 每月25日"
        )
        assert "导入时" in record


@in_loop
async def test_a_part_goes_by_the_wider_cadence_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        before = dues(play)
        await play.office.says("/deadline 第2项 每月10日前")
        await play.office.presses("✅ 确认修改")

        await play.office.says("/deadline 第2项")
        await play.office.presses("不再单独设")
        play.office.expects("改为：不单独设，随上一级", "• 3月25日（周一）17:30")
        await play.office.presses("✅ 确认修改")

        assert dues(play) == before


@in_loop
async def test_nothing_was_changed_so_nothing_can_be_undone(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()

        await play.office.says("/deadline")

        assert "撤销上次改动" not in play.office.expects("报送期限").buttons


@in_loop
async def test_items_and_units_are_chosen_from_pages_of_buttons(tmp_path: Path) -> None:
    long = "2024年清溪县工作要点\n一、总则\n" + "".join(
        f"{number}.完成第{number}类任务，做好日常工作。（责任单位：第{number}局）\n"
        for number in range(1, 21)
    )
    async with playing(tmp_path) as play:
        play.imports(long)
        await play.office.says("/deadline")
        await play.office.presses("某项任务")
        shown = play.office.expects("改哪一项任务", "第 1/3 页")
        assert shown.buttons[0] == "1. 完成第1类任务"
        await play.office.presses("下一页 ›")
        await play.office.presses("9. 完成第9类任务")
        play.office.expects("第9项", "改成什么时候报")
        await play.office.presses("‹ 返回")
        await play.office.presses("某单位")
        await play.office.presses("下一页 ›")
        await play.office.presses("第20局")

        play.office.expects("第20局", "改成什么时候报")
        assert play.office.count("报送期限") + play.office.count("第20局") == 1


@ROOMS
@in_loop
async def test_a_preview_that_somebody_overtook_is_shown_anew(
    tmp_path: Path,
    in_group: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    async with playing(tmp_path, in_group=in_group) as play:
        play.imports()
        office = sitting(play)
        await office.says("/deadline 每月20日前")
        first = office.expects("改为：每月20日")
        await office.says("/deadline 每月15日前")
        await office.presses("✅ 确认修改")

        said = await office.presses("✅ 确认修改", first)

        assert said.text == "情况有变，请按最新的再看一遍"
        assert "刚才情况有变" in first.text
        assert "原来：每月15日" in first.text
        assert "改为：每月20日" in first.text
        assert len(audits(play)) == 1
        await office.presses("✅ 确认修改", first)
        assert len(audits(play)) == 2


@in_loop
async def test_two_people_confirm_one_card_and_it_is_changed_once(tmp_path: Path) -> None:
    async with playing(tmp_path, in_group=True) as play:
        play.imports()
        office, second = sitting(play), play.stage.actor("何平", "督办室").person
        assert isinstance(office.chat, Group)
        office.chat.members[second.id] = second
        await office.says("/deadline 每月20日前")
        card = office.expects("改为：每月20日")

        one = play.office.person.press(card, "✅ 确认修改")
        other = second.press(card, "✅ 确认修改")
        await play.stage.settle()

        assert [one.text, other.text] == ["已修改，提醒已重排", "这一步已经过了，请看最新情况"]
        assert len(audits(play)) == 1


@in_loop
async def test_a_restart_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.office.says("/deadline 第2项")
        async with restarted(play):
            await play.office.says("每月10日前")
            play.office.expects("第2项", "改为：每月10日")
            said = await play.office.presses("✅ 确认修改")

            assert said.text == "已修改，提醒已重排"
            await play.move_to(3, 11, 9, 31)  # one message a second to one person
            play.office.expects("第2项", "报送期限已改")


@in_loop
async def test_open_forms_and_lists_show_the_new_time_without_another_message(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        await wang.presses("第1项")
        wang.expects("3月25日（周一）17:30")
        heard = len(wang.heard())

        await play.office.says("/deadline 每月28日前")
        await play.office.presses("✅ 确认修改")

        assert len(wang.heard()) == heard
        wang.expects("原定3月25日（周一）17:30截止", "周敏改期")


@in_loop
async def test_what_was_reported_stays_and_a_cancelled_change_changes_nothing(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        before = dues(play)
        await play.office.says("/deadline 每月20日前")
        query = await play.office.presses("取消")

        assert query.text == "没有修改"
        play.office.expects("没有修改。")
        assert dues(play) == before
        await play.office.presses("看报送期限")
        play.office.expects("整个计划：每月25日")


@in_loop
async def test_without_a_plan_the_office_is_told_what_to_do(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.office.says("/deadline")

        play.office.expects("还没有在办的工作要点")


@in_loop
async def test_an_item_that_is_gone_meanwhile_is_not_chosen(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.office.says("/deadline")
        await play.office.presses("某单位")
        play.desk.db.write_now(take_wenlv_away)

        query = await play.office.presses("县文旅局")

        assert query.text.startswith("这个按钮已失效")


def take_wenlv_away(session: Session) -> None:
    """Have 县文旅局 own nothing any more."""
    unit = session.scalars(select(Unit).where(Unit.name == "县文旅局")).one()
    for part in session.scalars(select(Assignment).where(Assignment.unit_id == unit.id)):
        part.withdrawn_at = START


@in_loop
async def test_who_does_not_sit_in_the_office_changes_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")

        await wang.says("/deadline 每月20日前")

        assert wang.count("改为") == 0
        assert len(all_of(play.desk.db, Cadence)) == 1
