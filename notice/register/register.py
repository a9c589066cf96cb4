"""Holds a unit's written name against the units an office knows; says when it cannot tell.

A name is taken for a known unit when it is that unit's name or alias, the same name written
otherwise, or an abbreviation that fits one unit alone. What merely looks alike is a question;
an office of another level or another kind is never the same.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum

from notice.register.naming import Home, Name, taken_apart


@dataclass(frozen=True, slots=True)
class Known:
    """The name of the unit that is meant."""

    unit: str


@dataclass(frozen=True, slots=True)
class New:
    """A unit that the register does not have."""


@dataclass(frozen=True, slots=True)
class Question:
    """The units that may be meant, likeliest first."""

    candidates: tuple[str, ...]


Verdict = Known | New | Question


class Likeness(IntEnum):
    """How one name stands to another."""

    NONE = 0
    LOOKS_ALIKE = 1
    ABBREVIATES = 2
    SAME = 3


#: Kinds of department that reforms turn into each other: 发改委 and 发改局.
_DEPARTMENTS = frozenset(("局", "委", "办", "厅", "部", "分局"))
#: Bodies that one character of their name tells: 妇联, 科协.
_SHORT_NAMED = frozenset("联协")
#: Words that a name may leave out without becoming another's: 应急（管理）局.
_FILLING = re.compile(r"(?:管理|服务|工作|事务|监督|人民|业)*")
_NEARLY = 0.75  # of the characters of both
_LONGEST = 40  # characters of a name
_LONG_ENOUGH = 3  # characters, for a slip of the pen to leave enough that is the same
_QUESTIONS = 4  # candidates that a person takes in at a glance


def settle(
    names: Iterable[str], units: Mapping[str, Iterable[str]], home: Home
) -> dict[str, Verdict]:
    """Return for each name of a notice which unit it means.

    Names that are new are held against each other too: there only another spelling of the same
    name is taken for it, an abbreviation is a question.

    Args:
        names: units as written, in the notice's order.
        units: the names of the known units, each with its aliases.
        home: whose notice it is.
    """
    verdicts: dict[str, Verdict] = {}
    new: dict[str, tuple[str, ...]] = {}
    for name in dict.fromkeys(names):
        verdict = verdict_on(name, units, home)
        if isinstance(verdict, New):
            verdict = verdict_on(name, new, home, sure=Likeness.SAME)
        if isinstance(verdict, New):
            new[name] = ()
        verdicts[name] = verdict
    return verdicts


def verdict_on(
    name: str,
    units: Mapping[str, Iterable[str]],
    home: Home,
    sure: Likeness = Likeness.ABBREVIATES,
) -> Verdict:
    """Return which of the units a written name means.

    Args:
        name: the name as written.
        units: the names of the known units, each with its aliases.
        home: whose notice it is.
        sure: the likeness from which on one unit alone is taken without asking.
    """
    written = "".join(name.split())
    for unit, aliases in units.items():
        if any(written == "".join(each.split()) for each in (unit, *aliases)):
            return Known(unit)
    apart = taken_apart(name, home)
    alike = {
        unit: max(_likeness(apart, taken_apart(each, home)) for each in (unit, *aliases))
        for unit, aliases in units.items()
    }
    best = max((likeness for likeness, _ in alike.values()), default=Likeness.NONE)
    found = [unit for unit, (likeness, _) in alike.items() if likeness is best]
    if best >= sure and len(found) == 1:
        return Known(found[0])
    if not best:
        found = _blended(apart, units, home)
    elif best < sure:
        found = [unit for unit, (likeness, _) in alike.items() if likeness]
    found.sort(key=lambda unit: alike[unit], reverse=True)
    return Question(tuple(found[:_QUESTIONS])) if found else New()


def likeness_of(one: str, other: str, home: Home) -> Likeness:
    """Return how two written names stand to each other."""
    return _likeness(taken_apart(one, home), taken_apart(other, home))[0]


def _likeness(one: Name, other: Name) -> tuple[Likeness, float]:
    """Return how two names stand to each other, and how near they are."""
    if one.level != other.level or one.collective or other.collective:
        return Likeness.NONE, 0.0
    kinds = {one.kind, other.kind}
    same_kind = len(kinds) == 1
    if not (same_kind or kinds <= _DEPARTMENTS):
        return Likeness.NONE, 0.0
    short, long = sorted((one.core, other.core), key=len)
    likeness = _of_cores(short, long, one.kind)
    if not same_kind or one.remark or other.remark:
        likeness = min(likeness, Likeness.LOOKS_ALIKE)
    return likeness, _nearness(short, long) if likeness else 0.0


def _of_cores(short: str, long: str, kind: str) -> Likeness:
    """Return how the shorter of two cores, of one kind of office, stands to the longer."""
    if short == long:
        return Likeness.SAME
    if not (short and kind):  # towns, schools, companies: their names are all they have
        return Likeness.NONE
    if short in long:
        left_out = long.replace(short, "", 1)
        one_character = len(short) == 1 and kind in _SHORT_NAMED and long.startswith(short)
        sure = one_character or _FILLING.fullmatch(left_out)
        return Likeness.ABBREVIATES if sure else Likeness.LOOKS_ALIKE
    if _is_within(short, long):
        return Likeness.ABBREVIATES if short[0] == long[0] else Likeness.LOOKS_ALIKE
    shared = 2 * sum(one in long for one in short) / (len(short) + len(long))  # cheap, and no less
    near = len(short) >= _LONG_ENOUGH and shared >= _NEARLY
    return Likeness.LOOKS_ALIKE if near and _nearness(short, long) >= _NEARLY else Likeness.NONE


def _nearness(short: str, long: str) -> float:
    """Return how much of both texts is the same, from 0 to 1; 0 where no name is so long."""
    if len(long) > _LONGEST or len(long) > 2 * len(short):
        return 0.0
    return SequenceMatcher(None, short, long, autojunk=False).ratio()


def _is_within(short: str, long: str) -> bool:
    """Tell whether the characters of one text stand in the other, in their order."""
    rest = iter(long)
    return all(character in rest for character in short)


def _blended(name: Name, units: Mapping[str, Iterable[str]], home: Home) -> list[str]:
    """Return the units whose first characters make up the name: 教体局 of 教育局 and 体育局."""
    firsts: dict[str, str] = {}
    for unit in units:
        other = taken_apart(unit, home)
        of_a_sort = (other.level, other.kind) == (name.level, name.kind) and not other.collective
        if of_a_sort and other.core and other.core[0] in name.core:
            firsts[unit] = other.core[0]
    return list(firsts) if name.kind and set(firsts.values()) == set(name.core) else []
