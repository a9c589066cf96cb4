"""Finds the titled columns and the rows in a workbook's sheet, and names a cell that is wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from notice.files.pieces import OWN_BOOK
from notice.lines import Line
from templates import word

#: The rows of each sheet of a workbook, by the sheet's name; every row from the first.
Book = Mapping[str, Sequence[Sequence[str]]]
_LOOKED_AT = 10  # rows in which the titles may stand


class CorrectionError(Exception):
    """Something in a corrected workbook that cannot be read; carries the word that says it."""

    def __init__(self, key: str, **values: object) -> None:
        """Remember the sentence's key and what fills it."""
        super().__init__(f"{key} {values}")
        self.key = key
        self.values = values


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet, its cells trimmed, by the words that title their columns."""

    sheet: str
    number: int
    cells: Mapping[str, str]
    places: Mapping[str, int]

    def wrong(self, title: str, key: str, **values: object) -> CorrectionError:
        """Return what is wrong with a cell of the row; ``key`` is the word that says it."""
        cell = f"{_letters(self.places[title])}{self.number}"
        why = word(key, **values)
        return CorrectionError("sheet.wrong", sheet=word(self.sheet), cell=cell, why=why)

    def need(self, title: str, key: str) -> str:
        """Return a cell's text; ``key`` is the word that says that it is empty.

        Raises:
            CorrectionError: it is.
        """
        if text := self.cells[title]:
            return text
        raise self.wrong(title, key)


def own_book(lines: Sequence[Line]) -> Book | None:
    """Return the sheets of a workbook of our own from its lines; None for any other file."""
    if not lines or lines[0].text != OWN_BOOK:
        return None
    book: dict[str, list[tuple[str, ...]]] = {}
    rows: list[tuple[str, ...]] = []
    for line in lines[1:]:
        if not line.cells:
            rows = book.setdefault(line.text, [])
        else:
            rows.append(line.cells)
    return book


def rows_of(book: Book, sheet: str, titles: Iterable[str]) -> Iterator[Row]:
    """Yield the rows below a sheet's titles that say anything.

    Args:
        book: the workbook's sheets.
        sheet: the word for the sheet's name.
        titles: the words for the titles of its columns.

    Raises:
        CorrectionError: the sheet or one of its columns is not there.
    """
    if (rows := book.get(word(sheet))) is None:
        raise CorrectionError("sheet.no_sheet", name=word(sheet))
    wanted = {word(title): title for title in titles}
    heads = [[cell.strip() for cell in row] for row in rows[:_LOOKED_AT]]
    at = max(range(len(heads)), key=lambda row: len(wanted.keys() & set(heads[row])), default=None)
    head = [] if at is None else heads[at]
    places = {title: head.index(name) for name, title in wanted.items() if name in head}
    for name, title in wanted.items():
        if title not in places:
            raise CorrectionError("sheet.no_column", sheet=word(sheet), column=name)
    for number, row in enumerate(rows[(at or 0) + 1 :], start=(at or 0) + 2):
        cells = {title: _cell(row, place) for title, place in places.items()}
        if any(cells.values()):
            yield Row(sheet, number, cells, places)


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _letters(place: int) -> str:
    """Return a column as Excel names it: A for 0, AA for 26."""
    turns, letter = divmod(place, 26)
    return (_letters(turns - 1) if turns else "") + chr(ord("A") + letter)
