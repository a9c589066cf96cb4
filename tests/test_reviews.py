"""What the office made of a report, as the ledger tells it: locked, returned, reported again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import reviews
from db.engine import Session
from db.ledger import Owed, owed_by_id
from db.tables import Attachment, Obligation, Report
from db.vocabulary import FileState, ObligationState
from tests.ledger_cast import Cast, a_cast, a_report, add, an_obligation, at, make_database

NOW, DUE = at("2024-06-20 09:00"), "2024-06-25 17:30"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """An open transaction; what a test stores goes with it."""
    with make_database(tmp_path) as database, Session(database.engine) as session:
        yield session


@pytest.fixture
def cast(session: Session) -> Cast:
    return a_cast(session)


@pytest.fixture
def owed(session: Session, cast: Cast) -> int:
    return an_obligation(session, cast.nongye_part, DUE, period="2024-06")


def reported(session: Session, owed: int, contact: int, version: int = 1) -> Report:
    return session.get_one(Report, a_report(session, owed, contact, version=version))


def facts(session: Session, owed: int) -> Owed:
    found = owed_by_id(session, owed)
    assert found is not None
    return found


def test_a_report_that_nobody_reviewed_is_free(session: Session, cast: Cast, owed: int) -> None:
    reported(session, owed, cast.wang)

    assert not reviews.locked(session, owed)
    assert (facts(session, owed).returned, facts(session, owed).resubmitted) == ("", False)


def test_an_accepted_report_is_locked(session: Session, cast: Cast, owed: int) -> None:
    reviews.accept(session, reported(session, owed, cast.wang), "周敏", NOW)

    assert reviews.locked(session, owed)
    assert not facts(session, owed).open


def test_a_returned_report_is_owed_again_with_its_reason(
    session: Session, cast: Cast, owed: int
) -> None:
    report = reported(session, owed, cast.wang)

    reviews.send_back(session, report, "周敏", "数字有误", NOW)

    found = facts(session, owed)
    assert (found.open, found.returned, found.resubmitted) == (True, "数字有误", False)
    assert session.get_one(Obligation, owed).state is ObligationState.OPEN
    assert not reviews.locked(session, owed)


def test_an_accepted_report_may_be_returned_after_all(
    session: Session, cast: Cast, owed: int
) -> None:
    report = reported(session, owed, cast.wang)
    reviews.accept(session, report, "周敏", NOW)

    reviews.send_back(session, report, "李芸", "发现漏报", NOW)

    review = reviews.review_of(session, report.id)
    assert review is not None
    assert (review.reviewer, review.accepted, review.reason) == ("李芸", False, "发现漏报")
    assert facts(session, owed).open
    assert not reviews.locked(session, owed)


def test_what_comes_after_a_returned_report_is_reported_again(
    session: Session, cast: Cast, owed: int
) -> None:
    first = reported(session, owed, cast.wang)
    reviews.send_back(session, first, "周敏", "数字有误", NOW)

    second = reported(session, owed, cast.wang, version=2)

    found, before = facts(session, owed), reviews.returned_before(session, second)
    assert (found.open, found.returned, found.resubmitted) == (False, "", True)
    assert before is not None
    assert before.reason == "数字有误"
    assert reviews.returned_before(session, first) is None


def test_only_the_newest_version_locks(session: Session, cast: Cast, owed: int) -> None:
    reviews.accept(session, reported(session, owed, cast.wang), "周敏", NOW)

    reported(session, owed, cast.wang, version=2)

    assert not reviews.locked(session, owed)
    assert not facts(session, owed).resubmitted


def test_another_obligation_is_not_touched(session: Session, cast: Cast, owed: int) -> None:
    other = an_obligation(session, cast.renshe_part, DUE, period="2024-06")
    reported(session, other, cast.li)

    reviews.send_back(session, reported(session, owed, cast.wang), "周敏", "数字有误", NOW)

    assert (facts(session, other).returned, facts(session, other).open) == ("", False)


def test_files_that_were_refused_are_not_counted(session: Session, cast: Cast, owed: int) -> None:
    report = reported(session, owed, cast.wang)
    for number, state in enumerate((FileState.WAITING, FileState.REFUSED, FileState.WAITING)):
        add(
            session,
            Attachment(
                contact_id=cast.wang, report_id=report.id, chat_id=1, message_id=number,
                file_id="x", name="x", state=state, not_before=NOW, received_at=NOW,
            ),
        )  # fmt: skip

    assert reviews.files_with(session, report.id) == 2
    assert reviews.files_with(session, report.id + 1) == 0
