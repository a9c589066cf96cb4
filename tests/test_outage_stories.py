"""After an outage, and when the clock jumps: what people get, and what they do not."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.office import examining, looking, resuming
from db import pauses
from db.tables import AuditEntry, Nudge, Outbox, Pause
from db.vocabulary import Action, NudgeOutcome, OutboxState, Role, Untold
from tests.ledger_cast import all_of, at
from tests.play import Play, playing, restarted
from tests.test_sandbox_harness import in_loop

HOUR = timedelta(hours=1)


def pass_down(play: Play, until: str) -> None:
    """Let time pass in which the bot does not run."""
    play.stage.clock.move_to(at(until))


async def begin(play: Play) -> None:
    """Do what a start does: ask what is due, and send it."""
    await play.stage.service.tick()
    await play.stage.settle()


def rungs(play: Play) -> list[tuple[int, NudgeOutcome, Untold | None]]:
    """Return the rungs written down of the first obligation that somebody was reminded of."""
    nudges = all_of(play.desk.db, Nudge)
    first = next(one.obligation_id for one in nudges if one.outcome is NudgeOutcome.QUEUED)
    return [
        (one.rung, one.outcome, one.reason)
        for one in sorted(nudges, key=lambda one: one.rung)
        if one.obligation_id == first
    ]


MISSED = (NudgeOutcome.SUPERSEDED, Untold.MISSED)


@in_loop
async def test_days_down_over_a_weekend_are_one_message_each_at_the_next_slot(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        zhao = await play.joins("赵磊", "县科经局")
        chen = await play.joins("陈立", "县科经局", Role.HEAD)
        await play.move_to(3, 19, 10)
        before = len(zhao.heard()), len(chen.heard()), play.office.count("督办周报")

        pass_down(play, "2024-03-30 10:00")  # a Saturday, beyond D−3 … D+3
        async with restarted(play):
            await begin(play)
            assert (len(zhao.heard()), len(chen.heard())) == before[:2]
            assert play.office.count("停止运行") == 0

            await play.move_to(4, 1, 9)
            await play.move_to(4, 1, 16)

            assert (len(zhao.heard()), len(chen.heard())) == (before[0] + 2, before[1] + 1)
            zhao.expects("已逾期 7 天")
            zhao.expects("本单位一周情况")  # in the slot after the reminder's
            chen.expects("请督促联络员", "第2项")
            play.office.expects("停止运行", "3月19日（周二）10:00", "3月30日（周六）10:00")
            assert play.office.count("停止运行") == 1
            assert play.office.count("督办周报") == before[2] + 1
            assert rungs(play)[:5] == [(-3, *MISSED), (-1, *MISSED), (0, *MISSED), (1, *MISSED),
                                       (3, NudgeOutcome.QUEUED, None)]  # fmt: skip
        async with restarted(play):
            await begin(play)

            assert len(zhao.heard()) == before[0] + 2
            assert play.office.count("停止运行") == 1


@in_loop
async def test_a_long_holiday_down_ends_with_the_first_slot_after_it(tmp_path: Path) -> None:
    async with playing(tmp_path, at("2024-09-12 10:00")) as play:
        play.imports()
        zhao = await play.joins("赵磊", "县科经局")
        await play.move_to(9, 20, 16)
        before = len(zhao.heard())

        pass_down(play, "2024-10-04 11:00")
        async with restarted(play):
            await play.move_to(10, 8, 8, 59)
            assert len(zhao.heard()) == before
            await play.move_to(10, 8, 9)

            assert len(zhao.heard()) == before + 1
            assert play.office.count("督办周报") == 1 + 1  # 9月18日, and one for the weeks since


@pytest.mark.parametrize(
    ("end", "slot"),
    [
        pytest.param("2024-03-21 12:30", "2024-03-21 14:00", id="at noon"),
        pytest.param("2024-03-21 20:00", "2024-03-22 09:00", id="at night"),
        pytest.param("2024-03-21 05:00", "2024-03-21 09:00", id="early"),
    ],
)
@in_loop
async def test_an_outage_that_ends_outside_work_hours_waits_for_them(
    tmp_path: Path, end: str, slot: str
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        zhao = await play.joins("赵磊", "县科经局")
        await play.move_to(3, 19, 10)
        before = len(zhao.heard())

        pass_down(play, end)
        async with restarted(play):
            await begin(play)
            assert (len(zhao.heard()), play.office.count("停止运行")) == (before, 0)

            await play.stage.move_to(at(slot))

            assert (len(zhao.heard()), play.office.count("停止运行")) == (before + 1, 1)


@in_loop
async def test_two_periods_that_opened_meanwhile_are_one_list(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 19, 10)
        before = len(sun.heard())

        pass_down(play, "2024-04-23 09:30")
        async with restarted(play):
            await begin(play)
            await play.move_to(4, 23, 17)

            assert len(sun.heard()) == before + 2
            sun.expects("3月", "4月", "已逾期 29 天", "还有 2 个工作日")
            sun.expects("本单位一周情况")  # in the slot after the reminder's


@in_loop
async def test_a_reminder_left_over_is_withdrawn_in_favour_of_today_s(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        before = len(sun.heard())
        pass_down(play, "2024-03-20 09:00")
        await play.stage.service.ask("sweep")  # killed before it was sent

        pass_down(play, "2024-03-26 10:00")
        async with restarted(play):
            play.stage.service.delivery.caught_up = False  # as it begins to run
            await play.stage.settle()
            assert len(sun.heard()) == before
            await begin(play)

            assert len(sun.heard()) == before + 1
            sun.expects("已逾期 1 天")
            states = [one.state for one in all_of(play.desk.db, Outbox) if one.card == "checklist"]
            assert states[-2:] == [OutboxState.WITHDRAWN, OutboxState.SENT]


@in_loop
async def test_a_digest_left_over_is_withdrawn_once_the_next_one_is_there(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        pass_down(play, "2024-03-18 09:00")
        await play.stage.service.ask("digest")

        pass_down(play, "2024-04-01 09:30")
        async with restarted(play):
            await begin(play)

            assert play.office.count("督办周报") == 1


@in_loop
async def test_items_handed_out_late_are_handed_out_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 11, 19)
        play.imports("2024年旅游工作方案\n1.办好旅游节。（责任单位：县文旅局）")
        await begin(play)
        assert sun.count("请阅后点“签收”") == 0

        pass_down(play, "2024-03-14 10:00")
        async with restarted(play):
            await begin(play)
            await play.move_to(3, 14, 16)

            assert sun.count("请阅后点“签收”") == 1


@in_loop
async def test_a_clock_that_jumps_ahead_sends_no_reminder_until_the_office_says_so(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 18, 10)
        before = len(sun.heard())

        play.stage.clock.jump(timedelta(days=8))
        await begin(play)

        jumped = "3月18日（周一）10:00", "3月26日（周二）10:00"
        play.office.expects("已暂停发送提醒", "快了 8 天", *jumped)
        await sun.says("第3项：已办班")
        sun.expects("第3项 · 县文旅局", "说明：已办班")
        assert sun.count("待报") == 0
        assert len(all_of(play.desk.db, Nudge)) == 0
        heard = len(sun.heard())

        await play.office.presses("时间正确，继续发送")
        await begin(play)

        play.office.expects("已继续发送提醒", "周敏")
        assert len(sun.heard()) == heard + 1 > before + 1
        sun.expects("已逾期 1 天")


@in_loop
async def test_the_button_of_a_pause_that_is_over_ends_no_later_one(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        for _ in range(2):
            play.stage.clock.jump(timedelta(days=1))
            await begin(play)
            if play.office.count("已继续发送提醒") == 0:
                await play.office.presses("时间正确，继续发送")

        over = play.office.expects("已继续发送提醒")
        again = play.sandbox.pressed(play.office.person, over, "resume:1")
        await play.stage.settle()

        assert "不用再点" in str(again.text)
        play.office.expects("已暂停发送提醒")
        assert [one.ended_by for one in all_of(play.desk.db, Pause)] == ["周敏", None]
        noted = [(one.action, one.done_by) for one in all_of(play.desk.db, AuditEntry)]
        assert noted == [(Action.RESUMED, "周敏")]


@in_loop
async def test_a_reminder_left_over_before_a_pause_waits_for_what_is_due_after_it(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        before = len(sun.heard())
        pass_down(play, "2024-03-20 09:00")
        await play.stage.service.ask("sweep")
        play.stage.clock.jump(timedelta(days=2))
        await begin(play)

        await play.office.presses("时间正确，继续发送")
        assert len(sun.heard()) == before
        await begin(play)

        assert len(sun.heard()) == before + 1
        sun.expects("还有 1 个工作日")


@in_loop
async def test_a_clock_that_is_set_right_again_goes_on_by_itself(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 18, 10)
        play.stage.clock.jump(timedelta(days=-3))
        await begin(play)
        play.office.expects("已暂停发送提醒", "慢了 3 天")

        play.stage.clock.move(HOUR)
        play.stage.clock.jump(timedelta(days=3))
        await begin(play)

        play.office.expects("电脑时钟已改正，已继续发送提醒")
        assert play.office.count("已暂停发送提醒") == 0
        await play.move_to(3, 20, 9)
        sun.expects("还有 1 项待报")


@in_loop
async def test_what_people_ask_is_answered_by_a_clock_that_fell_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20, 10)
        await sun.presses("第3项")
        play.sandbox.faults.add("500", "editMessageText", times=1)
        await sun.presses("已完成")  # to be tried again in a minute

        play.stage.clock.jump(timedelta(days=-30))
        await begin(play)
        await sun.says("已办班2期")

        sun.expects("第3项 · 县文旅局", "已办班2期")


@in_loop
async def test_a_start_at_a_time_before_the_last_sign_of_life_sends_nothing_planned(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20, 8, 59)

        play.stage.clock.jump(timedelta(hours=-24))
        async with restarted(play):
            await begin(play)
            play.office.expects("已暂停发送提醒", "慢了 1 天")
        async with restarted(play):
            await begin(play)

            assert play.office.count("已暂停发送提醒") == 1
            assert play.stage.clock.now() < at("2024-03-20 08:00")


@in_loop
async def test_an_office_without_a_chat_sees_the_pause_and_ends_it_in_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with playing(tmp_path) as play:
        began = at("2024-03-11 09:00")
        play.desk.db.write_now(lambda session: pauses.note_jump(session, -7500, began))

        looking.status(play.desk, as_facts=False)
        examining.examine(play.desk, None, as_facts=False)
        resuming.resume(play.desk)
        resuming.resume(play.desk)

        said = capsys.readouterr().out
        assert said.count("慢了 2 小时 5 分钟") == 2
        assert said.count("duban resume") == 2
        assert "现在是 2024-03-11 09:30。已继续发送提醒" in said
        assert "提醒没有暂停" in said
        assert [one.ended_by for one in all_of(play.desk.db, Pause)] == ["命令行"]
