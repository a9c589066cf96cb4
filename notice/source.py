"""Opens a notice's file and hands over its lines; the only impure stage of the reader."""

import codecs
from collections.abc import Callable
from pathlib import Path

from notice.lines import Line, NoticeError, lines_of

__all__ = ["MAX_BYTES", "Line", "NoticeError", "lines_of", "read_lines"]

MAX_BYTES = 20 * 1024 * 1024

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENCODINGS = ("utf-8-sig", "gb18030")


def read_lines(path: Path) -> list[Line]:
    """Read the lines of the notice at ``path``.

    Raises:
        NoticeError: ``missing``, ``too_large``, ``unsupported`` (no reader for this kind of
            file), ``unreadable`` (no text in any known encoding) or ``empty``.
    """
    reader = _READERS.get(path.suffix.lower())
    raw = _bytes_of(path)
    if reader is None:
        raise NoticeError("unsupported", {"name": path.name, "kind": path.suffix.lower()})
    if not raw:
        raise NoticeError("empty", {"name": path.name})
    text = reader(raw)
    if text is None:
        raise NoticeError("unreadable", {"name": path.name})
    if not text.strip():
        raise NoticeError("empty", {"name": path.name})
    return lines_of(text)


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise NoticeError("too_large", {"name": path.name, "size": size, "limit": MAX_BYTES})
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NoticeError("missing", {"name": path.name}) from error
    except OSError as error:
        raise NoticeError("unreadable", {"name": path.name}) from error


def _plain_text(raw: bytes) -> str | None:
    if raw.startswith(_UTF16_MARKS):
        return _decoded(raw, "utf-16")
    if b"\0" in raw:  # no text but UTF-16 has NUL bytes
        return None
    texts = (_decoded(raw, encoding) for encoding in _ENCODINGS)
    return next((text for text in texts if text is not None), None)


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


_READERS: dict[str, Callable[[bytes], str | None]] = {".txt": _plain_text}
