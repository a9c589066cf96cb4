"""What the notice of a year's holidays is made of, as patterns over a text without blanks."""

import re
from collections.abc import Mapping
from datetime import date

#: The festivals that every year's notice arranges: the first and last month and day each falls on.
FESTIVALS = {
    "元旦": ((1, 1), (1, 1)),
    "春节": ((1, 20), (2, 22)),
    "清明节": ((4, 4), (4, 6)),
    "劳动节": ((5, 1), (5, 1)),
    "端午节": ((5, 26), (6, 27)),
    "中秋节": ((9, 6), (10, 9)),
    "国庆节": ((10, 1), (10, 1)),
}

_NAME = "元旦|春节|清明节?|劳动节|端午节?|中秋节?|国庆节?"
_DAY = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})"
# （农历除夕、周二）, 星期二
_BESIDE = r"[（(][^（）()]{0,24}[）)]|(?:星期|周)[一二三四五六日天]"
_SIGN = rf"日((?:{_BESIDE}){{0,2}})"
_TO = r"起?(?:至|到|[-—–~～]{1,2})"
_DAYS = rf"(?:{_DAY}(?:{_SIGN})?{_TO})?{_DAY}{_SIGN}"
_NUMBER = "[一二三四五六七八九十]{1,3}、"
# 二、春节：, 四、“五一”国际劳动节：, 元旦 before a day, or only the number of a paragraph.
_LABEL = (
    rf"(?:{_NUMBER})?(?P<name>(?:{_NAME})(?:[、和及与](?:{_NAME})){{0,6}})(?:放假|假期)?(?:时间|安排)?为?"
    rf"(?::|(?=(?:\d{{4}}年)?\d{{1,2}}月\d))"
    rf"|{_NUMBER}(?:(?P<other>[^:，,。；;\d]{{1,30}}[节日]):)?"
)
#: The words that matter, each under the name of what it is; all others are passed over.
TOKEN = re.compile(
    rf"(?P<since>{_DAYS}起(?![至到]))"  # a rule (自10月1日起放假7天), or a return to work
    rf"|(?P<days>{_DAYS})"
    rf"|(?P<label>{_LABEL})"
    r"|(?P<end>[。；;！!])"
    r"|(?P<advice>鼓励|倡导|提倡)"
    r"|(?P<weekend>(?:周末|双休日|周[六日])连休)"
    r"|(?P<off>(?<!不)(?:放假|补休|休息|休假))"
    r"|(?P<work>(?<!不)(?:上班|补班|工作日))"
    r"|(?P<count>(?<=[共计假休])\d{1,2}天)"
    r"|(?P<broken>\d{1,4}月\d{1,2}(?!\d)|\d{1,4}月(?=[日（(])|\d{1,4}(?=日|[（(]?(?:星期|周)))"
)
#: Two ends of a span of days: year, month, day and what stands beside, of each.
ENDS = re.compile(_DAYS)
WEEKDAY = re.compile("(?:星期|周)([一二三四五六日天])")
#: What may stand between the days of one list, and between them and their verb.
LISTED = re.compile("[、，,和及与以]{0,2}")
SAID = re.compile(r"[，,]?[^，,、:\d]{0,8}")
#: A sentence in which a day that is not understood matters.
ON_DUTY = re.compile("[班休假]")

# 2026年部分节假日; else what the text says it is about: 现将2026年元旦…放假…安排, 2019年劳动节假期.
_TITLE = re.compile(r"(20\d\d)年(?:度|部分|法定){0,3}节假日")
_OPENING = re.compile(r"现将(?:调整|延长)?(20\d\d)年[^。]{0,60}(?:放假|假期)[^。]{0,20}安排")
_OTHER = re.compile(r"(20\d\d)年[^。:]{0,40}?(?:放假|假期|节假日)")
_ONE_FESTIVAL = re.compile(rf"20\d\d年({_NAME})(?:放假|假期|节假日)")


def years_of(text: str) -> list[int]:
    """Return the years that a text may arrange, likeliest first; more than one is a doubt.

    A page may name other years' notices beside its own: that which the opening sentence names
    too is meant.
    """
    titled, opened = _years(_TITLE, text), _years(_OPENING, text)
    agreed = [year for year in titled if year in opened]
    return agreed or list(dict.fromkeys([*titled, *opened])) or _years(_OTHER, text)


def festival_of(text: str) -> str:
    """Return the festival that a notice is about where its title names but one, or ""."""
    match = _ONE_FESTIVAL.search(text)
    return match[1] if match else ""


def missing_from(off: Mapping[date, str], year: int) -> list[str]:
    """Return the year's festivals that have no day off, by name, when they fall."""
    return [
        festival
        for festival, (first, last) in FESTIVALS.items()
        if not any(
            festival[:2] in name and date(year, *first) <= day <= date(year, *last)
            for day, name in off.items()
        )
    ]


def _years(pattern: re.Pattern[str], text: str) -> list[int]:
    return list(dict.fromkeys(int(match[1]) for match in pattern.finditer(text)))
