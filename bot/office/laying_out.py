"""Lays a reading out as a workbook that the office can correct in Excel."""

from collections.abc import Collection, Mapping, Sequence

from bot.office.packing import Reading, packed
from bot.office.sheets import ITEMS, NOTICE, TARGETS, Cells, item_cells, notice_cells, target_cells
from bot.office.wording import SIGNS
from db.vocabulary import ItemDraft
from notice.files.pieces import OWN_BOOK
from templates import word
from templates.workbook import Column, Sheet, workbook_of

#: Where in an item's row a doubt belongs; any other is about the text.
_CONCERNED = {
    "no-units": "sheet.lead",
    "several-unit-lists": "sheet.lead",
    "number-gap": "sheet.number",
}


def laid_out(reading: Reading) -> bytes:
    """Return a reading as a workbook; ``bot.office.correcting`` reads it back."""
    draft = reading.draft
    keyed = list(enumerate(draft.items, start=1))
    aimed = [(key, item, target) for key, item in keyed for target in item.targets]
    sheets = [
        _sheet(
            ("sheet.items", "sheet.items_help"),
            ITEMS,
            [item_cells(draft, key) for key, _ in keyed],
            [_doubted(item) for item in draft.items],
            {"sheet.open_ended": [word("sheet.yes")]},
        ),
        _sheet(
            ("sheet.targets", "sheet.targets_help"),
            TARGETS,
            [target_cells(*each) for each in aimed],
            [{"sheet.value", "sheet.doubts"} if one.doubt else () for *_, one in aimed],
            {"sheet.op": [word(f"op.{sign}") for sign in SIGNS]},
        ),
        _sheet(
            ("sheet.notice", "sheet.notice_help"),
            NOTICE,
            [dict(zip(NOTICE, row, strict=True)) for row in notice_cells(draft)],
        ),
    ]
    return workbook_of(sheets, OWN_BOOK, packed(reading))


def _doubted(item: ItemDraft) -> set[str]:
    """Return the columns in an item's row that want looking at."""
    found = {_CONCERNED.get(doubt.code, "sheet.text") for doubt in item.doubts}
    if item.due and item.due.doubt:
        found |= {"sheet.due", "sheet.due_on"}
    return found | {"sheet.doubts"} if found else found


def _sheet(
    words: tuple[str, str],
    widths: Mapping[str, int],
    rows: Sequence[Cells],
    marks: Sequence[Collection[str]] = (),
    choices: Mapping[str, Sequence[str]] | None = None,
) -> Sheet:
    offered = choices or {}
    return Sheet(
        name=word(words[0]),
        help=word(words[1]),
        columns=tuple(
            Column(word(title), width, tuple(offered.get(title, ())))
            for title, width in widths.items()
        ),
        rows=[[row[title] for title in widths] for row in rows],
        marked=frozenset(
            (at, place)
            for at, titles in enumerate(marks)
            for place, title in enumerate(widths)
            if title in titles
        ),
    )
