"""The rows of tables written as plain text, a cell a line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile

from notice.labels import label_of
from notice.lines import Line, without_blanks
from notice.tables.alignment import aligned, fits
from notice.tables.cells import PlainTable
from notice.tables.columns import Columns, columns_of, mended
from notice.tables.headers import LONGEST, UNITS, Kind, is_half, kind_of


@dataclass(frozen=True, slots=True)
class _Cell:
    """A line that is one cell: its place among the lines, its number in the source, its text."""

    at: int
    number: int
    text: str


def stacked_table_of(lines: Sequence[Line], start: int) -> PlainTable | None:
    """Return the table whose header begins with the line at ``start``, one word a line, or None."""
    header, after = _header_of(lines, start)
    columns = columns_of(header) if len(header) >= _FEWEST else None
    if columns is None or not columns.has_units:
        return None
    cut = _numbered if Kind.NUMBER in columns.kinds else _counted
    rows, end = cut(_cells_from(lines, after, header), columns)
    return PlainTable(columns, tuple(rows), end - start) if rows else None


_FEWEST = 3  # columns
_MOST = 12
_FAR = 60  # lines within which the next cell or number comes
_LONGEST_HEADING = 30
_LONGEST_NUMBER = 4  # digits
_CLOSING = re.compile(r"^(?:[（(]?(?:注|备注|说明|此件|联系人)[:：\d]|附件|抄送)")
_SIGNED = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日")
# The kinds of columns whose cells can be told from headings and from each other.
_TELLING = {Kind.NUMBER, Kind.TASK, Kind.DUE, *UNITS}
_BARS = "|｜│┃ \u3000\t"


def _text_of(line: Line) -> str:
    """Return a cell's text; a copied table may leave a bar behind each."""
    return line.text.strip().strip(_BARS)


def _header_of(lines: Sequence[Line], start: int) -> tuple[list[str], int]:
    """Return the words of a header written one a line, and the line behind it.

    It begins and ends with words that say what a column holds; few between them do not. A word
    may take up two lines.
    """
    words: list[str] = []
    known, after = 0, start
    for at in range(start, min(start + 2 * _MOST, len(lines))):
        word = without_blanks(_text_of(lines[at]))
        if not word:
            continue
        *whole, last = mended([*words[-1:], word])
        is_rest = bool(words) and not whole
        is_known = kind_of(last) is not Kind.OTHER
        is_beyond = not is_rest and (last in words or len(words) > known + is_known)
        if lines[at].cells or len(word) > LONGEST or is_beyond or _is_number(word):
            break
        words[-1 if is_rest else len(words) :] = [last]
        if is_known:
            known, after = len(words), at + 1
        elif len(words) == 1 and not is_half(last):
            break
    return words[:known], after


def _cells_from(lines: Sequence[Line], start: int, header: list[str]) -> Iterator[_Cell]:
    """Yield the lines that are cells, without the header once more on each page."""
    last = start
    for at in range(start, len(lines)):
        line = lines[at]
        if line.cells or at - last > _FAR:
            return
        text = _text_of(line)
        if text and without_blanks(text) not in header:
            last = at
            yield _Cell(at, line.number, text)


def _counted(cells: Iterator[_Cell], columns: Columns) -> tuple[list[Line], int]:
    """Cut cells into rows of the table's width for as long as they fit."""
    width = len(columns.kinds)
    rows: list[Line] = []
    end = 0
    while len(row := list(islice(cells, width))) == width:
        texts = [cell.text for cell in row]
        if not fits(texts, columns.kinds):
            break
        rows.append(_row(row[0], texts))
        end = row[-1].at + 1
    return rows, end


def _numbered(cells: Iterator[_Cell], columns: Columns) -> tuple[list[Line], int]:
    """Cut cells into rows at each number that counts on.

    What stands before the number belongs to the row too: the sections' column may come first,
    and its cell only where a section begins; so do headings between two rows.
    """
    at = columns.kinds.index(Kind.NUMBER)
    before, behind = columns.kinds[:at], columns.kinds[at:]
    leading, *chunks = _chunks(cells)
    above = [cell.text for cell in leading][-len(before) or -1 :]
    rows: list[Line] = []
    end = 0
    for chunk in chunks:
        is_last = chunk is chunks[-1]
        own = _last_row(chunk, behind) if is_last else chunk
        texts = [cell.text for cell in own]
        below = 0 if is_last else _headings_below(texts, behind, has_sections=bool(before))
        count = len(texts) - below
        headings, first = above[: len(above) - len(before)], above[len(above) - len(before) :]
        rows += [_row(chunk[0], [heading]) for heading in headings]
        for task in _tasks_of(texts[:count], behind):
            rows.append(_row(chunk[0], [*aligned(first, before), *task]))
            first = []
        above, end = texts[count:], own[-1].at + 1
    return rows, end


def _chunks(cells: Iterator[_Cell]) -> list[list[_Cell]]:
    """Part cells before each number that counts on; first what stands before them all."""
    chunks: list[list[_Cell]] = [[]]
    last: int | None = None
    for cell in cells:
        number = int(cell.text) if _is_number(cell.text) else None
        is_next = number is not None and (
            last is None or (number == last + 1 and len(chunks[-1]) > 1)
        )
        if is_next:
            last = number
            chunks.append([])
        elif len(chunks[-1]) >= (_FAR if last is not None else _MOST):
            break
        chunks[-1].append(cell)
    return chunks


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= _LONGEST_NUMBER


def _headings_below(texts: Sequence[str], kinds: Sequence[Kind], *, has_sections: bool) -> int:
    """Return how many cells at a row's end are headings of the rows that follow."""
    count = 0
    while len(texts) - count >= _FEWEST:
        last = texts[len(texts) - count - 1]
        is_short = len(last) <= _LONGEST_HEADING and last[-1] not in "。；"
        is_too_much = len(texts) - count == len(kinds) + 1
        is_no_other = _TELLING.issuperset(kinds) and not fits([last] * len(kinds), kinds)
        is_heading = label_of(last) is not None or (has_sections and (is_too_much or is_no_other))
        if not is_short or not is_heading:
            break
        count += 1
    return count


def _tasks_of(texts: Sequence[str], kinds: Sequence[Kind]) -> Iterator[tuple[str, ...]]:
    """Lay a number's cells under the columns; of a merged number each task is a row of its own."""
    starts = [0]
    if _TELLING.issuperset(kinds) and Kind.TASK in kinds[1:2]:
        told = [kind for kind in kinds if kind in {*UNITS, Kind.DUE}]
        is_told = [fits([text] * len(told), told) for text in texts]
        starts += [
            at
            for at in range(_FEWEST, len(texts) - 1)
            if texts[at][-1] in "。；" and is_told[at - 1] and not is_told[at]
        ]
    for start, end in pairwise([*starts, len(texts)]):
        number = [] if start == 0 else texts[:1]
        yield aligned([*number, *texts[start:end]], kinds)


def _last_row(cells: list[_Cell], kinds: Sequence[Kind]) -> list[_Cell]:
    """Part the table's last row from the text behind the table.

    It is as wide as the table; where its units take several cells, it ends with its date.
    """
    width = len(kinds)
    if kinds[-1] is Kind.DUE and not any(_is_term(cell.text) for cell in cells[:width]):
        beyond = takewhile(lambda cell: fits([cell.text], [Kind.PLAIN]), cells[width:])
        at = width + len(list(beyond))
        width = at + 1 if at < len(cells) and _is_term(cells[at].text) else width
    ends = (at for at, cell in enumerate(cells[:width]) if _CLOSING.match(cell.text))
    return cells[: next(ends, width)]


def _is_term(text: str) -> bool:
    """Tell whether a cell holds a term, not the day on which the notice was signed."""
    return fits([text], [Kind.DUE]) and not _SIGNED.fullmatch(text)


def _row(first: _Cell, cells: Sequence[str]) -> Line:
    return Line(first.number, "\t".join(cells), tuple(cells))
