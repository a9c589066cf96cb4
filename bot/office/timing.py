"""Reads what the office wrote into a corrected workbook's cells of dates."""

import re
from dataclasses import replace
from datetime import date

from bot.office.table import Row
from db.vocabulary import DueDraft, PlanDraft, Timing
from notice.dates.dates import read_phrase
from notice.dates.periods import Anchor, periods_of
from notice.dates.squeezed import squeezed

# 2024-06-30, 2024/6/30, 2024.6.30, 2024年6月30日; Excel may add a time of day.
_DAY = re.compile(
    r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?"
)

# What may stand around a date in a cell that says nothing else; with 6.30, which is no period.
_AROUND = re.compile(
    r"(?:最迟|截[至止]|[于在到至])?(?:1?\d[./]\d{1,2})?(?:[之以]?前|内|[为截]?止|完成){0,2}"
)


def day_in(text: str) -> date | None:
    """Return the day that a cell writes in full; None where it is none."""
    match = _DAY.fullmatch(
        text.translate(str.maketrans("．／－０１２３４５６７８９", "./-0123456789"))
    )
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def due_in(
    row: Row, changed: set[str], before: DueDraft | None, draft: PlanDraft
) -> DueDraft | None:
    """Return by when a row says that its item must be done.

    A changed phrase is read anew, whatever day the old one meant; a day that the office gives is
    the day, whatever the phrase.

    Raises:
        CorrectionError: the day is neither a date nor a phrase that names one.
    """
    phrase, given = row.cells["sheet.due"], row.cells["sheet.due_on"]
    if "sheet.due" in changed or before is None:
        due = read_phrase(phrase, draft.year, draft.issued_on) if phrase else None
    else:
        due = before
    if "sheet.due_on" not in changed or not (given or (before and before.day)):
        return due
    if not given and "sheet.due" in changed:
        return due
    if not given:
        return replace(due, day=None, timing=_without_a_day(due.timing), doubt="") if due else None
    day = day_in(given) or _day_meant(given, draft)
    if day is None:
        raise row.wrong("sheet.due_on", "sheet.no_day", value=given)
    return replace(due or DueDraft(given, Timing.BY), timing=Timing.BY, day=day, doubt="")


def _day_meant(given: str, draft: PlanDraft) -> date | None:
    """Return the day of a phrase that is a date and nothing else (6月底前; not 明年春天)."""
    text = squeezed(given).text
    periods = periods_of(text, Anchor(draft.year, draft.issued_on))
    ends = (0, *(period.end for period in periods))
    starts = (*(period.start for period in periods), len(text))
    rest = "".join(text[end:start] for end, start in zip(ends, starts, strict=True))
    whole = len(periods) <= 1 and _AROUND.fullmatch(rest)
    return read_phrase(given, draft.year, draft.issued_on).day if whole else None


def _without_a_day(timing: Timing) -> Timing:
    return Timing.OPEN if timing is Timing.BY else timing
