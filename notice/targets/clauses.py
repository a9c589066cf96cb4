"""An item's text cut into clauses, each with the one before it in its sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from notice.brackets import CLOSING, OPENING, Group, outer_groups_of


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as written, and the clause before it in the same sentence, or ""."""

    text: str
    before: str


def clauses_of(text: str) -> list[Clause]:
    """Cut a text at commas, colons and full stops outside brackets and quotes.

    What a bracket adds (其中甲3个, 含乙2个) follows its clause as clauses of its own.
    """
    clauses: list[Clause] = []
    for clause in _cut(text):
        clauses.append(clause)
        for group in _brackets_of(clause.text):
            content = group.content_of(clause.text)
            if _ADDS.match(content):
                clauses += [
                    Clause(each.text, each.before or clause.text[: group.start])
                    for each in _cut(content)
                ]
    return clauses


def without_remarks(text: str) -> str:
    """Drop the brackets that explain (（含民办…）) and keep those in a name (执业（助理）医师)."""
    for group in reversed(_brackets_of(text)):
        content = group.content_of(text)
        if len(content) > _LONGEST_IN_NAME or _EXPLAINS.match(content):
            text = text[: group.start] + text[group.end :]
    return text


def masked(text: str) -> str:
    """Return the text with its quotes and brackets blotted out, every place kept."""
    signs = _QUOTED.sub(lambda match: BLOT * len(match[0]), text)
    for group in _brackets_of(text):
        if _INCLUSIVE.fullmatch(group.content_of(text)):
            continue
        signs = signs[: group.start] + BLOT * (group.end - group.start) + signs[group.end :]
    return signs


BLOT = "\0"
_LONGEST_CLAUSE = 400  # what is longer is no sentence of a person's
_LONGEST_IN_NAME = 6
_ADDS = re.compile("其中|不?含(?!税)|包括|包含")
_INCLUSIVE = re.compile(
    "不?含(?:本数)?|[次人间家个户处台座项名条]"
)  # 30人（含）以下, 10场（次）以上
_EXPLAINS = re.compile("不?含|不?包括|其中|即|指|以下|下同|详见|见|原")
_QUOTED = re.compile(r"“[^”]{0,200}”|《[^》]{0,200}》|「[^」]{0,200}」|‘[^’]{0,200}’")
_QUOTES = {"“": 1, "”": -1, "《": 1, "》": -1, "「": 1, "」": -1}
_FULL_STOPS = "。；;！!？?\n"
_COMMAS = "，,：:"
_OPENS = re.compile(f"[{re.escape(OPENING)}]")
_SIGNS = re.compile(f"[{re.escape(OPENING + CLOSING + _FULL_STOPS + _COMMAS + ''.join(_QUOTES))}]")


def _brackets_of(text: str) -> list[Group]:
    return outer_groups_of(text) if _OPENS.search(text) else []


def _cut(text: str) -> Iterator[Clause]:
    before, start, depth = "", 0, 0
    for match in _SIGNS.finditer(text + "。"):
        position, sign = match.start(), match[0]
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
