"""Which amounts of a clause are no goals: names, rates, conditions, descriptions, facts."""

import re

from notice.measures import DURATIONS
from notice.targets.amounts import Amount
from notice.targets.around import Around, around_of
from notice.targets.clauses import Clause
from notice.targets.described import is_which_ones
from notice.targets.in_names import is_in_a_name
from notice.targets.lengths import is_asked_time
from notice.targets.rates import is_rate
from notice.words import behind_inner_verb, ends_with_verb, without_head


def is_condition(clause: Clause) -> bool:
    """Tell whether a clause only says who is meant (年收入达到20万元的), or from what it starts."""
    return _CONDITION.search(clause.text) is not None


def is_fact(clause: Clause, *, was_fact: bool) -> bool:
    """Tell whether a clause says how things are (目前已有30家), not how they shall be.

    What follows such a clause in its sentence is a fact too until a word of intention comes.
    """
    if _AS_OF.search(clause.text):
        return True
    if _NOW.search(clause.text):
        return not _INTENDED.search(clause.text)
    return bool(clause.before) and was_fact and not _INTENDED.search(clause.text)


def may_be_goal(text: str, amount: Amount) -> bool:
    """Tell whether an amount can be a goal, by its measure and the words around it."""
    if not amount.unit:
        return False
    around = around_of(text, amount)
    if is_in_a_name(around):
        return False
    if amount.unit in DURATIONS:
        return is_asked_time(around)
    if _PAST.search(around.noun) or is_which_ones(around) or is_rate(around):
        return False
    return amount.in_digits or around.bound.is_worded or _is_counted_in_words(around)


_CONDITION = re.compile(
    r"(?:的|基础上|前提下|情况下|条件下|的话)$|^(?:凡|如果?|若)"
    r"|^(?:对于?|针对)(?!.{0,200}(?:给予|进行|开展|实施|提供|落实|实行|完成|配备|组织|增加|安排))"
    r".{0,300}\d[^\d，的]{0,8}的\D{0,60}$"
)
_NOW = re.compile(
    r"目前|(?<![实对为将在])现有|现已|已有|迄今|近年来|年以来|(?<![较比与在于对同])(?:去年|上年度?(?!末)|前年)"
    r"(?!.{0,8}(?:基础|结转|遗留|未|同期|的|增|水平|提|降))"
)
_AS_OF = re.compile(r"截[至止]到?20\d\d年[^，、前]{0,8}$")  # 截至2020年底，总里程427公里
_INTENDED = re.compile(
    r"今年|明年|到20|底|力争|确保|争取|努力|计划|目标|再|将|新增|要|提高到|增加到|提升到|达到"
)
# 已建成12个; 现有3个.
_PAST = re.compile(r"(?:已经?|业已|(?<![对为将在])现有)[^，、将再未]{0,8}$")
# 村级服务点两个: a Chinese numeral behind a noun; 建设两座桥: of a thing one can count.
_PER = re.compile(r"每[^只仅，]{1,8}$")
_BUILT = re.compile(
    r"(?:建设|新建|建成|改建|扩建|改造|修建|创建|培育|引进|招引|举办|新增|开工|完成|组建)$"
)
_THINGS = frozenset(["所", "座", "处", "家", "条", "公里", "亩", "场", "名", "场次", "期"])


def _is_counted_in_words(around: Around) -> bool:
    """Tell whether a bare Chinese numeral counts something (每年两次, 服务点两个)."""
    left, right, amount, one = around.left, around.right.strip(), around.amount, 1
    if _PER.search(left):
        return True
    noun = without_head(left)
    is_last = not right or right[0] in "、，和及"
    if is_last and amount.unit not in {"项", "批"} and noun and not ends_with_verb(noun):
        return amount.low > one or noun != left or behind_inner_verb(noun) != noun
    units = {"所", "座", "处"} if amount.low == one else _THINGS
    return amount.unit in units and _BUILT.search(left) is not None
