"""The outline of a notice: its headings, and under them its items with their whole raw text."""

from dataclasses import dataclass
from datetime import date

from notice.brackets import CLOSING, has_open_bracket
from notice.flat import unflattened
from notice.front import front_of
from notice.lines import Line
from notice.owners import has_unit_list, starts_with_unit_list
from notice.tree import Node, nodes_of, numbers_of
from notice.units import ends_in_unit


@dataclass(frozen=True, slots=True)
class RawItem:
    """A task as it stands, its unit list still in the text.

    Attributes:
        number: arabic digits, the enclosing numbers first where numbering restarts, or None.
        label: the number as printed, or None.
        section: index into the outline's sections, or None.
        lines: the paragraph's lines, number off; never none.
    """

    number: str | None
    label: str | None
    section: int | None
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The whole paragraph, its lines joined."""
        return "".join(line.text for line in self.lines)

    @property
    def line(self) -> int:
        """The source line on which it starts."""
        return self.lines[0].number

    def line_of(self, words: str) -> int:
        """Return the source line on which words of the text begin; the first where they do not."""
        at = self.text.find(words)
        for line in self.lines:
            if at < len(line.text):
                return line.number
            at -= len(line.text)
        return self.line


@dataclass(frozen=True, slots=True)
class Outline:
    """The titles, the year, the headings and the items of a notice, in order."""

    title: str
    notice_title: str
    year: int | None
    sections: tuple[str, ...]
    items: tuple[RawItem, ...]
    issued_on: date | None


def outline_of(lines: list[Line]) -> Outline:
    """Find the headings and the items of a notice by the runs of its numbers."""
    paragraphs = unflattened(lines)
    front = front_of(paragraphs)
    nodes = nodes_of(paragraphs[front.start :])
    has_levels = any(node.children for node in nodes)
    sections: list[str] = []
    items: list[RawItem] = []
    held_by: dict[Node | None, int] = {}  # the section that a node opens, or stands in
    for node, number in zip(nodes, numbers_of(nodes), strict=True):
        section = held_by.get(node.parent)
        heading, rest = _heading_of(node, has_levels=has_levels)
        if heading:
            section = len(sections)
            sections.append(heading)
        else:
            own, rest = _item_lines(node, is_last=node is nodes[-1])
            if node.label and any(line.text for line in own):
                items.append(RawItem(number, node.label.printed, section, own))
        if section is not None:
            held_by[node] = section
        items += _unnumbered_items(rest, section, takes_prose=bool(heading) and not node.children)
    return Outline(
        title=front.title,
        notice_title=front.notice_title,
        year=front.year,
        sections=tuple(sections),
        items=tuple(items),
        issued_on=front.issued_on,
    )


_ENDS = "。；;！!？?"
_HEADING_GOES_ON = 30  # a heading's second line is no longer than this


def _heading_of(node: Node, *, has_levels: bool) -> tuple[str, list[Line]]:
    """Return the heading and the lines behind it, or "" when the node is an item.

    What only introduces numbered paragraphs is a heading. So is a bare line above several
    paragraphs with unit lists and, beside such headings, one above prose that assigns nothing.
    """
    if node.label is None or _assigns(node):
        return "", []
    if not node.children:
        listed = [line for line in node.lines if has_unit_list(line.text)]
        is_alone = node.parent is None and has_levels and len(node.lines) > 1 and not listed
        is_above = is_alone or len(listed) > 1
        return (node.lines[0].text, node.lines[1:]) if node.is_heading and is_above else ("", [])
    heading, rest = node.lines[0].text, node.lines[1:]
    if node.is_heading and len(rest) == 1 and _goes_on(rest[0].text):
        return heading + rest[0].text, []
    return heading.split("。")[0].rstrip("：:。"), rest


def _assigns(node: Node) -> bool:
    """Tell whether a numbered paragraph has a unit list in itself or right behind."""
    behind = node.lines[1:2]
    return has_unit_list(node.lines[0].text) or any(
        starts_with_unit_list(line.text) for line in behind
    )


def _goes_on(text: str) -> bool:
    return len(text) <= _HEADING_GOES_ON and "。" not in text and text[-1] not in "：:；;"


def _item_lines(node: Node, *, is_last: bool) -> tuple[tuple[Line, ...], list[Line]]:
    """Part an item's lines from those that stand behind it for themselves.

    A broken sentence goes on; so does an item whose unit list is yet to come. Behind the last
    item prose is the notice's own ending.
    """
    if node.label is None:
        return (), node.lines
    listed = [at for at, line in enumerate(node.lines) if has_unit_list(line.text)]
    text = node.lines[0].text
    for at, line in enumerate(node.lines[1:], start=1):
        has_list = has_unit_list(text[-_LONGEST_LIST:])
        awaits_list = not has_list and any(later >= at for later in listed[-1:])
        is_prose = not has_list and not is_last
        if _is_complete(text) and not (awaits_list or is_prose or starts_with_unit_list(line.text)):
            return tuple(node.lines[:at]), node.lines[at:]
        text += line.text
    return tuple(node.lines), []


_LONGEST_LIST = 1000


def _is_complete(text: str) -> bool:
    """Tell whether a text ends with a sentence or a whole unit list."""
    tail = text[-_LONGEST_LIST:]
    if not tail or tail[-1] in _ENDS:
        return bool(tail)
    ends_in_names = tail[-1] in CLOSING or ends_in_unit(tail)
    return ends_in_names and has_unit_list(tail) and not has_open_bracket(tail)


def _unnumbered_items(
    lines: list[Line], section: int | None, *, takes_prose: bool
) -> list[RawItem]:
    """Return the paragraphs that have a unit list of their own, or all prose as one item."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and (
            starts_with_unit_list(line.text) or not _is_complete(_joined(paragraphs[-1]))
        ):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    listed = [each for each in paragraphs if has_unit_list(_joined(each))]
    if takes_prose and paragraphs and not listed:
        listed = [[line for each in paragraphs for line in each]]
    return [RawItem(None, None, section, tuple(each)) for each in listed]


def _joined(lines: list[Line]) -> str:
    return "".join(line.text for line in lines)
