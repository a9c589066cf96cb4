"""What the office sees of a plan, held against plain SQL and against its own pages."""

from collections.abc import Iterator
from datetime import UTC
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from bench.paging import AT, seed_december, views
from bench.seeding import settings_for
from bot.cards import draw
from bot.cards.board import VIEWS
from bot.cards.look import Card, Look
from bot.cards.seen.place import LAST
from bot.cards.seen.plan import bar, lights_of
from db import overview, reviews, seeing
from db.engine import Database, Session
from db.tables import Plan, UnitAlias
from scheduler.lights import Light
from tests.ledger_cast import (
    a_cast,
    a_plan,
    a_report,
    a_target,
    a_unit,
    an_assignment,
    an_item,
    an_obligation,
    at,
    make_database,
)
from tests.used_again import open_again

ITEMS, UNITS = 12, 9
NOW = AT.astimezone(UTC)


@pytest.fixture(scope="module")
def december(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    file = tmp_path_factory.mktemp("december") / "duban.db"
    seed_december(file, ITEMS, UNITS)
    with open_again(file) as database:
        yield database


def look_on(session: Session) -> Look:
    return Look(session, NOW, settings_for(Path()).office_rules(), "")


def shown(database: Database, view: str, **args: object) -> Card:
    given = {"plan": 1, "view": view, "of": "", "page": 1, "trail": [], "words": []} | args
    card = database.read_now(lambda session: draw(look_on(session), "board", None, given))
    assert card is not None
    return card


def asked(database: Database, sql: str) -> int:
    now = NOW.strftime("%Y-%m-%d %H:%M:%S.%f")
    found = database.read_now(lambda session: session.execute(text(sql), {"now": now}).scalar())
    return int(found or 0)


NEWEST = (
    "FROM obligation o WHERE o.opens_at <= :now AND NOT EXISTS (SELECT 1 FROM obligation n WHERE"
    " n.assignment_id = o.assignment_id AND n.opens_at <= :now AND n.opens_at > o.opens_at)"
)
LATE = "FROM obligation WHERE state = 'open' AND due_at < :now"


def test_every_figure_of_the_state_is_what_plain_sql_counts(december: Database) -> None:
    owed = asked(december, f"SELECT count(*) {NEWEST}")
    reported = asked(december, f"SELECT count(*) {NEWEST} AND o.state = 'reported'")
    late = asked(december, f"SELECT count(*) {LATE}")
    waiting = asked(december, "SELECT count(*) FROM report WHERE waits")
    undecided = asked(december, "SELECT count(*) FROM extension WHERE decided_at IS NULL")

    said = shown(december, "status").text

    assert (owed, 0 < reported < owed, late > 0) == (ITEMS * UNITS, True, True)
    assert f"本期已报 <b>{reported}/{owed}</b>" in said
    assert f"逾期未报 <b>{late}</b> 项" in said
    assert f"待审核 {waiting} 份" in said
    assert (f"延期申请待答复 {undecided} 件" in said) is bool(undecided)


def test_what_is_missing_adds_up_to_what_is_open_and_to_what_is_late(december: Database) -> None:
    def lines(session: Session) -> tuple[list[seeing.OpenLine], list[seeing.OpenLine]]:
        every = seeing.not_reported(session, 1, NOW)
        return every, seeing.not_reported(session, 1, NOW, late=True)

    every, late = december.read_now(lines)

    opened = "SELECT count(*) FROM obligation WHERE state = 'open' AND opens_at <= :now"
    assert sum(one.items for one in every) == asked(december, opened)
    assert sum(one.items for one in late) == asked(december, f"SELECT count(*) {LATE}")


def test_the_units_of_every_page_add_up_to_the_state(december: Database) -> None:
    def counts(session: Session) -> tuple[overview.Standing, list[seeing.Count]]:
        units = seeing.units(session, 1)
        by_unit = seeing.by_unit(session, 1, units, NOW)
        return overview.standing(session, 1, NOW), list(by_unit.values())

    standing, by_unit = december.read_now(counts)

    assert sum(one.owed for one in by_unit) == standing.owed
    assert sum(one.reported for one in by_unit) == standing.reported
    assert {one.tasks for one in by_unit} == {ITEMS}


def test_the_lights_of_some_items_are_those_they_have_among_all(december: Database) -> None:
    def both(session: Session) -> tuple[dict[int, Light], dict[int, Light]]:
        plan, look = session.get_one(Plan, 1), look_on(session)
        every = lights_of(look, plan)
        return every, {one: lights_of(look, plan, [one])[one] for one in every}

    every, alone = december.read_now(both)

    assert every == alone
    assert len(every) == ITEMS


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_fits_a_screen_on_its_first_and_last_page(december: Database, view: str) -> None:
    for name, args in views(ITEMS):
        if name != view:
            continue
        for page in (1, 2, LAST):
            card = shown(december, **{**args, "page": page})

            assert 0 < len(card.text.splitlines()) <= 26
            assert len(card.buttons) <= 8
            assert "None" not in card.text


@pytest.mark.parametrize("view", VIEWS)
def test_a_plan_with_nothing_in_it_is_no_trouble(tmp_path: Path, view: str) -> None:
    with make_database(tmp_path) as database:
        plan = database.write_now(a_plan)

        for of in ("", "1", "red", "不存在"):
            card = shown(database, view, plan=plan, of=of, page=3, words=["农民"])
            assert card.text


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["农民"], ["1"]),
        (["培训"], ["2"]),
        (["人社"], ["2"]),
        (["劳动局"], ["2"]),
        (["家庭农场"], ["1"]),
        (["收割机"], ["1"]),
        (["农民", "收割机"], ["1"]),
        (["农民", "培训"], []),
        (["50%"], []),
        (["_"], []),
        (["旧话"], []),
    ],
    ids=lambda one: "+".join(one) or "nothing",
)
def test_a_search_finds_what_holds_every_word(
    tmp_path: Path, words: list[str], found: list[str]
) -> None:
    def fill(session: Session) -> dict[str, int]:
        plan, other = a_plan(session), a_plan(session)
        farming, labour = a_unit(session, "县农业农村局"), a_unit(session, "县人社局")
        session.add(UnitAlias(unit_id=labour, name="劳动局"))
        ids = {
            "1": an_item(session, plan, "培育高素质农民"),
            "2": an_item(session, plan, "开展技能培训"),
            "elsewhere": an_item(session, other, "旧话"),
        }
        a_target(session, ids["1"], "450", quantity="家庭农场")
        owed = an_obligation(session, an_assignment(session, ids["1"], farming), "2024-05-25")
        an_assignment(session, ids["2"], labour)
        cast = a_cast(session)
        a_report(session, owed, cast.wang, words="新购收割机3台")
        return {"plan": plan, **ids}

    with make_database(tmp_path) as database:
        ids = database.write_now(fill)
        hits = database.read_now(lambda session: seeing.search(session, ids["plan"], words))

    assert hits == [ids[one] for one in found]


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("县农业农村局", ["县农业农村局"]),
        ("农业", ["县农业农村局"]),
        ("县农业局", ["县农业农村局"]),
        ("劳动局", ["县人社局"]),
        ("县", ["县农业农村局", "县人社局"]),
        ("教育局", []),
        ("局县", []),
    ],
)
def test_a_name_an_alias_or_a_part_of_one_tells_the_unit(
    tmp_path: Path, name: str, fits: list[str]
) -> None:
    with make_database(tmp_path) as database:

        def fill(session: Session) -> dict[int, str]:
            units = {a_unit(session, one): one for one in ("县农业农村局", "县人社局")}
            session.add(UnitAlias(unit_id=max(units), name="劳动局"))
            return units

        units = database.write_now(fill)
        found = database.read_now(lambda session: seeing.units_named(session, name))

    assert [units[one] for one in found] == fits


@pytest.mark.parametrize(
    ("share", "time", "drawn"),
    [
        (0, 0, "┃░░░░░░░░░░"),
        (62, 50, "▓▓▓▓▓┃▓░░░░"),
        (99, 100, "▓▓▓▓▓▓▓▓▓░┃"),
        (100, 30, "▓▓▓┃▓▓▓▓▓▓▓"),
        (480, 30, "▓▓▓┃▓▓▓▓▓▓▓"),
        (-5, 30, "░░░┃░░░░░░░"),
    ],
)
def test_a_bar_is_full_only_where_all_is_reached(share: int, time: int, drawn: str) -> None:
    assert bar(share, Decimal(time)) == drawn


def test_reports_that_wait_are_counted_by_the_reviews_own_count(december: Database) -> None:
    waiting = december.read_now(lambda session: reviews.counts(session).get(1, 0))

    assert waiting == asked(december, "SELECT count(*) FROM report WHERE waits")
    assert at("2026-12-16 09:05") == AT
