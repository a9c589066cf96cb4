"""The fields of a unit list, which stand before names: 牵头单位：, 责任部门为, 完成时限：."""

import re
from collections.abc import Iterator

from notice.owners.parts import Mark, Part
from notice.owners.units import is_unit


def fields_in(text: str, *, takes_any: bool = False) -> Iterator[Mark]:
    """Yield the fields of a text in order; with ``takes_any`` unknown ones are ``NOBODY``'s.

    A field's word without a colon counts only at a border of the text and before a unit's name;
    one with nothing at all between them only where ``takes_any``.
    """
    above = 0
    for sign in _FIELD_END.finditer(text):
        window = text[max(above, sign.start() - _LONGEST_FIELD) : sign.start()]
        match = _FIELD.search(window)
        label = match or (_LABEL.search(window) if takes_any and sign.group() else None)
        if label is None:
            continue
        start = sign.start() - len(window) + label.start()
        part = Part(str(match.lastgroup)) if match else Part.NOBODY
        if (sign.group() or takes_any) and _is_field(text, start, sign, part):
            yield Mark(start, sign.end(), part)
            above = sign.end()


_OFFICE = "(?:单位|部门|处室|科室|股室|机构|主体|站所)"
_FIELDS = {
    Part.NOBODY: "(?:责任|分管|牵头|包保|包联|联系|挂[点联钩包]|主管|督导|领办|领衔|负责|配合|协助|"
    "[省市州县区镇乡]级?|党政|主要|协调|推进){1,3}领导(?:干部)?|"
    "(?:直接|具体|第一|分管|主要)?(?:责任|负责|联系|联络|经办|承办|填报|牵头|包保|审核)人员?|"
    "联络员|联系(?:方式|电话)|"
    f"(?:督导|督办|督查|督促|监督|考核|验收|指导|审计){_OFFICE}",
    Part.DUE: "(?:计划|预计)?"
    "(?:完成|办结|整改|实施|推进|落实|达标|竣工|建成|工作|任务|进度|办理|销号)"
    "(?:时限|期限|时间节点|时间|日期|节点|进度)(?:要求|安排)?|"
    "(?:时限|期限|时间|进度|时间节点)(?:要求|安排)|时限|期限|时间节点|(?:时序|序时)进度",
    Part.LEAD: f"(?:总|主要)?牵头(?:责任|负责|落实|实施|组织)?{_OFFICE}?|"
    f"主(?:要牵头|要责任|要负责|要承办|体责任|牵头|办|责|管|抓){_OFFICE}?|第一责任{_OFFICE}",
    Part.ASSIST: "(?:协同|协作|协助|配合|协办|会办|支撑|支持|参与|参加|联合|辅助|成员|次要)"
    f"(?:配合|责任|落实|实施)?{_OFFICE}|(?:其他|其它|相关|有关|共同)(?:责任|配合|参与){_OFFICE}|"
    f"责任[（(]配合[）)]{_OFFICE}|配合|协同|协助|协办|参与",
    Part.PLAIN: f"责任{_OFFICE}|(?:责任|任务|职责)分工|"
    f"(?:推进|实施|落实|承办|完成|负责|承担|建设|执行|推动|组织|办理|整改){_OFFICE}",
}
_ANY_FIELD = "|".join(f"(?P<{part}>{words})" for part, words in _FIELDS.items())
_FIELD = re.compile(
    rf"(?:[省市州县区镇乡][级直]|本级)?(?:{_ANY_FIELD})(?:[（(]\w{{2}}[）)])?\s{{0,2}}$"
)
_FIELD_ALONE = re.compile(_ANY_FIELD)
_LONGEST_FIELD, _LONGEST_NAME = 14, 40
# Where a field may end; without a colon 为 or a blank has to set the names off.
_FIELD_END = re.compile(
    r"[:：]|(?<=单位|部门|主体|时限|领导|任人)[为是]|(?<=单位|部门|主体|时限|领导)\s(?=\s{0,3}[\w“])"
    r"|(?<=单位|部门)(?![\s:：、，,；;。为是]|$)"
)
_NO_FIELD_BEHIND = "各本及和与的每由"  # 各责任单位： is an address, the others are prose
_BORDERS = "。；;，,、！!（(【〔［[）)】〕］] 　\t—-·"
_NAME_END = re.compile(r"[、，,；;。\s）)】〕］\]]")
_LABEL = re.compile(r"(?:(?<=[；;，,。）)\s])|^)[\u4e00-\u9fff]{2,8}\s{0,2}$")


def _is_field(text: str, start: int, sign: re.Match[str], part: Part) -> bool:
    behind = text[start - 1 : start]
    if behind and behind in _NO_FIELD_BEHIND:
        return False
    if sign.group() and sign.group() in ":：":
        return True
    following = text[sign.end() : sign.end() + _LONGEST_NAME].lstrip()
    if (behind and behind not in _BORDERS) or _FIELD_ALONE.match(following):
        return False
    return part in {Part.NOBODY, Part.DUE} or is_unit(_NAME_END.split(following, maxsplit=1)[0])
