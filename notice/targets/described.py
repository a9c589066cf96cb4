"""Amounts that only say which ones are meant: 年收入5万元以上的农户, 规上企业."""

import re

from db.vocabulary import Op
from notice.targets.around import Around
from notice.words import PLACES, ends_with_verb, without_head


def is_which_ones(around: Around) -> bool:
    """Tell whether an amount describes a thing or a place and is asked of nobody."""
    left, right, bound = around.left, around.right, around.bound
    if _WITHIN.search(left) and _PLACE.match(right):
        return True
    if _EXTENT.search(left) and _COUNTED_NEXT.match(right):
        return True
    if around.amount.unit == "个" and _WHERE.match(right):
        return True
    if (_EXTENT.search(left) and _AND_MORE.match(right)) or (not left and _RATE_OF.match(right)):
        return True
    own = _SIGN.split(around.noun)[-1]
    if around.rest.startswith("的"):
        return _is_described(around, own)
    is_scope = _is_verbal(own, bound.verb) or _UPON.match(without_head(own, verbs=False))
    is_sized = around.amount.unit in _SIZED or not is_scope
    is_big = is_sized and bound.end > 0 and _BIG.match(around.rest) is not None
    return is_big or around.rest.startswith("部门")


def is_of_an_aim(around: Around) -> bool:
    """Tell whether what follows 的 leaves the number a goal: 3天的目标, 3年的贷款."""
    return bool(_AIM.match(around.rest) or _GIVEN.match(around.rest))


def is_floor_of_one(around: Around) -> bool:
    """Tell whether a floor says how much there has to be of the one thing that is made.

    增加不少于5天的休假, 设立规模不低于3亿元的基金.
    """
    is_floor = around.bound.op is Op.AT_LEAST and not around.bound.strict
    return is_floor and bool(_ONE_MADE.search(around.noun) and _ONE_THING.match(around.rest))


def _is_described(around: Around, own: str) -> bool:
    """Tell whether an amount before 的 describes the noun behind it; ``own`` stands before it."""
    bound, unit, rest = around.bound, around.amount.unit, around.rest
    if bound.strict and bound.op is Op.AT_MOST and not _AIM.match(rest):
        return True  # 培训不足200人次的单位
    if unit in _SIZED and bound.end and _CHOSEN.search(around.noun):
        return True
    if unit in _SIZED and bound.is_worded and _COUNTED_BEHIND.match(rest):
        return True
    is_plain = unit not in _SIZED and not bound.is_worded and not bound.is_linked
    is_limit = bound.op is Op.AT_MOST and _GIVEN.match(rest)
    if is_plain or is_limit or _AIM.match(rest) or is_floor_of_one(around):
        return False
    if unit == "%":
        return not _is_share_to_reach(around, own)
    return unit == "元" or not _is_verbal(own, bound.verb)


def _is_share_to_reach(around: Around, own: str) -> bool:
    """Tell whether a share is asked for: 的比例, 40%的村达到…, 3万平方米节能率不低于15%的改造."""
    if _SHARE.match(around.rest) or ends_with_verb(own):
        return True
    return around.bound.is_worded and (not own or any(map(str.isdigit, around.left)))


def _is_verbal(own: str, verb: str) -> bool:
    """Tell whether a verb's object is counted: 培育5家以上, 每村3名以上."""
    return bool(verb or ends_with_verb(own + verb) or not without_head(own) or _SCOPE.search(own))


# 目标, 要求 behind 的 leave the number a goal; another noun is only described by it.
_AIM = re.compile(
    r"的(?:[^，、]{0,4})?(?:目标|任务|要求|指标|水平|规模|标准|速度|政策|增长|增速|总量|幅度|达标)"
)
_GIVEN = re.compile(
    r"的?[^，、的]{0,8}(?:贷款|补助|补贴|奖励|奖补|资金|支持|贴息|担保|额度|授信|保险)"
)
# A share that is a goal though 的 follows: 裁员率的比例, 40%的村达到示范标准.
_SHARE = re.compile(r"的(?:(?:[^，、]{0,4})比例|[^，、的]{1,12}(?:达到|实现|建成|完成|符合))")
_COUNTED_BEHIND = re.compile(r"的[^，、的\d]{1,16}\d")  # 100人以上的招聘会5场
_BIG = re.compile(
    r"(?:规上|中小微?|小微|大型?|重[大点]|工业|产业|制造业|投资|服务业|农业|招商|集体|经济|科技|优质|龙头|亿元|自然|行政|老旧|及|特色|"
    r"独居|高龄|困难|燃煤|生产|用能|纳税|产值|水产|养殖|规模|常住){0,3}"
    r"(?:企业|单位|人员|家庭|农户|机构|地区|村|项目|老人|老年人|儿童|人口|人群|城市|乡镇|医院|学校|经营户|大户|锅炉|养殖场|餐饮|平台|"
    r"学历|职称|职务|文化程度|产品|工程|车辆|船舶|投资|群体|青年|劳动力|居民|水库|河流|图斑|以上)"
)
_ONE_MADE = re.compile(
    "(?:增加|给予|安排|开展|组织|提供|办理|购买|投保|设立|组建|建设|新建|建成|打造)"
    "(?:[^，、的对]{0,8}(?:额度?|限额|规模|面积|容量))?$"
)
_ONE_THING = re.compile("的[^的，、]{1,20}$")
_SIGN = re.compile("[、，和及与]|以及")
# 总投资12亿元、占地300亩的产业园: both only describe.
_EXTENT = re.compile(
    r"(?:总投资|占地|规模|注册资[本金]|[仓库]容|容量|能力|面积|人员|产值|收入|存栏|出栏)$"
)
_COUNTED_NEXT = re.compile(r"的?[^，、。的及和\d]{2,12}\d{1,6}[座处个家所栋条]")  # 仓容2万吨粮库1座
_AND_MORE = re.compile(
    r"(?:以上|以下|以内)?[、且][^，、\d]{0,8}[\d.]+[^的，\d]{0,6}的(?!目标|任务|要求)"
)
# 在3个城区、5条道路建设中加大应用: where, not how many.
_WITHIN = re.compile("(?:^|[、，])在[^，]*$")
_PLACE = re.compile(r"[^，]{1,60}中(?![小心学央医药部试开推])[^，]{2,}")
# 在6个乡镇新增取水点24处: places where something else is counted; not 2个村级…, 村卫生室面积….
_WHERE = re.compile(
    PLACES
    + r"(?![^，、\d]{0,20}(?:面积|规模|投资|资金|收入|人数|率|共|其中))[^，、。；和及以\d]{2,40}\d"
)
# 选取100平方米以上的场所: which ones to choose.
_CHOSEN = re.compile("(?:选取|选择|选定|筛选|挑选|遴选|优先[^，、]{0,4})$")
# 8个重点项目投资完成率110%: whose rate it is.
_RATE_OF = re.compile(r"[^，、\d]{2,24}(?:率|比例|占比)[^，、\d]{0,6}\d")
_SCOPE = re.compile("每[^，、]{1,6}$")
_UPON = re.compile("[对为在给向]")
_SIZED = frozenset(["元", "%", "户", "人", "亩", "吨", "平方米", "岁", "公顷", "头", "公里"])
