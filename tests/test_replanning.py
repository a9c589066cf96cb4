"""Cadences and calendars that change: what is owed follows at once, what was reported stays."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db import cadences, calendars, extensions, reports, withdrawing
from db.cadences import Scope
from db.engine import Database, Session
from db.tables import Assignment, Cadence, Form, Item, Move, Obligation, Outbox, Section
from db.vocabulary import (
    Cause,
    DayKind,
    FormState,
    Frequency,
    ObligationState,
    Rule,
    Shift,
    Status,
)
from scheduler.office import as_stored
from scheduler.owed import due_shifts
from scheduler.planning import plan_ahead, replan, replan_all
from scheduler.replanning import Change, Moved
from tests.ledger_cast import (
    MONTHLY,
    RULES,
    Cast,
    a_cadence,
    a_cast,
    all_of,
    at,
    make_database,
)

NOW = at("2024-05-06 10:00")
TWENTIETH = replace(MONTHLY, number=20)
FRIDAYS = Rule(Frequency.WEEKLY, DayKind.WEEKDAY, 1, 5, opens_days_before=3)
QUARTERLY = Rule(Frequency.QUARTERLY, number=25)
ZHOU = Change(Cause.CADENCE, "周敏", "县长办公会定的")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def cast(database: Database) -> Cast:
    """The cast's three units, each owing 2024-05 and 2024-06 (and no more yet) on the 25th."""

    def make(session: Session) -> Cast:
        made = a_cast(session)
        a_cadence(session, made.plan, since="2024-05-06 10:00")
        plan_ahead(session, RULES, NOW)
        return made

    return database.write_now(make)


def rules_are(
    database: Database,
    cast: Cast,
    *rules: Rule,
    now: datetime = NOW,
    **scope: int,
) -> list[Moved]:
    def change(session: Session) -> list[Moved]:
        where = Scope(cast.plan, **scope)
        cadences.put_in_force(session, where, rules, now, by=ZHOU.by, reason=ZHOU.reason)
        return replan_all(session, RULES, now, ZHOU, [cast.plan])

    return database.write_now(change)


def owed(database: Database, part: int | None = None) -> dict[str, str]:
    """Return, by period, the present due times of a part's, or of all, that are not withdrawn."""
    return {
        one.period: f"{one.due_at.astimezone(NOW.tzinfo):%m-%d %H:%M}"
        for one in all_of(database, Obligation)
        if one.state is not ObligationState.WITHDRAWN and part in {None, one.assignment_id}
    }


def of(session: Session, part: int, period: str) -> Obligation:
    asked = select(Obligation).where(Obligation.assignment_id == part, Obligation.period == period)
    return session.scalars(asked).one()


def file(database: Database, cast: Cast, period: str) -> int:
    """File 王芳's report for a period of her unit's item."""

    def change(session: Session) -> int:
        obligation = of(session, cast.nongye_part, period)
        form = reports.open_form(session, obligation.id, cast.wang, NOW)
        reports.submit(session, form, Status.ON_TRACK, NOW)
        return obligation.id

    return database.write_now(change)


def test_another_day_moves_every_future_obligation_and_its_reminders(
    database: Database, cast: Cast
) -> None:
    moved = rules_are(database, cast, TWENTIETH)

    assert owed(database) == {"2024-05": "05-20 17:30", "2024-06": "06-20 17:30"}
    assert len(moved) == 6
    for one in all_of(database, Obligation):
        assert one.original_due_at.astimezone(NOW.tzinfo).day in {24, 25}
    may = database.read_now(lambda session: of(session, cast.renshe_part, "2024-05"))
    assert may.next_nudge_at == at("2024-05-15 09:00")
    assert may.nominal_on == date(2024, 5, 20)


def test_every_move_is_kept_with_who_and_why(database: Database, cast: Cast) -> None:
    rules_are(database, cast, TWENTIETH)
    rules_are(database, cast, replace(TWENTIETH, number=28), now=at("2024-05-07 10:00"))

    def moves(session: Session) -> list[Move]:
        return cadences.moves_of(session, of(session, cast.nongye_part, "2024-05").id)

    kept = database.read_now(moves)
    assert [(one.former_due_at, one.due_at) for one in kept] == [
        (at("2024-05-24 17:30"), at("2024-05-20 17:30")),
        (at("2024-05-20 17:30"), at("2024-05-28 17:30")),
    ]
    assert {(one.cause, one.moved_by, one.reason) for one in kept} == {
        (Cause.CADENCE, "周敏", "县长办公会定的")
    }


def test_the_cadences_themselves_are_kept_too(database: Database, cast: Cast) -> None:
    rules_are(database, cast, TWENTIETH, FRIDAYS)

    before, *after = all_of(database, Cadence)
    assert (before.number, before.withdrawn_by) == (25, "周敏")
    assert before.withdrawn_at == after[0].added_at
    assert after[0].added_at > before.added_at  # even within one moment
    assert [(one.added_by, one.reason, one.withdrawn_at) for one in after] == [
        ("周敏", "县长办公会定的", None)
    ] * 2


def test_a_cadence_that_stays_keeps_its_rank_when_another_comes_before_it(
    database: Database, cast: Cast
) -> None:
    rules_are(database, cast, replace(MONTHLY, number=10), MONTHLY)

    assert owed(database, cast.renshe_part) == {
        "2024-05": "05-24 17:30",
        "2024-06": "06-25 17:30",
        "2024-05#2": "05-10 17:30",
        "2024-06#2": "06-07 17:30",
    }


def test_what_was_reported_stays_and_is_not_asked_again(database: Database, cast: Cast) -> None:
    reported = file(database, cast, "2024-05")

    moved = rules_are(database, cast, TWENTIETH)

    assert reported not in {one.owing.id for one in moved}
    assert owed(database, cast.nongye_part)["2024-05"] == "05-24 17:30"
    assert len(all_of(database, Obligation)) == 6


def test_what_is_late_already_stays_late(database: Database, cast: Cast) -> None:
    late = at("2024-05-27 10:00")

    rules_are(database, cast, replace(MONTHLY, number=28), now=late)

    assert owed(database, cast.renshe_part)["2024-05"] == "05-24 17:30"
    assert owed(database, cast.renshe_part)["2024-06"] == "06-28 17:30"


def test_nobody_is_late_by_a_change(database: Database, cast: Cast) -> None:
    rules_are(database, cast, TWENTIETH, now=at("2024-05-22 10:00"))

    assert owed(database, cast.renshe_part) == {
        "2024-05": "05-24 17:30",
        "2024-06": "06-20 17:30",
    }


@pytest.mark.parametrize("granted", [True, None])
def test_a_time_asked_for_or_granted_by_an_extension_stays(
    database: Database, cast: Cast, *, granted: bool | None
) -> None:
    def extend(session: Session) -> None:
        extension = extensions.begin(session, of(session, cast.renshe_part, "2024-05").id, cast.li)
        extension.reason, extension.wanted_due_at = "下雨", at("2024-05-29 17:30")
        extensions.ask(session, extension, cast.li, NOW)
        if granted:
            extensions.decide(session, extension, "周敏", NOW, granted=True)

    database.write_now(extend)
    rules_are(database, cast, TWENTIETH)

    kept = "05-29 17:30" if granted else "05-24 17:30"
    assert owed(database, cast.renshe_part) == {"2024-05": kept, "2024-06": "06-20 17:30"}
    if granted is None:
        may = database.read_now(lambda session: of(session, cast.renshe_part, "2024-05"))
        assert may.next_nudge_at is None


def test_a_granted_extension_is_a_move_with_who_and_why(database: Database, cast: Cast) -> None:
    def extend(session: Session) -> int:
        obligation = of(session, cast.renshe_part, "2024-05").id
        extension = extensions.begin(session, obligation, cast.li)
        extension.reason, extension.wanted_due_at = "下雨", at("2024-05-29 17:30")
        extensions.ask(session, extension, cast.li, NOW)
        extensions.decide(session, extension, "周敏", NOW, granted=True)
        return obligation

    obligation = database.write_now(extend)

    (kept,) = database.read_now(lambda session: cadences.moves_of(session, obligation))
    assert (kept.cause, kept.moved_by, kept.reason) == (Cause.EXTENSION, "周敏", "下雨")
    assert (kept.former_due_at, kept.due_at) == (at("2024-05-24 17:30"), at("2024-05-29 17:30"))


def test_periods_that_are_no_more_are_owed_no_more_and_their_forms_dropped(
    database: Database, cast: Cast
) -> None:
    def begin(session: Session) -> None:
        reports.open_form(session, of(session, cast.nongye_part, "2024-05").id, cast.wang, NOW)

    database.write_now(begin)
    rules_are(database, cast, QUARTERLY)

    assert owed(database) == {"2024-Q2": "06-25 17:30"}
    assert {one.state for one in all_of(database, Form)} == {FormState.DROPPED}
    gone = [one for one in all_of(database, Obligation) if one.period == "2024-05"]
    assert {(one.state, one.next_nudge_at) for one in gone} == {(ObligationState.WITHDRAWN, None)}


def test_periods_that_come_back_are_the_same_ones(database: Database, cast: Cast) -> None:
    before = owed(database)
    rules_are(database, cast, QUARTERLY)

    moved = rules_are(database, cast, MONTHLY)

    assert owed(database) == before
    assert sum(one.former is None for one in moved) == 6
    may = database.read_now(lambda session: of(session, cast.renshe_part, "2024-05"))
    assert may.next_nudge_at == at("2024-05-21 09:00")


def test_a_cadence_of_one_item_or_unit_moves_its_parts_alone(
    database: Database, cast: Cast
) -> None:
    rules_are(database, cast, TWENTIETH, item_id=cast.nongye_item)
    rules_are(database, cast, replace(MONTHLY, number=15), unit_id=cast.renshe)

    assert owed(database, cast.nongye_part)["2024-05"] == "05-20 17:30"
    assert owed(database, cast.renshe_part)["2024-05"] == "05-15 17:30"
    assert owed(database, cast.wenlv_part)["2024-05"] == "05-24 17:30"

    rules_are(database, cast, unit_id=cast.renshe)

    assert owed(database, cast.renshe_part)["2024-05"] == "05-24 17:30"


def test_a_day_off_of_the_office_s_own_moves_what_falls_due_on_it(
    database: Database, cast: Cast
) -> None:
    def close(session: Session) -> list[Moved]:
        calendars.put_day(session, date(2024, 5, 24), "县庆", NOW, "周敏", works=False)
        rules = as_stored(session, RULES)
        return replan_all(session, rules, NOW, Change(Cause.CALENDAR, "周敏", "县庆"))

    moved = database.write_now(close)

    assert owed(database)["2024-05"] == "05-23 17:30"
    assert {one.owing.period for one in moved} == {"2024-05"}
    may = database.read_now(lambda session: of(session, cast.renshe_part, "2024-05"))
    assert may.nominal_on == date(2024, 5, 25)
    assert may.next_nudge_at == at("2024-05-20 09:00")


def test_a_day_off_before_the_due_day_moves_the_reminders_only(
    database: Database, cast: Cast
) -> None:
    def close(session: Session) -> list[Moved]:
        calendars.put_day(session, date(2024, 5, 22), "县庆", NOW, "周敏", works=False)
        rules = as_stored(session, RULES)
        return replan_all(session, rules, NOW, Change(Cause.CALENDAR))

    assert database.write_now(close) == []
    may = database.read_now(lambda session: of(session, cast.renshe_part, "2024-05"))
    assert may.next_nudge_at == at("2024-05-20 09:00")


def test_what_is_shown_is_drawn_anew(database: Database, cast: Cast) -> None:
    def shown(session: Session) -> None:
        session.add(
            Outbox(
                key="1", chat_id=9, card="checklist", subject=cast.wang, state="sent",
                message_id=5, not_before=NOW, created_at=NOW,
            )
        )  # fmt: skip

    database.write_now(shown)
    rules_are(database, cast, TWENTIETH)

    edits = [one for one in all_of(database, Outbox) if one.edits_id is not None]
    assert [one.card for one in edits] == ["checklist"]


def test_re_planning_twice_is_re_planning_once(database: Database, cast: Cast) -> None:
    rules_are(database, cast, TWENTIETH, FRIDAYS)
    before = owed(database), len(all_of(database, Move)), len(all_of(database, Cadence))

    assert rules_are(database, cast, TWENTIETH, FRIDAYS) == []
    assert before == (owed(database), len(all_of(database, Move)), len(all_of(database, Cadence)))


def test_nobody_is_late_by_going_back_to_the_wider_rule(database: Database, cast: Cast) -> None:
    rules_are(database, cast, QUARTERLY, unit_id=cast.renshe)
    day = at("2024-08-05 10:00")
    database.write_now(lambda session: plan_ahead(session, RULES, day))

    rules_are(database, cast, now=day, unit_id=cast.renshe)

    assert owed(database, cast.renshe_part) == {
        "2024-Q2": "06-25 17:30",
        "2024-08": "08-23 17:30",
        "2024-09": "09-25 17:30",
    }


def test_a_rule_taken_back_and_put_in_force_again_loses_no_period(
    database: Database, cast: Cast
) -> None:
    before, day = owed(database), at("2024-05-22 10:00")
    rules_are(database, cast, QUARTERLY, now=day)

    rules_are(database, cast, MONTHLY, now=day)

    assert owed(database) == before


def test_the_month_s_report_asked_for_in_the_month_after_is_the_same_one(
    database: Database, cast: Cast
) -> None:
    file(database, cast, "2024-05")
    after = replace(MONTHLY, number=5, month=2, shift=Shift.AFTER)

    rules_are(database, cast, after, now=at("2024-05-28 10:00"))

    assert owed(database, cast.nongye_part) == {"2024-05": "05-24 17:30", "2024-06": "07-05 17:30"}
    assert owed(database, cast.renshe_part) == {"2024-05": "05-24 17:30", "2024-06": "07-05 17:30"}

    rules_are(database, cast, MONTHLY, now=at("2024-07-01 10:00"))

    assert owed(database, cast.nongye_part)["2024-06"] == "07-05 17:30"


def test_an_open_form_stays_where_its_period_merely_moves(database: Database, cast: Cast) -> None:
    def begin(session: Session) -> None:
        reports.open_form(session, of(session, cast.nongye_part, "2024-05").id, cast.wang, NOW)

    database.write_now(begin)
    rules_are(database, cast, TWENTIETH)

    assert {one.state for one in all_of(database, Form)} == {FormState.OPEN}


def test_what_a_revision_withdrew_is_not_owed_again_by_a_change(
    database: Database, cast: Cast
) -> None:
    def withdraw(session: Session) -> None:
        session.get_one(Assignment, cast.renshe_part).withdrawn_at = NOW
        withdrawing.close(session, cast.plan, NOW)

    database.write_now(withdraw)
    moved = rules_are(database, cast, TWENTIETH)

    assert owed(database, cast.renshe_part) == {}
    assert cast.renshe_part not in {one.owing.assignment_id for one in moved}


def test_what_a_withdrawn_item_or_heading_reported_by_is_in_force_no_more(
    database: Database, cast: Cast
) -> None:
    def withdraw(session: Session) -> list[Scope]:
        heading = Section(plan_id=cast.plan, position=0, title="产业", withdrawn_at=NOW)
        session.add(heading)
        session.flush()
        a_cadence(session, cast.plan, rules=(TWENTIETH,), item_id=cast.nongye_item)
        a_cadence(session, cast.plan, rules=(TWENTIETH,), section_id=heading.id)
        session.get_one(Item, cast.nongye_item).withdrawn_at = NOW
        return [one.scope for one in cadences.in_force(session, cast.plan)]

    assert database.write_now(withdraw) == [Scope(cast.plan)]


def test_a_day_off_leaves_a_granted_time_and_its_reminder_comes_before(
    database: Database, cast: Cast
) -> None:
    def extend(session: Session) -> None:
        extension = extensions.begin(session, of(session, cast.renshe_part, "2024-05").id, cast.li)
        extension.reason, extension.wanted_due_at = "下雨", at("2024-05-29 17:30")
        extensions.ask(session, extension, cast.li, NOW)
        extensions.decide(session, extension, "周敏", NOW, granted=True)
        replan(session, RULES, extension.obligation_id, NOW)

    def close(session: Session) -> None:
        calendars.put_day(session, date(2024, 5, 29), "县庆", NOW, "周敏", works=False)
        replan_all(session, as_stored(session, RULES), at("2024-05-27 10:00"), ZHOU)

    database.write_now(extend)
    database.write_now(close)

    may = database.read_now(lambda session: of(session, cast.renshe_part, "2024-05"))
    assert may.due_at == at("2024-05-29 17:30")
    assert may.next_nudge_at == at("2024-05-28 09:00")


def test_what_a_calendar_moves_is_told_of_parts_that_go_by_it(
    database: Database, cast: Cast
) -> None:
    rules_are(database, cast, TWENTIETH, item_id=cast.nongye_item)

    def shifts(session: Session) -> set[tuple[int | None, str]]:
        before = as_stored(session, RULES)
        for day in (20, 24):
            calendars.put_day(session, date(2024, 5, day), "县庆", NOW, "周敏", works=False)
        found = due_shifts(session, before, as_stored(session, RULES), NOW)
        return {(one.scope.item_id, one.period) for one in found}

    def withdraw(session: Session) -> None:
        session.get_one(Assignment, cast.nongye_part).withdrawn_at = NOW

    assert database.try_now(shifts) == {(cast.nongye_item, "2024-05"), (None, "2024-05")}
    database.write_now(withdraw)
    assert database.try_now(shifts) == {(None, "2024-05")}


@pytest.mark.parametrize(
    ("start", "rule"),
    [
        pytest.param(
            "2024-10-20 10:00", replace(MONTHLY, number=-1, cutoff=time(23, 59)), id="back"
        ),
        pytest.param("2024-04-20 10:00", replace(MONTHLY, number=6), id="forward"),
    ],
)
def test_where_clocks_are_put_back_or_forward_at_midnight_nothing_moves(
    database: Database, start: str, rule: Rule
) -> None:
    cairo = replace(RULES, hours=replace(RULES.hours, zone=ZoneInfo("Africa/Cairo")))

    def plan(session: Session) -> list[Moved]:
        a_cadence(session, a_cast(session).plan, rules=(rule,), since=start)
        assert plan_ahead(session, cairo, at(start))
        session.expire_all()
        return replan_all(session, cairo, at(start), ZHOU)

    assert database.write_now(plan) == []


def test_a_cadence_put_in_force_now_asks_nothing_that_is_nearly_due(
    database: Database, cast: Cast
) -> None:
    rules_are(database, cast, MONTHLY, FRIDAYS, now=at("2024-05-08 10:00"))

    weeks = [name for name in owed(database, cast.renshe_part) if "-W" in name]
    assert weeks[0] == "2024-W20"


RULE = st.builds(
    Rule,
    st.sampled_from((Frequency.MONTHLY, Frequency.QUARTERLY)),
    number=st.integers(1, 28),
    shift=st.sampled_from(Shift),
    opens_days_before=st.integers(0, 20),
) | st.just(FRIDAYS)


@given(
    changes=st.lists(
        st.tuples(st.lists(RULE, min_size=1, max_size=2, unique=True), st.integers(0, 40)),
        min_size=1,
        max_size=4,
    ),
    reports_on=st.sets(st.integers(0, 8)),
)
@settings(max_examples=25, deadline=None)
def test_whatever_changes_what_was_reported_stays_and_nothing_is_owed_twice(
    changes: Sequence[tuple[list[Rule], int]],
    reports_on: set[int],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with make_database(tmp_path_factory.mktemp("replan")) as database:

        def begin(session: Session) -> Cast:
            cast = a_cast(session)
            a_cadence(session, cast.plan, since="2024-05-06 10:00")
            plan_ahead(session, RULES, NOW)
            return cast

        cast, now = database.write_now(begin), NOW
        for place, one in enumerate(all_of(database, Obligation)):
            if place in reports_on and one.assignment_id == cast.nongye_part:
                file(database, cast, one.period)
        kept = {one.id: _facts(one) for one in all_of(database, Obligation) if one.state != "open"}
        for rules, days in changes:
            now += timedelta(days=days)
            rules_are(database, cast, *rules, now=now)

        there = all_of(database, Obligation)
        assert {one.id: _facts(one) for one in there if one.id in kept} == kept
        keys = [(one.assignment_id, one.period) for one in there]
        assert len(keys) == len(set(keys))
        assert all(one.next_nudge_at is None or one.state == "open" for one in there)
        assert rules_are(database, cast, *changes[-1][0], now=now) == []


def _facts(one: Obligation) -> tuple[object, ...]:
    return one.opens_at, one.due_at, one.original_due_at, one.state, one.next_nudge_at
