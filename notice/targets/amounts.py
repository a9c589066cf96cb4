"""The amounts of a clause: a number with its measure, or a range of two."""

import re
from dataclasses import dataclass
from decimal import Decimal

from notice.numerals import Found, find_numbers


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its measure, or a range (1-2名); ``low`` and ``high`` are equal for one number.

    Attributes:
        start: where it begins in the clause.
        end: where it ends, its measure included.
        low: the number, or the lower of two.
        high: the number, or the higher of two.
        unit: the measure, or "".
        in_digits: it is written in digits, not in Chinese numerals.
        times: what the 万 or 亿 at its end multiplies it by.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    unit: str
    in_digits: bool
    times: int = 1


def amounts_of(signs: str) -> list[Amount]:
    """Find the amounts of a clause in order; its quotes and brackets are blotted out."""
    amounts: list[Amount] = []
    for found in find_numbers(signs):
        amount = _amount(found, signs)
        lower = amounts[-1] if amounts else None
        if lower and (joined := _range(lower, amount, signs[lower.end : amount.start])):
            amounts[-1] = joined
        else:
            amounts.append(amount)
    return amounts


_TO = re.compile(r"\s{0,3}(?:[-‐‑–—―−－~～∼〜]{1,2}|至|到)\s{0,3}")
_VAGUE = frozenset("余多几来")  # 30余家 holds nobody to a number
_TIMES = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}


def _amount(found: Found, signs: str) -> Amount:
    in_digits = any(sign.isdigit() for sign in found.digits)
    is_some = not in_digits and signs[: found.start].endswith(("数", "几", "上", "成"))
    is_vague = signs[found.end : found.end + 1] in _VAGUE or (is_some and found.digits[0] in _TIMES)
    unit = "" if is_vague else found.unit
    times = _TIMES.get(found.digits[-1], 1)
    return Amount(found.start, found.end, found.value, found.value, unit, in_digits, times)


def _range(low: Amount, high: Amount, between: str) -> Amount | None:
    """Join two numbers with a dash or 至 between them; 3-5万人 is from 30,000."""
    if not _TO.fullmatch(between) or low.unit not in {"", high.unit}:
        return None
    least = low.low * (high.times if low.times == 1 and not low.unit else 1)
    if not least < high.high or low.low != low.high:
        return None
    in_digits = low.in_digits or high.in_digits
    return Amount(low.start, high.end, least, high.high, high.unit, in_digits, high.times)
