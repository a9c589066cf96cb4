"""The tables behind the project's words; they refuse nonsense themselves and know no rules of time.

Instants are UTC in the database and aware in Python. Numbers of targets and readings are exact
decimals, kept as text, since SQLite knows only floats.
"""

from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    Time,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from db.columns import Exact, Instant, Words
from db.vocabulary import (
    FormState,
    Frequency,
    InboxState,
    NudgeOutcome,
    ObligationState,
    Op,
    OutboxState,
    Part,
    Reachable,
    Role,
    Shift,
    Status,
    Timing,
)

WORDS: tuple[type[StrEnum], ...] = (
    FormState,
    Frequency,
    InboxState,
    NudgeOutcome,
    ObligationState,
    Op,
    OutboxState,
    Part,
    Reachable,
    Role,
    Shift,
    Status,
    Timing,
)


class Base(DeclarativeBase):
    """The registry of tables; names of constraints are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: Instant,
        Decimal: Exact,
        str: Text,
        int: BigInteger().with_variant(Integer(), "sqlite"),
        **{kind: Words(kind) for kind in WORDS},
    }


def _one_of(column: str, kind: type[StrEnum]) -> CheckConstraint:
    """Refuse a word that is not of the enum."""
    words = ", ".join(f"'{word.value}'" for word in kind)
    return CheckConstraint(f"{column} IN ({words})", name=column)


def _not_blank(column: str) -> CheckConstraint:
    return CheckConstraint(f"trim({column}) <> ''", name=f"{column}_not_blank")


def _present(table: str, *columns: str) -> Index:
    """Let a key hold once among the rows that no revision has withdrawn."""
    present, name = text("withdrawn_at IS NULL"), f"uq_{table}_present"
    return Index(name, *columns, unique=True, sqlite_where=present, postgresql_where=present)


class Plan(Base):
    """工作要点: one published notice and everything under it.

    ``source`` and ``digest`` are those of its first text; a later one's are its revision's.
    """

    __tablename__ = "plan"
    __table_args__ = (
        _not_blank("title"),
        CheckConstraint("starts_on <= ends_on", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    notice_title: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    source: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    year: Mapped[int | None]


class Revision(Base):
    """A newer text of a plan that was put in force, with what it changed: words before and after.

    The plan's first text is its version 1. A text whose reading the office corrects comes twice.
    """

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("plan_id", "version"),
        CheckConstraint("version >= 2", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    version: Mapped[int]
    source: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64), index=True)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    applied_at: Mapped[datetime]


class Section(Base):
    """A heading of a plan."""

    __tablename__ = "section"
    __table_args__ = (_present("section", "plan_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    position: Mapped[int]
    title: Mapped[str]
    withdrawn_at: Mapped[datetime | None]


class Item(Base):
    """任务: one numbered task of a plan; once withdrawn, so are its targets and assignments."""

    __tablename__ = "item"
    __table_args__ = (
        _present("item", "plan_id", "position"),
        _not_blank("text"),
        _one_of("due_timing", Timing),
        CheckConstraint("(due_text IS NULL) = (due_timing IS NULL)", name="due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    position: Mapped[int]
    number: Mapped[str | None]
    text: Mapped[str]
    open_ended: Mapped[bool]
    due_on: Mapped[date | None]
    due_text: Mapped[str | None]
    due_timing: Mapped[Timing | None]
    withdrawn_at: Mapped[datetime | None]


class Target(Base):
    """指标: one numeric goal of an item; ``source`` is what it was read from, where it is known.

    A goal that moves keeps its row, for the numbers reported count the same things; one that is
    counted in another measure is a new target.
    """

    __tablename__ = "target"
    __table_args__ = (
        _present("target", "item_id", "position"),
        _one_of("op", Op),
        _not_blank("quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    position: Mapped[int]
    quantity: Mapped[str]
    op: Mapped[Op]
    value: Mapped[Decimal]
    measure: Mapped[str]
    strict: Mapped[bool]
    source: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]


class Unit(Base):
    """责任单位: an office that owns items."""

    __tablename__ = "unit"
    __table_args__ = (_not_blank("name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class UnitAlias(Base):
    """Another name of a unit; a name belongs to one unit only."""

    __tablename__ = "unit_alias"
    __table_args__ = (_not_blank("name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(unique=True)


class Assignment(Base):
    """分工: item x unit, lead or assist; ``added_at`` is None where it came with the plan."""

    __tablename__ = "assignment"
    __table_args__ = (_present("assignment", "item_id", "unit_id"), _one_of("part", Part))

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    part: Mapped[Part]
    position: Mapped[int]
    added_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class Contact(Base):
    """联络员: a person known by a Telegram chat; only an invite makes one."""

    __tablename__ = "contact"
    __table_args__ = (_one_of("reachable", Reachable), _not_blank("name"))

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]
    reachable: Mapped[Reachable] = mapped_column(default=Reachable.YES)
    joined_at: Mapped[datetime]


class Post(Base):
    """What a contact is, and for which unit."""

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("contact_id", "unit_id", "role"),
        _one_of("role", Role),
        CheckConstraint("role NOT IN ('contact', 'head') OR unit_id IS NOT NULL", name="unit"),
        Index(
            "uq_post_without_unit",
            "contact_id",
            "role",
            unique=True,
            sqlite_where=text("unit_id IS NULL"),
            postgresql_where=text("unit_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    role: Mapped[Role]


class Invite(Base):
    """A single-use way in; the link's token is kept as a hash only."""

    __tablename__ = "invite"
    __table_args__ = (
        _one_of("role", Role),
        CheckConstraint("role NOT IN ('contact', 'head') OR unit_id IS NOT NULL", name="unit"),
        CheckConstraint("(used_at IS NULL) = (contact_id IS NULL)", name="used"),
        CheckConstraint("created_at < expires_at", name="expires"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[Role]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    opened_by: Mapped[int | None]
    used_at: Mapped[datetime | None]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))


class Cadence(Base):
    """报送周期: when a plan's reports fall due."""

    __tablename__ = "cadence"
    __table_args__ = (
        _one_of("frequency", Frequency),
        _one_of("shift", Shift),
        CheckConstraint("day BETWEEN 1 AND 31", name="day"),
        CheckConstraint("frequency <> 'weekly' OR day <= 7", name="weekday"),
        CheckConstraint("opens_days_before >= 0", name="opens"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    frequency: Mapped[Frequency]
    day: Mapped[int]
    cutoff: Mapped[time] = mapped_column(Time)
    shift: Mapped[Shift]
    opens_days_before: Mapped[int]


class Obligation(Base):
    """应报: one report owed by one assignment for one period."""

    __tablename__ = "obligation"
    __table_args__ = (
        UniqueConstraint("assignment_id", "period"),
        _one_of("state", ObligationState),
        CheckConstraint("opens_at <= due_at", name="opens"),
        CheckConstraint("state = 'open' OR next_nudge_at IS NULL", name="silent"),
        Index(None, "state", "next_nudge_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    period: Mapped[str] = mapped_column(String(10))
    opens_at: Mapped[datetime]
    original_due_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[ObligationState] = mapped_column(default=ObligationState.OPEN)
    next_nudge_at: Mapped[datetime | None]


class Report(Base):
    """填报: an answer to an obligation; a correction is a new version, nothing is overwritten."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("obligation_id", "version"),
        _one_of("status", Status),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"))
    version: Mapped[int]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    status: Mapped[Status]
    words: Mapped[str]
    submitted_at: Mapped[datetime]


class Reading(Base):
    """完成值: a report's number for one target."""

    __tablename__ = "reading"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"), primary_key=True)
    value: Mapped[Decimal]


class Review(Base):
    """审核: a report accepted, or returned with a reason."""

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("accepted OR trim(reason) <> ''", name="reason"),
        UniqueConstraint("report_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    accepted: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
    reviewed_at: Mapped[datetime]


class Extension(Base):
    """延期申请: asked with a reason and a wanted time, decided by the office."""

    __tablename__ = "extension"
    __table_args__ = (
        _not_blank("reason"),
        CheckConstraint("(decided_at IS NULL) = (granted IS NULL)", name="decided"),
        Index(
            "uq_extension_pending",
            "obligation_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    reason: Mapped[str]
    wanted_due_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    granted: Mapped[bool | None]
    decided_at: Mapped[datetime | None]


class Nudge(Base):
    """催办: one rung (workdays after the due day, negative before) reached by one obligation."""

    __tablename__ = "nudge"
    __table_args__ = (_one_of("outcome", NudgeOutcome),)

    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    rung: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    outcome: Mapped[NudgeOutcome]
    reached_at: Mapped[datetime]


class Form(Base):
    """A report being written: one card, edited in place until it is submitted."""

    __tablename__ = "form"
    __table_args__ = (
        _one_of("state", FormState),
        _one_of("status", Status),
        CheckConstraint("(state = 'submitted') = (report_id IS NOT NULL)", name="submitted"),
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
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    state: Mapped[FormState] = mapped_column(default=FormState.OPEN)
    status: Mapped[Status | None]
    words: Mapped[str] = mapped_column(default="")
    asked_target_id: Mapped[int | None] = mapped_column(ForeignKey("target.id"))
    touched_at: Mapped[datetime]
    begun_from: Mapped[int] = mapped_column(default=0)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))


class FormReading(Base):
    """A number typed into a form, not yet submitted."""

    __tablename__ = "form_reading"

    form_id: Mapped[int] = mapped_column(ForeignKey("form.id"), primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"), primary_key=True)
    value: Mapped[Decimal]


class Outbox(Base):
    """One message to be sent, or one edit of a message that was."""

    __tablename__ = "outbox"
    __table_args__ = (
        _one_of("state", OutboxState),
        CheckConstraint("state <> 'sent' OR message_id IS NOT NULL", name="sent"),
        CheckConstraint("(state = 'claimed') = (leased_until IS NOT NULL)", name="leased"),
        Index(
            "uq_outbox_waiting_edit",
            "edits_id",
            unique=True,
            sqlite_where=text("state = 'waiting' AND edits_id IS NOT NULL"),
            postgresql_where=text("state = 'waiting' AND edits_id IS NOT NULL"),
        ),
        Index(
            "ix_outbox_unsent",
            "chat_id",
            "id",
            sqlite_where=text("state IN ('waiting', 'claimed')"),
            postgresql_where=text("state IN ('waiting', 'claimed')"),
        ),
        Index(
            "ix_outbox_next",
            "bulk",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_outbox_message", "chat_id", "message_id"),
        Index("ix_outbox_shown", "card", "subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    chat_id: Mapped[int]
    card: Mapped[str] = mapped_column(String(20))
    subject: Mapped[int | None]
    args: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    bulk: Mapped[bool] = mapped_column(default=False)
    state: Mapped[OutboxState] = mapped_column(default=OutboxState.WAITING)
    not_before: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    unknowns: Mapped[int] = mapped_column(default=0)
    edits_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"), index=True)
    message_id: Mapped[int | None]
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class Inbox(Base):
    """One update as Telegram sent it; kept before anything is made of it."""

    __tablename__ = "inbox"
    __table_args__ = (
        _one_of("state", InboxState),
        Index(
            "ix_inbox_waiting",
            "update_id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    update_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    raw: Mapped[str]
    chat_id: Mapped[int | None]
    state: Mapped[InboxState] = mapped_column(default=InboxState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
