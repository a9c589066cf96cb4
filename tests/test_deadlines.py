"""What a typed cadence comes to: five due times, by holidays of three years; and its history."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.rule_args import from_args, to_args
from bot.deadlines import Misread, put_in_force, read_phrase
from bot.scopes import scope_typed
from db import cadence_history, cadences
from db.audit import Actor
from db.cadences import Scope
from db.engine import Database, Session
from db.tables import AuditEntry, Cadence, Move, Obligation
from db.vocabulary import DayKind, Frequency, Rule, Shift, Via
from scheduler.planning import plan_ahead
from scheduler.retiming import Retimed, ended, retimed
from tests.ledger_cast import (
    MONTHLY,
    RULES,
    ZONE,
    Cast,
    a_cadence,
    a_cast,
    a_plan,
    all_of,
    an_assignment,
    an_item,
    at,
    make_database,
)

NOW = at("2024-05-06 10:00")
OFFICE = Actor("周敏", Via.CHAT)
TENTH = replace(MONTHLY, number=10)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def cast(database: Database) -> Cast:
    """A plan that reports on the 25ths, planned up to now."""

    def made(session: Session) -> Cast:
        found = a_cast(session)
        a_cadence(session, found.plan)
        plan_ahead(session, RULES, NOW)
        return found

    return database.write_now(made)


def looked_at(database: Database, scope: Scope, *rules: Rule, now: datetime = NOW) -> Retimed:
    return database.read_now(lambda session: retimed(session, RULES, scope, rules, now))


def change(database: Database, scope: Scope, *rules: Rule, now: datetime = NOW) -> bool:
    return database.write_now(
        lambda session: put_in_force(session, RULES, scope, rules, OFFICE, now, reason="会上定的")
    )


@pytest.mark.parametrize(
    ("today", "phrase", "dues"),
    [
        pytest.param(
            "2024-04-01", "每月25日前",
            "04-25 17:30, 05-24 17:30, 06-25 17:30, 07-25 17:30, 08-23 17:30",
            id="2024: Saturday and Sunday go earlier",
        ),
        pytest.param(
            "2024-09-20", "每周一上午",
            "09-30 12:00, 10-14 12:00, 10-21 12:00, 10-28 12:00, 11-04 12:00",
            id="2024: nearly due is not begun with, and a Monday off falls with the one before",
        ),
        pytest.param(
            "2024-01-20", "每周五下班前，遇节假日顺延",
            "01-26 17:30, 02-02 17:30, 02-09 17:30, 02-18 17:30, 02-23 17:30",
            id="2024: New Year's Eve is a workday, after the feast a Sunday is",
        ),
        pytest.param(
            "2024-04-01", "每月最后一个工作日",
            "04-30 17:30, 05-31 17:30, 06-28 17:30, 07-31 17:30, 08-30 17:30",
            id="2024: the last workday",
        ),
        pytest.param(
            "2025-01-02", "每季度末",
            "03-31 17:30, 06-30 17:30, 09-30 17:30, 12-31 17:30",
            id="2025: quarters, to the plan's end",
        ),
        pytest.param(
            "2025-01-02", "每月5日前，遇节假日顺延",
            "02-05 17:30, 03-05 17:30, 04-07 17:30, 05-06 17:30, 06-05 17:30",
            id="2025: behind 春节, 清明 and 劳动节",
        ),
        pytest.param(
            "2025-09-20", "每周四前",
            "09-25 17:30, 09-30 17:30, 10-09 17:30, 10-16 17:30, 10-23 17:30",
            id="2025: before the eight days of October",
        ),
        pytest.param("2026-03-01", "6月30日前", "06-30 17:30", id="2026: once"),
        pytest.param(
            "2026-01-05", "每周六下班前，遇节假日不调整",
            "01-10 17:30, 01-17 17:30, 01-24 17:30, 01-31 17:30, 02-07 17:30",
            id="2026: Saturdays, as they are",
        ),
        pytest.param(
            "2026-02-02", "每周日前",
            "02-06 17:30, 02-14 17:30, 02-28 17:30, 03-06 17:30, 03-13 17:30",
            id="2026: the made-up Saturdays of 春节 work",
        ),
        pytest.param("2026-01-05", "每半年末", "06-30 17:30, 12-31 17:30", id="2026: half years"),
    ],
)  # fmt: skip
def test_a_phrase_comes_to_these_five_dates(
    database: Database, today: str, phrase: str, dues: str
) -> None:
    now = at(f"{today} 09:00")
    rule = read_phrase(phrase, MONTHLY, now.date())
    assert isinstance(rule, Rule)

    def made(session: Session) -> Scope:
        year = today[:4]
        plan = a_plan(
            session, starts=f"{year}-01-01", ends=f"{year}-12-31", created=f"{today} 08:00"
        )
        an_assignment(session, an_item(session, plan), a_cast(session).nongye)
        return Scope(plan)

    found = looked_at(database, database.write_now(made), rule, now=now)

    coming = [f"{one.due_at.astimezone(ZONE):%m-%d %H:%M}" for one in found.coming[:5]]
    assert ", ".join(coming) == dues


def test_looking_writes_nothing_and_says_what_the_change_then_does(
    database: Database, cast: Cast
) -> None:
    before = [(one.id, one.due_at) for one in all_of(database, Obligation)]
    shown = looked_at(database, Scope(cast.plan), TENTH)
    assert [(one.id, one.due_at) for one in all_of(database, Obligation)] == before
    assert len(all_of(database, Cadence)) == 1

    assert change(database, Scope(cast.plan), TENTH)

    moves = {(one.obligation_id, one.due_at) for one in all_of(database, Move)}
    expected = {(one.owing.id, one.period and one.period.due_at) for one in shown.moved}
    assert moves == expected
    assert moves
    owed = {one.due_at for one in all_of(database, Obligation) if one.due_at > NOW}
    assert shown.coming[0].due_at in owed


def test_the_parts_of_a_scope_that_drops_its_own_go_by_the_wider_one(
    database: Database, cast: Cast
) -> None:
    own = Scope(cast.plan, unit_id=cast.renshe)
    change(database, own, TENTH)

    shown = looked_at(database, own)

    assert (shown.before, shown.after) == ((TENTH,), ())
    assert shown.coming[0].due_at == at("2024-05-24 17:30")
    assert {one.owing.unit for one in shown.moved} == {"人社局"}


def test_a_change_is_written_down_and_the_same_again_is_none(
    database: Database, cast: Cast
) -> None:
    scope = Scope(cast.plan, item_id=cast.nongye_item)
    assert change(database, scope, TENTH)
    assert not change(database, scope, TENTH)

    (entry,) = all_of(database, AuditEntry)
    assert (entry.plan_id, entry.item_id, entry.reason) == (cast.plan, cast.nongye_item, "会上定的")
    assert entry.before == {"cadence": []}
    assert entry.after == {"cadence": ["每月10日 17:30，遇休息日提前；提前10天开放填报"]}


def test_history_tells_each_change_apart_even_within_one_moment(
    database: Database, cast: Cast
) -> None:
    scope = Scope(cast.plan)
    first = looked_at(database, scope).before
    change(database, scope, TENTH)
    change(database, scope, TENTH, MONTHLY)
    change(database, scope)

    found = database.read_now(lambda session: cadence_history.changes(session, cast.plan))

    assert [(one.before, one.after) for one in found] == [
        ((TENTH, MONTHLY), ()),
        ((TENTH,), (TENTH, MONTHLY)),
        (first, (TENTH,)),
        ((), first),
    ]
    assert [(one.by, one.reason) for one in found] == [("周敏", "会上定的")] * 3 + [(None, "")]


def test_what_came_with_the_plan_is_no_change_to_undo(database: Database, cast: Cast) -> None:
    last = database.read_now(lambda session: cadence_history.last_change(session, cast.plan))

    assert last is None


def test_another_last_day_moves_what_comes_after_it(database: Database, cast: Cast) -> None:
    found = database.read_now(
        lambda session: ended(session, RULES, cast.plan, date(2024, 5, 31), NOW)
    )

    assert {(one.owing.period, one.period) for one in found} == {("2024-06", None)}
    assert len(found) == 3


@pytest.mark.parametrize(
    ("said", "named", "rest"),
    [
        ("第{nongye}项 6月30日前", "item", "6月30日前"),
        ("{nongye}项6月30日前", "item", "6月30日前"),
        ("人社局：每周五上午", "unit", "每周五上午"),
        ("人社局每周五上午", "unit", "每周五上午"),
        ("整个计划 每月25日前", "whole", "每月25日前"),
        ("每月25日前", None, "每月25日前"),
        ("第99999项 每月底", None, "第99999项 每月底"),
        ("教育局 每月底", None, "教育局 每月底"),
        ("", None, ""),
    ],
)
def test_a_text_names_a_part_by_its_number_or_its_name(
    database: Database, cast: Cast, said: str, named: str | None, rest: str
) -> None:
    number = database.read_now(
        lambda session: session.connection().exec_driver_sql(
            f"SELECT number FROM item WHERE id = {cast.nongye_item}"
        ).scalar_one()
    )  # fmt: skip
    scopes = {
        "item": Scope(cast.plan, item_id=cast.nongye_item),
        "unit": Scope(cast.plan, unit_id=cast.renshe),
        "whole": Scope(cast.plan),
        None: None,
    }

    found = database.read_now(
        lambda session: scope_typed(session, cast.plan, said.format(nongye=number))
    )

    assert found == (scopes[named], rest)


@pytest.mark.parametrize(
    ("phrase", "key"),
    [
        ("每周八", "not_read.no_day"),
        ("长期坚持", "not_read.unknown"),
        ("每月25号左右", "not_read.unknown"),
        ("每月31日，遇节假日不调整", "wrong_rule.day_absent"),
        ("每月25日前，提前100天开放填报", "wrong_rule.opens_range"),
        ("2月30日前", "not_read.no_such_day"),
    ],
)
def test_a_phrase_that_is_not_taken_says_why(phrase: str, key: str) -> None:
    read = read_phrase(phrase, MONTHLY, date(2024, 5, 6))

    assert isinstance(read, Misread)
    assert read.key == key


RULE = st.builds(
    Rule,
    st.sampled_from(Frequency),
    kind=st.sampled_from(DayKind),
    number=st.integers(-5, 31).filter(bool),
    weekday=st.none() | st.integers(1, 7),
    month=st.none() | st.integers(1, 12),
    anchor=st.none() | st.dates(),
    times=st.none() | st.integers(1, 9),
    cutoff=st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    shift=st.sampled_from(Shift),
    shift_by=st.integers(1, 5),
    opens_days_before=st.integers(0, 90),
)


@given(st.lists(RULE, max_size=3))
def test_rules_come_back_from_a_cards_arguments_as_they_were(rules: list[Rule]) -> None:
    assert from_args(to_args(rules)) == tuple(rules)


def test_what_would_be_in_force_is_what_then_is(database: Database, cast: Cast) -> None:
    scope = Scope(cast.plan)
    known = database.read_now(lambda session: cadences.in_force(session, cast.plan))
    would = cadences.with_rules(known, scope, [TENTH, MONTHLY], NOW)

    change(database, scope, TENTH, MONTHLY)

    then = database.read_now(lambda session: cadences.in_force(session, cast.plan))
    assert [one.rule for one in would] == [one.rule for one in then]
