"""The headings and tasks of a table's rows: each row's units and date are cells of their own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from notice.labels import label_of
from notice.lines import Line
from notice.outline.items import RawItem
from notice.tables.columns import Columns
from notice.tables.headers import UNITS, Kind
from notice.tables.rows import Row, one_line, rows_of, without_label
from notice.tables.tables import Table


def tasks_of(table: Table) -> tuple[list[str], list[RawItem]]:
    """Return the headings that stand in a table and its tasks; their sections count from 0."""
    columns = table.columns
    rows = rows_of(table)
    upper = _upper_columns(columns, rows)
    sections: list[str] = []
    items: list[RawItem] = []
    opened: tuple[str, ...] = ()
    for row in rows:
        if row.heading:
            sections.append(row.heading)
            opened = ()
            continue
        headings = tuple(without_label(one_line(row.cells[at])) for at in upper)
        sections += _newly_opened(headings, opened)
        opened = headings
        items.append(_item(row, columns, upper, len(sections) - 1 if sections else None))
    return sections, [*map(_with_gap, [None, *items], items)]


_NUMBER = re.compile(r"[<>≤≥]?\d{1,12}(?:\.\d{1,4})?")
_GUESSED, _FILLED, _NO_UNITS = "table-columns", "cell-above", "no-units"


def _upper_columns(columns: Columns, rows: Sequence[Row]) -> tuple[int, ...]:
    """Return the columns that hold headings: the sections', and tasks merged over several rows.

    A column of tasks is one where a cell stands still while the next column of tasks changes.
    """
    tasks = [at for at, kind in enumerate(columns.kinds) if kind is Kind.TASK]
    upper = {at for at, kind in enumerate(columns.kinds) if kind is Kind.SECTION}
    for above, row in pairwise(rows):
        for at, below in pairwise(tasks):
            stands = above.cells[at] == row.cells[at] != ""
            if stands and above.cells[below] != row.cells[below] and row.cells[below]:
                upper.add(at)
    return tuple(sorted(upper))


def _newly_opened(headings: Sequence[str], opened: Sequence[str]) -> Iterator[str]:
    """Yield the headings from the first on that is not open yet."""
    changed = next(
        (at for at, heading in enumerate(headings) if [heading] != [*opened[at : at + 1]]),
        len(headings),
    )
    yield from filter(None, headings[changed:])


def _item(row: Row, columns: Columns, upper: Sequence[int], section: int | None) -> RawItem:
    own = [
        _measured(one_line(cell), kind, row, columns)
        for at, (cell, kind) in enumerate(zip(row.cells, columns.kinds, strict=True))
        if kind in {Kind.TASK, Kind.TARGET} and at not in upper and cell
    ]
    own = own or [one_line(cell) for at in upper if (cell := row.cells[at])] or [""]
    number, printed, own[0] = _number(row, columns, own[0])
    has_no_units = columns.has_units and not row.of(columns, *UNITS)
    doubts = {_GUESSED: columns.guessed, _FILLED: row.is_filled, _NO_UNITS: has_no_units}
    return RawItem(
        number=number,
        label=printed,
        section=section,
        lines=tuple(Line(row.line, text) for text in own),
        fields=tuple(_fields(row, columns)),
        doubts=tuple(code for code, is_so in doubts.items() if is_so),
    )


def _measured(text: str, kind: Kind, row: Row, columns: Columns) -> str:
    """Return a goal that is a mere number with its measure, which has a column of its own."""
    is_number = kind is Kind.TARGET and _NUMBER.fullmatch(text)
    return text + "".join(row.of(columns, Kind.MEASURE)) if is_number else text


def _with_gap(above: RawItem | None, item: RawItem) -> RawItem:
    """Mark a row whose number leaves some out; one merged over several rows stands still."""
    numbers = [each.number for each in (above, item) if each and (each.number or "").isdecimal()]
    values = [int(number) for number in numbers if number]
    is_gap = len(values) > 1 and values[1] > 1 and values[1] - values[0] not in {0, 1}
    return replace(item, doubts=(*item.doubts, "number-gap")) if is_gap else item


def _number(row: Row, columns: Columns, text: str) -> tuple[str | None, str | None, str]:
    """Return a task's number in digits and as printed, and its text without it.

    Where no column holds the numbers, the text may begin with its own.
    """
    if Kind.NUMBER in columns.kinds:
        printed = next(iter(row.of(columns, Kind.NUMBER)), "")
        label = label_of(printed) or label_of(f"{printed}、")
        return label.digits if label else None, printed or None, text
    label = label_of(text)
    if label is None:
        return None, None, text
    return label.digits, label.printed, text[len(label.printed) :].strip()


def _fields(row: Row, columns: Columns) -> Iterator[tuple[str, str]]:
    """Yield the other cells by what they mean; columns of one meaning joined by line breaks."""
    for kind in (*UNITS, Kind.DUE):
        if cells := row.of(columns, kind):
            yield kind.value, "\n".join(cells)
