"""A change that moves due times: what it moves is shown, many alike as one line; then confirmed."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import typer

from bot.cards.look import period_words, unit_names
from bot.console import Speak, note, out, print_json, refuse, say, table, widths_of
from bot.desk import Desk
from db.audit import Actor
from db.engine import Session
from db.vocabulary import Via
from scheduler.replanning import Moved
from templates import moment, word

#: The columns of what moves, each with its share of the width.
COLUMNS = {"period": 0, "former": 0, "moved_to": 0, "reports": 0, "units": 1}


@dataclass(frozen=True, slots=True)
class Manner:
    """How a change is made: by whom and why, only shown, without asking, told as facts."""

    by: str = ""
    why: str = ""
    dry_run: bool = False
    yes: bool = False
    as_facts: bool = False

    @property
    def who(self) -> str:
        """Who changes it, as it is written down."""
        return self.by or word("cli.by_command")

    @property
    def actor(self) -> Actor:
        """Who changes it, as the audit trail names them."""
        return Actor(self.who, Via.COMMAND)

    @property
    def tell(self) -> Speak:
        """What speaks beside the facts."""
        return note if self.as_facts else say


def carry_out(
    desk: Desk,
    change: Callable[[Session], object],
    manner: Manner,
    question: str = "timetable.confirm",
) -> None:
    """Make a change that was shown, once it is confirmed; else end the command with status 1."""
    if manner.dry_run:
        return
    if not manner.yes and not _agreed(manner, question):
        raise typer.Exit(1)
    desk.db.write_now(change)
    manner.tell("timetable.done")


def _agreed(manner: Manner, question: str) -> bool:
    if not out.is_terminal:
        refuse("timetable.confirm_needed")
    try:
        agreed = typer.confirm(word(question), default=True, err=manner.as_facts)
    except typer.Abort:  # nobody is there to ask: standard input is at its end
        refuse("timetable.confirm_needed")
    if not agreed:
        manner.tell("timetable.declined")
    return agreed


def show_moves(desk: Desk, moved: Sequence[Moved], *, as_facts: bool) -> None:
    """Print what moves, many that move alike as one line."""
    zone = desk.settings.zone

    def local(when: datetime | None) -> str:
        return moment(when.astimezone(zone)) if when else word("timetable.not_owed")

    if as_facts:
        print_json([_moved_facts(one, zone) for one in moved])
        return
    alike = Counter(
        (one.owing.period, one.former, one.period.due_at if one.period else None) for one in moved
    )
    if not alike:
        say("timetable.nothing_moves")
        return
    say("timetable.moves", count=len(moved))
    rows = [
        {
            "period": period_words(name),
            "former": local(former),
            "moved_to": local(due),
            "reports": str(count),
            "units": _units(moved, name),
        }
        for (name, former, due), count in alike.items()
    ]
    titles = [word(f"column.{column}") for column in COLUMNS]
    cells = [titles, *([row[column] for column in COLUMNS] for row in rows)]
    table(widths_of(COLUMNS, cells, {}), rows, names=("units",))


def _units(moved: Sequence[Moved], period: str) -> str:
    its = dict.fromkeys(one.owing.unit for one in moved if one.owing.period == period)
    return unit_names(list(its))


def _moved_facts(one: Moved, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "plan": one.plan_id,
        "unit": one.owing.unit,
        "item": one.owing.number,
        "period": one.owing.period,
        "former": one.former.astimezone(zone) if one.former else None,
        "due_at": one.period.due_at.astimezone(zone) if one.period else None,
    }
