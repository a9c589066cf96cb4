"""Cuts a notice that was flattened into one line back into paragraphs, by its runs of numbers."""

import re
from collections.abc import Iterator

from notice.labels import Label, Rank, label_of
from notice.lines import Line
from notice.owners import owners_of


def unflattened(lines: list[Line]) -> list[Line]:
    """Return the lines, those that hold several numbered paragraphs cut before each number.

    The pieces keep their line's number. A line is only taken for flattened when it is most of
    the text, or has unit lists between its numbers.
    """
    total = sum(len(line.text) for line in lines)
    return [piece for line in lines for piece in _pieces(line, total)]


_SHORTEST = 200
_FEWEST = 3  # numbers in a flattened line
_LONGEST_HEADING = 60
# Where a label may stand: the forms of notice.labels, not within a number.
_LABEL_HERE = re.compile(
    r"(?<![\d.])(?=第[一二三四五六七八九十]{1,3}[章条、，]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]"
    r"|\d{1,3}[.．、](?!\d))"
)
_HEADING = re.compile(rf"[^。]{{0,{_LONGEST_HEADING - 1}}}[^。：；，、]")
_SENTENCE_END = re.compile(r"(?:^|\s|[。！？）)】\]〕])\s*$")
_BREAKS = re.compile(r"\s+|(?<=的通知)(?!》)")


def _pieces(line: Line, total: int) -> Iterator[Line]:
    text = line.text
    cuts = list(_cuts(text)) if len(text) > _SHORTEST else []
    is_flat = len(cuts) >= _FEWEST and (len(text) * 2 > total or owners_of(text).lists > 1)
    if not is_flat:
        yield line
        return
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        label = label_of(text[start:end]) if start else None
        after = start + len(label.printed) if label else start
        first, *others = _BREAKS.split(text[after:end].strip())
        yield Line(line.number, text[start:after] + first)
        yield from (Line(line.number, other) for other in others)


def _cuts(text: str) -> Iterator[int]:
    """Yield where a paragraph's number stands: it counts on in its run, at a sentence's border."""
    runs: dict[Rank, int] = {}
    last = 0
    for match in _LABEL_HERE.finditer(text):
        start = match.start()
        label = label_of(text[start : start + _LONGEST_HEADING])
        above = text[max(last, start - _LONGEST_HEADING - 1) : start]
        is_heading_above = bool(runs and _HEADING.fullmatch(above))
        is_border = _SENTENCE_END.search(above) or (not runs and above.endswith("："))
        if label is None or not (is_border or is_heading_above):
            continue
        if _counts_on(label, runs, is_heading_above=is_heading_above):
            runs[label.rank] = label.value
            last = start
            yield start


def _counts_on(label: Label, runs: dict[Rank, int], *, is_heading_above: bool) -> bool:
    """Tell whether a number is its run's next, or begins a run: the first, or under a heading.

    A run may begin with 2: its first heading may bear another form's number.
    """
    begins = label.value == 1 and (is_heading_above or label.rank not in runs)
    goes_on = label.value in {1, 2} and label.rank not in runs
    return begins or goes_on or label.value == runs.get(label.rank, 0) + 1
