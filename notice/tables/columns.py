"""What each column of a table of tasks holds, by the words of its header row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from notice.labels import label_of


class Kind(StrEnum):
    """What a column holds; the unit columns bear the names of the parts that they give."""

    NUMBER = "number"
    SECTION = "section"
    TASK = "task"
    LEAD = "lead"
    ASSIST = "assist"
    PLAIN = "plain"
    DUE = "due"
    TARGET = "target"
    PERSON = "person"
    REMARK = "remark"
    OTHER = "other"


UNITS = (Kind.LEAD, Kind.ASSIST, Kind.PLAIN)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, from left to right.

    Attributes:
        kinds: what each holds.
        words: each column's words in the header.
        guessed: no column's words say that it holds the tasks; another was taken.
    """

    kinds: tuple[Kind, ...]
    words: tuple[str, ...]
    guessed: bool = False

    @property
    def has_units(self) -> bool:
        """Whether a column names units."""
        return any(kind in UNITS for kind in self.kinds)

    def heads(self, row: Sequence[str]) -> bool:
        """Tell whether a row is this header once more, as at the top of each page."""
        return tuple(map(_plain, row)) == self.words or columns_of(row) is not None


def columns_of(row: Sequence[str]) -> Columns | None:
    """Read a row as a table's header, or return None where it is none.

    A header names a column of tasks or goals and one of numbers, units, dates or persons, and
    most of its cells are such names.
    """
    words = tuple(map(_plain, row))
    if max(map(len, words), default=0) > _LONGEST:
        return None
    kinds = tuple(map(kind_of, words))
    named = {word: kind for word, kind in zip(words, kinds, strict=True) if word}
    known = [kind for kind in named.values() if kind is not Kind.OTHER]
    has_tasks = {Kind.TASK, Kind.TARGET, Kind.SECTION} & set(known)
    if not has_tasks or not _BESIDE & set(known) or len(known) * 2 < len(named):
        return None
    return _settled(kinds, words)


def joined(above: Columns, row: Sequence[str]) -> Columns | None:
    """Join a header's second row to its first, or return None where the row is none.

    责任单位 over 牵头单位 and 配合单位: the lower words, where there are any, say what it is.
    """
    below = tuple(map(_plain, row))
    if len(below) != len(above.words) or max(map(len, below)) > _LONGEST:
        return None
    pairs = list(zip(above.words, below, strict=False))
    lower = [word for upper, word in pairs if word and word != upper]
    if not lower or any(kind_of(word) is Kind.OTHER for word in lower):
        return None
    words = tuple(word or upper for upper, word in pairs)
    return _settled(tuple(map(kind_of, words)), words)


def kind_of(word: str) -> Kind:
    """Return what a column holds by its word in the header; a remark in a bracket is no part."""
    name = _REMARK_WITHIN.sub("", word).upper()
    if len(name) > _LONGEST or label_of(name):  # 一、主要目标 is a heading below
        return Kind.OTHER
    return next((kind for kind, form in _KINDS if form.fullmatch(name)), Kind.OTHER)


_LONGEST = 16
_MEASURE = "单位"
_BESIDE = {Kind.NUMBER, Kind.DUE, Kind.PERSON, *UNITS}
# What kind of task, in a header's word: 重点任务, 2024年具体措施.
_WHICH = (
    "(?:(?:20\\d\\d)?年?度?)(?:重点|主要|具体|目标|总体|关键|核心|专项|改革|整改|实施|推进|落实|建设|"
    "细化|分解|阶段|全年|民生|实事|工作|任务|项目|年度){0,3}"
)
_OFFICE = "(?:单位|部门|主体|科室|处室|股室|机构|站所)"
# The first form that the whole header word has.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(form))
    for kind, form in (
        (Kind.NUMBER, "(?:任务|项目|事项)?(?:序号|编号|序|号|项次|NO\\.?)"),
        (Kind.PERSON, ".{0,6}(?:领导|责任人员?|联系人|负责人|联络员|联系方式|电话|分管.{0,4}长)"),
        (
            Kind.LEAD,
            f"(?:总?牵头|主办|主责|主要责任|第一责任)(?:责任)?{_OFFICE}?(?:[及和与]责任人)?",
        ),
        (Kind.ASSIST, f"(?:配合|协同|协办|协助|协作|支撑|支持|参与|参加|参建)(?:责任)?{_OFFICE}?"),
        (
            Kind.PLAIN,
            (
                "(?:责任|承办|实施|落实|推进|主管|负责|完成|承担|牵头[及和与](?:配合|责任)|主体责任|"
                f"行业主管|项目)?{_OFFICE}(?:[及和与/、]责任人|名称)?|(?:责任|职责)?分工"
            ),
        ),
        (
            Kind.REMARK,
            "(?:当前|目前|最新|实际|截至目前)(?:的)?(?:进度|进展|状态)(?:情况)?|工作进展|完成率",
        ),
        (
            Kind.DUE,
            (
                "(?:计划|预计|拟)?(?:完成|办结|整改|推进|实施|截止|开展|落实|起止)?(?:的)?"
                "(?:时限|时间|期限|日期|节点|进度|年限)(?:节点|安排|要求|进度|表)?"
            ),
        ),
        (Kind.REMARK, "备注|说明|.{0,4}(?:完成|进展|落实|推进|整改)情况|.{0,4}依据|.{0,4}来源"),
        (
            Kind.SECTION,
            (
                "(?:任务|工作|重点|所属)?(?:类别|分类|方面|领域|大类|板块|版块|类型|条线|行业|专项)(?:名称)?|"
                "一级(?:指标|任务|项目)"
            ),
        ),
        (
            Kind.TASK,
            (
                f"{_WHICH}(?:任务|措施|内容|事项|举措|要点|做法|安排|工作|重点|事务|项目|实事)"
                "(?:名称|分解|清单|内容|明细|描述|目标|指标)?(?:[及和与]?(?:目标|指标|措施|要求))?|"
                f"{_WHICH}(?:指标|目标)名称|工作要求|[二三]级(?:指标|任务|项目)"
            ),
        ),
        (
            Kind.TARGET,
            ".{0,8}(?:目标|指标|目标值|指标值|完成标准|成效|成果)(?:要求)?",
        ),
    )
)
_REMARK_WITHIN = re.compile(r"[（(][^）)]{0,12}[）)]")


def _plain(cell: str) -> str:
    return "".join(cell.split())


def _settled(kinds: tuple[Kind, ...], words: tuple[str, ...]) -> Columns:
    """Make sure that a column holds tasks: that of the goals or, failing that, the sections'.

    Beside goals 单位 alone is their measure.
    """
    if Kind.TARGET in kinds:
        pairs = zip(kinds, words, strict=True)
        kinds = tuple(Kind.OTHER if word == _MEASURE else kind for kind, word in pairs)
    if Kind.TASK in kinds:
        return Columns(kinds, words)
    stand_in = Kind.TARGET if Kind.TARGET in kinds else Kind.SECTION
    at = max((at for at, kind in enumerate(kinds) if kind is stand_in), default=0)
    return Columns((*kinds[:at], Kind.TASK, *kinds[at + 1 :]), words, guessed=True)
