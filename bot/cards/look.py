"""What every card is drawn with, and what drawing gives."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.buttons import Button, Verb, button
from db.engine import Session
from scheduler.office import Office
from templates import word

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Look:
    """A view of the ledger at a moment: the open session, the time, the office's rules and name."""

    session: Session
    now: datetime
    rules: Office
    office: str

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return self.rules.hours.zone

    def local(self, moment: datetime) -> datetime:
        """Return a moment in the office's time zone."""
        return moment.astimezone(self.zone)


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that a message brings: its place in the folder of files, and what it is called."""

    path: str
    name: str
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A message: text in Telegram's HTML, rows of buttons; with a file, the text stands below it.

    A message that brings a file brings it for good: only its text and its buttons are drawn anew.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    file: SentFile | None = None


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


def unit_names(names: Sequence[str]) -> str:
    """Return units as a line names them: one or two by name, more by their number."""
    if len(names) <= 2:  # noqa: PLR2004 - as many as a line holds
        return "、".join(names)
    return word("timetable.units", count=len(names))


#: The names of periods, each with the word for what stands in it.
_PERIODS = (
    (re.compile(r"[\d-]+\+(?P<count>\d+)"), "period.after"),
    (re.compile(r"(?P<year>\d+)"), "period.year"),
    (re.compile(r"\d+-(?P<month>\d+)-(?P<day>\d+)"), "period.day"),
    (re.compile(r"\d+-Q(?P<quarter>\d)"), "period.quarter"),
    (re.compile(r"\d+-W(?P<week>\d+)"), "period.week"),
    (re.compile(r"\d+-H1"), "period.half_1"),
    (re.compile(r"\d+-H2"), "period.half_2"),
    (re.compile(r"\d+-(?P<month>\d+)"), "period.month"),
)


def period_words(name: str) -> str:
    """Return a period's name as people say it: 2024-06 is 6月, 2024-06#2 its second report."""
    plain, _, rank = name.partition("#")
    found = ((one.fullmatch(plain), key) for one, key in _PERIODS)
    match, key = next((match, key) for match, key in found if match)
    said = word(key, **{part: int(number) for part, number in match.groupdict().items()})
    return word("period.several", period=said, rank=rank) if rank else said
