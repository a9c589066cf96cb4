"""Until when a report may be corrected, and by when one that was returned: rules, and the store."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from db import figures, reviews
from db.cadences import moves_of, owing
from db.engine import Session
from db.ledger import owed_by_id
from db.tables import Obligation, Report
from db.vocabulary import Cause, ObligationState
from scheduler.locking import fresh_due, last_day, lock_what_is_over, locks_at
from tests.ledger_cast import (
    HOURS,
    RULES,
    ZONE,
    Cast,
    a_cast,
    a_report,
    a_target,
    an_obligation,
    at,
    make_database,
)

NOON = time(12)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """An open transaction; what a test stores goes with it."""
    with make_database(tmp_path) as database, Session(database.engine) as session:
        yield session


@pytest.fixture
def cast(session: Session) -> Cast:
    return a_cast(session)


def report_of(session: Session, obligation: int, contact: int, version: int = 1) -> Report:
    return session.get_one(Report, a_report(session, obligation, contact, version=version))


@pytest.mark.parametrize(
    ("period", "ends"),
    [
        ("2024-02", "2024-02-29"),
        ("2024-06", "2024-06-30"),
        ("2024-12", "2024-12-31"),
        ("2024-06#2", "2024-06-30"),
        ("2024-Q1", "2024-03-31"),
        ("2024-Q4", "2024-12-31"),
        ("2024-H1", "2024-06-30"),
        ("2024-H2", "2024-12-31"),
        ("2024", "2024-12-31"),
        ("2024-W01", "2024-01-07"),
        ("2024-W23", "2024-06-09"),
        ("2020-W53", "2021-01-03"),
        ("2024-06-20", "2024-06-26"),  # a single day: the day after it fell due
        ("2024-06-20+5", "2024-06-26"),
    ],
)
def test_a_period_ends_with_the_span_of_its_name(period: str, ends: str) -> None:
    assert last_day(period, date(2024, 6, 25)) == date.fromisoformat(ends)


@pytest.mark.parametrize(
    ("period", "due", "filed", "locks"),
    [
        pytest.param(
            "2024-06", "06-25 17:30", "06-20 09:00", "07-01 00:00", id="as its month ends"
        ),
        pytest.param(
            "2024-06", "06-28 17:30", "06-20 09:00", "07-03 17:30", id="three workdays at the least"
        ),
        pytest.param(
            "2024-06", "07-10 17:30", "06-20 09:00", "07-15 17:30", id="put off past its end"
        ),
        pytest.param(
            "2024-06", "06-25 17:30", "07-10 09:00", "07-15 09:00", id="filed after its end"
        ),
        pytest.param("2024-W23", "06-07 17:30", "06-06 09:00", "06-13 17:30", id="over a festival"),
        pytest.param("2024-06-25", "06-25 17:30", "06-25 09:00", "06-28 17:30", id="a single day"),
        pytest.param("2024", "06-25 17:30", "06-25 09:00", "2025-01-01 00:00", id="a year"),
    ],
)
def test_a_report_is_locked_when_its_period_is_over(
    period: str, due: str, filed: str, locks: str
) -> None:
    moment = locks_at(period, at(f"2024-{due}"), at(f"2024-{filed}"), HOURS, 3)

    assert moment == at(locks if locks.startswith("20") else f"2024-{locks}")


def test_without_days_of_grace_a_single_day_is_locked_after_the_next() -> None:
    due = at("2024-06-25 17:30")

    assert locks_at("2024-06-25", due, due, HOURS, 0) == at("2024-06-27 00:00")


@pytest.mark.parametrize(
    ("due", "now", "fresh"),
    [
        pytest.param("2024-06-25 17:30", "2024-06-24 10:00", "2024-06-26 12:00", id="soon due"),
        pytest.param("2024-06-25 17:30", "2024-07-05 23:00", "2024-07-09 12:00", id="weekend"),
        pytest.param("2024-06-25 17:30", "2024-06-20 10:00", "2024-06-25 17:30", id="due later"),
    ],
)
def test_what_is_returned_is_due_some_workdays_later(due: str, now: str, fresh: str) -> None:
    assert fresh_due(at(due), at(now), HOURS, 2, NOON) == at(fresh)


def test_the_sweep_locks_what_is_over_and_nothing_that_is_open(
    session: Session, cast: Cast
) -> None:
    june = an_obligation(session, cast.nongye_part, "2024-06-25 17:30", period="2024-06")
    quarter = an_obligation(session, cast.nongye_part, "2024-06-25 17:30", period="2024-Q3")
    still_open = an_obligation(session, cast.renshe_part, "2024-06-25 17:30", period="2024-06")
    for one in (june, quarter):
        report_of(session, one, cast.wang)

    assert lock_what_is_over(session, RULES, at("2024-06-30 23:59")) == 0
    assert lock_what_is_over(session, RULES, at("2024-07-01 00:00")) == 1
    assert lock_what_is_over(session, RULES, at("2024-07-01 00:05")) == 0
    session.expire_all()
    assert [reviews.locked(session, one) for one in (june, quarter, still_open)] == [
        True,
        False,
        False,
    ]
    owed = owed_by_id(session, june)
    assert owed is not None
    assert (owed.locked, owed.accepted) == (True, False)


def test_a_return_opens_what_was_locked_and_locks_it_anew_only_when_corrected(
    session: Session, cast: Cast
) -> None:
    june = an_obligation(session, cast.nongye_part, "2024-06-25 17:30", period="2024-06")
    first = report_of(session, june, cast.wang)
    lock_what_is_over(session, RULES, at("2024-07-01 09:00"))
    session.expire_all()

    due = fresh_due(at("2024-06-25 17:30"), at("2024-07-02 10:00"), HOURS, 2, time(17, 30))
    reviews.send_back(session, first, "周敏", "数字有误", at("2024-07-02 10:00"), due)

    obligation = session.get_one(Obligation, june)
    assert (obligation.state, obligation.due_at) == (ObligationState.OPEN, at("2024-07-04 17:30"))
    assert obligation.original_due_at == at("2024-06-25 17:30")
    assert not reviews.locked(session, june)
    (move,) = moves_of(session, june)
    assert (move.cause, move.due_at, move.moved_by, move.reason) == (
        Cause.RETURN, due, "周敏", "数字有误",
    )  # fmt: skip
    assert lock_what_is_over(session, RULES, at("2024-08-01 09:00")) == 0  # while it is returned
    report_of(session, june, cast.wang, version=2)
    assert lock_what_is_over(session, RULES, at("2024-07-09 17:29")) == 0
    assert lock_what_is_over(session, RULES, at("2024-07-09 17:30")) == 1


def test_a_due_time_set_by_a_return_stays_when_the_cadence_changes(
    session: Session, cast: Cast
) -> None:
    june = an_obligation(session, cast.nongye_part, "2024-06-25 17:30", period="2024-06")
    due = at("2024-06-27 17:30")

    reviews.send_back(
        session, report_of(session, june, cast.wang), "周敏", "有误", at("2024-06-25 09:00"), due
    )

    (held,) = [one for one in owing(session, cast.plan, at("2024-01-01 00:00")) if one.id == june]
    assert held.held


def test_numbers_of_a_returned_report_count_no_more_until_it_is_corrected(
    session: Session, cast: Cast
) -> None:
    target = a_target(session, cast.nongye_item, "450")

    def filed(obligation: int, value: str, version: int = 1) -> Report:
        number = a_report(session, obligation, cast.wang, values={target: value}, version=version)
        return session.get_one(Report, number)

    def figure() -> Decimal | None:
        (fact,) = figures.target_facts(session, cast.plan)
        return fact.value

    may = an_obligation(session, cast.nongye_part, "2024-05-24 17:30", period="2024-05")
    june = an_obligation(session, cast.nongye_part, "2024-06-25 17:30", period="2024-06")
    filed(may, "100")
    filed(june, "150")
    wrong = filed(june, "900", version=2)
    assert figure() == 900

    reviews.send_back(session, wrong, "周敏", "数字有误", at("2024-06-25 18:00"))
    assert figure() == 100  # a version before the returned one counts as little

    filed(june, "160", version=3)
    assert figure() == 160


def test_a_corrected_report_of_an_earlier_period_does_not_count_before_the_present_one(
    session: Session, cast: Cast
) -> None:
    target = a_target(session, cast.nongye_item, "450")
    may = an_obligation(session, cast.nongye_part, "2024-05-24 17:30", period="2024-05")
    june = an_obligation(session, cast.nongye_part, "2024-06-25 17:30", period="2024-06")
    first = a_report(session, may, cast.wang, values={target: "100"})
    a_report(session, june, cast.wang, values={target: "150"})

    later = at("2024-07-04 17:30")
    reviews.send_back(
        session, session.get_one(Report, first), "周敏", "有误", at("2024-07-02 09:00"), later
    )
    a_report(session, may, cast.wang, values={target: "110"}, version=2)

    (fact,) = figures.target_facts(session, cast.plan)
    assert fact.value == 150


def test_what_waits_is_the_newest_version_that_nobody_reviewed(
    session: Session, cast: Cast
) -> None:
    owed = [
        an_obligation(session, part, "2024-06-25 17:30", period="2024-06")
        for part in (cast.nongye_part, cast.renshe_part, cast.wenlv_part)
    ]
    first = report_of(session, owed[0], cast.wang)
    corrected = report_of(session, owed[0], cast.wang, version=2)
    accepted, returned = (report_of(session, one, cast.li) for one in owed[1:])
    now = datetime(2024, 6, 25, 9, tzinfo=ZONE)

    assert set(reviews.waiting(session)) == {corrected, accepted, returned}
    reviews.accept(session, accepted, "周敏", now)
    reviews.send_back(session, returned, "周敏", "有误", now)

    assert first.id != corrected.id
    assert reviews.waiting(session) == [corrected]
    assert reviews.counts(session) == {cast.plan: 1}
    assert reviews.waiting(session, cast.plan + 1) == []


def test_an_office_without_grace_is_taken_at_its_word(session: Session, cast: Cast) -> None:
    june = an_obligation(session, cast.nongye_part, "2024-06-28 17:30", period="2024-06")
    report_of(session, june, cast.wang)

    at_once = replace(RULES, lock_workdays=0)

    assert lock_what_is_over(session, at_once, at("2024-07-01 00:00")) == 1
