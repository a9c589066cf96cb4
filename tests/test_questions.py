"""Questions to the office: what is kept of them, and what each side's card shows."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.buttons import Verb, read_press
from bot.cards import draw
from bot.cards.look import Card, Look
from bot.hearing import _command_of
from bot.office.looking import status
from bot.opening import open_desk
from db import questions, reports
from db.engine import Database, Session
from db.tables import Contact, Question
from db.vocabulary import QuestionKind, Reachable
from sandbox.entities import parse_html, utf16_length
from scheduler.clock import MovableClock
from tests.ledger_cast import (
    RULES,
    Cast,
    a_cast,
    an_obligation,
    at,
    make_database,
)
from tests.play import settings_for

NOW, DUE = at("2024-06-20 09:00"), "2024-06-25 17:30"
RAW = "何时<报>？&"


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
def june(session: Session, cast: Cast) -> int:
    return an_obligation(session, cast.renshe_part, DUE)


def asked(
    session: Session,
    contact: int,
    obligation: int | None = None,
    kind: QuestionKind = QuestionKind.QUESTION,
    when: datetime = NOW,
    **kept: object,
) -> Question:
    row = Question(
        contact_id=contact,
        obligation_id=obligation,
        kind=kind,
        words=str(kept.pop("words", RAW)),
        asked_at=when,
        **kept,
    )
    return questions.ask(session, row)


def shown(session: Session, card: str, subject: int, **args: object) -> Card:
    drawn = draw(Look(session, NOW, RULES, "督办室"), card, subject, args)
    assert drawn is not None
    assert utf16_length(parse_html(drawn.text).text) <= 4096
    return drawn


def text(session: Session, card: str, subject: int, **args: object) -> str:
    return parse_html(shown(session, card, subject, **args).text).text


def pressable(card: Card) -> list[tuple[str, Verb, tuple[str, ...]]]:
    found = [(one.label, read_press(one.data)) for row in card.buttons for one in row]
    return [(label, press.verb, press.arguments) for label, press in found if press is not None]


# what is kept


def test_a_question_is_kept_as_it_was_typed(session: Session, cast: Cast) -> None:
    question = asked(session, cast.li)

    session.expire(question)

    assert session.get_one(Question, question.id).words == RAW


def test_only_the_questions_of_a_day_and_a_person_are_counted(session: Session, cast: Cast) -> None:
    asked(session, cast.li, when=NOW - timedelta(days=1, seconds=1))
    asked(session, cast.wang)
    for hours in (23, 1, 0):
        asked(session, cast.li, when=NOW - timedelta(hours=hours))

    assert questions.asked_lately(session, cast.li, NOW) == 3


def test_a_case_is_open_until_it_is_answered(session: Session, cast: Cast, june: int) -> None:
    asked(session, cast.li, june)
    assert questions.open_case(session, june) is None

    case = asked(session, cast.li, june, QuestionKind.NOT_OURS)
    assert questions.open_case(session, june) is case

    questions.answer(case, "属于", "周敏", NOW)
    session.flush()
    assert questions.open_case(session, june) is None


def test_what_is_answered_further_is_added(session: Session, cast: Cast) -> None:
    question = asked(session, cast.li)

    questions.answer(question, "25日", "周敏", NOW)
    questions.answer(question, "节假日提前", "吴斌", NOW)

    assert question.answer == "25日\n节假日提前"
    assert question.answered_by == "吴斌"


def test_the_unanswered_ones_are_found(session: Session, cast: Cast) -> None:
    first, second, third = (asked(session, cast.li) for _ in range(3))
    questions.answer(second, "好", "周敏", NOW)
    session.flush()

    assert questions.unanswered(session) == [first.id, third.id]


def test_a_message_finds_its_own_question_only(session: Session, cast: Cast) -> None:
    asked(session, cast.li)
    typed = asked(session, cast.li, message_id=7)

    assert questions.in_message(session, cast.li, 7) is typed
    assert questions.in_message(session, cast.wang, 7) is None
    assert questions.in_message(session, cast.li, 8) is None


def test_the_status_counts_them_where_there_are_any(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_database(tmp_path).close()
    with open_desk(settings_for(tmp_path), MovableClock(NOW)) as desk:
        status(desk, as_facts=False)
        assert "没有答复" not in capsys.readouterr().out

        desk.db.write_now(lambda session: asked(session, a_cast(session).li))
        status(desk, as_facts=False)

    assert "1 条还没有答复" in capsys.readouterr().out


# what is shown


def test_the_office_sees_who_asks_what_about_which_item(
    session: Session, cast: Cast, june: int
) -> None:
    question = asked(session, cast.li, june)

    said = text(session, "question", question.id, before="上次问的")

    for part in (
        "人社局 李强 提问",
        f"编号 {question.id}",
        "开展技能培训",
        RAW,
        "接着问：“上次问的”",
    ):
        assert part in said
    assert "请回复这条消息" in said
    assert shown(session, "question", question.id).buttons == ()


def test_a_question_about_nothing_names_the_persons_units(session: Session, cast: Cast) -> None:
    said = text(session, "question", asked(session, cast.sun).id)

    assert "人社局 孙局 提问" in said
    assert "接着问" not in said


def test_an_answered_question_shows_by_whom_and_asks_no_more(session: Session, cast: Cast) -> None:
    question = asked(session, cast.li)
    questions.answer(question, "25日<前>", "周敏", NOW)

    said = text(session, "question", question.id)

    assert "✅ 已答复（周敏，6月20日（周四）09:00）：25日<前>" in said
    assert "请回复" not in said
    assert "已答复" in text(session, "asked", question.id, told=True)


def test_a_case_offers_both_rulings_until_it_is_answered(
    session: Session, cast: Cast, june: int
) -> None:
    case = asked(session, cast.li, june, QuestionKind.NOT_OURS)

    assert pressable(shown(session, "question", case.id)) == [
        ("确属该单位", Verb.RULE, (str(case.id), "confirmed")),
        ("已知悉，将调整", Verb.RULE, (str(case.id), "noted")),
    ]

    questions.answer(case, "属于", "周敏", NOW)
    assert shown(session, "question", case.id).buttons == ()


def test_whoever_says_it_is_not_theirs_is_told_that_it_is_still_owed(
    session: Session, cast: Cast, june: int
) -> None:
    case = asked(session, cast.li, june, QuestionKind.NOT_OURS)

    assert "答复前，这一项仍需填报" in text(session, "asked", case.id, told=True)
    assert "这一项仍需填报" in text(session, "answer", case.id, said="已知悉")


def test_a_form_says_that_its_case_is_open(session: Session, cast: Cast, june: int) -> None:
    form = reports.open_form(session, june, cast.li, NOW)
    assert "已提出不属本单位" not in text(session, "form", form.id)
    assert "已提出不属本单位" not in text(session, "checklist", cast.li)

    asked(session, cast.li, june, QuestionKind.NOT_OURS)

    assert "已提出不属本单位，等督办室答复" in text(session, "form", form.id)
    assert "开展技能培训（已提出不属本单位）" in text(session, "checklist", cast.li)


def test_where_the_office_has_no_chat_the_asker_is_told_to_telephone(
    session: Session, cast: Cast
) -> None:
    said = text(session, "asked", asked(session, cast.li).id, told=False)

    assert "已留存" in said
    assert "打电话" in said
    assert "已转" not in said


def test_the_office_sees_that_the_asker_cannot_be_reached(session: Session, cast: Cast) -> None:
    question = asked(session, cast.li)
    session.get_one(Contact, cast.li).reachable = Reachable.BLOCKED
    session.flush()

    assert "提问人目前联系不上" in text(session, "question", question.id)


def test_the_longest_question_and_answer_fit(session: Session, cast: Cast, june: int) -> None:
    question = asked(session, cast.li, june, words="问" * 4096)
    questions.answer(question, "答" * 9000, "周" * 60, NOW)

    for card, args in (
        ("question", {"before": "前" * 120}),
        ("asked", {"told": True}),
        ("answer", {"said": "答" * 4096}),
    ):
        assert shown(session, card, question.id, **args)


# what is typed


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("提问", ("ask", "")),
        ("问督办室", ("ask", "")),
        ("问督办室：何时报？", ("ask", "何时报？")),
        ("提问: 何时 报？", ("ask", "何时 报？")),
        ("提问 何时报\n还有呢", ("ask", "何时报\n还有呢")),
        ("待办", ("todo", "")),
        ("帮助农户300户", None),
        ("帮助 农户300户", None),
        ("提问题12个", None),
        ("第1项：正常推进", None),
        ("：", None),
    ],
)
def test_a_question_may_be_typed_behind_its_word(
    said: str, command: tuple[str, str] | None
) -> None:
    assert _command_of(said, date(2024, 3, 20)) == command
