"""Reads what a clause says of an item as a whole: its status, or that nothing changed. Pure."""

import re
from collections.abc import Mapping

from db.vocabulary import Status
from notice.numerals import find_numbers

#: What may stand before and behind a status word: 该项工作已全部…, …了.
_AHEAD = re.compile(
    r"截[至止]目前|目前|现在|本[期月周]|总体|整体|各项|[该此本这]项|目标|任务|工作|项目|指标|"
    r"进展情况|进展|进度|情况|状态|[按如]期|按时|圆满|顺利|暂时|都|均|全部|已经|已|正在|正|是|为|[：:，,\s]"
)
_BEHIND = re.compile(r"(?:任务|工作|状态|阶段|[了啦哈的呢啊中～~]|\s)$")
#: No clause that says a status and nothing else is longer.
_LONGEST = 40
_NONE = frozenset({"无", "没有", "暂无", "没", "无。"})
_LAST = re.compile(
    r"(?:上(?:一|个)?(?:期|月|周|次|旬|季度?|回|报告期|个月)|前期|之前|以前|先前|昨[天日]|上)"
)
_NOTHING = re.compile(
    r"(?:暂|并|仍|还|基本)?(?:无|没有?|未)(?:发生|什么|啥|任何|有|的|新的?)*"
    r"(?:(?:进展|变化|变动|更新|新增|增减|增加|动静|情况)(?:和|及|与|、)?)+"
)
_SAME = re.compile(
    rf"(?:[同与和跟按较比]{_LAST.pattern}(?:报|的|数据|数字|情况|进度|填报)*"
    rf"(?:相比|比)?(?:一样|相同|一致|持平|不变|没变|{_NOTHING.pattern})?|"
    r"(?:维持|保持)(?:不变|原样|现状)|不变|没变|同上|照旧|老样子|一样)"
)
_UNCHANGED = re.compile(rf"(?:{_SAME.pattern}|{_NOTHING.pattern})(?:[了哈啦的呢啊。！!～~\s])*$")
#: What may be said before it of the whole, or of all the rest.
_WHOLE = re.compile(
    r"截[至止]目前|目前|现在|暂时|[本这该此](?:个?[期月周旬]|季度|项)|各项|所有|工作|任务|项目|指标|数据|数字|"
    r"进展情况|进展|进度|情况|仍然|依然|仍|还是|也|都|均|全部|总体|的|是|为|[：:，,\s]"
)
REST = re.compile(r"其他|其它|其余|别的|剩下|剩余|另外")


def status_of(clause: str, statuses: Mapping[str, Status]) -> tuple[Status | None, str]:
    """Take a status off a clause; it stands alone, before a colon, or at the end behind a number.

    Returns:
        The status, or None, and what else the clause says.
    """
    if (alone := _alone(clause, statuses)) is not None:
        return alone, ""
    for said in sorted(statuses, key=len, reverse=True):
        status = statuses[said]
        if (rest := _beside_number(clause, said, status)) is not None:
            return status, rest
        found = clause.find(said)
        if found < 0 or _AHEAD.sub("", clause[:found]):
            continue
        behind = clause[found + len(said) :]
        if not behind.startswith(("：", ":", " ", "\t", "（", "(")):
            continue
        rest = behind.strip("（）()") if behind[0] in "（(" else behind[1:].strip()
        counted = find_numbers(rest)
        if status is Status.DONE and counted and not counted[0].start and _counts(rest):
            continue  # 完成：320人 tells how many, not that all is done
        if status is Status.DIFFICULT and rest in _NONE:
            continue  # 困难：无
        return status, rest
    return None, clause


def _beside_number(clause: str, said: str, status: Status) -> str | None:
    """Return what is left of a clause that ends in a status, or begins with one and a number."""
    if clause.endswith((f" {said}", f"\t{said}")):
        return clause[: -len(said)].strip()
    if status is not Status.ON_TRACK or said not in {clause[: len(said)], clause[-len(said) :]}:
        return None
    ahead, behind = clause.removesuffix(said), clause.removeprefix(said)
    if ahead != clause and any(one.end == len(ahead) for one in find_numbers(ahead)):
        return ahead
    if behind != clause and any(one.start == 0 for one in find_numbers(behind)):
        return behind
    return None


def _alone(clause: str, statuses: Mapping[str, Status]) -> Status | None:
    """Return the status that a clause says and nothing else."""
    start = 0
    while len(clause) <= _LONGEST:
        said = clause[start:]
        while said:
            if said in statuses:
                return statuses[said]
            behind = _BEHIND.search(said)
            said = said[: behind.start()] if behind else ""
        ahead = _AHEAD.match(clause, start)
        if ahead is None:
            return None
        start = ahead.end()
    return None


def _counts(rest: str) -> bool:
    """Tell whether a text begins with how many, not with a day."""
    return re.match(r"\d+\s*[月日号年点]", rest) is None


def unchanged_of(clause: str) -> str | None:
    """Return what a clause says is as it was; None where it says no such thing."""
    match = _UNCHANGED.search(clause)
    return None if match is None else clause[: match.start()]


def is_whole(said: str) -> bool:
    """Tell whether what is as it was is all there is: 各项工作."""
    return not _WHOLE.sub("", said)
