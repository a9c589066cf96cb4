"""The numeric goals in an item's text: what, how bound, how much."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from db.vocabulary import Op, TargetDraft
from notice.bounds import Bound, bound_of
from notice.brackets import split_outside
from notice.clauses import Clause, clauses_of, is_condition
from notice.measures import DURATIONS
from notice.numerals import Found, find_numbers
from notice.quantities import Setting, quantity_of


def targets_of(text: str) -> tuple[TargetDraft, ...]:
    """Return the targets of an item's text in order, each with the clause it was read from.

    Counted are amounts of work or results, floors and ceilings; not dates, names, conditions
    of eligibility and fixed rates of benefit. What is said twice is one target.
    """
    targets: dict[tuple[object, ...], TargetDraft] = {}
    for clause in clauses_of(text):
        for segment in [] if is_condition(clause) else _segments(clause):
            for target in _of_segment(segment):
                key = (target.quantity, target.op, target.value, target.unit)
                targets.setdefault(key, target)
    return tuple(targets.values())


_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|「[^」]*」")
_RANGE = re.compile(r"\s*(?:[-—–~～]{1,2}|至|到)\s*")
_NO_AMOUNT_BEFORE = re.compile(r"[第前每分按A-Za-z\d.\-]$")
_FIRST_YEAR = 1900  # 2019年 is a year, not a length of time
_PER = re.compile(r"每[^只仅]{1,6}$")  # 每村培育一名
# 给予200万元奖励, 返还50%: a rate of benefit without a ceiling is nobody's goal.
_BENEFIT = re.compile(r"给予|奖励|奖补|补助|补贴|返还|贴息|资助|减免|减按|罚款|免收|征收|按")
_RATES = frozenset(["元", "%", "倍"])
# 年收入2000万元以上的企业: the number says which ones are meant.
_WHICH_ONES = re.compile(
    r"^(?:以上|以下|左右)?的?(?:中小|小微)?(?:企业|单位|人员|家庭|农户|机构|地区)"
)
# 不超过一年期利率减100个基点: the number is part of what is compared with.
_COMPARED = re.compile(r"超过|不低于|不高于|不少于")


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number with its measure, or a range of two (1-2名)."""

    low: Found
    high: Found


def _segments(clause: Clause) -> list[Clause]:
    """Cut a clause at 、 where each piece has an amount of its own."""
    pieces: list[str] = []
    for piece in split_outside(clause.text, "、"):
        if pieces and not (_amounts(pieces[-1]) and _amounts(piece)):
            pieces[-1] += "、" + piece
        else:
            pieces.append(piece)
    return [Clause(piece, clause.before) for piece in pieces]


def _amounts(text: str) -> list[_Amount]:
    """Find the amounts of a clause that may be goals, those in quoted names left out."""
    masked = _QUOTED.sub(lambda match: "“" * len(match[0]), text)
    amounts: list[_Amount] = []
    lower: Found | None = None
    for found in find_numbers(masked):
        is_range = lower and _RANGE.fullmatch(masked[lower.end : found.start])
        low = lower if lower and is_range else found
        if _may_be_goal(masked[: low.start], masked[found.end :], found):
            amounts = [each for each in amounts if each.high is not low]
            amounts.append(_Amount(low, found))
        lower = found
    return amounts


def _may_be_goal(left: str, right: str, found: Found) -> bool:
    """Tell whether an amount can be a goal, by its measure and the words around it."""
    unit = found.unit
    if unit in {"", "岁"} or _NO_AMOUNT_BEFORE.search(left) or _WHICH_ONES.match(right):
        return False
    before, around = bound_of(left, ""), bound_of(left, right)
    if unit in DURATIONS:
        return before.is_worded and found.value < _FIRST_YEAR
    if unit in _RATES and not around.is_worded and _BENEFIT.search(left + right):
        return False
    has_digits = any(sign.isdigit() for sign in found.digits)
    return has_digits or around.is_worded or bool(_PER.search(left))


def _of_segment(segment: Clause) -> Iterator[TargetDraft]:
    text, start = segment.text, 0
    amounts = _amounts(text)
    for amount, following in zip_longest(amounts, amounts[1:]):
        left, right = text[start : amount.low.start], _behind(text, amount, following)
        start = amount.high.end
        bound = bound_of(left, right)
        left, right = left[: bound.start], right[bound.end :]
        if _COMPARED.search(left):
            continue
        unit = amount.high.unit
        quantity = quantity_of(Setting(left, right, segment.before, unit, bound.is_linked))
        if quantity:
            yield from _drafts(quantity, amount, bound, segment.text)


def _behind(text: str, amount: _Amount, following: _Amount | None) -> str:
    """Return what stands behind an amount, up to the next one.

    In 3万平方米节能率不低于15%的建筑改造 the next one only describes what is counted.
    """
    if following is None:
        return text[amount.high.end :]
    rest = text[following.high.end :]
    if rest.startswith("的"):
        return rest[1:]
    between = text[amount.high.end : following.low.start]
    return between[: bound_of(between, "").start]


def _drafts(quantity: str, amount: _Amount, bound: Bound, source: str) -> Iterator[TargetDraft]:
    unit = amount.high.unit
    if amount.low is not amount.high:
        yield TargetDraft(quantity, Op.AT_LEAST, amount.low.value, unit, source=source)
        yield TargetDraft(quantity, Op.AT_MOST, amount.high.value, unit, source=source)
    else:
        yield TargetDraft(quantity, bound.op, amount.low.value, unit, bound.strict, source)
