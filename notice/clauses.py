"""An item's text cut into clauses, each with the one before it in its sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from notice.brackets import CLOSING, OPENING, outer_groups_of


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as written, and the clause before it in the same sentence, or ""."""

    text: str
    before: str


def clauses_of(text: str) -> list[Clause]:
    """Cut a text at commas and full stops outside brackets and quotes.

    What a bracket adds with 其中 is cut off as clauses of its own.
    """
    outer = outer_groups_of(text)
    groups = [group for group in outer if text.startswith("其中", group.start + 1)]
    additions = [group.content_of(text) for group in groups]
    for group in reversed(groups):
        text = text[: group.start] + "、" + text[group.end :]
    clauses = [*_cut(text)]
    for addition in additions:
        clauses += _cut(addition)
    return clauses


def without_remarks(text: str) -> str:
    """Drop the brackets that explain (（含民办…）) and keep those in a name (执业（助理）医师)."""
    for group in reversed(outer_groups_of(text)):
        content = group.content_of(text)
        if len(content) > _LONGEST_IN_NAME or _EXPLAINS.match(content):
            text = text[: group.start] + text[group.end :]
    return text


def is_condition(clause: Clause) -> bool:
    """Tell whether a clause only says who is meant (年收入达到20万元的)."""
    return clause.text.endswith("的")


_LONGEST_CLAUSE = 400  # what is longer is no sentence of a person's
_LONGEST_IN_NAME = 6
_EXPLAINS = re.compile("不?含|不?包括|其中|即|指|以下|下同|详见|见")
_QUOTES = {"“": 1, "”": -1, "《": 1, "》": -1, "「": 1, "」": -1}
_FULL_STOPS = "。；;！？\n"
_COMMAS = "，,：:"


def _cut(text: str) -> Iterator[Clause]:
    before, start, depth = "", 0, 0
    for position, sign in enumerate(text + "。"):
        at_end = position == len(text)
        depth += (sign in OPENING) - (sign in CLOSING) + _QUOTES.get(sign, 0)
        depth = max(depth, 0)
        is_stop = at_end or (sign in _FULL_STOPS and not depth)
        if not is_stop and (sign not in _COMMAS or depth or _is_in_number(text, position)):
            continue
        clause = text[start:position].strip()
        if 0 < len(clause) <= _LONGEST_CLAUSE:
            yield Clause(clause, before)
        before = "" if is_stop else clause[-_LONGEST_CLAUSE:]
        start = position + 1


def _is_in_number(text: str, position: int) -> bool:
    """Tell whether a sign stands between digits: 1,840."""
    around = text[position - 1 : position] + text[position + 1 : position + 2]
    return text[position] in ",:" and around.isdigit() and len(around) == len("19")
