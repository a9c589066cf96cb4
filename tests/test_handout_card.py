"""What a contact acknowledges and whom the office calls: what the cards show, within the limits."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.buttons import Press, Verb
from db import acknowledgements
from db.acknowledgements import Asked
from db.departures import depart
from db.engine import Database, Session
from db.vocabulary import Op, Part, Role
from tests.ledger_cast import (
    Cast,
    a_cast,
    a_contact,
    a_target,
    an_assignment,
    an_item,
    at,
    chat_of,
    make_database,
)
from tests.test_cards import presses, shown, text

NOW = at("2024-05-20 10:00")
LONG = "统筹推进全县各乡镇街道及有关部门开展专项整治工作并建立长效机制" * 4


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


def hand(session: Session, cast: Cast, contact: int, *units: int) -> None:
    asked = [Asked(cast.plan, unit, contact, chat_of(contact)) for unit in units]
    acknowledgements.note_asked(session, asked, NOW)


def test_a_handout_shows_parts_targets_and_one_button(session: Session, cast: Cast) -> None:
    a_target(session, cast.nongye_item, "1840")
    a_target(session, cast.nongye_item, "5", quantity="合作社", op=Op.EXACTLY)
    an_assignment(session, cast.renshe_item, cast.nongye, Part.ASSIST)
    hand(session, cast, cast.wang, cast.nongye)

    told = text(session, "handout", cast.wang, plan=cast.plan)

    assert told.startswith("📄 2024年工作要点\n农业农村局 共 2 项任务（牵头 1 项，配合 1 项）")
    assert "（牵头）发展家庭农场\n　指标：家庭农场不少于1840个；合作社达到5个" in told
    assert "（配合）开展技能培训" in told
    assert told.endswith("请阅后点“签收”。")
    assert presses(session, "handout", cast.wang, plan=cast.plan) == [
        ("签收", Press(Verb.ACK, (str(cast.plan),)))
    ]


def test_an_acknowledged_handout_says_when_and_has_no_button(session: Session, cast: Cast) -> None:
    hand(session, cast, cast.wang, cast.nongye)
    acknowledgements.acknowledge(session, cast.plan, cast.wang, NOW + timedelta(minutes=5))

    told = text(session, "handout", cast.wang, plan=cast.plan)

    assert told.endswith("✅ 5月20日（周一）10:05 已签收")
    assert presses(session, "handout", cast.wang, plan=cast.plan) == []


def test_a_second_unit_s_items_are_to_be_acknowledged_again(session: Session, cast: Cast) -> None:
    both = a_contact(session, "刘洋", {cast.nongye: Role.CONTACT, cast.renshe: Role.CONTACT})
    hand(session, cast, both, cast.nongye)
    acknowledgements.acknowledge(session, cast.plan, both, NOW)
    hand(session, cast, both, cast.renshe)

    told = text(session, "handout", both, plan=cast.plan)

    assert "农业农村局、人社局 共 2 项任务" in told
    assert "（人社局）" in told
    assert told.endswith("请阅后点“签收”。")


def test_a_handout_of_sixty_long_items_fits_page_by_page(session: Session, cast: Cast) -> None:
    for _ in range(60):
        item = an_item(session, cast.plan, LONG)
        an_assignment(session, item, cast.nongye)
        for goal in range(4):
            a_target(session, item, "12345678.9", quantity=LONG[: 20 + goal])
    hand(session, cast, cast.wang, cast.nongye)

    pages = [text(session, "handout", cast.wang, plan=cast.plan, page=page) for page in range(1, 8)]

    assert [one.count("（牵头）") for one in pages] == [10, 10, 10, 10, 10, 10, 1]
    assert "第 7/7 页" in pages[6]
    labels = [label for label, _ in presses(session, "handout", cast.wang, plan=cast.plan)]
    assert labels == ["签收", "下一页 ›"]


@pytest.mark.parametrize("plan", ["theirs", "unknown"])
def test_nobody_is_shown_what_was_not_handed_to_them(
    session: Session, cast: Cast, plan: str
) -> None:
    hand(session, cast, cast.wang, cast.nongye)
    depart(session, cast.wang, cast.nongye, Role.CONTACT, NOW)
    number = cast.plan if plan == "theirs" else 10**9

    assert shown(session, "handout", cast.li, plan=number) is None
    assert shown(session, "handout", cast.wang, plan=number) is None  # left the unit


def test_the_list_of_the_silent_is_live_until_all_have_acknowledged(
    session: Session, cast: Cast
) -> None:
    hand(session, cast, cast.wang, cast.nongye)
    hand(session, cast, cast.li, cast.renshe)
    units = [cast.nongye, cast.renshe]
    assert "还有 2 个单位没有签收" in text(session, "unacknowledged", cast.plan, units=units)

    acknowledgements.acknowledge(session, cast.plan, cast.li, NOW + timedelta(hours=1))
    half = text(session, "unacknowledged", cast.plan, units=units)
    acknowledgements.acknowledge(session, cast.plan, cast.wang, NOW + timedelta(hours=2))
    whole = text(session, "unacknowledged", cast.plan, units=units, shown=True)

    assert "还有 1 个单位没有签收" in half
    assert "• 农业农村局：已发 王芳，5月20日（周一）起" in half
    assert "✅ 人社局：李强 5月20日（周一）11:00 已签收" in half
    assert "下面的单位都已签收" in whole


def test_a_list_of_the_silent_that_all_answered_before_it_went_out_is_not_sent(
    session: Session, cast: Cast
) -> None:
    hand(session, cast, cast.li, cast.renshe)
    acknowledgements.acknowledge(session, cast.plan, cast.li, NOW)

    assert shown(session, "unacknowledged", cast.plan, units=[cast.renshe]) is None
