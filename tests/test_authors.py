"""Who reported: a contact, or the office for a unit (代录), wherever reports are read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.cards.authors import author_words, who_reported
from db import joint, ledger, reports
from db.authors import Author, author_of
from db.engine import Session
from db.tables import Form, Report
from db.vocabulary import Part, Status
from tests.ledger_cast import (
    Cast,
    a_cast,
    a_report,
    an_assignment,
    an_obligation,
    at,
    make_database,
)

DUE, NOW = "2024-05-24 17:30", at("2024-05-20 10:00")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with make_database(tmp_path) as database, Session(database.engine) as opened:
        yield opened


@pytest.fixture
def cast(session: Session) -> Cast:
    return a_cast(session)


def entered(session: Session, obligation_id: int) -> Report:
    """File a report as the office does for a unit."""
    form = reports.open_entry(session, obligation_id, "周敏", NOW)
    form.words = "已办班"
    return reports.submit(session, form, Status.ON_TRACK, NOW)


def test_what_the_office_typed_names_who_did(session: Session, cast: Cast) -> None:
    report = entered(session, an_obligation(session, cast.nongye_part, DUE))

    assert author_of(session, report) == Author("周敏", entered=True)
    shown = who_reported(session, report)
    assert shown == {"contact": "督办室 周敏 代录", "absent": "", "entered": True}


def test_a_contact_s_report_names_them_and_in_whose_place(session: Session, cast: Cast) -> None:
    number = a_report(session, an_obligation(session, cast.nongye_part, DUE), cast.wang)
    session.execute(update(Report).values(on_behalf_of_id=cast.li))

    author = author_of(session, session.get_one(Report, number))

    assert author == Author("王芳", absent="李强")


def test_a_long_name_does_not_push_out_that_it_was_typed_by_the_office() -> None:
    assert author_words("周" * 60, entered=True).endswith("… 代录")


def test_the_lead_sees_an_assisting_unit_s_report_of_either(session: Session, cast: Cast) -> None:
    helping = an_assignment(session, cast.nongye_item, cast.renshe, Part.ASSIST)
    lead = an_obligation(session, cast.nongye_part, DUE, period="2024-05")
    assisting = an_obligation(session, helping, DUE, period="2024-05")
    entered(session, assisting)
    owed = ledger.owed_by_id(session, lead)
    assert owed is not None

    (one,) = joint.assists(session, owed)

    assert (one.contact, one.entered, one.reported) == ("周敏", True, True)


def test_one_form_of_the_office_s_is_open_at_a_time(session: Session, cast: Cast) -> None:
    obligation = an_obligation(session, cast.nongye_part, DUE)
    first = reports.open_entry(session, obligation, "周敏", NOW)

    second = reports.open_entry(session, obligation, "李科", NOW)

    assert (second.id, second.entered_by) == (first.id, "李科")
    assert reports.open_form(session, obligation, cast.wang, NOW).id != first.id
    assert session.query(Form).count() == 2


def test_it_begins_with_what_was_reported_and_returned(session: Session, cast: Cast) -> None:
    obligation = an_obligation(session, cast.nongye_part, DUE)
    a_report(session, obligation, cast.wang, words="已办班", status=Status.DIFFICULT)

    form = reports.open_entry(session, obligation, "周敏", NOW)

    assert (form.words, form.status, form.begun_from) == ("已办班", Status.DIFFICULT, 1)
