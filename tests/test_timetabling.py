"""``duban cadence`` and ``duban ladder``: what the office sets, sees first, and finds again."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer
from sqlalchemy import select

from bot.cards import draw
from bot.console import out
from bot.desk import Desk
from bot.office.laddering import set_ladder, show_ladders
from bot.office.moving import Manner
from bot.office.scoping import Place
from bot.office.storing import store
from bot.office.timetabling import set_cadences, show_cadences, show_history
from db import ladders, outbox, reports
from db.engine import Session
from db.nudges import ALL
from db.tables import Cadence, Move, Obligation, Outbox, PlanLadder, Post
from db.vocabulary import Audience, Colour, ObligationState, OutboxState, Role
from notice.lines import lines_of
from notice.reader import read_notice
from scheduler.clock import MovableClock
from tests.ledger_cast import a_contact, add, all_of, at, make_database
from tests.play import SMALL, settings_for

NOW = at("2024-05-06 10:00")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose plan 1 owes its 25ths: three items, four units' parts of them."""
    with make_database(tmp_path) as database:
        opened = Desk(database, MovableClock(NOW), settings_for(tmp_path))
        draft = read_notice(lines_of(SMALL))
        database.write_now(
            lambda session: store(session, opened, draft, SMALL, NOW.replace(month=12).date())
        )
        yield opened


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    return lambda: capsys.readouterr().out


def change(desk: Desk, *phrases: str, where: Place | None = None, yes: bool = True) -> None:
    manner = Manner("周敏", "会上定的", yes=yes)
    set_cadences(desk, 1, where or Place(), phrases, manner)


def refusal(capsys: pytest.CaptureFixture[str], asked: Callable[[], None]) -> str:
    with pytest.raises(typer.Exit) as ended:
        asked()
    assert ended.value.exit_code == 1
    return capsys.readouterr().err


def dues(desk: Desk) -> set[str]:
    return {
        f"{one.period} {one.due_at.astimezone(NOW.tzinfo):%m-%d %H:%M}"
        for one in all_of(desk.db, Obligation)
        if one.state is not ObligationState.WITHDRAWN
    }


def test_a_plan_shows_its_cadence_in_words(desk: Desk, said: Callable[[], str]) -> None:
    show_cadences(desk, as_facts=False)

    assert "全部  每月25日 17:30，遇休息日提前；提前10天开放填报" in said()


def test_several_phrases_are_put_in_force_with_what_they_move(
    desk: Desk, said: Callable[[], str]
) -> None:
    change(desk, "每月20日前", "每周五上午下班前")

    told = said()
    assert "全部改为：每月20日 17:30" in told
    assert "每周五 12:00" in told
    assert "接下来截止：5月10日（周五）12:00、5月17日（周五）12:00、5月20日（周一）17:30" in told
    assert "5月24日（周五）17:30" in told
    assert "已修改" in told
    assert {"2024-05 05-20 17:30", "2024-W20 05-17 12:00"} <= dues(desk)


def test_what_is_only_looked_at_changes_nothing(desk: Desk, said: Callable[[], str]) -> None:
    before = dues(desk)

    set_cadences(desk, 1, Place(), ["每月20日前"], Manner(dry_run=True))

    assert "以下" in said()
    assert dues(desk) == before
    assert len(all_of(desk.db, Cadence)) == 1
    assert all_of(desk.db, Move) == []


def test_what_is_not_confirmed_changes_nothing(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    told = refusal(capsys, lambda: change(desk, "每月20日前", yes=False))

    assert "--yes" in told
    assert len(all_of(desk.db, Cadence)) == 1


def test_one_item_and_one_unit_go_by_their_own_until_it_is_dropped(
    desk: Desk, said: Callable[[], str]
) -> None:
    before = dues(desk)
    change(desk, "每月底", where=Place(item="2"))
    change(desk, "每月10日前", where=Place(unit="县文旅局"))
    show_cadences(desk, as_facts=False)

    told = said()
    assert "第2项" in told
    assert "县文旅局" in told
    assert {"2024-05 05-31 17:30", "2024-05 05-10 17:30"} <= dues(desk)

    change(desk, where=Place(item="2"))
    change(desk, where=Place(unit="县文旅局"))

    assert "第2项不再单独设报送周期" in said()
    assert dues(desk) == before


@pytest.mark.parametrize(
    ("phrase", "place", "sentence"),
    [
        pytest.param("每月咔嚓", Place(), "“每月咔嚓”看不懂，问题在“咔嚓”", id="not understood"),
        pytest.param("每月25日前，每周五", Place(), "请分开写", id="two in one"),
        pytest.param(
            "每月31日，遇节假日不调整", Place(), "没有这一天", id="a day some months lack"
        ),
        pytest.param("每月20日前", Place(item="9"), "没有第 9 项", id="no such item"),
        pytest.param(
            "每月20日前", Place(section=4), "没有第 4 个部分，共 1 个", id="no such section"
        ),
        pytest.param("每月20日前", Place(unit="县气象局"), "没有叫“县气象局”的单位", id="no unit"),
        pytest.param(
            "每月20日前", Place(item="1", unit="县文旅局"), "没有分工", id="no part of that unit"
        ),
        pytest.param("每月25日前", Place(), "没有改动", id="as it is already"),
        pytest.param("2024年2月3日前", Place(item="2"), "以后没有要报的", id="a day gone by"),
    ],
)
def test_what_cannot_be_put_in_force_is_one_sentence_and_nothing_changes(
    desk: Desk,
    capsys: pytest.CaptureFixture[str],
    phrase: str,
    place: Place,
    sentence: str,
) -> None:
    told = refusal(capsys, lambda: change(desk, phrase, where=place))

    assert sentence in told
    assert len(all_of(desk.db, Cadence)) == 1


def test_what_a_phrase_leaves_open_is_as_the_settings_have_it_and_said_again_it_is_the_same(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    phrases = "每周五上午下班前，遇节假日顺延", "每季度末"
    change(desk, *phrases)
    assert "每季度末 17:30，遇休息日提前" in capsys.readouterr().out

    assert "没有改动" in refusal(capsys, lambda: change(desk, *phrases))


def test_a_plan_without_any_cadence_is_said_to_be_reminded_of_no_more(
    desk: Desk, said: Callable[[], str]
) -> None:
    change(desk, "每月底", where=Place(item="2"))
    change(desk)
    change(desk, "每月20日前")
    said()

    show_cadences(desk, as_facts=False)
    widest, item = said().splitlines()[1:]
    assert ("全部" in widest, "第2项" in item) == (True, True)

    change(desk)
    assert "不再有报送周期" in said()


@pytest.mark.parametrize(
    ("typed", "told"),
    [pytest.param("n\n", "没有修改。", id="no"), pytest.param("", "--yes", id="nobody there")],
)
def test_asked_on_a_terminal_a_no_changes_nothing_and_facts_stay_facts(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    typed: str,
    told: str,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    monkeypatch.setattr(out, "_force_terminal", True)

    with pytest.raises(typer.Exit):
        set_cadences(desk, 1, Place(), ["每月20日前"], Manner(as_facts=True))

    printed = capsys.readouterr()
    assert json.loads(printed.out)[0]["former"] == "2024-05-24T17:30:00+08:00"
    assert told in printed.err
    assert len(all_of(desk.db, Cadence)) == 1


def test_the_history_says_who_changed_what_and_why(desk: Desk, said: Callable[[], str]) -> None:
    change(desk, "每月20日前")
    said()

    show_history(desk, 1, as_facts=False)

    assert said().splitlines() == [
        "2024-05-06 至 2024-05-06　全部：每月25日 17:30，遇休息日提前（导入时；周敏停用）",
        "2024-05-06 起　全部：每月20日 17:30，遇休息日提前（周敏，会上定的）",
    ]


def test_programs_read_what_moves(desk: Desk, said: Callable[[], str]) -> None:
    manner = Manner(dry_run=True, as_facts=True)

    set_cadences(desk, 1, Place(), ["每月20日前"], manner)

    moved = json.loads(said())
    assert {(one["period"], one["due_at"][:10]) for one in moved} == {
        ("2024-05", "2024-05-20"),
        ("2024-06", "2024-06-20"),
    }
    assert {one["unit"] for one in moved} >= {"县农业农村局", "县文旅局"}


def test_what_moves_is_drawn_anew_for_the_office_and_for_the_leader_of_all_units(
    desk: Desk,
) -> None:
    def show(session: Session) -> None:
        leader = a_contact(session, "钱县长", {})
        add(session, Post(contact_id=leader, unit_id=None, role=Role.LEADER))
        for card, subject in (("late", ALL), ("overdue", leader)):
            outbox.enqueue(session, card, 9, card, NOW, subject=subject)
        for row in session.scalars(select(Outbox)):
            row.state, row.message_id = OutboxState.SENT, row.id

    desk.db.write_now(show)

    change(desk, "每月20日前")

    anew = {one.card for one in all_of(desk.db, Outbox) if one.edits_id is not None}
    assert anew == {"late", "overdue"}


def test_a_plan_gets_a_ladder_of_its_own_and_its_reminders_follow(
    desk: Desk, said: Callable[[], str]
) -> None:
    set_ladder(
        desk,
        1,
        ["D-2", "D0:contact,second", "D+2:contact,head:yellow"],
        0,
        Manner("周敏", yes=True),
    )

    told = said()
    assert "逾期第2个工作日  联络员、单位负责人　黄色预警" in told
    may = [one for one in all_of(desk.db, Obligation) if one.period == "2024-05"]
    assert {one.next_nudge_at for one in may} == {at("2024-05-22 09:00")}
    rules = desk.db.read_now(desk.rules)
    last = rules.ladder_of(1).rungs[-1]
    assert last.to == {Audience.CONTACT, Audience.HEAD}
    assert last.colour is Colour.YELLOW

    set_ladder(desk, 1, [], 5, Manner("周敏", yes=True))

    assert all_of(desk.db, PlanLadder) == []
    may = [one for one in all_of(desk.db, Obligation) if one.period == "2024-05"]
    assert {one.next_nudge_at for one in may} == {at("2024-05-21 09:00")}


@pytest.mark.parametrize(
    ("rung", "sentence"),
    [
        pytest.param("3天前", "看不懂", id="no rung"),
        pytest.param("D+3:boss", "没有“boss”这种对象", id="unknown audience"),
        pytest.param("D+3:head:green", "没有“green”这种颜色", id="unknown colour"),
        pytest.param("D0:contact,office", "office 从 D+1 起才能写", id="nothing to tell yet"),
    ],
)
def test_a_rung_that_is_none_is_one_sentence(
    desk: Desk, capsys: pytest.CaptureFixture[str], rung: str, sentence: str
) -> None:
    told = refusal(capsys, lambda: set_ladder(desk, 1, ["D-1", rung], 5, Manner("", yes=True)))

    assert sentence in told
    assert desk.db.read_now(ladders.own_ladders) == []


def test_the_ladders_are_shown_in_words(desk: Desk, said: Callable[[], str]) -> None:
    set_ladder(desk, 1, ["D0"], None, Manner("", yes=True))
    assert "5 个工作日一次" in said()

    show_ladders(desk, as_facts=False)

    told = said()
    assert "截止前3个工作日" in told
    assert "通知 1：" in told


def test_a_form_says_what_was_original_how_often_it_moved_who_did_and_why(desk: Desk) -> None:
    change(desk, "每月20日前")
    change(desk, "每月28日前")

    def draw_it(session: Session) -> str:
        owed = session.scalars(select(Obligation).where(Obligation.period == "2024-05")).first()
        contact = a_contact(session, "王芳", {})
        assert owed is not None
        form = reports.open_form(session, owed.id, contact, NOW)
        card = draw(desk.look(session, NOW), "form", form.id, {})
        assert card is not None
        return card.text

    shown = desk.db.write_now(draw_it)
    assert "5月28日（周二）17:30截止" in shown
    assert "原定5月24日（周五）17:30截止，5月6日（周一）周敏改期（会上定的），共改 2 次" in shown
