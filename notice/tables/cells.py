"""The rows of tables written as plain text, a row a line: cells apart by tabs, bars or blanks."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from notice.lines import Line
from notice.tables.alignment import aligned, fits
from notice.tables.columns import Columns, columns_of, mended, parted
from notice.tables.headers import Kind


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table found in lines of text.

    Attributes:
        columns: its columns.
        rows: its rows below the header, each with its cells.
        end: how many of the lines it takes up, the header's included.
    """

    columns: Columns
    rows: tuple[Line, ...]
    end: int


def plain_table_of(lines: Sequence[Line], start: int) -> PlainTable | None:
    """Return the table whose header is the line at ``start``, or None."""
    for split in _SPLITS:
        cells = split(lines[start].text)
        if split in _BY_BLANKS:
            cells = mended(cells)
        columns = columns_of(cells) if len(cells) > 1 else None
        if columns:
            below = split(lines[start + 1].text) if start + 1 < len(lines) else []
            lower = parted(columns, below)
            table = _separated(lines, start + (2 if lower else 1), lower or columns, split)
            return replace(table, end=table.end + 1) if lower else table
    return None


_BAR = re.compile("[|｜│┃]")
_RULE = re.compile(r"[\s|｜│┃:+—─━┼├┤┌┐└┘┬┴═-]+")
_BLANKS = re.compile("[ \u3000]{2,}")


def _by_bars(text: str) -> list[str]:
    plain = text.strip().strip("|｜│┃")
    return [cell.strip() for cell in _BAR.split(plain)] if _BAR.search(text) else []


def _by_tabs(text: str) -> list[str]:
    return [cell.strip() for cell in text.split("\t")]


def _by_blanks(text: str) -> list[str]:
    return _BLANKS.split(text.strip())


def _by_single_blanks(text: str) -> list[str]:
    cells = text.split()
    return cells if len(cells) >= _FEWEST else [text]


_SPLITS: tuple[Callable[[str], list[str]], ...] = (
    _by_tabs,
    _by_bars,
    _by_blanks,
    _by_single_blanks,
)
_BY_BLANKS = _SPLITS[2:]  # a word of theirs may hold one itself: 责任 单位
_FEWEST = 3  # columns of a table whose cells are apart by single blanks
_NEAR = 4  # lines within which a table goes on


def _separated(
    lines: Sequence[Line], start: int, columns: Columns, split: Callable[[str], list[str]]
) -> PlainTable:
    """Read the rows below a header for as long as lines fall apart into cells.

    A line between two rows that does not is a heading, or a cell's text that goes on.
    """
    rows: list[Line] = []
    end = start
    for at in range(start, len(lines)):
        line = lines[at]
        if line.cells or at - end >= _NEAR:
            break
        cells = split(line.text)
        if _RULE.fullmatch(line.text):
            end += end == at
        elif len(cells) > 1 and (row := _laid(columns, cells)):
            between = (each for each in lines[end:at] if each.text.strip())
            rows += [Line(each.number, each.text, (each.text.strip(),)) for each in between]
            rows.append(Line(line.number, line.text, row))
            end = at + 1
    return PlainTable(columns, tuple(rows), end - start + 1)


def _laid(columns: Columns, cells: list[str]) -> tuple[str, ...]:
    """Return a row as wide as its table, its cells under the columns they fit; () if it is none."""
    row = aligned(cells, columns.kinds)
    pairs = dict(zip(columns.kinds, row, strict=True))
    is_row = len(cells) == len(columns.kinds) or fits(row, columns.kinds)
    has_task = bool(pairs.get(Kind.TASK) or pairs.get(Kind.TARGET))
    return row if is_row or has_task else ()
