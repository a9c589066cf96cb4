"""What is late, by the colour of its rung: for contacts, heads, leaders and the office."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cards import draw
from bot.cards.look import Card, Look
from db import people
from db.engine import Session
from db.tables import Contact, Extension, Post
from db.vocabulary import Audience, Colour, Reachable, Role
from sandbox.entities import parse_html, utf16_length
from scheduler.ladder import Ladder, Rung
from tests.ledger_cast import (
    RULES,
    Cast,
    a_cast,
    a_contact,
    a_report,
    a_unit,
    add,
    an_assignment,
    an_obligation,
    at,
    chat_of,
    make_database,
)

DUE = "2024-05-24 17:30"
CONTACT, HEAD, LEADER, OFFICE = (Audience(name) for name in ("contact", "head", "leader", "office"))
RUNGS = (
    Rung(0),
    Rung(1, frozenset({CONTACT}), Colour.BLUE),
    Rung(3, frozenset({CONTACT, HEAD}), Colour.YELLOW),
    Rung(8, frozenset({CONTACT, HEAD, LEADER, OFFICE}), Colour.RED),
)
OURS = replace(RULES, ladder=Ladder(RUNGS, 5))
#: By the rung in force: the evening of the due day, then 1, 3 and 8 workdays after, and the repeat.
DAYS = {
    "2024-05-24 18:00": "⏰",
    "2024-05-27 09:00": "🔵",
    "2024-05-28 09:00": "🔵",
    "2024-05-29 09:00": "🟡",
    "2024-06-05 09:00": "🔴",
    "2024-06-13 09:00": "🔴",
}
RED = "2024-06-05 09:00"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with make_database(tmp_path) as database, Session(database.engine) as opened:
        yield opened


@pytest.fixture
def cast(session: Session) -> Cast:
    return a_cast(session)


def shown(session: Session, card: str, subject: int, now: str = RED, **args: object) -> Card | None:
    drawn = draw(Look(session, at(now), OURS, "督办室"), card, subject, args)
    assert drawn is None or utf16_length(parse_html(drawn.text).text) <= 4096
    return drawn


def text(session: Session, card: str, subject: int, now: str = RED, **args: object) -> str:
    drawn = shown(session, card, subject, now, **args)
    assert drawn is not None
    return parse_html(drawn.text).text


def a_leader(session: Session, *units: int | None) -> int:
    leader = a_contact(session, "冯县长", {})
    for unit in units:
        add(session, Post(contact_id=leader, unit_id=unit, role=Role.LEADER))
    return leader


@pytest.mark.parametrize(("now", "mark"), DAYS.items())
def test_what_is_late_has_the_colour_of_its_present_rung(
    session: Session, cast: Cast, now: str, mark: str
) -> None:
    an_obligation(session, cast.renshe_part, DUE)

    assert f"{mark} 第" in text(session, "checklist", cast.li, now)
    assert f"{mark} 第" in text(session, "overdue", cast.sun, now)
    assert f"{mark} 人社局 1 项" in text(session, "late", 0, now, asked=True)


def test_a_plan_s_own_ladder_has_its_own_colours(session: Session, cast: Cast) -> None:
    an_obligation(session, cast.renshe_part, DUE)
    own = Ladder((Rung(0), Rung(1, colour=Colour.RED)), 0)
    look = Look(session, at("2024-05-27 09:00"), replace(OURS, ladders={cast.plan: own}), "督办室")

    drawn = draw(look, "checklist", cast.li, {})

    assert drawn is not None
    assert "🔴" in drawn.text


def test_the_office_is_listed_the_units_whose_rung_tells_it_the_worst_first(
    session: Session, cast: Cast
) -> None:
    an_obligation(session, cast.nongye_part, "2024-05-30 17:30")
    an_obligation(session, cast.renshe_part, DUE)
    an_obligation(session, cast.wenlv_part, "2024-05-10 17:30")

    told = text(session, "late", 0)

    assert told.startswith("⏰ 2 个单位共 2 项逾期未报：")
    assert told.index("🔴 文旅局 1 项，最长逾期 26 天（周敏：联络员屏蔽了机器人）") < told.index(
        "🔴 人社局 1 项"
    )
    assert "农业农村局" not in told
    assert "农业农村局" in text(session, "late", 0, asked=True)


def test_the_office_s_list_is_live_and_says_nothing_where_nothing_is_late(
    session: Session, cast: Cast
) -> None:
    owed = an_obligation(session, cast.renshe_part, DUE)
    assert shown(session, "late", 0, "2024-05-29 09:00") is None
    a_report(session, owed, cast.li)

    assert shown(session, "late", 0) is None
    assert text(session, "late", 0, shown=True) == "✅ 没有逾期未报的单位。"


def test_what_waits_for_an_extension_is_nobody_s_delay(session: Session, cast: Cast) -> None:
    owed = an_obligation(session, cast.renshe_part, DUE)
    asked = {"asked_at": at(DUE), "reason": "数据未齐", "wanted_due_at": at("2024-07-01 17:30")}
    add(session, Extension(obligation_id=owed, contact_id=cast.li, **asked))

    assert shown(session, "late", 0) is None
    assert shown(session, "overdue", cast.sun) is None
    assert shown(session, "overdue", a_leader(session, None)) is None


@pytest.mark.parametrize(
    ("everywhere", "now", "units"),
    [
        pytest.param(False, RED, {"人社局"}, id="of one unit"),
        pytest.param(True, RED, {"人社局", "农业农村局"}, id="of all"),
        pytest.param(True, "2024-05-29 09:00", set(), id="not at a rung of the head's"),
    ],
)
def test_a_leader_is_told_of_their_units_with_who_answers(
    session: Session,
    cast: Cast,
    everywhere: bool,  # noqa: FBT001 - a column
    now: str,
    units: set[str],
) -> None:
    for part in (cast.renshe_part, cast.nongye_part):
        an_obligation(session, part, DUE)
    leader = a_leader(session, None if everywhere else cast.renshe)

    drawn = shown(session, "overdue", leader, now)

    told = drawn.text if drawn else ""
    assert {name for name in ("人社局", "农业农村局", "文旅局") if name in told} == units
    assert ("李强" in told) is ("人社局" in units)
    assert drawn is None or drawn.buttons == ()


def test_a_leader_is_told_of_any_late_unit_where_nobody_below_can_be(
    session: Session, cast: Cast
) -> None:
    for part in (cast.wenlv_part, cast.renshe_part):
        an_obligation(session, part, DUE)
        an_obligation(session, part, "2024-06-25 17:30")
    people.set_reachable(session, chat_of(cast.wu), Reachable.LEFT)
    leader = a_leader(session, None)

    assert shown(session, "overdue", leader, "2024-05-20 09:00") is None
    told = text(session, "overdue", leader, "2024-05-27 09:00")

    assert "文旅局 1 项，最长逾期 3 天（周敏：联络员屏蔽了机器人）" in told
    assert "人社局" not in told


def test_a_hundred_late_units_take_pages_with_a_button_each(session: Session, cast: Cast) -> None:
    for place in range(100):
        unit = a_unit(session, f"{'很长的单位名称' * 10}{place}")
        an_obligation(session, an_assignment(session, cast.nongye_item, unit), DUE)

    last = shown(session, "late", 0, page=5)

    assert last is not None
    assert "第 5/5 页" in last.text
    assert sum(one.data.startswith("remind:") for row in last.buttons for one in row) == 20


def test_only_a_reminder_offers_to_remind_again(session: Session, cast: Cast) -> None:
    an_obligation(session, cast.renshe_part, DUE)

    def labels(**args: object) -> set[str]:
        drawn = shown(session, "checklist", cast.li, "2024-05-21 09:00", **args)
        assert drawn is not None
        return {one.label for row in drawn.buttons for one in row}

    assert "稍后再提醒" not in labels(asked=True)
    assert "稍后再提醒" in labels(reminder=True)
    session.get_one(Contact, cast.li).again_at = at("2024-05-21 15:00")
    session.flush()
    assert "稍后再提醒" not in labels(reminder=True)
