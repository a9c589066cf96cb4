"""The noun behind a number: 招募8名高校毕业生到乡镇 counts 高校毕业生."""

import re

from notice.targets.nouns import EDGES, LONGEST, joined, undescribed
from notice.words import ends_with_verb, is_action, last_verb_of, starts_with_verb


def object_of(left: str, right: str) -> str:
    """Return the noun behind a number: 8名高校毕业生到乡镇 names 高校毕业生."""
    is_noun = right.startswith("的")
    right = _PAID.sub("", _ALSO.sub("", right.removeprefix("的").strip()))
    right = undescribed(right) if ends_with_verb(left) else right
    goes_on = not is_noun and starts_with_verb(right) and "的" not in right
    if _GOES_ON.match(right) or (goes_on and (not ends_with_verb(left) or _MONEY.search(left))):
        return ""
    right = undescribed(right)
    if done := _DONE.search(right):
        right = right[: done.start()] + (right[done.end() :] if _UPON.match(left) else "")
    right = _HAVING.sub("", right)
    counted = _OBJECT_REST.sub("", _OBJECT_ENDS.sub("", right)).strip(EDGES)
    return counted if len(counted) <= LONGEST else _ANOTHER.sub("", counted)


def object_with_verb(counted: str, left: str, before: str, unit: str) -> str:
    """Name an object; what its verb says of whom it is for comes before it."""
    counted = _MEETS.sub("", counted)
    match = last_verb_of(left)
    verb = match["verb"] if match else ""
    scope = left[: match.start()] if match else left
    if (towards := _TOWARDS.search(scope)) and verb:
        person = _ALL_OF_THEM.sub("", towards[1].rsplit("的", 1)[-1])
        return joined(person, counted) if verb in _GIVING else f"对{person}{verb}{counted}"
    if each := _EACH.search(scope):
        return each[0] + verb + counted
    programme = _PROGRAMME.search(before)
    if programme and verb and unit in _PEOPLE:
        return programme[1] + verb + counted
    if verb and unit in _THINGS and counted.endswith("建设"):
        counted = counted.removesuffix("建设")
    return verb + counted if is_action(verb) else counted


def money_of(left: str, unit: str) -> str:
    """Name money by the verb it is spent with: 投资5000万元, 改造…."""
    match = _MONEY.search(left) if unit.startswith("元") else None
    return match[0] if match else ""


_ALSO = re.compile(r"^[（(][^（）()]{1,3}[）)]")  # 2万套（间）房源
_PAID = re.compile(r"^(?:的?标准)?(?:给予|予以|发放|进行|开展)")
_MONEY = re.compile(r"(?:总?投资|投入|资金|筹集|安排|统筹|争取|发放|贷款|产值|收入)$")
_GOES_ON = re.compile(
    r"(?:[、，。,+/；;]|并(?![购网])|且|和(?![美谐平])|及|以|用于|用以|到|在|或|与|其[中他]|由|后|内|中(?![小心学央医药])|之|占|比|较|同比|增长|下降|"
    r"提高|降低|减少|为|向|从|按|的$|[（(]|以上|以下|左右)"
)
_DONE = re.compile(
    r"(?<=..)(?:大力|积极|全面|深入|广泛|集中|免费)?(?:进行|开展|实施|提供|发放|给予|办理)"
)
_UPON = re.compile(r"^(?:对|为|给|在|组织|帮助|推动|引导|支持|指导|针对|向)")
_HAVING = re.compile(r"^有[^，的]{1,6}、[^，的]{1,12}的(?=..)")  # 有条件、基础好的城市
# Where the object of a verb ends and the sentence goes on.
_OBJECT_ENDS = re.compile(
    r"(?<=..)(?:[、和及](?=\d)|(?<![达得收])到(?!位|期|户)|赴|用于|从事|参加|以及|并(?!购|轨|网)|且|，|实现|纳入|列入|完成|通过|享受|获得|获评|取得|成为|用以|"
    r"或者|有效|投产|达产|投用|为(?=[^主])|投入(?=使用|运营)|建成(?=投)).*$"
)
_REST = "(?:等?的?(?:目标|任务|工作|要求|红线|底线)+|等)"
_OBJECT_REST = re.compile(rf"^{_REST}$|(?<=...){_REST}$")
_ANOTHER = re.compile(r"(?<=...)及(?![时格]).*$")  # 4个广场及道路两侧景观建设 counts 广场
_MEETS = re.compile(r"^(?:符合|具备|满足)[^的]{0,12}的")
_TOWARDS = re.compile(r"对(?:于)?(.+)$")
_ALL_OF_THEM = re.compile(r"^(?:[^“”]{0,4}内)?(?:所有|全部|全体|各类)的?|^其")
_GIVING = frozenset(["给予", "提供", "发放", "安排", "申请", "增加"])
_EACH = re.compile(r"每[^，、]{1,8}$")
_PROGRAMME = re.compile(r"实施.*(“[^”]+”)(?:计划|行动|项目|工程)$")
_PEOPLE = frozenset(["名", "人", "位"])
_THINGS = frozenset(["个", "处", "家", "座", "条"])
