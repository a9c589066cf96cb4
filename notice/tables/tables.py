"""Parts a notice into text and tables of tasks, whatever the tables are written as."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from notice.labels import label_of
from notice.lines import Line
from notice.tables.alignment import fits
from notice.tables.cells import plain_table_of
from notice.tables.columns import Columns, columns_of, joined
from notice.tables.headers import Kind, kind_of
from notice.tables.stacked import stacked_table_of


@dataclass(frozen=True, slots=True)
class Table:
    """A table of tasks.

    Attributes:
        columns: what its columns hold.
        rows: its rows below the header.
        is_plain: it stood in plain text, where a merged cell is written once.
    """

    columns: Columns
    rows: tuple[Line, ...]
    is_plain: bool


def parts_of(lines: Sequence[Line]) -> list[list[Line] | Table]:
    """Part the lines into text and tables of tasks, in order; other tables become text."""
    lines = [
        piece
        for line, below in zip_longest(lines, lines[1:])
        for piece in ([line] if below and _are_rows(line, below) else _header_apart(line))
    ]
    parts: list[list[Line] | Table] = []
    text: list[Line] = []
    above: Table | None = None
    at = 0
    while at < len(lines):
        table, end = _table_at(lines, at)
        if table is None and above and lines[at].cells:
            table, end = _going_on(lines, at, above)
            above = table
        if table is None:
            text += _as_text(lines[at])
        else:
            parts += [text, above := table]
            text = []
        at = end
    return [*parts, text]


def _are_rows(line: Line, below: Line) -> bool:
    """Tell whether two lines fall apart into as many cells by the same sign."""
    return any(line.text.count(sign) == below.text.count(sign) > 0 for sign in _SIGNS)


def _header_apart(line: Line) -> list[Line]:
    """Part a table's header, its words parted by blanks, from the text before it on its line.

    Where the rows stand behind it on the line too, each cell becomes a line.
    """
    words = [] if line.cells else list(_WORD.finditer(line.text))
    start, end = _header_within([word[0] for word in words])
    if start == end or (start == 0 and end == len(words)):
        return [line]
    above = line.text[: words[start].start()].strip("|｜│┃ \u3000\t")
    header = line.text[words[start].start() : words[end - 1].end()]
    behind = [header] if end == len(words) else [word[0] for word in words[start:]]
    return [Line(line.number, text) for text in (above, *behind) if text]


def _header_within(words: Sequence[str]) -> tuple[int, int]:
    """Return where a header stands among words: they end with it, or rows begin behind it."""
    known = [at for at, word in enumerate(words) if kind_of(word) is not Kind.OTHER]
    if len(known) < _FEWEST:
        return 0, 0
    start = end = known[0]
    for at in known:
        start, end = (start if at <= end + 1 and at < start + _MOST else at), at + 1
        is_end = end == len(words) or words[end].isdecimal() or label_of(words[end])
        columns = columns_of(words[start:end]) if is_end and end - start >= _FEWEST else None
        if columns and columns.has_units:
            return start, end
    return 0, 0


_SIGNS = "\t|｜│┃"
_WORD = re.compile(r"[^\s|｜│┃]+")
_FEWEST = 3  # columns
_MOST = 12


def _table_at(lines: Sequence[Line], start: int) -> tuple[Table | None, int]:
    """Return the table whose header is the line, and the line behind it."""
    if not lines[start].cells:
        plain = plain_table_of(lines, start) or stacked_table_of(lines, start)
        if plain is None:
            return None, start + 1
        return _headed(plain.columns, plain.rows, is_plain=True), start + plain.end
    columns = columns_of(lines[start].cells)
    if columns is None:
        return None, start + 1
    end = _end_of(lines, start + 1, columns)
    rows = tuple(line for line in lines[start + 1 : end] if line.cells)
    return _headed(columns, rows, is_plain=False), end


def _going_on(lines: Sequence[Line], start: int, above: Table) -> tuple[Table | None, int]:
    """Return the table at the line, without a header, whose columns are those of the one above.

    No other rows stand between the two.
    """
    kinds = above.columns.kinds
    cells = lines[start].cells
    is_like = not above.is_plain and len(cells) == len(kinds) and fits(cells, kinds)
    numbers = [cell for cell, kind in zip(cells, kinds, strict=False) if kind is Kind.NUMBER]
    if not is_like or not all(cell.strip().isdecimal() or label_of(cell) for cell in numbers):
        return None, start + 1
    end = _end_of(lines, start, above.columns)
    rows = tuple(line for line in lines[start:end] if line.cells)
    return Table(above.columns, rows, is_plain=False), end


def _headed(columns: Columns, rows: tuple[Line, ...], *, is_plain: bool) -> Table:
    """Return a table, its first row joined to the header where it is the header's second."""
    lower = joined(columns, rows[0].cells) if rows else None
    return Table(lower or columns, rows[1:] if lower else rows, is_plain)


def _end_of(lines: Sequence[Line], start: int, columns: Columns) -> int:
    """Return where a table ends: at text, or at the header of a different one."""
    end = start
    for at in range(start, len(lines)):
        line = lines[at]
        other = columns_of(line.cells) if line.cells else None
        if (not line.cells and line.text.strip()) or (other and other.kinds != columns.kinds):
            break
        end = at + 1 if line.cells else end
    return end


def _as_text(line: Line) -> list[Line]:
    """Return a row that belongs to no table of tasks as lines of text, a merged cell once."""
    if not line.cells:
        return [line]
    texts = dict.fromkeys(text for cell in line.cells for text in cell.splitlines())
    return [Line(line.number, text) for text in texts] or [Line(line.number, "")]
