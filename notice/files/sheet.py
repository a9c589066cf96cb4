"""Reads the sheets of an Excel workbook as a person sees them.

Visible sheets, rows and columns, the values last computed, numbers and dates as they are shown,
a merged cell's text in each place that it covers.
"""

import re
from dataclasses import dataclass
from io import BytesIO
from itertools import chain, product
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from notice.files.markup import attribute, child, local
from notice.files.package import Package
from notice.files.pieces import MAX_COLUMNS, MAX_PIECES, Piece, Tell, tidy_row
from notice.files.sheet_numbers import Formats
from notice.lines import NoticeError

_NAMELESS = re.compile(r"(?i:sheet|工作表|表)\s?\d{0,4}")
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x((?![dD][89A-Fa-f])[0-9A-Fa-f]{4})_")  # characters unfit for XML
_TRUE = {"1", "true"}
_MAX_CELLS = 2_000_000

#: A cell's place: row and column from 1.
Place = tuple[int, int]


def pieces_of_sheets(package: Package, tell: Tell) -> list[Piece]:
    """Return the rows of a workbook's visible sheets, each headed by its name if it has one.

    Raises:
        NoticeError: ``damaged`` where the package is broken, ``too_wide`` where it has more rows
            or columns than can be read.
    """
    found: list[Piece] = []
    shown = [tab for tab in tabs_of(package) if not tab.hidden]
    for done, tab in enumerate(shown, start=1):
        rows = tab.sheet.read(package.part(tab.part)) if tab.part else []
        if rows:
            found += [""] if found else []
            found += [] if _NAMELESS.fullmatch(tab.name) else [tab.name]
            found += rows
        if len(found) > MAX_PIECES:
            raise NoticeError("too_wide")
        tell(done, len(shown))
    return found


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet of a workbook; ``part`` is "" where it is a chart or the like."""

    name: str
    hidden: bool
    part: str
    sheet: "_Sheet"


def tabs_of(package: Package) -> list[Tab]:
    """Return a workbook's sheets in their order, none of them read yet."""
    main = package.main_part()
    book = package.tree(main)
    related = package.related(main)
    strings = _strings(package, related.get("sharedStrings", ""))
    formats = Formats.of(
        package.tree(related["styles"]) if related.get("styles") in package.names else None,
        from_1904=attribute(child(book, "workbookPr"), "date1904") in _TRUE,
    )
    sheets = child(book, "sheets")
    tabs = []
    for one in sheets if sheets is not None else ():
        part = related.get(attribute(one, "id"), "")
        tabs.append(
            Tab(
                name=attribute(one, "name"),
                hidden=attribute(one, "state", "visible") != "visible",
                part=part if "worksheets/" in part else "",
                sheet=_Sheet(strings, formats),
            )
        )
    return tabs


class _Sheet:
    """One sheet: its texts by place, what is merged and what is hidden."""

    def __init__(self, strings: list[str], formats: Formats) -> None:
        self._strings = strings
        self._formats = formats
        self._texts: dict[Place, str] = {}
        self._merged: list[tuple[Place, Place]] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: list[range] = []

    def read(self, raw: bytes) -> list[Piece]:
        """Return the visible rows that hold anything."""
        self._collect(raw)
        if not self._texts:
            return []
        height = max(row for row, _ in self._texts)
        width = max(column for _, column in self._texts)
        if width > MAX_COLUMNS or len({row for row, _ in self._texts}) > MAX_PIECES:
            raise NoticeError("too_wide")
        self._fill(height, width)
        hidden = set(chain.from_iterable(self._hidden_columns))
        columns = [column for column in range(1, width + 1) if column not in hidden]
        rows = sorted({row for row, _ in self._texts} - self._hidden_rows)
        if len(rows) * len(columns) > _MAX_CELLS:
            raise NoticeError("too_wide")
        filled = (tidy_row([self._texts.get((row, one), "") for one in columns]) for row in rows)
        return [cells for cells in filled if any(cells)]

    def grid(self, raw: bytes) -> list[list[str]]:
        """Return every row from the first to the last that holds anything, as it stands."""
        self._collect(raw)
        height = max((row for row, _ in self._texts), default=0)
        width = max((column for _, column in self._texts), default=0)
        if height * width > _MAX_CELLS:
            raise NoticeError("too_wide")
        rows, columns = range(1, height + 1), range(1, width + 1)
        return [[self._texts.get((row, column), "") for column in columns] for row in rows]

    def _collect(self, raw: bytes) -> None:
        """Take in a sheet's XML row by row, so that the tree of a long one never stands whole."""
        row = 0
        try:
            for _, element in iterparse(BytesIO(raw)):
                match local(element.tag):
                    case "row":
                        row = _whole(element.get("r"), row + 1)
                        self._take_row(row, element)
                        element.clear()
                    case "mergeCell":
                        self._take_merged(element.get("ref", ""))
                    case "col" if element.get("hidden") in _TRUE:
                        first, last = _whole(element.get("min"), 1), _whole(element.get("max"), 1)
                        self._hidden_columns.append(range(first, min(last, MAX_COLUMNS) + 1))
        except ParseError as error:
            raise NoticeError("damaged") from error
        except DefusedXmlException as error:
            raise NoticeError("too_heavy") from error

    def _take_row(self, row: int, element: Element) -> None:
        if element.get("hidden") in _TRUE:
            self._hidden_rows.add(row)
        column = 0
        for cell in element:
            place = _PLACE.fullmatch(cell.get("r", ""))
            column = _column(place[1]) if place else column + 1
            text = self._text(cell)
            if text:
                self._texts[row, column] = text

    def _text(self, cell: Element) -> str:
        """Return what a cell shows; nothing for an error such as #REF!."""
        said = child(cell, "v")
        value = said.text or "" if said is not None else ""
        match cell.get("t", "n"):
            case "s":
                place = _whole(value, -1)
                return self._strings[place] if 0 <= place < len(self._strings) else ""
            case "inlineStr":
                return string_of(child(cell, "is"))
            case "n":
                return self._formats.shown(value, _whole(cell.get("s"), 0))
            case "e":
                return ""
            case "b":
                return "TRUE" if value == "1" else "FALSE"
            case _:
                return value

    def _take_merged(self, span: str) -> None:
        first, _, last = span.partition(":")
        ends = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
        if ends[0] and ends[1]:
            begin, end = ((int(one[2]), _column(one[1])) for one in ends if one)
            self._merged.append((begin, end))

    def _fill(self, height: int, width: int) -> None:
        """Give every place of a merged cell its text, within what the sheet uses."""
        filled = 0
        for (top, left), (bottom, right) in self._merged:
            text = self._texts.get((top, left), "")
            rows, columns = range(top, min(bottom, height) + 1), range(left, min(right, width) + 1)
            filled += len(rows) * len(columns)
            if filled > _MAX_CELLS:
                raise NoticeError("too_wide")
            if text:
                self._texts |= dict.fromkeys(product(rows, columns), text)


def _strings(package: Package, name: str) -> list[str]:
    """Return the texts that the cells point to."""
    return [string_of(one) for one in package.tree(name)] if name in package.names else []


def string_of(element: Element | None) -> str:
    """Return a rich text's characters, without the readings printed above them."""
    if element is None:
        return ""
    parts = (child(one, "t") if local(one.tag) == "r" else one for one in element)
    texts = (part.text for part in parts if part is not None and local(part.tag) == "t")
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), "".join(filter(None, texts)))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdecimal() else default
