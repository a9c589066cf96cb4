"""By when an item must be done: a whole field or table cell (完成时限), else the item's prose.

The day is always the last on which the work is in time. A span ends with its last day, 上旬 on
the 10th, 中旬 on the 20th; before a feast is until its eve. 三季度前 is read to the quarter's end
and doubted. What goes on (长期坚持, 全年) has no day. What is to be done at once (立行立改), hangs
on an event (疫情解除后三个月内) or on the day of issue (印发之日起30日内) stays open.
"""

import re
from datetime import date

from db.vocabulary import DueDraft, Timing
from notice.dates.deadlines import (
    FROM_EVENT_DAY,
    FROM_ISSUE_DAY,
    MOVING_DAY,
    Deadline,
    deadline_in,
    deadline_of,
    hidden,
    latest,
    starts_here,
)
from notice.dates.periods import Anchor, periods_of
from notice.dates.recurring import ALL_YEAR, ALWAYS, EVERY, FROM_EVENT, FROM_ISSUE, LENGTH, MOVING
from notice.dates.squeezed import squeezed

NO_DAY = "no-day"


def due_of(body: str, field: str, year: int | None, issued: date | None) -> DueDraft | None:
    """Return by when an item's work must be done, or None where neither field nor prose says.

    Args:
        body: the item's text without its unit list.
        field: the words of its 完成时限, which beat the prose; "" where it has none.
        year: the notice's year, meant where a phrase names none.
        issued: the notice's day of issue, where it bears one.
    """
    if not _NOTHING.fullmatch(field):
        return read_phrase(field, year, issued)
    text = squeezed(body)
    deadline = deadline_in(text.text, Anchor(year, issued))
    if deadline is None:
        return None
    phrase = text.words(deadline.start, deadline.end)
    return DueDraft(phrase, deadline.timing, deadline.day, doubt=deadline.doubt)


def read_phrase(phrase: str, year: int | None, issued: date | None) -> DueDraft:
    """Read a phrase that says nothing but by when; what it does not tell is left open."""
    words = phrase.strip().strip("，,。；;、：: \t\n　")
    deadline = _read(squeezed(words).text, Anchor(year, issued))
    return DueDraft(words, deadline.timing, deadline.day, doubt=deadline.doubt)


_NOTHING = re.compile(r"[\s\-—–―/\\、，。；;.…*无]*")
_MONTH_DAY = re.compile(r"^(1?\d)[./](\d{1,2})(?=[之以]?前|$)")  # a cell: 6.30
_OPEN = (
    (FROM_EVENT, FROM_EVENT_DAY),
    (FROM_ISSUE, FROM_ISSUE_DAY),
    (MOVING, MOVING_DAY),
    (LENGTH, FROM_ISSUE_DAY),
)


def _read(text: str, anchor: Anchor) -> Deadline:
    """A day beats what recurs, that what goes on, and that what hangs on an event."""
    plain = _MONTH_DAY.sub(r"\1月\2日", text)
    for without_a_day in (EVERY, ALL_YEAR, MOVING):
        plain = without_a_day.sub(hidden, plain)
    periods = periods_of(plain, anchor)
    ends = [deadline_of(plain, each) for each in periods if not starts_here(plain, each)]
    if ends:
        return latest(plain, ends)
    for pattern, timing in ((EVERY, Timing.EVERY), (ALWAYS, Timing.ALWAYS)):
        if pattern.search(text):
            return Deadline(0, len(text), timing)
    doubt = next((code for pattern, code in _OPEN if pattern.search(text)), NO_DAY)
    return Deadline(0, len(text), Timing.OPEN, doubt=doubt)
