"""A sentence that speaks of several items at once goes where each part of it belongs."""

from pathlib import Path

from tests.play import playing
from tests.test_reporting_stories import THREE, files_march
from tests.test_sandbox_harness import in_loop


@in_loop
async def test_one_item_is_filled_in_and_the_others_are_offered_as_they_were(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports(THREE)
        wang = await play.joins("王芳", "县农业农村局")
        await files_march(play, wang)

        await wang.says("第2项：325人，其他项无变化")

        wang.expects("第2项 · 县农业农村局", "325")
        listed = wang.expects("以下 2 项按上期填报", "家庭农场1700个")
        await wang.presses("确认提交 2 项")
        assert "✅ 已提交 2 项" in listed.text


@in_loop
async def test_what_is_said_of_two_items_goes_to_both(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(THREE)
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)

        await wang.says("第1、3项未启动，第2项本月新增120人")

        wang.expects("第1项", "第3项", "未启动")
        wang.expects("第2项 · 县农业农村局", "本月新增120人")
        wang.expects("120人")
