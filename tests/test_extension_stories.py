"""申请延期 and 审核, told as conversations between a unit and the office."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.opening import open_desk
from bot.stage import Actor
from bot.wiring import open_service
from db.tables import AuditEntry
from db.vocabulary import Action
from sandbox import Group, create_app
from sandbox.messages import Message
from tests.ledger_cast import all_of
from tests.play import Play, playing, settings_for
from tests.test_sandbox_harness import Transport, in_loop


@asynccontextmanager
async def restarted(play: Play, folder: Path, office: int | None) -> AsyncIterator[None]:
    """Let another bot on the same database and the same Telegram go on with the story."""
    app = create_app(play.sandbox)
    with open_desk(settings_for(folder, office), play.stage.clock) as desk:
        async with open_service(desk, play.sandbox.token, Transport(app)) as service:
            await service.application.bot.initialize()
            former, play.stage.service = play.stage.service, service
            yield
            play.stage.service = former
    app.close()


async def forges(play: Play, actor: Actor, message: Message, data: str) -> str:
    """Press what is not on a message any more, or never was; return what is answered."""
    query = play.sandbox.pressed(actor.person, message, data)
    await play.stage.settle()
    return query.text or ""


async def reports(actor: Actor) -> None:
    """Report 第3项."""
    await actor.says("第3项：已办2期培训班")
    await actor.presses("正常推进")
    await actor.presses("✅ 提交")


@in_loop
async def test_an_extension_takes_three_actions_and_moves_every_reminder(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20)
        await sun.presses("第3项")

        await sun.presses("申请延期")
        picker = sun.expects("申请延期", "现截止：3月25日（周一）17:30", "的日子不能选")
        assert picker.buttons[:6] == [
            "3月28日", "4月1日", "4月9日", "·", "2024年3月", "›",
        ]  # fmt: skip
        assert {"26", "27", "休30", "休31"} <= set(picker.buttons)
        async with restarted(play, tmp_path, play.office.person.id):
            await sun.presses("3月28日")
            await sun.says("二季度数据还在核对")

            card = sun.expects("延期申请已报督办室", "延期到：3月28日（周四）17:30", "二季度数据")
            assert card.buttons == ["撤回申请"]
            sun.expects("第3项 · 县文旅局（", "延期申请中：申请延到 3月28日（周四）17:30")
            sun.expects("还有 1 项待报", "第3项", "（延期申请中，到3月28日）")
            asked = play.office.expects("延期申请", "县文旅局", "延 3 个工作日", "首次申请")
            assert asked.buttons == ["同意", "改期", "不同意"]
        before = sun.count("待报")
        await play.move_to(3, 22, 16)  # the rung of the day before is not reached: it is frozen
        assert sun.count("待报") == before

        decided = await play.office.presses("同意")

        assert decided.text == "周敏 已同意"
        assert card.text.startswith("✅ 督办室同意延期　第3项")
        assert "新的截止时间：3月28日（周四）17:30（原为 3月25日（周一）17:30）" in card.text
        sun.expects("督办室同意第3项延期到 3月28日（周四）17:30。")
        play.office.expects("✅ 已同意　周敏")
        await play.move_to(3, 25)
        assert sun.count("待报") == before + 1
        sun.expects("还有 1 项待报", "3月28日（周四）17:30截止 · 还有 3 个工作日")


@in_loop
async def test_the_reason_may_come_first_and_the_day_from_the_months(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20)
        await sun.presses("第3项")
        await sun.presses("申请延期")
        await sun.presses("第3项")  # thinks better of it, and reports
        await sun.says("已办2期培训班")
        sun.expects("第3项 · 县文旅局（", "已办2期培训班")

        await sun.presses("申请延期")
        await sun.says("等上级数据<核准>")
        sun.expects("理由：等上级数据<核准>", "选好就提交")
        await sun.presses("›")
        sun.expects("选好就提交").button("休4")
        off = await sun.presses("休4")
        made_up = await sun.presses("7")  # a Sunday on which offices work

        assert off.text == "4月4日（周四）放假，请选工作日"
        assert made_up.text == "已报督办室，答复前暂停催办"
        play.office.expects("申请延到：4月7日（周日）17:30", "理由：等上级数据<核准>")


@in_loop
async def test_a_refusal_brings_the_office_s_words_and_the_next_rung(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20)
        await sun.presses("第3项")
        await sun.presses("申请延期")
        await sun.presses("4月1日")
        await sun.says("数据不全")
        await play.move_to(3, 22)
        request = play.office.expects("延期申请　县文旅局")

        await play.office.says("省里25日就要，不能拖", reply_to=request)
        assert "附言：省里25日就要" in request.text
        assert request.buttons == ["同意", "改期", "不同意"]
        before = sun.count("待报")
        await play.office.presses("不同意")

        assert await forges(play, play.office, request, "grant:1") == "周敏 未同意"
        assert request.buttons == []
        sun.expects("督办室未同意延期", "仍按 3月25日（周一）17:30 截止", "省里25日就要")
        sun.expects("未同意第3项延期，仍按 3月25日（周一）17:30 截止。")
        await play.move_to(3, 25)
        assert sun.count("待报") == before + 1  # of today only: what was frozen is not made up for


@in_loop
async def test_two_of_a_unit_see_one_extension_and_either_may_take_it_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        qian = await play.joins("钱进", "县文旅局")
        await play.move_to(3, 20)
        for one in (sun, qian):
            await one.presses("第3项")
        await sun.presses("申请延期")
        await qian.presses("申请延期")  # the same draft

        await qian.presses("3月28日")
        await sun.says("人手不够")
        card = qian.expects("延期申请已报督办室", "申请人：孙丽")
        assert await forges(play, qian, card, "day:1:20240401") == "已报督办室，答复前暂停催办"
        assert play.office.count("延期申请") == 1
        seen = await qian.presses("撤回申请")

        assert seen.text == "申请已撤回"
        sun.expects("申请已撤回，仍按原截止时间填报")
        request = play.office.expects("单位已撤回申请")
        assert await forges(play, play.office, request, "grant:1") == "单位已撤回申请"
        assert sun.expects("第3项 · 县文旅局（").button("申请延期")
        await play.move_to(3, 22, 16)
        sun.expects("3月25日（周一）17:30截止 · 还有 1 个工作日")


@in_loop
async def test_a_report_ends_what_was_asked(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20)
        await sun.presses("第3项")
        await sun.presses("申请延期")
        await sun.presses("3月28日")
        await sun.says("人手不够")

        await reports(sun)

        sun.expects("已不需要延期，申请已撤销")
        assert play.office.expects("该项已填报或已撤销").buttons == []
        assert sun.expects("已收到 第3项").buttons == ["修改"]


@in_loop
async def test_what_cannot_be_asked_is_said(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        zhao = await play.joins("赵磊", "县科经局")
        await play.move_to(3, 20)
        await sun.presses("第3项")
        offer = sun.expects("第3项 · 县文旅局（").button("申请延期")
        assert offer is not None
        async with restarted(play, tmp_path, None):
            phone = await sun.presses("申请延期")
        await sun.presses("申请延期")
        picker = sun.expects("申请延期", "现截止")
        theirs = zhao.expects("还有 1 项待报")
        for data in (offer["callback_data"], "day:1:20240328", "retract:1"):
            assert "不归您填报" in await forges(play, zhao, theirs, data)
        assert "已失效" in await forges(play, sun, picker, "day:1:20250101")
        await play.move_to(3, 25, 18)
        too_late = await sun.presses("3月28日")
        again = await sun.presses("申请延期")

        assert phone.text == "这里还不能在线申请，请电话联系督办室"
        assert too_late.text == again.text == "已过截止时间，不能再申请延期"
        sun.expects("已过截止时间，不能再申请延期")


@in_loop
async def test_an_edited_reason_is_the_reason_and_no_report(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20)
        await sun.presses("第3项")
        await sun.presses("申请延期")
        await sun.presses("3月28日")
        await sun.says("人手不狗")

        said = next(one for one in reversed(sun.person.messages) if one.text == "人手不狗")
        sun.person.edit(said, "人手不够")
        await play.stage.settle()
        request = play.office.expects("理由：人手不够")
        await sun.says("两人请假，人手不够", reply_to=sun.expects("延期申请已报督办室"))

        assert "理由：两人请假，人手不够" in request.text
        assert "人手" not in sun.expects("第3项 · 县文旅局（").text


@in_loop
async def test_an_accepted_report_is_locked(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20)
        await reports(sun)
        receipt = sun.expects("已收到 第3项")
        fix = receipt.button("修改")
        assert fix is not None

        await play.office.says("报告 1")
        card = play.office.expects(
            "回执号 1", "县文旅局（牵头）", "3月报送", "已办2期培训班", "孙丽"
        )
        assert card.buttons == ["✅ 通过", "↩️ 退回"]
        accepted = await play.office.presses("✅ 通过")

        assert accepted.text == "周敏 已审核通过"
        assert "周敏 3月20日（周三）10:00 审核通过" in card.text
        assert "督办室已审核通过" in receipt.text
        assert receipt.buttons == []
        refused = await forges(play, sun, receipt, fix["callback_data"])
        assert refused == "已审核通过或已过更正时间，如需更正请“问督办室”"
        versions = sun.count("已收到")
        await sun.says("第3项：改成3期")
        assert sun.count("已收到") == versions
        sun.expects("这一项已审核通过或已过更正时间，不能再改", "如需更正请“问督办室”")


@in_loop
async def test_a_returned_report_comes_back_and_shows_as_reported_again(tmp_path: Path) -> None:
    async with playing(tmp_path, in_group=True) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        qian = await play.joins("钱进", "县文旅局")
        await play.move_to(3, 20)
        await reports(sun)
        group = next(chat for chat in play.sandbox.chats.values() if isinstance(chat, Group))
        director = play.office.person

        director.say("/report 1", chat=group)
        await play.stage.settle()
        card = next(one for one in reversed(group.messages) if "回执号 1" in one.text)
        director.press(card, "↩️ 退回", chat=group)
        await play.stage.settle()
        assert card.buttons == [
            "数字有误，请核对",
            "说明太笼统，请写具体",
            "与任务不符，请重报",
            "先不退回",
        ]
        async with restarted(play, tmp_path, group.id):
            said = director.say("没有写<人数>", reply_to=card, chat=group)
            await play.stage.settle()
            assert "周敏 3月20日（周三）10:00 退回：没有写<人数>" in card.text
            assert card.buttons == []
            await play.move_to(3, 20, 10, 1)  # a bot that has just begun is slowed down at first

            told = sun.expects(
                "第3项已退回", "退回原因：没有写<人数>", "3月25日（周一）17:30前报来"
            )
            qian.expects("第3项已退回", "没有写<人数>")
            assert "↩️ 已退回：没有写<人数>" in sun.expects("已收到 第3项").text
        director.edit(said, "没有写人数", chat=group)
        await play.stage.settle()
        assert "退回原因：没有写人数" in told.text
        await play.move_to(3, 22)
        sun.expects("还有 1 项待报", "还有 1 个工作日")

        assert told.buttons == ["修改"]
        await sun.says("培训80人", reply_to=told)
        await sun.presses("✅ 提交")

        sun.expects("已收到 第3项", "已重报", "第 2 次")
        assert "第3项已重报" in told.text
        assert told.buttons == []
        assert "单位已另报新版（回执号 2）" in card.text
        director.press(card, "看新版", chat=group)
        await play.stage.settle()
        newer = next(one for one in reversed(group.messages) if "回执号 2" in one.text)
        assert "重报，第 2 版" in newer.text
        assert "上次退回原因：没有写人数" in newer.text
        assert newer.buttons == ["✅ 通过", "↩️ 退回"]


@in_loop
async def test_two_who_review_end_in_one_truth(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20)
        await reports(sun)
        for _ in range(2):  # the report stands in the chat twice
            await play.office.says("回执号1")
        second = play.office.expects("回执号 1")
        first = next(
            one for one in play.office.person.messages if one.from_bot and "回执号 1" in one.text
        )
        assert first.id != second.id

        await forges(play, play.office, first, "return:1")
        await forges(play, play.office, second, "accept:1")
        late = await forges(play, play.office, first, "return:1:vague")
        await play.office.says("不行", reply_to=first)

        assert late == "周敏 已审核通过"
        assert sun.count("已退回") == 0
        play.office.expects("要退回，请先点“退回”")
        await forges(play, play.office, second, "return:1")  # the office thinks better of it
        await forges(play, play.office, second, "return:1:vague")
        sun.expects("第3项已退回", "说明太笼统，请写具体")
        assert await forges(play, play.office, second, "accept:1") == "周敏 已退回"
        await play.office.says("报告 77")
        play.office.expects("没有回执号为 77 的报告")
        await play.office.says("/report")
        play.office.expects("请写上回执号")
        stranger = await forges(play, sun, sun.expects("第3项已退回"), "accept:1")
        assert "已失效" in stranger


async def asks_for_later(play: Play) -> tuple[Actor, Message]:
    """Have 县文旅局 ask to report on March 28; return its contact and the office's card."""
    play.imports()
    sun = await play.joins("孙丽", "县文旅局")
    await play.move_to(3, 20)
    await sun.presses("第3项")
    await sun.presses("申请延期")
    await sun.presses("3月28日")
    await sun.says("数据不全")
    return sun, play.office.expects("延期申请　县文旅局")


@in_loop
async def test_the_office_chooses_another_day_by_button(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        sun, request = await asks_for_later(play)

        await play.office.presses("改期")
        assert "请点选改到哪一天" in request.text
        await play.office.presses("先不答复")
        assert request.buttons == ["同意", "改期", "不同意"]
        await play.office.presses("改期")
        await play.office.presses("›")
        await play.office.presses("‹")
        holiday = await forges(play, play.office, request, "granton:1:20240330")
        decided = await play.office.presses("27")

        assert holiday.endswith("放假，请选工作日")
        assert decided.text == "周敏 已同意"
        assert "已同意，改为延到 3月27日（周三）17:30" in request.text
        assert request.buttons == []
        sun.expects("同意第3项延期，但改为 3月27日（周三）17:30（您申请的是 3月28日（周四）17:30）")
        sun.expects("督办室同意延期", "新的截止时间：3月27日（周三）17:30", "申请的是 3月28日")
        (entry,) = all_of(play.desk.db, AuditEntry)
        assert (entry.action, entry.about) == (Action.EXTENSION, "县文旅局 第3项（3月报送）")
        assert (entry.before["due"], entry.after["due"]) == (
            "3月25日（周一）17:30",
            "3月27日（周三）17:30",
        )
        await play.move_to(3, 27)
        sun.expects("还有 1 项待报", "3月27日（周三）17:30截止")


@in_loop
async def test_once_the_wanted_day_is_over_another_is_asked_for(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        sun, request = await asks_for_later(play)
        await play.move_to(4, 2)

        pressed = await forges(play, play.office, request, "grant:1")

        assert pressed == "申请的日子已过，请另选一天"
        assert "请点选改到哪一天" in request.text
        await play.office.says("4月9日", reply_to=request)
        sun.expects("但改为 4月9日（周二）17:30")


@in_loop
async def test_a_remark_after_the_decision_is_in_the_audit_trail(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        sun, request = await asks_for_later(play)
        await forges(play, play.office, request, "grant:1")
        await play.office.says("下不为例", reply_to=request)

        sun.expects("下不为例")
        _, remark = all_of(play.desk.db, AuditEntry)
        assert (remark.action, remark.reason) == (Action.EXTENSION, "下不为例")


@in_loop
async def test_another_day_and_a_reason_may_be_replied_in_a_group(tmp_path: Path) -> None:
    async with playing(tmp_path, in_group=True) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20)
        await sun.presses("第3项")
        await sun.presses("申请延期")
        await sun.presses("3月28日")
        await sun.says("数据不全")
        group = next(chat for chat in play.sandbox.chats.values() if isinstance(chat, Group))
        director = play.office.person
        request = next(one for one in reversed(group.messages) if "延期申请" in one.text)

        async def replies(words: str) -> None:
            director.say(words, reply_to=request, chat=group)
            await play.stage.settle()

        director.press(request, "改期", chat=group)
        await play.stage.settle()
        await replies("过两天吧")
        assert "没看懂是哪一天" in group.messages[-1].text
        await replies("3月30日")
        assert "3月30日（周六）放假，请选工作日" in group.messages[-1].text
        async with restarted(play, tmp_path, group.id):
            await replies("4月2日")
            await play.move_to(3, 20, 10, 1)
            sun.expects("但改为 4月2日（周二）17:30")
            assert "改为延到 4月2日（周二）17:30" in request.text


@in_loop
async def test_a_refusal_asks_for_its_reason_first(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        sun, request = await asks_for_later(play)

        asked = await play.office.presses("不同意")
        assert asked.text == "请点选理由，或回复本条消息写明"
        assert request.buttons == [
            "上级时限已定，不能延",
            "理由不充分",
            "请先报已有进展",
            "不写理由",
            "先不答复",
        ]
        assert sun.count("未同意") == 0
        await play.office.presses("上级时限已定，不能延")

        sun.expects("未同意第3项延期，仍按 3月25日（周一）17:30 截止", "上级时限已定，不能延")
        assert "❌ 未同意　周敏" in request.text
