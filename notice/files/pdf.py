"""Reads a PDF: paragraphs put together again, tables as rows, without headers and page numbers."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from notice.files.pdf_lines import (
    Glyph,
    TextLine,
    cell_text,
    lines_of,
    margins_of,
    paragraphs_of,
    without_margins,
)
from notice.files.pieces import MAX_PIECES, Piece, Tell, tidy_row
from notice.lines import NoticeError

_END_WITHIN = 2048  # bytes from the end, where %%EOF stands
_SAME = 3.0  # points within which two edges of cells are one
_UNNAMED = "(cid:"  # how a character is given whose font does not say which it is
_FEW = 0.1
#: What pdfplumber wraps in an exception of its own, and the refusal's code.
_CAUSES = {PDFPasswordIncorrect: "locked", MemoryError: "too_heavy"}

Row = tuple[str, ...]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One page: its width, its lines outside tables, and its tables with their upper edges."""

    width: float
    lines: list[TextLine]
    tables: list[tuple[float, list[Row]]]


def pieces_of_pdf(raw: bytes, tell: Tell) -> list[Piece]:
    """Return a PDF's paragraphs and table rows.

    Raises:
        NoticeError: ``damaged`` (broken off), ``locked`` (a password), ``scan`` (pictures of
            pages), ``garbled`` (its fonts do not say what its characters are) or ``too_wide``.
    """
    if b"%%EOF" not in raw[-_END_WITHIN:]:
        raise NoticeError("damaged")
    try:
        with pdfplumber.open(BytesIO(raw)) as book:
            leaves = _leaves(book.pages, tell)
    except PdfminerException as error:
        found = (code for cause, code in _CAUSES.items() if isinstance(error.args[0], cause))
        raise NoticeError(next(found, "damaged")) from error
    return _pieces(leaves)


def _leaves(pages: Sequence[Page], tell: Tell) -> list[_Leaf]:
    leaves = []
    pictures = unnamed = characters = rows = 0
    for number, page in enumerate(pages):
        glyphs = [_glyph(one) for one in page.chars]
        characters += len(glyphs)
        unnamed += sum(one.text.startswith(_UNNAMED) for one in glyphs)
        pictures += not glyphs and bool(page.images)
        leaves.append(_leaf(number, page, glyphs))
        rows += sum(len(table) for _, table in leaves[-1].tables) + len(leaves[-1].lines)
        if rows > MAX_PIECES:
            raise NoticeError("too_wide")
        page.close()
        tell(number + 1, len(pages))
    if 2 * pictures > len(leaves):
        raise NoticeError("scan")
    if unnamed > _FEW * characters:
        raise NoticeError("garbled")
    return leaves


def _glyph(char: dict[str, object]) -> Glyph:
    x0, x1, top, bottom = (float(str(char[key])) for key in ("x0", "x1", "top", "bottom"))
    return Glyph(str(char["text"]), x0, x1, top, bottom)


def _leaf(number: int, page: Page, glyphs: list[Glyph]) -> _Leaf:
    ruled = [table for table in page.find_tables() if len(table.cells) > 1] if page.edges else []
    tables = []
    for table in ruled:
        rows = _rows(table.cells, [one for one in glyphs if _is_in(one, table.bbox)])
        if any(len(row) > 1 for row in rows):
            tables.append((table.bbox[1], rows))
            glyphs = [one for one in glyphs if not _is_in(one, table.bbox)]
    lines = [replace(one, page=number, height=page.height) for one in lines_of(glyphs)]
    return _Leaf(float(page.width), lines, sorted(tables, key=lambda one: one[0]))


def _is_in(glyph: Glyph, box: Box) -> bool:
    across, down = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _rows(cells: Sequence[Box], glyphs: Iterable[Glyph]) -> list[Row]:
    """Return a table's rows, a merged cell's text in each place of the grid that it covers."""
    columns = _edges(edge for cell in cells for edge in (cell[0], cell[2]))
    rows = _edges(edge for cell in cells for edge in (cell[1], cell[3]))
    grid = [[-1] * (len(columns) - 1) for _ in rows[1:]]
    for number, (x0, top, x1, bottom) in enumerate(cells):
        for row in range(_at(rows, top + _SAME), _at(rows, bottom - _SAME) + 1):
            for column in range(_at(columns, x0 + _SAME), _at(columns, x1 - _SAME) + 1):
                grid[row][column] = number
    held: list[list[Glyph]] = [[] for _ in cells]
    for glyph in glyphs:
        row = _at(rows, (glyph.top + glyph.bottom) / 2)
        column = _at(columns, (glyph.x0 + glyph.x1) / 2)
        if grid[row][column] >= 0:
            held[grid[row][column]].append(glyph)
    texts = [cell_text(each, cell[0], cell[2]) for each, cell in zip(held, cells, strict=True)]
    return [tidy_row([texts[one] if one >= 0 else "" for one in row]) for row in grid]


def _edges(edges: Iterable[float]) -> list[float]:
    """Return edges in order, those that are drawn a hair apart as one."""
    found: list[float] = []
    for edge in sorted(edges):
        if not found or edge - found[-1] > _SAME:
            found.append(edge)
    return found


def _at(edges: Sequence[float], place: float) -> int:
    return min(max(bisect_right(edges, place) - 1, 0), len(edges) - 2)


def _pieces(leaves: Sequence[_Leaf]) -> list[Piece]:
    """Return what the pages say one after another; a paragraph or a table goes on overleaf."""
    kept = without_margins([leaf.lines for leaf in leaves])
    every = [line for lines in kept for line in lines]
    left, right = margins_of(every, leaves[0].width) if every else (0.0, 0.0)
    found: list[Piece] = []
    lines: list[TextLine] = []
    table: list[Row] = []
    for block in _blocks(kept, leaves):
        if isinstance(block, TextLine):
            found += table
            table = []
            lines.append(block)
        else:
            found += paragraphs_of(lines, left, right)
            lines = []
            table = _continued(table, block)
    return [*found, *paragraphs_of(lines, left, right), *table]


def _blocks(
    kept: Sequence[list[TextLine]], leaves: Sequence[_Leaf]
) -> Iterator[TextLine | list[Row]]:
    """Yield lines and tables from the first page's top to the last page's bottom."""
    for lines, leaf in zip(kept, leaves, strict=True):
        placed: list[tuple[float, TextLine | list[Row]]] = [(line.top, line) for line in lines]
        for _, block in sorted([*placed, *leaf.tables], key=lambda one: one[0]):
            yield block


def _continued(table: list[Row], rows: list[Row]) -> list[Row]:
    """Return a table with the part of it that stands on the next page.

    A heading that is repeated there is said once; a row without a first cell goes on from the
    last one.
    """
    if not table or len(table[0]) != len(rows[0]):
        return [*table, *rows]
    rest = rows[1:] if rows[0] == table[0] else rows
    if not rest or rest[0][0] or not table[-1][0]:
        return [*table, *rest]
    joined = tuple(above + below for above, below in zip(table[-1], rest[0], strict=True))
    return [*table[:-1], joined, *rest[1:]]
