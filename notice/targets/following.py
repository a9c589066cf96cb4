"""Names of goals that go on counting what was counted before: 参保8万人, 新增1万人, 增长12%."""

import re

from notice.targets.nouns import is_name
from notice.targets.quantities import Setting
from notice.targets.subjects import subject_of
from notice.words import without_head


def name_going_on(name: str, setting: Setting, last: str) -> str:
    """Name a goal behind whose number nothing stands.

    Args:
        name: what its own words say, or "".
        setting: the words around its number.
        last: what was counted before it in its sentence, or "".
    """
    left = without_head(setting.left).strip(_EDGES)
    base = last or subject_of(_WIDENED.sub("", setting.before))
    if last and (same := _same_again(left, setting, last)):
        return same
    if not left or not is_name(base):
        return last or name
    if not last and "、" in base and setting.unit.startswith("元"):
        return name  # money for several things
    if _DEPENDENT.fullmatch(left):
        return base if base.endswith(left) else base + left.rstrip("的")
    if last and left in _MORE:
        return last if last.startswith(left) else left + last
    return name


def _same_again(left: str, setting: Setting, last: str) -> str:
    """Name the same at a stage or in another scope: 其中续建138户, 每千户2名."""
    stage = _STAGE.search(setting.left)
    if stage and left in {"", stage[0]}:
        return stage[0] + _STAGED.sub("", last)
    if _LEVEL.fullmatch(left):  # 其中省级3家
        return left + _LEVEL.sub("", last)
    return left + _EACH.sub("", last) if left.startswith("每") and not is_name(left) else ""


_EDGES = "、，,：: "
_EACH = re.compile("^每(?:季度|个?[十百千万]?[村镇乡县年月周季户人校班])")
_LEVEL = re.compile("^(?:国家|[省市州县区镇])级(?:及?以上)?")
_MORE = ("新增", "净增")
_STAGES = "(?:[续新改扩]建|竣工|新?开工|改造提升|提升改造|改造|提升)"
_STAGE, _STAGED = re.compile(f"{_STAGES}$"), re.compile(f"^{_STAGES}")
_WIDENED = re.compile(r"(?:范围|对象|规模)(?:扩大|扩展|拓展|调整)[到至为].*$")  # 培训范围扩大至…
#: What says nothing without what it is of.
_DEPENDENT = re.compile(
    r"(?:同比|年均|平均|[较比](?:上年|去年|20\d\d年)(?:同期)?)?(?:增长|增速|增幅|提高|提升|下降|降低|减少|增加|占比|比重)"
    r"|总?面积|总?人数|[全总]?长度?|占.{1,12}|总?投资|规模|总?数"
)
