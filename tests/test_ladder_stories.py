"""The ladder as people see it: colours, the next one up, 稍后再提醒, 催办, silence on report."""

from pathlib import Path

from bot.stage import Actor
from db.vocabulary import Role
from tests.play import Play, playing
from tests.test_sandbox_harness import in_loop


async def reports(actor: Actor, item: int) -> None:
    await actor.says(f"第{item}项：已办2期培训班")
    await actor.presses("正常推进")
    await actor.presses("✅ 提交")


def reminders(actor: Actor) -> int:
    """Return how many checklists somebody got, whatever they show by now."""
    return actor.count("📋") + actor.count("全部报齐")


@in_loop
async def test_a_contact_is_reminded_again_when_they_wish_and_never_of_what_is_reported(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20)

        first = await sun.presses("稍后再提醒")
        assert first.text == "好的，今天15:00再提醒您"
        shown = sun.expects("⏰ 3月20日（周三）15:00 再提醒您")
        assert "稍后再提醒" not in shown.buttons
        again = play.sandbox.pressed(sun.person, shown, "snooze")
        await play.stage.settle()
        assert again.text == first.text
        await sun.says("待办")
        sun.expects("下次提醒：3月20日（周三）15:00")
        before = reminders(sun)
        await play.move_to(3, 20, 16)
        assert reminders(sun) == before + 1

        assert (await sun.presses("稍后再提醒")).text == "好的，明天09:00再提醒您"
        await reports(sun, 3)
        before = reminders(sun)
        late = play.sandbox.pressed(sun.person, shown, "snooze")
        await play.stage.settle()
        await play.move_to(4, 3)

        assert late.text == "现在没有要报的事项，不用提醒"
        assert reminders(sun) == before


@in_loop
async def test_a_late_unit_turns_blue_then_yellow_then_red_and_more_are_told(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        zhao = await play.joins("赵磊", "县科经局")
        chen = await play.joins("陈立", "县科经局", Role.HEAD)
        feng = await play.joins("冯县长", "", Role.LEADER)
        await play.joins("王芳", "县农业农村局")

        await play.move_to(3, 25, 20)
        zhao.expects("⏳ 第2项", "今天截止")
        await play.move_to(3, 26)
        zhao.expects("🔵 第2项", "已逾期 1 天")
        assert chen.count("科经局") == 1  # her welcome
        await play.move_to(3, 28)
        zhao.expects("🟡 第2项", "已逾期 3 天")
        chen.expects("🟡 第2项", "请督促联络员", "赵磊")
        assert feng.count("科经局") == 0
        assert play.office.count("最长逾期") == 0
        await play.move_to(4, 7)  # a Sunday that is worked, the eighth workday after
        zhao.expects("🔴 第2项")
        feng.expects("🔴 县科经局 1 项，最长逾期 13 天（赵磊）", "🔴 县农业农村局 2 项")
        listed = play.office.expects("🔴 县科经局 1 项", "🔴 县人社局 1 项", "没有联络员")
        assert "催 县科经局" in listed.buttons

        await reports(zhao, 2)
        feng.expects("🔴 县农业农村局 2 项")
        assert feng.count("县科经局 1 项") == 0
        assert play.office.count("县科经局 1 项，最长") == 0


@in_loop
async def test_the_office_reminds_a_unit_by_hand_and_is_told_whom_it_reaches(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        zhao = await play.joins("赵磊", "县科经局")
        await play.move_to(3, 27, 15, 30)  # reminded on the 26th
        before, office = reminders(zhao), play.office

        await office.says("/remind")
        office.expects(
            "4 个单位共 5 项逾期未报", "县文旅局 1 项，最长逾期 2 天（还没有联络员加入）"
        )
        await office.presses("催 县科经局")
        asked = office.expects("催办 县科经局", "1 项待报", "发给 1 人，每人约 2 分钟", "赵磊")
        assert asked.buttons == ["确认催办", "代录"]
        assert reminders(zhao) == before, "not before it is confirmed"
        assert (await office.presses("确认催办")).text == "已提醒 1 人"

        assert reminders(zhao) == before + 1
        said = "3月27日（周三）15:30 提醒过 赵磊，3月28日（周四）09:00 后可以再催"
        assert office.expects("催办 县科经局", said).buttons == ["代录"]
        again = play.sandbox.pressed(office.person, asked, "remindnow:2")
        await play.stage.settle()
        assert again.text == "现在不能催，原因见消息"
        await office.says("催办 县文旅局")
        office.expects("催办 县文旅局", "没有人能收到提醒（还没有联络员加入），请打电话")
        await office.says("催办 县气象局")
        office.expects("没有叫“县气象局”的单位")
        assert reminders(zhao) == before + 1

        await reports(zhao, 2)
        office.expects("催办 县科经局", "现在没有待报的事项，不用催")


@in_loop
async def test_a_reminder_asked_for_in_the_evening_is_checked_again_in_the_morning(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        zhao = await play.joins("赵磊", "县科经局")
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 26, 20)
        before = [reminders(one) for one in (zhao, sun)]

        for unit in ("县科经局", "县文旅局"):
            await play.office.says(f"/remind {unit}")
            play.office.expects(f"催办 {unit}", "3月27日（周三）09:00 发出")
            pressed = await play.office.presses("确认催办")
            assert pressed.text == "已安排提醒 1 人，明天09:00上班后发出"
        play.office.expects("催办 县科经局", "3月27日（周三）09:00 会提醒 赵磊")
        assert [reminders(one) for one in (zhao, sun)] == before
        await reports(zhao, 2)
        before = [reminders(one) for one in (zhao, sun)]
        await play.move_to(3, 27, 10)

        assert [reminders(one) for one in (zhao, sun)] == [before[0], before[1] + 1]


@in_loop
async def test_while_an_extension_is_pending_nobody_is_reminded_by_rung_or_by_hand(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        wu = await play.joins("吴局", "县文旅局", Role.HEAD)
        await play.move_to(3, 20)
        await sun.presses("第3项")
        await sun.presses("申请延期")
        await sun.presses("3月28日")
        await sun.says("二季度数据还在核对")
        before = reminders(sun), wu.count("📋")

        await play.move_to(4, 7)
        assert (reminders(sun), wu.count("📋")) == before
        await play.office.says("/remind 县文旅局")
        play.office.expects("催办 县文旅局", "现在没有待报的事项，不用催")
        assert listed(play).count("县文旅局") == 0

        await play.office.presses("不同意")
        await play.office.presses("不写理由")
        await play.move_to(4, 15)

        assert reminders(sun) > before[0]


def listed(play: Play) -> str:
    """Return the office's list of late units."""
    return play.office.expects("逾期未报", "最长逾期").text
