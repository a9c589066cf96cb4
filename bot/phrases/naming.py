"""Tells which fields the words around a number name, and which measures go together. Pure."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from bot.phrases.clauses import Number
from bot.phrases.fillers import plain
from bot.phrases.kinds import unnamed
from bot.phrases.values import Field

#: Measures that people use for one another.
_ALIKE = (
    frozenset({"人", "名", "位", "人次"}),
    frozenset({"个", "家", "户", "处"}),
    frozenset({"次", "场次", "场"}),
    frozenset({"公里", "千米", "km"}),
    frozenset({"台", "部"}),
    frozenset({"平方米", "平米", "㎡", "m²"}),
)
#: What can be had in parts; anything else is counted in whole numbers.
_PARTS = frozenset(
    [
        "%",
        "‰",
        "元",
        "公里",
        "千米",
        "米",
        "km",
        "亩",
        "公顷",
        "平方米",
        "平方公里",
        "立方米",
        "方",
        "吨",
        "千瓦",
        "兆瓦",
    ]
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
#: How many characters a clause and a quantity must share for the one to name the other.
_SHARED = 2


def same_measure(typed: str, measure: str) -> bool:
    """Tell whether a measure typed counts what another does; none counts anything."""
    return typed in {"", measure} or any(typed in one and measure in one for one in _ALIKE)


def fitting(number: Number, fields: Sequence[Field]) -> list[Field]:
    """Return the fields whose measure a number is given in; points are of a percentage."""
    unit = "%" if is_points(number) else number.unit
    whole = number.value == number.value.to_integral_value()
    return [one for one in fields if same_measure(unit, one.measure) and (whole or in_parts(one))]


def in_parts(one: Field) -> bool:
    """Tell whether a field's number may have parts: money and lengths have, people have none."""
    known = [value == value.to_integral_value() for _, value, _ in one.goals]
    return one.measure in _PARTS or not known or not all(known)


def is_points(number: Number) -> bool:
    """Tell whether a number is a change of a percentage by its measure: 2个百分点."""
    return number.unit.endswith("百分点")


def named_before(number: Number, fields: Sequence[Field]) -> list[Field]:
    """Return the fields named before a number: 家庭农场1700个."""
    return longest(number.before, fitting(number, fields))


def named_behind(number: Number, fields: Sequence[Field]) -> list[Field]:
    """Return the fields named behind a number with a measure: 1700个家庭农场."""
    if not number.unit or unnamed(number.before):
        return []
    return longest(number.after, fitting(number, fields))


def longest(name: str, fields: Sequence[Field]) -> list[Field]:
    """Return the field that a name means; several where it means as much, or names, several."""
    said = plain(name)
    if len(said) < _SHARED:
        return []
    shared = {one: _shared(said, one.quantity) for one in fields}
    most = max((sum(map(len, pieces)) for pieces in shared.values()), default=0)
    best = [one for one, pieces in shared.items() if most and sum(map(len, pieces)) == most]
    if len(best) != 1:
        return best
    for piece in shared[best[0]]:
        said = said.replace(piece, "\n")
    return best + [one for one in fields if one not in best and _shared(said, one.quantity)]


def _shared(one: str, other: str) -> list[str]:
    """Return the pieces that two texts share, those long enough to mean something."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return [one[block.a : block.a + block.size] for block in blocks if block.size >= _SHARED]


def without(text: str, quantity: str) -> str:
    """Return a text without what it shares with a quantity."""
    match = SequenceMatcher(None, text, quantity, autojunk=False).find_longest_match()
    return text[: match.a] + text[match.a + match.size :]


def named_after(number: Number, fields: Sequence[Field]) -> list[Field]:
    """Return the fields a number may be for by the words behind it; a bare year is for none."""
    after = longest(number.after, fitting(number, fields))
    return [] if _YEAR.fullmatch(number.typed) else after


def besides(name: str, fields: Sequence[Field]) -> str:
    """Return what a text says besides the names of fields: of whom, and of what else."""
    said = unnamed(name)
    for one in fields:
        for piece in _shared(said, plain(one.quantity, verbs=True)):
            said = said.replace(piece, "")
    return said if len(said) >= _SHARED else ""
