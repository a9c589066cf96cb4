"""Reporting as people live it: a number, no change, a doubt, a correction, two at once."""

from pathlib import Path

from sqlalchemy import select

from bot.stage import Actor
from db import reviews
from db.engine import Session
from db.tables import Absence, Contact, Form, Obligation, Report
from db.vocabulary import ObligationState, Status
from sandbox.messages import Message
from tests.ledger_cast import all_of, at
from tests.play import Play, playing, restarted
from tests.test_sandbox_harness import in_loop

ONE = """2024年清溪县计划
1.培育高素质农民450人。（责任单位：县农业农村局）
"""
THREE = """2024年清溪县计划
1.家庭农场发展到1840个以上。（责任单位：县农业农村局）
2.培育高素质农民450人。（责任单位：县农业农村局）
3.开展乡村旅游从业人员培训。（责任单位：县农业农村局）
"""


def reports_of(play: Play) -> list[tuple[int, Status, str, bool]]:
    """Return what was filed: version, status, words, and whether it said that nothing changed."""
    return [
        (one.version, one.status, one.words, one.unchanged) for one in all_of(play.desk.db, Report)
    ]


def left_open(play: Play, period: str) -> int:
    return sum(
        one.state is ObligationState.OPEN and one.period == period
        for one in all_of(play.desk.db, Obligation)
    )


def accept_newest(session: Session) -> None:
    newest = session.scalars(select(Report).order_by(Report.id.desc())).first()
    assert newest is not None
    reviews.accept(session, newest, "周敏", newest.submitted_at)


def send_second_away(session: Session) -> None:
    """Let the contact who joined second be away in April, the first in their place."""
    first, second = session.scalars(select(Contact).order_by(Contact.id))
    days = {"starts_at": at("2024-04-15 00:00"), "ends_at": at("2024-05-01 00:00")}
    session.add(
        Absence(
            contact_id=second.id,
            substitute_id=first.id,
            confirmed_at=at("2024-04-12 09:00"),
            **days,
        )
    )


def press_old(actor: Actor, message: Message, label: str) -> None:
    """Press a button of a message further up the chat."""
    actor.person.press(message, label)


async def files_march(play: Play, actor: Actor) -> None:
    """File the three items of March, and go on to April's reminder."""
    await play.move_to(3, 20)
    await actor.says("第1项：家庭农场1700个\n第2项：高素质农民320人\n第3项：正常推进")
    await actor.presses("全部提交（3）")
    await play.move_to(4, 22)


@in_loop
async def test_a_report_with_a_number_takes_at_most_three_actions(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(ONE)
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        before = wang.actions

        await wang.presses("第1项")
        await wang.says("320")
        await wang.presses("✅ 提交")

        assert wang.actions - before == 3
        wang.expects("已收到 第1项", "320人", "正常推进")

        before = wang.actions
        await wang.presses("修改")
        await wang.says("330")
        await wang.presses("✅ 提交")

        assert wang.actions - before == 3
        wang.expects("已收到 第1项", "330人", "第 2 次，已更正")

        await play.move_to(4, 22)
        before = wang.actions
        await wang.says("350人")
        await wang.presses("✅ 提交")

        assert wang.actions - before == 2
        wang.expects("已收到 第1项", "350人", "上期 330")


@in_loop
async def test_several_items_in_one_message_are_filed_by_one_tap(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(THREE)
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        before = wang.actions

        await wang.says("第1项：家庭农场1700个\n第2项：高素质农民320人\n第3项：已完成，已办班")
        card = wang.expects("这 3 项已填好", "家庭农场1700个", "高素质农民320人", "已办班")
        async with restarted(play):
            await play.move_to(3, 20, 11)
            pressed = await wang.presses("全部提交（3）")

            assert wang.actions - before == 2
            assert pressed.text == "已提交 3 项"
            assert "✅ 已提交 3 项" in card.text
            assert [one[:2] for one in reports_of(play)] == [
                (1, Status.ON_TRACK),
                (1, Status.ON_TRACK),
                (1, Status.DONE),
            ]
            wang.expects("3 项全部报齐")

            press_old(wang, card, "第2项")
            await play.stage.settle()
            await wang.says("高素质农民330人")
            await wang.presses("✅ 提交")
            wang.expects("已收到 第2项", "330人", "第 2 次")

            # One corrected since, one that it says nothing of any more: both are looked at first.
            await wang.edits("320人", "第1项：家庭农场1700个\n第2项：高素质农民335人")
            wang.expects("第2项 · ", "335人")
            assert "已办班" not in wang.expects("第3项 · ", "已完成").text
            assert [one[0] for one in reports_of(play)] == [1, 1, 1, 2]


@in_loop
async def test_no_change_takes_two_actions_for_all_and_one_for_one(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(THREE)
        wang = await play.joins("王芳", "县农业农村局")
        await files_march(play, wang)
        assert "全部无变化" in wang.expects("4月报送", "还有 3 项待报").buttons
        before = wang.actions

        await wang.says("第2项：无变化")
        assert wang.actions - before == 1
        receipt = wang.expects("已收到 第2项", "320人", "与上期相同")
        assert receipt.buttons == ["修改"]

        await wang.presses("全部无变化")
        listed = wang.expects("以下 2 项按上期填报", "家庭农场1700个", "第3项")
        assert "第2项" not in listed.text
        pressed = await wang.presses("确认提交 2 项")

        assert wang.actions - before == 3
        assert pressed.text == "已提交 2 项"
        assert "✅ 已提交 2 项（本期无变化）" in listed.text
        assert [one[3] for one in reports_of(play)] == [False] * 3 + [True] * 3
        assert left_open(play, "2024-04") == 0
        wang.expects("4月报送", "全部报齐")

        await wang.edits("无变化", "第2项：325人")
        wang.expects("已收到 第2项", "325人", "第 2 次，已更正")
        assert reports_of(play)[-1][3] is False


@in_loop
async def test_a_single_item_has_its_no_change_on_the_list_itself(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(ONE)
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        first = wang.expects("还有 1 项待报")
        assert "本期无变化" not in first.buttons
        await wang.says("320人")
        await wang.presses("✅ 提交")
        await play.move_to(4, 22)
        before = wang.actions

        pressed = await wang.presses("本期无变化")

        assert wang.actions - before == 1
        assert "已提交" in pressed.text
        wang.expects("已收到 第1项", "4月报送", "320人", "与上期相同")


@in_loop
async def test_no_change_twice_running_asks_why_and_what_next(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(THREE)
        wang = await play.joins("王芳", "县农业农村局")
        await files_march(play, wang)
        await wang.says("第1项：无变化\n第2项：无变化")
        await wang.says("第3项：已办2期培训班")
        await wang.presses("正常推进")
        await wang.presses("✅ 提交")
        await play.move_to(5, 22)

        await wang.says("无变化")
        wang.expects("以下 1 项按上期填报", "第1项、第2项：已连续两期无变化")
        await wang.presses("确认提交 1 项")
        wang.expects("第1项 · 县农业农村局", "已连续两期无变化", "请写一句原因和下一步打算")
        refused = await wang.presses("✅ 提交")
        assert "请先写一句原因" in refused.text
        await wang.says("土地流转没谈妥，下月重新选址")
        await wang.presses("✅ 提交")

        wang.expects("第2项 · 县农业农村局", "已连续两期无变化")  # the next one by itself
        await wang.says("无变化")
        refused = await wang.presses("✅ 提交")
        assert "请先写一句原因" in refused.text
        await wang.says("培训9月才开班，正在报名")
        await wang.presses("✅ 提交")

        wang.expects("已收到 第1项", "1700个", "土地流转没谈妥")
        assert reports_of(play)[-1] == (1, Status.ON_TRACK, "培训9月才开班，正在报名", True)
        assert left_open(play, "2024-05") == 0


@in_loop
async def test_an_item_never_reported_stays_open_when_nothing_changed(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(THREE)
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        await wang.says("第2项：高素质农民320人")
        await wang.presses("✅ 提交")
        await play.move_to(4, 22)

        await wang.says("全部无变化")
        card = wang.expects("以下 1 项按上期填报", "第1项（4月）", "没有上期数据")
        await wang.presses("确认提交 1 项")

        assert "✅ 已提交 1 项" in card.text
        assert "第1项（4月）" in card.text
        assert left_open(play, "2024-04") == 2


@in_loop
async def test_a_doubtful_number_is_confirmed_or_corrected_by_one_action(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(ONE)
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        await wang.says("320人")
        await wang.presses("✅ 提交")
        await play.move_to(4, 22)

        await wang.presses("第1项")
        form = wang.expects("第1项 · 县农业农村局", "4月报送")
        stale = next(
            one["callback_data"] for row in form.rows for one in row if "提交" in one["text"]
        )
        await wang.says("300人")
        form = wang.expects("⚠️ 高素质农民 比上期少：上期 320人，这次 300人")
        assert "✅ 数字没错，提交" in form.buttons
        told = play.sandbox.pressed(wang.person, form, stale)  # as it was before the number
        await play.stage.settle()
        assert "有数字要核对" in told.text
        assert left_open(play, "2024-04") == 1

        await wang.says("330人")
        assert "⚠️" not in wang.expects("330人", "4月报送").text
        await wang.says("300人")
        await wang.presses("数字没错，提交")

        wang.expects("已收到 第1项", "300人", "上期 320")


@in_loop
async def test_the_same_as_before_fills_a_form_to_be_looked_at(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(THREE)
        wang = await play.joins("王芳", "县农业农村局")
        await play.joins("李强", "县农业农村局")
        await files_march(play, wang)
        play.desk.db.write_now(send_second_away)

        await wang.presses("第2项")
        await wang.presses("与上期相同")
        form = wang.expects("第2项", "4月报送", "正常推进（与上期相同）", "320人")
        assert "与上期相同" not in form.buttons
        await wang.says("已开班")
        await wang.presses("✅ 提交")

        wang.expects("已收到 第2项", "与上期相同", "已开班", "王芳（代李强） 填报")
        assert reports_of(play)[-1] == (1, Status.ON_TRACK, "已开班", True)


@in_loop
async def test_an_edited_message_corrects_what_it_said(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(THREE)
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        await wang.says("第2项：高素质农民302人，已办一期")
        await wang.edits("302人", "第2项：高素质农民320人，已办两期")
        form = wang.expects("第2项 · 县农业农村局", "320人", "说明：已办两期")
        assert "一期" not in form.text
        await wang.presses("✅ 提交")

        before = wang.actions
        await wang.edits("320人", "第2项：高素质农民330人，已办两期")
        assert wang.actions - before == 1
        wang.expects("已收到 第2项", "330人", "第 2 次，已更正")
        wang.expects("已收到 第2项", "320人", "以那次为准")
        assert [one[0] for one in reports_of(play)] == [1, 2]

        await wang.edits("330人", "第2项：高素质农民330人， 已办两期")
        assert [one[0] for one in reports_of(play)] == [1, 2]
        assert len(all_of(play.desk.db, Form)) == 2

        await wang.edits("330人", "第2项：高素质农民530人，已办两期")
        wang.expects("第2项 · 县农业农村局", "530人", "⚠️")
        assert [one[0] for one in reports_of(play)] == [1, 2]
        await wang.presses("数字没错，提交")
        assert reports_of(play)[-1][0] == 3

        play.desk.db.write_now(accept_newest)
        await wang.edits("530人", "第2项：高素质农民350人，已办两期")
        wang.expects("这一项已审核通过或已过更正时间，不能再改")
        assert reports_of(play)[-1][0] == 3


@in_loop
async def test_an_edit_of_a_message_that_said_nothing_yet_is_a_new_one(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(THREE)
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        await wang.says("已办班")
        question = wang.expects("这是报哪一项的")
        await wang.edits("已办班", "第3项：已办班")

        assert "您改过了" in question.text
        assert question.buttons == []
        wang.expects("第3项 · ", "说明：已办班")

        await wang.edits("已办班", "第2项：高素质农民320人")  # about another item after all
        assert "已办班" not in wang.expects("第3项 · ").text
        wang.expects("第2项 · ", "320人")


@in_loop
async def test_a_number_that_may_be_an_addition_asks_for_the_total(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(ONE)
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        await wang.says("200人")
        await wang.presses("✅ 提交")
        await play.move_to(4, 22)

        await wang.says("高素质农民新增120人")
        question = wang.expects("120人")
        assert "高素质农民 200＋120＝320人" in question.buttons
        await wang.presses("高素质农民 200＋120＝320人")
        await wang.presses("✅ 提交")

        wang.expects("已收到 第1项", "320人")


@in_loop
async def test_two_people_of_a_unit_end_in_one_truth_that_both_see(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(ONE)
        wang = await play.joins("王芳", "县农业农村局")
        li = await play.joins("李强", "县农业农村局")
        await play.move_to(3, 20)
        old = wang.expects("还有 1 项待报")
        await wang.says("待办")
        await wang.says("310人")
        await li.says("320人")
        await li.presses("✅ 提交")

        form = wang.expects("李强", "已报过这项（回执号 1）", "310人")
        wang.expects("全部报齐")
        press_old(wang, old, "第1项")
        await play.stage.settle()
        assert "全部报齐" in old.text
        wang.expects("已收到 第1项", "320人", "李强 填报")

        press_old(wang, form, "✅ 提交")
        await play.stage.settle()
        assert [one[0] for one in reports_of(play)] == [1]
        press_old(wang, form, "✅ 提交")
        await play.stage.settle()

        assert [one[0] for one in reports_of(play)] == [1, 2]
        for person in (wang, li):
            person.expects("已收到 第1项", "320人", "王芳", "又报了第 2 次（回执号 2），以那次为准")
        wang.expects("已收到 第1项", "310人", "王芳 填报（第 2 次")


@in_loop
async def test_a_long_explanation_is_kept_whole(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(THREE)
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        words = ("资金没有到位，正在争取。" * 400)[:4080]

        await wang.says(f"第3项：{words}")
        await wang.presses("有困难")
        await wang.presses("✅ 提交")

        wang.expects("已收到 第3项", "已全文留存")
        assert reports_of(play)[-1][2] == words


@in_loop
async def test_an_item_named_while_two_periods_are_open_asks_which_of_the_two(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(4, 16)

        await wang.says("第2项：正常推进，已办2期培训班")
        question = wang.expects("这是报哪一项的")
        assert [label[:8] for label in question.buttons] == ["第2项 · 3月", "第2项 · 4月"]
        await wang.presses("第2项 · 4月")

        wang.expects("第2项 · 县农业农村局（配合）", "4月报送", "已办2期培训班")


@in_loop
async def test_what_cannot_be_reported_yet_is_said_and_a_difficulty_stays_told(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports(ONE)
        wang = await play.joins("王芳", "县农业农村局")
        await wang.says("第1项：320人")
        wang.expects("第1项要到 3月15日才开始报送", "已留存")
        await wang.says("待办")
        wang.expects("3月15日（周五）起可以报送，3月25日（周一）17:30截止")

        await play.move_to(3, 20)
        await wang.says("高素质农民560人。有困难：没有场地")
        wang.expects("⚠️ 高素质农民")
        await wang.presses("✅ 数字没错，提交")
        wang.expects("已收到 第1项", "560人", "（已确认）")
        await play.office.says("报告 1")
        play.office.expects("回执号 1", "⚠️ 高素质农民", "填报人已确认")

        await play.move_to(4, 22)
        await wang.says("无变化")

        wang.expects("已收到 第1项", "有困难（与上期相同）", "没有场地")
        assert [one[2] for one in reports_of(play)] == ["没有场地", "没有场地"]
