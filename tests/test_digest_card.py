"""What a digest shows: one screen, its lists behind buttons, of some units or of all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.buttons import Verb, read_press
from bot.cards import draw
from bot.cards.digest import PAGE
from bot.cards.look import Card, Look
from db import digests, documents
from db.engine import Session
from db.tables import Document
from db.vocabulary import DocumentKind
from scheduler.digest import Figures, SaidLine, as_facts
from scheduler.office import Weekly
from templates import utf16_length
from tests.ledger_cast import RULES, a_cast, at, make_database
from tests.values_digest import lines
from tests.weeks import a_week

NOW = at("2024-07-01 09:00")
WEEKLY = Weekly(1, RULES.weekly.at, tuple(DocumentKind))
UNIT, LATE, TARGET, SAID = lines("农业农村局")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with make_database(tmp_path) as database, Session(database.engine) as opened:
        a_cast(opened)
        yield opened


def full(units: int = 3) -> Figures:
    return replace(
        a_week(NOW),
        owed=10, reported=8, late=2, accepted=5, returned=1, waiting=2,
        units=tuple(replace(UNIT, unit_id=n, unit=f"{n}局") for n in range(1, units + 1)),
        overdue=(replace(LATE, unit="1局"), replace(LATE, unit="2局", days=3)),
        overdue_in_all=2,
        targets=(replace(TARGET, lead="1局、2局"), replace(TARGET, lead="3局", quantity="合作社")),
        difficulties=(replace(SAID, unit="2局", words="缺钱", who="李强"),),
        difficulties_in_all=1,
    )  # fmt: skip


def card(session: Session, week: Figures, issue: int | None = 1, **args: Any) -> Card:  # noqa: ANN401
    kept = digests.keep(session, 1, NOW, as_facts(week), NOW, issue)
    look = Look(session, NOW, replace(RULES, weekly=WEEKLY), "督办室")
    shown = draw(look, "digest", kept, args)
    assert shown is not None
    return shown


def labels(shown: Card) -> list[str]:
    return [one.label for row in shown.buttons for one in row]


def test_a_digest_tells_the_week_on_one_screen(session: Session) -> None:
    shown = card(session, full())

    assert "第1期　6月24日（周一）—7月1日（周一）" in shown.text
    assert "本周到期应报 <b>10</b>，已报 <b>8</b>（80%），未报 <b>2</b>" in shown.text
    assert "通过 5，退回 1，待审 2" in shown.text
    assert "• 1局 1 份（第3项），最久 38 天" in shown.text
    assert "🔴 第3项 农业农村局：1／不少于9个（11%）" in shown.text
    assert "• 2局 第3项：“缺钱”〔7号〕" in shown.text
    assert shown.text.endswith("其余见附件。")
    assert len(shown.text.splitlines()) <= 24
    assert labels(shown) == ["逾期（2）", "指标（2）", "各单位（3）", "困难（1）"]


def test_what_is_asked_in_between_is_no_issue_and_offers_its_files(session: Session) -> None:
    shown = card(session, full(), issue=None)

    assert "督办情况" in shown.text
    assert "期　" not in shown.text
    assert "其余见附件" not in shown.text
    assert labels(shown)[-1] == "要图表和文件"


@pytest.mark.parametrize(
    ("view", "line"),
    [
        ("overdue", "• 1局 第3项 农业农村局：12月25日（周三）到期，逾期 38 天"),
        ("targets", "🔴 第3项 合作社：1／不少于9个（11%）　3局〔7号〕"),
        ("units", "• 3局：本周 1／2，累计 3／9"),
        ("difficulties", "• 2局 第3项（李强）：“缺钱”〔7号〕"),
    ],
)
def test_each_list_stands_behind_its_button_and_leads_back(
    session: Session, view: str, line: str
) -> None:
    shown = card(session, full(), view=view)
    back = read_press(shown.buttons[-1][0].data)

    assert line in shown.text.splitlines()
    assert back is not None
    assert (back.verb, back.text(1)) == (Verb.WEEK, "first")
    assert "逾期（2）" in labels(card(session, full(), view="first"))


def test_a_leader_of_a_unit_sees_that_unit_alone(session: Session) -> None:
    shown = card(session, full(), units=[2])
    lists = [card(session, full(), units=[2], view=view).text for view in ("overdue", "targets")]

    assert "1局" not in shown.text
    assert "本周到期应报 <b>2</b>，已报 <b>1</b>" in shown.text
    assert "待审" not in shown.text
    assert labels(shown) == ["逾期（1）", "指标（1）", "各单位（1）", "困难（1）"]
    assert not any("3局" in text for text in lists)


def test_a_list_of_many_lines_takes_pages_with_nothing_lost(session: Session) -> None:
    words = "资金没有到位，" * 40
    said = tuple(SaidLine("文旅局", "7", f"{n}号。{words}", n, "周敏") for n in range(70))
    week = replace(full(), difficulties=said, difficulties_in_all=70)

    pages = [card(session, week, view="difficulties", page=page).text for page in range(1, 7)]

    assert all(f"“{n}号。" in "\n".join(pages[:5]) for n in range(70))
    assert "第 1/5 页" in pages[0]
    assert pages[4] == pages[5]
    assert max(map(utf16_length, pages)) <= 4096
    assert PAGE * 5 >= 70


def test_a_list_that_was_cut_says_so(session: Session) -> None:
    week = replace(full(), overdue_in_all=5000)

    assert "这里列出前 2 条，全部见台账。" in card(session, week, view="overdue").text


def test_a_week_without_anything_is_told_all_the_same(session: Session) -> None:
    shown = card(session, a_week(NOW))

    assert "本周没有到期的报送" in shown.text
    assert labels(shown) == []


def test_a_digest_of_before_figures_were_kept_has_nothing_to_say(session: Session) -> None:
    digests.keep(session, 1, NOW, as_facts(a_week(NOW)), NOW, 1)
    look = Look(session, NOW, RULES, "督办室")

    assert draw(look, "digest", 1, {"at": NOW.isoformat()}) is None
    assert draw(look, "digest", 2, {}) is None


def test_a_digest_left_over_from_before_an_outage_is_not_told(session: Session) -> None:
    kept = digests.keep(session, 1, NOW, as_facts(a_week(NOW)), NOW, 1)
    later = Look(session, at("2024-07-08 09:00"), RULES, "督办室")

    assert draw(later, "digest", kept, {}) is None
    assert draw(later, "digest", kept, {"shown": True}) is not None


def test_a_unit_s_week_names_its_plans_and_what_to_do(session: Session) -> None:
    week = {
        "unit": "文旅局", "plan": "2024年工作要点", "owed": 3, "reported": 2, "late": 1,
        "coming": 4, "next_due": "2024-07-05T17:30:00+08:00", "returned": 1, "done": 2,
    }  # fmt: skip
    look = Look(session, NOW, RULES, "督办室")

    shown = draw(look, "week", None, {"at": NOW.isoformat(), "weeks": [week] * 2})

    assert shown is not None
    assert "本周到期 3 份，已报 2 份" in shown.text
    assert "逾期未报 <b>1</b> 份，请尽快补报" in shown.text
    assert "退回 1 份" in shown.text
    assert "未来七天到期 4 份，最近的是7月5日（周五）" in shown.text


def test_a_document_of_a_digest_says_the_moment_of_its_figures(session: Session) -> None:
    kept = digests.keep(session, 1, NOW, as_facts(full()), NOW, 1)
    documents.ask(session, "chart", DocumentKind.CHART, 1, NOW, digest=kept)
    document = session.scalars(select(Document)).one()
    documents.made(session, document, "a.png", "a.png", NOW + timedelta(hours=5))

    shown = draw(Look(session, NOW, RULES, "督办室"), "document", document.id, {})

    assert shown is not None
    assert shown.text == "进度图（数据截至7月1日（周一）09:00）"
