"""Reads a Word document as a person sees it: its paragraphs and tables in order, changes accepted.

Left out: hidden and deleted text, notes, headers and footers, page numbers, tables of contents.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from xml.etree.ElementTree import Element

from notice.files.markup import attribute, child, local
from notice.files.package import Package
from notice.files.pieces import MAX_COLUMNS, MAX_PIECES, Piece, Tell, tidy_row
from notice.files.word_numbers import Numbering
from notice.files.word_runs import Runs, chosen
from notice.lines import NoticeError

#: What stands around blocks without being one.
_AROUND = {"body", "sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "txbxContent"}


def pieces_of_word(package: Package, tell: Tell) -> list[Piece]:
    """Return a Word document's paragraphs and table rows.

    Raises:
        NoticeError: ``damaged`` where the package is broken, ``scan`` where it holds pictures and
            no text, ``too_wide`` where it has more paragraphs or columns than can be read.
    """
    main = package.main_part()
    body = child(package.tree(main), "body")
    related = package.related(main)
    parts = (
        package.tree(related[kind]) if related.get(kind) in package.names else None
        for kind in ("numbering", "styles")
    )
    found = _Body(Numbering(*parts)).read(body, tell)
    if not any(found) and any("/media/" in name for name in package.names):
        raise NoticeError("scan")
    return found


class _Body:
    """One pass over a document's body; the lists and fields run on from paragraph to paragraph."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._runs = Runs()
        self._begun = ""  # the text of paragraphs whose end is deleted, which the next continues

    def read(self, body: Element | None, tell: Tell) -> list[Piece]:
        found: list[Piece] = []
        blocks = list(body if body is not None else ())
        for done, block in enumerate(blocks, start=1):
            found += self._pieces([block])
            if len(found) > MAX_PIECES:
                raise NoticeError("too_wide")
            tell(done, len(blocks))
        return found

    def _pieces(self, elements: Iterable[Element]) -> Iterator[Piece]:
        for element in elements:
            match local(element.tag):
                case "p":
                    yield from self._paragraph(element)
                case "tbl":
                    yield from self._table(element)
                case "AlternateContent":
                    yield from self._pieces(chosen(element))
                case name if name in _AROUND and not _is_contents(element):
                    yield from self._pieces(element)

    def _paragraph(self, element: Element) -> Iterator[Piece]:
        properties = child(element, "pPr")
        text = self._begun + self._runs.text(element)
        boxes = self._runs.boxes()
        if child(properties, "rPr", "del") is not None:
            self._begun = text
        else:
            label = self._numbering.label(properties)
            self._begun = ""
            if text.strip() or not boxes:
                yield from (label + text.strip("\n")).split("\n")
        for box in boxes:
            yield from self._pieces([box])

    def _table(self, element: Element) -> Iterator[Piece]:
        """Yield a table's rows; a table of one column is a frame around paragraphs."""
        rows = [row for row in _within(element, "tr") if child(row, "trPr", "del") is None]
        cells = [list(_within(row, "tc")) for row in rows]
        if all(len(row) == 1 for row in cells):
            for cell in chain.from_iterable(cells):
                yield from self._pieces(cell)
            return
        above: list[str] = []
        for row, in_row in zip(rows, cells, strict=True):
            above = self._row(row, in_row, above)
            if any(above):
                yield tidy_row(above)

    def _row(self, row: Element, cells: list[Element], above: list[str]) -> list[str]:
        """Return the texts of a row, one for each column of the table's grid."""
        texts = [""] * _span(child(row, "trPr", "gridBefore"), 0)
        for cell in cells:
            properties = child(cell, "tcPr")
            text = "\n".join(_flat(piece) for piece in self._pieces(cell))
            merge = child(properties, "vMerge")
            if merge is not None and attribute(merge, "val") != "restart":
                text = above[len(texts)] if len(texts) < len(above) else text
            texts += [text] * _span(child(properties, "gridSpan"), 1)
            if len(texts) > MAX_COLUMNS:
                raise NoticeError("too_wide")
        return texts + [""] * _span(child(row, "trPr", "gridAfter"), 0)


def _within(element: Element, name: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, whatever stands around them."""
    for one in element:
        if local(one.tag) == name:
            yield one
        elif local(one.tag) in _AROUND:
            yield from _within(one, name)


def _flat(piece: Piece) -> str:
    """Return what a cell says in one line; a row of a table inside it with blanks between."""
    return piece if isinstance(piece, str) else " ".join(filter(None, piece))


def _span(element: Element | None, default: int) -> int:
    text = attribute(element, "val")
    return min(int(text), MAX_COLUMNS + 1) if text.isdecimal() else default


def _is_contents(element: Element) -> bool:
    """Tell whether a block is the table of contents, which says every heading a second time."""
    gallery = child(element, "sdtPr", "docPartObj", "docPartGallery")
    return attribute(gallery, "val") == "Table of Contents"
