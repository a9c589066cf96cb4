"""The outline of a notice: its headings, and under them its items with their whole raw text."""

from dataclasses import replace
from enum import IntEnum

from notice.head.front import front_of
from notice.labels import label_of
from notice.lines import Line
from notice.outline.flat import unflattened
from notice.outline.furniture import without_furniture
from notice.outline.items import Outline, RawItem
from notice.outline.paragraphs import item_lines, paragraphs_of, text_of
from notice.outline.points import without_points
from notice.outline.tree import Node, doubts_of, is_heading, nodes_of, numbers_of
from notice.outline.wrapped import unwrapped
from notice.owners.owners import has_unit_list, starts_with_unit_list
from notice.tables.tables import Table, parts_of
from notice.tables.tasks import tasks_of

__all__ = ["Outline", "RawItem", "outline_of"]


def outline_of(lines: list[Line]) -> Outline:
    """Find the headings and the items of a notice, in its text and in its tables."""
    lines = unwrapped(lines)
    parts = parts_of(lines)
    if len(parts) == 1:
        return _outline_of_text(unflattened(lines))
    return _outline_of_tables(parts)


def _outline_of_tables(parts: list[list[Line] | Table]) -> Outline:
    """Read the tables; of the text around them only what assigns something, and headings.

    Tables behind a text that assigns tasks itself are its appendices.
    """
    texts = [part for part in parts if isinstance(part, list)]
    whole = _outline_of_text(unflattened([line for text in texts for line in text]))
    listed = [item for item in whole.items if has_unit_list(item.text)]
    tables = [part for part in parts if isinstance(part, Table)]
    is_appendix = bool(whole.items) and not any(table.columns.has_units for table in tables)
    if is_appendix or len(listed) >= _ENOUGH:
        return whole
    sections: list[str] = []
    items: list[RawItem] = []
    for part in parts:
        if isinstance(part, list):
            sections += _headings_at_end(part) if part is not parts[-1] else []
            continue
        headings, tasks = tasks_of(part)
        before = len(sections)
        sections += headings
        for task in tasks:
            own = before - 1 if task.section is None else before + task.section
            items.append(replace(task, section=own if own >= 0 else None))
    return replace(whole, sections=tuple(sections), items=tuple(items))


_ENOUGH = 2  # unit lists of a text that assigns tasks itself


def _headings_at_end(lines: list[Line]) -> list[str]:
    """Return the numbered headings right above a table, numbers off."""
    headings: list[str] = []
    for line in reversed(lines):
        text = line.text.strip()
        label = label_of(text)
        if text and (label is None or not is_heading(text)):
            break
        headings += [text[len(label.printed) :].strip()] if label else []
    return headings[::-1]


def _outline_of_text(lines: list[Line]) -> Outline:
    """Find the headings and the items of a text by the runs of its numbers."""
    paragraphs, furniture = without_furniture(lines)
    front = front_of(paragraphs, furniture)
    sections, items = _sections_and_items(nodes_of(paragraphs[front.start :], front.title))
    return Outline(
        title=front.title,
        notice_title=front.notice_title,
        year=front.year,
        sections=tuple(sections),
        items=tuple(items),
        issued_on=front.issued_on,
    )


def _sections_and_items(nodes: list[Node]) -> tuple[list[str], list[RawItem]]:
    """Return the headings and the items of a tree, each under the last heading that holds it."""
    numbers = dict(zip(nodes, numbers_of(nodes), strict=True))
    doubts = doubts_of(nodes)
    nodes = without_points(nodes, _assigns)
    _keep_last_body(nodes)
    levels = _levels_of(nodes)
    sections: list[str] = []
    items: list[RawItem] = []
    held_by: dict[Node | None, int] = {}  # the section that a node opens, or stands in
    for node in nodes:
        section = held_by.get(node.parent)
        headings, rest = _headings_of(node, levels)
        sections += headings
        if headings:
            section = len(sections) - 1
        else:
            own, rest = item_lines(node, is_last=node is nodes[-1])
            codes = (doubts[node],) if node in doubts else ()
            items += _numbered_item(node, numbers[node], section, own, codes)
        if section is not None:
            held_by[node] = section
        takes_prose = bool(headings) and not node.children
        items += _unnumbered_items(rest, section, node, takes_prose=takes_prose)
    return sections, items


def _numbered_item(
    node: Node,
    number: str | None,
    section: int | None,
    lines: tuple[Line, ...],
    doubts: tuple[str, ...],
) -> list[RawItem]:
    """Return a numbered paragraph as an item; none where it has no words."""
    if node.label is None or not any(line.text for line in lines):
        return []
    return [RawItem(number, node.label.printed, section, lines, doubts=doubts)]


_HEADING_GOES_ON = 30  # a heading's second line is no longer than this
_SHORT_HEADING = 12  # one as short is not broken; the line below it is a heading of its own


class _Levels(IntEnum):
    """How many of the highest numbered paragraphs hold lower ones: none, some, or most of them."""

    NONE = 0
    SOME = 1
    CHAPTERS = 2


def _levels_of(nodes: list[Node]) -> _Levels:
    highest = [bool(node.children) for node in nodes if node.label and node.parent is None]
    if not any(highest):
        return _Levels.NONE
    return _Levels.CHAPTERS if sum(highest) * 2 >= len(highest) else _Levels.SOME


def _keep_last_body(nodes: list[Node]) -> None:
    """Keep the paragraph below the last item's own title where the item above has one too."""
    if len(nodes) > 1 and all(map(_is_titled, nodes[-2:])):
        nodes[-1].kept = max(2, nodes[-1].kept)


def _is_titled(node: Node) -> bool:
    """Tell whether a short sentence stands on a line above the rest of a numbered paragraph."""
    return len(node.lines) > 1 and is_heading(node.lines[0].text.removesuffix("。"))


def _headings_of(node: Node, levels: _Levels) -> tuple[list[str], list[Line]]:
    """Return the heading and the lines behind it; no heading where the node is an item.

    What only introduces numbered paragraphs is a heading, and a line below it may be a lower one
    without a number. So is a bare line above several paragraphs with unit lists, one of the
    highest above prose that assigns nothing and, among chapters, one above any prose.
    """
    if node.label is None or _assigns(node):
        return [], []
    heading, rest = node.lines[0].text, node.lines[1:]
    if not node.children:
        listed = [each for each in paragraphs_of(rest, node) if has_unit_list(text_of(each))]
        least = _Levels.CHAPTERS if listed else _Levels.SOME
        is_alone = node.parent is None and levels >= least and bool(rest)
        is_above = node.is_heading and (is_alone or len(listed) > 1)
        return ([heading], rest) if is_above else ([], [])
    if is_heading(heading) and len(rest) == 1 and _goes_on(rest[0].text):
        is_whole = node.is_heading and len(heading) <= _SHORT_HEADING
        return ([heading, rest[0].text] if is_whole else [heading + rest[0].text]), []
    return [heading.split("。")[0].rstrip("：:。")], rest


def _assigns(node: Node) -> bool:
    """Tell whether a numbered paragraph has a unit list in itself or right behind."""
    behind = node.lines[1:2]
    return has_unit_list(node.lines[0].text) or any(
        starts_with_unit_list(line.text) for line in behind
    )


def _goes_on(text: str) -> bool:
    return len(text) <= _HEADING_GOES_ON and "。" not in text and text[-1] not in "：:；;"


def _unnumbered_items(
    lines: list[Line], section: int | None, node: Node, *, takes_prose: bool
) -> list[RawItem]:
    """Return the paragraphs that have a unit list of their own, or all prose as one item."""
    paragraphs = paragraphs_of(lines, node)
    listed = [each for each in paragraphs if has_unit_list(text_of(each))]
    if takes_prose and paragraphs and not listed:
        listed = [lines]
    return [RawItem(None, None, section, tuple(each)) for each in listed]
