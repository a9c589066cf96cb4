"""``duban preview``: what would be sent in the days to come, to whom, and why."""

from collections.abc import Sequence
from dataclasses import asdict

from bot.cards import draw
from bot.cards.ahead import Ahead, Line, look_ahead
from bot.cards.preview import day_heading, day_line, span_words
from bot.console import heading, out, print_json, progress, refuse, say, table, widths_of
from bot.desk import Desk
from db import plans
from templates import clock

COLUMNS = {"time": 0, "whom": 34, "what": 20, "why": 46}


def preview(desk: Desk, days: int, unit: str | None, *, as_facts: bool) -> None:
    """Print what would be sent from now on for so many days, of one unit or of all."""
    ahead = _look_ahead(desk, days)
    if unit is not None:
        found = desk.db.read_now(lambda session: plans.find_unit(session, unit))
        ahead = ahead.of_unit(found.name if found else refuse("cli.no_unit", name=unit))
    if as_facts:
        print_json(_facts(ahead))
        return
    if desk.settings.office.rehearsal:
        say("cli.rehearsal")
    heading(span_words(ahead.first, ahead.last))
    if desk.office_chat is None:
        say("preview.no_chat")
    if not ahead.lines:
        say("preview.nothing")
        return
    say("preview.summary", count=ahead.messages, people=ahead.people)
    for lines in ahead.days().values():
        out.print(
            f"  {day_line(desk.db.read_now(desk.rules), lines)}", markup=False, soft_wrap=True
        )
    _print_days(desk, ahead)


def _look_ahead(desk: Desk, days: int) -> Ahead:
    now = desk.clock.now()
    with progress("cli.looking_ahead") as tell:
        return desk.db.read_now(
            lambda session: look_ahead(desk.look(session, now), days, draw, tell)
        )


def _print_days(desk: Desk, ahead: Ahead) -> None:
    rules = desk.db.read_now(desk.rules)
    rows = [_cells(line) for line in ahead.lines]
    widths = widths_of(COLUMNS, rows, {"whom": 34})
    for date, lines in ahead.days().items():
        out.print()
        heading(day_heading(rules, date))
        shown = [dict(zip(COLUMNS, _cells(line), strict=True)) for line in lines]
        table({name: widths.get(name, 0) for name in widths}, shown, header=False, names=("whom",))


def _cells(line: Line) -> Sequence[str]:
    return [clock(line.at), line.whom, line.what, "；".join(line.why)]


def _facts(ahead: Ahead) -> dict[str, object]:
    """Return what is foreseen as plain facts."""
    return {
        "first": ahead.first,
        "last": ahead.last,
        "messages": ahead.messages,
        "people": ahead.people,
        "lines": [asdict(line) | {"units": sorted(line.units)} for line in ahead.lines],
    }
