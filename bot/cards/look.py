"""What every card is drawn with, and what drawing gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.buttons import Button, Verb, button
from db.engine import Session
from templates import word

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Look:
    """A view of the ledger at a moment: the open session, the time, the office's zone and name."""

    session: Session
    now: datetime
    zone: ZoneInfo
    office: str

    def local(self, moment: datetime) -> datetime:
        """Return a moment in the office's time zone."""
        return moment.astimezone(self.zone)


@dataclass(frozen=True, slots=True)
class Card:
    """A message: text in Telegram's HTML, rows of buttons."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a long list: which one, counted from 1, and of how many."""

    number: int
    count: int

    @property
    def buttons(self) -> tuple[tuple[Button, ...], ...]:
        """The row that turns pages; none for a single page."""
        turns = []
        if self.number > 1:
            turns.append(button(word("button.previous"), Verb.PAGE, self.number - 1))
        if self.number < self.count:
            turns.append(button(word("button.next"), Verb.PAGE, self.number + 1))
        return (tuple(turns),) if turns else ()


def page_of(rows: Sequence[Row], wanted: object, size: int) -> tuple[Sequence[Row], Page]:
    """Return one page of a list; a page that is not there any more gives the nearest one."""
    count = max(1, -(-len(rows) // size))
    number = min(max(1, wanted), count) if isinstance(wanted, int) else 1
    return rows[(number - 1) * size : number * size], Page(number, count)


def in_rows(buttons: Sequence[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    """Return buttons in rows of ``width``."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def period_words(name: str) -> str:
    """Return a period's name as people say it: 2024-06 is 6月."""
    part = name.rpartition("-")[2]
    if part.startswith("Q"):
        return word("period.quarter", quarter=part[1:])
    if part.startswith("W"):
        return word("period.week", week=int(part[1:]))
    return word("period.month", month=int(part))
