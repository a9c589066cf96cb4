"""The numbered paragraphs of a notice as a tree, by the runs of their numbers."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from notice.labels import Label, Rank, as_rank, label_of
from notice.lines import Line


@dataclass(slots=True, eq=False)
class Node:
    """A numbered paragraph and the lines behind it up to the next number.

    Attributes:
        label: its number; None for what stands before the first number.
        lines: its lines, the number taken off the first.
        parent: the numbered paragraph it stands under, or None.
        children: the numbered paragraphs under it.
    """

    label: Label | None
    lines: list[Line]
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        """Whether the first line has a heading's shape: short, and no sentence."""
        text = self.lines[0].text if self.lines else ""
        return 0 < len(text) <= _LONGEST_HEADING and text[-1] not in _SENTENCE_ENDS


def nodes_of(lines: list[Line]) -> list[Node]:
    """Group lines into numbered paragraphs in order and link them into a tree.

    The first node is the unnumbered one before them all.
    """
    nodes = [Node(None, [])]
    for line in _body(lines):
        label = label_of(line.text)
        if label is None:
            nodes[-1].lines.append(line)
        else:
            rest = line.text[len(label.printed) :].lstrip("，,：: ")
            nodes.append(Node(label, [Line(line.number, rest)]))
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
        if later.label.value <= earlier.label.value
    }
    return [_number(node, restarting) for node in nodes]


_LONGEST_HEADING = 60
_SENTENCE_ENDS = "。；;！!？?：:，,、）)"
_BLANK = re.compile(r"[\s\ufeff\u200b\u200c\u200d]+")
# 附件：…, 抄送：… end the working part; a date of its own on a line is a signature's.
_APPENDIX = re.compile(r"^(?:附件?(?:[:：\d一二三]|$)|抄送|主送)")
_CLOSING = re.compile(
    r"^(?:[（(]?(?:此件|联系人|联系电话|信息公开|来源|责任编辑|公开方式)|[\d〇○零一二三四五六七八九十]{2,4}年"
    r"[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日$)"
)


def _body(lines: list[Line]) -> list[Line]:
    """Strip the lines and drop the empty ones, the appendix, the signature and its date."""
    body: list[Line] = []
    for line in lines:
        text = _BLANK.sub(" ", line.text).strip()
        if _APPENDIX.match(text) and any(label_of(above.text) for above in body):
            break
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
    number is missing from a run of a higher form.
    """
    earlier: dict[Rank, int] = {}
    for node, following, later in zip(nodes, nodes[1:], _later_values(nodes), strict=False):
        label, next_label = node.label, following.label
        if label is None or next_label is None:
            continue
        counts_on = next_label.rank != label.rank or next_label.value == label.value + 1
        if node.is_heading and not counts_on:
            gaps = [
                rank
                for rank in Rank
                if rank < label.rank and later.get(rank) == label.value + 1
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
    for node in nodes:
        label = node.label
        if label is None:
            continue
        ranks = [above.label.rank for above in open_nodes if above.label]
        if label.rank in ranks:
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
    return ".".join(parts)
