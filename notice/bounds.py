"""The words around a number that say how it binds: 不少于, 最高, 达到 …, 以上, 左右."""

import re
from dataclasses import dataclass

from db.vocabulary import Op


@dataclass(frozen=True, slots=True)
class Bound:
    """How a number binds.

    Attributes:
        op: how a reading is compared with it.
        strict: the number itself does not reach the goal (超过, 低于).
        is_worded: a floor, a ceiling or an estimate is spelt out.
        is_linked: a verb ties the number to the subject before it (达到, 稳定在).
        start: how many characters of the text before remain when the words are taken off.
        end: how many characters of the text behind the words take.
    """

    op: Op
    strict: bool
    is_worded: bool
    is_linked: bool
    start: int
    end: int


def bound_of(before: str, behind: str) -> Bound:
    """Read the bound words at the end of ``before`` and at the beginning of ``behind``."""
    op, strict, linked = Op.EXACTLY, False, False
    start = len(before)
    while match := _BEFORE.search(before[:start]):
        start = match.start()
        linked = linked or match.lastgroup == "link"
        if match.lastgroup in _OPS and op is Op.EXACTLY:
            op, strict = _OPS[match.lastgroup]
    suffix = _BEHIND.match(behind)
    if suffix and suffix.lastgroup:
        op, strict = _OPS[suffix.lastgroup]
    end = suffix.end() if suffix else 0
    return Bound(op, strict, op is not Op.EXACTLY, linked, start, end)


_OPS = {
    "floor": (Op.AT_LEAST, False),
    "over": (Op.AT_LEAST, True),
    "ceiling": (Op.AT_MOST, False),
    "under": (Op.AT_MOST, True),
    "about": (Op.ABOUT, False),
}
_BEFORE = re.compile(
    r"(?:(?P<floor>不(?:得|能|应)?(?:少于|低于|小于)|(?:至少|最少)[^，、“\d]{0,4}|最低)"
    r"|(?P<ceiling>不(?:得|能|应)?(?:超过|高于|多于|大于)|最高|最多|至多|最长|控制在|压减到|压降至)"
    r"|(?P<over>超过|突破|大于|高于|多于|超)|(?P<under>低于|少于|小于)|(?P<about>大约|约|大概)"
    r"|(?P<link>(?:发展|提高|提升|增加|增长|扩大|上升|下降|降低|减少|达|增|降|提|升|缩短|压缩)[到至]|达"
    r"|(?:稳定|保持|维持)在|原则上|应|为|要))\s*$"
)
_BEHIND = re.compile(
    r"\s*(?:及|或)?(?:(?P<floor>以上)|(?P<ceiling>以内|之内|以下)|(?P<about>左右|上下))"
)
