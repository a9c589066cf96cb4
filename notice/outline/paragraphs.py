"""Which lines behind a number or a heading belong together: a paragraph with its unit list."""

from notice.brackets import CLOSING, OPENING, has_open_bracket
from notice.lines import Line
from notice.outline.tree import Node
from notice.owners.owners import has_unit_list, starts_with_unit_list
from notice.owners.units import ends_in_unit


def item_lines(node: Node, *, is_last: bool) -> tuple[tuple[Line, ...], list[Line]]:
    """Part an item's lines from those that stand behind it for themselves.

    A broken sentence goes on; so does an item whose unit list is yet to come. Behind the last
    item prose is the notice's own ending.
    """
    if node.label is None:
        return (), node.lines
    lists = [at for at, line in enumerate(node.lines) if has_unit_list(line.text)]
    tail = text_of(node.lines[: node.kept])[-_LONGEST_LIST:]
    for at, line in enumerate(node.lines[node.kept :], start=node.kept):
        goes_on = node.is_broken_off(node.lines[at - 1]) or _belongs_above(node.lines, at)
        if _is_complete(tail) and not goes_on:
            takes_prose = not is_last or bool(lists and at <= lists[-1])
            if not takes_prose or has_unit_list(tail):
                return tuple(node.lines[:at]), node.lines[at:]
        tail = (tail + line.text)[-_LONGEST_LIST:]
    return tuple(node.lines), []


def paragraphs_of(lines: list[Line], node: Node) -> list[list[Line]]:
    """Group the lines behind a heading or an item into paragraphs, each with its unit list."""
    paragraphs: list[list[Line]] = []
    tail = ""  # of the paragraph that grows
    for at, line in enumerate(lines):
        goes_on = bool(paragraphs) and (
            _belongs_above(lines, at)
            or not _is_complete(tail)
            or node.is_broken_off(paragraphs[-1][-1])
        )
        if goes_on:
            paragraphs[-1].append(line)
            tail = (tail + line.text)[-_LONGEST_LIST:]
        else:
            paragraphs.append([line])
            tail = line.text
    return paragraphs


def text_of(lines: list[Line]) -> str:
    """Return the text of lines that belong together."""
    return "".join(line.text for line in lines)


_ENDS = "。；;！!？?"
_LONGEST_LIST = 1000
_LONGEST_NAME = 200
_NEVER_FIRST = "，,、；;。：:）)】］"


def _belongs_above(lines: list[Line], at: int) -> bool:
    """Tell whether a line is a unit list of what stands above it, or begins with its stop.

    A list's bracket may be closed on the next line.
    """
    text = lines[at].text
    is_open = text[:1] in {*OPENING} and has_open_bracket(text)
    whole = text_of(lines[at : at + 2]) if is_open else text
    return text[:1] in {*_NEVER_FIRST} or starts_with_unit_list(whole)


def _is_complete(text: str) -> bool:
    """Tell whether a text ends with a sentence or a whole unit list."""
    tail = text[-_LONGEST_LIST:]
    if not tail or tail[-1] in _ENDS:
        return bool(tail)
    ends_in_names = tail[-1] in CLOSING or ends_in_unit(tail[-_LONGEST_NAME:])
    return ends_in_names and has_unit_list(tail) and not has_open_bracket(tail)
