"""Brackets of every form, nested or left open; knows nothing of what they hold."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

OPENING = "（(【〔［["
CLOSING = "）)】〕］]"
_BRACKET = re.compile(f"[{re.escape(OPENING + CLOSING)}]")
_ENCLOSES = re.compile(f"[{re.escape(OPENING)}“《]")
_QUOTATION = re.compile(r"“[^“”]{1,40}”|《[^《》]{1,80}》")


@dataclass(frozen=True, slots=True)
class Group:
    """A bracket, ``text[start:end]``; ``closed`` is False where it is left open."""

    start: int
    end: int
    closed: bool

    def content_of(self, text: str) -> str:
        """Return what the bracket holds in the text it was found in."""
        return text[self.start + 1 : self.end - 1 if self.closed else self.end]


def groups_of(text: str) -> list[Group]:
    """Find every bracket of ``text``, nested ones too, in order of their beginnings.

    A half-width bracket closes a full-width one and so on: offices mix them. Those that are never
    closed all reach to the end; of them the first and the last are given.
    """
    ends: dict[int, int] = {}
    waiting: list[int] = []
    for match in _BRACKET.finditer(text):
        if match[0] in OPENING:
            waiting.append(match.start())
        elif waiting:
            ends[waiting.pop()] = match.start()
    if not ends and not waiting:
        return []
    groups = [Group(start, end + 1, True) for start, end in ends.items()]
    groups += [Group(start, len(text), False) for start in {*waiting[:1], *waiting[-1:]}]
    return sorted(groups, key=lambda group: group.start)


def outer_groups_of(text: str) -> list[Group]:
    """Find the brackets of ``text`` that stand in no other."""
    return outermost(groups_of(text))


def outermost(groups: Iterable[Group]) -> list[Group]:
    """Leave out, of brackets in order, those that stand in another of them."""
    outer: list[Group] = []
    for group in groups:
        if not outer or group.start >= outer[-1].end:
            outer.append(group)
    return outer


def has_open_bracket(text: str) -> bool:
    """Tell whether a bracket of the text is never closed."""
    return not all(group.closed for group in groups_of(text))


def spans_outside(text: str, separators: str) -> list[tuple[int, int]]:
    """Find what stands between the separators that are in no closed bracket or quotation."""
    enclosed = _enclosed(text) if _ENCLOSES.search(text) else []
    spans, start = [], 0
    for match in _any_of(separators).finditer(text):
        while enclosed and enclosed[-1][1] <= match.start():
            enclosed.pop()
        if not enclosed or match.start() < enclosed[-1][0]:
            spans.append((start, match.start()))
            start = match.end()
    return [*spans, (start, len(text))]


def _enclosed(text: str) -> list[tuple[int, int]]:
    """Find the closed brackets and the quotations of a text, the last first."""
    groups = outermost(group for group in groups_of(text) if group.closed)
    enclosed = [(group.start, group.end) for group in groups]
    enclosed += [quotation.span() for quotation in _QUOTATION.finditer(text)]
    return sorted(enclosed, reverse=True)


@cache
def _any_of(signs: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(signs)}]")
