"""What the outline of a notice is made of: headings, and items with their whole raw text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from notice.lines import Line


@dataclass(frozen=True, slots=True)
class RawItem:
    """A task as it stands, its unit list still in the text or in cells of its own.

    Attributes:
        number: arabic digits, the enclosing numbers first where numbering restarts, or None.
        label: the number as printed, or None.
        section: index into the outline's sections, or None.
        lines: the paragraph's lines, number off; never none. A table's row has its cells of tasks
            and goals here.
        fields: a table's row only: its other cells as (meaning, words); the meanings are
            ``lead``, ``assist`` and ``plain`` for units, ``due`` for the date.
        doubts: codes of what was guessed in finding the item.
    """

    number: str | None
    label: str | None
    section: int | None
    lines: tuple[Line, ...]
    fields: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The whole paragraph, its lines joined; a table's cells are kept apart."""
        return "".join(self._pieces())

    @property
    def opening(self) -> str:
        """The first characters of the paragraph, blanks off."""
        return "".join("".join(line.text for line in self.lines).split())[:_OPENING]

    @property
    def line(self) -> int:
        """The source line on which it starts."""
        return self.lines[0].number

    def line_of(self, words: str) -> int:
        """Return the source line on which words of the text begin; the first where they do not."""
        at = self.text.find(words)
        for line, piece in zip(self.lines, self._pieces(), strict=True):
            if at < len(piece):
                return line.number
            at -= len(piece)
        return self.line

    def _pieces(self) -> Iterator[str]:
        """Yield the lines' texts, each cell but the last with what sets the next apart."""
        for line in self.lines:
            is_open = self.fields and line is not self.lines[-1] and line.text[-1:] not in _STOPS
            yield line.text + (_BETWEEN_CELLS if is_open else "")


@dataclass(frozen=True, slots=True)
class Outline:
    """The titles, the year, the headings and the items of a notice, in order."""

    title: str
    notice_title: str
    year: int | None
    sections: tuple[str, ...]
    items: tuple[RawItem, ...]
    issued_on: date | None


_OPENING = 12
_BETWEEN_CELLS = "："
_STOPS = frozenset("。；！？：")
