"""What a number counts, named from the words around it in its clause."""

import re
from dataclasses import dataclass

from notice.targets.clauses import without_remarks
from notice.targets.nouns import is_name, joined, trimmed
from notice.targets.objects import money_of, object_of, object_with_verb
from notice.targets.subjects import deed_of, grown_of, subject_before, subject_of
from notice.words import PLACES, without_head


@dataclass(frozen=True, slots=True)
class Setting:
    """The words around a number.

    Attributes:
        left: the clause from the last number to this one's bound words.
        right: what stands behind the number, its measure and its bound words.
        before: the clause before.
        unit: the number's measure.
        is_linked: a verb ties the number to the subject at its left.
        verb: what stands between 至少 and the number.
    """

    left: str
    right: str
    before: str
    unit: str
    is_linked: bool
    verb: str = ""


def quantity_of(setting: Setting) -> str:
    """Name what is counted, or return "" when the clause does not say."""
    left = _AT_PLACES.sub("", without_remarks(setting.left))
    left = without_head(left + setting.verb, verbs=False)
    right = without_remarks(setting.right)
    subject = subject_of(left)
    subject = subject if is_name(subject) else ""
    if subject and setting.unit == "%":
        return subject
    is_aim = setting.is_linked or _AIM.fullmatch(right) is not None
    counted = object_of(left, right)
    if counted and subject and not is_aim and right.startswith("的"):
        if _EXTENT.search(subject):  # 设立规模不低于3亿元的基金
            return trimmed(joined(counted, subject))
        if not left.startswith(_FOR):
            return trimmed(subject + counted)
    if counted and not (is_aim and subject):
        return trimmed(object_with_verb(counted, left, setting.before, setting.unit))
    named = subject or grown_of(left) or money_of(left, setting.unit)
    named = named or subject_before(left, setting.before)
    return trimmed(named or deed_of(left))


_AIM = re.compile("的.{0,2}(?:目标|任务|要求|政策|标准|水平|规模|指标)+")
# 在6个街镇新增…, 增建6个街镇取水点: where, with a number that is no goal.
_AT_PLACES = re.compile(
    rf"^(?:[在为对向给][^，、\d]{{0,8}}\d{{1,4}}个{PLACES}|[^，、\d]{{0,8}}\d{{1,4}}个(?={PLACES}..))"
)
_EXTENT = re.compile("(?:额度?|限额|规模|面积|容量)$")
_FOR = ("对", "为", "给", "向")
