"""督办室待办: what waits for the office, opened and decided in one card, and told each workday."""

from pathlib import Path

from bot.ending import withdraw
from bot.stage import Actor
from db.audit import Actor as By
from db.vocabulary import Via
from sandbox import Group
from tests.play import Play, playing
from tests.test_extension_stories import forges
from tests.test_sandbox_harness import in_loop


async def busy(play: Play) -> tuple[Actor, Actor]:
    """Have a report, an extension, a question and a disowned item wait, in this order."""
    play.imports()
    wang = await play.joins("王芳", "县农业农村局")
    sun = await play.joins("孙丽", "县文旅局")
    await play.move_to(3, 20)
    await sun.says("第3项：已办2期培训班")
    await sun.presses("正常推进")
    await sun.presses("✅ 提交")
    await play.move_to(3, 20, 10, 1)
    await wang.presses("第1项")
    await wang.presses("申请延期")
    await wang.presses("3月28日")
    await wang.says("数据不全")
    await play.move_to(3, 20, 10, 2)
    await wang.says("提问：农民培训算几期？")
    return wang, sun


@in_loop
async def test_everything_that_waits_is_opened_and_decided_in_one_card(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        wang, sun = await busy(play)
        await play.move_to(3, 22, 10)

        await play.office.says("待办")
        card = play.office.expects("督办室待办 5 件，最早的已等 2 个工作日")
        lines = card.text.split("\n")
        assert lines[2:5] == [
            "1. 审核：县文旅局 第3项（2 个工作日）",
            "2. 延期申请：县农业农村局 第1项（2 个工作日）",
            "3. 提问：王芳（2 个工作日）",
        ]
        assert card.buttons == ["1", "2", "3", "4", "5"]
        await forges(play, play.office, card, "see:1:review")
        assert card.buttons == ["✅ 通过", "↩️ 退回", "‹ 返回清单"]
        await play.office.presses("✅ 通过")
        assert "督办室待办 4 件" in card.text
        sun.expects("已收到 第3项", "督办室已审核通过")
        await play.office.presses("1")
        await play.office.presses("同意")
        wang.expects("督办室同意第1项延期到 3月28日（周四）17:30")
        await play.office.presses("1")
        assert "农民培训算几期" in card.text
        await play.office.says("按期数算", reply_to=card)

        wang.expects("按期数算")
        assert "督办室待办 2 件" in card.text
        assert "联系不上：1 个单位" in card.text or "还没有人加入" in card.text


@in_loop
async def test_what_was_reported_for_a_withdrawn_plan_waits_no_more(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await busy(play)
        await play.office.says("待办")
        card = play.office.expects("1. 审核：县文旅局 第3项", "2. 延期申请：县农业农村局 第1项")
        now, by = play.stage.clock.now(), By("周敏", Via.CHAT)

        play.desk.db.write_now(lambda session: withdraw(session, 1, by, now))
        await play.stage.settle()

        assert "审核" not in card.text
        assert "延期申请" not in card.text
        assert "1. 提问：王芳" in card.text


@in_loop
async def test_what_nobody_joined_is_opened_as_a_list(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.office.says("/todo")
        card = play.office.expects("督办室待办 1 件", "1. 还没有人加入：4 个单位")

        await play.office.presses("1")

        assert "4 个单位还没有人加入" in card.text
        assert "• 县文旅局" in card.text
        await play.office.presses("‹ 返回清单")
        await play.office.says("待办")
        assert card.text == "这份清单已移到下面。"


@in_loop
async def test_the_office_is_told_once_a_workday_while_something_has_waited(tmp_path: Path) -> None:
    async with playing(tmp_path, in_group=True) as play:
        group = next(chat for chat in play.sandbox.chats.values() if isinstance(chat, Group))
        await busy(play)

        def told() -> list[str]:
            found = [one.text for one in group.messages if one.text.startswith("督办室待办")]
            return [one.split("\n")[0] for one in found]

        await play.move_to(3, 20, 16)
        assert told() == []
        await play.move_to(3, 22, 16)
        assert told() == ["督办室待办 5 件，最早的已等 2 个工作日"]
        await play.move_to(3, 24, 16)  # a Sunday
        assert len(told()) == 1
        await play.move_to(3, 25, 9, 5)
        assert told() == ["督办室待办 5 件，最早的已等 3 个工作日"]
        assert sum(one.text == "这份清单已移到下面。" for one in group.messages) >= 1


@in_loop
async def test_an_office_without_anything_to_do_hears_so(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.office.says("/todo")

        play.office.expects("✅ 督办室没有待办事项。")
