"""Texts that are no report: questions, items not theirs, words that do what a button does."""

from pathlib import Path

from bot.stage import Actor
from db import departures, people
from db.engine import Session
from db.tables import Absence, Form, Question
from db.vocabulary import FormState, QuestionKind
from tests.ledger_cast import all_of
from tests.play import Play, playing
from tests.test_sandbox_harness import in_loop

TWO = """2024年清溪县乡村振兴工作要点
1.培育高素质农民450人。（责任单位：县人社局）
2.开展农村电商技能培训。（责任单位：县人社局、县科经局）
"""


def words_of(play: Play) -> list[str]:
    return [form.words for form in all_of(play.desk.db, Form) if form.state is FormState.OPEN]


def leaves(play: Play, actor: Actor) -> None:
    """Take a person's post away, as a handover at another place would."""

    def depart(session: Session) -> None:
        contact = people.contact_of(session, actor.person.id)
        assert contact is not None
        (post,) = people.posts_of(session, contact.id)
        departures.depart(session, contact.id, post.unit_id, post.role, play.desk.clock.now(), None)

    play.desk.db.write_now(depart)


async def twice(actor: Actor, fragment: str, label: str) -> list[str]:
    """Press a button twice before anything is answered."""
    card = actor.expects(fragment)
    taps = [actor.person.press(card, label) for _ in range(2)]
    await actor.stage.settle()
    return [tap.text for tap in taps]


@in_loop
async def test_a_question_typed_on_a_form_goes_where_its_writer_taps_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(TWO)
        li = await play.joins("李强", "县人社局")
        await play.move_to(3, 20)
        await li.presses("第1项")
        typed = li.person.say("<这个>按年度报还是按月报？")
        await play.stage.settle()
        card = li.expects("“<这个>按年度报还是按月报？”", "写进第1项的说明")
        assert words_of(play) == [""]
        assert card.buttons == ["转督办室", "写进第1项说明"]

        assert await twice(li, "这句话像是提问", "转督办室") == [
            "已转督办室",
            "这个按钮已失效，请发送“待办”查看最新情况",
        ]
        play.office.expects("李强 提问", "第1项", "<这个>按年度报还是按月报？")
        assert play.office.count("提问") == 1
        assert "已转清溪县督办室" in card.text
        assert card.buttons == []
        li.person.edit(typed, "这个按季度报吗？")
        await play.stage.settle()
        play.office.expects("李强 提问", "这个按季度报吗？")
        assert len(all_of(play.desk.db, Question)) == 1

        await li.says("请问要附名单么")
        await twice(li, "请问要附名单么", "写进第1项说明")
        assert words_of(play) == ["请问要附名单么"]
        assert len(all_of(play.desk.db, Question)) == 1

        await li.says("高素质农民320人，对吗？")
        assert li.count("这句话像是提问") == 0
        li.expects("第1项 · 县人社局", "320人")


@in_loop
async def test_a_question_about_nothing_is_only_offered_to_the_office(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(TWO)
        li, zhao = await play.joins("李强", "县人社局"), await play.joins("赵磊", "县科经局")
        await play.move_to(3, 20)
        asked = li.person.say("几号截止？")
        await play.stage.settle()
        card = li.expects("这句话像是提问。要转给清溪县督办室吗？")
        assert card.buttons == ["转督办室"]
        li.person.edit(asked, "4月几号截止？")
        await play.stage.settle()
        assert "这句话您改过了" in card.text
        await li.says("取消")
        li.expects("好的，没有转出")
        assert not all_of(play.desk.db, Question)

        await zhao.says("第2项怎么报？")
        leaves(play, zhao)
        card = zhao.expects("写进第2项的说明")
        tap = zhao.person.press(card, "写进第2项说明")
        await play.stage.settle()
        assert tap.text == "这项不归您填报"
        assert words_of(play) == []


@in_loop
async def test_an_item_that_is_not_theirs_may_be_typed(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(TWO)
        li = await play.joins("李强", "县人社局")
        await play.move_to(3, 20)

        await li.says("不归我们管")
        which = li.expects("哪一项不属您单位")
        await twice(li, "哪一项不属您单位", which.buttons[1])
        asking = li.expects("第2项不属县人社局？", "请用一句话说明理由")
        await li.says("取消")
        assert "没有提交" in asking.text
        assert words_of(play) == []

        await li.says("第2项不属我单位，应由县商务局负责")
        li.expects("第2项不属县人社局？", "应由县商务局负责", "请点“直接提交”")
        taps = await twice(li, "请点“直接提交”", "直接提交")
        assert taps == ["已转督办室", "已提出不属本单位，等督办室答复"]
        play.office.expects("第2项：县人社局 提出不属本单位", "应由县商务局负责")
        (case,) = all_of(play.desk.db, Question)
        assert case.kind is QuestionKind.NOT_OURS
        await li.says("第2项不属我单位")
        assert len(all_of(play.desk.db, Question)) == 1
        assert li.count("提出不属县人社局") == 2

        await li.presses("第1项")
        await li.says("这项不是我单位的")
        li.expects("第1项不属县人社局？")
        await li.says("归农业局")
        assert len(all_of(play.desk.db, Question)) == 2
        assert words_of(play) == [""]


@in_loop
async def test_a_colleagues_name_typed_is_the_choice_of_who_takes_over(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(TWO)
        li = await play.joins("李强", "县人社局")
        await li.says("交接")
        li.expects("本单位还没有其他联络员可以接手", "请先请清溪县督办室发邀请")
        await li.says("算了")
        li.expects("好的，一切照旧")
        li.expects("好的，已取消")

        await play.joins("钱进", "县人社局")
        await li.says("交接")
        await li.says("交给 钱进。")
        li.expects("确认离开 县人社局，报送交给 钱进？")
        assert li.count("确认离开 县人社局") == 1
        await li.presses("确认离开")
        li.expects("您已离开 县人社局，报送已交给 钱进")


@in_loop
async def test_words_do_what_the_button_does_where_it_is_sure_for_what(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(TWO)
        li = await play.joins("李强", "县人社局")
        await play.move_to(3, 20)
        for said in ("修改", "延期", "取消"):
            await li.says(said)
        li.expects("请在要改的那张回执上点“修改”")
        li.expects("请先点要延期的那一项")
        li.expects("现在没有在问您的事")

        await li.presses("第1项")
        await li.says("延期")
        li.expects("申请延期", "第1项")
        await li.says("算了")
        li.expects("好的，已取消")
        assert words_of(play) == [""]
        await li.says("第1项：正常推进，高素质农民320人")
        await li.presses("✅ 提交")
        await li.says("修改")
        li.expects("第1项 · 县人社局", "320人")
        assert len(words_of(play)) == 1

        await li.says("请假3月25日至27日 王五")
        li.expects("没有找到“王五”，请点选代理人")
        await li.says("取消")
        (absence,) = all_of(play.desk.db, Absence)
        assert absence.cancelled_at is not None
        assert words_of(play) == [""]


@in_loop
async def test_the_offices_group_is_told_of_what_the_bot_sees_there(tmp_path: Path) -> None:
    async with playing(tmp_path, in_group=True) as play:
        play.imports(TWO)
        group = play.sandbox.chats[play.desk.office_chat or 0]
        for said in ("/report10", "/report 10", "/Report10", "/help"):
            play.office.person.say(said, chat=group)
        await play.stage.settle()
        told = [one.text for one in group.from_bot()]
        assert sum("10" in one for one in told) == 3
        assert "群里我只看得到 / 开头的命令" in told[-1]


@in_loop
async def test_the_offices_private_chat_takes_words_too(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports(TWO)
        for said in ("报告10", "/report10", "帮助"):
            await play.office.says(said)
        assert play.office.count("10") == 2
        play.office.expects("也可以直接发“催办 单位名”“报告 12”")
