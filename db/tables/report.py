"""What is answered: forms while they are written, reports, their numbers and files, reviews."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base, one_of
from db.vocabulary import FileState, FormState, Status


class Report(Base):
    """填报: an answer to an obligation; a correction is a new version, nothing is overwritten.

    ``unchanged`` where it says that nothing changed since the last period; ``on_behalf_of_id`` is
    the absent contact in whose place a substitute filed it. ``entered_by`` of the office typed it
    for the unit (代录), and then it is no contact's. ``waits`` until it is reviewed or superseded.
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("obligation_id", "version"),
        one_of("status", Status),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("(contact_id IS NULL) = (entered_by IS NOT NULL)", name="whose"),
        Index(None, "contact_id", "submitted_at"),
        Index(
            "ix_report_waiting",
            "submitted_at",
            sqlite_where=text("waits = 1"),  # as it is asked
            postgresql_where=text("waits"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"))
    version: Mapped[int]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    status: Mapped[Status]
    words: Mapped[str]
    submitted_at: Mapped[datetime]
    unchanged: Mapped[bool] = mapped_column(default=False, server_default=false())
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    entered_by: Mapped[str | None]
    waits: Mapped[bool] = mapped_column(default=True, server_default=false())


class Reading(Base):
    """完成值: a report's number for one target."""

    __tablename__ = "reading"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"), primary_key=True, index=True)
    value: Mapped[Decimal]


class Review(Base):
    """审核: a report accepted, which locks it, or returned with a reason; by name, from a chat."""

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("accepted OR trim(reason) <> ''", name="reason"),
        UniqueConstraint("report_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    reviewer: Mapped[str]
    accepted: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
    reviewed_at: Mapped[datetime]


class Form(Base):
    """A report being written: one card, edited in place until it is submitted.

    One that ``entered_by`` of the office fills for a unit (代录) is no contact's.
    """

    __tablename__ = "form"
    __table_args__ = (
        one_of("state", FormState),
        one_of("status", Status),
        CheckConstraint("(state = 'submitted') = (report_id IS NOT NULL)", name="submitted"),
        CheckConstraint("(contact_id IS NULL) = (entered_by IS NOT NULL)", name="whose"),
        Index(
            "uq_form_open",
            "obligation_id",
            "contact_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    state: Mapped[FormState] = mapped_column(default=FormState.OPEN)
    status: Mapped[Status | None]
    words: Mapped[str] = mapped_column(default="")
    asked_target_id: Mapped[int | None] = mapped_column(ForeignKey("target.id"))
    touched_at: Mapped[datetime]
    begun_from: Mapped[int] = mapped_column(default=0)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    unchanged: Mapped[bool] = mapped_column(default=False, server_default=false())
    entered_by: Mapped[str | None]


class FormReading(Base):
    """A number typed into a form, not yet submitted, and the percentage that was said of it."""

    __tablename__ = "form_reading"

    form_id: Mapped[int] = mapped_column(ForeignKey("form.id"), primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"), primary_key=True)
    value: Mapped[Decimal]
    percent: Mapped[Decimal | None]


class Entry(Base):
    """What one message put into a form: so an edited message takes back what it said before."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("chat_id", "message_id", "form_id"),
        Index(None, "form_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("form.id"))
    chat_id: Mapped[int]
    message_id: Mapped[int]
    words: Mapped[str] = mapped_column(default="")
    target_ids: Mapped[list[int]] = mapped_column(JSON, default=list)


class Attachment(Base):
    """附件: a file that was sent to us, fetched after it was noted down.

    A contact's belongs to an obligation once one is known, and to a report once one is filed with
    it; without a contact it is the office's, to be read.
    ``path`` is relative to the folder of files, ``album`` is what Telegram says belongs together.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        UniqueConstraint("chat_id", "message_id"),
        one_of("state", FileState),
        CheckConstraint("(state = 'claimed') = (leased_until IS NOT NULL)", name="leased"),
        CheckConstraint("contact_id IS NOT NULL OR obligation_id IS NULL", name="office"),
        CheckConstraint(
            "state <> 'stored' OR (path IS NOT NULL AND sha256 IS NOT NULL AND size IS NOT NULL)",
            name="stored",
        ),
        Index(
            "ix_attachment_unfetched",
            "not_before",
            sqlite_where=text("state IN ('waiting', 'claimed')"),
            postgresql_where=text("state IN ('waiting', 'claimed')"),
        ),
        Index(None, "chat_id", "album"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    obligation_id: Mapped[int | None] = mapped_column(ForeignKey("obligation.id"), index=True)
    form_id: Mapped[int | None] = mapped_column(ForeignKey("form.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    chat_id: Mapped[int]
    message_id: Mapped[int]
    album: Mapped[str | None] = mapped_column(String(64))
    file_id: Mapped[str]
    name: Mapped[str]
    state: Mapped[FileState] = mapped_column(default=FileState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    path: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None]
    kind: Mapped[str | None] = mapped_column(String(20))
    error: Mapped[str | None]
    received_at: Mapped[datetime]
    stored_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
