"""The week in chat: once whatever happens, with its picture; for leaders, units, and on demand."""

from pathlib import Path

from bot.sections import DigestPart
from db.tables import Digest, Document
from db.vocabulary import DocumentKind, Role
from sandbox.messages import Message
from tests.ledger_cast import all_of, at
from tests.play import Play, playing, restarted
from tests.test_sandbox_harness import in_loop

CHART = DigestPart(documents=(DocumentKind.CHART,))
OTHER = """2024年清溪县旅游工作方案
1.办好乡村旅游节。（责任单位：县文旅局）
"""


def pictures(play: Play, chat: int) -> list[Message]:
    return [one for one in play.sandbox.chats[chat].history.shown() if "photo" in one.content]


@in_loop
async def test_every_plan_s_week_comes_once_over_restarts_whoever_is_missing(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path, at("2024-03-26 09:30"), weekly=CHART) as play:
        play.imports()
        play.imports(OTHER)
        await play.joins("王芳", "县农业农村局")

        await play.move_to(4, 1, 9, 30)
        async with restarted(play):
            await play.stage.service.tick()
            await play.stage.settle()

        assert play.office.count("督办周报") == 2
        play.office.expects("2024年清溪县旅游工作方案", "第1期", "逾期未报共")
        charts = [one for one in all_of(play.desk.db, Document) if one.kind is DocumentKind.CHART]
        assert len(charts) == len(all_of(play.desk.db, Digest))
        assert all(one.path for one in charts)
        assert len(pictures(play, play.office.person.id)) == 2


@in_loop
async def test_the_lists_of_a_digest_turn_on_its_card_and_stay_as_they_were_told(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.joins("王芳", "县农业农村局")
        await play.move_to(4, 1, 9, 30)
        sent = play.office.expects("督办周报", "3月25日（周一）—4月1日（周一）")

        await play.office.presses("逾期（5）")
        play.office.expects("逾期未报", "县文旅局 第3项")
        await play.office.presses("‹ 返回周报")
        back = play.office.expects("督办周报", "3月25日（周一）—4月1日（周一）")

        assert (back.id, back.text) == (sent.id, sent.text)


@in_loop
async def test_a_leader_and_a_unit_get_their_own_week(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        play.imports(OTHER)
        sun = await play.joins("孙丽", "县文旅局")
        leader = await play.joins("刘副县长", "县文旅局", Role.LEADER)

        for moment in ("2024-04-01 09:00", "2024-04-01 15:00"):
            play.stage.clock.move_to(at(moment))
            await play.stage.service.tick()
            await play.stage.settle()

        week = sun.expects("本单位一周情况", "4月1日（周一）09:00")
        assert "2024年清溪县乡村振兴工作要点" in week.text
        assert "2024年清溪县旅游工作方案" in week.text
        assert "逾期未报 1 份" in week.text
        seen = leader.expects("督办周报", "2024年清溪县乡村振兴工作要点", "县文旅局")
        assert "县科经局" not in seen.text
        assert pictures(play, leader.person.id)
        await leader.presses("各单位（1）")
        leader.expects("各单位已报／应报", "县文旅局：")


@in_loop
async def test_the_office_asks_for_the_week_of_now_and_its_files(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.move_to(3, 20)

        await play.office.says("周报")
        play.office.expects("督办情况", "截至3月20日（周三）")
        press = await play.office.presses("要图表和文件")
        again = await play.office.presses("要图表和文件")

        assert "正在生成" in (press.text or "")
        assert "已经要过" in (again.text or "")
        assert len(pictures(play, play.office.person.id)) == 1
        assert [one.issue for one in all_of(play.desk.db, Digest)] == [1, None]


@in_loop
async def test_without_a_plan_the_office_is_told_so(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.office.says("周报")

        assert play.office.count("督办情况") == 0
        assert play.office.heard()
