"""Writes rows of an Excel sheet as XML, fast: the same cell is written once and then repeated.

A cell does not say where it stands, as the format allows: it stands behind the one before it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import count, islice, repeat
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from templates import clip
from templates.workbook import CELL_LIMIT, Column, exact, height, lines_in

#: What a cell holds; moments are aware.
Cell = str | int | Decimal | date | None

#: How a cell looks, by what it holds.
KINDS = ("text", "number", "moment", "day", "light")
_BATCH = 500  # rows that are written together
_KNOWN = 20_000  # cells of a column that are kept to be written again
_BEGAN = date(1899, 12, 30)  # Excel's day 0
_DAY = 86_400  # seconds
#: What XML cannot hold, or what nobody sees and turns a line round.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as A


@dataclass(frozen=True, slots=True)
class LedgerColumn(Column):
    """A column of the ledger.

    Attributes:
        lit: it names lights.
        wraps: its texts may take several lines.
        fresh: nearly every cell is another.
    """

    lit: bool = False
    wraps: bool = False
    fresh: bool = False


class Texts(dict[str, int]):
    """The texts of a workbook that come again and again: each stands in it once, by its number."""

    def __init__(self, first: int) -> None:
        """Begin with the number of the first one."""
        super().__init__()
        self.first = first

    def __missing__(self, text: str) -> int:
        """Return the number of a text that is new."""
        number = self[text] = self.first + len(self)
        return number

    def written(self) -> Iterator[str]:
        """Yield each as XML, in the order of their numbers."""
        return (f"<si>{_text(text)}</si>" for text in self)


def rows_of(
    rows: Iterable[Sequence[Cell]], columns: Sequence[LedgerColumn], pen: "Pen", first: int
) -> Iterator[str]:
    """Yield rows as XML.

    Args:
        rows: a cell for each column.
        columns: from left to right.
        pen: what the cells are written with.
        first: the number of the first row.
    """
    pens = [_Cells(column, pen).write for column in columns]
    tall = [(place, _Lines(one).__getitem__) for place, one in enumerate(columns) if one.wraps]
    coming, numbers = iter(rows), count(first)
    while batch := list(islice(coming, _BATCH)):  # column by column, which is faster
        cells = list(zip(*batch, strict=True))
        written = zip(*map(map, pens, cells), strict=True)
        lines = map(max, *(map(known, cells[place]) for place, known in tall), repeat(1))
        yield from map(_row, written, lines, numbers)  # numbers last: none is lost at a batch's end


def _row(cells: Iterable[str], lines: int, number: int) -> str:
    taller = f' ht="{height(lines)}" customHeight="1"' if lines > 1 else ""
    return f'<row r="{number}"{taller}>{"".join(cells)}</row>'


@dataclass(frozen=True, slots=True)
class Pen:
    """What cells are written with: the zone of moments, the style of each kind, and the texts."""

    zone: ZoneInfo
    styles: Mapping[str, str]
    texts: Texts


class _Cells(dict[Cell, str]):
    """The cells of a column as XML, by what they hold; fresh ones are not kept."""

    def __init__(self, column: LedgerColumn, pen: Pen) -> None:
        super().__init__()
        self.pen = pen
        #: A long text that comes once stands in its cell, any other among those of the workbook.
        self.inline = column.wraps and column.fresh
        self.write: Callable[[Cell], str] = self._fresh if column.fresh else self.__getitem__
        self.number, self.moment, self.day = (
            f'<c s="{pen.styles[kind]}"><v>' for kind in ("number", "moment", "day")
        )
        self.empty = f'<c s="{pen.styles["text"]}"/>'
        self.text = f'<c s="{pen.styles["light" if column.lit else "text"]}"'

    def __missing__(self, cell: Cell) -> str:
        written = self._fresh(cell)
        if len(self) < _KNOWN:
            self[cell] = written
        return written

    def _fresh(self, cell: Cell) -> str:
        if isinstance(cell, str):
            return self._text(cell) if cell else self.empty
        if cell is None:
            return self.empty
        if isinstance(cell, datetime):
            return f"{self.moment}{self._moment(cell)}</v></c>"
        if isinstance(cell, date):
            return f"{self.day}{(cell - _BEGAN).days}</v></c>"
        if isinstance(cell, Decimal):
            said = f"{cell:f}"
            return f"{self.number}{said}</v></c>" if exact(cell) else self._text(said)
        return f"{self.number}{cell}</v></c>"

    def _moment(self, moment: datetime) -> str:
        local = moment.astimezone(self.pen.zone)
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        return f"{local.toordinal() - _BEGAN.toordinal() + seconds / _DAY:.10f}"

    def _text(self, said: str) -> str:
        if self.inline:
            return f'{self.text} t="inlineStr"><is>{_text(said)}</is></c>'
        return f'{self.text} t="s"><v>{self.pen.texts[said]}</v></c>'


class _Lines(dict[Cell, int]):
    """How many lines a column's cells take."""

    def __init__(self, column: LedgerColumn) -> None:
        super().__init__()
        self.width = column.width
        self.known = 0 if column.fresh else _KNOWN

    def __missing__(self, cell: Cell) -> int:
        lines = lines_in(cell, self.width) if isinstance(cell, str) else 1
        if len(self) < self.known:
            self[cell] = lines
        return lines


def _text(said: str) -> str:
    """Return a text as XML: no control characters, and nothing that Excel reads otherwise."""
    shown = _CODE.sub("_x005F_", _CONTROL.sub("", said))
    if len(shown) > CELL_LIMIT // 2:
        shown = clip(shown, CELL_LIMIT)
    kept = ' xml:space="preserve"' if shown != shown.strip() else ""
    return f"<t{kept}>{escape(shown)}</t>"
