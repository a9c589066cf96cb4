"""A typed text made plain: no blanks, no full-width signs, Chinese numerals as digits. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_DIGITS = {
    **{han: str(value) for value, han in enumerate("零一二三四")},
    **{han: str(value) for value, han in enumerate("五六七八九", start=5)},
    "〇": "0",
    "两": "2",
}
_TEN = "十"
_YEAR = 4
_WEEKDAY = re.compile(r"(?<=[周期拜])[一二三四五六]")
_NUMERAL = re.compile(r"[〇零一二三四五六七八九两十百千]+")
_BLANK = re.compile(r"\s+")
_ENDS = re.compile(r"[,;。、()]|$")


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain text, and where in the typed one each of its signs stood."""

    text: str
    source: str
    origins: tuple[int, ...]

    def words(self, start: int, end: int | None = None) -> str:
        """Return the typed words of a part of the text; to the next stop where no end is given."""
        stop = _ENDS.search(self.text, start + 1)
        last = end if end is not None else stop.start() if stop else len(self.text)
        till = self.origins[last] if last < len(self.origins) else len(self.source)
        return self.source[self.origins[start] : till].strip()


def plain_of(source: str) -> Plain:
    """Return the plain text; a blank stays where digits would run together without it."""
    signs = [
        (sign, place)
        for place, typed in enumerate(source)
        for sign in unicodedata.normalize("NFKC", typed)
    ]
    plain = list(_without_blanks(list(_in_digits(signs))))
    return Plain("".join(sign for sign, _ in plain), source, tuple(place for _, place in plain))


def _in_digits(signs: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    text = "".join(sign for sign, _ in signs)
    at = 0
    while at < len(text):
        place = signs[at][1]
        weekday, numeral = _WEEKDAY.match(text, at), _NUMERAL.match(text, at)
        found = weekday or numeral
        written = text[at] if found is None else _number(found[0])
        yield from ((sign, place) for sign in written)
        at = found.end() if found else at + 1
        if weekday:  # 周一十二时 is 12:00 on Monday
            yield " ", place


def _number(numeral: str) -> str:
    """Return a numeral in digits; as it is where it is no plain number (两三, 一百)."""
    if numeral.count(_TEN) == 1 and not set(numeral) - {*_DIGITS, _TEN}:
        tens, _, ones = numeral.partition(_TEN)
        if len(tens) <= 1 and len(ones) <= 1 and not set(numeral) & set("〇零两"):
            return f"{_DIGITS[tens] if tens else 1}{_DIGITS[ones] if ones else 0}"
    elif len(numeral) in {1, _YEAR} and set(numeral) <= set(_DIGITS):
        return "".join(_DIGITS[han] for han in numeral)
    return numeral


def _without_blanks(signs: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    text = "".join(sign for sign, _ in signs)
    for place, sign in enumerate(signs):
        found = _BLANK.match(text, place)
        if found is None:
            yield sign
        elif (place == 0 or not text[place - 1].isspace()) and _parts_digits(text, found):
            yield " ", sign[1]


def _parts_digits(text: str, blank: re.Match[str]) -> bool:
    before, after = text[: blank.start()][-1:], text[blank.end() :][:1]
    return before.isdigit() and after.isdigit()
