"""Draws an Excel workbook that people edit; knows nothing of what its cells mean.

What looks like a formula or a link stays text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter

Cell = str | Decimal

#: The longest text that Excel takes into a cell.
CELL_LIMIT = 32_767
_EXACT = 12  # digits of a number that Excel keeps and shows
_LINE, _TALLEST = 15.0, 405.0  # points
_ROOM = 200  # further rows in which a choice is offered
_LOOKS = {
    "plain": {"text_wrap": True, "valign": "top"},
    "marked": {"text_wrap": True, "valign": "top", "bg_color": "#FFF2CC"},
    "header": {"bold": True, "text_wrap": True, "bg_color": "#D9E2F3", "border": 1},
    "help": {"italic": True, "font_color": "#595959"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its width in characters, and what may be chosen in it."""

    title: str
    width: int
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: a line of help, a row of titles that stays in sight, and rows of cells.

    Attributes:
        name: what its tab says.
        help: the line above the titles.
        columns: from left to right.
        rows: a cell for each column; longer texts than Excel takes are cut.
        marked: the cells that want looking at, as (row, column) from 0.
    """

    name: str
    help: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    marked: frozenset[tuple[int, int]] = frozenset()


def workbook_of(sheets: Sequence[Sheet], hidden: str, lines: Sequence[str]) -> bytes:
    """Return a workbook.

    Args:
        sheets: what people see, in order.
        hidden: the name of one more sheet, which nobody sees.
        lines: what that sheet holds, one below the other.
    """
    file = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(file, options) as book:
        looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
        for sheet in sheets:
            _draw(book.add_worksheet(sheet.name), sheet, looks)
        behind = book.add_worksheet(hidden)
        behind.very_hidden()
        behind.write_column(0, 0, lines)
    return file.getvalue()


def _draw(page: Any, sheet: Sheet, looks: dict[str, Any]) -> None:  # noqa: ANN401 - untyped library
    page.write_string(0, 0, sheet.help, looks["help"])
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(1, place, column.title, looks["header"])
        if column.choices:
            last = len(sheet.rows) + 1 + _ROOM
            page.data_validation(2, place, last, place, _only(column.choices))
    for at, row in enumerate(sheet.rows):
        page.set_row(at + 2, _height(row, sheet.columns))
        for place, cell in enumerate(row):
            look = looks["marked" if (at, place) in sheet.marked else "plain"]
            _write(page, at + 2, place, cell, look)
    page.freeze_panes(2, 0)
    page.autofilter(1, 0, len(sheet.rows) + 1, len(sheet.columns) - 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(1)


def _height(row: Sequence[Cell], columns: tuple[Column, ...]) -> float:
    """Return the height that a row's texts take; not every program finds it out by itself."""
    lines = max(
        sum(-(-_width(line) // column.width) or 1 for line in str(cell).split("\n"))
        for cell, column in zip(row, columns, strict=True)
    )
    return min(_LINE * lines, _TALLEST)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(one) in "WFA" else 1 for one in text)


def _only(choices: tuple[str, ...]) -> dict[str, object]:
    return {"validate": "list", "source": list(choices), "error_type": "warning"}


def _write(page: Any, row: int, column: int, cell: Cell, look: Any) -> None:  # noqa: ANN401
    """Write a cell; a number that Excel would round is written as text."""
    if isinstance(cell, Decimal) and len(cell.as_tuple().digits) <= _EXACT:
        page.write_number(row, column, float(cell), look)
    else:
        page.write_string(row, column, str(cell)[:CELL_LIMIT], look)
