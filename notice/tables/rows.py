"""The rows of a table made whole: merged cells filled in, rows broken by a page joined."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from notice.labels import label_of
from notice.tables.columns import Columns
from notice.tables.headers import UNITS, Kind
from notice.tables.tables import Table


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of tasks.

    Attributes:
        line: the source line on which it stands.
        cells: as many as the table has columns; / and the like are empty.
        heading: the words of a row that is merged over the table's width, else "".
        is_filled: its units are those of the row above, whose cell was merged over it.
    """

    line: int
    cells: tuple[str, ...]
    heading: str = ""
    is_filled: bool = False

    def of(self, columns: Columns, *kinds: Kind) -> list[str]:
        """Return the cells, empty ones left out, of the columns that hold these kinds."""
        pairs = zip(self.cells, columns.kinds, strict=True)
        return [cell for cell, kind in pairs if kind in kinds and cell]


def rows_of(table: Table) -> list[Row]:
    """Return a table's rows without repeated headers, totals and empty ones."""
    columns = table.columns
    rows = [
        _row(line.number, line.cells, columns)
        for line in table.rows
        if not _is_header(line.cells, columns)
    ]
    rows = [row for row in rows if row.heading or (any(row.cells) and not _is_total(row))]
    return _joined(_filled(rows, columns) if table.is_plain else rows, columns)


def one_line(cell: str) -> str:
    """Return a cell's words without line breaks; Chinese needs no blank in their place."""
    return "".join(cell.splitlines())


def without_label(text: str) -> str:
    """Return a heading without its number."""
    label = label_of(text)
    return text[len(label.printed) :].strip() if label else text


_NOTHING = re.compile(r"[/／\\—–\-]{1,4}|无")
_TOTAL = re.compile("(?:合|总|小)计.{0,6}")
_STOPS = "。；;！!？?"
_OPEN_ENDS = "、，,（("
_LONGEST_HEADING = 60
_ARABIC = re.compile(r"\d{1,4}[.、]?")


def _is_header(cells: Sequence[str], columns: Columns) -> bool:
    return len(cells) == len(columns.kinds) and columns.heads(cells)


def _is_total(row: Row) -> bool:
    return any(_TOTAL.fullmatch(one_line(cell)) for cell in row.cells[:2])


def _row(number: int, cells: Sequence[str], columns: Columns) -> Row:
    width = len(columns.kinds)
    tidied = tuple(map(_tidied, cells[:width])) + ("",) * (width - len(cells))
    words = list(dict.fromkeys(filter(None, tidied)))
    heading = ""
    if len(words) == 1 and _is_across(tidied, columns):
        heading = words[0]
    elif _is_numbered_heading(tidied):
        heading = words[1]
    return Row(number, tidied, without_label(one_line(heading)))


def _tidied(cell: str) -> str:
    text = "\n".join(line.strip() for line in cell.strip().splitlines() if line.strip())
    return "" if _NOTHING.fullmatch(text) else text


def _is_across(cells: Sequence[str], columns: Columns) -> bool:
    """Tell whether a row's one text is merged over the width, or stands alone at its beginning."""
    first, *others = cells
    is_short = len(first) <= _LONGEST_HEADING and first[-1:] not in _STOPS
    is_merged = bool(first) and len(others) > 0 and set(others) == {first}
    is_alone = bool(first) and not any(others) and columns.kinds[0] is not Kind.TASK
    is_labelled = not any(others) and label_of(first) is not None
    return is_short and (is_merged or is_alone or is_labelled)


def _is_numbered_heading(cells: Sequence[str]) -> bool:
    """Tell whether a row is 一 | 产业发展, the rest empty or merged with the heading."""
    number, heading, *others = (*cells, "")
    label = label_of(number) or label_of(f"{number}、")
    is_number = label is not None and len(label.printed) >= len(number)
    is_task = bool(_ARABIC.fullmatch(number)) or not heading
    return is_number and not is_task and set(others) <= {"", heading}


def _filled(rows: Iterable[Row], columns: Columns) -> Iterator[Row]:
    """Fill in what plain text writes once for several rows: headings, units with dates.

    The units and the date of the row above hold where a row of its own task has neither; the
    units alone where it has the same number.
    """
    above: Row | None = None
    for row in rows:
        if row.heading:
            above = None
        elif above is not None:
            row = _filled_from(above, row, columns)  # noqa: PLW2901
        above = above if row.heading else row
        yield row


def _filled_from(above: Row, row: Row, columns: Columns) -> Row:
    is_own_task = bool(row.of(columns, Kind.TASK))
    has_units = bool(row.of(columns, *UNITS))
    has_date = bool(row.of(columns, Kind.DUE))
    is_same = row.of(columns, Kind.NUMBER) == above.of(columns, Kind.NUMBER) != []
    takes_units = is_own_task and columns.has_units and not has_units and (is_same or not has_date)
    kinds = {Kind.SECTION} | ({*UNITS, Kind.DUE} if takes_units else set())
    cells = tuple(
        cell or (upper if kind in kinds else "")
        for cell, upper, kind in zip(row.cells, above.cells, columns.kinds, strict=True)
    )
    return replace(row, cells=cells, is_filled=takes_units and bool(above.of(columns, *UNITS)))


def _joined(rows: Iterable[Row], columns: Columns) -> list[Row]:
    """Join the rows that only go on with the row above: more units, or the rest of its cells."""
    joined: list[Row] = []
    for _, same in groupby(rows, lambda row: _own_cells(row, columns)):
        row = _with_all_units(list(same), columns)
        above = joined[-1] if joined else None
        if above and not (above.heading or row.heading) and _goes_on(above, row, columns):
            cells = zip(above.cells, row.cells, columns.kinds, strict=True)
            joined[-1] = replace(above, cells=tuple(_one_cell(*each) for each in cells))
        else:
            joined.append(row)
    return joined


def _own_cells(row: Row, columns: Columns) -> object:
    """Return what sets a row apart from one whose cells of tasks are merged with its own."""
    own = row.of(columns, Kind.NUMBER, Kind.TASK, Kind.TARGET)
    return own if own and not row.heading else object()


def _with_all_units(rows: Sequence[Row], columns: Columns) -> Row:
    """Return the first of several rows of one task with the units of them all."""
    if len(rows) == 1:
        return rows[0]
    cells = list(rows[0].cells)
    for at, kind in enumerate(columns.kinds):
        if kind in UNITS:
            cells[at] = "、".join(dict.fromkeys(row.cells[at] for row in rows if row.cells[at]))
    return replace(rows[0], cells=tuple(cells))


def _goes_on(above: Row, row: Row, columns: Columns) -> bool:
    """Tell whether a row without a number is the rest of the row above, broken by a page."""
    if Kind.NUMBER not in columns.kinds:
        return not row.of(columns, Kind.TASK, Kind.TARGET)
    if row.of(columns, Kind.NUMBER):
        return False
    task, units = row.of(columns, Kind.TASK), row.of(columns, *UNITS)
    upper, upper_units = above.of(columns, Kind.TASK), above.of(columns, *UNITS)
    is_open = any(cells and cells[-1][-1] in _OPEN_ENDS for cells in (upper, upper_units))
    is_whole = bool(upper) and upper[-1][-1] in _STOPS
    return not task or is_open or (not units and not row.is_filled and not is_whole)


def _one_cell(upper: str, cell: str, kind: Kind) -> str:
    """Join a cell to the one above; what is merged over both is there but once."""
    if upper == cell or not cell:
        return upper
    is_apart = kind in UNITS and upper and upper[-1] not in _OPEN_ENDS
    return upper + ("\n" if is_apart else "") + cell
