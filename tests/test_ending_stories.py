"""/endplan in the office's chat: the last day, withdrawing and restoring, each seen first."""

from datetime import timedelta
from pathlib import Path

import pytest

from db import cadences, office_chats, plans
from db.tables import AuditEntry, Move, Obligation, Plan
from db.vocabulary import Action, ObligationState
from tests.ledger_cast import all_of
from tests.play import START, Play, playing, restarted
from tests.sitting import sitting
from tests.test_deadline_stories import ROOMS, dues
from tests.test_sandbox_harness import in_loop


def owed(play: Play) -> set[int]:
    return {one.id for one in all_of(play.desk.db, Obligation) if one.state is ObligationState.OPEN}


def audits(play: Play) -> list[tuple[Action, str]]:
    endings = {Action.PLAN_ENDED, Action.PLAN_WITHDRAWN, Action.PLAN_RESTORED}
    found = [one for one in all_of(play.desk.db, AuditEntry) if one.action in endings]
    return [(one.action, one.done_by) for one in found]


@ROOMS
@in_loop
async def test_a_plan_is_withdrawn_and_nobody_is_reminded_any_more(
    tmp_path: Path,
    in_group: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    async with playing(tmp_path, in_group=in_group) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        wang.expects("还有 3 个工作日")
        office, before = sitting(play), owed(play)
        await office.says("/endplan")
        office.expects("最后一天：2024年12月31日", f"4 个单位共 {len(before)} 件待报")
        await office.presses("撤销整份计划")
        office.expects("撤销整份计划？", f"4 个单位的 {len(before)} 件应报不再催办", "以后可以恢复")
        assert owed(play) == before
        await office.presses("✅ 确认撤销")

        office.expects("已撤销，不再催办", "周敏")
        assert owed(play) == set()
        heard = wang.heard()
        assert "还有 3 个工作日" not in "".join(heard)
        await play.move_to(4, 30)
        assert len(wang.heard()) == len(heard)
        assert owed(play) == set()
        assert audits(play) == [(Action.PLAN_WITHDRAWN, "周敏")]


@in_loop
async def test_a_withdrawn_plan_is_restored_as_it_was(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 26)
        before, times = owed(play), dues(play)
        await play.office.says("结束计划")
        await play.office.presses("撤销整份计划")
        play.office.expects("其中 5 件已逾期")
        await play.office.presses("✅ 确认撤销")
        await play.office.presses("恢复这份计划")
        play.office.expects(f"{len(before)} 件应报重新要报", "其中 5 件已过截止时间")
        await play.office.presses("✅ 确认恢复")

        assert (owed(play), dues(play)) == (before, times)
        play.office.expects("最后一天 2024年12月31日", f"{len(before)} 件待报")
        await wang.says("待办")
        wang.expects("第1项", "逾期")
        assert [action for action, _ in audits(play)] == [
            Action.PLAN_WITHDRAWN,
            Action.PLAN_RESTORED,
        ]


@in_loop
async def test_what_comes_after_another_last_day_is_owed_no_more(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        before = dues(play)
        await play.office.says("/endplan 3月31日")
        play.office.expects(
            "2024年12月31日（周二） → 2024年3月31日（周日）", "5 件应报在这之后，不再催办"
        )
        assert dues(play) == before
        await play.office.presses("✅ 确认修改")

        assert dues(play) == {"2024-03 03-25 17:30"}
        play.office.expects("已改：最后一天 2024年3月31日", "5 件待报")
        await play.office.presses("看最后一天")
        await play.office.says("12月31日")
        play.office.expects("5 件重新要报")
        await play.office.presses("✅ 确认修改")
        assert dues(play) == before
        assert audits(play) == [(Action.PLAN_ENDED, "周敏")] * 2
        assert len(all_of(play.desk.db, Move)) == 10


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("每月25日", "没有说是哪一天"),
        ("下个月吧", "没有说是哪一天"),
        ("2023年12月31日", "在这份计划开始之前"),
    ],
)
@in_loop
async def test_a_last_day_that_cannot_be_is_asked_again(
    tmp_path: Path, typed: str, shown: str
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.office.says("/endplan")
        await play.office.says(typed)

        play.office.expects(shown, "改最后一天，请点日期")


@in_loop
async def test_a_stale_confirmation_of_a_withdrawal_is_shown_anew(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.office.says("/endplan")
        await play.office.presses("撤销整份计划")
        first = play.office.expects("撤销整份计划？")
        await play.office.says("/endplan 3月31日")
        await play.office.presses("✅ 确认修改")

        query = play.office.person.press(first, "✅ 确认撤销")
        await play.stage.settle()

        assert query.text == "情况有变，请按最新的再看一遍"
        assert "的 5 件应报不再催办" in first.text
        assert audits(play) == [(Action.PLAN_ENDED, "周敏")]


@in_loop
async def test_a_restart_between_looking_and_confirming_changes_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.office.says("/endplan")
        await play.office.presses("撤销整份计划")
        async with restarted(play):
            query = await play.office.presses("✅ 确认撤销")

            assert query.text == "已办理"
            play.office.expects("已撤销，不再催办")


@in_loop
async def test_a_withdrawn_plan_stands_nowhere_any_more_and_its_cards_say_so(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        plan_id = play.imports()
        await play.office.says("/deadline")
        await play.office.says("/endplan")
        await play.office.presses("撤销整份计划")
        await play.office.presses("✅ 确认撤销")

        play.office.expects("报送期限", "这份计划已撤销，不用报送")
        await play.office.says("/deadline")
        play.office.expects("还没有在办的工作要点")
        found = play.desk.db.read_now(
            lambda session: (
                plans.plans(session),
                plans.titles(session),
                plans.units(session),
                cadences.planned(session),
                office_chats.plan_looked_at(session, play.office.person.id),
                [one.id for one in plans.plans(session, withdrawn=True)],
            )
        )
        assert found == ([], [], [], [], None, [plan_id])
        await play.office.says("/endplan")
        play.office.expects("已撤销，不用报送")
        assert play.desk.db.read_now(lambda session: session.get_one(Plan, plan_id)).withdrawn_at


@in_loop
async def test_whoever_joins_later_is_not_asked_to_acknowledge_a_withdrawn_plan(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        link = play.link("县农业农村局")
        await play.office.says("/endplan")
        await play.office.presses("撤销整份计划")
        await play.office.presses("✅ 确认撤销")
        wang = play.stage.actor("王芳", "县农业农村局")
        await wang.opens(link)
        await wang.presses("确认加入")
        await play.stage.move_to(START + timedelta(days=30))

        assert wang.count("签收") == 0
        assert wang.count("待报") == 0
