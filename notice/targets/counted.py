"""What each goal of a sentence counts: by its own words, by an enumeration, by its neighbours."""

import re
from dataclasses import replace

from db.vocabulary import TargetDraft
from notice.targets.following import name_going_on
from notice.targets.lists import names_of_list
from notice.targets.nouns import LONGEST, is_name
from notice.targets.quantities import Setting, quantity_of
from notice.targets.runs import Run

UNNAMED = "unnamed-quantity"


def names_of(run: Run, setting: Setting, told: list[TargetDraft]) -> tuple[list[str], str]:
    """Name the amounts of a run, and tell the doubt where the words do not.

    One name stands for all; several are for one amount each, or each for the only amount (各1个).
    ``told`` are the goals before it in its sentence.
    """
    is_many = len(run.amounts) > 1 and "分别" in run.left
    if is_many or setting.left.endswith("各"):
        names = _of_each(setting.left, len(run.amounts) if is_many else None, told)
        if names:
            return names, ""
    if len(run.amounts) == 1 and (names := _of_all(run.left, setting.left)):
        return names, ""
    last = told[-1].quantity if told and not told[-1].doubt else ""
    name = quantity_of(setting)
    if not setting.right.strip(_EDGES):
        name = name_going_on(name, setting, last)
    elif last and _OF_THEM.fullmatch(setting.left):
        name = last + setting.right
    if is_name(name):
        return [name], UNNAMED if is_many else ""
    return [run.source[-LONGEST:]], UNNAMED


def named_by_next(told: list[TargetDraft]) -> list[TargetDraft]:
    """Give what the next goal of a sentence counts to one without a name.

    今年完成10个, 明年完成20个村庄规划: both count 村庄规划.
    """
    named = told[-1:]
    for one in reversed(told[:-1]):
        two = named[-1]
        is_alike = one.doubt == UNNAMED and not two.doubt and one.unit == two.unit
        named.append(replace(one, quantity=two.quantity, doubt="") if is_alike else one)
    return named[::-1]


_EDGES = "、，,：: "
_ALL = re.compile("(?:同比|全部)?(?<![人户亩年日月平])[均都](?=[^，、]{0,8}$)")
_MEASURED = re.compile("[率数量值额度积]$")
_OF_THEM = re.compile("[对将]其中的?")  # 检测管网80公里，对其中的20公里改造


def _of_all(left: str, unbound: str) -> list[str]:
    """Name what is listed before 均: 办结率、满意率均达到100%."""
    match = _ALL.search(left)
    listed = left[: match.start()] if match else ""
    if match is None or not all(map(_MEASURED.search, listed.split("、"))):
        return []
    names = [name + unbound[match.end() :] for name in names_of_list(listed)]
    return names if all(map(is_name, names)) else []


def _of_each(left: str, count: int | None, told: list[TargetDraft]) -> list[str]:
    subject, _, verb = left.removesuffix("各").partition("分别")
    if not subject and count and len(told) >= count:  # 甲3个、乙5个，分别增长…
        return [each.quantity + verb for each in told[-count:]]
    names = [name + verb for name in names_of_list(subject, count)]
    return names if all(map(is_name, names)) else []
