"""The amounts of a clause: a number with its measure, or a range of two."""

import re
from dataclasses import dataclass
from decimal import Decimal

from notice.numerals import Found, find_numbers
from notice.targets.bounds import bound_of
from notice.words import ends_with_verb, starts_with_verb, without_head


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
        is_unknown: its measure is a word that is not known as one.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    unit: str
    in_digits: bool
    times: int = 1
    is_unknown: bool = False


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
_NEAR = 40  # characters
_YEARS = frozenset(map(str, range(1900, 2101)))
_NAMED = re.compile(r"[A-Za-z\d.\-+—第前每满]$")
_CLAUSE_START = re.compile("[，,、。；;：:]")
# A measure nobody told us of: one or two signs that end the clause, none of them a word of order.
_WORD = re.compile(
    "(?![^，。；、]?[号级届版年月日时点度式型期]|以[上下内]|左右|余|项目|工程|计划|行动|系列|模式|标准|平台|系统|战略|[的及和与或并多来几至到比较等])"
    "(?:[\u4e00-\u9fff]{1,2}?|[A-Za-z]{2,8})(?=以上|以下|以内|左右|[，,。；;、]|$)"
)
_TIMES = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}


def _amount(found: Found, signs: str) -> Amount:
    in_digits = any(sign.isdigit() for sign in found.digits)
    is_some = not in_digits and signs[: found.start].endswith(("数", "几", "上", "成"))
    is_vague = signs[found.end : found.end + 1] in _VAGUE or (is_some and found.digits[0] in _TIMES)
    unit = "" if is_vague else found.unit
    end, times = found.end, _TIMES.get(found.digits[-1], 1)
    is_unknown = in_digits and not is_vague and not unit and _may_count(signs, found)
    if is_unknown and (word := _WORD.match(signs, end)):
        unit, end = word[0], word.end()
    is_unknown = is_unknown and unit != ""
    return Amount(found.start, end, found.value, found.value, unit, in_digits, times, is_unknown)


def _may_count(signs: str, found: Found) -> bool:
    """Tell whether a bare number stands behind a verb or what it does, and is no year or name.

    What is multiplied by 万 or 亿, or bound by words, is no name either way.
    """
    left = signs[: found.start]
    if found.digits in _YEARS or _NAMED.search(left):
        return False
    bound = bound_of(left, signs[found.end + 1 :][:_NEAR])
    is_bound = bound.is_worded or bound.is_linked
    if is_bound or _TIMES.get(found.digits[-1], 1) > _TIMES["千"]:
        return left.strip() != ""
    clause = _CLAUSE_START.split(left)[-1][-_NEAR:]
    return ends_with_verb(clause) or starts_with_verb(without_head(clause, verbs=False))


def _range(low: Amount, high: Amount, between: str) -> Amount | None:
    """Join two numbers with a dash or 至 between them; 3-5万人 is from 30,000."""
    if not _TO.fullmatch(between) or low.unit not in {"", high.unit}:
        return None
    least = low.low * (high.times if low.times == 1 and not low.unit else 1)
    if not least < high.high or low.low != low.high:
        return None
    in_digits = low.in_digits or high.in_digits
    return Amount(low.start, high.end, least, high.high, high.unit, in_digits, high.times)
