"""What is owed and by when: obligations, reminders, and what was asked about their dates."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Time,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base, once_where, one_of
from db.vocabulary import (
    Cause,
    DayKind,
    Frequency,
    NudgeOutcome,
    ObligationState,
    Shift,
    Untold,
)


class Cadence(Base):
    """报送周期: when reports fall due, for a plan or a part of it; a change is another row.

    The narrowest scope that has any counts: a unit's before an item's before a section's before
    the plan's. ``place`` is its rank among those of its scope. ``added_by`` is None where it came
    with the plan.
    """

    __tablename__ = "cadence"
    __table_args__ = (
        one_of("frequency", Frequency),
        one_of("kind", DayKind),
        one_of("shift", Shift),
        CheckConstraint("number <> 0", name="number"),
        CheckConstraint(
            "kind <> 'weekday' OR (weekday IS NOT NULL AND weekday BETWEEN 1 AND 7)", name="weekday"
        ),
        CheckConstraint(
            "frequency NOT IN ('once', 'workdays') OR anchor IS NOT NULL", name="anchor"
        ),
        CheckConstraint("shift_by >= 1", name="shift_by"),
        CheckConstraint("opens_days_before >= 0", name="opens"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    place: Mapped[int]
    frequency: Mapped[Frequency]
    kind: Mapped[DayKind]
    number: Mapped[int]
    weekday: Mapped[int | None]
    month: Mapped[int | None]
    anchor: Mapped[date | None]
    times: Mapped[int | None]
    cutoff: Mapped[time] = mapped_column(Time)
    shift: Mapped[Shift]
    shift_by: Mapped[int]
    opens_days_before: Mapped[int]
    added_at: Mapped[datetime]
    added_by: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="", server_default=text("''"))


class PlanLadder(Base):
    """A plan's own reminders: rungs as [workdays, [audience …], colour]."""

    __tablename__ = "plan_ladder"
    __table_args__ = (CheckConstraint("repeat_every >= 0", name="repeat_every"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    rungs: Mapped[list[Any]] = mapped_column(JSON)
    repeat_every: Mapped[int]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class Obligation(Base):
    """应报: one report owed by one assignment for one period.

    ``nominal_on`` is its day by the cadence, before a holiday moved it; None where it is not known.
    Since ``locked_at`` its unit corrects its report no more: its period is over.
    """

    __tablename__ = "obligation"
    __table_args__ = (
        UniqueConstraint("assignment_id", "period"),
        one_of("state", ObligationState),
        CheckConstraint("opens_at <= due_at", name="opens"),
        CheckConstraint("state = 'open' OR next_nudge_at IS NULL", name="silent"),
        Index(None, "state", "next_nudge_at"),
        Index(None, "state", "due_at"),
        Index(None, "assignment_id", "opens_at"),
        Index(
            "ix_obligation_unlocked",
            "due_at",
            sqlite_where=text("state = 'reported' AND locked_at IS NULL"),
            postgresql_where=text("state = 'reported' AND locked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    period: Mapped[str] = mapped_column(String(20))
    opens_at: Mapped[datetime]
    original_due_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[ObligationState] = mapped_column(default=ObligationState.OPEN)
    next_nudge_at: Mapped[datetime | None]
    nominal_on: Mapped[date | None]
    locked_at: Mapped[datetime | None]


class Move(Base):
    """改期: a due time that was changed, from what to what, by whom and why.

    ``due_at`` is None where the period is owed no more; ``former_due_at`` where it is owed again.
    """

    __tablename__ = "move"
    __table_args__ = (one_of("cause", Cause),)

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"), index=True)
    cause: Mapped[Cause]
    former_due_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    moved_at: Mapped[datetime]
    moved_by: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")


class Extension(Base):
    """延期申请: asked with a reason and a wanted time, decided by the office, or taken back.

    A draft until ``asked_at``; while it waits for its decision nobody is reminded. ``answer`` is
    what the office wrote about it, ``message_id`` the asker's message that gave the reason.
    ``granted_due_at`` is the time it got where that is another than was wanted (改期).
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
    granted_due_at: Mapped[datetime | None]


class Nudge(Base):
    """催办: one rung (workdays after the due day, negative before) reached by one obligation.

    ``reason`` says why nobody was told at that rung, where that is so.
    """

    __tablename__ = "nudge"
    __table_args__ = (one_of("outcome", NudgeOutcome), one_of("reason", Untold))

    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    rung: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    outcome: Mapped[NudgeOutcome]
    reached_at: Mapped[datetime]
    reason: Mapped[Untold | None]


class Prompt(Base):
    """催配合: the lead of an item asked its assisting units, by one tap, to report."""

    __tablename__ = "prompt"

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    prompted_at: Mapped[datetime]
