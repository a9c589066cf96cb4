"""Tells what a number is of what is counted: all of it, what was added, or a part. Pure."""

import re
from collections.abc import Iterable
from enum import StrEnum

from bot.phrases.clauses import Number
from bot.phrases.fillers import DOING, plain

#: A number behind these is a total, whatever was said of changes before.
_TOTAL = re.compile(
    r"累计|达到?|[到至](?!位|岗)|共|总[数量计]|合计|稳定在|保持在|现有|实有|^现|目前"
)
_TOGETHER = re.compile(r"共|合计|总计")
_BESIDES = re.compile(r"另|此外|外加")
_PLAN = re.compile(r"目标|计划|任务")
DONE = re.compile(r"已|完成|实[际训到]|目前|累计")
#: A number behind these was added.
_MORE = re.compile(
    r"新增加?|净增|增加|增长|增幅|提[高升](?![至到])|(?<=[期月周次旬度])多|又|[+＋]|"
    rf"新(?:发展|登记|注册|签约?|建|办|{DOING.pattern})"
)
_LESS = re.compile(
    r"净?减(?![贫排税负轻免碳产])少?|下降|降低|少了|退出|撤销|注销|关停|(?<=[比较]上[期月周次])少"
)
#: Since when something changed: since the last report, or since something else.
_LAST = re.compile(r"上(?:一|个)?(?:期|月|周|次|旬|季度|报告期|个月)")
_SINCE_LAST = re.compile(
    rf"[较比]{_LAST.pattern}|[与同和跟]{_LAST.pattern}相?比|(?:本|这个?|当|此|近)(?:期|月|周|次|旬|季度?|个月)(?!底|末)"
)
_SINCE_ELSE = re.compile(r"[较比](?:年初|去|前|同)|同比|环比|[上去](?:个?月|周|期|季度|年)")
#: What is counted in some time or lot only.
_PERIOD = re.compile(
    r"[0-9０-９一二三四五六七八九十]月(?!底|末|[0-9０-９])|[本当]月(?!底)|本周|本季|本期|这个?[月周]|"
    r"[一二三四]季度|第.{1,2}[期批轮]"
)
_SINCE = re.compile(r"截[至止]|上半年|今年|全年|年初|1\s*[-—~～至到]\s*\d{1,2}月")


class Kind(StrEnum):
    """What a number is of a field: all of it, added or taken since the last report, or unclear."""

    TOTAL = "total"
    ADDED = "added"
    MORE = "more"
    LESS = "less"
    ELSE = "else"


def kind_of(number: Number, quantity: str) -> Kind:
    """Tell what a number is of a quantity; 新增 may be a part of the quantity's name."""
    ahead = number.ahead
    total = _end_of(_TOTAL, ahead)
    more = _end_of(_MORE, ahead)
    since = _SINCE_LAST.search(ahead)
    if _end_of(_SINCE_ELSE, ahead) > total and not (since and more > total):
        return Kind.ELSE
    if any(one.end() > total and one[0] not in quantity for one in _LESS.finditer(ahead)):
        return Kind.LESS
    if since and more > total:
        return Kind.ADDED
    if any(one.end() > total and one[0] not in quantity for one in _MORE.finditer(ahead)):
        return Kind.MORE
    if _PERIOD.match(number.behind.lstrip("（(")) or (
        _PERIOD.search(ahead) and not _SINCE.search(ahead) and total < 0
    ):
        return Kind.MORE
    return Kind.TOTAL


def says_total(number: Number) -> bool:
    """Tell whether a number is said to be all there are, by now."""
    return _TOTAL.search(number.before) is not None


def says_done(number: Number) -> bool:
    """Tell whether a number is said to be what was done, not what is to be."""
    return DONE.search(number.before) is not None


def says_more(number: Number) -> bool:
    """Tell whether a number is said to be added, be it in the name of what is counted."""
    return _end_of(_MORE, number.ahead) > _end_of(_TOTAL, number.ahead)


def says_together(number: Number) -> bool:
    """Tell whether a number is said to be of several things together."""
    return _TOGETHER.search(number.before) is not None


def says_besides(number: Number) -> bool:
    """Tell whether a number is said to come on top of another: 另有3000万元."""
    return _BESIDES.search(number.before) is not None


def says_plan(number: Number) -> bool:
    """Tell whether a number is what is to be, not what is."""
    return _PLAN.search(number.ahead) is not None and not DONE.search(number.ahead)


def grows(text: str, quantities: Iterable[str]) -> bool:
    """Tell whether a text says that something grew; the name of what is counted does not."""
    return foreign(_MORE, text, quantities)


def unnamed(text: str) -> str:
    """Return what is left of words that say what was done, that things were added, and when."""
    for pattern in (_MORE, _LESS, _SINCE_LAST, _PERIOD):
        text = pattern.sub("", text)
    return plain(text, verbs=True)


def foreign(pattern: re.Pattern[str], text: str, quantities: Iterable[str]) -> bool:
    """Tell whether a text has a word that is not of what is counted."""
    known = list(quantities)
    return any(
        not any(match[0] in quantity for quantity in known) for match in pattern.finditer(text)
    )


def _end_of(pattern: re.Pattern[str], text: str) -> int:
    """Return where a pattern is found last; -1 where it is not."""
    return max((match.end() for match in pattern.finditer(text)), default=-1)
