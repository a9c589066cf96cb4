"""Joint items and questions to the office, told as conversations."""

from datetime import datetime
from pathlib import Path

from bot.buttons import Verb, button
from bot.stage import Actor
from db.tables import Absence, Contact, Prompt, Question
from sandbox import Group
from sandbox.messages import Message
from tests.ledger_cast import all_of
from tests.play import ZONE, Play, playing, restarted
from tests.test_sandbox_harness import in_loop

#: One item: a lead, and five units that assist it.
JOINT = """2024年清溪县乡村振兴工作要点
1.培育高素质农民450人。（牵头单位：县农业农村局；配合单位：县人社局、县科经局、县文旅局、县教育局、县财政局）
2.开展农村电商技能培训。（责任单位：县科经局）
"""


def group_of(play: Play) -> Group:
    return next(chat for chat in play.sandbox.chats.values() if isinstance(chat, Group))


def in_group(play: Play, *fragments: str) -> Message:
    """Return the newest message of the bot's in the office's group that holds every fragment."""
    found = [
        one for one in group_of(play).from_bot() if all(part in one.text for part in fragments)
    ]
    assert found, [one.text for one in group_of(play).from_bot()]
    return found[-1]


async def files(actor: Actor, said: str, *presses: str) -> None:
    """Type a report, press some of its form's buttons, and file it."""
    await actor.says(said)
    for label in (*presses, "✅ 提交"):
        await actor.presses(label)


def forged(verb: Verb, *arguments: object) -> str:
    """Return a button's data as a client of another person might send them."""
    return button("x", verb, *arguments).data


@in_loop
async def test_a_lead_sees_and_prompts_its_assisting_units_by_one_tap(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(JOINT)
        wang = await play.joins("王芳", "县农业农村局")
        li, zhao = await play.joins("李强", "县人社局"), await play.joins("赵磊", "县科经局")
        sun, he = await play.joins("孙丽", "县文旅局"), await play.joins("何平", "县教育局")
        await play.move_to(3, 20)
        await files(li, "第1项：已办班2期", "正常推进")
        await files(zhao, "第1项：有困难：资金没到位")
        await wang.presses("第1项")
        wang.expects("第1项 · 县农业农村局（牵头）", "配合单位 2/5 已报")

        await wang.presses("配合情况")
        joint = wang.expects("配合情况　2/5 已报", "✅ 县人社局 正常推进（李强", "已办班2期")
        assert "✅ 县科经局 有困难（赵磊" in joint.text
        assert "⏳ 县财政局 未报" in joint.text

        pressed = await wang.presses("催一下未报的 3 家")
        assert pressed.text == "已催 2 家。县财政局暂无联络员可联系，已告知督办室"
        sun.expects("县农业农村局（牵头）请您尽快报 第1项", "县文旅局")
        assert li.count("请您尽快报") == zhao.count("请您尽快报") == 0
        play.office.expects("县农业农村局（牵头）", "县财政局 没有联系得上的联络员")
        assert "王芳 于 3月20日（周三）10:00 催过" in joint.text

        await he.says("已宣传", reply_to=he.expects("请您尽快报 第1项"))
        await he.presses("已完成")
        await he.presses("✅ 提交")
        assert "3/5 已报" in joint.text
        assert "✅ 县教育局 已完成（何平" in joint.text
        he.expects("第1项（县教育局）已报，谢谢")
        wang.expects("第1项 · 县农业农村局（牵头）", "配合单位 3/5 已报")
        for other in (li, zhao, sun, he):
            assert other.count("配合情况") == 0
        assert sun.count("已办班") == zhao.count("已办班") == li.count("资金") == 0


@in_loop
async def test_a_lead_files_one_merged_report_that_follows_corrections(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(JOINT)
        wang = await play.joins("王芳", "县农业农村局")
        li, zhao = await play.joins("李强", "县人社局"), await play.joins("赵磊", "县科经局")
        await play.move_to(3, 20)
        await files(li, "第1项：已办班2期", "正常推进")
        await files(zhao, "第1项：有困难：资金没到位")
        await wang.presses("第1项")
        await wang.presses("配合情况")

        await wang.says("第1项：高素质农民320人，我局已部署")
        assert (await wang.presses("并入我的填报")).text == "已并入 2 家的情况，请核对后提交"
        await wang.presses("并入我的填报")
        await files(li, "第1项：已办班3期", "清空说明", "已完成")
        async with restarted(play):
            await play.move_to(3, 20, 11)
            await wang.presses("并入我的填报")
            await wang.presses("✅ 提交")
            await play.move_to(3, 20, 12)
        receipt = wang.expects("已收到 第1项", "320人", "配合单位 2/5 已报")
        assert receipt.buttons == ["修改", "配合情况"]
        assert receipt.text.count("我局已部署") == 1
        assert receipt.text.count("县人社局：已完成") == 1
        assert receipt.text.count("县科经局：有困难，资金没到位") == 1
        assert "2期" not in receipt.text

        await files(zhao, "第1项：资金已到位", "清空说明", "已完成")
        await wang.presses("并入我的填报")
        await wang.presses("✅ 提交")
        corrected = wang.expects("已收到 第1项", "320人", "第 2 次")
        assert corrected.text.count("县科经局：已完成") == 1
        assert "资金没到位" not in corrected.text
        assert corrected.text.count("我局已部署") == 1
        assert li.count("我局已部署") == zhao.count("我局已部署") == 0


@in_loop
async def test_two_people_of_the_lead_prompt_at_once_and_once_in_four_hours(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports(JOINT)
        wang, ding = (
            await play.joins("王芳", "县农业农村局"),
            await play.joins("丁一", "县农业农村局"),
        )
        li = await play.joins("李强", "县人社局")
        await play.move_to(3, 20)
        for actor in (wang, ding):
            await actor.presses("第1项")
            await actor.presses("配合情况")
        cards = {actor.name: actor.expects("配合情况　0/5") for actor in (wang, ding)}

        taps = [
            actor.person.press(cards[actor.name], "催一下未报的 5 家")
            for actor in (wang, ding, wang)
        ]
        await play.stage.settle()

        assert taps[0].text.startswith("已催 1 家。")
        assert taps[1].text == taps[2].text == "王芳 刚催过，3月20日（周三）14:00 后可以再催"
        assert li.count("请您尽快报") == 1
        assert all("王芳 于 3月20日" in card.text for card in cards.values())

        await play.move_to(3, 20, 13, 59)
        assert "刚催过" in (await ding.presses("催一下未报的 5 家")).text
        await play.move_to(3, 20, 14)
        assert (await ding.presses("催一下未报的 5 家")).text.startswith("已催 1 家。")
        assert li.count("请您尽快报") == 2
        assert play.office.count("县教育局、县财政局 没有联系得上的联络员") == 1


@in_loop
async def test_a_prompt_after_hours_goes_out_at_the_next_and_not_to_who_reported(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports(JOINT)
        wang = await play.joins("王芳", "县农业农村局")
        li, sun = await play.joins("李强", "县人社局"), await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20, 20)
        await wang.presses("第1项")
        await wang.presses("配合情况")

        async with restarted(play):
            pressed = await wang.presses("催一下未报的 5 家")
            assert pressed.text.startswith("已安排催 2 家，3月21日（周四）09:00 上班后发出。")
            assert li.count("请您尽快报") == 0
        await li.says("第1项：已完成")
        await li.presses("✅ 提交")
        await play.move_to(3, 21, 9)

        assert sun.count("请您尽快报") == 1
        assert li.count("请您尽快报") == li.count("已报，谢谢") == 0


@in_loop
async def test_who_stands_in_for_an_absent_contact_is_prompted_in_their_place(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports(JOINT)
        wang = await play.joins("王芳", "县农业农村局")
        li, qian = await play.joins("李强", "县人社局"), await play.joins("钱进", "县人社局")
        ids = {one.name: one.id for one in all_of(play.desk.db, Contact)}
        play.desk.db.write_now(
            lambda session: session.add(
                Absence(
                    contact_id=ids["李强"],
                    substitute_id=ids["钱进"],
                    starts_at=datetime(2024, 3, 18, tzinfo=ZONE),
                    ends_at=datetime(2024, 3, 24, tzinfo=ZONE),
                    confirmed_at=datetime(2024, 3, 15, tzinfo=ZONE),
                )
            )
        )
        await play.move_to(3, 20)
        await wang.presses("第1项")
        await wang.presses("配合情况")

        await wang.presses("催一下未报的 5 家")

        assert qian.count("请您尽快报") == 1
        assert li.count("请您尽快报") == 0


@in_loop
async def test_a_question_goes_to_the_offices_group_and_its_reply_comes_back(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path, in_group=True) as play:
        play.imports(JOINT)
        li, zhao = await play.joins("李强", "县人社局"), await play.joins("赵磊", "县科经局")
        await play.move_to(3, 20)

        await li.presses("第1项")
        await li.presses("问督办室")
        li.expects("问清溪县督办室　第1项", "请把问题写成一条文字发来")
        async with restarted(play):
            await li.says("数字按<年度>报还是按月报？")
            await play.move_to(3, 20, 10, 1)
        li.expects("已转清溪县督办室，回复会发到这里", "按<年度>报")
        question = in_group(play, "县人社局 李强 提问", "第1项", "按<年度>报还是按月报？")

        play.office.person.say("不用理会", chat=group_of(play))
        play.office.person.say("报累计数", reply_to=question, chat=group_of(play))
        await play.stage.settle()
        answer = li.expects("清溪县督办室答复　第1项", "“数字按<年度>报还是按月报？”", "报累计数")
        assert "✅ 已答复（周敏" in question.text
        li.expects("清溪县督办室已答复")
        play.office.person.say("保留整数", reply_to=question, chat=group_of(play))
        await play.stage.settle()
        assert "保留整数" in li.expects("保留整数").text
        assert "报累计数\n保留整数" in question.text

        await li.says("那去年的呢？", reply_to=answer)
        in_group(play, "李强 提问", "接着问：“报累计数”", "那去年的呢？")

        assert zhao.count("累计数") == zhao.count("提问") == 0
        assert len(all_of(play.desk.db, Question)) == 2
        await li.says("第1项：已办班")
        li.expects("第1项 · 县人社局", "已办班")
        assert li.count("按月报") == 3


@in_loop
async def test_a_question_may_be_asked_at_once_corrected_and_answered_in_a_private_chat(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports(JOINT)
        li = await play.joins("李强", "县人社局")

        typed = li.person.say("问督办室：几号截止？")
        await play.stage.settle()
        question = play.office.expects("县人社局 李强 提问", "几号截止？")
        li.person.edit(typed, "3月几号截止？")
        await play.stage.settle()
        assert "\n3月几号截止？" in question.text
        assert len(all_of(play.desk.db, Question)) == 1

        await play.office.says("25日", reply_to=question)
        li.expects("答复", "3月几号截止？", "25日")
        li.person.edit(typed, "4月几号截止？")
        await play.stage.settle()
        play.office.expects("提问", "接着问：“3月几号截止？”", "4月几号截止？")

        await li.says("/ask 电话多少")
        play.office.expects("李强 提问", "电话多少")
        await li.says("提问")
        await li.says("提问")
        assert li.count("请把问题写成一条文字发来") == 1
        await li.says("收到")
        await li.says("最后一问")
        play.office.expects("李强 提问", "最后一问")


@in_loop
async def test_an_item_that_is_not_theirs_is_a_case_which_the_office_decides_once(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path, in_group=True) as play:
        play.imports(JOINT)
        wang = await play.joins("王芳", "县农业农村局")
        li, qian = await play.joins("李强", "县人社局"), await play.joins("钱进", "县人社局")
        await play.move_to(3, 20)
        await wang.presses("第1项")
        await wang.presses("配合情况")
        joint = wang.expects("配合情况　0/5")

        await li.presses("第1项")
        await li.presses("问督办室")
        await li.presses("不属我单位")
        await li.says("应由县教育局负责")
        li.expects("已转清溪县督办室", "第1项 提出不属县人社局", "应由县教育局负责", "仍需填报")
        li.expects("第1项 · 县人社局", "已提出不属本单位，等督办室答复")
        assert "❓ 县人社局 提出不属本单位" in joint.text
        case = in_group(play, "第1项：县人社局 提出不属本单位", "应由县教育局负责", "李强")

        await qian.presses("第1项")
        await qian.presses("问督办室")
        again = await qian.presses("不属我单位")
        assert again.text == "已提出不属本单位，等督办室答复"
        assert len(all_of(play.desk.db, Question)) == 1

        taps = [
            play.office.person.press(case, label, chat=group_of(play))
            for label in ("确属该单位", "已知悉，将调整")
        ]
        await play.stage.settle()
        assert [tap.text for tap in taps] == ["已答复", "周敏 已经答复过了"]
        assert "✅ 已答复（周敏" in case.text
        assert case.buttons == []
        li.expects("督办室答复　第1项", "确属贵单位", "这一项仍需填报")
        assert li.count("将调整分工") == 0
        assert "⏳ 县人社局 未报" in joint.text
        li.expects("待报", "⏳ 第1项")
        assert qian.count("确属贵单位") == 0


@in_loop
async def test_a_case_may_be_raised_without_a_reason_and_answered_in_words(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports(JOINT)
        zhao = await play.joins("赵磊", "县科经局")
        await play.move_to(3, 20)
        await zhao.presses("第2项")
        await zhao.presses("问督办室")
        await zhao.presses("不属我单位")
        asking = zhao.expects("第2项不属县科经局？")

        taps = [zhao.person.press(asking, "直接提交") for _ in range(2)]
        await play.stage.settle()
        await zhao.says("还有一句", reply_to=asking)

        assert [tap.text for tap in taps] == ["已转督办室", "已提出不属本单位，等督办室答复"]
        case = play.office.expects("第2项：县科经局 提出不属本单位", "没有写理由")
        assert play.office.count("提出不属本单位") == 1
        play.office.expects("赵磊 提问", "还有一句")
        await play.office.says("将改由县商务局负责", reply_to=case)
        zhao.expects("答复　第2项", "将改由县商务局负责", "这一项仍需填报")
        assert case.buttons == []


@in_loop
async def test_only_so_many_questions_a_day_are_passed_on(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(JOINT)
        li, zhao = await play.joins("李强", "县人社局"), await play.joins("赵磊", "县科经局")
        for number in range(20):
            li.person.say(f"提问 第{number}个")
        await play.stage.settle()

        await li.says("提问 第二十一个")
        await zhao.says("提问 别人的")

        await play.office.says("未答复")
        play.office.expects("还有 16 条，答复以上几条后再发送“未答复”查看")
        assert play.office.count("第2个") == 2
        li.expects("今天提问较多", "这句话已留存")
        assert play.office.count("李强 提问") == 20 + 5
        play.office.expects("赵磊 提问", "别人的")


@in_loop
async def test_nobody_sees_asks_or_decides_of_anothers_matters_whatever_is_pressed(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports(JOINT)
        wang, li = await play.joins("王芳", "县农业农村局"), await play.joins("李强", "县人社局")
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20)
        await files(li, "第1项：已办班2期", "正常推进")
        await wang.presses("第1项")
        lead = (await wang.presses("配合情况")).data.partition(":")[2]
        await wang.presses("问督办室")
        await wang.presses("不属我单位")
        await wang.presses("直接提交")
        (case,) = all_of(play.desk.db, Question)
        card, before = sun.expects("待报"), sun.heard()

        for verb in (
            Verb.JOINT,
            Verb.PROMPT,
            Verb.MERGE,
            Verb.QUESTION,
            Verb.NOT_OURS,
            Verb.DISOWN,
        ):
            for number in (lead, case.obligation_id, 999_999, "x"):
                play.sandbox.pressed(sun.person, card, forged(verb, number))
        for ruling in ("confirmed", "noted", "x"):
            for actor in (sun, wang):
                play.sandbox.pressed(actor.person, card, forged(Verb.RULE, case.id, ruling))
        await play.stage.settle()

        assert sun.heard() == before
        assert not all_of(play.desk.db, Prompt)
        (kept,) = all_of(play.desk.db, Question)
        assert kept.answered_at is None


@in_loop
async def test_the_office_is_told_in_its_chat_what_it_can_do_there(tmp_path: Path) -> None:
    async with playing(tmp_path, in_group=True) as play:
        play.imports(JOINT)
        group = group_of(play)
        play.office.person.say("/help", chat=group)
        await play.stage.settle()
        in_group(play, "督办室可以在这里", "直接回复联络员的提问")
        assert play.office.heard() == []

    async with playing(tmp_path) as play:
        play.imports(JOINT)
        for said in ("帮助", "/help", "在吗", "/mine"):
            await play.office.says(said)
        assert play.office.count("督办室可以在这里") == 4
        assert play.office.count("邀请链接") == 0

        await play.office.opens(play.link("县教育局"))
        await play.office.presses("确认加入")
        await play.office.says("帮助")
        assert play.office.count("督办室可以在这里") == 5
        play.office.expects("怎么用", "点“第几项”打开填报")
        await play.move_to(3, 20)
        await play.office.says("待办")
        play.office.expects("县教育局 还有 1 项待报")
        await play.office.says("提问 自己问自己")
        question = play.office.expects("县教育局 周敏 提问", "自己问自己")
        await play.office.says("自己答自己", reply_to=question)
        play.office.expects("清溪县督办室答复", "自己答自己")
