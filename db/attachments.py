"""附件: files that contacts send, from the message that brings one to the report it goes with.

Files belong together where they came as one album; those that came one by one right after each
other, and have no place yet, are made one. Fetching their content is ``db.fetching``'s.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, func, select, update
from sqlalchemy.orm import Session

from db.tables import Attachment, Form, Report
from db.vocabulary import FileState, FormState

#: Files sent within so short a time of each other are one handful.
HANDFUL = timedelta(minutes=2)
#: What will not come any more.
LOST = (FileState.REFUSED, FileState.FAILED)


@dataclass(frozen=True, slots=True)
class Place:
    """Where files go: into a form that is being filled, or with a report that is filed."""

    obligation_id: int
    form_id: int | None = None
    report_id: int | None = None


def note(session: Session, attachment: Attachment) -> Attachment:
    """Note a file down; a message that was edited may bring another file than before.

    One that is filed already stays what it was.
    """
    found = of_message(session, attachment.chat_id, attachment.message_id)
    if found is None:
        session.add(attachment)
        session.flush()
        return attachment
    if found.file_id != attachment.file_id and found.report_id is None:
        found.file_id, found.name, found.size = attachment.file_id, attachment.name, attachment.size
        found.state, found.error = attachment.state, attachment.error
        found.attempts, found.not_before = 0, attachment.not_before
        found.leased_until = found.path = found.sha256 = found.kind = found.stored_at = None
        found.removed_at = None
        session.flush()
    return found


def of_message(session: Session, chat_id: int, message_id: int) -> Attachment | None:
    """Return the file that a message brought."""
    return session.scalar(
        select(Attachment).where(Attachment.chat_id == chat_id, Attachment.message_id == message_id)
    )


def handful(session: Session, contact_id: int, now: datetime, message_id: int) -> str:
    """Return the name under which a file belongs together with those sent just before it."""
    last = session.scalar(
        select(Attachment)
        .where(Attachment.contact_id == contact_id)
        .order_by(Attachment.id.desc())
        .limit(1)
    )
    belongs = (
        last is not None
        and (last.album or "").startswith("+")
        and last.obligation_id is None
        and last.received_at > now - HANDFUL
    )
    return str(last.album) if last is not None and belongs else f"+{message_id}"


def together(session: Session, attachment: Attachment) -> list[Attachment]:
    """Return the files of an attachment's album or handful, those that were removed left out."""
    return _found(
        session,
        Attachment.chat_id == attachment.chat_id,
        Attachment.album == attachment.album,
    )


def first_of(session: Session, attachment: Attachment) -> int:
    """Return the id of the first file of an album or handful, by which cards know it."""
    return min((one.id for one in together(session, attachment)), default=attachment.id)


def put(session: Session, attachments: Iterable[Attachment], place: Place) -> None:
    """Give files their place."""
    for one in attachments:
        one.obligation_id, one.form_id = place.obligation_id, place.form_id
        one.report_id = place.report_id
    session.flush()


def place_of(attachments: Iterable[Attachment]) -> Place | None:
    """Return where the first of some files that has a place is."""
    return next(
        (
            Place(one.obligation_id, one.form_id, one.report_id)
            for one in attachments
            if one.obligation_id is not None
        ),
        None,
    )


def of_form(session: Session, form_id: int) -> list[Attachment]:
    """Return the files that came with a form."""
    return _found(session, Attachment.form_id == form_id)


_SHOWN = (  # built once: every form asks
    select(Attachment)
    .where(Attachment.obligation_id == bindparam("obligation"), Attachment.removed_at.is_(None))
    .where(Attachment.report_id.is_not(None) | (Attachment.form_id == bindparam("form")))
    .order_by(Attachment.message_id)
)


def shown_with(session: Session, form: Form) -> tuple[list[Attachment], list[Attachment]]:
    """Return the files filed with an obligation's reports, of any version, and a form's own."""
    values = {"obligation": form.obligation_id, "form": form.id}
    found = session.scalars(_SHOWN, values).all()
    filed = [one for one in found if one.report_id is not None]
    return filed, [one for one in found if one.form_id == form.id]


def _found(session: Session, *which: ColumnElement[bool]) -> list[Attachment]:
    asked = select(Attachment).where(*which, Attachment.removed_at.is_(None))
    return list(session.scalars(asked.order_by(Attachment.message_id)))


def file_with(session: Session, form_id: int, report_id: int) -> None:
    """File a form's attachments with the report that it became."""
    session.execute(
        update(Attachment)
        .where(Attachment.form_id == form_id, Attachment.report_id.is_(None))
        .where(Attachment.removed_at.is_(None))
        .values(report_id=report_id)
    )


def remove_unfiled(session: Session, form_id: int, now: datetime) -> int:
    """Take a form's files that are not filed out of it; return how many. Rows and files stay."""
    taken = [one for one in of_form(session, form_id) if one.report_id is None]
    for one in taken:
        one.removed_at = now
    session.flush()
    return len(taken)


def just_filed(session: Session, contact_id: int, since: datetime) -> Report | None:
    """Return the report that a contact filed last, where that was since a moment."""
    return session.scalar(
        select(Report)
        .where(Report.contact_id == contact_id, Report.submitted_at >= since)
        .order_by(Report.submitted_at.desc(), Report.id.desc())
        .limit(1)
    )


def own_form(session: Session, contact_id: int, obligation_id: int) -> Form | None:
    """Return the form by which a contact sees an obligation: the open one, else their receipt."""
    return session.scalar(
        select(Form)
        .where(Form.contact_id == contact_id, Form.obligation_id == obligation_id)
        .where(Form.state != FormState.DROPPED)
        .order_by(Form.state == FormState.SUBMITTED, Form.id.desc())
        .limit(1)
    )


def receipts(session: Session, obligation_id: int) -> list[int]:
    """Return the forms that show an obligation's reports, the newest of each contact's."""
    return list(
        session.scalars(
            select(func.max(Form.id))
            .where(Form.obligation_id == obligation_id, Form.state != FormState.DROPPED)
            .group_by(Form.contact_id)
        )
    )
