"""The promises a person would notice, told as conversations."""

from datetime import datetime, timedelta
from pathlib import Path

from bot.intake import take_in
from db import inbox, outbox, overview
from db.vocabulary import InboxState, OutboxState, Role
from sandbox import Group
from sandbox.people import Attachment
from tests.play import NOTICE, ZONE, playing
from tests.test_sandbox_harness import in_loop


@in_loop
async def test_a_contact_with_no_training_files_a_report_in_three_actions(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        wang.expects("还有 2 项待报", "还有 3 个工作日", "⏳ 第1项")

        await wang.presses("第1项")
        await wang.says("高素质农民320人，家庭农场1700个，已办培训2期")
        pressed = await wang.presses("✅ 提交")

        receipt = wang.expects("已收到 第1项", "320人", "1700个", "已办培训2期", "正常推进")
        assert "回执号" in pressed.text
        assert receipt.buttons == ["修改", "配合情况"]
        wang.expects("✅ 第1项", "⏳ 第2项")


@in_loop
async def test_a_typed_answer_names_its_item_and_fills_the_form(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(NOTICE.read_text("utf-8"))
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)

        await wang.says("第2项：已培训320人")
        await wang.says("家庭农场1700个，合作社518个，已办培训2期")

        wang.expects("第2项", "高素质农民：320人", "正常推进")
        wang.expects("第1项", "1700个", "518个", "已办培训2期", "农业产业化联合体：还没填")


@in_loop
async def test_no_reminder_goes_out_for_what_is_reported(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20)
        await sun.presses("第3项")
        await sun.presses("正常推进")
        await sun.presses("✅ 提交")
        before = len(sun.heard())

        await play.move_to(4, 10)

        assert all("本单位一周情况" in one for one in sun.heard()[before:])
        sun.expects("全部报齐", "✅ 第3项")


@in_loop
async def test_a_late_unit_is_reminded_and_its_head_is_told(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        zhao = await play.joins("赵磊", "县科经局")
        chen = await play.joins("陈立", "县科经局", Role.HEAD)
        await play.move_to(3, 25, 18)
        assert chen.count("截止") == 0

        await play.move_to(3, 28)

        zhao.expects("已逾期 3 天")
        chen.expects("请督促联络员", "赵磊", "第2项")
        # D−3, D−1, D0, D+1 and D+3: five reminders, each a message of its own.
        assert sum(map(zhao.count, "⏳🔵🟡")) == 5


@in_loop
async def test_the_first_reminder_of_a_period_waits_for_its_opening(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")

        await wang.says("待办")

        wang.expects("目前没有要报的事项")


@in_loop
async def test_one_message_a_slot_however_many_items(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(NOTICE.read_text("utf-8"))
        wang = await play.joins("王芳", "县农业农村局")
        before = len(wang.heard())

        await play.move_to(3, 20, 16)

        assert len(wang.heard()) == before + 1
        wang.expects("还有 13 项待报")


@in_loop
async def test_a_unit_nobody_joined_for_is_told_to_the_office(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()

        await play.move_to(3, 21)

        play.office.expects("没有联络员能收到提醒", "县文旅局", "1 项", "还没有联络员加入")


@in_loop
async def test_a_block_found_while_sending_reaches_the_head_and_the_office(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        zhao = await play.joins("赵磊", "县科经局")
        chen = await play.joins("陈立", "县科经局", Role.HEAD)
        zhao.person.leaves_telegram()

        await play.move_to(3, 20)

        play.office.expects("联系不上 赵磊", "县科经局", "已注销", "已改发给单位负责人 陈立")
        chen.expects("县科经局", "联络员目前联系不上", "第2项")


@in_loop
async def test_an_unblocked_contact_is_reminded_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        zhao = await play.joins("赵磊", "县科经局")
        await zhao.blocks()
        await play.move_to(3, 20)
        play.office.expects("联系不上 赵磊", "屏蔽")
        assert zhao.count("待报") == 0

        zhao.person.unblocks()
        await play.stage.settle()
        await play.move_to(3, 22)

        zhao.expects("还有 1 项待报")


@in_loop
async def test_a_text_that_may_be_for_several_items_is_asked_about(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)

        await wang.says("已联系两家电商平台")
        question = wang.expects("已联系两家电商平台", "这是报哪一项的")
        assert len(question.buttons) == 2
        await wang.presses("第2项 开展农村电商")

        wang.expects("已记入第2项")
        wang.expects("第2项 · 县农业农村局（配合）", "说明：已联系两家电商平台")


@in_loop
async def test_a_number_that_fits_two_targets_is_asked_about(tmp_path: Path) -> None:
    text = "2024年计划\n1.家庭农场10个，合作社20个。（责任单位：县农业农村局）"
    async with playing(tmp_path) as play:
        play.imports(text)
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)

        await wang.says("第1项：新建5个")
        wang.expects("5个 是哪一项的数字")
        await wang.presses("合作社")

        wang.expects("第1项", "合作社：5个", "家庭农场：还没填")


@in_loop
async def test_an_unfinished_form_says_what_is_missing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        await wang.presses("第1项")

        unset = await wang.presses("✅ 提交")
        await wang.says("320人")
        missing = await wang.presses("✅ 提交")

        assert "请先选进展" in unset.text
        assert missing.text == "还差：家庭农场"


@in_loop
async def test_not_started_needs_no_numbers(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        await wang.presses("第1项")
        await wang.presses("未启动")

        pressed = await wang.presses("✅ 提交")

        assert "已提交" in pressed.text


@in_loop
async def test_a_correction_is_a_new_version_and_keeps_its_words(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20)
        await sun.says("第3项：已办班")
        await sun.presses("正常推进")
        await sun.presses("✅ 提交")

        await sun.presses("修改")
        await sun.presses("已完成")
        await sun.presses("✅ 提交")

        sun.expects("已收到 第3项", "已完成", "已办班", "第 2 次")


@in_loop
async def test_a_double_tap_files_one_report(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        plan = play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20)
        await sun.presses("第3项")
        await sun.presses("正常推进")
        form = sun.expects("第3项 · 县文旅局")
        submit = next(
            one["callback_data"] for row in form.rows for one in row if "提交" in one["text"]
        )

        sun.person.press(form, submit)
        again = sun.person.press(form, submit)
        await play.stage.settle()

        standing = play.desk.db.read_now(
            lambda session: overview.standing(session, plan, play.desk.clock.now())
        )
        assert "已经提交过" in again.text
        assert standing.reported == 1


@in_loop
async def test_the_form_shows_what_was_last_reported(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        await wang.says("第1项：高素质农民320人，家庭农场1700个")
        await wang.presses("✅ 提交")

        await play.move_to(4, 22)
        await wang.presses("第1项")

        wang.expects("4月报送", "高素质农民：还没填（目标达到450人，上期 320）")


@in_loop
async def test_the_digest_comes_once_a_week_with_the_contacts_own_words(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        await wang.says("第1项：高素质农民320人，家庭农场100个，有困难：资金<未到位>")
        await wang.presses("✅ 提交")

        await play.move_to(4, 1)
        await play.stage.service.tick()
        await play.stage.settle()

        digest = play.office.expects("督办周报", "—4月1日（周一）")
        assert play.office.count("—4月1日（周一）\n") == 1
        assert "本周到期应报 5，已报 1（20%），未报 4" in digest.text
        assert "县科经局 1 份（第2项），最久 7 天" in digest.text
        earlier = play.office.expects("督办周报", "—3月25日（周一）")
        assert "“资金<未到位>”" in earlier.text
        await play.office.presses("指标（2）")
        play.office.expects(
            "🟢 第1项 高素质农民：320／达到450人（71%）",
            "🟡 第1项 家庭农场：100／不少于1840个（5%）",
        )


@in_loop
async def test_a_reminder_that_has_nothing_left_to_say_is_withdrawn(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20, 8)
        await sun.says("第3项：已办班")
        await sun.presses("正常推进")
        before = len(sun.heard())
        withdrawn = play.desk.db.read_now(outbox.counts)[OutboxState.WITHDRAWN]
        play.stage.clock.move(timedelta(hours=1))
        await play.stage.service.tick()  # at 09:00 the reminder is put into the outbox

        sun.person.press(sun.expects("第3项 · 县文旅局"), "✅ 提交")
        await take_in(play.desk, play.stage.service.application.bot, None, 0)
        await play.stage.service.worker.drain()
        await play.stage.settle()

        states = play.desk.db.read_now(outbox.counts)
        assert states[OutboxState.WITHDRAWN] == withdrawn + 1
        assert len(sun.heard()) == before


@in_loop
async def test_an_update_nobody_can_parse_is_parked_and_the_rest_go_on(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        update = {"message": {"message_id": "x", "chat": 7, "date": "never", "text": {"a": 1}}}
        play.sandbox.updates.push_raw(update)

        await sun.says("帮助")

        sun.expects("怎么用")
        play.office.expects("没能处理", "原样留存")
        assert play.desk.db.read_now(inbox.counts)[InboxState.PARKED] == 1


@in_loop
async def test_every_number_without_a_place_is_asked_about(tmp_path: Path) -> None:
    text = "2024年计划\n1.家庭农场10个，合作社20个，联合体5个。（责任单位：县农业农村局）"
    async with playing(tmp_path) as play:
        play.imports(text)
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)

        await wang.says("第1项：新建5个，在建6个")
        wang.expects("5个 是哪一项的数字")
        wang.expects("6个 是哪一项的数字")
        await wang.presses("都不是，写进说明")
        await wang.presses("都不是，写进说明")

        wang.expects("5个 已记入：说明")
        wang.expects("第1项", "说明：", "新建5个", "在建6个")


@in_loop
async def test_one_message_may_report_several_items(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)

        await wang.says("第1项：高素质农民320人\n第2项：已完成\n第9项：已完成")

        wang.expects("第1项", "高素质农民：320人")
        wang.expects("第2项", "进展：已完成")
        wang.expects("没有第9项")


@in_loop
async def test_who_heads_one_unit_and_answers_for_another_gets_one_message(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.joins("赵磊", "县科经局")
        chen = await play.joins("陈立", "县科经局", Role.HEAD)
        await chen.opens(play.link("县文旅局"))
        await chen.presses("确认加入")
        await play.move_to(3, 27)
        before = len(chen.heard())

        await play.move_to(3, 28)

        assert len(chen.heard()) == before + 1
        chen.expects("县文旅局 还有 1 项待报", "您负责的 县科经局 有报送逾期")


@in_loop
async def test_a_page_on_which_all_is_reported_does_not_say_that_all_is(tmp_path: Path) -> None:
    text = "2024年计划\n" + "\n".join(
        f"{number}.开展第{number}类培训。（责任单位：县农业农村局）" for number in range(1, 31)
    )
    async with playing(tmp_path) as play:
        play.imports(text)
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        for first in range(1, 25, 12):
            said = "\n".join(f"第{number}项：正常推进" for number in range(first, first + 12))
            await wang.says(said)
            await wang.presses("全部提交")

        checklist = wang.expects("还有 6 项待报，已报 24 项", "第 1/2 页")

        assert "下一页 ›" in checklist.buttons


@in_loop
async def test_a_year_whose_holidays_are_not_known_is_told_to_the_office_daily(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path, datetime(2035, 11, 26, 9, 30, tzinfo=ZONE)) as play:
        for _ in range(2):
            await play.stage.service.tick()
            await play.stage.settle()
        assert play.office.count("2036 年的放假安排还没有导入") == 1

        play.stage.clock.move(timedelta(days=1))
        await play.stage.service.tick()
        await play.stage.settle()

        assert play.office.count("2036 年的放假安排还没有导入") == 2


@in_loop
async def test_numbered_sentences_stay_in_the_form_in_hand(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        await wang.presses("第2项")

        await wang.says("1、已联系两家平台\n2、已办班\n3、下月验收")

        wang.expects("第2项 · 县农业农村局", "已联系两家平台", "已办班", "下月验收")
        assert wang.count("没有第3项") == 0
        assert wang.count("第1项 · ") == 0


@in_loop
async def test_what_is_reported_can_be_corrected_by_text(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        await wang.says("第1项：高素质农民320人，家庭农场1700个")
        await wang.presses("✅ 提交")

        await wang.says("第1项：高素质农民330人")
        await wang.presses("✅ 提交")

        wang.expects("已收到 第1项", "330人", "1700个", "第 2 次")


@in_loop
async def test_the_office_turns_the_pages_of_its_digest_in_its_group(tmp_path: Path) -> None:
    async with playing(tmp_path, in_group=True) as play:
        play.imports(NOTICE.read_text("utf-8"))
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 25)
        group = next(chat for chat in play.sandbox.chats.values() if isinstance(chat, Group))
        digest = next(one for one in reversed(group.messages) if "督办周报" in one.text)
        before = wang.heard()
        play.office.person.press(digest, "指标（17）", chat=group)
        await play.stage.settle()
        assert "第 1/2 页" in digest.text

        play.office.person.press(digest, "下一页 ›", chat=group)
        await play.stage.settle()

        assert "第 2/2 页" in digest.text
        assert wang.heard() == before


@in_loop
async def test_a_telegram_away_over_three_rungs_gives_one_message(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        play.sandbox.faults.add("429", "sendMessage", chat_id=sun.person.id, times=None)
        for day in (20, 22, 25):
            play.stage.clock.move_to(datetime(2024, 3, day, 9, tzinfo=ZONE))
            await play.stage.service.tick()
            await play.stage.settle()

        play.sandbox.faults.clear()
        await play.move_to(3, 26, 9)

        assert sun.count("待报") == 1
        sun.expects("已逾期 1 天")


@in_loop
async def test_a_reminder_left_over_waits_for_work_hours(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        play.stage.clock.move_to(datetime(2024, 3, 22, 9, tzinfo=ZONE))
        await play.stage.service.tick()  # Friday 09:00: put in, and then the power fails

        play.stage.clock.move_to(datetime(2024, 3, 23, 23, 30, tzinfo=ZONE))
        await play.stage.settle()
        assert sun.count("待报") == 0
        await sun.says("待办")
        assert sun.count("待报") == 1

        await play.move_to(3, 25, 9)

        assert sun.count("今天截止") == 1
        assert sun.count("待报") == 2


@in_loop
async def test_a_caption_is_an_answer_and_an_album_is_answered_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20)

        files = [Attachment(f"{number}.pdf", b"%PDF-1.4") for number in range(3)]
        sun.person.sends_album(files, "第3项：已办2期培训班")
        await play.stage.settle()

        sun.expects("第3项", "说明：已办2期培训班")
        assert sun.count("附件 3 个") == sun.count("附件") == 1


@in_loop
async def test_a_colleague_s_newer_report_is_not_overwritten_unseen(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        ding = await play.joins("丁一", "县农业农村局")
        await play.move_to(3, 20)
        await wang.says("第1项：高素质农民1人，家庭农场2个")
        await ding.says("第1项：高素质农民320人，家庭农场1700个")
        await ding.presses("✅ 提交")

        told = await wang.presses("✅ 提交")
        assert "同事刚报过这一项" in told.text
        again = await wang.presses("✅ 提交")

        assert "已提交" in again.text


@in_loop
async def test_pressing_join_thrice_joins_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = play.stage.actor("王芳", "县农业农村局")
        await wang.opens(play.link("县农业农村局"))
        offer = wang.expects("请点“确认加入”")

        for _ in range(3):
            wang.person.press(offer, "确认加入")
        await play.stage.settle()

        assert wang.count("加入成功") == 1
        assert play.office.count("王芳 已加入") == 1


@in_loop
async def test_who_opened_a_link_before_somebody_else_is_told_to_open_it_again(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang, stranger = play.stage.actor("王芳"), play.stage.actor("路人")
        link = play.link("县农业农村局")
        await wang.opens(link)
        await stranger.opens(link)

        await wang.presses("确认加入")
        wang.expects("刚被别人打开过")
        await wang.opens(link)
        await wang.presses("确认加入")

        wang.expects("加入成功")
