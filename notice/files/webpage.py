"""Reads a saved web page: its paragraphs, and the rows of its tables."""

import re
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from html.parser import HTMLParser
from itertools import count

from notice.files.pieces import MAX_COLUMNS, MAX_PIECES, Piece, tidy_row
from notice.files.text import text_of
from notice.lines import NoticeError

_CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([\w-]{1,40})", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page names its encoding
_MAX_CELLS = 2_000_000
_MAX_SPAN = 1_000  # as browsers have it
_BREAKS = {
    "address", "article", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt",
    "fieldset", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
}  # fmt: skip
_SILENT = {"script", "style", "head", "noscript", "template"}
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def pieces_of_page(raw: bytes) -> list[Piece]:
    """Return the paragraphs and table rows of an HTML page.

    Raises:
        NoticeError: ``unreadable`` where it is in no known encoding, ``too_wide``.
    """
    named = _CHARSET.search(raw[:_HEAD])
    text = _decoded(raw, named[1].decode("ascii")) if named else text_of(raw)
    if text is None:
        raise NoticeError("unreadable")
    reader = _Page()
    reader.feed(text)
    reader.close()
    return reader.finished()


def pieces_of_mail(raw: bytes) -> list[Piece]:
    """Return the paragraphs and table rows of a web page saved in one file (MHTML).

    Raises:
        NoticeError: ``unreadable`` where there is no page in it, ``too_wide``.
    """
    message = message_from_bytes(raw, policy=policy.default)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    if page is None:
        raise NoticeError("unreadable")
    content = page.get_payload(decode=True)
    return pieces_of_page(content if isinstance(content, bytes) else b"")


def _decoded(raw: bytes, encoding: str) -> str | None:
    """Decode a page, whose authors often say gb2312 and write more than that holds."""
    is_chinese = encoding.lower().startswith("gb")
    try:
        return raw.decode("gb18030" if is_chinese else encoding, errors="replace")
    except LookupError:
        return text_of(raw)


@dataclass(slots=True)
class _Level:
    """A table that is open, or the page itself.

    Attributes:
        flow: everything in it, as paragraphs in order.
        rows: the same as rows of a table, one text for each column.
        row: the open row's texts by column.
        cell: the open cell: where its text begins in ``flow``, its columns and rows; or None.
        below: by column, a text that reaches into rows to come, and into how many.
        is_frame: another table stands within, so this one only lays the page out.
        is_begun: the open row has a cell of its own.
        size: how many places all its rows have.
    """

    flow: list[Piece] = field(default_factory=list)
    rows: list[Piece] = field(default_factory=list)
    row: dict[int, str] = field(default_factory=dict)
    cell: tuple[int, int, int] | None = None
    below: dict[int, tuple[str, int]] = field(default_factory=dict)
    is_frame: bool = False
    is_begun: bool = False
    size: int = 0

    def begin_cell(self, columns: int, rows: int) -> None:
        """Open a cell; one that is open ends."""
        self.end_cell()
        self.cell = (len(self.flow), columns, rows)

    def end_cell(self) -> None:
        """Put the open cell's text into the first free columns, as many as it covers."""
        if self.cell is None:
            return
        self.is_begun = True
        begin, columns, rows = self.cell
        text = "\n".join(piece for piece in self.flow[begin:] if isinstance(piece, str))
        first = next(column for column in count() if column not in self.row)
        for column in range(first, first + columns):
            self.row[column] = text
            if rows > 1:
                self.below[column] = (text, rows)
        self.cell = None

    def end_row(self) -> None:
        """Close the open row, and begin the next with what reaches down into it."""
        self.end_cell()
        if not self.is_begun:
            return
        self.is_begun = False
        width = max(self.row) + 1
        self.size += width
        if width > MAX_COLUMNS or self.size > _MAX_CELLS:
            raise NoticeError("too_wide")
        cells = tidy_row([self.row.get(column, "") for column in range(width)])
        self.rows += [cells] if any(cells) else []
        self.below = {at: (text, rows - 1) for at, (text, rows) in self.below.items() if rows > 1}
        self.row = {column: text for column, (text, _) in self.below.items()}

    def pieces(self) -> list[Piece]:
        """Return a closed table's rows, or its paragraphs where it is no table of facts."""
        is_table = any(len(row) > 1 for row in self.rows) and not self.is_frame
        return self.rows if is_table else self.flow


class _Page(HTMLParser):
    """Gathers a page's text between the marks that break it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._levels = [_Level()]
        self._text: list[str] = []
        self._silent = 0

    def finished(self) -> list[Piece]:
        """Return the page's pieces; a table that was never closed ends here."""
        self._break()
        while len(self._levels) > 1:
            self._end_table()
        return self._levels[0].flow

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row, a cell or a new paragraph."""
        self._silent = 0 if tag == "body" else self._silent + (tag in _SILENT)
        if tag in _BREAKS:
            self._break()
        if tag == "table":
            self._levels.append(_Level())
        elif tag == "tr":
            self._levels[-1].end_row()
        elif tag in {"td", "th"} and len(self._levels) > 1:
            given = dict(attrs)
            self._levels[-1].begin_cell(_span(given.get("colspan")), _span(given.get("rowspan")))

    def handle_endtag(self, tag: str) -> None:
        """Close a table, a row, a cell or a paragraph."""
        self._silent = max(self._silent - (tag in _SILENT), 0)
        if tag in _BREAKS:
            self._break()
        if tag == "table" and len(self._levels) > 1:
            self._end_table()
        elif tag == "tr":
            self._levels[-1].end_row()
        elif tag in {"td", "th"}:
            self._levels[-1].end_cell()

    def handle_data(self, data: str) -> None:
        """Take in a stretch of text."""
        if not self._silent:
            self._text.append(data)

    def _break(self) -> None:
        text = _BLANKS.sub(" ", "".join(self._text)).strip(" ")
        self._text = []
        if text:
            self._levels[-1].flow.append(text)

    def _end_table(self) -> None:
        table = self._levels.pop()
        table.end_row()
        self._levels[-1].flow += table.pieces()
        self._levels[-1].is_frame = True
        if len(self._levels[-1].flow) > MAX_PIECES:
            raise NoticeError("too_wide")


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _MAX_SPAN) if text is not None and text.isdecimal() else 1
