"""An extension's life in the ledger: one at a time, the ladder frozen, the due time moved once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from db import extensions
from db.engine import Session
from db.extensions import Stage, stage_of
from db.tables import Assignment, Extension, Obligation
from db.withdrawing import close
from scheduler.planning import replan
from tests.ledger_cast import RULES, Cast, a_cast, a_report, an_obligation, at, make_database

NOW, DUE, LATER = at("2024-06-20 09:00"), "2024-06-25 17:30", at("2024-06-28 17:30")


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


def asked(session: Session, owed: int, contact: int) -> Extension:
    extension = extensions.begin(session, owed, contact)
    extension.wanted_due_at = LATER
    extensions.give_reason(session, extension, contact, "数据还在核", 7)
    extensions.ask(session, extension, contact, NOW)
    return extension


def test_a_unit_has_one_extension_under_way(session: Session, cast: Cast, owed: int) -> None:
    first = extensions.begin(session, owed, cast.wang)

    second = extensions.begin(session, owed, cast.li)

    assert second.id == first.id
    assert stage_of(first) is Stage.DRAFT
    session.add(Extension(obligation_id=owed, contact_id=cast.li))
    with pytest.raises(IntegrityError):
        session.flush()


def test_while_one_is_pending_no_reminder_is_planned(
    session: Session, cast: Cast, owed: int
) -> None:
    obligation = session.get_one(Obligation, owed)
    assert obligation.next_nudge_at is not None

    extension = asked(session, owed, cast.wang)

    assert stage_of(extension) is Stage.PENDING
    session.refresh(obligation)
    assert obligation.next_nudge_at is None


def test_one_that_is_granted_moves_the_due_time_and_plans_its_rungs_at_once(
    session: Session, cast: Cast, owed: int
) -> None:
    extension = asked(session, owed, cast.wang)

    extensions.decide(session, extension, "周敏", NOW, granted=True)
    replan(session, RULES, owed, NOW)

    obligation = session.get_one(Obligation, owed)
    session.refresh(obligation)
    assert stage_of(extension) is Stage.GRANTED
    assert (obligation.due_at, obligation.original_due_at) == (LATER, at(DUE))
    assert extension.former_due_at == at(DUE)
    assert obligation.next_nudge_at == at("2024-06-25 09:00")  # three workdays before the 28th


def test_one_that_is_refused_leaves_the_due_time_and_skips_what_passed(
    session: Session, cast: Cast, owed: int
) -> None:
    extension = asked(session, owed, cast.wang)

    decided_at = at("2024-06-24 10:00")  # the rung of the day before has passed
    extensions.decide(session, extension, "周敏", decided_at, granted=False)
    replan(session, RULES, owed, decided_at)

    obligation = session.get_one(Obligation, owed)
    session.refresh(obligation)
    assert stage_of(extension) is Stage.REFUSED
    assert obligation.due_at == at(DUE)
    assert obligation.next_nudge_at == at("2024-06-25 09:00")


def test_one_that_was_decided_makes_room_for_another_and_is_counted(
    session: Session, cast: Cast, owed: int
) -> None:
    first = asked(session, owed, cast.wang)
    extensions.decide(session, first, "周敏", NOW, granted=True)
    second = asked(session, owed, cast.wang)
    extensions.decide(session, second, "周敏", NOW, granted=False)

    third = extensions.begin(session, owed, cast.wang)

    assert [extensions.granted_before(session, one) for one in (first, second, third)] == [0, 1, 1]


@pytest.mark.parametrize(
    ("begin", "stage"), [(extensions.begin, Stage.CANCELLED), (asked, Stage.WITHDRAWN)]
)
def test_what_is_taken_back_is_under_way_no_more(
    session: Session,
    cast: Cast,
    owed: int,
    begin: Callable[[Session, int, int], Extension],
    stage: Stage,
) -> None:
    extension = begin(session, owed, cast.wang)

    extensions.end(session, [owed], NOW)

    assert stage_of(extension) is stage
    assert extensions.current(session, owed) is None


def test_a_withdrawn_part_ends_what_was_asked_for_it(
    session: Session, cast: Cast, owed: int
) -> None:
    extension = asked(session, owed, cast.wang)
    session.get_one(Assignment, cast.nongye_part).withdrawn_at = NOW

    close(session, cast.plan, NOW)

    assert stage_of(extension) is Stage.WITHDRAWN


def test_planning_what_is_reported_or_gone_plans_nothing(
    session: Session, cast: Cast, owed: int
) -> None:
    a_report(session, owed, cast.wang)

    replan(session, RULES, owed, NOW)
    replan(session, RULES, owed + 1, NOW)

    assert session.get_one(Obligation, owed).next_nudge_at is None
