"""通报: what one says, under the names that its Word template asks for.

The template is the office's to edit, so the names are words: ``{{ 应报 }}``, ``{{ 行.单位 }}``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from importlib.resources import files
from typing import Any, get_args, get_type_hints

from templates import LANGUAGE, word
from templates.filling import fill

_BLANKS = re.compile(r"\s+")
#: What XML does not take, and what turns the direction of a line.
_UNFIT = re.compile(
    "[^\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit's reported of owed, in the week and in all."""

    order: int
    unit: str
    owed: int
    reported: int
    unreported: int
    owed_in_all: int
    reported_in_all: int
    rate_in_all: str


@dataclass(frozen=True, slots=True)
class LateUnitRow:
    """Units that are late with the same number of reports: their names, and how many they are."""

    unit: str
    unit_count: int
    reports: int


@dataclass(frozen=True, slots=True)
class LateRow:
    """A report that is late."""

    order: int
    unit: str
    number: str
    text: str
    due: str
    days: int


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target held against the time gone by; ``source`` is the report of its value: 〔12号〕."""

    number: str
    text: str
    quantity: str
    lead: str
    goal: str
    value: str
    source: str
    percent: str
    gone: str
    light: str
    fill: str


@dataclass(frozen=True, slots=True)
class SaidRow:
    """What a report says, and which it is."""

    order: int
    unit: str
    number: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class ComingRow:
    """How much falls due at a time."""

    due: str
    unit_count: int
    reports: int


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A report that is referred to: whose, for which item, when and by whom."""

    source: str
    unit: str
    number: str
    submitted: str
    who: str


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A bulletin's values, numbers as people write them; each field has its name for the template.

    Where a list is shorter than its count, the rest stands in the ledger. One without an ``issue``
    was asked for in between.
    """

    plan: str
    issue: int
    office: str
    date: str
    since: str
    until: str
    owed: int
    reported: int
    unreported: int
    rate: str
    received: int
    accepted: int
    returned: int
    waiting: int
    items: int
    items_green: int
    items_yellow: int
    items_red: int
    items_grey: int
    gone: str
    units: tuple[UnitRow, ...]
    late: int
    late_unit_count: int
    late_units: tuple[LateUnitRow, ...]
    overdue: tuple[LateRow, ...]
    targets: tuple[TargetRow, ...]
    measured: int
    targets_green: int
    targets_yellow: int
    targets_red: int
    targets_grey: int
    yellow_beyond: int
    red_beyond: int
    red_after: int
    difficulties: tuple[SaidRow, ...]
    difficulties_in_all: int
    done: tuple[SaidRow, ...]
    done_in_all: int
    coming: tuple[ComingRow, ...]
    coming_in_all: int
    sources: tuple[SourceRow, ...]


def our_template() -> bytes:
    """Return the template that is used where the office has none of its own."""
    return (files("templates") / LANGUAGE / "bulletin.docx").read_bytes()


def draw_bulletin(bulletin: Bulletin, template: bytes) -> bytes:
    """Return a bulletin as a Word document.

    Raises:
        FaultError: what is wrong with the template.
    """
    return fill(template, _named(bulletin))


def check_template(template: bytes) -> None:
    """Fill a template with a week that has everything, and with one that has nothing.

    Raises:
        FaultError: what is wrong with it.
    """
    for rows in (2, 0):
        fill(template, _sample(Bulletin, rows))


def template_names() -> set[str]:
    """Return every name that a template may ask for."""
    kinds = (
        *(Bulletin, UnitRow, LateUnitRow, LateRow, TargetRow),
        *(SaidRow, ComingRow, SourceRow),
    )
    return {_name(field.name) for kind in kinds for field in fields(kind)}


def _name(field: str) -> str:
    return word(f"bulletin_field.{field}")


def _named(value: object) -> Any:  # noqa: ANN401 - a row, a list of rows, a number or a text
    if is_dataclass(value):
        return {_name(one.name): _named(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [_named(one) for one in value]
    return _UNFIT.sub("", _BLANKS.sub(" ", value)).strip() if isinstance(value, str) else value


def _sample(kind: type, rows: int) -> Mapping[str, Any]:
    """Return values of each field's kind: its own name for a text, as many rows for a list."""
    hints = get_type_hints(kind)
    return {_name(one.name): _sample_of(hints[one.name], one.name, rows) for one in fields(kind)}


def _sample_of(hint: Any, name: str, rows: int) -> Any:  # noqa: ANN401 - likewise
    if hint is int:
        return rows
    return _name(name) if hint is str else [_sample(get_args(hint)[0], rows)] * rows
