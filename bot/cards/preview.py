"""What would be sent in the days to come, as the office sees it in its chat: days by days."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bot.cards.ahead import Draw, Line, look_ahead
from bot.cards.look import Card, Look, page_of
from scheduler.office import Office
from scheduler.workdays import SATURDAY
from templates import clock, day, render, word

#: How many days the chat looks ahead where it is not told, and at the most.
USUAL, MOST = 7, 31
#: Lines on a page; a day with no more is not split.
PAGE = 20


def draw_preview(draw: Draw, look: Look, args: Mapping[str, Any]) -> Card:
    """Show what would be sent, as of the moment it was asked.

    Args:
        draw: draws any card.
        look: the ledger; only read.
        args: ``at``, ``days`` and the page that is wanted.
    """
    then = Look(look.session, datetime.fromisoformat(args["at"]), look.rules, look.office)
    ahead = look_ahead(then, args["days"], draw)
    shown, page = page_of(_pages(list(ahead.days().values())), args.get("page"), 1)
    text = render(
        "preview.html",
        span=span_words(ahead.first, ahead.last),
        count=ahead.messages,
        people=ahead.people,
        days=[
            {
                "heading": day_heading(look.rules, lines[0].at.date()),
                "lines": [_row(line) for line in lines],
            }
            for lines in (shown[0] if shown else ())
        ],
        page=page.number,
        pages=page.count,
    )
    return Card(text, page.buttons)


def span_words(first: date, last: date) -> str:
    """Return which days are looked at: 试看 5月6日（周一）至5月12日（周日）."""
    if first == last:
        return word("preview.one_day", day=day(first))
    return word("preview.span", first=day(first), last=day(last))


def day_heading(rules: Office, day_shown: date) -> str:
    """Return a day as it heads its messages, said where it is a weekend that is worked."""
    said = day(day_shown)
    made_up = day_shown.weekday() >= SATURDAY and rules.hours.works(day_shown)
    return f"{said} {word('preview.made_up')}" if made_up else said


def day_line(rules: Office, lines: Sequence[Line]) -> str:
    """Return a day's numbers: messages, people, and of each kind how many."""
    sent = [one for one in lines if one.sent]
    kinds = Counter(one.kind for one in sent)
    said = [word("preview.kind", what=what, count=count) for what, count in kinds.items()]
    if untold := len(lines) - len(sent):
        said.append(word("preview.untold_count", count=untold))
    return word(
        "preview.day_line",
        day=day_heading(rules, lines[0].at.date()),
        count=len(sent),
        people=len({one.chat_id for one in sent}),
        kinds="、".join(said),
    )


def _pages(days: Sequence[Sequence[Line]]) -> list[list[Sequence[Line]]]:
    """Return the days in pages: as many whole ones as fit, a long one split."""
    parts = [lines[start : start + PAGE] for lines in days for start in range(0, len(lines), PAGE)]
    pages: list[list[Sequence[Line]]] = []
    room = 0
    for part in parts:
        if len(part) > room:
            pages.append([])
            room = PAGE
        pages[-1].append(part)
        room -= len(part)
    return pages


def _row(line: Line) -> dict[str, object]:
    why = "；".join(line.why)
    return {
        "at": clock(line.at),
        "whom": line.whom,
        "what": line.what,
        "why": why,
        "sent": line.sent,
    }
