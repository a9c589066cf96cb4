"""A year's holidays as the State Council's notice arranges them.

Only what is said of a day counts: off where 放假 or 补休 follows it, a workday where 上班 does.
What does not add up is a doubt; nothing is put right.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import accumulate, groupby

from db.vocabulary import Doubt
from notice.dates.squeezed import squeezed
from notice.holidays.grammar import missing_from, years_of
from notice.holidays.sentences import Sentence, Words, sentences_of
from notice.holidays.spans import is_weekend, span_of, weekend_beside
from notice.lines import lines_of, without_blanks


class Misfit(StrEnum):
    """What does not add up in a notice of holidays; the code of a doubt."""

    YEAR = "holiday-year"  # the text is about several years
    UNREAD = "holiday-unread"  # a day that is none, or of which nothing is said that is understood
    FAR = "holiday-far"  # a day far from its festival or from the year; it is left out
    WEEKDAY = "holiday-weekday"  # the weekday beside a day is not its own
    COUNT = "holiday-count"  # 共8天 is not how many they are
    BOTH = "holiday-both"  # a day both off and a workday; what was said first stands
    NO_WEEKEND = "holiday-no-weekend"  # a make-up day that is a workday anyway
    MISSING = "holiday-missing"  # festivals that have no day off when they fall


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """What a notice says of a year's days.

    Attributes:
        year: the year it arranges.
        days: every day that it names, in order: False off, True a make-up workday. A few may lie
            in the years beside; a weekend that a holiday is joined to (与周末连休) is named too.
        names: the festival that each belongs to, as printed, where one is named.
        doubts: what does not add up, in the order of the text; what is missing comes last.
    """

    year: int
    days: Mapping[date, bool]
    names: Mapping[date, str]
    doubts: tuple[Doubt, ...]


def read_holidays(text: str) -> HolidayYear | None:
    """Read a notice of a year's holidays, however its lines are broken; None where it is none.

    One that changes a year's holidays is read likewise; the festivals that it leaves alone are
    missing, and so in doubt.
    """
    lines = [without_blanks(line.text) for line in lines_of(text)]
    written = "".join(lines)
    plain = squeezed(written).text
    years = years_of(plain)
    if not years:
        return None
    reading = _Reading(years[0], written, [0, *accumulate(map(len, lines))])
    if len(years) > 1:
        reading.doubt(Misfit.YEAR, "、".join(map(str, years)))
    for _, sentences in groupby(sentences_of(plain), key=lambda sentence: sentence.paragraph):
        reading.read(sentences)
    return reading.result()


@dataclass(slots=True)
class _Reading:
    """The reading of one text.

    Attributes:
        year: the notice's.
        written: the text without blanks.
        starts: where in it its lines begin.
        near: the first day off of the festival that is read.
        off: the days off of the sentence that is read.
        last: the last day that this sentence names so far.
    """

    year: int
    written: str
    starts: Sequence[int]
    days: dict[date, bool] = field(default_factory=dict)
    names: dict[date, str] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    near: date | None = None
    off: set[date] = field(default_factory=set)
    last: date | None = None

    def read(self, paragraph: Iterable[Sentence]) -> None:
        """Read the sentences of one festival."""
        self.near = None
        for sentence in paragraph:
            self.off, self.last = set(), None
            for kind, words in sentence.said():
                self._hear(kind, words, sentence.festival)

    def doubt(self, code: Misfit, about: str, at: int = 0) -> None:
        """Note a doubt about words, which begin at a place of the text."""
        self.doubts.append(Doubt(code, bisect_right(self.starts, at), about))

    def result(self) -> HolidayYear | None:
        """Return what is read, or None where no days are named and none were meant to be."""
        meant = {Misfit.UNREAD, Misfit.FAR}
        if not self.days and meant.isdisjoint(doubt.code for doubt in self.doubts):
            return None
        off = {day: name for day, name in self.names.items() if not self.days[day]}
        if missing := missing_from(off, self.year):
            self.doubt(Misfit.MISSING, "、".join(missing))
        days = dict(sorted(self.days.items()))
        names = {day: self.names[day] for day in days if day in self.names}
        return HolidayYear(self.year, days, names, tuple(self.doubts))

    def _hear(self, kind: str, words: Sequence[Words], festival: str) -> None:
        first = words[0]
        if kind == "unread":
            for word in words:
                self._doubt(Misfit.UNREAD, word)
        elif kind == "count":
            if self.off and int(first[0].rstrip("天")) != len(self.off):
                self._doubt(Misfit.COUNT, first)
        elif kind == "weekend":
            beside = weekend_beside(self.off)
            if self.off and not any(map(is_weekend, self.off | beside)):
                self._doubt(Misfit.UNREAD, first)
            self._name(first, sorted(beside), festival, works=False)
        else:
            for word in words:
                self._name(word, self._days_of(word), festival, works=kind == "work")

    def _days_of(self, word: Words) -> list[date]:
        span = span_of(word[0], self.year, self.near, self.last)
        if span is None:
            self._doubt(Misfit.UNREAD, word)
            return []
        if not span.is_close_to(self.year, self.near):
            self._doubt(Misfit.FAR, word)
            return []
        if not span.fits:
            self._doubt(Misfit.WEEKDAY, word)
        self.last = span.last
        return span.days

    def _name(self, word: Words, days: Sequence[date], festival: str, *, works: bool) -> None:
        if works and not all(map(is_weekend, days)):
            self._doubt(Misfit.NO_WEEKEND, word)
        if any(self.days.get(day, works) is not works for day in days):
            self._doubt(Misfit.BOTH, word)
        self.days = dict.fromkeys(days, works) | self.days
        if festival:
            self.names = dict.fromkeys(days, festival) | self.names
        if not works and days:
            self.off.update(days)
            self.near = self.near or (days[0] if festival else None)

    def _doubt(self, code: Misfit, word: Words) -> None:
        self.doubt(code, self.written[word.start() : word.end()], word.start())
