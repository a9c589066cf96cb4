"""By when an item's work must be done, as its prose says.

A date is a deadline by the words around it: 6月底前, 到2025年, 12月底全面完成. Most dates are none:
starts, spans of validity, events, statistics, conditions, titles.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from db.vocabulary import Timing
from notice.dates.period_words import TO
from notice.dates.periods import PAST, Anchor, Grain, Period, periods_of
from notice.dates.recurring import EVERY_BY, FROM_EVENT, FROM_ISSUE, LENGTH_TO_DO, MOVING
from notice.words import starts_with_verb


@dataclass(frozen=True, slots=True)
class Deadline:
    """Words of a text that say by when.

    Attributes:
        start: where they begin, in the text without blanks.
        end: where they end.
        timing: what they ask for.
        day: the last day, for ``BY``.
        doubt: a code where the office must look again, else "".
    """

    start: int
    end: int
    timing: Timing
    day: date | None = None
    doubt: str = ""


SEVERAL, BEFORE_OR_BY = "several-dates", "before-or-by"
FROM_ISSUE_DAY, FROM_EVENT_DAY, MOVING_DAY = "from-issue", "from-event", "moving-day"


def deadline_in(text: str, anchor: Anchor) -> Deadline | None:
    """Find by when the work must be done in prose without blanks; of several days the last.

    A day beats what recurs, and that beats what hangs on an event.
    """
    masked = _QUOTED.sub(hidden, text)
    plain = EVERY_BY.sub(hidden, masked)
    found = [_deadline(plain, period) for period in periods_of(plain, anchor)]
    if dated := [deadline for deadline in found if deadline]:
        return latest(plain, dated)
    for signs, pattern, timing, doubt in _UNDATED:
        for match in pattern.finditer(masked) if any(sign in masked for sign in signs) else ():
            if not _NOT_DUE.search(_left_of(masked, match.start())):
                return Deadline(match.start(), match.end(), timing, doubt=doubt)
    return None


def deadline_of(text: str, period: Period) -> Deadline:
    """Return the deadline that a period makes, the 前 behind it included."""
    before = _BEFORE.match(text, period.end)
    is_vague = before and before[0].endswith("前") and period.grain in {Grain.WHOLE, Grain.YEAR}
    return Deadline(
        start=period.start,
        end=before.end() if before else period.end,
        timing=Timing.BY if period.day else Timing.OPEN,
        day=period.day,
        doubt=period.doubt or (BEFORE_OR_BY if is_vague else ""),
    )


def latest(text: str, deadlines: Sequence[Deadline]) -> Deadline:
    """Return the last day's deadline, in doubt where it does not close the work in plain words."""
    dated = [(each.day, each.end, each) for each in deadlines if each.day]
    if not dated:
        return deadlines[0]
    last = max(dated, key=lambda each: each[:2])[2]
    is_only = all(day == last.day for day, _, _ in dated)
    is_sure = is_only or _CLOSES.match(text, last.end)
    return last if is_sure or last.doubt else replace(last, doubt=SEVERAL)


def hidden(match: re.Match[str]) -> str:
    """Return as many neutral signs as a match has, so that places stay the same."""
    return "＊" * len(match[0])


# What each pattern cannot do without is looked for first: most texts have none of it.
_UNDATED = (
    ("每", EVERY_BY, Timing.EVERY, ""),
    ("发收", FROM_ISSUE, Timing.OPEN, FROM_ISSUE_DAY),
    ("内", LENGTH_TO_DO, Timing.OPEN, FROM_ISSUE_DAY),
    ("除束复达台批工标", FROM_EVENT, Timing.OPEN, FROM_EVENT_DAY),
    ("前", MOVING, Timing.OPEN, MOVING_DAY),
)
# Dates within names are no deadlines; five-year plans and feasts are named in quotes themselves.
_QUOTED = re.compile(
    '“(?!十.五|[五七八十]一)[^”]{1,100}”|《[^》]{1,150}》|「[^」]{1,100}」|‘[^’]{1,100}’|"(?!十.五|[五七八十]一)[^"]{1,60}"'
)
# 6月30日（星期日）17:30前; not 年底前期
_BEFORE = re.compile(
    "(?:[（(][^（）()]{1,8}[）)])?(?:下班|中午|上午|下午|晚上?)?(?:\\d{1,2}(?:时|点|:\\d\\d)"
    "(?:\\d{1,2}分|整)?)?(?:之|以)?(?:前(?![后期往述列沿瞻景端])|内(?![部蒙容设涵]))"
)
# 到 and 至 open a clause; 延长至, 有效期至, 推迟到 name the end of something else.
_UNTIL = re.compile(
    "(?:^|[，,。；;：:、（(]|力争|争取|确保|力求|计划|预计|目标|规划)(?P<to>到|至)$"
    "|(?P<latest>(?:最迟|最晚|不[晚迟]于)(?:不超过)?[于在到]?)$"
)
_DONE = "完成|建成|完工|竣工|投产|投用|投入使用|通车|交付|办结|到位|验收|销号"
_GETS_DONE = re.compile(
    f"[^，,。；;：:、的前内]{{0,4}}?(?:{_DONE}|清零|见效|出台|印发|上线|实现|达到)"
)
_CLOSES = re.compile(
    f"[，,]?[^，,。；;：:、]{{0,6}}?(?:{_DONE})(?![^，,。；;]{{0,8}}(?:方案|计划|立项|前期))"
)
_NEAR, _CLAUSE = 8, 26  # how far to look back
# Before a date: what is allowed, put off, compared, or began then.
_NOT_DUE = re.compile(
    "(?:(?<!尽)可以?|允许|延[期长缓]|顺延|推迟|截[至止]|[较比自从已曾]|早于|同比)[于在到至]{0,2}$"
    "|期限?[到至]$"
)
_CONDITION = re.compile("(?:^|[，,。；;：:、（(])(?:如果?|若|凡|倘)[^，,。；;：:]{0,24}$")
_ABOUT = re.compile("(?:^|[，,。；;：:、（(])对[^，,。；;：:]{0,24}$")
# Behind a date: whom or what it describes (到期的, 能够投产的), or what holds until then.
_DESCRIBES = re.compile(
    "(?!所有|全部|各|相关|现有)[^，,。；;、]{1,3}的|[已未尚仍]|能够|有望|到期|毕业|出生"
    "|[，,][^。；;]{0,20}(?:暂免|免收|免征|缓缴|暂缓|暂不|不收取)"
)
_OPENING = 40
_STAGE = re.compile(
    f"[^。；;（(]{{0,20}}阶段[：:]?(?:[^，,。；;（()）]{{0,12}}[（(](?:即日起?{TO})?)?$"
)
_WITH_OF = re.compile("[^，,。；;]{1,20}的")
_STARTS = re.compile(f"起(?!草)|开始|以来|[以之]?后(?!续)|{TO}(?:今|长期|永久)")


def starts_here(text: str, period: Period) -> bool:
    """Tell whether a period is when something begins (自2024年1月1日起)."""
    return bool(_STARTS.match(text, period.end))


def _deadline(text: str, period: Period) -> Deadline | None:
    """Return the deadline that a period of prose is, or None where it is none."""
    left = _left_of(text, period.start)
    is_over = period.doubt == PAST
    if (is_over and period.is_dated) or starts_here(text, period) or _NOT_DUE.search(left):
        return None
    deadline, until = deadline_of(text, period), _UNTIL.search(left)
    is_marked = deadline.end > period.end or text[period.end - 1] == "内"
    is_meant = until or (not is_over and _says_when(text, period))
    is_due = is_marked or (is_meant and not period.is_span) or _is_stage(text, period)
    if not is_due or _is_aside(text, deadline):
        return None
    if until is None:
        return deadline
    return replace(deadline, start=period.start - len(left) + until.start(until.lastgroup or 0))


def _is_stage(text: str, period: Period) -> bool:
    """Tell whether a paragraph opens with a stage's time: 整改阶段（5—8月）, or 5月至8月，开展…."""
    if period.start:
        return period.start <= _OPENING and bool(_STAGE.match(text[: period.start]))
    is_comma_next = text[period.end : period.end + 1] in {"，", ","}
    return period.is_span and is_comma_next and starts_with_verb(text[period.end + 1 :][:_OPENING])


def _says_when(text: str, period: Period) -> bool:
    """Tell whether something is done then (12月底建成), or all that follows is (三季度，建成…)."""
    if period.grain is Grain.YEAR:
        return False
    opens = not period.start or text[period.start - 1] in "。；;"
    sign = text[period.end : period.end + 1]
    if opens and sign in {"：", ":"} and period.end < len(text) - 1:  # 第一季度：完成选址
        return True
    is_comma_next = sign in {"，", ","}
    is_month = text[period.end - 1] in "月份日"  # 6月，召开会议: when something happens
    return bool(_GETS_DONE.match(text, period.end)) or (opens and is_comma_next and not is_month)


def _is_aside(text: str, deadline: Deadline) -> bool:
    """Tell whether the clause around a date only says which things are meant."""
    before = text[max(0, deadline.start - _CLAUSE) : deadline.start]
    if _CONDITION.search(before) or _DESCRIBES.match(text, deadline.end):
        return True
    return bool(_ABOUT.search(before) and _WITH_OF.match(text, deadline.end))


def _left_of(text: str, at: int) -> str:
    return text[max(0, at - _NEAR) : at]
