"""Lengths of time that are asked for (时限压缩至3天), not only told (试用期3个月)."""

import re

from notice.targets.around import Around
from notice.targets.bounds import bound_of
from notice.targets.described import is_floor_of_one, is_of_an_aim


def is_asked_time(around: Around) -> bool:
    """Tell whether a length of time is a goal: one to keep to, to reach or to cut short."""
    left, noun, bound = around.left, around.noun, around.bound
    if _is_date(around) or (_RECKONED_BY.search(noun) and _RECKONED.search(around.right)):
        return False
    if around.rest.startswith("的") and not (is_of_an_aim(around) or is_floor_of_one(around)):
        return False
    is_linked_to_time = bound.is_linked and _LASTING.search(noun) is not None
    if around.amount.unit == "岁":
        return is_linked_to_time
    is_bound = bound_of(left, "").is_worded or (bound.is_linked and bound.is_worded)
    return is_bound or is_linked_to_time or _SHORTENED.search(left) is not None


def _is_date(around: Around) -> bool:
    """Tell whether it is a year, a month or a day, or the time since or after something."""
    amount, left = around.amount, around.left
    is_day = amount.unit == "月" or (amount.unit == "日" and left.endswith("月"))
    is_day = is_day or amount.high >= _FIRST_YEAR or _LATELY.search(left) is not None
    return is_day or bool(_SINCE.match(around.right) or _BEGINNING.search(left))


_FIRST_YEAR = 1900  # 2019年 is a year, not a length of time
_LATELY = re.compile("(?:(?<!接)近|过去)$")  # 近三年: which years are looked at
_SINCE = re.compile(r"^\s*(?:内[^，。；、]|后|前|起|一)")
_BEGINNING = re.compile(r"(?:起|之日|后|前)$")
_LASTING = re.compile(
    r"(?:天数|时[间长限]|期限?|年限|寿命|周期|工期|年龄|用时|耗时|学时|日数)(?:平均)?$"
)
_SHORTENED = re.compile(r"(?:压缩|压减|缩短|缩减|减少|提速|提前)(?:了|至|到|为)?$")
# 按不超过6个月的人均保险金确定: a length of time as a term of a formula.
_RECKONED_BY = re.compile("按照?$")
_RECKONED = re.compile("确定|计算|核定|计发|返还|标准")
