"""Forms while they are written, and the reports they become."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from db.ledger import mark_reported
from db.tables import Form, FormReading, Obligation, Reading, Report, Target
from db.vocabulary import FormState, Status


def open_form(session: Session, obligation_id: int, contact_id: int, now: datetime) -> Form:
    """Return the contact's open form for an obligation; else begin one from its newest report."""
    form = session.scalar(
        select(Form).where(
            Form.obligation_id == obligation_id,
            Form.contact_id == contact_id,
            Form.state == FormState.OPEN,
        )
    )
    if form is None:
        form = _begin_form(session, obligation_id, contact_id, now)
    form.touched_at = now
    return form


def _begin_form(session: Session, obligation_id: int, contact_id: int, now: datetime) -> Form:
    former = newest_report(session, obligation_id)
    form = Form(obligation_id=obligation_id, contact_id=contact_id, touched_at=now)
    if former is not None:
        form.status, form.words = former.status, former.words
        form.begun_from = former.version
    session.add(form)
    session.flush()
    if former is not None:
        fill(session, form, readings(session, former.id))
    return form


def form_in_hand(session: Session, contact_id: int) -> Form | None:
    """Return the open form that a contact touched last."""
    return session.scalar(
        select(Form)
        .where(Form.contact_id == contact_id, Form.state == FormState.OPEN)
        .order_by(Form.touched_at.desc(), Form.id.desc())
        .limit(1)
    )


def fill(session: Session, form: Form, values: Mapping[int, Decimal]) -> None:
    """Put numbers into a form, by target id; a number typed again replaces the former one."""
    for target_id, value in values.items():
        session.merge(FormReading(form_id=form.id, target_id=target_id, value=value))
    session.flush()


def form_values(session: Session, form_id: int) -> dict[int, Decimal]:
    """Return a form's numbers by target id."""
    asked = select(FormReading.target_id, FormReading.value).where(FormReading.form_id == form_id)
    return dict(session.execute(asked).all())


def submit(session: Session, form: Form, status: Status, now: datetime) -> Report:
    """Turn a form into the next version of its obligation's report, and close the obligation.

    A number typed for a target that was withdrawn meanwhile is not reported.
    """
    last = select(func.max(Report.version)).where(Report.obligation_id == form.obligation_id)
    report = Report(
        obligation_id=form.obligation_id,
        version=(session.scalar(last) or 0) + 1,
        contact_id=form.contact_id,
        status=status,
        words=form.words,
        submitted_at=now,
    )
    session.add(report)
    session.flush()
    present = (
        select(FormReading.target_id, FormReading.value)
        .join(Target, FormReading.target_id == Target.id)
        .where(FormReading.form_id == form.id, Target.withdrawn_at.is_(None))
    )
    session.add_all(
        Reading(report_id=report.id, target_id=target_id, value=value)
        for target_id, value in session.execute(present)
    )
    form.state, form.status, form.report_id = FormState.SUBMITTED, status, report.id
    form.touched_at = now
    mark_reported(session, form.obligation_id)
    return report


def drop(session: Session, form: Form, now: datetime) -> None:
    """Throw a form away; what was typed stays in the inbox."""
    session.execute(delete(FormReading).where(FormReading.form_id == form.id))
    form.state, form.touched_at = FormState.DROPPED, now


def newest_report(session: Session, obligation_id: int) -> Report | None:
    """Return the version of a report that counts."""
    return session.scalar(
        select(Report)
        .where(Report.obligation_id == obligation_id)
        .order_by(Report.version.desc())
        .limit(1)
    )


def readings(session: Session, report_id: int) -> dict[int, Decimal]:
    """Return a report's numbers by target id."""
    asked = select(Reading.target_id, Reading.value).where(Reading.report_id == report_id)
    return dict(session.execute(asked).all())


def last_values(session: Session, obligation_id: int) -> dict[int, Decimal]:
    """Return, by target id, what the same assignment last reported for an earlier period."""
    this = session.get_one(Obligation, obligation_id)
    earlier = (
        select(Reading.target_id, Reading.value)
        .join(Report, Reading.report_id == Report.id)
        .join(Obligation, Report.obligation_id == Obligation.id)
        .where(Obligation.assignment_id == this.assignment_id, Obligation.due_at < this.due_at)
        .order_by(Obligation.due_at, Report.version)
    )
    return dict(session.execute(earlier).all())
