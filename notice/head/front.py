"""What stands before the first task: the titles, the year, and where the working part begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from notice.head.issue import arabic_years, day_of_issue, year_of_issue
from notice.head.titles import LONGEST, ends_title, title_beside, titles_of, whole_titles
from notice.labels import label_of
from notice.lines import Line, without_blanks
from notice.owners.owners import has_unit_list


@dataclass(frozen=True, slots=True)
class Front:
    """The titles of a notice, its year and day of issue, and where the working part begins."""

    title: str
    notice_title: str
    year: int | None
    start: int
    issued_on: date | None


def front_of(lines: list[Line], aside: Sequence[Line] = ()) -> Front:
    """Read the titles and the year; the lines from ``start`` on are the working part.

    The year and the day of issue may stand aside, among a website's entries.
    """
    texts = [without_blanks(line.text) for line in lines]
    head = _head_of(texts)
    titles = titles_of([line.text for line in lines[:head]])
    beside = [without_blanks(line.text) for line in aside]
    notice_title = titles.notice or title_beside(beside) or _first_words(texts)
    title = titles.work or notice_title
    attached = _attachment_of(texts)
    if attached:
        behind = texts[attached:]
        title = next(iter(whole_titles(behind[: _head_of(behind)])), "") or notice_title
    start = attached or _start(texts, title, notice_title)
    year = _year_in(title, notice_title) or year_of_issue(texts[:head], beside, texts)
    return Front(title, notice_title, year, start, day_of_issue([*texts, *beside]))


def _head_of(texts: Sequence[str]) -> int:
    """Return how many lines stand before the first numbered paragraph."""
    return next((at for at, text in enumerate(texts) if label_of(text)), len(texts))


def _first_words(texts: Sequence[str]) -> str:
    """Return the first line that may stand for a title: no mark, no salutation, no sentence."""
    own = [text for text in texts if text and not _MARKER.fullmatch(text)]
    may_be = (text for text in own if text[-1] not in "：:" and "。" not in text)
    return next(may_be, next(iter(own), ""))[:LONGEST]


_MARKER = re.compile(r"附(?:件|表|录)?[\d一二三]{0,2}[:：]?")


def _attachment_of(texts: Sequence[str]) -> int:
    """Return the line behind the mark of the attachment that is the working part, or 0.

    It is where unit lists stand behind a lone 附件 and none before it or, where there are none at
    all, what is titled as a list of tasks; numbered paragraphs of the covering notice are no tasks
    then.
    """
    marks = [at for at, text in enumerate(texts) if _MARKER.fullmatch(text)]
    listed = [at for at, text in enumerate(texts) if has_unit_list(text)] if marks else []
    for mark, until in pairwise([*marks, len(texts)]):
        if listed and listed[0] < mark:
            break
        is_titled = not listed and _lists_tasks(texts[mark + 1 : until])
        if is_titled or sum(mark < at < until for at in listed) >= _ENOUGH:
            return mark + 1
    return 0


def _lists_tasks(texts: Sequence[str]) -> bool:
    """Tell whether an attachment is titled as a list of tasks and has numbered paragraphs."""
    title = next(iter(whole_titles(texts[: _head_of(texts)])), "")
    numbered = sum(label_of(text) is not None for text in texts)
    return _TASKS.search(title) is not None and numbered >= _ENOUGH


_ENOUGH = 2  # unit lists, or numbered paragraphs
_TASKS = re.compile(
    "(?:任务|工作|目标|责任|实事|项目).{0,8}(?:清单|分解|分工|一览表|要点|方案)|工作要点|实施方案|行动(?:计划|方案)"
)


def _start(texts: list[str], title: str, notice_title: str) -> int:
    """Return the line behind the work document's own title, or 0 when it has none."""
    if title == notice_title:
        return 0
    for at in range(len(texts) - 1, 0, -1):
        if texts[at] and texts[at] == title[-len(texts[at]) :] and ends_title(texts[at]):
            return at + 1
    return 0


# 2024年; of 2024—2026年 and （2024—2026） the first.
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年|年?[-—–－~～至]{1,2}20\d\d(?!\d))")


def _year_in(*titles: str) -> int | None:
    years = (_YEAR.search(arabic_years(title)) for title in titles)
    return next((int(year[1]) for year in years if year), None)
