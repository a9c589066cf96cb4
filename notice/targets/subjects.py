"""The noun before a number: 培育高素质农民450人 counts 高素质农民."""

import re

from notice.measures import DURATIONS
from notice.numerals import find_numbers
from notice.targets.clauses import without_remarks
from notice.targets.nouns import EDGES, trimmed, undescribed
from notice.words import behind_inner_verb, is_action, last_verb_of, without_head


def subject_of(left: str) -> str:
    """Return the noun before a number: 培育高素质农民 names 高素质农民."""
    noun = undescribed(without_head(_STARTING.sub("", without_remarks(left))))
    if done := _MEASURED_DONE.search(noun):
        noun = noun[: done.start()]
    verb = last_verb_of(noun)
    is_scope = verb and noun.startswith("每") and not is_action(verb["verb"])
    if is_scope or (verb and (not noun[: verb.start()] or _GIVES.fullmatch(verb["verb"]))):
        return ""
    noun = _TAIL.sub("", noun)
    if not noun.startswith("每"):
        noun = behind_inner_verb(noun)
    return trimmed(_SIZE.sub("", _ONE.sub("", without_head(noun))))


def subject_before(left: str, before: str) -> str:
    """Name what a bare verb counts (每村培育1-2名) by the object of the clause before."""
    match = last_verb_of(left)
    if left and match is None and not left.startswith("每"):
        return ""
    verb = match["verb"] if match else ""
    scope = left[: match.start()] if match else left
    named = _counted_in(without_remarks(before))
    named = named.split(verb)[0] if verb else named
    named = "" if named.startswith("每") else named  # 每户补助2000元，共改造200户
    return scope + verb + named if named and scope.startswith("每") else named


def deed_of(left: str) -> str:
    """Name what is done where nothing says to what: 惠及1200户."""
    verb = last_verb_of(left)
    return verb["verb"] if verb and is_action(verb["verb"]) else ""


def grown_of(left: str) -> str:
    """Name what grows where nothing stands behind the number: 通车里程新增45公里."""
    verb = last_verb_of(left)
    grown = verb and verb["verb"] in _MORE and _AMOUNT.search(left[: verb.start()])
    return left[: verb.end("verb")] if verb and grown else ""


_MORE = frozenset(["新增", "净增", "增加", "减少", "净减少"])
_AMOUNT = re.compile(
    "(?:里程|装机|容量|能力|面积|规模|[人户家]数|贷款|余额|收入|总量|存量|主体|床位|学位|用户|产值|投资|岗位|就业|造林|绿地)$"
)
# 一般公共预算收入完成12亿元 counts 一般公共预算收入.
_MEASURED_DONE = re.compile(
    "(?<=[额值量])(?:完成|实现)$|(?<=收入|支出|投资|税收|资金|面积|里程|贷款|余额|出口)(?:完成|实现)$"
)
_SIGNS = EDGES + "“”"
_TAIL = re.compile(
    r"(?:均|都|各|分别|总体|累计|合计|总计|力争|争取|确保|实际|已|将|再|还|应|须|可|原则上|平均(?!$)|逐步|稳步|"
    r"拥有|具有|配有|设有|不断|全部|整体|拟|大约|约|(?<!公)共|有|由|从|原来?的?|较20\d\d年|[、，：:\s到至在为是按的以]|等)+$"
)
_GIVES = re.compile(
    r".{0,3}(?:提供|给予|发放|安排|申请|新建|建成|引进|打造|创建|招募|推出|举办|组织|设立|完成|新增)"
)
_STARTING = re.compile(r"(?:由|从)[^，、]{0,16}\d[^，、]{0,8}$")  # 由34%提高到40%
_SIZE = re.compile(r"(?:的?(?:数量|总数|总量|个数))?(?:[（(][^（()）]{1,4}[)）])?$")
_ONE = re.compile("^[一1](?:份|笔|套)")
_BEHIND = re.compile(r"^(?:以上|以下|以内|左右)?的?")


def _counted_in(clause: str) -> str:
    """Return what a clause counts, behind its last number or before its first, or its object."""
    amounts = [each for each in find_numbers(clause) if each.unit not in DURATIONS | {""}]
    if amounts and len(tail := _BEHIND.sub("", clause[amounts[-1].end :]).strip(_SIGNS)) > 1:
        return tail
    noun = clause[: amounts[0].start] if amounts else clause
    return trimmed(_SIZE.sub("", _TAIL.sub("", without_head(noun))))
