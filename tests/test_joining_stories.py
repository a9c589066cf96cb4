"""Coming in and acknowledging, told as conversations."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from bot.intake import take_in
from bot.office.inviting import link_of, make_invitations
from db import outbox
from db.tables import Invite
from db.vocabulary import OutboxState, Role
from tests.play import Play, playing
from tests.test_sandbox_harness import in_loop


@in_loop
async def test_a_name_is_corrected_before_joining(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        fang = play.stage.actor("芳芳🌸", "县农业农村局")
        link = play.link("县农业农村局")
        await fang.opens(link)
        offer = fang.expects("芳芳🌸", "县农业农村局 联络员", "请点“确认加入”")
        assert offer.buttons == ["确认加入", "改姓名"]

        asked = await fang.presses("改姓名")
        fang.expects("请直接发送您的姓名")
        await fang.says("王")
        fang.expects("这不像姓名")
        await fang.opens(link)  # in the middle of it: nothing is lost, and nothing is asked
        fang.expects("芳芳🌸", "请点“确认加入”")
        await fang.presses("改姓名")
        await fang.says(" 王\u200b  芳 ")
        fang.expects("您好，王 芳", "请点“确认加入”")
        await fang.presses("改姓名")
        await fang.says("王芳")
        await fang.presses("确认加入")

        assert asked.text == "请直接发送您的姓名"
        fang.expects("加入成功，王芳")
        play.office.expects("王芳 已加入：县农业农村局 联络员")


@in_loop
async def test_who_has_no_name_at_telegram_gives_one_first(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        dot = play.stage.actor(".", "县文旅局")

        await dot.opens(play.link("县文旅局"))
        assert dot.expects("请直接发送您的姓名").buttons == []
        await dot.says("孙丽")
        await dot.presses("确认加入")

        dot.expects("加入成功，孙丽")


@in_loop
async def test_who_opened_an_invite_before_names_were_kept_is_asked_for_one(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = play.stage.actor("孙丽", "县文旅局")
        await sun.opens(play.link("县文旅局"))
        play.desk.db.write_now(lambda session: session.execute(update(Invite).values(name=None)))

        await sun.presses("确认加入")
        await sun.says("孙丽")
        await sun.presses("确认加入")

        sun.expects("加入成功，孙丽")


@in_loop
async def test_start_again_in_every_state_is_answered_with_how_things_stand(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        link = play.link("县农业农村局")
        wang, zhang = play.stage.actor("王芳"), play.stage.actor("张三")
        await wang.says("/start")
        wang.expects("您还没有加入")
        await wang.opens(link)
        first = wang.expects("请点“确认加入”")
        await wang.says("/start")
        assert wang.count("请点“确认加入”") == 1
        assert first.buttons == []
        await wang.presses("确认加入")

        await wang.opens(link)  # the same one, after joining
        assert wang.expects("✅ 您已加入").buttons == []
        await wang.says("/start")
        wang.expects("怎么用")
        await wang.blocks()
        wang.person.unblocks()
        await wang.opens(link)
        await zhang.opens(link)  # somebody else's link
        told = zhang.expects("已经有人用过了")
        await zhang.opens(play.link("县农业农村局"))
        play.stage.clock.move(timedelta(days=15))
        late = await zhang.presses("确认加入")

        assert "王芳" not in told.text
        assert wang.count("加入成功") == 1
        assert play.office.count("已加入") == 1
        assert late.text == "这个邀请链接已过期"
        assert zhang.expects("已过期，请向督办室索取").buttons == []


@in_loop
async def test_one_person_for_two_units_and_two_for_one(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await wang.opens(play.link("县文旅局"))
        assert wang.expects("县文旅局 联络员").buttons == ["确认加入"]  # the name is known
        await wang.presses("确认加入")
        both = wang.expects("县农业农村局、县文旅局 共 3 项任务", "第3项", "（县文旅局）")
        ding = await play.joins("丁一", "县文旅局")

        wang.expects("加入成功，王芳")
        play.office.expects("王芳 已加入：县文旅局 联络员")
        assert both.buttons == ["签收"]
        ding.expects("加入成功，丁一", "本单位的联络员还有：王芳")


@in_loop
async def test_the_office_decides_who_comes_in(tmp_path: Path) -> None:
    async with playing(tmp_path, approve_joins=True) as play:
        play.imports()
        wang, zhang = play.stage.actor("王芳"), play.stage.actor("张三")
        await wang.opens(play.link("县农业农村局"))
        await zhang.opens(play.link("县文旅局"))

        for _ in range(2):
            wang.person.press(wang.expects("请点“确认加入”"), "确认加入")
        await zhang.presses("确认加入")
        assert wang.expects("等待督办室确认").buttons == []
        await wang.says("待办")  # not in yet
        assert wang.count("加入成功") == 0
        card = play.office.expects("王芳 申请加入：县农业农村局 联络员")
        assert play.office.count("王芳 申请加入") == 1
        presses = [play.office.person.press(card, one) for one in ("同意", "不同意", "同意")]
        await play.stage.settle()
        await play.office.presses("不同意")

        wang.expects("加入成功，王芳")
        wang.expects("✅ 您已加入")
        wang.expects("县农业农村局 共 2 项任务")
        decided = play.office.expects("王芳 申请加入", "✅ 周敏 3月11日（周一）09:30 同意")
        assert decided.buttons == []
        assert [one.text for one in presses] == [
            "已同意，已通知本人",
            "这份申请已经处理过了",
            "这份申请已经处理过了",
        ]
        zhang.expects("督办室没有同意")
        assert zhang.count("加入成功") == 0
        play.office.expects("张三 申请加入", "❌ 周敏", "不同意")


@in_loop
async def test_a_post_is_handed_over_by_a_link(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        ding = play.stage.actor("丁一")
        await ding.opens(replacing(play, "县农业农村局", "王芳"))
        await ding.presses("确认加入")
        before = wang.heard()
        checklist = wang.expects("不负责任何单位的填报")  # what they had shows nothing any more

        await play.move_to(3, 26)

        assert checklist.buttons == []
        assert wang.count("已由 丁一 接替") == 1
        assert wang.heard() == before  # silent at once
        play.office.expects("丁一 已加入：县农业农村局 联络员（接替 王芳）")
        ding.expects("加入成功，丁一")
        ding.expects("县农业农村局 共 2 项任务")
        ding.expects("县农业农村局 还有 2 项待报")


def replacing(play: Play, unit: str, name: str) -> str:
    made = play.desk.db.write_now(
        lambda session: make_invitations(session, play.desk, [unit], Role.CONTACT, replaces=name)
    )
    return link_of(play.sandbox.bot_username, made[0].token)


@in_loop
async def test_a_plan_is_acknowledged_by_each_person_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        ding = await play.joins("丁一", "县农业农村局")
        ren = await play.joins("任洁", "县人社局")
        play.imports(OTHER)

        for _ in range(2):
            await play.move_to(3, 11, 10)
        handed = wang.expects("2024年平安建设工作要点", "县农业农村局 共 2 项任务")
        presses = [wang.person.press(handed, "签收") for _ in range(2)]
        await play.stage.settle()

        assert wang.count("2024年平安建设工作要点") == 1
        assert "第1项（牵头）开展安全培训50场" in handed.text
        assert "指标：" in handed.text
        assert "✅ 3月11日（周一）10:00 已签收" in handed.text
        assert handed.buttons == []
        assert [one.text for one in presses] == ["已签收", "您已签收过了"]
        assert ding.expects("县农业农村局 共 2 项任务", "请阅后点“签收”").buttons == ["签收"]
        ren.expects("县人社局 共 1 项任务", "第2项（配合）")
        theirs = ren.expects("2024年平安建设工作要点")
        await ren.says("收到", reply_to=theirs)  # as clerks answer
        assert "已签收" in theirs.text
        ren.expects("✅ 已签收，谢谢")
        await ren.says("收到")
        ren.expects("好的。要填报时")
        await ding.says("签收")
        assert "已签收" in ding.expects("2024年平安建设工作要点").text
        await ding.says("签收")
        ding.expects("没有等您签收的任务")


#: Another notice, for the same units.
OTHER = """2024年平安建设工作要点
1.开展安全培训50场。（责任单位：县农业农村局）
2.排查隐患，6月底前完成。（责任单位：县农业农村局、县人社局）
"""


@in_loop
async def test_who_does_not_acknowledge_is_followed_up_to_the_office(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        zhao = play.stage.actor("赵磊")
        await zhao.opens(play.link("县科经局"))
        await zhao.presses("确认加入")
        chen = await play.joins("陈立", "县科经局", Role.HEAD)
        await play.joins("王芳", "县农业农村局")

        await play.move_to(3, 11, 17)
        assert chen.count("共 1 项任务") == 0  # the contact has one workday
        await play.move_to(3, 12, 10)
        chen.expects("县科经局 共 1 项任务", "请阅后点“签收”")
        assert play.office.count("没有签收") == 0
        await play.move_to(3, 13, 10)
        sheet = play.office.expects("📞", "还有 1 个单位没有签收")
        assert "县科经局：已发 赵磊、陈立，3月11日（周一）起" in sheet.text
        await play.move_to(3, 15, 10)
        assert play.office.count("没有签收") == 1

        await chen.presses("签收")

        assert "✅ 县科经局：陈立 3月15日（周五）10:00 已签收" in sheet.text
        assert "下面的单位都已签收" in sheet.text
        assert zhao.expects("请阅后点“签收”").buttons == ["签收"]  # theirs is theirs


@in_loop
async def test_a_handout_of_somebody_who_left_is_not_acknowledged(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        zhao = play.stage.actor("赵磊")
        await zhao.opens(play.link("县科经局"))
        await zhao.presses("确认加入")
        card = zhao.expects("县科经局 共 1 项任务")
        ding = play.stage.actor("丁一")
        await ding.opens(replacing(play, "县科经局", "赵磊"))
        await ding.presses("确认加入")

        pressed = zhao.person.press(card, "签收")
        await play.stage.settle()

        assert "已失效" in pressed.text
        ding.expects("请阅后点“签收”")


@in_loop
async def test_a_double_tap_on_an_answer_that_is_on_its_way_changes_nothing(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = play.stage.actor("王芳")
        await wang.opens(play.link("县农业农村局"))
        offer = wang.expects("请点“确认加入”")
        for one in ("确认加入", "改姓名", "确认加入"):
            wang.person.press(offer, one)
        await take_in(play.desk, play.stage.service.application.bot, None, 0)
        await play.stage.service.worker.drain()
        await play.stage.settle()

        assert wang.count("加入成功") == 1
        assert play.desk.db.read_now(outbox.counts).get(OutboxState.WAITING, 0) == 0
