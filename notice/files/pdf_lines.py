"""Puts the characters of a page back into lines, and lines into paragraphs, by where they stand."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

_LABEL = re.compile(
    r"第?[一二三四五六七八九十百]{1,5}[、章条]|[（(][一二三四五六七八九十\d]{1,4}[)）]"
    r"|\d{1,3}(?:[、]|[.．](?!\d))|[①-⑳]|附件"
)
_FIELD = re.compile(r"[\u4e00-\u9fff]{2,6}[：:]")  # 责任单位：
_PAGE_NUMBER = re.compile(
    r"[-—–·]{1,3}\s?\d{1,4}\s?[-—–·]{1,3}|第\s?\d{1,4}\s?页(?:[/，,\s]{0,3}共\s?\d{1,4}\s?页)?"
)
_NUMBERS = re.compile(r"\d+")
_MARGIN = 0.12  # of a page's height, above and below, where headers and footers stand
_OFTEN = 0.4  # of the pages; headers of odd and even pages differ
_SHORT = 2.2  # em by which a full line may end early: no line begins with 。 or breaks 2024
_SHORT_AT_END = 0.9  # em, where a sentence ends with the line
_ENDS = "。；：！？）)"
_INDENT = 1.0  # em; what begins further in begins a paragraph
_APART = 1.6  # times the usual distance of lines; more separates paragraphs
_LATIN_BLANK, _BLANK, _COLUMN = 0.15, 1.0, 2.0  # em between two characters
_HAIR = 0.1  # em
_NEAR = 0.75  # of the way to the right margin
_COLUMNS = 2  # gaps in a line that make it a row of a table without rules


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box, in points from the page's top left."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        """Return the height of its box."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class TextLine:
    """Characters side by side.

    Attributes:
        size: the height of most of its characters, its em.
        page: the page it stands on, from 0; its height; both 0 within a table's cell.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page: int = 0
    height: float = 0

    @property
    def is_in_margin(self) -> bool:
        """Tell whether it stands where headers and footers do."""
        return self.bottom < self.height * _MARGIN or self.top > self.height * (1 - _MARGIN)


def lines_of(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Return the lines that characters form, from the top down."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.top + one.bottom):
        if not glyph.text.strip():
            continue
        last = rows[-1][0] if rows else None
        if (
            last is not None
            and abs(_middle(glyph) - _middle(last)) < max(glyph.size, last.size) / 2
        ):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [_line(_once(sorted(row, key=lambda one: one.x0))) for row in rows]


def without_margins(pages: Sequence[Sequence[TextLine]]) -> list[list[TextLine]]:
    """Return the pages' lines without page numbers, and without what stands on most pages alike."""
    seen = Counter(
        key for lines in pages for key in {_mark(line) for line in lines if line.is_in_margin}
    )
    often = max(2, round(_OFTEN * len(pages)))

    def stays(line: TextLine) -> bool:
        if not line.is_in_margin:
            return True
        is_number = _PAGE_NUMBER.fullmatch(line.text) or line.text == str(line.page + 1)
        return seen[_mark(line)] < often and not is_number

    return [[line for line in lines if stays(line)] for lines in pages]


def paragraphs_of(lines: Sequence[TextLine], left: float, right: float) -> list[str]:
    """Join what was broken for want of room between two margins: a full line goes on below.

    Where a line's height or more is left free, an empty paragraph stands between.
    """
    if not lines:
        return []
    pitch = _pitch(lines)
    found = [lines[0].text]
    for above, line in pairwise(lines):
        is_apart = above.page == line.page and line.top - above.top > _APART * pitch
        if is_apart:
            found += ["", line.text]
        elif _goes_on(above, line, left, right):
            found[-1] = _glued(found[-1], line.text)
        else:
            found.append(line.text)
    return found


def margins_of(lines: Sequence[TextLine], width: float) -> tuple[float, float]:
    """Return where full lines begin and end, on pages of this width.

    Where no line comes near the right, none is full, and the margins are as wide on both sides.
    """
    widest = max(line.x1 - line.x0 for line in lines)
    full = [line for line in lines if line.x1 - line.x0 > widest / 2]
    begins = Counter(round(line.x0) for line in full)
    often = max(begins.values()) / 3
    left = float(min(x for x, times in begins.items() if times >= often))
    ends = sorted(line.x1 for line in full)
    right = ends[-1 - len(ends) // 10]
    return left, right if right > _NEAR * (width - left) else width - left


def cell_text(glyphs: Iterable[Glyph], left: float, right: float) -> str:
    """Return a table cell's text, its paragraphs a line each."""
    return "\n".join(paragraphs_of(lines_of(glyphs), left, right))


def _middle(glyph: Glyph) -> float:
    return (glyph.top + glyph.bottom) / 2


def _once(row: Sequence[Glyph]) -> list[Glyph]:
    """Drop what is printed a second time a hair further on, to look bold."""
    kept = [row[0]]
    for glyph in row[1:]:
        last = kept[-1]
        if glyph.text != last.text or glyph.x0 - last.x0 > _HAIR * glyph.size:
            kept.append(glyph)
    return kept


def _line(row: Sequence[Glyph]) -> TextLine:
    size = max(glyph.size for glyph in row)
    gaps = [(after.x0 - before.x1) / size for before, after in pairwise(row)]
    is_row = sum(gap > _COLUMN for gap in gaps) >= _COLUMNS
    text = row[0].text
    for gap, (before, glyph) in zip(gaps, pairwise(row), strict=True):
        is_latin = before.text[-1].isascii() and glyph.text[0].isascii()
        blank = " " if gap > (_LATIN_BLANK if is_latin else _BLANK) else ""
        text += ("\t" if is_row and gap > _COLUMN else blank) + glyph.text
    return TextLine(
        text=text,
        x0=row[0].x0,
        x1=max(glyph.x1 for glyph in row),
        top=min(glyph.top for glyph in row),
        bottom=max(glyph.bottom for glyph in row),
        size=size,
    )


def _mark(line: TextLine) -> tuple[str, int]:
    """Return what headers of different pages have in common: words without numbers, and height."""
    return _NUMBERS.sub("#", line.text), round(line.top / 4)


def _pitch(lines: Sequence[TextLine]) -> float:
    """Return the usual distance from line to line."""
    gaps = sorted(
        below.top - above.top for above, below in pairwise(lines) if below.top > above.top
    )
    return gaps[(len(gaps) - 1) // 2] if gaps else 0.0


def _goes_on(above: TextLine, line: TextLine, left: float, right: float) -> bool:
    if "\t" in above.text + line.text:
        return False
    if _is_centred(above, left, right) and _is_centred(line, left, right):
        return above.size == line.size and not _LABEL.match(line.text)
    short = _SHORT if above.text[-1] not in _ENDS else _SHORT_AT_END
    is_full = above.x1 > right - short * above.size
    is_indented = line.x0 > left + _INDENT * line.size
    is_field = above.text[-1] in _ENDS and _FIELD.match(line.text)
    return is_full and not is_indented and not is_field and not _LABEL.match(line.text)


def _is_centred(line: TextLine, left: float, right: float) -> bool:
    """Tell whether a line stands in the middle, as a title does, and a paragraph's end does not."""
    before, after = line.x0 - left, right - line.x1
    return min(before, after) > _SHORT * line.size and abs(before - after) < 2 * line.size


def _glued(text: str, more: str) -> str:
    is_latin = (
        text[-1:].isascii() and text[-1:].isalpha() and more[:1].isascii() and more[:1].isalpha()
    )
    return f"{text} {more}" if is_latin else text + more
