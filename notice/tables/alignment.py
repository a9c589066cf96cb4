"""Which columns the cells of an incomplete row belong to, by what the cells look like."""

import re
from collections.abc import Callable, Iterator, Sequence

from notice.owners.units import are_units
from notice.tables.headers import UNITS, Kind


def aligned(cells: Sequence[str], kinds: Sequence[Kind]) -> tuple[str, ...]:
    """Lay cells under the columns, in order, so that they fit best.

    A column may stay empty; one may hold several cells, which are then lines of one. A row as
    wide as the table fits as it is.
    """
    if len(cells) == len(kinds):
        return tuple(cells)
    laid = cells[:_MOST]
    fit = [[_fit(cell, kind) for cell in laid] for kind in kinds]
    gaps = _gaps_of(kinds)
    best = [[0.0, *[_NEVER] * len(laid)]]
    for each, gap in zip(fit, gaps, strict=True):
        best.append(_extended(best[-1], each, gap))
    row: list[str] = []
    count = len(laid)
    for at in range(len(kinds) - 1, -1, -1):  # back from the best end
        scores = list(_choices(best[at], fit[at], count, gaps[at]))
        taken = scores.index(max(scores))
        row.append("\n".join(laid[count - taken : count]))
        count -= taken
    return tuple(reversed(row))


def fits(cells: Sequence[str], kinds: Sequence[Kind]) -> bool:
    """Tell whether the cells of a whole row look like what their columns hold."""
    scores = [_fit(cell, kind) for cell, kind in zip(cells, kinds, strict=True) if kind in _TELLING]
    return not scores or max(scores) > 0


_NEVER = float("-inf")
_MOST = 40  # cells of one row
_TELLING = (*UNITS, Kind.DUE)
_GAP = -0.4  # a column without a cell
_BROKEN = 0.5  # each cell more in one column
_EMPTY = {Kind.TASK: -6.0, Kind.NUMBER: -3.0}
_LONG = 12
_SHORT = 16
_NONE = re.compile(r"[/／\\—–-]{1,3}|无")
_DATE = re.compile(
    "月|日前|底前|年底|季度|长期|持续|全年|常年|常态|每[年月周季日]|半年|年内|即时|立即|20\\d\\d"
)
_PERSON = re.compile("[\u4e00-\u9fff]{2,4}(?:[、 ][\u4e00-\u9fff]{2,4}){0,4}")


def _fit(cell: str, kind: Kind) -> float:
    """Say how well a cell fits a column: over 0 well, under 0 badly."""
    if _NONE.fullmatch(cell):
        return -1.0 if kind in _EMPTY else 0.8
    return _FITS.get(kind, _indifferent)(cell)


def _number(cell: str) -> float:
    return 3.0 if cell.strip("（）().、").isdecimal() else -3.0


def _are_units(cell: str) -> bool:
    """Tell whether a cell holds units; 迁建县政务服务中心。 is a sentence."""
    return cell[-1:] not in {*"。；;"} and are_units(cell)


def _units(cell: str) -> float:
    if _are_units(cell):
        return 3.0
    return 0.5 if "、" in cell and "。" not in cell else -1.0


def _due(cell: str) -> float:
    return 3.0 if len(cell) < 2 * _SHORT and _DATE.search(cell) else -2.0


def _person(cell: str) -> float:
    return 2.0 if _PERSON.fullmatch(cell) and not _are_units(cell) else -1.0


def _task(cell: str) -> float:
    if _are_units(cell):
        return -1.0
    return 2.0 if len(cell) > _LONG else 0.6


def _section(cell: str) -> float:
    return 0.7 if len(cell) <= _SHORT and not _are_units(cell) else -1.0


def _target(cell: str) -> float:
    return 0.8 if any(sign.isdigit() for sign in cell) else 0.1


def _remark(cell: str) -> float:
    return -0.3 if _are_units(cell) else 0.4


def _indifferent(_cell: str) -> float:
    return 0.1


_FITS: dict[Kind, Callable[[str], float]] = {
    Kind.NUMBER: _number,
    Kind.DUE: _due,
    Kind.PERSON: _person,
    Kind.TASK: _task,
    Kind.SECTION: _section,
    Kind.TARGET: _target,
    Kind.REMARK: _remark,
    **dict.fromkeys(UNITS, _units),
}


def _gaps_of(kinds: Sequence[Kind]) -> list[float]:
    """Return what each column costs without a cell; of several of tasks all but one may be."""
    last = max((at for at, kind in enumerate(kinds) if kind is Kind.TASK), default=0)
    is_free = [kind is Kind.TASK and at != last for at, kind in enumerate(kinds)]
    return [
        _GAP if free else _EMPTY.get(kind, _GAP) for kind, free in zip(kinds, is_free, strict=True)
    ]


def _choices(above: list[float], fit: list[float], count: int, gap: float) -> Iterator[float]:
    """Yield the scores of laying under a column none, one, two … of the first ``count`` cells."""
    yield above[count] + gap
    total = 0.0
    for taken, first in enumerate(range(count - 1, -1, -1), start=1):
        total += fit[first]
        yield above[first] + total / taken - _BROKEN * (taken - 1)


def _extended(above: list[float], fit: list[float], gap: float) -> list[float]:
    """Return the best score of each number of cells laid once this column is laid too."""
    return [max(_choices(above, fit, count, gap)) for count in range(len(fit) + 1)]
