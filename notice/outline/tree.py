"""The numbered paragraphs of a notice as a tree, by the runs of their numbers."""

import re
from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise

from notice.brackets import CLOSING
from notice.labels import Label, Rank, as_rank, label_of
from notice.lines import BLANKS, Line
from notice.outline.bare import BARE, bare_headings_of


@dataclass(slots=True, eq=False)
class Node:
    """A numbered paragraph and the lines behind it up to the next number.

    Attributes:
        label: its number; None for what stands before the first number.
        lines: its lines, the number taken off the first.
        parent: the numbered paragraph it stands under, or None.
        children: the numbered paragraphs under it.
        full: the source numbers of the text's lines that fill the width at which it is broken.
        kept: how many of its lines are surely its own.
    """

    label: Label | None
    lines: list[Line]
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    full: AbstractSet[int] = frozenset()
    kept: int = 1

    @property
    def is_heading(self) -> bool:
        """Whether the first line has a heading's shape: short, no sentence, not broken off."""
        return (
            bool(self.lines)
            and self.lines[0].number not in self.full
            and is_heading(self.lines[0].text)
        )

    def is_broken_off(self, line: Line) -> bool:
        """Tell whether a line is broken off for its width within a sentence or a list."""
        return line.number in self.full and line.text[-1:] not in _STOPS


def is_heading(text: str) -> bool:
    """Tell whether a text has a heading's shape: short, and no sentence."""
    return 0 < len(text) <= _LONGEST_HEADING and text[-1] not in _SENTENCE_ENDS


def nodes_of(lines: list[Line], title: str = "") -> list[Node]:
    """Group lines into numbered paragraphs in order and link them into a tree.

    The first node is the unnumbered one before them all. Headings without numbers are nodes too.
    """
    body = _body(lines)
    width = _width_of(body)
    full = {line.number for line in body if width and len(line.text) >= width}
    bare = set() if width else bare_headings_of(body, title)
    nodes = [Node(None, [], full=full)]
    for at, line in enumerate(body):
        label = BARE if at in bare else label_of(line.text)
        if label is None:
            nodes[-1].lines.append(line)
        else:
            rest = line.text[len(label.printed) :].lstrip("，,：: ")
            nodes.append(Node(label, [Line(line.number, rest)], full=full))
    numbered = nodes[1:]
    _mend_headings(numbered)
    _link(numbered)
    return nodes


def numbers_of(nodes: list[Node]) -> list[str | None]:
    """Return each node's number, enclosing numbers first where its form's numbering restarts."""
    restarting = {
        later.label.rank
        for earlier, later in _neighbours_by_rank(nodes)
        if later.label and earlier.label and earlier.parent is not later.parent
        if later.label.value == 1 or later.label.value < earlier.label.value
    }
    return [_number(node, restarting) for node in nodes]


def doubts_of(nodes: list[Node]) -> dict[Node, str]:
    """Return a code for each node whose number does not follow the one before in its form."""
    doubts: dict[Node, str] = {}
    for earlier, later in _neighbours_by_rank(nodes):
        if earlier.label is None or later.label is None or later.label is BARE:
            continue
        is_same = later.label.value == earlier.label.value
        if is_same and (later.parent is earlier.parent or later.label.value > 1):
            doubts[later] = "repeated-number"
        elif later.label.value not in {1, earlier.label.value + 1}:
            doubts[later] = "number-gap"
    return doubts


_LONGEST_HEADING = 60
_SENTENCE_ENDS = "。；;！!？?：:，,、）)"
_STOPS = f"。；;！!？?{CLOSING}"
# 附件：…, 抄送：… end the working part; a date of its own on a line is a signature's.
_APPENDIX = re.compile(r"^(?:附件?(?:[:：\d一二三]|$)|抄送|主送)")
_CLOSING = re.compile(
    r"^(?:[（(]?(?:此件|联系人|联系电话|信息公开|来源|责任编辑|公开方式)|[\d〇○零一二三四五六七八九十]{2,4}年"
    r"[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日$)"
)


def _width_of(lines: list[Line]) -> int:
    """Return how long a line is that was broken for its width, or 0 where none were.

    Broken lines are of one length, hardly a line is longer, and no number stands below them;
    pieces of one flattened line are none.
    """
    lengths = Counter(len(line.text) for line in lines if len(line.text) >= _NARROWEST)
    if not lengths:
        return 0
    width = max(lengths, key=lambda length: lengths[length])
    near = sum(count for length, count in lengths.items() if abs(length - width) <= 1)
    longer = sum(count for length, count in lengths.items() if length > width + 1)
    going_on = sum(
        abs(len(line.text) - width) <= 1 and line.number < below.number and not label_of(below.text)
        for line, below in pairwise(lines)
    )
    is_broken = going_on >= _LEAST_BROKEN and going_on * 2 >= near and longer * 10 <= near
    return width - 1 if is_broken else 0


_NARROWEST = 12  # characters
_LEAST_BROKEN = 3  # lines


def _body(lines: list[Line]) -> list[Line]:
    """Strip the lines and drop the empty ones, the appendix, the signature and its date."""
    body: list[Line] = []
    has_begun = False
    for line in lines:
        text = BLANKS.sub(" ", line.text).strip()
        if has_begun and _APPENDIX.match(text):
            break
        has_begun = has_begun or label_of(text) is not None
        if text:
            body.append(Line(line.number, text))
    while body and _CLOSING.match(body[-1].text):
        is_date = body.pop().text.endswith("日")
        while is_date and body and _is_signer(body[-1].text):
            body.pop()
    return body


def _is_signer(text: str) -> bool:
    return (
        label_of(text) is None
        and len(text) < _LONGEST_HEADING
        and not re.search("[，。；：]", text)
    )


def _mend_headings(nodes: list[Node]) -> None:
    """Give a heading printed in the items' form (1、 before 二、) the form of its fellows.

    It has a heading's shape, the number behind it does not count on from it, and exactly its
    number is missing from a run of a higher form, or would be that run's last.
    """
    earlier: dict[Rank, int] = {}
    for node, following, later in zip(nodes, nodes[1:], _later_values(nodes), strict=False):
        label, next_label = node.label, following.label
        if label is None or next_label is None:
            continue
        counts_on = next_label.rank != label.rank or next_label.value == label.value + 1
        if node.is_heading and not counts_on:
            fresh = {None} if next_label.value == 1 and label.value > 1 else set()
            gaps = [
                rank
                for rank in Rank
                if rank < label.rank and later.get(rank) in {label.value + 1, *fresh}
                if earlier.get(rank, 0) == label.value - 1
            ]
            node.label = label = as_rank(label, gaps[0]) if gaps else label
        earlier[label.rank] = label.value


def _later_values(nodes: list[Node]) -> list[dict[Rank, int]]:
    """Return for each node the next number of each form behind it."""
    later: dict[Rank, int] = {}
    values = []
    for node in reversed(nodes):
        values.append(dict(later))
        if node.label:
            later[node.label.rank] = node.label.value
    return values[::-1]


def _link(nodes: list[Node]) -> None:
    """Link each node to the one it stands under: forms nest in the order they first appear."""
    open_nodes: list[Node] = []
    for at, node in enumerate(nodes):
        label = node.label
        if label is None:
            continue
        ranks = [above.label.rank for above in open_nodes if above.label]
        following = nodes[at + 1].label if label is BARE else label
        rank = following.rank if following else label.rank
        if label is BARE and Rank.BARE not in ranks and rank in ranks:
            del open_nodes[ranks.index(rank) :]  # beside the paragraph that it follows
        elif label.rank in ranks:
            del open_nodes[ranks.index(label.rank) :]
        elif label.value != 1:  # no fresh run: it goes on one whose beginning is lost
            del open_nodes[sum(rank < label.rank for rank in ranks) :]
        if open_nodes:
            node.parent = open_nodes[-1]
            node.parent.children.append(node)
        open_nodes.append(node)


def _neighbours_by_rank(nodes: list[Node]) -> list[tuple[Node, Node]]:
    runs: dict[Rank, list[Node]] = {}
    for node in nodes:
        if node.label:
            runs.setdefault(node.label.rank, []).append(node)
    return [pair for run in runs.values() for pair in pairwise(run)]


def _number(node: Node, restarting: set[Rank]) -> str | None:
    if node.label is None:
        return None
    parts = [node.label.digits]
    above = node.parent if node.label.rank in restarting else None
    while above and above.label and node.label.rank is not Rank.DOTTED:
        parts.insert(0, above.label.digits)
        above = above.parent
    return ".".join(filter(None, parts))
