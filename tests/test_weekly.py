"""The week's digest goes out once: its moment, its record, its documents, and who else gets it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from db import outbox
from db.engine import Database, Session
from db.tables import Digest, Document, Outbox, Plan, Post
from db.vocabulary import DocumentKind, Reachable, Role, Status
from scheduler.digest import read_facts
from scheduler.office import Weekly
from scheduler.weekly import ask_for_digests, reckon, weekly_moment
from tests.ledger_cast import (
    HOURS,
    OFFICE,
    RULES,
    Cast,
    a_cast,
    a_contact,
    a_plan,
    a_report,
    add,
    all_of,
    an_assignment,
    an_item,
    an_obligation,
    at,
    chat_of,
    make_database,
)

MONDAYS = Weekly(1, time(9))
ALL = Weekly(1, time(9), (DocumentKind.CHART, DocumentKind.LEDGER), to_units=True, to_leaders=True)
MONDAY = "2024-07-01 09:00"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def cast(database: Database) -> Cast:
    return database.write_now(a_cast)


def ask_at(
    database: Database, now: str | datetime, weekly: Weekly = MONDAYS, office: int | None = OFFICE
) -> int:
    moment = at(now) if isinstance(now, str) else now
    return database.write_now(
        lambda session: ask_for_digests(session, replace(RULES, weekly=weekly, chat=office), moment)
    )


def messages(database: Database, card: str) -> list[Outbox]:
    return [one for one in all_of(database, Outbox) if one.card == card]


@pytest.mark.parametrize(
    ("weekday", "now", "moment"),
    [
        pytest.param(1, "2024-05-27 00:00", "2024-05-27 09:00", id="Monday morning"),
        pytest.param(1, "2024-06-02 23:59", "2024-05-27 09:00", id="Sunday ends the week"),
        pytest.param(1, "2024-10-09 09:00", "2024-10-08 09:00", id="a holiday Monday"),
        pytest.param(1, "2024-09-16 09:00", "2024-09-18 09:00", id="two days of holiday"),
        pytest.param(1, "2024-02-12 09:00", "2024-02-18 09:00", id="a make-up Sunday"),
        pytest.param(1, "2025-01-01 09:00", "2024-12-30 09:00", id="the week of New Year"),
        pytest.param(5, "2024-05-02 09:00", "2024-04-30 09:00", id="a holiday to the week's end"),
        pytest.param(6, "2024-05-20 09:00", "2024-05-24 09:00", id="Saturday is Friday"),
        pytest.param(6, "2024-05-06 09:00", "2024-05-11 09:00", id="a make-up Saturday"),
        pytest.param(7, "2024-05-20 09:00", "2024-05-24 09:00", id="Sunday is Friday"),
        pytest.param(3, "2026-02-16 09:00", "2026-02-18 09:00", id="a week of holidays"),
    ],
)
def test_the_week_s_moment_is_on_a_workday_of_the_week(weekday: int, now: str, moment: str) -> None:
    assert weekly_moment(Weekly(weekday, time(9)), HOURS, at(now)) == at(moment)


def test_the_office_s_zone_says_which_week_it_is() -> None:
    sunday_evening = datetime(2024, 6, 2, 16, 30, tzinfo=UTC)

    assert weekly_moment(MONDAYS, HOURS, sunday_evening) == at("2024-06-03 09:00")


def test_a_digest_is_asked_for_once_a_week_whatever_restarts(database: Database) -> None:
    plan = database.write_now(a_plan)

    asked = [
        ask_at(database, f"2024-{moment}")
        for moment in (
            "05-27 08:59",
            "05-27 09:00",
            "05-27 09:01",
            "05-28 09:00",
            "05-31 17:00",
            "06-02 12:00",
            "06-03 09:00",
            "06-03 15:00",
        )
    ]

    assert asked == [0, 1, 0, 0, 0, 0, 1, 0]
    kept = all_of(database, Digest)
    assert [(one.plan_id, one.at, one.issue) for one in kept] == [
        (plan, at("2024-05-27 09:00"), 1),
        (plan, at("2024-06-03 09:00"), 2),
    ]
    assert [(one.key, one.chat_id, one.card, one.subject) for one in all_of(database, Outbox)] == [
        (f"digest:{plan}:2024-W22", OFFICE, "digest", kept[0].id),
        (f"digest:{plan}:2024-W23", OFFICE, "digest", kept[1].id),
    ]


def test_figures_reckoned_before_are_told_and_kept_and_those_told_meanwhile_are_not_again(
    database: Database, cast: Cast
) -> None:
    office = replace(RULES, weekly=MONDAYS, chat=OFFICE)
    database.write_now(lambda session: an_obligation(session, cast.renshe_part, "2024-06-25 17:30"))
    tell = database.read_now(lambda session: reckon(session, office, at(MONDAY)))
    late = database.read_now(lambda session: reckon(session, office, at(MONDAY)))
    database.write_now(lambda session: an_obligation(session, cast.nongye_part, "2024-06-26 17:30"))

    assert database.write_now(lambda session: tell(session, office, at(MONDAY))) == 1
    assert database.write_now(lambda session: late(session, office, at(MONDAY))) == 0

    (kept,) = all_of(database, Digest)
    assert (read_facts(kept.figures).owed, kept.at) == (1, at(MONDAY))
    assert len(messages(database, "digest")) == 1


def test_figures_are_kept_as_they_were_when_it_was_put_in(database: Database, cast: Cast) -> None:
    late = database.write_now(
        lambda session: an_obligation(session, cast.renshe_part, "2024-06-25 17:30")
    )

    ask_at(database, MONDAY)
    database.write_now(lambda session: a_report(session, late, cast.li))

    (kept,) = all_of(database, Digest)
    assert read_facts(kept.figures).overdue_in_all == 1


def test_on_a_holiday_monday_the_digest_waits_for_the_next_workday(database: Database) -> None:
    database.write_now(a_plan)

    asked = [
        ask_at(database, f"2024-10-{moment}") for moment in ("07 10:00", "08 09:00", "09 09:00")
    ]

    assert asked == [0, 1, 0]


@pytest.mark.parametrize(
    "now",
    [
        pytest.param("2024-05-27 17:31", id="after closing"),
        pytest.param("2024-05-28 08:59", id="before the first slot"),
        pytest.param("2024-06-01 10:00", id="Saturday"),
    ],
)
def test_outside_work_hours_a_digest_is_deferred(database: Database, now: str) -> None:
    database.write_now(a_plan)

    assert ask_at(database, now) == 0


def test_a_digest_missed_on_monday_goes_out_later_in_its_week(database: Database) -> None:
    database.write_now(a_plan)

    assert ask_at(database, "2024-05-30 11:00") == 1
    assert ask_at(database, "2024-06-03 09:00") == 1


def test_of_several_missed_weeks_only_the_last_one_is_told(database: Database) -> None:
    database.write_now(a_plan)

    assert ask_at(database, "2024-05-06 09:00") == 1
    assert ask_at(database, "2024-06-05 10:00") == 1


def test_a_plan_imported_after_this_week_s_moment_waits_for_next_week(database: Database) -> None:
    database.write_now(lambda session: a_plan(session, created="2024-05-27 09:00"))

    assert ask_at(database, "2024-05-27 09:30") == 0
    assert ask_at(database, "2024-06-03 09:00") == 1


def test_without_an_office_s_chat_there_is_no_digest(database: Database) -> None:
    database.write_now(a_plan)

    assert ask_at(database, "2024-05-27 09:00", office=None) == 0
    assert ask_at(database, "2024-05-27 09:10") == 1


def test_a_digest_on_saturdays_goes_out_on_the_week_s_last_workday(database: Database) -> None:
    database.write_now(a_plan)
    saturdays = Weekly(6, time(9))

    assert ask_at(database, "2024-05-23 17:00", saturdays) == 0
    assert ask_at(database, "2024-05-24 09:00", saturdays) == 1


def test_every_plan_gets_its_own_digest_until_a_week_after_its_last_day(
    database: Database,
) -> None:
    database.write_now(lambda session: a_plan(session, ends="2024-05-19"))
    going_on = database.write_now(a_plan)

    assert ask_at(database, "2024-05-20 09:00") == 2
    assert ask_at(database, "2024-05-27 09:00") == 1
    assert all_of(database, Digest)[-1].plan_id == going_on


def test_a_plan_that_was_withdrawn_gets_none(database: Database) -> None:
    plan = database.write_now(a_plan)

    def withdraw(session: Session) -> None:
        session.get_one(Plan, plan).withdrawn_at = at("2024-05-24 10:00")

    database.write_now(withdraw)

    assert ask_at(database, "2024-05-27 09:00") == 0


def test_the_week_of_new_year_belongs_to_the_new_year(database: Database) -> None:
    plan = database.write_now(a_plan)

    ask_at(database, "2024-12-31 09:00")

    assert [one.key for one in all_of(database, Outbox)] == [f"digest:{plan}:2025-W01"]


def test_the_documents_that_the_office_wants_are_asked_for_with_it(database: Database) -> None:
    database.write_now(a_plan)

    ask_at(database, "2024-05-27 09:00", ALL)
    ask_at(database, "2024-05-27 09:01", ALL)

    (kept,) = all_of(database, Digest)
    assert [(one.kind, one.chat_id, one.args, one.bulk) for one in all_of(database, Document)] == [
        (DocumentKind.CHART, OFFICE, {"digest": kept.id}, True),
        (DocumentKind.LEDGER, OFFICE, {"digest": kept.id}, True),
    ]


def test_leaders_get_the_message_and_the_chart_of_their_units_or_of_all(
    database: Database, cast: Cast
) -> None:
    def lead(session: Session) -> list[int]:
        an_obligation(session, cast.nongye_part, "2024-06-25 17:30")
        for_one = a_contact(session, "刘副县长", {cast.nongye: Role.LEADER})
        a_contact(session, "不相干", {cast.wenlv: Role.LEADER})
        a_contact(session, "联系不上", {cast.nongye: Role.LEADER}, reachable=Reachable.BLOCKED)
        for_all = a_contact(session, "县长", {})
        add(session, Post(contact_id=for_all, role=Role.LEADER))
        return [chat_of(for_one), chat_of(for_all)]

    one, whole = database.write_now(lead)

    ask_at(database, MONDAY, ALL)
    ask_at(database, "2024-07-02 09:00", ALL)

    told = {row.chat_id: row.args for row in messages(database, "digest")}
    assert told == {OFFICE: {}, one: {"units": [cast.nongye]}, whole: {}}
    assert all(row.bulk for row in messages(database, "digest"))
    charts = [row.chat_id for row in all_of(database, Document) if row.kind is DocumentKind.CHART]
    assert sorted(charts) == sorted([OFFICE, one, whole])


def test_a_unit_s_contact_gets_one_message_over_all_plans(database: Database, cast: Cast) -> None:
    def owe(session: Session) -> None:
        an_obligation(session, cast.renshe_part, "2024-06-25 17:30")
        other = an_item(session, a_plan(session, title="另一份要点"))
        done = an_obligation(
            session, an_assignment(session, other, cast.renshe), "2024-06-20 17:30"
        )
        a_report(session, done, cast.li, status=Status.DONE, submitted="2024-06-26 10:00")
        an_obligation(session, cast.nongye_part, "2024-07-05 17:30")

    database.write_now(owe)

    ask_at(database, MONDAY, ALL)
    ask_at(database, "2024-07-02 09:00", ALL)

    (row,) = messages(database, "week")
    assert (row.chat_id, row.bulk) == (chat_of(cast.li), True)
    assert [
        (one["plan"], one["owed"], one["reported"], one["late"], one["done"])
        for one in row.args["weeks"]
    ] == [("2024年工作要点", 1, 0, 1, 0), ("另一份要点", 0, 0, 0, 1)]


@pytest.mark.parametrize(
    ("had", "goes"),
    [
        pytest.param(0, MONDAY, id="nothing today"),
        pytest.param(1, "2024-07-01 15:00", id="reminded in this slot"),
        pytest.param(RULES.budget, "2024-07-02 09:00", id="enough for the day"),
    ],
)
def test_a_unit_s_week_keeps_to_the_slots_and_the_day_s_budget(
    database: Database, cast: Cast, had: int, goes: str
) -> None:
    def fill(session: Session) -> None:
        an_obligation(session, cast.renshe_part, "2024-06-25 17:30")
        for n in range(had):
            chat = chat_of(cast.li)
            outbox.enqueue(session, f"{n}", chat, "late", at(MONDAY), bulk=True)

    database.write_now(fill)

    ask_at(database, MONDAY, ALL)

    (row,) = messages(database, "week")
    assert row.not_before == at(goes)


def test_where_the_office_wants_it_so_units_and_leaders_get_nothing(
    database: Database, cast: Cast
) -> None:
    def lead(session: Session) -> None:
        an_obligation(session, cast.nongye_part, "2024-06-25 17:30")
        a_contact(session, "刘副县长", {cast.nongye: Role.LEADER})

    database.write_now(lead)

    ask_at(database, MONDAY)

    assert [one.chat_id for one in all_of(database, Outbox)] == [OFFICE]
