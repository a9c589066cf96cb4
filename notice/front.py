"""What stands before the first task: the titles, the year, and where the working part begins."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from notice.labels import label_of
from notice.lines import Line


@dataclass(frozen=True, slots=True)
class Front:
    """The titles of a notice, its year and day of issue, and where the working part begins."""

    title: str
    notice_title: str
    year: int | None
    start: int
    issued_on: date | None


def front_of(lines: list[Line]) -> Front:
    """Read the titles and the year; the lines from ``start`` on are the working part."""
    texts = ["".join(line.text.split()) for line in lines]
    head = next((at for at, text in enumerate(texts) if label_of(text)), len(texts))
    titles = _titles(texts[:head])
    first = next((text[:_LONGEST] for text in texts if text), "")
    notice_title = titles[0] if titles else first
    title = _quoted(notice_title, texts[:head]) or (titles[-1] if titles else notice_title)
    year = _year(texts, title, notice_title)
    start = _start(texts, title, notice_title)
    return Front(title, notice_title, year, start, _issued_on(texts))


# What the title of an official document ends in, a remark like （试行） behind it.
_ENDING = re.compile(
    r"(?:通知|通报|公告|通告|意见|方案|计划|要点|措施|办法|规划|决定|清单|规定|细则|纲要|报告|"
    r"任务|分工|分解|安排|部署|行动|分解表|责任表|分工表|一览表|工作|实事|项目|若干条)"
    r"(?:[（(][^）)]{1,12}[）)])?$"
)
# Lines that never belong to a title: dates, document numbers, salutations, sentences, remarks.
_NO_TITLE = re.compile(
    r"^[\d〇○零一二三四五六七八九十年月日]+日$|〔\d{4}〕|[。：:；，,]$|^[（(].*[）)]$|^来源|^发布"
)
_QUOTED = re.compile(r"(?:印发|转发|批转|发布|下发|公布).{0,60}?《(.{1,150})》")
_PASSED_ON = re.compile(r"现将《([^《》]+)》.{0,10}(?:印发|转发|下发|发布|公布)")
_LONGEST = 150  # what is longer is no title
_SHORT = 8  # a line this short is the rest of the title above


def _titles(texts: list[str]) -> list[str]:
    """Join the lines of each title: one may be broken, one may follow a signature."""
    titles = []
    pending = ""
    for text in texts:
        if not text or len(text) > _LONGEST or _NO_TITLE.search(text):
            is_waiting = _is_open(pending) or (not text and "关于" in pending)
            pending = pending if is_waiting else ""
            continue
        goes_on = _is_open(pending) or "关于" in pending or len(text) < _SHORT
        pending = pending + text if goes_on else text
        if len(pending) > _LONGEST:
            pending = ""
        elif _ENDING.search(pending) and not _is_open(pending):
            titles.append(pending)
            pending = ""
    return titles


def _is_open(title: str) -> bool:
    return title.count("《") > title.count("》")


def _quoted(notice_title: str, texts: list[str]) -> str:
    """Return the work document's title as the covering notice quotes it, or ""."""
    if match := _QUOTED.search(notice_title):
        return match[1]
    passed_on = (_PASSED_ON.search(text) for text in texts)
    return next((match[1] for match in passed_on if match), "")


def _start(texts: list[str], title: str, notice_title: str) -> int:
    """Return the line behind the work document's own title, or 0 when it has none."""
    if title == notice_title:
        return 0
    for at in range(len(texts) - 1, 0, -1):
        if texts[at] and texts[at] == title[-len(texts[at]) :] and _ENDING.search(texts[at]):
            return at + 1
    return 0


_YEAR = re.compile(r"(20\d\d)年")
_HAN_YEAR = re.compile(r"二[〇○零O0][〇○零O0一二三四五六七八九]{2}年")
_DATE = re.compile(r"^(20\d\d)年\d{1,2}月\d{1,2}日")
_DATE_LINE = re.compile(r"^(20\d\d)年(\d{1,2})月(\d{1,2})日$")
_ISSUE = re.compile(r"[〔\[（(](20\d\d)[〕\]）)]\d*号?")
_HAN_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")


def _year(texts: list[str], title: str, notice_title: str) -> int | None:
    """Return the year in a title, else of issue: a dated line, a document number."""
    for text in (title, notice_title):
        if match := _YEAR.search(_arabic_years(text)):
            return int(match[1])
    plain = [_arabic_years(text) for text in texts]
    for pattern in (_DATE, _ISSUE):
        for text in plain:
            if match := pattern.search(text):
                return int(match[1])
    return None


def _issued_on(texts: list[str]) -> date | None:
    """Return the first day that stands on a line of its own."""
    for text in texts:
        if match := _DATE_LINE.match(text):
            with suppress(ValueError):  # 2月30日 is no day
                return date(*map(int, match.groups()))
    return None


def _arabic_years(text: str) -> str:
    return _HAN_YEAR.sub(lambda match: match[0].translate(_HAN_DIGITS), text)
