"""Plain text in whatever encoding an office's programs wrote it, and tables saved as text."""

import codecs
import csv
import re
from collections.abc import Sequence

from notice.files.pieces import MAX_COLUMNS, MAX_PIECES, Piece, tidy_row
from notice.lines import NoticeError

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENCODINGS = ("utf-8-sig", "gb18030")
_SAMPLE = 4096  # characters that tell whether a decoding makes sense
_SENSE = 0.7  # of them
_USUAL = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\x20-\x7e\s]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
#: With the fewest columns; a list's numbers stand before tabs as well.
_SEPARATORS = {",": 2, ";": 2, "\t": 3}
_LEAST_ROWS = 2


def text_of(raw: bytes) -> str | None:
    """Return a text's characters; None where it is no text in a known encoding."""
    if raw.startswith(_UTF16_MARKS):
        return _decoded(raw, "utf-16")
    if b"\0" in raw:  # no text but UTF-16 has NUL bytes
        return next(filter(None, (_unmarked(raw, end) for end in ("utf-16-le", "utf-16-be"))), None)
    texts = (_decoded(raw, encoding) for encoding in _ENCODINGS)
    text = next((text for text in texts if text is not None), None)
    return None if text is None or _CONTROL.search(text) else text


def pieces_of_text(text: str) -> list[Piece]:
    """Return a text's lines, or the rows of one that is a table throughout.

    A table has the same separator equally often in every row, as a spreadsheet writes it; a
    comma or a tab here and there in prose makes none.

    Raises:
        NoticeError: ``too_wide`` where it has more lines, or its table more columns, than a notice.
    """
    lines = text.splitlines(keepends=True)
    if len(lines) > MAX_PIECES:
        raise NoticeError("too_wide")
    tables = (_rows_of(lines, separator, least) for separator, least in _SEPARATORS.items())
    return next(filter(None, tables), None) or list(text.splitlines())


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unmarked(raw: bytes, encoding: str) -> str | None:
    text = _decoded(raw, encoding)
    if not text:
        return None
    sample = text[:_SAMPLE]
    return text if len(_USUAL.findall(sample)) >= _SENSE * len(sample) else None


def _rows_of(lines: Sequence[str], separator: str, least: int) -> list[Piece] | None:
    """Return the rows of a text with this separator; None where it is no table throughout."""
    rows: list[Piece] = []
    width = 0
    try:
        for row in csv.reader(lines, delimiter=separator, strict=True):
            width = width or len(row)
            if row and len(row) != width:
                return None
            if width > MAX_COLUMNS and rows:  # in one row alone they may be prose
                raise NoticeError("too_wide")
            if any(map(str.strip, row)):
                rows.append(tidy_row(row))
    except csv.Error:  # a quotation mark in prose, a cell of 128 KB
        return None
    return rows if width >= least and len(rows) >= _LEAST_ROWS else None
