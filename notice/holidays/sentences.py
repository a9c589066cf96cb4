"""What a notice of holidays says of which days, sentence by sentence; knows no calendar."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from notice.holidays.grammar import LISTED, ON_DUTY, SAID, TOKEN, festival_of

Words = re.Match[str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the text.

    Attributes:
        text: the whole text.
        festival: the festival it belongs to, as printed, or "".
        paragraph: which numbered or labelled paragraph it stands in; 0 before the first.
        start: where it begins.
        end: where it ends.
        words: the words in it that matter.
    """

    text: str
    festival: str
    paragraph: int
    start: int
    end: int
    words: tuple[Words, ...]

    def said(self) -> Iterator[tuple[str, tuple[Words, ...]]]:
        """Yield what it says in turn: a kind, and the words of the days or of the count.

        The kinds are those of ``TOKEN``; ``unread`` are days of which nothing is said that is
        understood, ``weekend`` joins the weekend to the days off before it. What is advised only
        (鼓励) is not said.
        """
        waiting: list[Words] = []
        for word in self.words:
            kind = word.lastgroup
            if kind == "advice":
                break
            if kind in {"days", "since"}:
                if waiting and not self._between(LISTED, waiting[-1], word):
                    yield from self._unread(waiting)
                    waiting = []
                if kind == "days":
                    waiting.append(word)
            elif kind in {"count", "weekend"}:
                yield kind, (word,)
            elif kind == "broken":
                yield from self._unread([word])
            elif kind and waiting and self._between(SAID, waiting[-1], word):
                yield kind, tuple(waiting)
                waiting = []
        yield from self._unread(waiting)

    def _unread(self, days: list[Words]) -> Iterator[tuple[str, tuple[Words, ...]]]:
        """Yield days of which nothing is said, unless a mere date (2025年11月4日) says nothing."""
        is_meant = ON_DUTY.search(self.text, self.start, self.end)
        missed = tuple(day for day in days if is_meant or "年" not in day[0])
        if missed and self.paragraph:
            yield "unread", missed

    def _between(self, pattern: re.Pattern[str], first: Words, second: Words) -> bool:
        return pattern.fullmatch(self.text, first.end(), second.start()) is not None


def sentences_of(text: str) -> Iterator[Sentence]:
    """Cut a text without blanks into its sentences; a label begins one too."""
    festival = default = festival_of(text)
    paragraph = start = 0
    words: list[Words] = []
    for word in TOKEN.finditer(text):
        if word.lastgroup not in {"end", "label"}:
            words.append(word)
            continue
        yield Sentence(text, festival, paragraph, start, word.start(), tuple(words))
        start, words = word.start(), []
        if word.lastgroup == "label":
            festival = word["name"] or word["other"] or default
            paragraph += 1
    yield Sentence(text, festival, paragraph, start, len(text), tuple(words))
