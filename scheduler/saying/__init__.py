"""Reads how an office says when reports are due: 每月25日前，遇节假日提前. Pure.

What is not wholly understood is not read: there are no guesses.
"""

from dataclasses import dataclass
from datetime import date

from db.vocabulary import Rule
from scheduler.rule_mistakes import mistakes_of
from scheduler.saying.parts import FILLER, OTHERS
from scheduler.saying.plain import plain_of
from scheduler.saying.when import WHEN, WHENS

#: Mistakes of a rule that is said clearly and yet not to be taken; who asks shows them.
_NOT_MISREAD = {"day_absent", "opens_range"}
_WHOSE = "whose"
_PARTS = (*OTHERS, *WHENS)


@dataclass(frozen=True, slots=True)
class NotRead:
    """Words that are not understood.

    Attributes:
        code: ``unknown`` words; ``no_cadence`` said at all; ``no_day`` within the period;
            ``no_such_day`` or ``no_such_time``; ``which_month`` of the period, ``which_half`` of
            the day; ``which_period`` is reported; ``several`` cadences, which are typed one by
            one; one thing said ``twice``.
        words: those in question, as typed.
    """

    code: str
    words: str


def read_rule(text: str, base: Rule, today: date) -> Rule | NotRead:
    """Read a cadence; time, shift and opening are the base's where they are not said.

    Args:
        text: what somebody typed, e.g. ``每周二12:00，遇节假日顺延``.
        base: the rule in force; its cut-off is also what 下班前 means.
        today: from which a day without a year is the next one.
    """
    plain, rule, at = plain_of(text), base, 0
    said: set[str] = set()
    while at < len(plain.text):
        if filler := FILLER.match(plain.text, at):
            at = filler.end()
            continue
        part, found = next(
            ((each, found) for each in _PARTS if (found := each.pattern.match(plain.text, at))),
            (None, None),
        )
        if part is None or found is None or (part.about == _WHOSE and WHEN not in said):
            return NotRead("unknown", plain.words(at))
        words = plain.words(at, found.end())
        read = part.read(found, rule, base.cutoff, today)
        if isinstance(read, str):
            return NotRead(read, words)
        if part.about in said and read != rule:
            return NotRead("several" if part.about == WHEN else "twice", words)
        rule, at = read, found.end()
        said.add(part.about)
    if WHEN not in said:
        return NotRead("no_cadence", text.strip())
    if {code for _, code in mistakes_of(rule)} - _NOT_MISREAD:
        return NotRead("no_such_day", text.strip())
    return rule
