"""What people do in another order than was thought of: nothing they typed goes astray."""

from pathlib import Path

import pytest

from bot.intake import receive
from db import inbox
from db.tables import Form, Inbox
from db.vocabulary import Role
from tests.ledger_cast import all_of
from tests.play import playing
from tests.test_attachment_stories import album
from tests.test_sandbox_harness import PNG, in_loop


@in_loop
async def test_a_form_that_is_no_longer_theirs_keeps_no_text_from_what_is(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        zhao = await play.joins("赵刚", "县农业农村局", Role.HEAD)
        await zhao.opens(play.link("县文旅局"))
        await zhao.presses("确认加入")
        await play.move_to(3, 21)
        await wang.says("请假 今天 1天 赵刚")
        await zhao.says("第1项：正常推进")
        await play.move_to(3, 22)

        pressed = await zhao.presses("有困难")
        zhao.person.sends_photo(PNG)
        await zhao.says("办了1期班")

        assert pressed.text == "这项不归您填报"
        zhao.expects("第3项", "说明：办了1期班", "附件 1 个")


@in_loop
@pytest.mark.parametrize("typed", ["第2项", "2"])
async def test_an_item_typed_instead_of_its_button_takes_what_waits_for_it(
    tmp_path: Path, typed: str
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 21)

        await wang.says("办了一期讲座")
        wang.expects("这是报哪一项的")
        await wang.says(typed)

        wang.expects("第2项", "说明：办了一期讲座")
        wang.expects("已记入第2项")
        await wang.presses("放弃")
        wang.person.sends_photo(PNG)
        await play.stage.settle()
        wang.expects("放到哪一项")
        await wang.says(typed)
        wang.expects("附件已放到第2项")
        wang.expects("第2项", "附件 1 个", "请选择")
        assert wang.count("“2”") == 0


@in_loop
async def test_what_is_typed_after_files_takes_them_along(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 21)

        wang.person.sends_album(album(2))
        await play.stage.settle()
        wang.expects("这 2 个文件放到哪一项")
        await wang.says("第2项：正常推进，办了一期讲座")

        wang.expects("第2项", "说明：办了一期讲座", "附件 2 个")
        wang.expects("附件已放到第2项")


@in_loop
async def test_days_of_an_absence_may_be_typed_as_people_type_them(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.joins("李强", "县农业农村局")
        await play.move_to(3, 21)

        await wang.says("请假")
        await wang.says("3月25日至3月27日")
        wang.expects("3月25日（周一）至3月27日（周三）", "请选代理人")
        await wang.says("李强")
        wang.expects("已请假", "代理人：李强")
        await wang.says("请假4月1日到4月2日，无人代理")
        wang.expects("已请假：4月1日（周一）至4月2日（周二）", "无人代理")
        await wang.says("第2项：正常推进")
        wang.expects("第2项", "正常推进")


@in_loop
async def test_a_head_who_starts_again_is_shown_their_units_matters(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        zhao = await play.joins("赵刚", "县农业农村局", Role.HEAD)
        await play.move_to(3, 21)

        await zhao.says("/start")

        assert zhao.count("您现在不负责任何单位的填报") == 0
        zhao.expects("县农业农村局 有 2 项报送待完成")


@in_loop
async def test_an_open_form_that_is_locked_offers_nothing_to_fill(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县文旅局")
        await play.move_to(3, 21)
        await wang.says("第3项：正常推进")
        await wang.presses("✅ 提交")
        await wang.presses("修改")

        await play.office.says("报告 1")
        await play.office.presses("✅ 通过")

        form = wang.expects("第3项 · 县文旅局", "督办室已审核通过")
        assert "这次的修改没有提交" in form.text
        assert form.buttons == ["问督办室"]
        await wang.says("更正：培训20人")
        wang.expects("没有要报的事项", "修改")


@in_loop
async def test_whoever_goes_on_with_something_else_has_asked_no_question(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 21)
        await wang.presses("第1项")

        await wang.presses("问督办室")
        await wang.presses("配合情况")
        await wang.says("高素质农民320人")

        assert play.office.count("320人") == 0
        wang.expects("第1项", "高素质农民：320人")


@in_loop
async def test_a_caption_answers_what_was_asked_and_its_photo_is_kept(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        sun = await play.joins("孙丽", "县人社局")
        await play.move_to(3, 21)
        await wang.presses("第1项")
        await wang.presses("申请延期")

        wang.person.sends_photo(PNG, "数据还在核对")
        await play.stage.settle()
        await wang.presses("3月28日")

        play.office.expects("延期申请", "理由：数据还在核对")
        assert "说明：" not in wang.expects("第1项 · 县农业农村局", "附件 1 个").text
        await wang.presses("配合情况")
        await wang.presses("催一下未报的 1 家")
        await play.move_to(3, 22)
        prompt = sun.expects("县农业农村局（牵头）请您尽快报")
        sun.person.sends_photo(PNG, "已培训12人", reply_to=prompt)
        await play.stage.settle()
        sun.expects("第1项 · 县人社局", "已培训12人", "附件 1 个")


@in_loop
async def test_what_is_only_polite_is_no_report_however_it_is_written(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 21)

        for said in ("收到。", "谢谢！", "👌", "您好"):
            await wang.says(said)

        assert wang.count("好的。要填报时") == 4
        assert all_of(play.desk.db, Form) == []


@in_loop
async def test_a_text_longer_than_telegram_takes_is_kept_and_never_read(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        long, now = "第2项：正常推进。" * 500, play.desk.clock.now()
        person, chat = wang.person.as_json(), wang.person.chat.as_json()
        picture = [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]
        said: list[dict[str, object]] = [{"text": long}, {"caption": long, "photo": picture}]
        forged = [
            receive(
                {
                    "update_id": 10**6 + number,
                    "message": {
                        "message_id": 9000 + number,
                        "date": 1,
                        "from": person,
                        "chat": chat,
                        **what,
                    },
                }
            )
            for number, what in enumerate(said)
        ]

        play.desk.db.write_now(lambda session: inbox.receive(session, forged, now))
        await play.stage.settle()

        assert wang.count("这条消息太长") == 2
        assert all_of(play.desk.db, Form) == []
        assert {one.raw for one in forged} <= {one.raw for one in all_of(play.desk.db, Inbox)}
