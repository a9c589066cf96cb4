"""Points within a paragraph, （1） and ①, told from tasks of their own by whose the units are."""

from collections.abc import Callable

from notice.labels import Rank
from notice.lines import Line
from notice.outline.tree import Node


def without_points(nodes: list[Node], assigns: Callable[[Node], bool]) -> list[Node]:
    """Return the nodes, points taken back into the text of the paragraph that they stand in.

    They are points where the units are the whole paragraph's: it has a unit list and none of them
    does, or, below the numbers 1., 2., 3., only the last of several does, behind them all.

    Args:
        nodes: a tree's nodes in order; they are changed.
        assigns: whether a node's own lines hold a unit list.
    """
    has_list = {node: node.label is not None and assigns(node) for node in nodes}
    absorbed: set[Node] = set()
    for node in reversed(nodes):  # from the lowest up
        if node.label and node.children and _are_points(node, has_list):
            for child in node.children:
                node.lines += _as_text(child)
                node.kept = len(node.lines) - len(child.lines) + child.kept
                absorbed.add(child)
            has_list[node] = True
            node.children = []
    return [node for node in nodes if node not in absorbed]


def _are_points(node: Node, has_list: dict[Node, bool]) -> bool:
    *others, last = node.children
    if any(child.children for child in node.children) or any(has_list[child] for child in others):
        return False
    if has_list[node]:
        return not has_list[last]
    is_low = last.label is not None and last.label.rank >= Rank.BRACKET
    return is_low and bool(others) and has_list[last]


def _as_text(node: Node) -> list[Line]:
    first, *others = node.lines
    printed = node.label.printed if node.label else ""
    return [Line(first.number, printed + first.text), *others]
