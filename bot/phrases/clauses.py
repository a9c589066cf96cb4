"""Cuts a text into clauses and their numbers, each with the words around it. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from notice.measures import MEASURE
from notice.numerals import Found, find_numbers

#: What closes a bracket that is made a clause; the sentence goes on behind it.
_ASIDE = "\x1e"
#: Where a clause ends; a comma within 1,200 does not end one, nor does one in brackets.
_CLAUSE = re.compile(
    rf"([；;。！!？?\n、{_ASIDE}]|[，,](?!(?<=[0-9][，,])(?<![0-9]{{4}}[，,])[0-9]{{3}}(?![0-9])))"
)
_SENTENCE = frozenset("；;。！!？?\n")
_BRACKETS = re.compile(r"[（(]([^（）()]*)[）)]")
#: What numbers clauses: 1、 （2） 3) 一是 其二.
_ORDINAL = re.compile(
    r"(?:^|(?<=[，,；;。\n]))[^\S\n]*(?:[（(][0-9０-９一二三四五六七八九十]{1,2}[）)]|[0-9０-９]{1,2}(?:[）)]|[、．.](?![0-9０-９\s]))"
    r"|[一二三四五六七八九十]{1,2}[、．.](?![0-9０-９一二三四五六七八九十\s]))"
)
_CIRCLED = re.compile(r"(?<=[^\n])(?=[①-⑳])")
_FIRSTLY = re.compile(r"^(?:[一二三四五六七八九]是|其[一二三四五六七八九])")
#: A clause with more numbers than this is a table or a joke.
_MOST = 30
#: 320多人, 1700余个: about so many, with their measure behind.
_VAGUELY = rf"[多余几来]\s?({MEASURE})?"
#: 320个人; 1.2个亿.
_PERSON = re.compile(r"人(?![口才均员力大社])")
#: 一 is no number in 一共 and 一样.
_NO_ONE = re.compile(r"一[共样致直定些般律起并旦半面边步]")
#: 120w is how a telephone writes 120万.
_WAN = re.compile(r"[wW](?![A-Za-z])")
_LARGE = {"万": 10**4, "亿": 10**8}


@cache
def _vaguely() -> re.Pattern[str]:
    return re.compile(_VAGUELY)  # made when it is first needed: it takes long


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a text, and whether a sentence begins with it."""

    text: str
    begins: bool


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a clause: all around it, and what stands between it and its neighbours."""

    found: Found
    typed: str
    ahead: str
    before: str
    after: str
    behind: str
    #: Whether it is said to be about so many.
    vague: bool = False

    @property
    def unit(self) -> str:
        """The measure it is given in, or ""."""
        return self.found.unit

    @property
    def value(self) -> Decimal:
        """The value without needless zeros."""
        return trimmed(self.found.value)


def trimmed(value: Decimal) -> Decimal:
    """Return a value without needless zeros."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def clauses(text: str) -> Iterator[Clause]:
    """Yield a text's clauses, numbering off; brackets with a number in them are a clause."""
    text = _CIRCLED.sub("；", _ORDINAL.sub("", text))
    begins = True
    for piece in _CLAUSE.split(_BRACKETS.sub(_bracketed, text)):
        clause = piece.strip().strip("，, \t").strip()
        if piece in _SENTENCE:
            begins = True
        elif clause and clause not in {"、", _ASIDE}:
            yield Clause(clause, begins)
            begins = False


def _bracketed(match: re.Match[str]) -> str:
    return f"{_ASIDE}{match[1]}{_ASIDE}" if find_numbers(match[1]) else match[0]


def numbers(clause: str) -> Iterator[Number]:
    """Yield a clause's numbers with their surroundings."""
    start = _FIRSTLY.match(clause)
    begin = start.end() if start else 0
    found = find_numbers(clause.replace("，", ","))
    if len(found) > _MOST:
        return
    known = [
        _measured(one, clause)
        for one in found
        if one.start >= begin and not _NO_ONE.match(clause, one.start)
    ]
    ends = [*(one.start for one, _ in known[1:]), len(clause)] if known else []
    for (one, vague), end in zip(known, ends, strict=True):
        yield Number(
            found=one,
            typed=clause[one.start : one.end],
            ahead=clause[: one.start],
            before=clause[begin : one.start],
            after=clause[one.end : end],
            behind=clause[one.end :],
            vague=vague,
        )
        begin = one.end


def _measured(found: Found, clause: str) -> tuple[Found, bool]:
    """Return a number with the measure that speech gives it, and whether it is a vague one."""
    end = found.end
    if found.unit == "个" and (large := _LARGE.get(clause[end : end + 1])):
        unit = "元" if clause[end + 1 : end + 2] == "元" else ""
        value = found.value * large
        return replace(found, value=value, unit=unit, end=end + 1 + len(unit)), False
    if not found.unit and (wan := _WAN.match(clause, end)):
        return replace(found, value=found.value * 10**4, end=wan.end()), False
    if found.unit == "个" and _PERSON.match(clause, end):
        return replace(found, unit="人", end=end + 1), False
    if (
        not found.unit
        and (vague := _vaguely().match(clause, end))
        and (vague[1] or not clause[vague.end() :])
    ):
        return replace(found, unit=vague[1] or "", end=vague.end()), True
    return found, False
