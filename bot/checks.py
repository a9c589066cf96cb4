"""Holds a number against what was reported before, its goal and a percentage said. Pure.

A check is a doubt that a person settles with a tap; it never refuses a number.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.phrases import Field
from db.vocabulary import Op

_MAGNITUDE = 10
_FEW = 10
_WAN = 10_000
_WHOLE = 100
#: How far a percentage said may be off, in points.
_OFF = 1


class Doubtful(StrEnum):
    """What makes a number doubtful."""

    FELL = "fell"
    OVER = "over"
    MAGNITUDE = "magnitude"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Check:
    """What is doubtful about a number, with the numbers that say so.

    Attributes:
        kind: what is doubtful.
        value: the number itself.
        last: what was last reported, or None.
        goal: what is to be reached, or None.
        percent: how much of the goal the number is, in points, or None.
        said: the percentage that was said, or None.
    """

    kind: Doubtful
    value: Decimal
    last: Decimal | None = None
    goal: Decimal | None = None
    percent: Decimal | None = None
    said: Decimal | None = None


def checks(field: Field, value: Decimal, percent: Decimal | None = None) -> tuple[Check, ...]:
    """Return what is doubtful about a number, the most telling first; two at most.

    Args:
        field: what the number is for.
        value: what it is said to have come to.
        percent: how much of its goal that is said to be, in points.
    """
    goal = _to_reach(field)
    share = None if goal is None else value / goal * _WHOLE
    found: list[Doubtful] = []
    if _is_magnitudes_off(field, value, goal):
        found.append(Doubtful.MAGNITUDE)
    else:
        if _fell(field, value):
            found.append(Doubtful.FELL)
        if _is_over(field, value, goal):
            found.append(Doubtful.OVER)
    if percent is not None and share is not None and abs(share - percent) > _OFF:
        found.insert(0, Doubtful.PERCENT)
    shown = None if share is None else share.quantize(Decimal("0.1"))
    return tuple(Check(kind, value, field.last, goal, shown, percent) for kind in found[:2])


def _to_reach(field: Field) -> Decimal | None:
    """Return the one goal that a number is a share of; None where there is none, or several."""
    goals = [value for op, value, _ in field.goals if op is not Op.AT_MOST and value > 0]
    return goals[0] if len(goals) == len(field.goals) == 1 else None


def _fell(field: Field, value: Decimal) -> bool:
    bounded = any(op is Op.AT_MOST for op, _, _ in field.goals)
    cumulative = field.measure != "%" and not bounded
    return cumulative and field.last is not None and value < field.last


def _is_over(field: Field, value: Decimal, goal: Decimal | None) -> bool:
    """Tell whether a number is over all there is to reach, and was not so before."""
    if field.measure == "%":
        whole: Decimal | None = Decimal(_WHOLE)
    else:
        whole = None if any(op is Op.ABOUT for op, _, _ in field.goals) else goal
    return whole is not None and value > whole >= (field.last or 0)


def _is_magnitudes_off(field: Field, value: Decimal, goal: Decimal | None) -> bool:
    """Tell whether a number is ten times what it was, or a tenth.

    A few may become many on their way to the goal. Without a number before: whether it is ten
    times its goal, or 万 was left out.
    """
    if not value or field.measure == "%":
        return False
    if field.last and not (field.last < _FEW and goal is not None and value <= goal):
        return value >= field.last * _MAGNITUDE or value * _MAGNITUDE <= field.last
    return (
        not field.last and goal is not None and (value >= goal * _MAGNITUDE or value * _WAN <= goal)
    )
