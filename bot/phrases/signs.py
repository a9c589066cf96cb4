"""Tells whether a number is no reading, a doubtful one, or how much of a goal is reached. Pure."""

import re
from collections.abc import Iterable
from decimal import Decimal

from bot.phrases.clauses import Number
from bot.phrases.fillers import plain
from bot.phrases.kinds import DONE, foreign, grows

_SUBSET = re.compile(r"国家级|省级|市级|县级|镇级|示范|重点|优秀")
#: What is done to the things counted and is not what is asked for, or not yet.
_OTHER = re.compile(
    r"注销|退出|撤销|走访|检查|督查|扶持|指导|服务|调研|报名|申报|申请|签约|开工|在建|筹建|班|应训|应到"
)
_PEOPLE = frozenset({"人", "名", "位", "人次"})
_NOT_YET = re.compile(r"正在|在建|筹|拟")
#: A clause with these tells what is to come, and so do the numbers behind it: 下周开班，80人.
_COMING = re.compile(
    r"下下?(?:个|一)?(?:周|星期|月|季度|阶段|步)|明[天年]|后天|即将|将[于在]|^(?:准备|预计|拟|计划)"
)
_VAGUE = re.compile(r"(?:近|(?<!不)超过?|多达|不到)$|大概|估计|可能|应该|或许|差不多")
_VAGUE_BEHIND = re.compile(r"^(?:(?:左右|上下)?吧|[?？]|不到|上下|出头|[多余几来])")
_ROUGHLY = re.compile(r"约|左右|上下")
_MEASURED = re.compile(r"(?!以[上下]|左右|[多余几来和与及])[一-鿿]")
_PER_PIECE = re.compile(r"每[^0-9，]{0,3}$")
_OF = re.compile(r"^\s*[/／]\s*([0-9]+)")
#: A number with these is no reading: what is left, planned, a part, a telephone, a paper.
_NO_READING = re.compile(
    r"差(?!不多|异|价|旅)|剩|缺|不足|还有|尚有|尚|未|没|其中|目标|计划(?!”)|拟|预计|力争|争取|确保|下一?步|^将|"
    r"[〔\[]"
)
#: A number right behind these is to be called.
_CALL = re.compile(r"电话|手机|联系|传真|热线|号码")
_AHEAD = re.compile(
    r"(?:第|由|从)$|[0-9０-９]\s*[-—–~～:：/／]\s*$|[0-9０-９][人个名户家台元亩]\s*[/／]\s*$"
)
_BEHIND = re.compile(r"^(?:\s*[-—–~～:：]\s*[0-9０-９]|号|[〕\]]|点(?!$))")
_LEFT_BEHIND = re.compile(r"未|没|缺|空缺|待")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
#: What stands before a number that is not the whole of it: -5, 负5, a piece of a longer one.
_CUT = re.compile(r"[-－−负0-9０-９.]$")
#: No reading is larger or finer; longer ones would not go into a button.
WRITTEN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,4})?")
#: A percentage behind these is how much of a goal is reached.
_OF_GOAL = re.compile(r"目标|任务|计划|指标")
_SHARE = re.compile(
    r"(?:超额)?完成(?:率|比例|度|比)?|(?:全年|年度|年|总)?(?:目标|任务|计划|指标)(?:任务|进度)?[数量]?|占(?:比|到)?|比例|百分比|率|总"
)


def is_no_reading(number: Number, quantities: Iterable[str]) -> bool:
    """Tell whether a number is surely no reading: a remainder, a plan, a date, a telephone."""
    return bool(
        _stands_against(number, quantities)
        or _CALL.search(number.before)
        or _AHEAD.search(number.ahead)
        or _BEHIND.match(number.behind)
        or _LEFT_BEHIND.search(number.after)
        or (not number.unit and _MOBILE.fullmatch(number.found.digits))
        or not WRITTEN.fullmatch(f"{number.value:f}")
    )


def _stands_against(number: Number, quantities: Iterable[str]) -> bool:
    known = list(quantities)
    against = [
        match.end()
        for match in _NO_READING.finditer(number.ahead)
        if not any(match[0] in quantity for quantity in known)
    ]
    return bool(against and not DONE.search(number.ahead, against[-1]))


def tells_of_coming(clause: str) -> bool:
    """Tell whether a clause without a number tells of what is not done yet."""
    return _COMING.search(clause) is not None


def is_doubtful(number: Number, quantity: str, goals: Iterable[Decimal]) -> bool:
    """Tell whether a number may be vague, a subset or of something about what a field asks for."""
    subset = _SUBSET.search(number.before)
    other = _OTHER.search(number.before)
    in_class = other and other[0] == "班" and number.unit in _PEOPLE
    of = _OF.match(number.behind)
    return bool(
        number.vague
        or (subset and subset[0] not in quantity)
        or (other and other[0] not in quantity and not in_class)
        or _NOT_YET.search(number.after)
        or ("每" not in quantity and _PER_PIECE.search(number.ahead))
        or (of and Decimal(of[1]) not in set(goals))
        or _VAGUE.search(number.ahead)
        or _VAGUE_BEHIND.match(number.after)
        or _CUT.search(number.ahead)
        or "，" in number.typed
        or "分别" in number.ahead
    )


def counts_something_else(number: Number) -> bool:
    """Tell whether a measure unknown to us stands right behind a number: 12笔."""
    return not number.unit and _MEASURED.match(number.after) is not None


def is_share(number: Number, quantities: Iterable[str]) -> bool:
    """Tell whether a number is how much of a goal is reached: 完成62%, 占目标71%, 71%."""
    if number.unit != "%":
        return False
    known = list(quantities)
    against = foreign(_NO_READING, _OF_GOAL.sub("", number.ahead), known)
    against |= _AHEAD.search(number.ahead) is not None or grows(number.ahead, known)
    return not against and not plain(number.after, verbs=True)


def says_goal(number: Number) -> bool:
    """Tell whether a percentage is said to be of a goal."""
    return _OF_GOAL.search(number.before) is not None


def says_share(number: Number) -> bool:
    """Tell whether a percentage is surely how much is reached; 七成 is about so much."""
    said = _OF_GOAL.search(number.before) or "完成" in number.before or "进度" in number.before
    rough = "成" in number.typed or _ROUGHLY.search(number.before + number.after)
    return bool(said) and not rough and not _VAGUE.search(number.ahead)


def without_share(text: str) -> str:
    """Return a text without the words that say how much of a goal is reached."""
    return _SHARE.sub("", text)
