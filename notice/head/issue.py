"""The day and the year a notice was issued, by its dated lines and its document number."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from itertools import chain

from notice.numerals import parse_number


def day_of_issue(texts: Iterable[str]) -> date | None:
    """Return the first day that stands on a line of its own; the lines are without blanks."""
    for text in map(arabic_years, texts):
        if match := _DAY.fullmatch(text):
            with suppress(ValueError):  # 2月30日 is no day
                return date(*map(int, match.groups()))
    return None


def year_of_issue(head: Sequence[str], aside: Sequence[str], texts: Sequence[str]) -> int | None:
    """Return the year a notice was issued, or None.

    It is that of a dated line, else of the notice's own number, which stands in the head or among
    a website's entries; the number of a document that the text cites is not the notice's.

    Args:
        head: the lines before the first numbered paragraph, without blanks, as all of these.
        aside: a website's entries.
        texts: all lines.
    """
    dated = map(_DATED.match, map(arabic_years, chain(texts, aside)))
    own = map(_OWN_NUMBER.match, head)
    behind_title = map(_BEHIND_TITLE.match, head)
    beside = map(_NUMBER.search, aside)
    posted = map(_POSTED.search, chain(head, aside))
    found = chain(dated, own, behind_title, beside, posted)
    return next((int(match[1]) for match in found if match), None)


def arabic_years(text: str) -> str:
    """Return the text with its years and days in arabic digits: 二〇二四年三月一日."""
    plain = _HAN_YEAR.sub(lambda match: match[0].translate(_HAN_DIGITS), text)
    return _HAN_DAY.sub(lambda match: f"{_digits(match[1])}月{_digits(match[2])}日", plain)


_DAY = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
# A dated line: no sentence that only begins with a date.
_DATED = re.compile(
    r"(20\d\d)年\d{1,2}月\d{1,2}日(?:$|印发|发布|\d|[\u4e00-\u9fff]{2,20}$)(?<!前)(?<!底)"
)
_NUMBER = re.compile(r"[〔\[（(](20\d\d)[〕\]）)]第?\d{1,5}号")
_OWN_NUMBER = re.compile(rf"[^《》。；，：]{{0,40}}{_NUMBER.pattern}")
# （某政发〔2020〕3号） behind the notice's own title.
_BEHIND_TITLE = re.compile(rf"[^。；]{{2,120}}[（(][^《》]{{1,12}}{_NUMBER.pattern}[）)]$")
_POSTED = re.compile(r"(?:发布|发文|成文|印发)(?:日期|时间)[:：]?(20\d\d)[-年./]")
_HAN_YEAR = re.compile(r"二[〇○零O0][〇○零O0一二三四五六七八九]{2}年")
_HAN_DAY = re.compile("(?<=年)([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日")
_HAN_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")


def _digits(number: str) -> str:
    value = parse_number(number)
    return number if value is None else str(int(value))
