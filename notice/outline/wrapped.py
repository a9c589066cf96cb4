"""Joins lines that a program wrapped at a fixed width, numbers and all, into the text they were."""

from collections import Counter

from notice.lines import Line


def unwrapped(lines: list[Line]) -> list[Line]:
    """Return the lines, each full one joined with the next where nearly all of them are full.

    A notice broken by hand has a short line at each paragraph's end; one that was flattened before
    it was wrapped has hardly any. What is joined bears the number of its first line.
    """
    own = [line for line in lines if line.text.strip()]
    lengths = Counter(len(line.text) for line in own if not line.cells)
    width, full = max(lengths.items(), key=lambda each: each[1], default=(0, 0))
    if width < _NARROWEST or full < _FEWEST or full < _NEARLY_ALL * len(own):
        return lines
    groups: list[list[Line]] = []
    for line in own:
        goes_on = groups and len(groups[-1][-1].text) == width and not line.cells
        if goes_on:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_joined(group) for group in groups]


def _joined(group: list[Line]) -> Line:
    first = group[0]
    return Line(first.number, "".join(line.text for line in group), first.cells)


_NARROWEST = 12  # characters
_FEWEST = 10  # full lines
_NEARLY_ALL = 0.9
