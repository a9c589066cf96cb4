"""Where a unit stands: what it reported itself, and nothing of what others did."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from db.engine import Database, Session
from db.standing import Standing, standing
from db.vocabulary import Part, Status
from tests.ledger_cast import (
    Cast,
    a_cast,
    a_report,
    a_target,
    an_assignment,
    an_obligation,
    make_database,
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def cast(database: Database) -> Cast:
    return database.write_now(a_cast)


def of(database: Database, *units: int) -> list[Standing]:
    return database.read_now(lambda session: standing(session, units))


def test_the_newest_period_s_newest_version_counts(database: Database, cast: Cast) -> None:
    def change(session: Session) -> None:
        target = a_target(session, cast.nongye_item, "100")
        april, march = (
            an_obligation(session, cast.nongye_part, due)
            for due in ("2024-04-25 17:30", "2024-03-25 17:30")
        )
        a_report(session, april, cast.wang, values={target: "50"})
        a_report(session, april, cast.wang, values={target: "60"}, version=2, status=Status.DONE)
        a_report(session, march, cast.wang, values={target: "40"})

    database.write_now(change)

    (one,) = of(database, cast.nongye)
    assert one.status is Status.DONE
    assert one.figures[0].value == 60
    assert one.reported_at is not None


def test_what_is_not_reported_stands_there_with_its_targets(database: Database, cast: Cast) -> None:
    database.write_now(lambda session: a_target(session, cast.nongye_item, "100"))

    (one,) = of(database, cast.nongye)

    assert (one.status, one.reported_at) == (None, None)
    assert [(figure.goal, figure.value) for figure in one.figures] == [(Decimal(100), None)]


def test_an_assisting_unit_sees_neither_the_lead_s_figures_nor_its_report(
    database: Database, cast: Cast
) -> None:
    def change(session: Session) -> None:
        target = a_target(session, cast.nongye_item, "100")
        an_assignment(session, cast.nongye_item, cast.renshe, Part.ASSIST)
        due = an_obligation(session, cast.nongye_part, "2024-04-25 17:30")
        a_report(session, due, cast.wang, values={target: "50"})

    database.write_now(change)

    assisted = next(one for one in of(database, cast.renshe) if one.part is Part.ASSIST)
    assert (assisted.status, assisted.reported_at, assisted.figures) == (None, None, ())
    assert {one.unit for one in of(database, cast.renshe)} == {"人社局"}


def test_items_of_several_units_stand_unit_by_unit(database: Database, cast: Cast) -> None:
    assert [one.unit for one in of(database, cast.renshe, cast.nongye)] == ["农业农村局", "人社局"]
    assert of(database) == []
