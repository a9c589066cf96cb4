"""Breaks text into lines by its width in a terminal, where a Chinese character takes two."""

import re
from collections.abc import Iterable, Iterator

from rich.cells import cell_len

# A number with its letters stays together, as do opening and closing marks with what they mark.
_TOKEN = re.compile(
    r"[（《“‘〔【]{0,3}(?:[0-9A-Za-z.,%+/-]{1,24}[一-鿿]?|.)[，。；：、！？）》”’〕】％%]{0,3}",
    re.DOTALL,
)
_PIECE = re.compile(r"[^、 ]*[、 ]?")


def wrapped(text: str, width: int, *, whole_names: bool = False) -> str:
    """Return a text broken into lines of at most ``width`` columns.

    With ``whole_names`` what stands between 、 or blanks is broken only where it fits on no line.
    """
    return "\n".join(
        broken for line in text.split("\n") for broken in _lines(line, width, whole_names)
    )


def longest_name(texts: Iterable[str]) -> int:
    """Return the width of the longest name between 、 or blanks."""
    pieces = (
        piece for text in texts for line in text.split("\n") for piece in _PIECE.findall(line)
    )
    return max((cell_len(piece.rstrip()) for piece in pieces), default=0)


def _lines(line: str, width: int, whole_names: bool) -> Iterator[str]:  # noqa: FBT001 - as given
    held = ""
    for piece in _PIECE.findall(line) if whole_names else [line]:
        fits = whole_names and cell_len(piece.rstrip()) <= width
        if whole_names and held and not fits:  # what has to be broken begins a line of its own
            yield held.rstrip()
            held = ""
        for token in [piece] if fits else _within(piece, width):
            if held and cell_len(held) + cell_len(token.rstrip()) > width:
                yield held.rstrip()
                held = token.lstrip()
            else:
                held += token
    yield held.rstrip()


def _within(piece: str, width: int) -> Iterator[str]:
    for token in _TOKEN.findall(piece):
        if cell_len(token) <= width:
            yield token
        else:
            yield from token
