"""Computes Word's automatic numbering, which a document's text does not hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from notice.files.counting import written
from notice.files.markup import attribute, child, local

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_TRUE = {"1", "true", "on"}
_CLOSED = tuple("、，．。.)）:：]］】〕")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list.

    Attributes:
        form: how its number is written (``w:numFmt``).
        text: the label, with ``%1`` for the number of the first level, and so on.
        start: its first number.
        restart: it begins again after a level below this number; 0 for never.
        legal: every number in its label is written 1, 2, 3.
        tight: no blank follows the label.
        style: the paragraph style that stands for this level, or "".
    """

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int = _LEVELS
    legal: bool = False
    tight: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    """A list that paragraphs point to (``w:num``).

    Attributes:
        family: lists of one family (``w:abstractNum``) count on from one another.
        starts: by level, the number with which this list begins anew.
    """

    family: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The numbering of one document; gives each paragraph's label, asked in their order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        """Take the numbering's and the styles' parts, where the document has them."""
        self._styles = {
            attribute(one, "styleId"): one for one in _named(styles, "style")
        }  # fmt: skip
        self._default = next(
            (
                key
                for key, one in self._styles.items()
                if attribute(one, "type") == "paragraph" and attribute(one, "default") in _TRUE
            ),
            "",
        )
        self._lists = _lists_of(numbering)
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, properties: Element | None) -> str:
        """Return a paragraph's label with the blank behind it, and count it; "" without one."""
        number, level = self._place(properties)
        found = self._lists.get(number)
        if found is None or level not in found.levels:
            return ""
        self._count(number, level, found)
        shown = self._shown(level, found)
        blank = "" if not shown or found.levels[level].tight or shown.endswith(_CLOSED) else " "
        return shown + blank

    def _place(self, properties: Element | None) -> tuple[str, int]:
        """Return the list and the level that a paragraph or its style names."""
        own = child(properties, "numPr")
        number = attribute(child(own, "numId"), "val")
        level = attribute(child(own, "ilvl"), "val")
        chain = list(self._chain(attribute(child(properties, "pStyle"), "val", self._default)))
        for style in chain:
            inherited = child(style, "pPr", "numPr")
            number = number or attribute(child(inherited, "numId"), "val")
            level = level or attribute(child(inherited, "ilvl"), "val")
        if own is None and (found := self._lists.get(number)):
            names = [attribute(style, "styleId") for style in chain]
            bound = (key for key, one in found.levels.items() if one.style in names)
            return number, next(bound, _whole(level, 0))
        return number, _whole(level, 0)

    def _chain(self, name: str) -> Iterator[Element]:
        """Yield a style and those it is based on, nearest first."""
        seen = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            name = attribute(child(self._styles[name], "basedOn"), "val")

    def _count(self, number: str, level: int, found: _List) -> None:
        counts = self._counts.setdefault(found.family, [None] * _LEVELS)
        for above in range(level):
            if counts[above] is None and above in found.levels:
                counts[above] = found.levels[above].start
        present = counts[level]
        if level in found.starts and (number, level) not in self._begun:
            counts[level] = found.starts[level]
        else:
            counts[level] = found.levels[level].start if present is None else present + 1
        self._begun.add((number, level))
        for below in range(level + 1, _LEVELS):
            if below in found.levels and level < found.levels[below].restart:
                counts[below] = None

    def _shown(self, level: int, found: _List) -> str:
        counts = self._counts[found.family]
        rule = found.levels[level]

        def number(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            form = found.levels.get(place, rule).form
            is_plain = rule.legal and form not in {"none", "bullet"}
            return written(counts[place] or 0, "decimal" if is_plain else form)

        return "" if rule.form == "bullet" else _PLACE.sub(number, rule.text).strip()


def _named(element: Element | None, name: str) -> list[Element]:
    found = element if element is not None else ()
    return [one for one in found if local(one.tag) == name]


def _lists_of(numbering: Element | None) -> dict[str, _List]:
    families = {
        attribute(one, "abstractNumId"): one for one in _named(numbering, "abstractNum")
    }  # fmt: skip
    linked = {
        attribute(style, "val"): one
        for one in families.values()
        if (style := child(one, "styleLink")) is not None
    }
    lists = {}
    for num in _named(numbering, "num"):
        family = attribute(child(num, "abstractNumId"), "val")
        link = attribute(child(families.get(family), "numStyleLink"), "val")
        levels = _levels_of(linked.get(link, families.get(family)))
        starts = {}
        for override in _named(num, "lvlOverride"):
            level = _whole(attribute(override, "ilvl"), 0)
            levels |= _levels_of(override)
            start = child(override, "startOverride")
            if start is not None:
                starts[level] = _whole(attribute(start, "val"), 1)
        lists[attribute(num, "numId")] = _List(family, levels, starts)
    return lists


def _levels_of(element: Element | None) -> dict[int, Level]:
    return {
        _whole(attribute(one, "ilvl"), 0): _level_of(one)
        for one in _named(element, "lvl")
        if _whole(attribute(one, "ilvl"), 0) in range(_LEVELS)
    }


def _level_of(element: Element) -> Level:
    # A format that older programs do not know stands in a choice, theirs last.
    forms = [attribute(one, "val") for one in element.iter() if local(one.tag) == "numFmt"]
    legal = child(element, "isLgl")
    return Level(
        form=forms[-1] if forms else "decimal",
        text=attribute(child(element, "lvlText"), "val"),
        start=_whole(attribute(child(element, "start"), "val"), 1),
        restart=_whole(attribute(child(element, "lvlRestart"), "val"), _LEVELS),
        legal=legal is not None and attribute(legal, "val", "1") in _TRUE,
        tight=attribute(child(element, "suff"), "val") == "nothing",
        style=attribute(child(element, "pStyle"), "val"),
    )


def _whole(text: str, default: int) -> int:
    return int(text) if text.removeprefix("-").isdecimal() else default
