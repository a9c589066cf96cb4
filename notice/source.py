"""Hands over a notice's lines, from a file or from what was pasted; the reader's impure stage.

Importing this stays cheap: what opens Word, Excel and PDF is imported in a child process only.
"""

from pathlib import Path

from notice.files.guarded import pieces_of_file
from notice.files.kinds import Kind, foreign_code, kind_of
from notice.files.pieces import MAX_PIECES, Piece, Tell, untold
from notice.files.text import pieces_of_text, text_of
from notice.lines import Line, NoticeError, lines_of

__all__ = ["MAX_BYTES", "Line", "NoticeError", "lines_of", "read_lines", "read_lines_of"]

MAX_BYTES = 20 * 1024 * 1024


def read_lines(path: Path, tell: Tell = untold) -> list[Line]:
    """Read the lines of the notice at ``path``; ``tell`` hears how many steps of how many are done.

    Raises:
        NoticeError: ``missing``, ``unreadable``, ``too_large``, or as ``read_lines_of`` has it.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise NoticeError("too_large", {"name": path.name, "size": size, "limit": MAX_BYTES})
        with path.open("rb") as file:  # whatever its size is said to be: a pipe has none
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise NoticeError("missing", {"name": path.name}) from error
    except OSError as error:
        raise NoticeError("unreadable", {"name": path.name}) from error
    return read_lines_of(raw, path.name, tell)


def read_lines_of(raw: bytes, name: str, tell: Tell = untold) -> list[Line]:
    """Read the lines of a notice given as bytes; what kind of file it is, its content says.

    Raises:
        NoticeError: with the code of what is the matter and ``name`` among its details.
    """
    try:
        lines = _lines_of(_pieces_of(raw, tell))
    except NoticeError as error:
        raise NoticeError(error.code, {"name": name, **error.details}) from error
    if not any(line.text.strip() for line in lines):
        raise NoticeError("empty", {"name": name})
    return lines


def _pieces_of(raw: bytes, tell: Tell) -> list[Piece]:
    if not raw:
        raise NoticeError("empty")
    if len(raw) > MAX_BYTES:
        raise NoticeError("too_large", {"size": len(raw), "limit": MAX_BYTES})
    kind = kind_of(raw)
    if kind is None:
        raise NoticeError(foreign_code(raw) or "unreadable")
    if kind is not Kind.TEXT:
        return pieces_of_file(kind, raw, tell)
    text = text_of(raw)  # needs no parser that could be led astray
    if text is None:
        raise NoticeError("unreadable")
    return pieces_of_text(text)


def _lines_of(pieces: list[Piece]) -> list[Line]:
    if len(pieces) > MAX_PIECES:
        raise NoticeError("too_wide")
    return [
        Line(number, piece)
        if isinstance(piece, str)
        else Line(number, "\t".join(" ".join(cell.split()) for cell in piece), piece)
        for number, piece in enumerate(pieces, start=1)
    ]
