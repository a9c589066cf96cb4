"""What is owed, by whom it is seen, and who may answer for it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from db import ledger, overview
from db.engine import Database, Session
from db.overview import Crowd, Standing
from db.vocabulary import ObligationState, Part, Role, Status
from tests.ledger_cast import (
    Cast,
    a_cast,
    a_contact,
    a_plan,
    a_report,
    a_target,
    an_assignment,
    an_item,
    an_obligation,
    at,
    make_database,
)

NOW = at("2024-05-20 09:00")
MAY = "2024-05-24 17:30"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def cast(database: Database) -> Cast:
    return database.write_now(a_cast)


def owe(
    database: Database,
    assignment: int,
    due: str = MAY,
    state: ObligationState = ObligationState.OPEN,
) -> int:
    return database.write_now(lambda session: an_obligation(session, assignment, due, state=state))


def checklist(
    database: Database, contact: int, now: datetime = NOW, role: Role = Role.CONTACT
) -> list[int]:
    found = database.read_now(lambda session: ledger.checklist(session, contact, now, (role,)))
    return [one.id for one in found]


def answers(database: Database, contact: int, obligation: int) -> bool:
    return database.read_now(lambda session: ledger.answers_for(session, contact, obligation, NOW))


def test_an_obligation_is_shown_with_its_item_unit_and_newest_report(
    database: Database, cast: Cast
) -> None:
    may = owe(database, cast.nongye_part)

    def report_twice(session: Session) -> int:
        a_report(session, may, cast.wang, status=Status.DIFFICULT)
        return a_report(session, may, cast.wang, status=Status.DONE, version=2)

    newest = database.write_now(report_twice)

    owed = database.read_now(lambda session: ledger.owed_by_id(session, may))
    assert owed is not None
    assert (owed.unit, owed.text, owed.plan, owed.part) == (
        "农业农村局",
        "发展家庭农场",
        "2024年工作要点",
        Part.LEAD,
    )
    assert (owed.report_id, owed.status, owed.open) == (newest, Status.DONE, False)
    assert owed.due_at == at(MAY)


def test_a_contact_sees_what_their_own_units_owe_and_nothing_else(
    database: Database, cast: Cast
) -> None:
    own = owe(database, cast.nongye_part)
    owe(database, cast.renshe_part)
    owe(database, cast.wenlv_part)

    assert checklist(database, cast.wang) == [own]
    assert checklist(database, 12345) == []


def test_a_head_sees_a_unit_as_its_head_only(database: Database, cast: Cast) -> None:
    may = owe(database, cast.renshe_part)

    assert checklist(database, cast.sun) == []
    assert checklist(database, cast.sun, role=Role.HEAD) == [may]


@pytest.mark.parametrize(
    ("now", "seen"),
    [
        pytest.param("2024-05-14 17:29", False, id="before it opens"),
        pytest.param("2024-05-14 17:30", True, id="as it opens"),
        pytest.param("2024-12-31 09:00", True, id="months late"),
    ],
)
def test_what_is_open_is_listed_from_its_opening_until_it_is_reported(
    database: Database, cast: Cast, now: str, *, seen: bool
) -> None:
    may = owe(database, cast.nongye_part)

    assert checklist(database, cast.wang, at(now)) == ([may] if seen else [])


@pytest.mark.parametrize(
    ("now", "seen"),
    [
        pytest.param("2024-05-20 09:00", True, id="before it fell due"),
        pytest.param("2024-06-03 17:29", True, id="ten days after, a minute less"),
        pytest.param("2024-06-03 17:30", False, id="ten days after"),
    ],
)
def test_what_is_reported_is_listed_for_ten_days_after_it_fell_due(
    database: Database, cast: Cast, now: str, *, seen: bool
) -> None:
    may = owe(database, cast.nongye_part, state=ObligationState.REPORTED)

    assert checklist(database, cast.wang, at(now)) == ([may] if seen else [])


def test_what_is_withdrawn_is_listed_nowhere_and_answered_by_nobody(
    database: Database, cast: Cast
) -> None:
    may = owe(database, cast.nongye_part, state=ObligationState.WITHDRAWN)

    assert checklist(database, cast.wang) == []
    one = database.read_now(lambda session: ledger.owed_by_id(session, may))
    assert one is not None
    assert (one.withdrawn, one.open) == (True, False)
    assert not database.read_now(lambda session: ledger.answers_for(session, cast.wang, may, NOW))


def test_a_list_is_in_order_of_plan_due_time_and_item(database: Database, cast: Cast) -> None:
    def owe_more(session: Session) -> list[int]:
        second = an_item(session, cast.plan)
        other = an_item(session, a_plan(session, title="别的要点"))
        parts = [an_assignment(session, item, cast.nongye) for item in (other, second)]
        return [
            an_obligation(session, parts[0], "2024-05-21 17:30"),
            an_obligation(session, parts[1], MAY),
            an_obligation(session, cast.nongye_part, "2024-05-25 17:30"),
            an_obligation(session, cast.nongye_part, MAY),
        ]

    other, second, later, first = database.write_now(owe_more)

    assert checklist(database, cast.wang) == [first, second, later, other]


def test_a_contact_answers_for_own_units_only(database: Database, cast: Cast) -> None:
    own, other = owe(database, cast.nongye_part), owe(database, cast.renshe_part)

    assert answers(database, cast.wang, own)
    assert not answers(database, cast.wang, other)
    assert not answers(database, cast.wang, 999)
    assert not answers(database, 999, own)


@pytest.mark.parametrize("role", [Role.HEAD, Role.LEADER, Role.OFFICE, Role.ADMIN])
def test_nobody_but_a_contact_answers_for_a_unit(
    database: Database, cast: Cast, role: Role
) -> None:
    may = owe(database, cast.nongye_part)
    person = database.write_now(lambda session: a_contact(session, "钱局", {cast.nongye: role}))

    assert not answers(database, person, may)


def test_an_assisting_unit_answers_for_its_own_part_only(database: Database, cast: Cast) -> None:
    def help_out(session: Session) -> int:
        helping = an_assignment(session, cast.nongye_item, cast.renshe, Part.ASSIST)
        return an_obligation(session, helping, MAY)

    helped, led = database.write_now(help_out), owe(database, cast.nongye_part)

    assert answers(database, cast.li, helped)
    assert not answers(database, cast.li, led)
    assert not answers(database, cast.wang, helped)


def test_everybody_with_a_post_at_the_unit_is_told_of_a_change(
    database: Database, cast: Cast
) -> None:
    may = owe(database, cast.renshe_part)

    found = database.read_now(lambda session: ledger.contacts_of(session, may))

    assert sorted(found) == sorted([cast.li, cast.sun])


def test_an_item_s_targets_are_in_the_order_of_its_text(database: Database, cast: Cast) -> None:
    def add(session: Session) -> list[int]:
        made = [a_target(session, cast.nongye_item, goal) for goal in ("3", "1", "2")]
        a_target(session, cast.renshe_item, "4")
        return made

    made = database.write_now(add)

    found = database.read_now(lambda session: ledger.targets_of(session, cast.nongye_item))
    assert [target.id for target in found] == made


def test_a_plan_s_standing_counts_what_each_assignment_owes_last(
    database: Database, cast: Cast
) -> None:
    def owe_all(session: Session) -> None:
        an_obligation(session, cast.nongye_part, MAY, state=ObligationState.REPORTED)
        an_obligation(session, cast.renshe_part, MAY)
        an_obligation(session, cast.wenlv_part, MAY, state=ObligationState.WITHDRAWN)
        an_obligation(session, cast.nongye_part, "2024-06-25 17:30")
        old = ObligationState.REPORTED
        an_obligation(session, cast.nongye_part, "2024-04-25 17:30", state=old)

    database.write_now(owe_all)

    def standing(now: str) -> Standing:
        return database.read_now(lambda session: overview.standing(session, cast.plan, at(now)))

    assert standing("2024-05-20 09:00") == Standing(cast.plan, owed=2, reported=1, late=0)
    assert standing("2024-05-24 17:30") == Standing(cast.plan, owed=2, reported=1, late=0)
    assert standing("2024-05-24 17:31") == Standing(cast.plan, owed=2, reported=1, late=1)
    assert standing("2024-06-20 09:00") == Standing(cast.plan, owed=2, reported=0, late=1)


def test_the_crowd_is_counted(database: Database, cast: Cast) -> None:
    assert cast.zhou
    assert database.read_now(overview.crowd) == Crowd(joined=5, unreachable=1)
