"""Draws the Excel ledger: tables of very many rows, streamed; knows nothing of what they mean.

XlsxWriter draws all but the rows, for which it would take minutes: they are put into its file as
that is written out. A text is never taken for a formula or a link.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from itertools import islice
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo
from zoneinfo import ZoneInfo

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from templates import word
from templates.ledger_cells import KINDS, Cell, LedgerColumn, Pen, Texts, rows_of
from templates.workbook import AS_TEXT, LOOKS, frame, height

#: Is told that so many more rows are drawn.
Tell = Callable[[int], None]

#: The rows that a sheet of Excel has below its titles; what is more goes on in a further sheet.
ROOM = 1_048_574
_FIRST = 3  # the first row below the titles
_BATCH = 500  # rows that are written out together
_TEXTS = "xl/sharedStrings.xml"
_SAMPLE = re.compile(r'<row r="3".*?</row>')
_STYLE = re.compile(r'<c r="[A-Z]+3" s="(\d+)"/>')
_DIMENSION = re.compile(r'(?<=<dimension ref=")[^"]*')
_COUNTS = re.compile(r' count="\d+" uniqueCount="(\d+)"')
_CELL = {"valign": "vcenter", "border": 1, "border_color": "#BFBFBF"}
_LOOKS: dict[str, dict[str, Any]] = {
    "text": _CELL | {"text_wrap": True},
    "number": _CELL | {"align": "right", "indent": 1},
    "moment": _CELL | {"align": "left", "num_format": "yyyy-mm-dd hh:mm"},
    "day": _CELL | {"align": "left", "num_format": "yyyy-mm-dd"},
    "light": _CELL | {"align": "center"},
}
#: The lights' colours, behind the word that names one and its own.
_LIGHTS = {
    "green": ("#C6EFCE", "#006100"),
    "yellow": ("#FFEB9C", "#7F6000"),
    "red": ("#FFC7CE", "#9C0006"),
    "grey": ("#D9D9D9", "#404040"),
}


@dataclass(frozen=True, slots=True)
class LedgerSheet:
    """A sheet: its tab, the line above its titles, its columns, and how many rows come."""

    name: str
    line: str
    columns: Sequence[LedgerColumn]
    count: int
    rows: Iterable[Sequence[Cell]]


def write_ledger(
    file: IO[bytes], sheets: Sequence[LedgerSheet], zone: ZoneInfo, made_at: datetime, tell: Tell
) -> None:
    """Write a workbook of long sheets.

    Args:
        file: where it is written to.
        sheets: from left to right; their rows are taken once, in this order.
        zone: in which moments are shown.
        made_at: the moment that the file bears.
        tell: is told as rows are drawn.
    """
    parts = [part for sheet in sheets for part in _parts(sheet)]
    pages = {f"xl/worksheets/sheet{place}.xml": part for place, part in enumerate(parts, 1)}
    with (
        ZipFile(_without_rows(parts, made_at.astimezone(zone))) as drawn,
        ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as written,
    ):
        begun = drawn.read(_TEXTS).decode()
        texts = Texts(int(_COUNTS.findall(begun)[0]))
        for name in drawn.namelist():
            if name not in {*pages, _TEXTS}:
                written.writestr(_entry(name), drawn.read(name))
        for name, part in pages.items():
            with written.open(_entry(name), "w", force_zip64=True) as page:
                _put(page, drawn.read(name).decode(), part, (zone, texts), tell)
        whole = begun.replace("</sst>", "".join([*texts.written(), "</sst>"]))
        counts = f' uniqueCount="{texts.first + len(texts)}"'
        written.writestr(_entry(_TEXTS), _COUNTS.sub(counts, whole, count=1))


def _parts(sheet: LedgerSheet) -> list[LedgerSheet]:
    """Return a sheet, as several where it has more rows than Excel takes into one."""
    rows, parts = iter(sheet.rows), [sheet]
    for place, left in enumerate(range(sheet.count, 0, -ROOM)):
        last, name = left <= ROOM, sheet.name
        if place:
            name = word("ledger.part", name=sheet.name, number=place + 1)
        part = replace(sheet, name=name, count=min(left, ROOM))
        parts[place:] = [replace(part, rows=rows if last else islice(rows, ROOM))]
    return parts


def _without_rows(parts: Sequence[LedgerSheet], made_at: datetime) -> BytesIO:
    """Return the workbook with a row in each sheet that only shows how each kind of cell looks."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, AS_TEXT | {"in_memory": True}) as book:
        book.set_properties({"created": made_at.replace(tzinfo=None)})
        looks = {name: book.add_format(look) for name, look in (LOOKS | _LOOKS).items()}
        lights = {
            word(f"ledger_light.{name}"): book.add_format({"bg_color": behind, "font_color": own})
            for name, (behind, own) in _LIGHTS.items()
        }
        for part in parts:
            page = book.add_worksheet(part.name)
            frame(page, part.line, part.columns, part.count, looks)
            page.set_footer(word("ledger.footer"))
            page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
            page.set_row(1, height(2))
            for place, kind in enumerate(KINDS):
                page.write_blank(_FIRST - 1, place, None, looks[kind])
            _light(page, part, lights)
    return file


def _light(page: Any, part: LedgerSheet, lights: dict[str, Any]) -> None:  # noqa: ANN401
    """Have the words of lights coloured, also where somebody changes one."""
    last = part.count + _FIRST - 2
    for place, column in enumerate(part.columns):
        for said, look in lights.items() if column.lit and part.count else ():
            rule = {"type": "cell", "criteria": "==", "value": f'"{said}"', "format": look}
            page.conditional_format(_FIRST - 1, place, last, place, rule)


def _put(
    page: IO[bytes], drawn: str, part: LedgerSheet, shared: tuple[ZoneInfo, Texts], tell: Tell
) -> None:
    """Write a sheet as it was drawn, its rows in place of the one that shows how cells look."""
    sample = _SAMPLE.findall(drawn)[0]
    head, _, tail = drawn.partition(sample)
    pen = Pen(shared[0], dict(zip(KINDS, _STYLE.findall(sample), strict=True)), shared[1])
    rows = rows_of(part.rows, part.columns, pen, _FIRST)
    whole = f"A1:{xl_col_to_name(len(part.columns) - 1)}{part.count + _FIRST - 1}"
    page.write(_DIMENSION.sub(whole, head, count=1).encode())
    with ThreadPoolExecutor(1) as packer:  # packing takes as long as writing, and side by side
        packed = packer.submit(int)
        while batch := list(islice(rows, _BATCH)):
            packed.result()
            packed = packer.submit(page.write, "".join(batch).encode())
            tell(len(batch))
        packed.result()
    page.write(tail.encode())


def _entry(name: str) -> ZipInfo:
    """Return a file's place in a workbook; the same contents make the same workbook."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry
