"""The columns of the ledger's sheets, and which of them a plan has nothing for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from templates import word
from templates.ledger import LedgerSheet
from templates.ledger_cells import Cell, LedgerColumn


@dataclass(frozen=True, slots=True)
class Planned:
    """A column: its word, its width, and how it is drawn.

    ``if_any`` names what a plan must have for it not to stay empty; see ``db.ledger_rows.found``.
    """

    key: str
    width: int
    lit: bool = False
    wraps: bool = False
    fresh: bool = False
    if_any: str = ""


NUMBER, TASK = Planned("number", 7), Planned("task", 26, wraps=True)
UNIT, PART = Planned("unit", 16, wraps=True), Planned("part", 6)
PERIOD, REPORT = Planned("period", 10), Planned("report", 8, fresh=True, if_any="reports")
LIGHT, STATE = Planned("light", 6, lit=True), Planned("state", 10)
STATUS, REVIEW = (Planned(key, 9, if_any="reports") for key in ("status", "review"))
MANNER = Planned("manner", 8, if_any="reports")
SUBMITTED = Planned("submitted_at", 16, fresh=True, if_any="reports")

#: By the sheet, its columns from left to right.
COLUMNS: dict[str, tuple[Planned, ...]] = {
    "items": (
        NUMBER,
        Planned("section", 16, wraps=True, if_any="sections"),
        Planned("text", 46, wraps=True, fresh=True),
        Planned("lead", 18, wraps=True, if_any="leads"),
        Planned("assist", 18, wraps=True, if_any="assists"),
        Planned("due", 14, wraps=True, if_any="dues"),
        Planned("due_on", 12, if_any="due_days"),
        Planned("targets", 38, wraps=True, fresh=True, if_any="targets"),
        STATUS,
        LIGHT,
        Planned("owed", 6),
        Planned("reported", 6),
        Planned("late", 6),
        STATE,
    ),
    "owed": (
        NUMBER,
        TASK,
        UNIT,
        PART,
        PERIOD,
        Planned("original_due_at", 16),
        Planned("due_at", 16),
        Planned("moved", 13, if_any="moves"),
        Planned("extension", 7, if_any="extensions"),
        STATE,
        LIGHT,
        Planned("days_late", 6),
        REPORT,
        Planned("versions", 6),
        STATUS,
        SUBMITTED,
        MANNER,
        REVIEW,
    ),
    "readings": (
        REPORT,
        NUMBER,
        TASK,
        UNIT,
        PERIOD,
        Planned("quantity", 20, wraps=True),
        Planned("op", 8),
        Planned("goal", 10),
        Planned("value", 10),
        Planned("measure", 6, if_any="measures"),
        Planned("percent", 8),
        LIGHT,
        SUBMITTED,
        MANNER,
        Planned("counts", 6),
    ),
    "reports": (
        REPORT,
        NUMBER,
        TASK,
        UNIT,
        PART,
        PERIOD,
        Planned("version", 6),
        STATUS,
        Planned("words", 38, wraps=True, fresh=True, if_any="words"),
        Planned("author", 9, wraps=True),
        MANNER,
        SUBMITTED,
        Planned("days_late", 6),
        REVIEW,
        Planned("reviewer", 9, wraps=True, if_any="reviews"),
        Planned("reviewed_at", 16, if_any="reviews"),
        Planned("reason", 20, wraps=True, fresh=True, if_any="returns"),
        Planned("files", 6),
        Planned("newest", 6),
    ),
    "changes": (
        Planned("at", 16),
        Planned("kind", 14, wraps=True),
        Planned("about", 46, wraps=True, fresh=True),
        Planned("before", 28, wraps=True, fresh=True),
        Planned("after", 28, wraps=True, fresh=True),
        Planned("why", 32, wraps=True, fresh=True, if_any="whys"),
        Planned("by", 18, wraps=True),
    ),
}


def sheet(
    name: str, line: str, count: int, rows: Iterable[Sequence[Cell]], found: Collection[str]
) -> LedgerSheet:
    """Return a sheet without the columns that would be empty; one without rows has them all.

    Args:
        name: which of ``COLUMNS``.
        line: what stands above the titles.
        count: how many rows come.
        rows: a cell for every column.
        found: what the plan has; see ``db.ledger_rows.found``.
    """
    every = COLUMNS[name]
    used = [
        place
        for place, one in enumerate(every)
        if not count or not one.if_any or one.if_any in found
    ]
    columns = [_drawn(every[place]) for place in used]
    kept = rows if len(used) == len(every) else map(itemgetter(*used), rows)
    return LedgerSheet(word(f"ledger.{name}"), line, columns, count, kept)


def _drawn(one: Planned) -> LedgerColumn:
    title = word(f"ledger_column.{one.key}")
    return LedgerColumn(title, one.width, lit=one.lit, wraps=one.wraps, fresh=one.fresh)
