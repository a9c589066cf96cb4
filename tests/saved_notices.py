"""Saves a notice as an office might: with Word's automatic numbering, or as a table of tasks."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from notice.labels import Label, Rank, label_of
from tests.office_files import family, level, one_list

#: How a printed label is told to Word: the pattern of its number, and the number's format.
_NUMBERS = (
    (re.compile("[一二三四五六七八九十百]+"), "chineseCountingThousand"),
    (re.compile("[０-９]+"), "decimalFullWidth"),
    (re.compile("[0-9]+"), "decimal"),
    (re.compile("[①-⑳]"), "decimalEnclosedCircle"),
)
HEADER = ("序号", "重点任务", "牵头单位", "配合单位")
Row = tuple[str, ...]


def save_numbered(path: Path, text: str) -> Path:
    """Save a text whose labels Word computes: none of them is among its characters."""
    document = docx.Document()
    numbers = _Numbers()
    for line in text.splitlines():
        label = label_of(line.strip())
        if label is None or label.rank is Rank.DOTTED:
            document.add_paragraph(line)
            continue
        rest = line.strip().removeprefix(label.printed).strip()
        made = document.add_paragraph(rest)
        made._p.get_or_add_pPr().append(_element(numbers.place(label)))  # noqa: SLF001 - no list API
    part = document.part.numbering_part.element
    part.clear()
    for one in numbers.elements():
        part.append(one)
    document.save(str(path))
    return path


class _Numbers:
    """The lists of a document: one family for each form of label, begun anew at each gap."""

    def __init__(self) -> None:
        self._families: dict[tuple[str, str], int] = {}
        self._last: dict[tuple[str, str], tuple[int, int]] = {}  # the list, and its last number
        self._lists: list[str] = []

    def place(self, label: Label) -> str:
        """Return a paragraph's place in a list in which it gets this label."""
        number, form = next(one for one in _NUMBERS if one[0].search(label.printed))
        shown = number.sub("%1", label.printed, count=1), form
        of = self._families.setdefault(shown, len(self._families) + 1)
        which, last = self._last.get(shown, (0, 0))
        if not which or label.value != last + 1:
            start = f'<w:startOverride w:val="{label.value}"/>'
            override = f'<w:lvlOverride w:ilvl="0">{start}</w:lvlOverride>'
            which = len(self._lists) + 1
            self._lists.append(one_list(which, of, override))
        self._last[shown] = (which, label.value)
        return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{which}"/></w:numPr>'

    def elements(self) -> list[Any]:
        """Return what the document's numbering part holds."""
        families = (
            family(of, level(0, form, shown, '<w:suff w:val="nothing"/>'))
            for (shown, form), of in self._families.items()
        )
        return [_element(one) for one in (*families, *self._lists)]


def _element(xml: str) -> Any:  # noqa: ANN401 - lxml has no types
    return parse_xml(re.sub(r"[ >]", lambda end: f" {nsdecls('w')}{end[0]}", xml, count=1))


def save_word_table(path: Path, title: str, rows: Sequence[Row]) -> Path:
    """Save rows under a title as a Word document."""
    document = docx.Document()
    document.add_paragraph(title)
    table = document.add_table(len(rows) + 1, len(HEADER), style="Table Grid")
    for row, texts in zip(table.rows, (HEADER, *rows), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph()
    document.save(str(path))
    return path


def save_sheet(path: Path, title: str, rows: Sequence[Row]) -> Path:
    """Save rows under a title, merged across them, as an Excel workbook."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, len(HEADER) - 1, title)
        for row, texts in enumerate((HEADER, *rows), start=1):
            sheet.write_row(row, 0, texts)
    return path
