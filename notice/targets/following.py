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
    stage = _STAGE.search(setting.left)
    base = last or subject_of(_WIDENED.sub("", setting.before))
    if last and stage and left in {"", stage[0]}:  # 其中续建138户
        return stage[0] + _STAGED.sub("", last)
    if not left or not is_name(base):
        return last or name
    if not last and "、" in base and setting.unit.startswith("元"):
        return name  # money for several things
    if _DEPENDENT.fullmatch(left):
        return base if base.endswith(left) else base + left.rstrip("的")
    if last and left in _MORE:
        return last if last.startswith(left) else left + last
    return name


_EDGES = "、，,：: "
_MORE = ("新增", "净增")
_STAGES = "(?:[续新改扩]建|竣工|新?开工|改造提升|提升改造|改造|提升)"
_STAGE, _STAGED = re.compile(f"{_STAGES}$"), re.compile(f"^{_STAGES}")
_WIDENED = re.compile(r"(?:范围|对象|规模)(?:扩大|扩展|拓展|调整)[到至为].*$")  # 培训范围扩大至…
#: What says nothing without what it is of.
_DEPENDENT = re.compile(
    r"(?:同比|年均|平均|[较比](?:上年|去年|20\d\d年)(?:同期)?)?(?:增长|增速|增幅|提高|提升|下降|降低|减少|增加|占比|比重)"
    r"|总?面积|总?人数|[全总]?长度?|占.{1,12}|总?投资|规模|总?数"
)
