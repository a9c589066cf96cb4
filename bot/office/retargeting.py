"""Reads the targets of a corrected workbook, each under the item that its row names."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from bot.office.sheets import TARGETS, number_in, same, target_cells
from bot.office.table import Book, Row, rows_of
from bot.office.wording import SIGNS, op_of
from db.vocabulary import ItemDraft, Op, TargetDraft
from notice.numerals import find_numbers
from templates import word

#: The measures in which a value may be written as a percentage.
_PERCENT = ("%", "％", "个百分点", "百分点")
#: What makes a target; the rest of its row explains it.
_MEANT = ("sheet.quantity", "sheet.op", "sheet.value", "sheet.measure", "sheet.source")


def targets_in(book: Book, items: Mapping[str, ItemDraft]) -> dict[str, tuple[TargetDraft, ...]]:
    """Return the targets of each item, in the order of their rows.

    Args:
        book: the workbook.
        items: the items that it holds by their keys, with the targets they were read with.

    Raises:
        CorrectionError: with the cell that cannot be read.
    """
    left = {key: list(item.targets) for key, item in items.items()}
    found: dict[str, list[TargetDraft]] = {key: [] for key in items}
    for row in rows_of(book, "sheet.targets", TARGETS):
        if not any(row.cells[title] for title in _MEANT):
            continue
        key = row.cells["sheet.key_of"]
        if key not in items:
            raise row.wrong("sheet.key_of", "sheet.no_item", value=key)
        found[key].append(_target(row, items[key], left[key]))
    return {key: tuple(targets) for key, targets in found.items()}


def _target(row: Row, item: ItemDraft, left: list[TargetDraft]) -> TargetDraft:
    """Return a row's target: one that was read, where the row still says it, else a new one."""
    for place, target in enumerate(left):
        cells = target_cells(0, item, target)
        if all(same(row.cells[title], cells[title]) for title in _MEANT):
            del left[place]
            return target if row.cells["sheet.doubts"] else replace(target, doubt="")
    source = row.cells["sheet.source"]
    lines = [one.line for one in item.targets if same(one.source, source)]
    op, strict = _relation(row)
    return TargetDraft(
        quantity=row.need("sheet.quantity", "sheet.no_quantity"),
        op=op,
        value=_value(row),
        unit=row.cells["sheet.measure"],
        strict=strict,
        source=source,
        line=lines[0] if lines else item.line,
    )


def _relation(row: Row) -> tuple[Op, bool]:
    signs = {word(f"op.{sign}"): sign for sign in SIGNS}
    written = row.cells["sheet.op"]
    sign = signs.get(written, written)
    if sign not in SIGNS:
        raise row.wrong("sheet.op", "sheet.no_op", value=written, known="、".join(signs))
    return op_of(sign)


def _value(row: Row) -> Decimal:
    written = row.cells["sheet.value"]
    value = number_in(written)
    if value is None:
        raise row.wrong("sheet.value", "sheet.no_value", value=written)
    if value < 0:
        raise row.wrong("sheet.value", "sheet.negative", value=written)
    measure = row.cells["sheet.measure"]
    in_percent = any(one.unit == "%" for one in find_numbers(written))
    if in_percent and measure not in _PERCENT:
        raise row.wrong("sheet.value", "sheet.percent", value=written, measure=measure)
    return value
