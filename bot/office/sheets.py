"""What stands in the cells of a reading's workbook, row by row; knows nothing of Excel."""

from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal, InvalidOperation

from bot.office.wording import doubt_in_words, sign_of
from bot.updates import without_control
from db.vocabulary import Doubt, ItemDraft, PlanDraft, TargetDraft
from notice.numerals import parse_number
from templates import headline, word
from templates.workbook import CELL_LIMIT

#: The columns of each sheet with their widths, by the words that title them.
ITEMS = {
    "sheet.key": 6, "sheet.section": 18, "sheet.number": 8, "sheet.label": 8, "sheet.text": 60,
    "sheet.lead": 18, "sheet.assist": 24, "sheet.open_ended": 5, "sheet.due": 14,
    "sheet.due_on": 12, "sheet.doubts": 26, "sheet.line": 8,
}  # fmt: skip
TARGETS = {
    "sheet.key_of": 9, "sheet.task": 30, "sheet.quantity": 24, "sheet.op": 9, "sheet.value": 12,
    "sheet.measure": 10, "sheet.source": 40, "sheet.doubts": 26,
}  # fmt: skip
NOTICE = {"sheet.what": 12, "sheet.says": 80}

_DIGITS = 30  # before or behind the point; nothing that an office counts has more

#: A row's cells by the words that title their columns.
Cells = Mapping[str, str | Decimal]


def item_cells(draft: PlanDraft, key: int) -> Cells:
    """Return the row of the item that is the ``key``-th of the draft, from 1."""
    item = draft.items[key - 1]
    due = item.due
    return {
        "sheet.key": Decimal(key),
        "sheet.section": "" if item.section is None else _shown(draft.sections[item.section]),
        "sheet.number": _shown(item.number),
        "sheet.label": _shown(item.label),
        "sheet.text": _shown(item.text),
        "sheet.lead": _shown("、".join(item.lead)),
        "sheet.assist": _shown("、".join(item.assist)),
        "sheet.open_ended": word("sheet.yes") if item.open_ended else "",
        "sheet.due": _shown(due.phrase) if due else "",
        "sheet.due_on": due.day.isoformat() if due and due.day else "",
        "sheet.doubts": "；".join(doubt_in_words(one) for one in row_doubts(item)),
        "sheet.line": Decimal(item.line) if item.line else "",
    }


def target_cells(key: int, item: ItemDraft, target: TargetDraft) -> Cells:
    """Return the row of a target of the item whose own row has this key."""
    doubt = Doubt(target.doubt, target.line, target.source) if target.doubt else None
    return {
        "sheet.key_of": Decimal(key),
        "sheet.task": _shown(headline(item.text)),
        "sheet.quantity": _shown(target.quantity),
        "sheet.op": word(f"op.{sign_of(target)}"),
        "sheet.value": target.value,
        "sheet.measure": _shown(target.unit),
        "sheet.source": _shown(target.source),
        "sheet.doubts": doubt_in_words(doubt) if doubt else "",
    }


def notice_cells(draft: PlanDraft) -> list[tuple[str, str]]:
    """Return the lines of the sheet about the notice itself: what, and what it says."""
    head = {
        "sheet.title": draft.title,
        "sheet.notice_title": draft.notice_title,
        "sheet.year": "" if draft.year is None else str(draft.year),
        "sheet.issued_on": draft.issued_on.isoformat() if draft.issued_on else "",
    }
    parts = [
        (word("sheet.part", number=number), _shown(title))
        for number, title in enumerate(draft.sections, start=1)
    ]
    return [*((word(key), _shown(said)) for key, said in head.items()), *parts]


def row_doubts(item: ItemDraft) -> tuple[Doubt, ...]:
    """Return the doubts that an item's own row shows; those of its targets stand in theirs."""
    due = item.due
    return (*item.doubts, *([Doubt(due.doubt, due.line, due.phrase)] if due and due.doubt else []))


def same(read: str, shown: str | Decimal) -> bool:
    """Tell whether a cell that was read back says what was shown, white space apart."""
    if isinstance(shown, Decimal):
        return number_in(read) == shown
    return "".join(read.split()) == "".join(shown[:CELL_LIMIT].split())


def number_in(text: str) -> Decimal | None:
    """Return the number that a cell holds, as Excel or as people write it; None where none."""
    with suppress(InvalidOperation):
        value = Decimal(text)
        return value if value.is_finite() and abs(value.adjusted()) < _DIGITS else None
    return parse_number(text)


def _shown(text: str | None) -> str:
    return without_control((text or "").replace("\r", "\n"))
