"""The titles in a notice's head: its own, and that of the work document it issues."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from notice.lines import without_blanks


@dataclass(frozen=True, slots=True)
class Titles:
    """The covering notice's title and the work document's; "" where there is none."""

    notice: str
    work: str


def titles_of(head: Sequence[str]) -> Titles:
    """Read the titles in the lines before the first numbered paragraph.

    Args:
        head: the lines as they stand; those of a flattened text may hold several, parted by blanks.
    """
    texts = list(_pieces(head))
    titles = whole_titles(texts)
    if not titles:
        return Titles("", "")
    same = [title for title in titles if title[-_TAIL:] == titles[0][-_TAIL:]]
    notice = next(filter(_WITH_ISSUER.match, reversed(same)), same[0])
    others = [title for title in titles if title not in same]
    quoted, *named = _quoted(notice), _issued(notice), _passed_on(texts)
    printed = [title for title in reversed(others) if title in named] or others[-1:]
    in_full = [title for title in named if printed and title.endswith(printed[0])]
    found = (quoted, *in_full, *printed, *named, notice)
    return Titles(notice, next(filter(None, found)))


def whole_titles(texts: Sequence[str]) -> list[str]:
    """Join the lines of each title, blanks off: one may be broken, one may follow its issuer."""
    titles: list[str] = []
    pending = ""
    for at, text in enumerate(texts):
        if not text or len(text) > LONGEST or _NO_TITLE.search(text):
            awaits = "关于" in pending or _ISSUER.match(pending)
            is_waiting = _is_open(pending) or (not text and awaits)
            pending = pending if is_waiting else ""
            continue
        pending = pending + text if _goes_on(pending, text) else text
        if len(pending) > LONGEST:
            pending = ""
        elif _is_whole(pending, texts[at + 1 : at + 2]):
            titles.append(_NUMBER.sub("", pending))
            pending = ""
    return titles


def title_beside(aside: Sequence[str]) -> str:
    """Return the title that a website's entries give, or ""."""
    found = (_ENTRY.match(text) for text in aside)
    return next((match[1] for match in found if match and ends_title(match[1])), "")


def ends_title(text: str) -> bool:
    """Tell whether a text ends as the titles of official documents do."""
    return _ENDING.search(text) is not None


#: What is longer is no title.
LONGEST = 150
_SHORT = 8  # a line this short is the rest of the title above
_TAIL = 10  # a page may give the notice's title once more, issuer off: both end alike
_REMARK = "(?:[（(][^）)]{1,12}[）)])?"  # （试行）
_DOCUMENTS = (
    "通知|通报|公告|通告|意见|方案|计划|要点|措施|办法|规划|决定|清单|规定|细则|纲要|报告|批复|答复|复函|"
    "条例|分解表|责任表|分工表|一览表|任务书|责任书|若干条"
)
# What names a document's title may end in that also stand within a title, at a line's end.
_WORKS = "任务|目标|分工|分解|安排|部署|行动|工作|实事|项目|制度"
_DOCUMENT = re.compile(f"(?:{_DOCUMENTS}){_REMARK}$")
_ENDING = re.compile(f"(?:{_DOCUMENTS}|{_WORKS}){_REMARK}$")
# 某政发〔2020〕3号- before a title, （某政发〔2020〕3号） behind it.
_NUMBER = re.compile(
    r"^[^《》]{0,12}〔20\d\d〕\d{1,5}号[-—－ ]?(?=.{8})|"
    r"[（(][^《》（()）]{1,12}〔20\d\d〕\d{1,5}号[）)]$"
)
# Lines that never belong to a title: dates, document numbers, salutations, sentences, remarks.
_NO_TITLE = re.compile(
    r"^附(?:件|表|录)[\d一二三]{0,2}(?:[:：]|$)|^[\d〇○零一二三四五六七八九十年月日]+日$|〔\d{4}〕\d{1,5}号$|"
    r"[。：:；，,]$|^[（(].*[）)]$|^来源|^发布"
)
_ISSUER = re.compile(
    "^(?!.{0,20}关于)[\u4e00-\u9fff、（）()“”]{2,40}(?:政府|办公室|办公厅|委员会|指挥部|领导小组|党委|[局厅部委办院])$"
)
_WITH_ISSUER = re.compile("^.{2,40}?(?:关于|印发|转发|批转|发布)")
_AFTER_ISSUER = re.compile("^(?:关于|印发|转发|批转|发布)")
_NEVER_LAST = re.compile("(?:[、和及与的]|印发|转发|批转)$")
_NEVER_FIRST = re.compile(r"^(?:第[\d一二三四五六七八九十]{1,6}号|[的和及与、》”）])")
_QUOTED = re.compile(
    r"(?:印发|转发|批转|发布|下发|公布)[^《》]{0,60}《(.{1,150})》"
    rf"{_REMARK}(?:等.{{0,10}})?的?(?:通知|通报|公告|函|决定){_REMARK}$"
)
_ENTRY = re.compile(r"(?:标题|(?:信息|文件|公文)?名称)[:：|]{1,3}([^|:：]{4,120}?)(?:文号|\||$)")
_BETWEEN = re.compile("》[、和及]?《")
_PASSED_ON = re.compile(r"《([^《》]{2,150})》[^《。将]{0,40}(?:印发|转发|下发|发布|公布)")
_ISSUED = re.compile(r"(?:印发|转发|批转|下发)(.{6,120}?)的(?:通知|通报|公告|函)$")


def _pieces(head: Sequence[str]) -> Iterator[str]:
    for line in head:
        text = without_blanks(line)
        if len(text) > LONGEST or "。" in text[:-1]:
            yield from map(without_blanks, line.split())
        else:
            yield text


def _goes_on(pending: str, text: str) -> bool:
    """Tell whether a line goes on with the title above it."""
    is_broken_off = _is_open(pending) or bool(_NEVER_LAST.search(pending))
    if is_broken_off or "关于" in pending or len(text) < _SHORT:
        return True
    is_issued = bool(_ISSUER.match(pending) and _AFTER_ISSUER.match(text))
    return is_issued or bool(_NEVER_FIRST.match(text))


def _is_whole(title: str, below: Sequence[str]) -> bool:
    """Tell whether a title ends here: 关于加强安全生产工作 does not above a document's name."""
    if _is_open(title) or not _ENDING.search(title):
        return False
    rest = next(iter(below), "")
    is_broken = not _DOCUMENT.search(title) and "关于" in title and _DOCUMENT.search(rest)
    return not is_broken or _NO_TITLE.search(rest) is not None or "关于" in rest


def _is_open(title: str) -> bool:
    return title.count("《") > title.count("》")


def _quoted(notice: str) -> str:
    """Return the work document's title as the covering notice's title quotes it, or ""."""
    match = _QUOTED.search(notice)
    return _BETWEEN.split(match[1])[0] if match else ""


def _passed_on(texts: Sequence[str]) -> str:
    """Return what a covering notice passes on: 《…要点》已经县政府同意，现印发给你们."""
    found = (_PASSED_ON.search(text) for text in texts)
    return next((match[1] for match in found if match), "")


def _issued(notice: str) -> str:
    """Return what a notice issues without quoting it: 关于印发…方案的通知."""
    match = _ISSUED.search(notice)
    return match[1] if match and ends_title(match[1]) else ""
