"""Plans: what a notice says, as read, confirmed and revised."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base, not_blank, one_of, present
from db.vocabulary import Op, Part, Timing


class Plan(Base):
    """工作要点: one published notice and everything under it.

    ``source`` and ``digest`` are those of its first text; a later one's are its revision's.
    ``planned_until`` is the moment up to which obligations are made, by when they open; None where
    nobody looked yet. Once ``withdrawn_at``, nothing of it is owed any more.
    """

    __tablename__ = "plan"
    __table_args__ = (
        not_blank("title"),
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
    planned_until: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


#: Which plans are those of which anything is owed, asked or shown.
PLAN_IN_FORCE = Plan.withdrawn_at.is_(None)


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
    __table_args__ = (present("section", "plan_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    position: Mapped[int]
    title: Mapped[str]
    withdrawn_at: Mapped[datetime | None]


class Item(Base):
    """任务: one numbered task of a plan; once withdrawn, so are its targets and assignments.

    ``added_at`` is None where it came with the notice; else no newer text of it takes it away.
    """

    __tablename__ = "item"
    __table_args__ = (
        present("item", "plan_id", "position"),
        not_blank("text"),
        one_of("due_timing", Timing),
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
    added_at: Mapped[datetime | None]


class Target(Base):
    """指标: one numeric goal of an item; ``source`` is what it was read from, where it is known.

    A goal that moves keeps its row, for the numbers reported count the same things; one that is
    counted in another measure is a new target.
    """

    __tablename__ = "target"
    __table_args__ = (
        present("target", "item_id", "position"),
        one_of("op", Op),
        not_blank("quantity"),
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
    """责任单位: an office that owns items; one that was merged into another owns none any more."""

    __tablename__ = "unit"
    __table_args__ = (not_blank("name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    phone: Mapped[str | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))


class UnitAlias(Base):
    """Another name of a unit; a name belongs to one unit only."""

    __tablename__ = "unit_alias"
    __table_args__ = (not_blank("name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(unique=True)


class Assignment(Base):
    """分工: item x unit, lead or assist; ``added_at`` is None where it came with the plan."""

    __tablename__ = "assignment"
    __table_args__ = (
        present("assignment", "item_id", "unit_id"),
        one_of("part", Part),
        Index(None, "item_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    part: Mapped[Part]
    position: Mapped[int]
    added_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
