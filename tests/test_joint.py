"""A joint item: what its lead sees of the assisting units, and how their words are merged."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.buttons import Verb, read_press
from bot.cards import draw
from bot.cards.look import Card, Look
from bot.contact.joint import line_of, merged
from db import joint, reports
from db.engine import Database, Session
from db.tables import Assignment, Obligation, Post, Question
from db.vocabulary import ObligationState, Part, QuestionKind, Role, Status
from sandbox.entities import parse_html, utf16_length
from tests.ledger_cast import (
    RULES,
    Cast,
    a_cast,
    a_contact,
    a_report,
    a_unit,
    an_assignment,
    an_obligation,
    at,
    make_database,
)

NOW, DUE = at("2024-06-20 09:00"), "2024-06-25 17:30"
PERIOD = "2024-06"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as database:
        yield database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with Session(database.engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def cast(session: Session) -> Cast:
    return a_cast(session)


@pytest.fixture
def lead(session: Session, cast: Cast) -> int:
    """The obligation of 农业农村局, which leads its item."""
    return an_obligation(session, cast.nongye_part, DUE, period=PERIOD)


def assisting(session: Session, cast: Cast, unit: int, due: str = DUE, **kept: Any) -> int:  # noqa: ANN401
    part = an_assignment(session, cast.nongye_item, unit, Part.ASSIST)
    return an_obligation(session, part, due, period=PERIOD, **kept)


def drawn(
    session: Session,
    subject: int,
    to: int,
    card: str = "joint",
    now: datetime = NOW,
    **args: object,
) -> Card | None:
    return draw(Look(session, now, RULES, "督办室"), card, subject, {"to": to, **args})


def text(session: Session, subject: int, to: int, card: str = "joint", **args: Any) -> str:  # noqa: ANN401
    card_drawn = drawn(session, subject, to, card, **args)
    assert card_drawn is not None
    shown = parse_html(card_drawn.text).text
    assert utf16_length(shown) <= 4096
    return shown


def labels(session: Session, subject: int, to: int) -> list[str]:
    shown = drawn(session, subject, to)
    assert shown is not None
    return [one.label for row in shown.buttons for one in row]


# merging


@pytest.mark.parametrize(
    ("words", "before", "lines", "merged_words"),
    [
        pytest.param("", (), ["甲局：已办"], "甲局：已办", id="into an empty form"),
        pytest.param("自己的话", (), ["甲局：已办"], "自己的话\n甲局：已办", id="behind own words"),
        pytest.param("甲局：已办", ["甲局：已办"], ["甲局：已办"], "甲局：已办", id="once"),
        pytest.param(
            "甲局：已办\n后来说的",
            ["甲局：已办", "甲局：又办"],
            ["甲局：又办"],
            "后来说的\n甲局：又办",
            id="a correction takes its place",
        ),
        pytest.param(
            "甲局：帮了忙\n甲局：已办", ["甲局：已办"], [], "甲局：帮了忙", id="own line of a unit"
        ),
        pytest.param("一\n\n二", (), ["甲局：已办"], "一\n\n二\n甲局：已办", id="own blank lines"),
    ],
)
def test_merging_replaces_what_was_merged_and_nothing_else(
    words: str, before: list[str], lines: list[str], merged_words: str
) -> None:
    assert merged(words, before, lines) == merged_words


@pytest.mark.parametrize(
    ("status", "words", "line"),
    [
        (Status.ON_TRACK, "已办2期", "人社局：已办2期"),
        (Status.DONE, "", "人社局：已完成"),
        (Status.NOT_STARTED, " \n", "人社局：未启动"),
        (Status.DIFFICULT, "资金没到位", "人社局：有困难，资金没到位"),
        (Status.DIFFICULT, "", "人社局：有困难"),
        (Status.ON_TRACK, "第一\n\n 第二 ", "人社局：第一；第二"),
    ],
)
def test_a_units_report_is_merged_as_one_line(status: Status, words: str, line: str) -> None:
    assert line_of("人社局", status, words) == line


def test_what_was_merged_is_known_by_every_version_of_every_period(
    session: Session, cast: Cast, lead: int
) -> None:
    part = an_assignment(session, cast.nongye_item, cast.renshe, Part.ASSIST)
    may = an_obligation(session, part, "2024-05-24 17:30", period="2024-05")
    june = an_obligation(session, part, DUE, period=PERIOD)
    a_report(session, may, cast.li, words="五月")
    a_report(session, june, cast.li, words="初报")
    a_report(session, june, cast.li, words="重报", version=2)
    a_report(session, lead, cast.wang, words="牵头")

    said = joint.ever_reported(session, cast.nongye_item)

    assert {words for _, _, words in said} == {"五月", "初报", "重报"}
    assert {unit for unit, _, _ in said} == {"人社局"}


# what the lead sees


def test_the_lead_sees_each_assisting_unit_with_its_state(
    session: Session, cast: Cast, lead: int
) -> None:
    a_report(session, assisting(session, cast, cast.renshe), cast.li, words="已办<2>期")
    assisting(session, cast, cast.wenlv)
    assisting(session, cast, a_unit(session, "教育局"), "2024-06-18 17:30")

    shown = text(session, lead, cast.wang)

    assert "配合情况　1/3 已报" in shown
    assert "✅ 人社局 正常推进（李强，" in shown
    assert "已办<2>期" in shown
    assert "⏳ 文旅局 未报\n" in shown
    assert "🔴 教育局 未报，已逾期 2 天" in shown
    assert labels(session, lead, cast.wang) == ["催一下未报的 2 家", "并入我的填报", "填报"]


def test_a_newer_version_is_what_the_lead_sees(session: Session, cast: Cast, lead: int) -> None:
    one = assisting(session, cast, cast.renshe)
    a_report(session, one, cast.li, words="初报")
    a_report(session, one, cast.li, words="重报", version=2)

    shown = text(session, lead, cast.wang)

    assert "重报" in shown
    assert "初报" not in shown


def test_a_returned_report_is_not_in(session: Session, cast: Cast, lead: int) -> None:
    one = assisting(session, cast, cast.renshe)
    a_report(session, one, cast.li, words="初报")
    session.get_one(Obligation, one).state = ObligationState.OPEN

    shown = text(session, lead, cast.wang)

    assert "0/1 已报" in shown
    assert "⏳ 人社局 已退回，待重报" in shown
    assert "初报" not in shown


def test_a_unit_that_says_it_is_not_theirs_is_shown_so_and_not_prompted(
    session: Session, cast: Cast, lead: int
) -> None:
    one = assisting(session, cast, cast.renshe)
    case = Question(
        contact_id=cast.li,
        obligation_id=one,
        kind=QuestionKind.NOT_OURS,
        words="应由教育局",
        asked_at=NOW,
    )
    session.add(case)
    session.flush()

    assert "❓ 人社局 提出不属本单位" in text(session, lead, cast.wang)
    assert labels(session, lead, cast.wang) == ["填报"]

    case.answer, case.answered_by, case.answered_at = "属于", "周敏", NOW
    session.flush()

    assert "⏳ 人社局 未报" in text(session, lead, cast.wang)
    assert labels(session, lead, cast.wang) == ["催一下未报的 1 家", "填报"]


def test_another_period_or_item_and_what_was_withdrawn_are_not_shown(
    session: Session, cast: Cast, lead: int
) -> None:
    part = an_assignment(session, cast.nongye_item, cast.renshe, Part.ASSIST)
    an_obligation(session, part, "2024-05-24 17:30", period="2024-05")
    an_obligation(session, cast.wenlv_part, DUE, period=PERIOD)
    gone = an_assignment(session, cast.nongye_item, cast.wenlv, Part.ASSIST)
    an_obligation(session, gone, DUE, period=PERIOD)
    session.get_one(Assignment, gone).withdrawn_at = NOW
    taken_back = assisting(session, cast, a_unit(session, "教育局"))
    withdrawn = session.get_one(Obligation, taken_back)
    withdrawn.state, withdrawn.next_nudge_at = ObligationState.WITHDRAWN, None
    assisting(session, cast, a_unit(session, "科经局"))

    shown = text(session, lead, cast.wang)

    assert "0/1 已报" in shown
    assert "科经局" in shown
    assert all(name not in shown for name in ("人社局", "文旅局", "教育局"))


def test_a_later_due_time_is_still_of_the_same_period(
    session: Session, cast: Cast, lead: int
) -> None:
    assisting(session, cast, cast.renshe, "2024-06-28 17:30")

    assert "⏳ 人社局 未报，6月28日（周五）17:30截止" in text(session, lead, cast.wang)


def test_nobody_but_the_leads_own_people_is_shown_it(
    session: Session, cast: Cast, lead: int
) -> None:
    one = assisting(session, cast, cast.renshe)
    a_report(session, one, cast.li, words="内情")

    assert drawn(session, lead, cast.li) is None
    assert drawn(session, one, cast.li) is None
    session.query(Post).filter(Post.contact_id == cast.wang).delete()
    assert drawn(session, lead, cast.wang) is None


def test_words_have_all_the_room_there_is_and_pages_break_between_units(
    session: Session, cast: Cast, lead: int
) -> None:
    names = [f"第{place}局" for place in range(6)]
    for name in names:
        unit = a_unit(session, name)
        contact = a_contact(session, "甲", {unit: Role.CONTACT})
        a_report(session, assisting(session, cast, unit), contact, words=f"{name}说" * 300)
    longest = a_unit(session, "话多局")
    contact = a_contact(session, "乙", {longest: Role.CONTACT})
    a_report(session, assisting(session, cast, longest), contact, words="长" * 5000)

    pages = [text(session, lead, cast.wang, page=page) for page in range(1, 5)]

    for name in names:
        assert [page.count(f"{name}说") for page in pages if name in page] == [300]
    assert "…" in pages[-1]
    assert pages[-1].count("长") > 2900
    assert "第 4/4 页" in pages[-1]
    assert text(session, lead, cast.wang, page=99) == pages[-1]


def test_thirty_long_named_units_fit(session: Session, cast: Cast, lead: int) -> None:
    for place in range(60):
        unit = a_unit(session, f"{place}" + "县人力资源和社会保障综合行政执法管理办公室" * 2)
        contact = a_contact(session, "欧阳" * 20, {unit: Role.CONTACT})
        a_report(session, assisting(session, cast, unit), contact)

    assert "第 1/" in text(session, lead, cast.wang)


# its line on the form


def noted(session: Session, obligation: int, contact: int) -> tuple[bool, bool]:
    """Return whether a form says how many units reported, and whether it offers to show them."""
    form = reports.open_form(session, obligation, contact, NOW)
    shown = drawn(session, form.id, contact, "form")
    assert shown is not None
    offered = [one.label for row in shown.buttons for one in row]
    return "配合单位 1/2 已报" in shown.text, "配合情况" in offered


def test_only_a_lead_with_assisting_units_is_told_of_them(
    session: Session, cast: Cast, lead: int
) -> None:
    assert noted(session, lead, cast.wang) == (False, False)

    one = assisting(session, cast, cast.renshe)
    a_report(session, one, cast.li)
    two = assisting(session, cast, cast.wenlv)

    assert noted(session, lead, cast.wang) == (True, True)
    assert noted(session, two, cast.zhou) == (False, False)


# the prompt


def test_a_prompt_says_who_asks_for_what_and_opens_its_form(session: Session, cast: Cast) -> None:
    one = assisting(session, cast, cast.renshe)

    shown = drawn(session, one, cast.li, "prompted", lead="农业农村局")

    assert shown is not None
    assert "农业农村局（牵头）请您尽快报" in parse_html(shown.text).text
    (pressed,) = (read_press(button.data) for row in shown.buttons for button in row)
    assert pressed is not None
    assert (pressed.verb, pressed.number()) == (Verb.OPEN, one)


def test_a_prompt_says_nothing_once_the_report_is_in(session: Session, cast: Cast) -> None:
    one = assisting(session, cast, cast.renshe)
    a_report(session, one, cast.li)

    assert drawn(session, one, cast.li, "prompted", lead="农业农村局") is None
    after = drawn(session, one, cast.li, "prompted", lead="农业农村局", shown=True)
    assert after is not None
    assert "已报，谢谢" in after.text
    assert after.buttons == ()


def test_a_prompt_is_not_shown_to_who_left_meanwhile(session: Session, cast: Cast) -> None:
    one = assisting(session, cast, cast.renshe)
    session.query(Post).filter(Post.contact_id == cast.li).delete()

    assert drawn(session, one, cast.li, "prompted", lead="农业农村局") is None
