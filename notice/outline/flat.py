"""Cuts a notice that was flattened into one line back into paragraphs, by its runs of numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from notice.head.titles import ends_title
from notice.labels import Label, Rank, label_of
from notice.lines import Line
from notice.owners.owners import owners_of


def unflattened(lines: list[Line]) -> list[Line]:
    """Return the lines, those that hold several numbered paragraphs cut before each number.

    The pieces keep their line's number. A line is only taken for flattened when it is most of
    the text, or has unit lists between its numbers.
    """
    total = sum(len(line.text) for line in lines)
    return [piece for line in lines for piece in _pieces(line, total)]


_SHORTEST = 60
_LONG = 200
_FEWEST = 3  # numbers in a flattened line
_ENOUGH = 2  # of three signs
_LONGEST_HEADING = 60
# Where a label may stand: the forms of notice.labels, not within a number.
_LABEL_HERE = re.compile(
    r"(?<![\d.一二三四五六七八九十第（(])(?=第[一二三四五六七八九十]{1,3}[章条、，]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]"
    r"|\d{1,3}[.．、](?:(?!\d)|(?=20\d\d年)))"
)
_HEADING = re.compile(rf"[^。]{{0,{_LONGEST_HEADING - 1}}}[^。：；，、]")
_SENTENCE_END = re.compile(r"(?:^|\s|[。！？）)】\]］〕])\s*$")
_FIELD = re.compile("(?:单位|部门|主体|科室|时限|时间)[:：]")
_LONGEST_LIST = 500
_BREAKS = re.compile(r"\s+|(?<=的通知)(?!》)")


def _pieces(line: Line, total: int) -> Iterator[Line]:
    text = line.text
    is_most = len(text) * 2 > total
    cuts = list(_cuts(text)) if len(text) > (_SHORTEST if is_most else _LONG) else []
    spans = list(pairwise([0, *cuts, len(text)]))
    is_under_title = len(cuts) > 1 and _ends_in_title(text, cuts[0])
    signs = (
        is_most,
        len(cuts) >= _FEWEST or is_under_title,
        bool(cuts) and _holds_lists(text, spans),
    )
    if sum(signs) < _ENOUGH:
        yield line
        return
    for start, end in spans:
        label = label_of(text[start : start + _LONGEST_HEADING]) if start else None
        after = start + len(label.printed) if label else start
        first, *others = _BREAKS.split(text[after:end].strip())
        yield Line(line.number, text[start:after] + first)
        yield from (Line(line.number, other) for other in others)


def _holds_lists(text: str, spans: list[tuple[int, int]]) -> bool:
    """Tell whether there is more than one unit list in the pieces of a text."""
    counts = (owners_of(text[start:end]).lists for start, end in spans)
    return any(total > 1 for total in accumulate(counts))


def _ends_in_title(text: str, end: int) -> bool:
    return ends_title(text[max(0, end - _LONGEST_HEADING) : end].rstrip())


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A number that may begin a paragraph; ``is_followed``: the next of its run stands behind."""

    start: int
    label: Label
    is_followed: bool


def _candidates(text: str) -> list[_Candidate]:
    found = [
        (match.start(), label)
        for match in _LABEL_HERE.finditer(text)
        if (label := label_of(text[match.start() : match.start() + _LONGEST_HEADING]))
    ]
    last = {(label.rank, label.value): start for start, label in found}
    return [
        _Candidate(start, label, last.get((label.rank, label.value + 1), -1) > start)
        for start, label in found
    ]


def _cuts(text: str) -> Iterator[int]:
    """Yield where a paragraph's number stands: it counts on in its run, at a paragraph's border."""
    runs: dict[Rank, int] = {}
    last = 0
    for each in _candidates(text):
        above = text[max(last, each.start - _LONGEST_LIST) : each.start]
        is_heading_above = bool(runs and _HEADING.fullmatch(above[-_LONGEST_HEADING - 1 :]))
        if not is_heading_above and not _is_border(above, each, is_first=not runs):
            continue
        if _counts_on(each, runs, is_heading_above=is_heading_above):
            runs[each.label.rank] = each.label.value
            last = each.start
            yield each.start


def _is_border(above: str, each: _Candidate, *, is_first: bool) -> bool:
    """Tell whether a paragraph may end above a number: a sentence, a unit list, a title."""
    near = above[-_LONGEST_HEADING - 1 :]
    if _SENTENCE_END.search(near) or _is_behind_list(above):
        return True
    is_titled = is_first or each.label.value == 1
    is_opened = is_first and near.endswith("：")
    return is_opened or (is_titled and ends_title(near.rpartition("。")[2]))


def _is_behind_list(above: str) -> bool:
    """Tell whether a text ends in a unit list without brackets: 责任单位：A、B；完成时限：年底."""
    return _FIELD.search(above, above.rfind("。") + 1) is not None


def _counts_on(each: _Candidate, runs: dict[Rank, int], *, is_heading_above: bool) -> bool:
    """Tell whether a number is its run's next, or begins a run: the first, or one that goes on.

    A run may begin later than with 1: an extract, or its first heading bears another form's
    number. One number of a run may be lost.
    """
    rank, value = each.label.rank, each.label.value
    if rank in runs:
        is_next = value == runs[rank] + 1 or (value == runs[rank] + 2 and each.is_followed)
        return is_next or (value == 1 and (is_heading_above or each.is_followed))
    is_extract = not runs and rank <= Rank.HAN_BRACKET
    return value in {1, 2} or each.is_followed or is_extract
