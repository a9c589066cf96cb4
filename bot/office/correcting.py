"""Reads a corrected workbook back into a draft.

What the office left as it was comes back exactly as it was read; what it changed is its word, and
no longer doubted, unless it took away who is to do the work.
"""

import re
from dataclasses import dataclass, replace

from bot.office.packing import Reading, unpacked
from bot.office.retargeting import targets_in
from bot.office.sheets import ITEMS, NOTICE, item_cells, notice_cells, same
from bot.office.table import Book, CorrectionError, Row, rows_of
from bot.office.timing import day_in, due_in
from db.vocabulary import Doubt, ItemDraft, PlanDraft
from notice.files.pieces import OWN_BOOK
from notice.owners.units import names_of
from templates import word

_OPENING = 12  # characters
_LONG = 10  # digits; nothing in a notice is counted so far
_YEARS = range(1949, 2200)
#: A name that the office itself is not sure of, or only the sign for that.
_ASKED = re.compile(r"[^、，,；;\s?？]{0,40}[?？]{1,9}")
#: What an item's own doubts are about; once one of these is changed, they are answered.
_DOUBTABLE = {"sheet.number", "sheet.text", "sheet.lead", "sheet.assist", "sheet.open_ended"}


@dataclass(slots=True)
class _Sections:
    """The headings of a corrected reading; those that items bring along are added behind."""

    titles: list[str]
    moved: dict[int, int]  # from the place in the original

    def place_of(self, row: Row, before: int | None, *, changed: bool) -> int | None:
        """Return the place of the heading that a row's item stands under."""
        title = row.cells["sheet.section"]
        if not changed and before is not None and before in self.moved:
            return self.moved[before]
        if not title:
            return None
        for place, known in enumerate(self.titles):
            if same(title, known):
                return place
        self.titles.append(title)
        return len(self.titles) - 1


def corrected(book: Book) -> Reading:
    """Return the reading that a corrected workbook holds, with the notice's own text.

    Raises:
        CorrectionError: with the sheet and the cell that cannot be read.
    """
    original = unpacked([row[0] for row in book.get(OWN_BOOK, ()) if row])
    if original is None:
        raise CorrectionError("sheet.broken")
    draft, sections = _head(book, original.draft)
    items: dict[str, ItemDraft] = {}
    rows = list(rows_of(book, "sheet.items", ITEMS))
    _check_keys(rows, original.draft)
    for row in rows:
        key = row.cells["sheet.key"] or f"#{row.number}"
        if key in items:
            raise row.wrong("sheet.key", "sheet.key_twice", value=key)
        items[key] = _item(row, original.draft, draft, sections)
    if not items:
        raise CorrectionError("sheet.no_items", sheet=word("sheet.items"))
    targets = targets_in(book, items)
    whole = tuple(replace(item, targets=targets[key]) for key, item in items.items())
    draft = replace(draft, sections=tuple(sections.titles), items=whole)
    return Reading(draft, original.text)


def _head(book: Book, original: PlanDraft) -> tuple[PlanDraft, _Sections]:
    """Return the draft with what its sheet says of the notice itself, and its headings."""
    rows = {row.cells["sheet.what"]: row for row in rows_of(book, "sheet.notice", NOTICE)}
    before = dict(notice_cells(original))
    changed = {
        what: row for what, row in rows.items() if not same(_says(row), before.get(what, ""))
    }
    head = original
    if row := changed.get(word("sheet.title")):
        head = replace(head, title=row.need("sheet.says", "sheet.no_title"))
    if row := changed.get(word("sheet.notice_title")):
        head = replace(head, notice_title=_says(row) or head.title)
    if row := changed.get(word("sheet.year")):
        head = replace(head, year=_year(row))
    if row := changed.get(word("sheet.issued_on")):
        issued = day_in(_says(row))
        if _says(row) and issued is None:
            raise row.wrong("sheet.says", "sheet.no_day", value=_says(row))
        head = replace(head, issued_on=issued)
    return head, _sections(rows, {*rows} - {*changed}, original.sections)


def _says(row: Row) -> str:
    return row.cells["sheet.says"]


def _year(row: Row) -> int | None:
    said = _says(row)
    if not said:
        return None
    year = _whole(said)
    if year not in _YEARS:
        raise row.wrong("sheet.says", "sheet.no_year", value=said)
    return year


def _sections(rows: dict[str, Row], kept: set[str], original: tuple[str, ...]) -> _Sections:
    """Return the headings in the order of their rows; one without a text is gone."""
    places = {word("sheet.part", number=place + 1): place for place in range(len(original))}
    found = _Sections([], {})
    for what, row in rows.items():
        if not what.startswith(word("sheet.part", number="")):
            continue
        place = places.get(what)
        title = original[place] if place is not None and what in kept else _says(row)
        if title and place is not None:
            found.moved[place] = len(found.titles)
        if title:
            found.titles.append(title)
    return found


def _item(row: Row, original: PlanDraft, head: PlanDraft, sections: _Sections) -> ItemDraft:
    """Return the item that a row says, with the targets that it was read with."""
    place = _place(row, original)
    if place is None:
        before, changed = ItemDraft(None, None, None, ""), {*ITEMS}
    else:
        before, shown = original.items[place], item_cells(original, place + 1)
        changed = {title for title in ITEMS if not same(row.cells[title], shown[title])}
    item = _rewritten(row, before, changed)
    answered = not row.cells["sheet.doubts"]
    due = due_in(row, changed, before.due, head)
    doubts = () if answered or changed & _DOUBTABLE else before.doubts
    if before.lead and not item.lead:
        doubts = (Doubt("no-units", item.line),)
    return replace(
        item,
        section=sections.place_of(row, before.section, changed="sheet.section" in changed),
        due=replace(due, doubt="") if due and answered and due is before.due else due,
        doubts=doubts,
    )


def _check_keys(rows: list[Row], original: PlanDraft) -> None:
    """Refuse a key that is no number, or another than the one that a text was read with.

    Raises:
        CorrectionError: with the key's own cell.
    """
    present = {_place(row, original) for row in rows}
    gone = {
        "".join(item.text.split()): place + 1
        for place, item in enumerate(original.items)
        if place not in present
    }
    for row in rows:
        key = row.cells["sheet.key"]
        if key and not key.isdecimal():
            raise row.wrong("sheet.key", "sheet.no_key", value=key)
        before = gone.get("".join(row.cells["sheet.text"].split()))
        if before and _place(row, original) is None:
            raise row.wrong("sheet.key", "sheet.key_changed", value=key, before=before)


def _place(row: Row, original: PlanDraft) -> int | None:
    """Return the place in the original of the item that a row's key means; None for a new one."""
    key = _whole(row.cells["sheet.key"])
    return key - 1 if key in range(1, len(original.items) + 1) else None


def _rewritten(row: Row, before: ItemDraft, changed: set[str]) -> ItemDraft:
    """Return an item with the changed cells of its row; the rest as it was read."""
    cells, item = row.cells, before
    if "sheet.text" in changed:
        text = row.need("sheet.text", "sheet.no_text")
        item = replace(item, text=text, opening="".join(text.split())[:_OPENING])
    if "sheet.number" in changed:
        item = replace(item, number=cells["sheet.number"] or None)
    if "sheet.label" in changed:
        item = replace(item, label=cells["sheet.label"] or None)
    if "sheet.lead" in changed:
        item = replace(item, lead=_units(row, "sheet.lead"))
    if "sheet.assist" in changed:
        item = replace(item, assist=_units(row, "sheet.assist"))
    if "sheet.open_ended" in changed:
        item = replace(item, open_ended=bool(cells["sheet.open_ended"]))
    if "sheet.line" in changed:
        item = replace(item, line=_whole(cells["sheet.line"]))
    return item


def _units(row: Row, title: str) -> tuple[str, ...]:
    cell = row.cells[title]
    if asked := _ASKED.search(cell):
        raise row.wrong(title, "sheet.no_unit", value=asked[0])
    return tuple(names_of(cell)[0])


def _whole(cell: str) -> int:
    """Return the number that counts something in a cell; 0 where there is none."""
    return int(cell) if cell.isdecimal() and len(cell) < _LONG else 0
