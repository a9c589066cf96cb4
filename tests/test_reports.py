"""Forms while they are written, and the versions of a report they become."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from db import entries, ledger, reports
from db.engine import Database, Session
from db.tables import Entry, Form, FormReading, Obligation, Reading, Report
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


def test_the_open_form_touched_last_comes_first(database: Database, cast: Cast, may: int) -> None:
    def open_two(session: Session) -> tuple[int, int]:
        june = an_obligation(session, cast.nongye_part, "2024-06-25 17:30")
        first = reports.open_form(session, may, cast.wang, NOW)
        second = reports.open_form(session, june, cast.wang, NOW)
        return first.id, second.id

    first, second = database.write_now(open_two)

    def opened(contact_id: int = cast.wang) -> list[int]:
        found = database.read_now(lambda session: reports.open_forms(session, contact_id))
        return [form.id for form in found]

    assert opened() == [second, first]
    database.write_now(lambda session: reports.open_form(session, may, cast.wang, LATER))
    assert opened() == [first, second]
    database.write_now(lambda session: reports.drop(session, session.get_one(Form, first), LATER))
    assert opened() == [second]
    assert opened(cast.li) == []


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


def test_a_percentage_is_kept_beside_its_number_and_goes_with_it(
    database: Database, cast: Cast, may: int, farms: int
) -> None:
    def fill(session: Session, percents: dict[int, Decimal]) -> dict[int, Decimal]:
        form = reports.open_form(session, may, cast.wang, NOW)
        reports.fill(session, form, {farms: Decimal(920)}, percents)
        return reports.form_percents(session, form.id)

    said = {farms: Decimal(50)}

    assert database.write_now(lambda session: fill(session, said)) == said
    assert database.write_now(lambda session: fill(session, {})) == {}


def test_a_report_says_that_nothing_changed_and_for_whom_it_was_filed(
    database: Database, cast: Cast, may: int
) -> None:
    def change(session: Session) -> None:
        form = reports.open_form(session, may, cast.wang, NOW)
        status = Status.ON_TRACK
        reports.submit(session, form, status, NOW, unchanged=True, on_behalf_of_id=cast.li)

    database.write_now(change)

    (report,) = all_of(database, Report)
    assert (report.unchanged, report.on_behalf_of_id) == (True, cast.li)
    again = database.write_now(lambda session: reports.open_form(session, may, cast.wang, LATER))
    assert again.unchanged


def test_the_former_report_is_the_last_version_of_the_last_period_before(
    database: Database, cast: Cast, may: int
) -> None:
    def report_around(session: Session) -> list[int]:
        ids = []
        for due in ("2024-02-23", "2024-03-25", "2024-06-25"):
            one = an_obligation(session, cast.nongye_part, f"{due} 17:30")
            ids += [a_report(session, one, cast.wang, version=version) for version in (1, 2)]
        a_report(session, may, cast.wang)
        return ids

    ids = database.write_now(report_around)
    none = database.write_now(
        lambda session: an_obligation(session, cast.renshe_part, "2024-05-24 17:30")
    )

    found = database.read_now(lambda session: reports.former_reports(session, [may, none]))
    assert {obligation: report.id for obligation, report in found.items()} == {may: ids[3]}


def test_what_a_contact_has_begun_is_a_form_of_theirs_that_holds_something(
    database: Database, cast: Cast, may: int, farms: int
) -> None:
    def begun(session: Session) -> set[int]:
        return reports.begun(session, cast.wang, [may])

    def open_form(session: Session) -> Form:
        return reports.open_form(session, may, cast.wang, NOW)

    def fill(session: Session) -> None:
        reports.fill(session, open_form(session), {farms: Decimal(900)})

    database.write_now(open_form)
    assert database.read_now(begun) == set()
    database.write_now(fill)
    assert database.read_now(begun) == {may}
    assert database.read_now(lambda session: reports.begun(session, cast.li, [may])) == set()
    database.write_now(lambda session: reports.forget(session, open_form(session)))
    assert database.read_now(begun) == set()
    assert all_of(database, Form) == []
    assert all_of(database, FormReading) == []


def test_a_message_takes_back_what_it_put_into_a_form_and_nothing_else(
    database: Database, cast: Cast, may: int, farms: int
) -> None:
    def change(session: Session) -> tuple[bool, bool, str, dict[int, Decimal]]:
        other = a_target(session, cast.nongye_item, "500")
        form = reports.open_form(session, may, cast.wang, NOW)
        reports.fill(session, form, {farms: Decimal(900), other: Decimal(500)})
        form.words = "资金没到位\n已办班\n资金没到位"
        entries.note(session, form, (7, 1), "已办班", [farms])
        entries.note(session, form, (7, 1), "资金没到位", [other])
        entries.note(session, form, (7, 2), "资金没到位", [farms])
        entries.note(session, form, (8, 1), "别处", [farms])
        first, second = (entries.of_message(session, 7, message)[0] for message in (1, 2))
        alone = entries.take_back(session, form, first)
        left = reports.form_values(session, form.id)
        entries.forget(session, form.id, (8, 1))
        return alone, entries.take_back(session, form, second), form.words, left

    alone, second_alone, words, left = database.write_now(change)

    assert left == {farms: Decimal(900)}
    assert (alone, second_alone, words) == (False, True, "")
    assert [one.message_id for one in all_of(database, Entry)] == [1, 2]
