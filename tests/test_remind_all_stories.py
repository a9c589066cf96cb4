"""催办 by item and for all: what is shown first is what is sent, and it is written down."""

import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db import people
from db.engine import Session
from db.tables import AuditEntry, Contact, Outbox
from db.vocabulary import Action, OutboxState, Reachable, Role
from tests.ledger_cast import all_of
from tests.play import Play, playing
from tests.sitting import sitting
from tests.test_sandbox_harness import in_loop


def reminders_sent(play: Play) -> int:
    """Return how many reminders there are that were not withdrawn, by a plain count."""
    asked = select(func.count()).where(
        Outbox.card == "checklist", Outbox.bulk, Outbox.edits_id.is_(None)
    )
    return play.desk.db.read_now(
        lambda session: session.scalar(asked.where(Outbox.state != OutboxState.WITHDRAWN)) or 0
    )


def people_shown(text: str) -> int:
    """Return how many people a card says that it reaches."""
    found = re.search(r"发给 (\d+) 人，每人约 2 分钟", text)
    return int(found[1]) if found else 0


def entries(play: Play) -> list[AuditEntry]:
    return [one for one in all_of(play.desk.db, AuditEntry) if one.action is Action.REMINDED]


@in_loop
@pytest.mark.parametrize("in_group", [False, True], ids=["private", "group"])
async def test_every_unit_that_owes_an_item_is_reminded_of_it(
    tmp_path: Path,
    in_group: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    async with playing(tmp_path, in_group=in_group) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.joins("李强", "县人社局")
        zhao = await play.joins("赵磊", "县科经局")
        await play.move_to(3, 21)
        office, before = sitting(play), reminders_sent(play)

        await office.says("/remind 第1项")
        shown = office.expects(
            "催办 第1项", "2 个单位待报", "县农业农村局（王芳）、县人社局（李强）"
        )
        assert shown.buttons == ["确认催办"]
        assert reminders_sent(play) == before
        query = await office.presses("确认催办")

        assert query.text == "已提醒 2 人"
        assert people_shown(shown.text) == 0, "it was drawn anew"
        assert reminders_sent(play) - before == 2
        assert (
            office.expects("催办 第1项", "周敏 3月21日（周四）10:00 已催，发给 2 人").buttons == []
        )
        assert zhao.count("待报") == 1
        assert wang.count("待报") == 2
        (entry,) = entries(play)
        assert (entry.about, entry.done_by) == ("第1项", "周敏")
        assert entry.after == {"people": 2, "units": ["县农业农村局", "县人社局"]}


@in_loop
async def test_all_are_reminded_but_those_who_cannot_be_and_it_says_why(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.joins("王芳", "县农业农村局")
        await play.joins("赵磊", "县科经局")
        await play.joins("李强", "县人社局")
        await play.move_to(3, 21)
        office = sitting(play)
        await office.says("/remind 县科经局")
        await office.presses("确认催办")
        blocked = Reachable.BLOCKED
        li = next(one for one in all_of(play.desk.db, Contact) if one.name == "李强")
        play.desk.db.write_now(lambda s: people.set_reachable(s, li.chat_id, blocked))
        before = reminders_sent(play)

        await office.says("催办 全部")
        shown = office.expects("催办全部欠报单位", "4 个单位待报").text
        assert people_shown(shown) == 1
        assert "刚提醒过，3月21日（周四）14:00 起可以再催：县科经局" in shown
        assert (
            "没有人能收到，请打电话：县人社局（联络员屏蔽了机器人）、县文旅局（还没有联络员加入）"
            in shown
        )
        await office.presses("确认催办")

        assert reminders_sent(play) - before == people_shown(shown)
        assert entries(play)[-1].about == "全部欠报单位"


@in_loop
async def test_the_late_ones_alone_are_reminded_by_another_button(tmp_path: Path) -> None:
    text = "2024年计划\n1.培训导游。（责任单位：县文旅局）\n2.办好展会。（责任单位：县科经局）\n"
    async with playing(tmp_path) as play:
        play.imports(text)
        li = await play.joins("李强", "县文旅局")
        zhao = await play.joins("赵磊", "县科经局")
        await play.move_to(3, 20)
        await zhao.says("第2项：正常推进")
        await zhao.presses("✅ 提交")
        await play.move_to(4, 16, 10)  # April can be reported, March is late for one
        office, before = sitting(play), reminders_sent(play)

        await office.says("/remind 全部")
        assert people_shown(office.expects("催办全部欠报单位", "2 个单位待报").text) == 2
        await office.presses("只催逾期")
        shown = office.expects("催办逾期单位", "1 个单位逾期未报").text
        await office.presses("确认催办")

        assert reminders_sent(play) - before == people_shown(shown) == 1
        assert li.count("待报") > zhao.count("待报")
        assert entries(play)[-1].about == "逾期单位"


@in_loop
async def test_what_changed_since_it_was_shown_is_shown_anew_and_not_sent(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 21)
        office = sitting(play)
        await office.says("/remind 第1项")
        shown = office.expects("催办 第1项")
        await play.joins("李强", "县人社局")
        before = reminders_sent(play)

        query = await office.presses("确认催办")

        assert query.text == "内容有变化，请再看一遍"
        assert reminders_sent(play) == before
        assert people_shown(shown.text) == 2
        await office.presses("确认催办")
        assert reminders_sent(play) - before == 2
        again = await office.forges(shown, "remindthem:1:owing:0123abcd")
        assert again.text == "周敏 已经催过了"
        assert reminders_sent(play) - before == 2


@in_loop
async def test_whoever_had_enough_today_is_named_and_told_tomorrow(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.joins("王芳", "县农业农村局")
        await play.joins("赵磊", "县科经局")
        await play.move_to(3, 21)
        office, budget = sitting(play), play.desk.settings.limits.messages_a_day
        wang = next(one for one in all_of(play.desk.db, Contact) if one.name == "王芳")

        def fill_up(session: Session) -> None:
            for place in range(budget):
                session.add(a_message(wang.chat_id, 9000 + place, play))

        play.desk.db.write_now(fill_up)
        before = reminders_sent(play)

        await office.says("/remind 全部")
        shown = office.expects("催办全部欠报单位").text
        assert "今天的提醒已满，改到 3月22日（周五）09:00：王芳" in shown
        assert people_shown(shown) == 1
        query = await office.presses("确认催办")

        assert "1 人今天的提醒已满，改到明天09:00" in query.text
        assert reminders_sent(play) - before == 1


def a_message(chat: int, number: int, play: Play) -> Outbox:
    now = play.desk.clock.now()
    return Outbox(
        key=f"full:{number}",
        message_id=number,
        chat_id=chat,
        card="note",
        args={"template": "polite", "values": {}},
        bulk=True,
        state=OutboxState.SENT,
        not_before=now,
        created_at=now,
        sent_at=now,
    )


@in_loop
async def test_outside_work_hours_the_card_says_when_they_go_out(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20, 20)

        await play.office.says("/remind 第1项")

        play.office.expects("发给 1 人，每人约 2 分钟，3月21日（周四）09:00 发出。")


@in_loop
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/remind 第9项", "这份工作要点没有第9项"),
        ("/remind 9", "这份工作要点没有第9项"),
        ("/remind 县气象局", "没有叫“县气象局”的单位"),
    ],
)
async def test_what_is_not_there_cannot_be_reminded_of(
    tmp_path: Path, typed: str, said: str
) -> None:
    async with playing(tmp_path) as play:
        play.imports()

        await play.office.says(typed)

        play.office.expects(said)


@in_loop
async def test_where_nothing_is_owed_nobody_needs_a_reminder(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        head = await play.joins("吴局", "县文旅局", Role.HEAD)

        await play.office.says("/remind 全部")

        assert play.office.expects("没有单位欠报，不用催").buttons == ["只催逾期"]
        assert head.count("待报") == 0
