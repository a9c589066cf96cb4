"""The goals of a clause with the words that belong to each."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from notice.targets.amounts import Amount, amounts_of
from notice.targets.bounds import bound_of
from notice.targets.clauses import masked
from notice.targets.refusals import may_be_goal
from notice.words import ends_with_verb, without_head


@dataclass(frozen=True, slots=True)
class Run:
    """A goal, or several that share their words (甲、乙分别达到10%、20%).

    Attributes:
        amounts: the amounts in order.
        left: what stands before the first, bound words included.
        right: what stands behind the last, bound words included.
        gaps: what stands between one amount and the next.
        source: the span of the clause.
    """

    amounts: tuple[Amount, ...]
    left: str
    right: str
    gaps: tuple[str, ...]
    source: str


def runs_of(text: str) -> list[Run]:
    """Find the goals of a clause in order, each with the words that belong to it."""
    signs = masked(text)
    found = amounts_of(signs)
    if len(found) > _MOST:
        return []
    goals = [
        amount
        for place, amount in enumerate(found)
        if not _is_start(signs, found[place : place + 2]) and may_be_goal(signs, amount)
    ]
    groups = _grouped(signs, goals)
    if not groups:
        return []
    cuts = [_cut(signs, one[-1], two[0]) for one, two in pairwise(groups)]
    starts = [0, *(start for _, start in cuts)]
    ends = [*(end for end, _ in cuts), len(text)]
    runs = [
        _run(text, group, start, end)
        for group, start, end in zip(groups, starts, ends, strict=True)
    ]
    for place in range(len(runs) - 2, -1, -1):  # from the last: each may lean on the next
        runs[place] = _apart(runs[place], runs[place + 1])
    return runs


# What parts two goals of a clause; 和美, 及时 are words.
_SIGN = re.compile(r"[、\s，]|以及|[和与或](?![美谐平会])|及(?![时格]|以[上下])|并(?![购网轨])")
_ONLY_SIGNS = re.compile(r"[、，\s和及与或]*")
_MOST = 40  # amounts: what has more is no clause of a sentence
_NEAR = 12  # characters
_FROM = re.compile(r"(?:由|从)[^，、\d]{0,14}$")
_TO = re.compile(
    r"[^，、\d]{0,6}(?:提高|提升|增加|增长|扩大|上升|下降|降低|减少|缩短|压缩|压减|调整|发展|增|降|升|减|扩|缩|变)"
    r"[^，、\d]{0,4}[到至为]"
)


def _grouped(signs: str, goals: list[Amount]) -> list[list[Amount]]:
    groups: list[list[Amount]] = []
    for amount in goals:
        if groups and _is_one_run(signs, groups[-1][-1], amount):
            groups[-1].append(amount)
        else:
            groups.append([amount])
    return groups


def _is_start(signs: str, amounts: list[Amount]) -> bool:
    """Tell whether the first of two amounts is only a start, as in 由34%提高到40%."""
    one = amounts[0]
    if len(amounts) == 1 or not _TO.match(signs[one.end : amounts[1].start]):
        return False
    return _FROM.search(signs[: one.start]) is not None


def _is_one_run(signs: str, one: Amount, two: Amount) -> bool:
    """Tell whether two amounts share their words: nothing but bounds stands between them."""
    between = signs[one.end : two.start]
    behind = bound_of("", between).end
    before = bound_of(between[behind:], "").start
    is_bare = _ONLY_SIGNS.fullmatch(between[behind:][:before]) is not None
    is_alike = one.unit == two.unit or "分别" in signs[: one.start][-_NEAR:]
    return is_bare and is_alike and between != ""


def _cut(signs: str, one: Amount, two: Amount) -> tuple[int, int]:
    """Return where the words of one goal end and where those of the next begin.

    Before the next goal's verb, else at the first sign; without a sign both have the words
    between them.
    """
    between = signs[one.end : two.start]
    matches = [*_SIGN.finditer(between)]
    if not matches:
        return two.start, one.end
    bare = [match for match in matches if _is_bare(between[match.end() :])]
    match = bare[-1] if bare else matches[0]
    return one.end + match.start(), one.end + match.end()


def _is_bare(words: str) -> bool:
    words = words[: bound_of(words, "").start]
    return not words.strip() or not without_head(words)


def _apart(one: Run, two: Run) -> Run:
    """Take from a goal's words those of the next, where no sign parts them.

    In 3万平方米节能率不低于15%的建筑改造 the next only describes what is counted.
    """
    if not one.right.strip() and _lacks_object(one, two):  # 一季度办3场、二季度办4场招聘会
        return replace(one, right=two.right)
    if one.right.endswith("级") and "级" in two.right:  # 3个国家级、5个省级产业园
        return replace(one, right=one.right + two.right.split("级", 1)[1])
    if not one.right or one.right != two.left:
        return one
    behind = two.right[bound_of("", two.right).end :]
    if behind.startswith("的"):
        return replace(one, right=behind[1:])
    return replace(one, right=one.right[: bound_of(one.right, "").start])


def _lacks_object(one: Run, two: Run) -> bool:
    """Tell whether a goal's verb waits for the object that only the next goal names."""
    is_alike = one.amounts[-1].unit == two.amounts[-1].unit
    is_alike = is_alike or two.right[bound_of("", two.right).end :].startswith("的")
    left = one.left[: bound_of(one.left, "").start]
    return is_alike and ends_with_verb(left) and two.right.strip() != ""


def _run(text: str, group: list[Amount], start: int, end: int) -> Run:
    first, last = group[0], group[-1]
    right = text[last.end : end]
    gaps = tuple(text[one.end : two.start] for one, two in pairwise(group))
    return Run(
        tuple(group), text[start : first.start], right, gaps, text[start:end].strip("、，和及 ")
    )
