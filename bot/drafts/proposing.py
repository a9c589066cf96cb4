"""The cadence of a new plan: as the notice itself says it, else as the office has it. Pure."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from db.vocabulary import PlanDraft, Rule
from scheduler.cadence import periods
from scheduler.ladder import climb
from scheduler.office import Office
from scheduler.rule_mistakes import mistakes_of
from scheduler.saying import NotRead, read_rule

#: Who a sentence about reports is for; what one task's own report is, is none of the plan's.
_FOR_ALL = re.compile(
    r"各(?:有关|相关|责任|牵头|成员|单位|部门|地|乡镇|镇|街道|县|区|项)|督办室|政府办"
)
_REPORTS = re.compile(r"报送|上报|报告|填报|反馈|报至|报县|报市|报区|报督办|报政府|报办公室")
_SENTENCE = re.compile(r"[^。；;\n]+")
_WHEN = re.compile(
    r"(?:每(?:个)?(?:周|月|季度?|半年|年|季末|月末|月底)|(?:周|月|季度|半年|年)(?:末|底))"
    r"[^，。；;：:、\n报反将把]{0,14}"
)
_MOST = 3


def phrases_in(text: str, base: Rule, today: date) -> list[str]:
    """Return what a notice says of when all report, as phrases that are read as cadences."""
    found: list[str] = []
    for sentence in _SENTENCE.findall(text):
        if _FOR_ALL.search(sentence) and _REPORTS.search(sentence):
            for match in _WHEN.finditer(sentence):
                phrase = _readable(match[0].strip(), base, today)
                if phrase and phrase not in found:
                    found.append(phrase)
    return found[:_MOST]


def _readable(words: str, base: Rule, today: date) -> str:
    """Return the longest beginning of some words that is read as a cadence; "" for none."""
    for end in range(len(words), 2, -1):
        if isinstance(rule_said(words[:end], base, today), Rule):
            return words[:end]
    return ""


def rule_said(phrase: str, base: Rule, today: date) -> Rule | NotRead | str:
    """Return the cadence that a phrase says; else why not: what is not read, or its mistake."""
    read = read_rule(phrase, base, today)
    if isinstance(read, NotRead):
        return read
    return next((code for _, code in mistakes_of(read)), read)


def last_day(draft: PlanDraft, today: date) -> date:
    """Return the last day on which reports may be owed where nobody says another."""
    return date(max(draft.year or today.year, today.year), 12, 31)


def first_dues(
    rules: Sequence[Rule], ends_on: date, office: Office, now: datetime, count: int
) -> list[datetime]:
    """Return the first due times of a plan that is stored now.

    Nobody is asked for what would have been reminded of before.
    """
    hours, starts_on = office.hours, now.astimezone(office.hours.zone).date()
    found = []
    for period in periods(list(rules), min(starts_on, ends_on), ends_on, hours.zone, hours.works):
        _, first = next(climb(office.ladder, hours, period.due_at))
        if period.due_at > now and first >= now:
            found.append(period.due_at.astimezone(hours.zone))
        if len(found) == count:
            break
    return found
