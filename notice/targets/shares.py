"""Numbers that are asked as a share of something: 审核人员不少于执法人员总数的5%."""

import re
from dataclasses import replace

from notice.targets.bounds import Bound, bound_of
from notice.targets.nouns import LONGEST


def with_share(left: str, bound: Bound, unit: str) -> tuple[str, Bound] | None:
    """Read 甲不少于乙的5% as 甲占乙; other comparisons hold nobody to a number of their own."""
    share = _SHARE.fullmatch(left)
    if share is None or unit in _POINTS:
        return left, bound
    if unit not in {"%", "倍"}:
        return None
    subject = share["subject"][: bound_of(share["subject"], "").start]
    of_what = "" if _RATE.search(subject) else f"占{share['base']}"
    nouns = (subject, subject.rsplit("的", 1)[-1])
    left = next((noun + of_what for noun in nouns if len(noun + of_what) <= LONGEST), subject)
    return left, replace(bound_of(share["word"], ""), is_linked=True)


# 不少于执法人员总数的5%: the bound binds a share of what stands behind it.
_SHARE = re.compile(
    r"(?P<subject>.*?)(?P<word>不(?:得|能|应)?(?:少于|低于|高于|超过)|(?<!不)(?:高于|低于|超过|多于))"
    r"(?P<base>[^，、\d]{2,30}?)(?<!达)(?<!达到)的?$"
)
_RATE = re.compile("(?:率|比例|占比)$")
_POINTS = frozenset(["个百分点", "百分点"])
