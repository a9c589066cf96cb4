"""Two units become one: nothing is lost, nothing is owed twice, and both names mean the one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from db import audit, merging, plans, records, register, seeing
from db.audit import Actor, Wanted
from db.engine import Database, Session
from db.register import NameTakenError
from db.tables import Assignment, Departure, Obligation, Post, Report, Unit
from db.vocabulary import Action, ObligationState, Part, Via
from tests.ledger_cast import make_database
from tests.two_units import HELPING, NOW, OURS, PLAN, THEIRS, fill


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        opened.write_now(fill)
        yield opened


def merged(session: Session) -> merging.Merged:
    gone, into = session.get_one(Unit, THEIRS.unit), session.get_one(Unit, OURS.unit)
    return merging.merge(session, gone, into, "周敏", NOW)


def test_its_parts_people_and_reports_are_the_other_units(database: Database) -> None:
    found = database.write_now(merged)

    assert (found.parts, found.shared, found.people) == (2, 0, 3)
    owners, holders, reports = database.read_now(
        lambda session: (
            set(
                session.scalars(
                    select(Assignment.unit_id).where(
                        Assignment.id.in_((THEIRS.assignment, THEIRS.other_assignment))
                    )
                )
            ),
            set(session.scalars(select(Post.contact_id).where(Post.unit_id == OURS.unit))),
            session.get_one(Report, THEIRS.report).words,
        )
    )
    assert owners == {OURS.unit}
    assert {THEIRS.contact, THEIRS.second, THEIRS.head, OURS.contact} <= holders
    assert reports == "乙密说明"


def test_both_names_mean_the_one_and_the_list_has_it_once(database: Database) -> None:
    database.write_now(merged)
    named = database.read_now(
        lambda session: [
            unit and unit.id
            for unit in (
                plans.find_unit(session, "乙密局"),
                plans.find_unit(session, "乙密别称"),
                plans.find_unit(session, "甲密局"),
            )
        ]
    )

    assert named == [OURS.unit] * 3
    names = [entry.name for entry in database.read_now(register.entries)]
    assert names == ["甲密局", "丙局"]


def test_an_item_of_both_is_owed_once_and_led_if_either_led(database: Database) -> None:
    def both(session: Session) -> None:
        ours = session.get_one(Assignment, OURS.other_assignment)
        ours.item_id, ours.part, ours.position = THEIRS.item, Part.ASSIST, 50
        session.flush()
        merged(session)

    database.write_now(both)
    kept, gone, owed = database.read_now(
        lambda session: (
            session.get_one(Assignment, OURS.other_assignment),
            session.get_one(Assignment, THEIRS.assignment),
            session.get_one(Obligation, THEIRS.obligation),
        )
    )

    assert (kept.part, kept.withdrawn_at) == (Part.LEAD, None)
    assert gone.withdrawn_at == NOW
    assert owed.state is ObligationState.WITHDRAWN


def test_what_was_reported_on_an_item_of_both_is_the_other_units(database: Database) -> None:
    def both(session: Session) -> list[str]:
        ours = session.get_one(Assignment, OURS.other_assignment)
        ours.item_id, ours.position = THEIRS.item, 50
        session.flush()
        merged(session)
        which = records.of_unit(session, PLAN, OURS.unit)
        return [line.unit for line in records.reports(session, which, (0, 9))]

    found = database.write_now(both)

    assert found == ["甲密局"] * 2


def test_a_unit_that_was_merged_twice_is_known_as_the_last(database: Database) -> None:
    def twice(session: Session) -> tuple[int | None, list[int]]:
        merged(session)
        ours, last = session.get_one(Unit, OURS.unit), session.get_one(Unit, HELPING)
        merging.merge(session, ours, last, "周敏", NOW)
        gone = session.get_one(Unit, THEIRS.unit)
        return gone.merged_into_id, seeing.units_named(session, "密局")

    assert database.write_now(twice) == (HELPING, [HELPING])


def test_what_was_noted_of_a_merged_unit_is_found_under_the_one_that_stays(
    database: Database,
) -> None:
    def noted(session: Session) -> int:
        by = Actor("周敏", Via.CHAT)
        audit.note(session, by, Action.UNIT_ADDED, "乙密局", NOW, unit_id=THEIRS.unit)
        session.flush()
        merged(session)
        return audit.count(session, Wanted(unit_id=OURS.unit))

    assert database.write_now(noted) == 1


def test_who_held_a_post_there_is_remembered(database: Database) -> None:
    database.write_now(merged)
    left = database.read_now(
        lambda session: session.scalars(
            select(Departure.successor_id).where(Departure.contact_id == THEIRS.head)
        ).all()
    )

    assert left == [THEIRS.head]


def test_a_unit_is_known_by_its_former_name_after_it_was_renamed(database: Database) -> None:
    def change(session: Session) -> None:
        register.rename(session, session.get_one(Unit, OURS.unit), "甲密新局")

    database.write_now(change)
    found = database.read_now(
        lambda session: [plans.find_unit(session, name) for name in ("甲密新局", "甲密局")]
    )

    assert [unit and unit.id for unit in found] == [OURS.unit, OURS.unit]


def test_a_unit_that_gets_its_former_name_back_has_it_as_its_name(database: Database) -> None:
    def change(session: Session) -> list[str]:
        unit = session.get_one(Unit, OURS.unit)
        register.rename(session, unit, "甲密新局")
        register.rename(session, unit, "甲密局")
        return sorted(register.known_names(session)["甲密局"])

    assert database.write_now(change) == ["甲密别称", "甲密新局"]


def test_a_name_of_another_unit_is_refused(database: Database) -> None:
    def change(session: Session) -> None:
        register.rename(session, session.get_one(Unit, OURS.unit), "乙密别称")

    with pytest.raises(NameTakenError):
        database.write_now(change)
    with pytest.raises(NameTakenError):
        database.write_now(lambda session: register.add_unit(session, "乙密局"))
