"""Absence and handover, and the commands, told as conversations."""

from datetime import datetime, timedelta
from pathlib import Path

from db.tables import Departure, Form, Post
from db.vocabulary import FormState, Role
from tests.ledger_cast import all_of
from tests.play import ZONE, playing, restarted
from tests.test_sandbox_harness import in_loop


@in_loop
async def test_a_contact_is_away_and_the_head_answers_instead_until_they_are_back(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        zhao = await play.joins("赵磊", "县科经局")
        chen = await play.joins("陈立", "县科经局", Role.HEAD)
        await play.move_to(3, 15, 10)

        await zhao.says("请假")
        zhao.expects("从哪天开始")
        await zhao.presses("其他日期")
        await zhao.presses("18")
        zhao.expects("从 3月18日（周一） 开始")
        play.stage.clock.move(timedelta(minutes=1))
        async with restarted(play):
            await zhao.presses("7天（到3月24日）")
            zhao.expects("请选代理人")
            pressed = await zhao.presses("陈立")

        assert pressed.text == "已请假"
        zhao.expects("✅ 已请假：3月18日（周一）至3月24日（周日）", "代理人：陈立")
        chen.expects("赵磊 请假", "3月18日（周一）起由您代理 县科经局 的报送")
        play.office.expects("赵磊（县科经局） 请假", "由 陈立 代理")
        assert play.office.count("请假") == 1

        before = len(zhao.heard())
        await play.move_to(3, 22, 10)  # D−1 reminder on Thursday and Friday
        assert len(zhao.heard()) == before
        chen.expects("现在起由您代理 县科经局")
        chen.expects("还有 1 项待报", "⏳ 第2项")
        await chen.says("第2项：正常推进，已开展2期")
        await chen.presses("✅ 提交")
        chen.expects("已收到 第2项")

        await play.move_to(4, 24, 10)

        zhao.expects("还有 1 项待报", "4月报送")
        assert chen.count("4月报送") == 0
        await chen.says("第2项：正常推进")
        chen.expects("您的清单里没有第2项")


@in_loop
async def test_a_typed_absence_names_its_substitute_and_what_falls_due(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        li = await play.joins("李强", "县农业农村局")
        await play.move_to(3, 20)

        await wang.says("/leave 3月21日至3月27日 李强")

        wang.expects("✅ 已请假", "代理人：李强", "期间有 2 项到期", "第1项 3月25日（周一）")
        li.expects("王芳 请假", "3月21日（周四）起由您代理 县农业农村局")
        await li.says("请假 3月22日至3月29日")
        await li.presses("王芳（也请假）")
        li.expects("代理人：王芳", "⚠️ 王芳 这期间也有请假")


@in_loop
async def test_what_is_no_day_or_a_day_gone_by_is_asked_for_with_buttons(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")

        await wang.says("/leave 下下周")
        wang.expects("从哪天开始", "没看懂日期")
        await wang.says("/leave 3月1日至3月5日")
        wang.expects("从哪天开始", "没看懂日期")

        card = wang.expects("从哪天开始")
        wang.person.press(card, "今天")
        await play.stage.settle()
        await play.move_to(3, 14)
        told = await wang.presses("3天（到3月13日）")
        assert told.text == "这一天不能选，请重新选择"
        await wang.presses("不请假了")
        wang.expects("已取消请假")


@in_loop
async def test_an_absence_is_ended_early_or_cancelled_and_replaced_by_a_new_one(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        li = await play.joins("李强", "县农业农村局")
        await play.move_to(3, 18)
        await wang.says("/leave 3月25日至3月29日 李强")

        await wang.says("/leave 今天3天 无人代理")

        wang.expects("✅ 已请假：3月18日（周一）至3月20日（周三）", "无人代理")
        await wang.says("待办")
        wang.expects("您正在请假，提醒暂不发给您")
        await wang.presses("提前结束")
        wang.expects("请假已结束")
        assert play.office.count("（已结束）") == 1
        await wang.presses("取消请假")
        wang.expects("已取消请假（3月25日（周一）至3月29日（周五））")
        li.expects("王芳 的请假", "已结束，不用再代填")
        assert play.office.count("（已取消）") == 1
        await wang.says("待办")
        wang.expects("下次提醒：3月20日（周三）09:00")


@in_loop
async def test_a_contact_hands_over_to_a_colleague_and_is_silent_at_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        li = await play.joins("李局", "县农业农村局", Role.HEAD)
        await play.move_to(3, 20)
        await wang.says("第1项：高素质农民320人，家庭农场1700个")

        await wang.says("交接")
        wang.expects("报送交给谁？")
        await wang.presses("李局")
        wang.expects("报送交给 李局", "没提交的填写作废")
        play.stage.clock.move(timedelta(minutes=1))
        async with restarted(play):
            pressed = await wang.presses("确认离开")

        assert pressed.text == "已办理"
        wang.expects("✅ 您已离开 县农业农村局，报送已交给 李局")
        wang.expects("已放弃填写")
        wang.expects("您现在不负责任何单位的填报")
        li.expects("王芳 已把 县农业农村局 的报送交给您")
        li.expects("县农业农村局 还有 2 项待报")
        play.office.expects("王芳 已离开 县农业农村局，报送由 李局 接手")
        before = len(wang.heard())
        await play.move_to(3, 28)
        assert len(wang.heard()) == before
        li.expects("已逾期 3 天")
        (form,) = all_of(play.desk.db, Form)
        assert form.state is FormState.DROPPED
        (gone,) = all_of(play.desk.db, Departure)
        assert gone.successor_id is not None
        assert {post.role for post in all_of(play.desk.db, Post)} == {Role.CONTACT, Role.HEAD}


@in_loop
async def test_the_last_contact_leaves_and_the_office_is_told_whom_to_invite(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await sun.opens(play.link("县科经局"))
        await sun.presses("确认加入")
        await play.move_to(3, 20)

        await sun.says("离开")
        await sun.presses("县文旅局")
        await sun.presses("没有接手人")
        card = sun.expects("没有接手人？")
        for _ in range(2):
            sun.person.press(card, "确认离开")
        await play.stage.settle()

        sun.expects("✅ 您已离开 县文旅局")
        assert play.office.count("孙丽 已离开") == 1
        play.office.expects("该单位已没有联络员", "duban invite 县文旅局")
        await sun.says("待办")
        sun.expects("县科经局 还有 1 项待报")
        assert "县文旅局" not in sun.expects("下次提醒").text
        await sun.says("/quit")
        await sun.presses("不离开了")
        sun.expects("一切照旧")


@in_loop
async def test_whoever_holds_no_post_any_more_is_told_so_by_every_command(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await sun.says("/quit")
        await sun.presses("没有接手人")
        await sun.presses("确认离开")

        for said in ("待办", "/mine", "请假", "离开", "帮助"):
            before = sun.count("您现在不负责任何单位的填报")
            await sun.says(said)
            assert sun.count("您现在不负责任何单位的填报") == before + 1, said


@in_loop
async def test_mine_shows_figures_against_targets_and_nothing_of_other_units(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        boss = await play.joins("李局", "县农业农村局", Role.HEAD)
        await play.move_to(3, 20)
        await wang.says("第1项：高素质农民360人，家庭农场1700个")
        await wang.presses("✅ 提交")

        await wang.says("我的填报")

        shown = wang.expects(
            "县农业农村局 · 2024年清溪县乡村振兴工作要点",
            "第1项 培育高素质农民450人（牵头）",
            "正常推进，3月20日（周三）报",
            "高素质农民：360人 / 达到450人（80%）",
            "第2项 开展农村电商技能培训（配合）",
            "还没有报过",
        )
        assert "第3项" not in shown.text
        await boss.says("/mine")
        boss.expects("高素质农民：360人")


@in_loop
async def test_a_head_asks_what_their_units_owe_before_it_is_late(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.joins("赵磊", "县科经局")
        chen = await play.joins("陈立", "县科经局", Role.HEAD)
        await play.move_to(3, 20)

        await chen.says("待办")
        chen.expects("县科经局 有 1 项报送待完成", "⏳ 第2项", "联络员：赵磊")
        await chen.says("帮助")
        chen.expects("平时不会打扰您")
        await chen.says("请假")

        chen.expects("您是单位负责人")


@in_loop
async def test_the_next_reminder_is_told_even_when_nothing_is_owed_yet(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")

        await wang.says("待办")

        wang.expects("目前没有要报的事项", "下次提醒：3月20日（周三）09:00")


@in_loop
async def test_another_s_buttons_of_absence_and_handover_do_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path, datetime(2024, 3, 20, 10, tzinfo=ZONE)) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        sun = await play.joins("孙丽", "县文旅局")
        await wang.says("请假")
        await sun.says("请假")
        await sun.says("离开")
        card, theirs = sun.expects("从哪天开始"), wang.expects("从哪天开始")
        leaving = sun.expects("还没有其他联络员可以接手")
        before = theirs.text

        for message, data in (
            (card, "leavefrom:1:20240320"),
            (card, "leaveuntil:1:20240320"),
            (card, "standin:1:2"),
            (card, "back:1"),
            (leaving, "quit:1"),
            (leaving, "successor:1:1"),
            (leaving, "handover:1:0"),
            (card, "handover:3:0"),
        ):
            query = play.sandbox.pressed(sun.person, message, data)
            await play.stage.settle()
            assert query.text.startswith("这个按钮已失效"), data

        assert wang.expects("从哪天开始").text == before
        assert len(all_of(play.desk.db, Post)) == 2


@in_loop
async def test_who_counted_on_a_leaver_to_stand_in_is_told(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        li = await play.joins("李强", "县农业农村局")
        await wang.says("请假 3月18日至3月27日 李强")
        await li.says("请假 3月28日至3月29日 王芳")

        await li.says("离开")
        await li.presses("没有接手人")
        await li.presses("确认离开")

        wang.expects("✅ 已请假", "无人代理，本单位没有别人能收到提醒")
        li.expects("已取消请假（3月28日（周四）至3月29日（周五））")
        play.office.expects("王芳（县农业农村局） 请假", "无人代理")
        await play.move_to(3, 21)
        assert wang.count("待报") == 0
