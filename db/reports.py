"""Forms while they are written, and the reports they become."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session, aliased

from db import attachments, extensions, reviews
from db.ledger import mark_reported
from db.tables import Form, FormReading, Obligation, Reading, Report, Target
from db.vocabulary import FormState, Status

# Built once: every answer asks these, and building takes longer than asking.
_OPEN = (
    select(Form)
    .where(Form.contact_id == bindparam("contact"), Form.state == FormState.OPEN)
    .order_by(Form.touched_at.desc(), Form.id.desc())
)
_OPENED = _OPEN.where(Form.obligation_id == bindparam("obligation"))
_ENTRY = select(Form).where(
    Form.obligation_id == bindparam("obligation"),
    Form.entered_by.is_not(None),
    Form.state == FormState.OPEN,
)
_NEWEST = (
    select(Report)
    .where(Report.obligation_id == bindparam("obligation"))
    .order_by(Report.version.desc())
    .limit(1)
)
_FORM_NUMBERS = select(FormReading.target_id, FormReading.value, FormReading.percent).where(
    FormReading.form_id == bindparam("form")
)


def open_form(session: Session, obligation_id: int, contact_id: int, now: datetime) -> Form:
    """Return the contact's open form for an obligation; else begin one from its newest report."""
    form = opened_form(session, obligation_id, contact_id)
    if form is None:
        form = _begin_form(session, Form(obligation_id=obligation_id, contact_id=contact_id), now)
    form.touched_at = now
    return form


def open_entry(session: Session, obligation_id: int, by: str, now: datetime) -> Form:
    """Return the form that the office has open for an obligation (代录); else begin one."""
    form = session.scalar(_ENTRY, {"obligation": obligation_id})
    if form is None:
        form = _begin_form(session, Form(obligation_id=obligation_id, entered_by=by), now)
    form.entered_by, form.touched_at = by, now
    return form


def opened_form(session: Session, obligation_id: int, contact_id: int) -> Form | None:
    """Return the form that a contact has open for an obligation, if any."""
    return session.scalar(_OPENED, {"obligation": obligation_id, "contact": contact_id})


def _begin_form(session: Session, form: Form, now: datetime) -> Form:
    former = newest_report(session, form.obligation_id)
    form.touched_at = now
    if former is not None:
        form.status, form.words = former.status, former.words
        form.begun_from, form.unchanged = former.version, former.unchanged
    session.add(form)
    session.flush()
    if former is not None:
        fill(session, form, readings(session, former.id))
    return form


def open_forms(session: Session, contact_id: int) -> list[Form]:
    """Return the forms that a contact has open, the one touched last first."""
    return list(session.scalars(_OPEN, {"contact": contact_id}))


def begun(session: Session, contact_id: int, obligation_ids: Collection[int]) -> set[int]:
    """Return which of some obligations a contact has put something down for, not filed yet."""
    holds = select(FormReading.form_id).where(FormReading.form_id == Form.id).exists()
    asked = select(Form.obligation_id).where(
        Form.contact_id == contact_id,
        Form.state == FormState.OPEN,
        Form.obligation_id.in_(obligation_ids),
        (Form.words != "") | Form.status.is_not(None) | holds,
    )
    return set(session.scalars(asked))


def forms_of(session: Session, obligation_ids: Collection[int]) -> list[int]:
    """Return the ids of the forms that obligations' reports are written in, or were."""
    return list(
        session.scalars(
            select(Form.id)
            .where(Form.obligation_id.in_(obligation_ids), Form.state != FormState.DROPPED)
            .order_by(Form.id)
        )
    )


def filed_since(session: Session, contact_id: int, since: datetime) -> set[int]:
    """Return the obligations that a contact filed reports of since then."""
    filed = select(Report.obligation_id).where(
        Report.contact_id == contact_id, Report.submitted_at > since
    )
    return set(session.scalars(filed))


def form_of(session: Session, report_id: int) -> Form | None:
    """Return the form that a report was written in."""
    return session.scalar(select(Form).where(Form.report_id == report_id))


def fill(
    session: Session,
    form: Form,
    values: Mapping[int, Decimal],
    percents: Mapping[int, Decimal] | None = None,
) -> None:
    """Put numbers into a form, by target id; a number typed again replaces the former one.

    ``percents`` are the percentages that were said of them.
    """
    said = percents or {}
    for target_id, value in values.items():
        session.merge(
            FormReading(
                form_id=form.id, target_id=target_id, value=value, percent=said.get(target_id)
            )
        )
    session.flush()


def empty(session: Session, form: Form, target_ids: Collection[int]) -> None:
    """Take numbers out of a form again."""
    session.execute(
        delete(FormReading).where(
            FormReading.form_id == form.id, FormReading.target_id.in_(target_ids)
        )
    )


def form_numbers(session: Session, form_id: int) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
    """Return a form's numbers by target id, and the percentages that were said of them."""
    found = session.execute(_FORM_NUMBERS, {"form": form_id}).all()
    values = {target_id: value for target_id, value, _ in found}
    return values, {target_id: said for target_id, _, said in found if said is not None}


def form_percents(session: Session, form_id: int) -> dict[int, Decimal]:
    """Return, by target id, the percentages that were said of a form's numbers."""
    return form_numbers(session, form_id)[1]


def form_values(session: Session, form_id: int) -> dict[int, Decimal]:
    """Return a form's numbers by target id."""
    return form_numbers(session, form_id)[0]


def submit(
    session: Session,
    form: Form,
    status: Status,
    now: datetime,
    *,
    unchanged: bool = False,
    on_behalf_of_id: int | None = None,
) -> Report:
    """Turn a form into the next version of its obligation's report, and close the obligation.

    A number typed for a target that was withdrawn meanwhile is not reported. ``unchanged`` where
    the report says the same as that of the period before.
    """
    last = select(func.max(Report.version)).where(Report.obligation_id == form.obligation_id)
    report = Report(
        obligation_id=form.obligation_id,
        version=(session.scalar(last) or 0) + 1,
        contact_id=form.contact_id,
        entered_by=form.entered_by,
        status=status,
        words=form.words,
        submitted_at=now,
        unchanged=unchanged,
        on_behalf_of_id=on_behalf_of_id,
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
    extensions.end(session, [form.obligation_id], now)
    reviews.supersede(session, report, now)
    attachments.file_with(session, form.id, report.id)
    mark_reported(session, form.obligation_id)
    return report


def drop(session: Session, form: Form, now: datetime) -> None:
    """Throw a form away; what was typed stays in the inbox."""
    session.execute(delete(FormReading).where(FormReading.form_id == form.id))
    form.state, form.touched_at = FormState.DROPPED, now


def forget(session: Session, form: Form) -> None:
    """Take back that a form was begun; nothing of it was shown."""
    session.execute(delete(FormReading).where(FormReading.form_id == form.id))
    session.delete(form)
    session.flush()


def newest_report(session: Session, obligation_id: int) -> Report | None:
    """Return the version of a report that counts."""
    return session.scalar(_NEWEST, {"obligation": obligation_id})


_THIS = aliased(Obligation)
_FORMER = (
    select(_THIS.id, Report)
    .join(Obligation, Obligation.assignment_id == _THIS.assignment_id)
    .join(Report, Report.obligation_id == Obligation.id)
    .where(_THIS.id.in_(bindparam("ids", expanding=True)))
    .where(Obligation.original_due_at < _THIS.original_due_at)
    .order_by(Obligation.original_due_at, Report.version)
)


def former_reports(session: Session, obligation_ids: Collection[int]) -> dict[int, Report]:
    """Return, by obligation, what its assignment reported for the last period before it."""
    return dict(session.execute(_FORMER, {"ids": list(obligation_ids)}).all())


def readings(session: Session, report_id: int) -> dict[int, Decimal]:
    """Return a report's numbers by target id."""
    asked = select(Reading.target_id, Reading.value).where(Reading.report_id == report_id)
    return dict(session.execute(asked).all())


_LAST = (
    select(Reading.target_id, Reading.value)
    .join(Report, Reading.report_id == Report.id)
    .join(Obligation, Report.obligation_id == Obligation.id)
    .join(_THIS, _THIS.assignment_id == Obligation.assignment_id)
    .where(_THIS.id == bindparam("obligation"))
    .where(Obligation.original_due_at < _THIS.original_due_at)  # whatever was put off since
    .order_by(Obligation.original_due_at, Report.version)
)


def last_values(session: Session, obligation_id: int) -> dict[int, Decimal]:
    """Return, by target id, what the same assignment last reported for an earlier period."""
    return dict(session.execute(_LAST, {"obligation": obligation_id}).all())
