"""The numeric goals in an item's text: what, how bound, how much."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from db.vocabulary import Op, TargetDraft
from notice.targets.amounts import Amount, amounts_of
from notice.targets.bounds import Bound, bound_of
from notice.targets.clauses import Clause, clauses_of, masked
from notice.targets.counted import named_by_next, names_of
from notice.targets.quantities import Setting
from notice.targets.refusals import is_condition, is_fact
from notice.targets.runs import Run, runs_of
from notice.targets.shares import with_share
from notice.words import without_head


def targets_of(text: str) -> tuple[TargetDraft, ...]:
    """Return the targets of an item's text in order, each with the span it was read from.

    Counted are amounts of work or results, floors and ceilings; not dates, names, conditions
    of eligibility, fixed rates of benefit and how things are. What is said twice is one target.
    A target that may be none, or whose name the text does not say, bears a doubt:
    ``maybe-benefit``, ``unnamed-quantity``, ``unknown-measure``.
    """
    once: dict[tuple[object, ...], TargetDraft] = {}
    for sentence in _sentences(clauses_of(text)):
        for target in _of_sentence(sentence):
            key = (target.quantity, target.op, target.value, target.unit)
            once.setdefault(key, target)
    return tuple(once.values())


#: A number with something behind it that may be its measure; 一 alone is mostly a word.
_NUMBER = re.compile("[0-9０-９二三四五六七八九十两百千万亿]|一[^些批系定般样致]")
_NAME_WITH_UNIT = re.compile(r"[（(]([^（()）\d]{1,8})[）)]$")
UNKNOWN = "unknown-measure"
_MOST = 40  # goals before a clause that it may lean on
_STANDARD = re.compile(r"(?:补助|补贴|津贴|奖励|低保|供养|待遇)[^，、]{0,8}标准")


def _sentences(clauses: list[Clause]) -> Iterator[list[Clause]]:
    sentence: list[Clause] = []
    for clause in clauses:
        if not clause.before and sentence:
            yield sentence
            sentence = []
        sentence.append(clause)
    yield sentence


def _of_sentence(sentence: list[Clause]) -> list[TargetDraft]:
    told: list[TargetDraft] = []
    numbers = [_NUMBER.search(clause.text) is not None for clause in sentence]
    was_fact = False
    for clause, has_number in zip(sentence, numbers, strict=True) if any(numbers) else ():
        was_fact = is_fact(clause, was_fact=was_fact)
        if has_number and not was_fact and not is_condition(clause):
            told += _of_clause(clause, told[-_MOST:])
    return named_by_next(told)


def _of_clause(clause: Clause, before: list[TargetDraft]) -> list[TargetDraft]:
    """Read a clause; ``before`` was counted before it in its sentence.

    Where the name before a colon bears the measure (停车位（个）：500), it goes behind the number.
    """
    inherited: Bound | None = None
    told = [*before]
    for run in runs_of(clause.text + _measure_before(clause)):
        bound = bound_of(run.left, "")
        if inherited and not bound.is_worded and not without_head(run.left[: bound.start]):
            bound = replace(inherited, start=bound.start, verb="")
        inherited = bound if bound.is_worded else None
        told += _of_run(run, bound, clause, told)
    return told[len(before) :]


def _measure_before(clause: Clause) -> str:
    match = _NAME_WITH_UNIT.search(clause.before)
    numbers = amounts_of(masked(clause.text)) if match else []
    if match and len(numbers) == 1 and not numbers[0].unit and numbers[0].end == len(clause.text):
        measured = amounts_of("1" + match[1])
        is_measure = len(measured) == 1 and measured[0].end == len(match[1]) + 1
        return match[1] if is_measure else ""
    return ""


def _of_run(run: Run, bound: Bound, clause: Clause, told: list[TargetDraft]) -> list[TargetDraft]:
    """Read a run's goals; ``told`` are those before it in its sentence."""
    unit = run.amounts[-1].unit
    read = with_share(run.left[: bound.start], bound, unit)
    if read is None:
        return []
    left, bound = read
    right = run.right[bound_of("", run.right).end :]
    setting = Setting(left, right, clause.before, unit, bound.is_linked, bound.verb)
    names, doubt = names_of(run, setting, told)
    doubt = UNKNOWN if run.amounts[-1].is_unknown and not doubt else doubt
    doubt = "maybe-benefit" if _STANDARD.search(left) else doubt
    bound_amounts = _bound_amounts(run, bound)
    if len(names) < len(bound_amounts):
        names *= len(bound_amounts)
    elif len(names) > len(bound_amounts):
        bound_amounts *= len(names)
    source = run.source if run.source in clause.text else clause.text
    return [
        TargetDraft(name, op, value, amount.unit, strict, source=source, doubt=doubt)
        for name, (amount, op, strict) in zip(names, bound_amounts, strict=True)
        for op, strict, value in _ends(amount, op, strict=strict)
    ]


def _bound_amounts(run: Run, bound: Bound) -> list[tuple[Amount, Op, bool]]:
    """Tell how each amount of a run binds; the words around 分别 bind them all."""
    is_shared = "分别" in run.left
    before = [bound, *(bound if is_shared else bound_of(gap, "") for gap in run.gaps)]
    behind = [bound_of("", text) for text in (*run.gaps, run.right)]
    if is_shared and behind[-1].is_worded:
        behind = [behind[-1]] * len(behind)
    binding = [two if two.is_worded else one for one, two in zip(before, behind, strict=True)]
    return [
        (amount, each.op, each.strict) for amount, each in zip(run.amounts, binding, strict=True)
    ]


def _ends(amount: Amount, op: Op, *, strict: bool) -> list[tuple[Op, bool, Decimal]]:
    """Return the one value of an amount with its bound, or a range's two."""
    if amount.low == amount.high:
        return [(op, strict, amount.low)]
    return [(Op.AT_LEAST, False, amount.low), (Op.AT_MOST, False, amount.high)]
