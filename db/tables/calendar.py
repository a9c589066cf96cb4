"""The office's calendar: days it works or has off otherwise than known; and why messages rest."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base


class OfficeDay(Base):
    """A day on which the office works, or does not, by its own word; it wins over every notice."""

    __tablename__ = "office_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    works: Mapped[bool]
    name: Mapped[str]
    added_at: Mapped[datetime]
    added_by: Mapped[str]


class HolidayNotice(Base):
    """The State Council's notice of a year's holidays, as imported.

    ``days`` says of each day it names ("2026-02-14") whether offices work, ``names`` of each what
    it is called.
    """

    __tablename__ = "holiday_notice"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    days: Mapped[dict[str, Any]] = mapped_column(JSON)
    names: Mapped[dict[str, Any]] = mapped_column(JSON)
    source: Mapped[str]
    imported_at: Mapped[datetime]
    imported_by: Mapped[str]


class Pause(Base):
    """Planned messages rest since the clock jumped, until somebody says that it is right.

    ``seconds`` is by how much, negative backwards; ``ended_by`` is None where it came right by
    itself.
    """

    __tablename__ = "pause"

    id: Mapped[int] = mapped_column(primary_key=True)
    seconds: Mapped[int]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]


class Pulse(Base):
    """The running bot's sign of life: one row, renewed every minute."""

    __tablename__ = "pulse"

    id: Mapped[int] = mapped_column(primary_key=True)
    beat_at: Mapped[datetime]
