"""Cuts a text into clauses and their numbers, and tells what the words around a number say of it.

Pure; knows nothing of fields but their names.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from notice.numerals import Found, find_numbers

#: Where a clause ends; a comma within 1,200 does not end one, nor does one in brackets.
_CLAUSE = re.compile(
    r"[；;。！!？?\n、]|[，,](?!(?<=[0-9][，,])(?<![0-9]{4}[，,])[0-9]{3}(?![0-9]))"
)
_BRACKETS = re.compile(r"[（(]([^（）()]*)[）)]")
#: What numbers clauses: 1、 （2） 3) 一是 其二.
_ORDINAL = re.compile(
    r"(?:^|(?<=[，,；;。\n]))[^\S\n]*(?:[（(][0-9０-９]{1,2}[）)]|[0-9０-９]{1,2}(?:[）)]|[、．.](?![0-9０-９\s])))"
)
_FIRSTLY = re.compile(r"^(?:[一二三四五六七八九]是|其[一二三四五六七八九])")
#: A clause with more numbers than this is a table or a joke.
_MOST = 30
#: Words around a number that name nothing: 累计, 已完成, 目前共有 …
_FILLER = re.compile(
    r"累计|目前|现在|现有|截至|截止|已经|已|共计|共有|一共|共|总计|合计|完成|达到|达|发展到|发展|"
    r"增加到|增长到|增至|稳定在|提高到|上升到|约|大约|左右|实际|总数|总量|全部|全县|全年|今年|年初以来|上半年|"
    r"有|为|是|了|到|在|和|与|及|以及|份|[：:，,、/\s。.（）()-]"
)
#: What is done to people and things that are counted; a verb names no field by itself.
_VERBS = re.compile(
    r"培训|培育|培养|轮训|参训|组织|开展|举办|招募|招录|招聘|引进|选派|建成|建设|新建|创建|建立|"
    r"打造|成立|发放|实施|落实|认定|配备|入驻|覆盖|办理|到位|到岗|上岗|结业|参加|实现|推进|占比|的"
)
#: A number behind these is a total, whatever was said of changes before.
_TOTAL = re.compile(r"累计|达到?|到|增至|共|总[数量计]|合计|稳定在|现有|实有")
#: A number behind these is a change or a part, perhaps not what is asked for.
_CHANGE = re.compile(
    r"新增|净增|增加|增长|增幅|减少|下降|[较比](?:上|去|年初|前)|同比|环比|"
    r"新(?:发展|培育|认定|登记|注册)"
)
_PERIOD = re.compile(
    r"[0-9０-９一二三四五六七八九十]月(?!底|末|[0-9０-９])|[本当上]月(?!底)|[本上]周|本季|[一二三四]季度|"
    r"第.{1,2}[期批轮]"
)
_SINCE = re.compile(r"截[至止]|上半年|今年|全年|年初|1\s*[-—~～至到]\s*\d{1,2}月")
_SUBSET = re.compile(r"国家级|省级|市级|县级|镇级|示范|重点|优秀")
#: What is done to the things counted and is not what is asked for, or not yet.
_OTHER = re.compile(
    r"注销|退出|撤销|走访|检查|督查|扶持|指导|服务|调研|报名|申报|申请|在建|筹建|班|应训|应到"
)
_NOT_YET = re.compile(r"正在|在建|筹|拟")
_VAGUE = re.compile(r"(?:近|(?<!不)超过?|多达|不到)$")
_MEASURED = re.compile(r"(?!以[上下]|左右|[多余几来和与及])[一-鿿]")
_VAGUELY = re.compile(r"^[多余几来]")
_PER_PIECE = re.compile(r"每[^0-9，]{0,3}$")
_OF = re.compile(r"^\s*[/／]\s*([0-9]+)")
#: A number with these is no reading: what is left, planned, a part, a telephone, a paper.
_NO_READING = re.compile(
    r"还差|尚差|相差|剩|缺|不足|还有|尚有|尚|未|没|其中|目标|计划(?!”)|拟|预计|力争|争取|确保|下一?步|^将|"
    r"电话|手机|联系|传真|热线|号码|[〔\[]"
)
_NOW = re.compile(r"已|完成|实际|目前|累计")
_AHEAD = re.compile(r"(?:第|由|从)$|[0-9０-９]\s*[-—–~～:：/／]\s*$")
_BEHIND = re.compile(r"^(?:\s*[-—–~～:：]\s*[0-9０-９]|号|[〕\]]|点(?!$))")
_LEFT_BEHIND = re.compile(r"未|没|缺|空缺|待")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
#: No reading is larger or finer; longer ones would not go into a button.
#: What stands before a number that is not the whole of it: -5, 负5, a piece of a longer one.
_CUT = re.compile(r"[-－−负0-9０-９.]$")
WRITTEN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a clause: all around it, and what stands between it and its neighbours."""

    found: Found
    typed: str
    ahead: str
    before: str
    after: str
    behind: str

    @property
    def is_bare(self) -> bool:
        """Whether nothing around it names anything."""
        return not plain(self.before) and not plain(self.after)

    @property
    def value(self) -> Decimal:
        """The value without needless zeros."""
        value = self.found.value
        whole = value.to_integral_value()
        return whole if value == whole else value.normalize()


def clauses(text: str) -> Iterator[str]:
    """Yield a text's clauses, numbering off; brackets with a number in them are a clause."""
    text = _ORDINAL.sub("", text)
    for piece in _CLAUSE.split(_BRACKETS.sub(_bracketed, text)):
        if clause := piece.strip().strip("，, \t").strip():
            yield clause


def _bracketed(match: re.Match[str]) -> str:
    return f"；{match[1]}；" if find_numbers(match[1]) else match[0]


def numbers(clause: str) -> Iterator[Number]:
    """Yield a clause's numbers with their surroundings."""
    start = _FIRSTLY.match(clause)
    found = find_numbers(clause.replace("，", ","))
    if len(found) > _MOST:
        return
    found = [one for one in found if not start or one.start >= start.end()]
    begin = start.end() if start else 0
    ends = [*(one.start for one in found[1:]), len(clause)] if found else []
    for one, end in zip(found, ends, strict=True):
        yield Number(
            one,
            clause[one.start : one.end],
            clause[: one.start],
            clause[begin : one.start],
            clause[one.end : end],
            clause[one.end :],
        )
        begin = one.end


def is_no_reading(number: Number, quantities: Iterable[str]) -> bool:
    """Tell whether a number is surely no reading: a remainder, a plan, a date, a telephone."""
    known = list(quantities)
    against = [
        match.end()
        for match in _NO_READING.finditer(number.ahead)
        if not any(match[0] in quantity for quantity in known)
    ]
    return bool(
        (against and not _NOW.search(number.ahead, against[-1]))
        or _AHEAD.search(number.ahead)
        or _BEHIND.match(number.behind)
        or _LEFT_BEHIND.search(number.after)
        or (not number.found.unit and _MOBILE.fullmatch(number.found.digits))
        or not WRITTEN.fullmatch(f"{number.value:f}")
    )


def is_doubtful(number: Number, quantity: str, goals: Iterable[Decimal]) -> bool:
    """Tell whether a number may be only a change, a part or about what a field asks for."""
    ahead = number.ahead
    changed, total = _end_of(_CHANGE, ahead), _end_of(_TOTAL, ahead)
    part = _PERIOD.search(ahead) and not _SINCE.search(ahead) and total < 0
    subset = _SUBSET.search(number.before)
    other = _OTHER.search(number.before)
    of = _OF.match(number.behind)
    return bool(
        changed > total
        or part
        or (subset and subset[0] not in quantity)
        or (other and other[0] not in quantity)
        or _NOT_YET.search(number.after)
        or ("每" not in quantity and _PER_PIECE.search(ahead))
        or (of and Decimal(of[1]) not in set(goals))
        or _VAGUE.search(ahead)
        or _VAGUELY.match(number.after)
        or _CUT.search(ahead)
        or "，" in number.typed
        or "分别" in ahead
    )


def is_change(number: Number) -> bool:
    """Tell whether a number says by how much something changed."""
    return _CHANGE.search(number.before) is not None


def counts_something_else(number: Number) -> bool:
    """Tell whether a measure unknown to us stands right behind a number: 12笔."""
    return not number.found.unit and _MEASURED.match(number.after) is not None


def plain(text: str, *, verbs: bool = False) -> str:
    """Return what is left of words that name nothing."""
    return _FILLER.sub("", _VERBS.sub("", text) if verbs else text)


def _end_of(pattern: re.Pattern[str], text: str) -> int:
    """Return where a pattern is found last; -1 where it is not."""
    return max((match.end() for match in pattern.finditer(text)), default=-1)
