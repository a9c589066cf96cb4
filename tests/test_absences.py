"""Absences: who is told and who may answer while somebody is away, and only then."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from db import absences, ledger, nudges, people
from db.engine import Database, Session
from db.tables import Absence
from db.vocabulary import Role, Untold
from scheduler.standing_in import KEY, tell_substitutes
from scheduler.sweep import sweep
from tests.ledger_cast import (
    RULES,
    Cast,
    a_cast,
    a_contact,
    add,
    all_of,
    an_obligation,
    at,
    make_database,
)

BEFORE, DURING, AFTER = at("2024-04-30 23:59"), at("2024-05-02 09:00"), at("2024-05-08 00:00")
FIRST, END = at("2024-05-01 00:00"), at("2024-05-08 00:00")
MOMENTS = pytest.mark.parametrize(
    ("now", "away"),
    [
        pytest.param(BEFORE, False, id="a minute before"),
        pytest.param(FIRST, True, id="from the first midnight"),
        pytest.param(DURING, True, id="in between"),
        pytest.param(AFTER, False, id="from the last midnight not any more"),
    ],
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def cast(database: Database) -> Cast:
    return database.write_now(a_cast)


def an_absence(
    session: Session,
    contact: int,
    substitute: int | None = None,
    *,
    starts: str = "2024-05-01 00:00",
    ends: str = "2024-05-08 00:00",
    confirmed: str | None = "2024-04-20 10:00",
) -> int:
    return add(
        session,
        Absence(
            contact_id=contact,
            substitute_id=substitute,
            starts_at=at(starts),
            ends_at=at(ends),
            confirmed_at=at(confirmed) if confirmed else None,
        ),
    ).id


def told(database: Database, unit: int, now: datetime = DURING) -> list[int]:
    found = database.read_now(lambda session: people.holders(session, unit, Role.CONTACT, now))
    return [one.id for one in found]


def swept(database: Database, now: datetime = DURING) -> list[tuple[int, int | None, Role]]:
    found = database.read_now(
        lambda session: nudges.reachable_holders(session, people.ANSWERING, now)
    )
    return [(one.contact_id, one.unit_id, one.role) for one in found]


@MOMENTS
def test_a_head_who_stands_in_has_a_contact_s_rights_while_the_contact_is_away(
    database: Database, cast: Cast, *, now: datetime, away: bool
) -> None:
    due = database.write_now(
        lambda session: an_obligation(session, cast.renshe_part, "2024-05-06 17:30")
    )
    database.write_now(lambda session: an_absence(session, cast.li, cast.sun))

    def rights(session: Session) -> tuple[bool, list[int], int]:
        return (
            ledger.answers_for(session, cast.sun, due, now),
            [unit.id for unit in people.units_of(session, cast.sun, (Role.CONTACT,), now)],
            len(ledger.checklist(session, cast.sun, now)),
        )

    assert database.read_now(rights) == (away, [cast.renshe] * away, int(away))


@MOMENTS
def test_who_is_away_is_not_told_and_the_substitute_is(
    database: Database, cast: Cast, *, now: datetime, away: bool
) -> None:
    database.write_now(lambda session: an_absence(session, cast.li, cast.sun))

    assert told(database, cast.renshe, now) == ([cast.sun] if away else [cast.li])
    assert ((cast.li, cast.renshe, Role.CONTACT) in swept(database, now)) is not away
    assert ((cast.sun, cast.renshe, Role.CONTACT) in swept(database, now)) is away


def test_who_is_away_may_still_answer(database: Database, cast: Cast) -> None:
    due = database.write_now(
        lambda session: an_obligation(session, cast.renshe_part, "2024-05-06 17:30")
    )
    database.write_now(lambda session: an_absence(session, cast.li, cast.sun))

    assert database.read_now(lambda session: ledger.answers_for(session, cast.li, due, DURING))


def test_a_substitute_has_no_rights_at_a_unit_where_they_hold_no_post(
    database: Database, cast: Cast
) -> None:
    due = database.write_now(
        lambda session: an_obligation(session, cast.renshe_part, "2024-05-06 17:30")
    )
    database.write_now(lambda session: an_absence(session, cast.li, cast.wang))

    def rights(session: Session) -> tuple[bool, object]:
        return (
            ledger.answers_for(session, cast.wang, due, DURING),
            absences.absent_whom(session, cast.wang, cast.renshe, DURING),
        )

    assert database.read_now(rights) == (False, None)
    assert told(database, cast.renshe) == []


def test_a_draft_and_a_cancelled_absence_count_for_nothing(database: Database, cast: Cast) -> None:
    def change(session: Session) -> None:
        an_absence(session, cast.li, cast.sun, confirmed=None)
        cancelled = an_absence(session, cast.li, cast.sun)
        session.get_one(Absence, cancelled).cancelled_at = at("2024-04-21 10:00")

    database.write_now(change)

    assert told(database, cast.renshe) == [cast.li]


def test_without_a_substitute_the_other_contacts_are_told_and_then_the_head(
    database: Database, cast: Cast
) -> None:
    def change(session: Session) -> int:
        an_absence(session, cast.li)
        return a_contact(session, "刘洋", {cast.renshe: Role.CONTACT})

    database.write_now(lambda session: an_obligation(session, cast.renshe_part, "2024-05-06 17:30"))
    second = database.write_now(change)
    assert told(database, cast.renshe) == [second]

    database.write_now(lambda session: an_absence(session, second))

    assert told(database, cast.renshe) == []
    done = database.write_now(lambda session: sweep(session, RULES, at("2024-05-06 09:00")))
    assert tuple(done.counts.values()) == (1, 0, 1, 0)


def test_a_unit_all_of_whose_people_are_away_is_one_that_nobody_reaches(
    database: Database, cast: Cast
) -> None:
    database.write_now(lambda session: an_obligation(session, cast.nongye_part, "2024-05-06 17:30"))
    database.write_now(lambda session: an_absence(session, cast.wang))

    def units(now: datetime) -> list[tuple[str, Untold]]:
        found = database.read_now(lambda session: people.cut_off(session, now))
        return [(unit, why) for unit, why in found.items() if unit == "农业农村局"]

    assert units(DURING) == [("农业农村局", Untold.ON_LEAVE)]
    assert units(AFTER) == []


def test_a_substitute_who_is_away_too_is_not_told(database: Database, cast: Cast) -> None:
    def change(session: Session) -> None:
        second = a_contact(session, "刘洋", {cast.renshe: Role.CONTACT})
        an_absence(session, cast.li, second)
        an_absence(session, second, cast.sun)

    database.write_now(change)

    assert told(database, cast.renshe) == [cast.sun]


def test_a_reminder_goes_to_the_substitute_alone(database: Database, cast: Cast) -> None:
    database.write_now(lambda session: an_obligation(session, cast.renshe_part, "2024-05-06 17:30"))
    database.write_now(lambda session: an_absence(session, cast.li, cast.sun))

    done = database.write_now(lambda session: sweep(session, RULES, at("2024-05-06 09:00")))

    assert tuple(done.counts.values()) == (1, 1, 0, 0)
    found = database.read_now(
        lambda session: nudges.reachable_holders(session, (Role.CONTACT,), DURING)
    )
    assert [one.contact_id for one in found if one.unit_id == cast.renshe] == [cast.sun]


def test_the_absent_person_is_named_also_where_the_substitute_is_a_contact_already(
    database: Database, cast: Cast
) -> None:
    def change(session: Session) -> int:
        second = a_contact(session, "刘洋", {cast.renshe: Role.CONTACT})
        an_absence(session, cast.li, second)
        return second

    second = database.write_now(change)

    def named(contact: int, unit: int, now: datetime) -> str | None:
        absent = database.read_now(
            lambda session: absences.absent_whom(session, contact, unit, now)
        )
        return absent.name if absent else None

    assert named(second, cast.renshe, DURING) == "李强"
    assert named(second, cast.renshe, AFTER) is None
    assert named(second, cast.nongye, DURING) is None
    assert named(cast.li, cast.renshe, DURING) is None


def test_a_new_absence_takes_the_place_of_those_it_overlaps(database: Database, cast: Cast) -> None:
    def change(session: Session) -> list[int]:
        touching = an_absence(session, cast.li, starts="2024-04-24 00:00", ends="2024-04-26 00:00")
        before = an_absence(session, cast.li, starts="2024-04-26 00:00", ends="2024-05-02 00:00")
        overlapped = an_absence(session, cast.li, cast.sun, starts="2024-05-02 00:00")
        draft = absences.draft(session, cast.li)
        draft.starts_at, draft.ends_at = FIRST, at("2024-05-03 00:00")
        former = absences.confirm(session, draft, None, at("2024-04-21 10:00"))
        assert [one.id for one in former] == [before, overlapped]
        return [touching, before, overlapped, draft.id]

    ids = database.write_now(change)

    found = {one.id: one for one in all_of(database, Absence)}
    assert [found[one].cancelled_at is not None for one in ids] == [False, False, True, False]
    assert found[ids[1]].ends_at == FIRST


@pytest.mark.parametrize(
    ("now", "ends", "cancelled"),
    [
        pytest.param(BEFORE, END, BEFORE, id="before it begins"),
        pytest.param(FIRST, END, FIRST, id="at its first moment"),
        pytest.param(DURING, DURING, None, id="while it goes on"),
    ],
)
def test_an_absence_is_cancelled_before_it_began_and_cut_short_after(
    database: Database, cast: Cast, now: datetime, ends: datetime, cancelled: datetime | None
) -> None:
    number = database.write_now(lambda session: an_absence(session, cast.li))

    database.write_now(lambda session: absences.end(session.get_one(Absence, number), now))

    (absence,) = all_of(database, Absence)
    assert (absence.ends_at, absence.cancelled_at) == (ends, cancelled)


def test_a_contact_has_one_draft_and_it_begins_empty(database: Database, cast: Cast) -> None:
    def begun(session: Session) -> int:
        draft = absences.draft(session, cast.li)
        assert draft.starts_at is None
        draft.starts_at = FIRST
        return draft.id

    assert database.write_now(begun) == database.write_now(begun)


def test_what_falls_due_while_somebody_is_away_is_counted_with_its_last_day(
    database: Database, cast: Cast
) -> None:
    def change(session: Session) -> list[int]:
        return [
            an_obligation(session, cast.renshe_part, due)
            for due in (
                "2024-04-30 17:30",
                "2024-05-06 17:30",
                "2024-05-07 17:30",
                "2024-05-08 17:30",
            )
        ]

    made = database.write_now(change)

    def due(units: list[int]) -> list[int]:
        return database.read_now(lambda session: absences.due_within(session, units, FIRST, END))

    assert due([cast.renshe]) == made[1:3]
    assert due([cast.nongye]) == []


def test_who_stands_in_is_told_once_of_its_beginning_and_not_written_to_again(
    database: Database, cast: Cast
) -> None:
    at_work = at("2024-05-06 10:00")
    database.write_now(lambda session: an_absence(session, cast.wang, cast.sun))

    def tell(session: Session) -> tuple[int, int, int]:
        first, second = (tell_substitutes(session, RULES, at_work) for _ in range(2))
        return first, len(absences.beginning(session, at_work, KEY)), second

    assert len(database.read_now(lambda session: absences.beginning(session, at_work, KEY))) == 1
    assert database.write_now(tell) == (1, 0, 0)
