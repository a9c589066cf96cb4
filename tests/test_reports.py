"""Forms while they are written, and the versions of a report they become."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from db import ledger, reports
from db.engine import Database, Session
from db.tables import Form, FormReading, Obligation, Reading, Report
from db.vocabulary import FormState, ObligationState, Part, Role, Status
from tests.ledger_cast import (
    Cast,
    a_cast,
    a_contact,
    a_report,
    a_target,
    all_of,
    an_assignment,
    an_obligation,
    at,
    make_database,
)

NOW, LATER = at("2024-05-22 10:00"), at("2024-05-23 10:00")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def cast(database: Database) -> Cast:
    return database.write_now(a_cast)


@pytest.fixture
def farms(database: Database, cast: Cast) -> int:
    return database.write_now(lambda session: a_target(session, cast.nongye_item, "1840"))


@pytest.fixture
def may(database: Database, cast: Cast) -> int:
    return database.write_now(
        lambda session: an_obligation(session, cast.nongye_part, "2024-05-24 17:30")
    )


def test_a_form_is_opened_once_and_found_again(database: Database, cast: Cast, may: int) -> None:
    def open_twice(session: Session) -> tuple[int, int]:
        first = reports.open_form(session, may, cast.wang, NOW).id
        return first, reports.open_form(session, may, cast.wang, LATER).id

    first, second = database.write_now(open_twice)

    assert first == second
    (form,) = all_of(database, Form)
    assert (form.state, form.status, form.words, form.touched_at) == (
        FormState.OPEN,
        None,
        "",
        LATER,
    )


def test_each_contact_writes_a_form_of_their_own(database: Database, cast: Cast, may: int) -> None:
    def open_two(session: Session) -> set[int]:
        other = a_contact(session, "刘洋", {cast.nongye: Role.CONTACT})
        return {reports.open_form(session, may, contact, NOW).id for contact in (cast.wang, other)}

    assert len(database.write_now(open_two)) == 2


def test_the_form_in_hand_is_the_one_touched_last(database: Database, cast: Cast, may: int) -> None:
    def open_two(session: Session) -> tuple[int, int]:
        june = an_obligation(session, cast.nongye_part, "2024-06-25 17:30")
        first = reports.open_form(session, may, cast.wang, NOW)
        second = reports.open_form(session, june, cast.wang, NOW)
        return first.id, second.id

    first, second = database.write_now(open_two)

    def in_hand() -> int | None:
        found = database.read_now(lambda session: reports.form_in_hand(session, cast.wang))
        return found.id if found else None

    assert in_hand() == second
    database.write_now(lambda session: reports.open_form(session, may, cast.wang, LATER))
    assert in_hand() == first
    database.write_now(lambda session: reports.drop(session, session.get_one(Form, first), LATER))
    assert in_hand() == second
    assert database.read_now(lambda session: reports.form_in_hand(session, cast.li)) is None


def test_a_number_typed_again_replaces_the_former_one(
    database: Database, cast: Cast, may: int, farms: int
) -> None:
    def fill_twice(session: Session) -> int:
        form = reports.open_form(session, may, cast.wang, NOW)
        reports.fill(session, form, {farms: Decimal(900)})
        reports.fill(session, form, {farms: Decimal("920.50")})
        return form.id

    form = database.write_now(fill_twice)

    values = database.read_now(lambda session: reports.form_values(session, form))
    assert values == {farms: Decimal("920.50")}


def submit(
    database: Database, obligation: int, contact: int, values: dict[int, str], words: str = ""
) -> int:
    """Open, fill and submit a form; return the report."""

    def change(session: Session) -> int:
        form = reports.open_form(session, obligation, contact, NOW)
        reports.fill(session, form, {target: Decimal(value) for target, value in values.items()})
        form.words = words or form.words
        return reports.submit(session, form, Status.ON_TRACK, NOW).id

    return database.write_now(change)


def test_a_submitted_form_becomes_a_report_and_closes_its_obligation(
    database: Database, cast: Cast, may: int, farms: int
) -> None:
    report = submit(database, may, cast.wang, {farms: "920"}, "进展顺利")

    (row,) = all_of(database, Report)
    assert (row.id, row.version, row.contact_id, row.status, row.words, row.submitted_at) == (
        report,
        1,
        cast.wang,
        Status.ON_TRACK,
        "进展顺利",
        NOW,
    )
    (form,) = all_of(database, Form)
    assert (form.state, form.report_id, form.status) == (
        FormState.SUBMITTED,
        report,
        Status.ON_TRACK,
    )
    (obligation,) = all_of(database, Obligation)
    assert (obligation.state, obligation.next_nudge_at) == (ObligationState.REPORTED, None)
    assert database.read_now(lambda session: reports.readings(session, report)) == {
        farms: Decimal(920)
    }


def test_a_correction_is_a_new_version_and_the_history_stays(
    database: Database, cast: Cast, may: int, farms: int
) -> None:
    first = submit(database, may, cast.wang, {farms: "9200"}, "进展顺利")

    second = submit(database, may, cast.wang, {farms: "920"})

    assert [(one.id, one.version, one.words) for one in all_of(database, Report)] == [
        (first, 1, "进展顺利"),
        (second, 2, "进展顺利"),
    ]
    assert [(one.report_id, one.value) for one in all_of(database, Reading)] == [
        (first, Decimal(9200)),
        (second, Decimal(920)),
    ]
    newest = database.read_now(lambda session: reports.newest_report(session, may))
    assert newest is not None
    assert newest.id == second


def test_a_correction_begins_with_what_was_reported(
    database: Database, cast: Cast, may: int, farms: int
) -> None:
    submit(database, may, cast.wang, {farms: "9200"}, "进展顺利")

    def open_again(session: Session) -> tuple[Status | None, str, dict[int, Decimal]]:
        form = reports.open_form(session, may, cast.wang, LATER)
        return form.status, form.words, reports.form_values(session, form.id)

    assert database.write_now(open_again) == (
        Status.ON_TRACK,
        "进展顺利",
        {farms: Decimal(9200)},
    )


def test_a_colleague_s_correction_begins_with_the_newest_version(
    database: Database, cast: Cast, may: int, farms: int
) -> None:
    submit(database, may, cast.wang, {farms: "9200"})
    submit(database, may, cast.wang, {farms: "920"})

    def open_as_another(session: Session) -> dict[int, Decimal]:
        other = a_contact(session, "刘洋", {cast.nongye: Role.CONTACT})
        form = reports.open_form(session, may, other, LATER)
        return reports.form_values(session, form.id)

    assert database.write_now(open_as_another) == {farms: Decimal(920)}


def test_a_form_that_is_dropped_leaves_no_numbers_and_the_obligation_open(
    database: Database, cast: Cast, may: int, farms: int
) -> None:
    def fill_and_drop(session: Session) -> None:
        form = reports.open_form(session, may, cast.wang, NOW)
        reports.fill(session, form, {farms: Decimal(900)})
        reports.drop(session, form, LATER)

    database.write_now(fill_and_drop)

    assert [form.state for form in all_of(database, Form)] == [FormState.DROPPED]
    assert all_of(database, FormReading) == []
    assert all_of(database, Obligation)[0].state is ObligationState.OPEN
    database.write_now(lambda session: reports.open_form(session, may, cast.wang, LATER))
    assert [form.state for form in all_of(database, Form)] == [FormState.DROPPED, FormState.OPEN]


def test_the_last_values_come_from_earlier_periods_of_the_same_assignment_only(
    database: Database, cast: Cast, may: int, farms: int
) -> None:
    def report_around(session: Session) -> None:
        for due, value in (("2024-03-25", "300"), ("2024-04-25", "400"), ("2024-06-25", "600")):
            one = an_obligation(session, cast.nongye_part, f"{due} 17:30")
            a_report(session, one, cast.wang, values={farms: value})
        helping = an_assignment(session, cast.nongye_item, cast.renshe, Part.ASSIST)
        one = an_obligation(session, helping, "2024-05-01 17:30")
        a_report(session, one, cast.li, values={farms: "7"})
        a_report(session, may, cast.wang, values={farms: "500"})

    database.write_now(report_around)

    assert database.read_now(lambda session: reports.last_values(session, may)) == {
        farms: Decimal(400)
    }


def test_the_last_values_are_those_of_the_last_version(
    database: Database, cast: Cast, may: int, farms: int
) -> None:
    def correct(session: Session) -> None:
        april = an_obligation(session, cast.nongye_part, "2024-04-25 17:30")
        a_report(session, april, cast.wang, values={farms: "4000"})
        a_report(session, april, cast.wang, values={farms: "400"}, version=2)

    database.write_now(correct)

    assert database.read_now(lambda session: reports.last_values(session, may)) == {
        farms: Decimal(400)
    }


def test_the_first_period_has_no_last_values(database: Database, may: int, farms: int) -> None:
    assert farms
    assert database.read_now(lambda session: reports.last_values(session, may)) == {}


def test_what_is_reported_does_not_come_back_to_the_sweep(
    database: Database, cast: Cast, may: int
) -> None:
    database.write_now(lambda session: ledger.mark_reported(session, may))
    database.write_now(lambda session: ledger.mark_reported(session, may))

    (obligation,) = all_of(database, Obligation)
    assert (obligation.state, obligation.next_nudge_at) == (ObligationState.REPORTED, None)
    assert cast.nongye_part == obligation.assignment_id
