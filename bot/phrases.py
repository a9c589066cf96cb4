"""Reads what a contact types: item references, numbers against targets, status words. Pure.

Not understanding is a value: a number that fits no field, or several, or that may be a part or a
change of what is asked, comes back unplaced. What is no reading stays words; nothing is dropped.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import SequenceMatcher

from bot.clauses import (
    Number,
    clauses,
    counts_something_else,
    is_change,
    is_doubtful,
    is_no_reading,
    numbers,
    plain,
)
from db.vocabulary import Op, Status
from notice.numerals import Found, find_numbers, parse_number

#: 第2项：… where a clause starts; 2、… at the start of a line or behind ；. Not 1.5万, not 17:30.
_NAMED = re.compile(
    r"(?:^|(?<=[\s，,；;。]))第\s*([0-9０-９一二三四五六七八九十百]+)\s*"
    r"(?:项(?!目(?!标|前))|条)[：:，,、\s]*",
    re.MULTILINE,
)
_ITEM = re.compile(
    _NAMED.pattern + r"|(?:^|(?<=[；;]))[^\S\n]*([0-9０-９]{1,3})"
    r"(?:[、．](?![0-9０-９]*[．.、])"
    r"|[：:](?![0-5０-５][0-9０-９](?![0-9０-９人名个家户处次元万%])))\s*"
    r"|^[^\S\n]*([0-9０-９]{1,3})\.(?![0-9])\s*",
    re.MULTILINE,
)
#: Measures that people use for one another.
_ALIKE = (frozenset({"人", "名", "位", "人次"}), frozenset({"个", "家", "户", "处"}))
_TIMES = frozenset({"次", "场次", "场"})
_TOGETHER = re.compile(r"共|合计|总计")
#: How many characters a clause and a quantity must share for the one to name the other.
_SHARED = 2


@dataclass(frozen=True, slots=True)
class Field:
    """A number asked for: its targets' ids, what it counts, in what, and what is to be reached."""

    ids: tuple[int, ...]
    quantity: str
    measure: str
    goals: tuple[tuple[Op, Decimal, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A number that fits no field surely.

    Attributes:
        typed: the number as typed, measure included.
        value: what it comes to.
        fields: those it may be for.
        clause: the words it stood in.
    """

    typed: str
    value: Decimal
    fields: tuple[Field, ...]
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a text says of one item; ``words`` is whatever is neither number nor status."""

    values: tuple[tuple[Field, Decimal], ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    status: Status | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text with the number of the item it is about, if it names one."""

    number: str | None
    text: str


def split_by_item(text: str, known: Collection[str] | None = None) -> list[Part]:
    """Cut a text where it names items; what stands before the first name is about none.

    Args:
        text: what was typed.
        known: the items that a bare number (2、…) may mean; where it means others, or where there
            is none, it only numbers sentences, and 第2项 alone names an item. None takes any.
    """
    parts = _cut(_ITEM, text)
    bare = _cut(_NAMED, text)
    if known is not None and parts != bare:
        named = {part.number for part in parts if part.number is not None}
        return parts if known and named <= set(known) else bare
    return parts


def _cut(pattern: re.Pattern[str], text: str) -> list[Part]:
    parts: list[Part] = []
    number: str | None = None
    start = 0
    for match in pattern.finditer(text):
        parts.append(Part(number, text[start : match.start()].strip()))
        written = next(group for group in match.groups() if group)
        value = parse_number(written)
        number, start = (written if value is None else f"{value:f}"), match.end()
    parts.append(Part(number, text[start:].strip()))
    return [part for part in parts if part.text or part.number]


def read(
    text: str,
    fields: Sequence[Field],
    asked: Field | None = None,
    statuses: Mapping[str, Status] | None = None,
) -> Answer:
    """Read a text about one item.

    Args:
        text: what was typed, item reference off.
        fields: the numbers that the item's form asks for.
        asked: the field a bare number is for.
        statuses: by the word that says it, a status.
    """
    reading = _Reading(fields, asked)
    said_of: list[str] = []
    for clause in clauses(text):
        said, rest = _status(clause, statuses or {})
        reading.status = said or reading.status
        said_of += [rest] if rest else []
    if not reading.take_in_order(said_of):
        for clause in said_of:
            reading.take(clause)
    answer = reading.answer()
    read_nothing = not (answer.values or answer.unplaced or answer.status)
    return replace(answer, words=text.strip()) if read_nothing else answer


def names_any(text: str, fields: Iterable[Field]) -> bool:
    """Tell whether a text gives a number to a field by its name."""
    known = list(fields)
    return any(
        _named(number.before, number.found, known) or _object(number, known)
        for clause in clauses(text)
        for number in numbers(clause)
        if not is_no_reading(number, (one.quantity for one in known))
    )


@dataclass(slots=True)
class _Reading:
    """A text as far as it is read."""

    fields: Sequence[Field]
    asked: Field | None
    status: Status | None = None
    _sure: list[tuple[Field, Number]] = field(default_factory=list)
    _unsure: list[tuple[Number, list[Field], str]] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    #: The field that was named last.
    _about: Field | None = None

    @property
    def _quantities(self) -> list[str]:
        return [one.quantity for one in self.fields]

    def take_in_order(self, said: Sequence[str]) -> bool:
        """Give bare numbers to the fields in their order where there are as many; tell if so."""
        by_clause = [list(numbers(clause)) for clause in said]
        typed = [number for its in by_clause for number in its]
        if sum(one.is_bare and bool(self._free(one.found)) for one in typed) > 1:
            self.asked = None
        fit = len(typed) == len(self.fields) > 1 and all(
            number.is_bare
            and not is_no_reading(number, self._quantities)
            and not _is_doubtful(number, one)
            and (not number.found.unit or _same_measure(number.found.unit, one.measure))
            for number, one in zip(typed, self.fields, strict=True)
        )
        if fit and all(by_clause):
            self._sure = list(zip(self.fields, typed, strict=True))
        return bool(self._sure)

    def take(self, clause: str) -> None:
        """Read one clause."""
        kept = True
        typed = list(numbers(clause))
        for number in typed:
            fitting, sure, told = self._judge(number)
            if sure:
                self._sure.append((fitting[0], number))
            elif fitting:
                self._unsure.append((number, fitting, clause))
            kept = kept and told and bool(fitting)
        if not typed:
            named = _longest(clause, self.fields)
            self._about = named[0] if len(named) == 1 else self._about
        if not typed or not kept:
            self._words.append(clause)

    def _judge(self, number: Number) -> tuple[list[Field], bool, bool]:
        """Return the fields a number may be for, whether that is sure, and all that was said."""
        named = _named(number.before, number.found, self.fields)
        behind = [] if named else _object(number, self.fields)
        about = self._about
        if len(named or behind) == 1:
            self._about = (named or behind)[0]
        other = counts_something_else(number) and not _longest(number.after, self.fields)
        if is_no_reading(number, self._quantities) or (named and other):
            return [], False, False
        if "分别" in number.ahead:  # two names before two numbers
            return self._free(number.found), False, False
        if about and named and about not in named and _TOGETHER.search(number.before):
            return [about, *named], False, False
        if named or behind:
            return self._judge_named(number, named, behind)
        if plain(number.after, verbs=True):
            return [], False, False
        return self._judge_bare(number, about)

    def _judge_named(
        self, number: Number, named: list[Field], behind: list[Field]
    ) -> tuple[list[Field], bool, bool]:
        fitting = named or behind
        rest = _without(number.after, fitting[0].quantity) if behind else number.after
        more = bool(plain(rest, verbs=True)) and (number.after == number.behind or not named)
        doubtful = _is_doubtful(number, fitting[0]) or (bool(behind) and more)
        return fitting, len(fitting) == 1 and not doubtful, not more

    def _judge_bare(self, number: Number, about: Field | None) -> tuple[list[Field], bool, bool]:
        fitting = self._free(number.found)
        if plain(number.before, verbs=True):
            told_already = is_change(number) and about is not None and about not in fitting
            return (fitting if number.found.unit and not told_already else []), False, False
        if about in fitting and about is not None:
            fitting = [about]
        elif self.asked in fitting and self.asked is not None and number.is_bare:
            fitting = [self.asked]
        sure = len(fitting) == 1 and not _is_doubtful(number, fitting[0])
        return fitting, sure, True

    def _free(self, found: Found) -> list[Field]:
        """Return the fields that a number may fill, those that are empty where there are any."""
        filled = {one for one, _ in self._sure}
        fits = [
            one for one in self.fields if not found.unit or _same_measure(found.unit, one.measure)
        ]
        return [one for one in fits if one not in filled] or fits

    def answer(self) -> Answer:
        """Return what was read; two numbers for one field are no answer, but a question."""
        given: dict[Field, list[Number]] = {}
        for one, number in self._sure:
            given.setdefault(one, []).append(number)
        values = {
            one: its[0].value
            for one, its in given.items()
            if len({number.value for number in its}) == 1
        }
        unplaced = [
            Unplaced(number.typed, number.value, (one,))
            for one, its in given.items()
            if one not in values
            for number in its
        ]
        words = list(self._words)
        for number, fitting, clause in self._unsure:
            if all(one in values for one in fitting):
                words += [] if clause in words else [clause]
            else:
                left = tuple(one for one in fitting if one not in values)
                unplaced.append(Unplaced(number.typed, number.value, left, clause))
        return Answer(tuple(values.items()), tuple(unplaced), self.status, "，".join(words))


def _status(clause: str, statuses: Mapping[str, Status]) -> tuple[Status | None, str]:
    """Take a status word off a clause's start; it stands alone or before a colon or a space."""
    for said in sorted(statuses, key=len, reverse=True):
        if clause == said:
            return statuses[said], ""
        rest = clause[len(said) + 1 :].strip()
        if clause.endswith((f" {said}", f"\t{said}")):
            return statuses[said], clause[: -len(said)].strip()
        if clause.startswith(said) and clause[len(said)] in "：: \t":
            counted = find_numbers(rest)
            if statuses[said] is Status.DONE and counted and not counted[0].start:
                continue  # 完成：320人 tells how many, not that all is done
            return statuses[said], rest
    return None, clause


def _is_doubtful(number: Number, one: Field) -> bool:
    return is_doubtful(number, one.quantity, (value for _, value, _ in one.goals))


def _object(number: Number, fields: Sequence[Field]) -> list[Field]:
    """Return the fields named behind a number with a measure: 1700个家庭农场."""
    if not number.found.unit or plain(number.before, verbs=True):
        return []
    return _named(number.after, number.found, fields)


def _named(name: str, found: Found, fields: Sequence[Field]) -> list[Field]:
    """Return the fields whose quantity the words around a number share most with."""
    fitting = [one for one in fields if not found.unit or _same_measure(found.unit, one.measure)]
    return _longest(name, fitting)


def _longest(name: str, fields: Sequence[Field]) -> list[Field]:
    """Return the field that a name means; several where it means as much, or names, several."""
    said = plain(name)
    shared = {one: _shared(said, one.quantity) for one in fields}
    most = max((sum(map(len, pieces)) for pieces in shared.values()), default=0)
    best = [one for one, pieces in shared.items() if most and sum(map(len, pieces)) == most]
    if len(best) != 1:
        return best
    for piece in shared[best[0]]:
        said = said.replace(piece, "\n")
    return best + [one for one in fields if one not in best and _shared(said, one.quantity)]


def _shared(one: str, other: str) -> list[str]:
    """Return the pieces that two texts share, those long enough to mean something."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return [one[block.a : block.a + block.size] for block in blocks if block.size >= _SHARED]


def _without(text: str, quantity: str) -> str:
    """Return a text without what it shares with a quantity."""
    match = SequenceMatcher(None, text, quantity, autojunk=False).find_longest_match()
    return text[: match.a] + text[match.a + match.size :]


def _same_measure(typed: str, measure: str) -> bool:
    groups = (*_ALIKE, _TIMES)
    return typed == measure or any(typed in alike and measure in alike for alike in groups)
