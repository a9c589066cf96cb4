"""Draws an Excel workbook that people edit; knows nothing of what its cells mean.

What looks like a formula or a link stays text. A table of very many rows is ``long_workbook``'s.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

Cell = str | Decimal

#: The longest text that Excel takes into a cell.
CELL_LIMIT = 32_767
_EXACT = 12  # digits of a number that Excel keeps and shows
_LINE, _TALLEST = 16.5, 405.0  # points
_A4 = 9  # Excel's number of the paper
_ROOM = 200  # further rows in which a choice is offered
#: Excel takes these for formulas and links only where it is told to.
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False}
LOOKS = {
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


def workbook_of(sheets: Sequence[Sheet], hidden: str = "", lines: Sequence[str] = ()) -> bytes:
    """Return a workbook.

    Args:
        sheets: what people see, in order.
        hidden: the name of one more sheet, which nobody sees; "" for none.
        lines: what that sheet holds, one below the other.
    """
    file = BytesIO()
    with xlsxwriter.Workbook(file, AS_TEXT | {"in_memory": True}) as book:
        looks = {name: book.add_format(look) for name, look in LOOKS.items()}
        for sheet in sheets:
            _draw(book.add_worksheet(sheet.name), sheet, looks)
        if hidden:
            behind = book.add_worksheet(hidden)
            behind.very_hidden()
            behind.write_column(0, 0, lines)
    return file.getvalue()


def _draw(page: Any, sheet: Sheet, looks: dict[str, Any]) -> None:  # noqa: ANN401 - untyped library
    frame(page, sheet.help, sheet.columns, len(sheet.rows), looks)
    for place, column in enumerate(sheet.columns):
        if column.choices:
            last = len(sheet.rows) + 1 + _ROOM
            page.data_validation(2, place, last, place, _only(column.choices))
    for at, row in enumerate(sheet.rows):
        page.set_row(at + 2, height(max(_lines(row, sheet.columns))))
        for place, cell in enumerate(row):
            look = looks["marked" if (at, place) in sheet.marked else "plain"]
            _write(page, at + 2, place, cell, look)


def frame(
    page: Any,  # noqa: ANN401 - untyped library
    line: str,
    columns: Sequence[Column],
    rows: int,
    looks: dict[str, Any],
) -> None:
    """Draw what stands around a sheet's rows, and how it is printed: on A4, as wide as the page.

    Args:
        page: the sheet.
        line: what stands above the titles.
        columns: from left to right; their titles stay in sight and are printed on every page.
        rows: how many there are.
        looks: the formats of ``LOOKS``, by name.
    """
    page.write_string(0, 0, line, looks["help"])
    for place, column in enumerate(columns):
        page.set_column(place, place, column.width)
        page.write_string(1, place, column.title, looks["header"])
    page.freeze_panes(2, 0)
    page.autofilter(1, 0, rows + 1, len(columns) - 1)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(1)


def exact(number: Decimal) -> bool:
    """Tell whether Excel keeps a number as it is."""
    return len(number.as_tuple().digits) <= _EXACT


def height(lines: int) -> float:
    """Return the height of a row of so many lines; not every program finds it out by itself."""
    return min(_LINE * lines, _TALLEST)


def lines_in(text: str, width: int) -> int:
    """Return how many lines a text takes in a column of a width in characters."""
    return sum(-(-_width(line) // width) or 1 for line in text.split("\n"))


def _lines(row: Sequence[Cell], columns: Sequence[Column]) -> list[int]:
    return [lines_in(str(cell), column.width) for cell, column in zip(row, columns, strict=True)]


def _width(text: str) -> int:
    """Return a text's width: a Chinese character takes two columns, and two bytes in GBK."""
    return len(text.encode("gb18030", "replace"))


def _only(choices: tuple[str, ...]) -> dict[str, object]:
    return {"validate": "list", "source": list(choices), "error_type": "warning"}


def _write(page: Any, row: int, column: int, cell: Cell, look: Any) -> None:  # noqa: ANN401
    """Write a cell; a number that Excel would round is written as text."""
    if isinstance(cell, Decimal) and exact(cell):
        page.write_number(row, column, float(cell), look)
    else:
        page.write_string(row, column, str(cell)[:CELL_LIMIT], look)
