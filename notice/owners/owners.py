"""The units of an item: its text without the unit list, who leads, who assists, by when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from notice.owners.parts import Part
from notice.owners.unit_lists import UnitList, unit_lists_of
from notice.owners.unit_rows import Row, rows_of
from notice.owners.units import names_of


@dataclass(frozen=True, slots=True)
class Owners:
    """Who owes an item.

    Attributes:
        body: the item's text with its unit lists taken out.
        lead: units as written, in order.
        assist: units as written, in order.
        open_ended: a list ends in 等.
        lists: how many unit lists the text had.
        due: the term that a list gives (``6月底前``) as written; "" where it gives none.
    """

    body: str
    lead: tuple[str, ...] = ()
    assist: tuple[str, ...] = ()
    open_ended: bool = False
    lists: int = 0
    due: str = ""


def owners_of(text: str) -> Owners:
    """Take the unit lists out of an item's text and say who leads and who assists."""
    lists = unit_lists_of(text)
    return _united([_resolved(rows_of(each.content)) for each in lists], body=_without(text, lists))


def owners_of_fields(fields: Mapping[str, str]) -> Owners:
    """Say who leads and who assists by the cells of a table's row; ``body`` is "".

    Args:
        fields: what the cells hold, by the meaning of their columns: ``lead`` (牵头单位),
            ``assist`` (配合单位), ``plain`` (责任单位) and ``due`` (完成时限); columns of one
            meaning joined by line breaks. Names stand apart by signs, blanks or line breaks; a
            name may be broken over lines. Fields and verbs within a cell (``A牵头，B配合``) hold
            against its column.
    """
    rows = [
        row
        for key, part in (("lead", Part.LEAD), ("plain", Part.PLAIN), ("assist", Part.ASSIST))
        for row in rows_of(fields.get(key, ""), part)
    ]
    due = "".join(fields.get("due", "").split())
    return _united([_resolved([*rows, Row(Part.DUE, due)])], body="")


def has_unit_list(text: str) -> bool:
    """Tell whether a paragraph carries a unit list of its own."""
    return bool(unit_lists_of(text))


def starts_with_unit_list(text: str) -> bool:
    """Tell whether a line is a unit list that belongs to what stands above it."""
    return bool((lists := unit_lists_of(text)) and lists[0].start == 0)


def _resolved(rows: Iterable[Row]) -> Owners:
    """Read one list: without a lead the plain row beside assistants leads, else its first name."""
    names: dict[Part, list[list[str]]] = defaultdict(list)
    due, others, open_ended = "", [], False
    for row in rows:
        if row.part is Part.DUE:
            due = due or "".join(row.words.split())
            continue
        named, is_open = names_of(row.words)
        open_ended = open_ended or is_open
        if named:
            names[row.part].append(named)
            others += named
    lead = [name for row in names[Part.LEAD] for name in row]
    plain = names[Part.PLAIN] or names[Part.GUIDE]
    has_help = names[Part.ASSIST] or (names[Part.PLAIN] and names[Part.GUIDE])
    first = next(iter(plain), [])
    lead = lead or (first if has_help else first[:1])
    return Owners("", tuple(lead), tuple(others), open_ended, int(bool(others) or open_ended), due)


def _united(parts: list[Owners], body: str) -> Owners:
    """Join what several lists say, in order; who leads by one of them does not assist."""
    lead = dict.fromkeys(name for each in parts for name in each.lead)
    assist = dict.fromkeys(name for each in parts for name in each.assist if name not in lead)
    return Owners(
        body=body,
        lead=tuple(lead),
        assist=tuple(assist),
        open_ended=any(each.open_ended for each in parts),
        lists=sum(each.lists for each in parts),
        due=next((each.due for each in parts if each.due), ""),
    )


_END = "。；;!！"


def _without(text: str, lists: Iterable[UnitList]) -> str:
    """Cut the lists out; of the full stops before and behind one, the first is kept."""
    kept, start = "", 0
    for each in lists:
        kept += text[start : each.start]
        start = each.end
        if kept.rstrip()[-1:] in {*_END, ""} and text[start : start + 1] in set(_END):
            start += 1
    return (kept + text[start:]).strip()
