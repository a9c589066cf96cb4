"""The words and signs around a number that say how it binds: 不少于, 最高, 达到 …, 以上, ≥."""

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
        verb: what stands between 至少 and the number (至少配备2名), or "".
    """

    op: Op
    strict: bool
    is_worded: bool
    is_linked: bool
    start: int
    end: int
    verb: str = ""


def bound_of(before: str, behind: str) -> Bound:
    """Read the bound words at the end of ``before`` and at the beginning of ``behind``."""
    op, strict, linked, verb = Op.EXACTLY, False, False, ""
    start = len(before)
    while match := _BEFORE.search(before[:start][-_LONGEST:]):
        start += match.start() - min(start, _LONGEST)
        linked = linked or match.lastgroup == "link"
        verb = verb or match["verb"] or ""
        if match.lastgroup in _OPS and op is Op.EXACTLY:
            op, strict = _OPS[match.lastgroup]
    suffix = _BEHIND.match(behind)
    if suffix and suffix.lastgroup:
        op, strict = _OPS[suffix.lastgroup]
    end = suffix.end() if suffix else 0
    return Bound(op, strict, op is not Op.EXACTLY, linked, start, end, verb)


_LONGEST = 24  # characters of one bound word with what may stand between it and its number
_OPS = {
    "floor": (Op.AT_LEAST, False),
    "over": (Op.AT_LEAST, True),
    "ceiling": (Op.AT_MOST, False),
    "under": (Op.AT_MOST, True),
    "about": (Op.ABOUT, False),
}
_CHANGED = (
    r"(?:发展|提高|提升|增加|增长|扩大|上升|下降|降低|减少|缩短|缩减|压缩|压减|压降|精简|控制|调整|上调|下调|扩容|"
    r"缩小|放宽|达|增|降|提|升|减|扩|压|升高|恢复|培育|壮大)"
)
_BEFORE = re.compile(
    r"(?:(?P<floor>不(?:得|能|应|可)?(?:少于|低于|小于|下于)|(?:至少|最少|起码)(?P<verb>[^，、“”\d]{0,4})|最低|≥|≧|>=|⩾|＞＝)"
    r"|(?P<ceiling>不(?:得|能|应|可)?(?:超过|超出|高于|多于|大于|超)|最高(?:可)?(?:给予|奖励|补助|补贴|资助|支持)?|最多|至多|最长|上限(?:为)?|"
    r"控制(?:在|到)|≤|≦|<=|⩽|＜＝)"
    r"|(?P<over>超过|突破|大于|高于|多于|超出?|逾|[>＞])|(?P<under>低于|少于|小于|不到|不足|[<＜])"
    r"|(?P<about>大约|约|大概|接近|近(?<![附邻远就最]近))"
    rf"|(?P<link>{_CHANGED}[到至为](?:每[^，、\d每]{{1,3}}){{0,2}}|(?<![下送传直到])达|(?:稳定|保持|维持|稳)在|(?<=[率额量值重准])[为是])"
    r"|(?P<soft>原则上|(?<![供相适对反响效])应当?|须|(?<![主重])要|(?<!急)需|力争|争取|确保|累计|合计|总计|"
    r"(?<!公)共计?|(?<![人户亩年日月平])均|分别|总体|也|将|再|还))\s*$"
)
_BEHIND = re.compile(
    r"\s*(?:[（(][^（）()\d]{1,4}[）)])?(?:及|或|\s)?"
    r"(?:(?P<floor>以上)|(?P<ceiling>以内|之内|以下|封顶|内(?=$|[，。；、]))|(?P<about>左右|上下))"
    r"(?:[（(]含[）)])?"
)
