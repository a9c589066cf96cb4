"""What is owed and by when: obligations, reminders, and what was asked about their dates."""

from datetime import datetime, time

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Time,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base, once_where, one_of
from db.vocabulary import (
    Frequency,
    NudgeOutcome,
    ObligationState,
    Shift,
)


class Cadence(Base):
    """报送周期: when a plan's reports fall due."""

    __tablename__ = "cadence"
    __table_args__ = (
        one_of("frequency", Frequency),
        one_of("shift", Shift),
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
        one_of("state", ObligationState),
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


class Extension(Base):
    """延期申请: asked with a reason and a wanted time, decided by the office, or taken back.

    A draft until ``asked_at``; while it waits for its decision nobody is reminded. ``answer`` is
    what the office wrote about it, ``message_id`` the asker's message that gave the reason.
    """

    __tablename__ = "extension"
    __table_args__ = (
        CheckConstraint(
            "asked_at IS NULL OR (trim(reason) <> '' AND wanted_due_at IS NOT NULL)", name="asked"
        ),
        CheckConstraint("(decided_at IS NULL) = (granted IS NULL)", name="decided"),
        CheckConstraint("decided_at IS NULL OR asked_at IS NOT NULL", name="order"),
        CheckConstraint("decided_at IS NULL OR withdrawn_at IS NULL", name="ended_once"),
        once_where(
            "uq_extension_pending",
            "decided_at IS NULL AND withdrawn_at IS NULL",
            "obligation_id",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    reason: Mapped[str] = mapped_column(default="")
    wanted_due_at: Mapped[datetime | None]
    former_due_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    granted: Mapped[bool | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
    message_id: Mapped[int | None]


class Nudge(Base):
    """催办: one rung (workdays after the due day, negative before) reached by one obligation."""

    __tablename__ = "nudge"
    __table_args__ = (one_of("outcome", NudgeOutcome),)

    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    rung: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    outcome: Mapped[NudgeOutcome]
    reached_at: Mapped[datetime]


class Prompt(Base):
    """催配合: the lead of an item asked its assisting units, by one tap, to report."""

    __tablename__ = "prompt"

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    prompted_at: Mapped[datetime]
