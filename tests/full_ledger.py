"""A plan in which everything has happened that a ledger tells of; read back as Excel reads it."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from bot.ledger.drawing import draw_ledger
from db import audit
from db.audit import Actor
from db.engine import Database, Session
from db.tables import (
    Assignment,
    Attachment,
    Extension,
    Item,
    Move,
    Obligation,
    Report,
    Review,
    Revision,
    Section,
)
from db.vocabulary import Action, Cause, FileState, ObligationState, Part, Status, Timing, Via
from tests.ledger_cast import (
    ZONE,
    Cast,
    a_cadence,
    a_cast,
    a_report,
    a_target,
    a_unit,
    add,
    an_assignment,
    an_item,
    an_obligation,
    at,
)

NOW = at("2024-06-24 09:05")
#: What must stay a text, whatever program opens it.
FORMULA, LINK, COMMAND = "=1+1", "http://x", "+cmd|' /C calc'!A0"
CONTROL = "一\x00\x07\x1b二\u202e三\n<r>&四</r> _x0041_"
DIRECTOR = Actor("周主任", Via.CHAT)


def fill(session: Session) -> Cast:
    """Store the plan; return its cast."""
    cast = a_cast(session)
    section = add(session, Section(plan_id=cast.plan, position=0, title="壮大队伍"))
    item = session.get_one(Item, cast.nongye_item)
    item.section_id, item.due_text, item.due_on = section.id, "6月底前", date(2024, 6, 30)
    item.due_timing = Timing.BY
    an_assignment(session, cast.nongye_item, cast.renshe, Part.ASSIST)
    a_cadence(session, cast.plan)
    farms = a_target(session, cast.nongye_item, "1840")
    _nongye(session, cast, farms)
    _renshe(session, cast)
    _wenlv(session, cast)
    _withdrawn(session, cast)
    session.add(
        Revision(
            plan_id=cast.plan,
            version=2,
            source="",
            digest="2" * 64,
            applied_at=at("2024-04-01 10:00"),
            changes={
                "added": [{"no": "9", "text": "新任务", "lead": ["文旅局"]}],
                "changed": [
                    {
                        "no": "1",
                        "text": "发展家庭农场",
                        "changes": [
                            {"what": "lead", "before": ["人社局"], "after": ["农业农村局"]}
                        ],
                    }
                ],
            },
        )
    )
    return cast


def _nongye(session: Session, cast: Cast, farms: int) -> None:
    """Reported, returned, reported anew and accepted; reported late; not due yet."""
    owed = an_obligation(session, cast.nongye_part, "2024-04-25 17:30", period="2024-04")
    first = a_report(session, owed, cast.wang, values={farms: "200"}, words=FORMULA)
    second = a_report(session, owed, cast.wang, values={farms: "1200.5"}, words=LINK, version=2)
    _reviewed(session, first, accepted=False, reason="数字有误")
    _reviewed(session, second, accepted=True)
    late = an_obligation(session, cast.nongye_part, "2024-05-24 17:30", period="2024-05")
    report = session.get_one(Report, a_report(session, late, cast.wang, words=CONTROL))
    report.submitted_at, report.status = at("2024-05-26 08:00"), Status.DIFFICULT
    an_obligation(session, cast.nongye_part, "2024-06-25 17:30", period="2024-06")
    an_obligation(session, cast.nongye_part, "2024-07-25 17:30", period="2024-07")
    session.add(
        Attachment(
            contact_id=cast.wang,
            obligation_id=owed,
            report_id=second,
            chat_id=1,
            message_id=1,
            file_id="x",
            name="照片.jpg",
            state=FileState.STORED,
            path="a",
            sha256="0" * 64,
            size=1,
            not_before=NOW,
            received_at=NOW,
        )
    )


def _renshe(session: Session, cast: Cast) -> None:
    """Overdue, though extended and moved; and once refused."""
    owed = an_obligation(session, cast.renshe_part, "2024-05-24 17:30", period="2024-05")
    before, after = at("2024-05-24 17:30"), at("2024-06-12 17:30")
    session.get_one(Obligation, owed).due_at = after
    told = {"obligation_id": owed, "contact_id": cast.li, "former_due_at": before}
    session.add(
        Extension(
            **told,
            reason=COMMAND,
            wanted_due_at=at("2024-06-14 17:30"),
            asked_at=at("2024-05-23 10:00"),
            granted=True,
            granted_due_at=after,
            decided_at=at("2024-05-23 11:00"),
            decided_by="周主任",
        )
    )
    session.add(
        Move(
            obligation_id=owed,
            cause=Cause.EXTENSION,
            former_due_at=before,
            due_at=after,
            moved_at=at("2024-05-23 11:00"),
            moved_by="周主任",
            reason="",
        )
    )
    audit.note(
        session,
        DIRECTOR,
        Action.EXTENSION,
        "人社局",
        at("2024-05-23 11:00"),
        plan_id=cast.plan,
        after={"due_on": "2024-06-12"},
    )

    audit.note(
        session,
        DIRECTOR,
        Action.REMINDED,
        "人社局",
        at("2024-06-13 09:00"),
        plan_id=cast.plan,
        after={"people": 2, "units": ["人社局"]},
    )


def _wenlv(session: Session, cast: Cast) -> None:
    """Typed by the office for the unit."""
    owed = an_obligation(
        session,
        cast.wenlv_part,
        "2024-05-24 17:30",
        period="2024-05",
        state=ObligationState.REPORTED,
    )
    session.add(
        Report(
            obligation_id=owed,
            version=1,
            entered_by="周主任",
            status=Status.ON_TRACK,
            words="电话报：已培训",
            submitted_at=at("2024-05-24 17:00"),
        )
    )


def _withdrawn(session: Session, cast: Cast) -> None:
    """An item that a newer text took away, with what was reported of it."""
    item = an_item(session, cast.plan, "开展结对帮扶")
    part = an_assignment(session, item, a_unit(session, "教体局"))
    target = a_target(session, item, "10", quantity="结对")
    owed = an_obligation(session, part, "2024-03-25 17:30", period="2024-03")
    a_report(session, owed, cast.wang, values={target: "3"})
    session.get_one(Obligation, owed).state = ObligationState.WITHDRAWN
    gone = session.get_one(Item, item)
    gone.withdrawn_at = NOW - timedelta(days=80)
    session.get_one(Assignment, part).withdrawn_at = gone.withdrawn_at


def _reviewed(session: Session, report: int, *, accepted: bool, reason: str = "") -> None:
    review = Review(report_id=report, reviewer="周主任", accepted=accepted, reason=reason)
    review.reviewed_at = at("2024-04-26 09:00")
    session.add(review)


def drawn(database: Database, plan: int) -> bytes:
    """Return a plan's ledger."""
    file = BytesIO()
    office = ("清溪县督办室", ZONE)
    database.read_now(lambda session: draw_ledger(session, plan, office, NOW, file))
    return file.getvalue()


def tables(content: bytes) -> dict[str, list[dict[str, Any]]]:
    """Return, by sheet, its rows as cells by their titles."""
    found = {}
    for page in load_workbook(BytesIO(content)).worksheets:
        _, titles, *rows = page.iter_rows(values_only=True)
        found[page.title] = [dict(zip(map(str, titles), row, strict=True)) for row in rows]
    return found
