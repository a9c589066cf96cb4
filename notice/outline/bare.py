"""Headings without numbers: short lines that part a run of numbered paragraphs."""

from collections.abc import Sequence

from notice.brackets import CLOSING
from notice.labels import Label, Rank, label_of
from notice.lines import Line
from notice.owners.units import ends_in_unit

#: The label of a heading that bears no number.
BARE = Label("", Rank.BARE, "", 1)


def bare_headings_of(lines: Sequence[Line], title: str = "") -> set[int]:
    """Return the places of lines that are headings without numbers.

    Such a line is short, no sentence and no unit's name; a complete paragraph stands above and a
    numbered one right below. One of them at least parts two numbers of one form; the first may
    stand before all numbers.

    Args:
        lines: lines without blank ones.
        title: the document's title, which is no heading.
    """
    labels = [label_of(line.text) for line in lines]
    found: list[tuple[int, Rank]] = []
    has_parted = False
    above: Rank | None = None
    for at, label in enumerate(labels):
        below = labels[at + 1] if at + 1 < len(lines) else None
        if label:
            above = label.rank
        elif below and above in {None, below.rank} and _is_bare(lines, at, title):
            found.append((at, below.rank))
            has_parted = has_parted or above is not None
    ranks = {rank for _, rank in found}
    return {at for at, _ in found} if has_parted and len(ranks) == 1 else set()


_LONGEST = 30
_NO_HEADING = f"。；;！!？?：:，,、{CLOSING}"
_WHOLE_ENDS = f"。；;！!？?{CLOSING}"


def _is_bare(lines: Sequence[Line], at: int, title: str) -> bool:
    text = lines[at].text
    above = lines[at - 1].text if at else "。"
    is_short = len(text) <= _LONGEST and not any(sign in text for sign in _NO_HEADING)
    is_name = ends_in_unit(text) or "".join(text.split()) == title
    return is_short and not is_name and (above[-1] in _WHOLE_ENDS or _is_row(above, title))


def _is_row(text: str, title: str) -> bool:
    """Tell whether a line ends a unit list without brackets, or is the title."""
    names = text.replace(":", "：").rpartition("：")[2]
    return ends_in_unit(names) or "".join(text.split()) == title
