"""The facts of a composed notice: tasks with goals, owners and dates, drawn at random."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import strategies as st

TASKS = (
    "持续推进村庄清洁行动，健全长效管护机制",
    "深化农村集体产权制度改革，盘活闲置资产",
    "加强基层医疗卫生服务能力建设",
    "完善养老服务网络，提升照护水平",
    "推动文化惠民工程提质扩面",
    "强化河湖巡查管护，巩固治理成效",
    "规范涉企行政检查，优化政务服务",
    "抓好安全生产隐患排查整治",
    "引导金融机构加大信贷支持，降低融资成本",
)
UNITS = (
    "县发展改革委",
    "县农业农村局",
    "县卫生健康委",
    "县财政局",
    "县教育局",
    "县委组织部",
    "县民政局",
    "团县委",
    "县妇联",
    "柳河镇人民政府",
    "各乡镇人民政府",
    "各乡镇、街道",
    "县供电公司",
)
#: (words with {}, what is counted, how it is bound, measure)
GOALS = (
    ("新建充电桩{}个以上", "充电桩", ">=", "个"),
    ("培训高素质农民{}人次", "高素质农民", "=", "人次"),
    ("改造农村公路{}公里", "农村公路", "=", "公里"),
    ("农村自来水普及率达到{}%", "农村自来水普及率", "=", "%"),
    ("城镇登记失业率控制在{}%以内", "城镇登记失业率", "<=", "%"),
    ("新增绿化面积不少于{}亩", "绿化面积", ">=", "亩"),
    ("家庭农场稳定在{}家左右", "家庭农场", "~", "家"),
)
#: (the phrase, the day it names)
DATES = (
    ("6月30日前", date(2026, 6, 30)),
    ("2026年9月底前", date(2026, 9, 30)),
    ("三季度末前", date(2026, 9, 30)),
    ("年底前", date(2026, 12, 31)),
    ("长期坚持", None),
)


@dataclass(frozen=True, slots=True)
class Owners:
    """Who owes an item, as a person reads it."""

    lead: tuple[str, ...]
    assist: tuple[str, ...] = ()
    open_ended: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One item's facts: its words, its goals as (words, target), who and by when."""

    words: str
    goals: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    owners: Owners | None = None
    due: tuple[str, date | None] | None = None

    @property
    def body(self) -> str:
        """The item's text without its number and its unit list."""
        return "，".join([self.words, *(words for words, _ in self.goals)]) + "。"


def sections() -> st.SearchStrategy[list[Task]]:
    """Draw a section's tasks: all with units or, rarely, none with."""
    return st.integers(0, 5).flatmap(
        lambda kind: st.lists(tasks(with_units=kind > 0), min_size=2, max_size=4)
    )


def tasks(*, with_units: bool, with_dates: bool = False) -> st.SearchStrategy[Task]:
    dates = st.sampled_from([*DATES] if with_dates else [None, *DATES])
    return st.builds(
        Task,
        st.sampled_from(TASKS),
        st.lists(_goals(), max_size=2, unique_by=lambda goal: goal[1]["quantity"]).map(tuple),
        _owners() if with_units else st.none(),
        dates if with_units else st.none(),
    )


def _goals() -> st.SearchStrategy[tuple[str, Mapping[str, Any]]]:
    return st.builds(_goal, st.sampled_from(GOALS), st.integers(1, 99))


def _goal(pattern: tuple[str, str, str, str], value: int) -> tuple[str, Mapping[str, Any]]:
    words, quantity, op, unit = pattern
    return words.format(value), {"quantity": quantity, "op": op, "value": value, "unit": unit}


def _owners() -> st.SearchStrategy[Owners]:
    names = st.lists(st.sampled_from(UNITS), min_size=1, max_size=5, unique=True)
    return st.builds(_part, names, st.integers(1, 2), st.booleans())


def _part(names: list[str], leads: int, open_ended: bool) -> Owners:  # noqa: FBT001
    return Owners(tuple(names[:leads]), tuple(names[leads:]), open_ended)
