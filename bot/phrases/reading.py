"""Reads a text about one item: every number is judged by its words, then all of it is settled.

Not understanding is a value: a number that fits no field, or several, or that may be a part or a
change of what is asked, comes back unplaced. What is no reading stays words; nothing is dropped.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.phrases.clauses import Clause, Number, clauses, numbers
from bot.phrases.fillers import plain
from bot.phrases.judging import Judge, is_bare
from bot.phrases.kinds import Kind
from bot.phrases.naming import besides, fitting, longest, named_before, named_behind
from bot.phrases.saying import REST, is_whole, status_of, unchanged_of
from bot.phrases.settling import settle
from bot.phrases.signs import is_no_reading, is_share, says_goal, tells_of_coming, without_share
from bot.phrases.told import Said, Told, choices_of
from bot.phrases.values import Answer, Field
from db.vocabulary import Status


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
    reading = _Reading(Judge(fields, asked))
    said_of: list[Clause] = []
    for clause in clauses(text):
        said, rest = status_of(clause.text, statuses or {})
        reading.told.status = said or reading.told.status
        said_of += [replace(clause, text=rest)] if rest else []
    reading.told.clauses = [clause.text for clause in said_of]
    if not reading.take_in_order():
        for place, clause in enumerate(said_of):
            reading.take(place, clause)
    answer = settle(reading.told, fields)
    read_nothing = answer == Answer(words=answer.words)
    return replace(answer, words=text.strip()) if read_nothing else answer


def names_any(text: str, fields: Iterable[Field]) -> bool:
    """Tell whether a text gives a number to a field by its name, or says it is as it was."""
    known = list(fields)
    quantities = [one.quantity for one in known]
    for clause in clauses(text):
        as_it_was = unchanged_of(clause.text)
        if as_it_was and longest(as_it_was, known):
            return True
        for number in numbers(clause.text):
            named = named_before(number, known) or named_behind(number, known)
            if is_share(number, quantities):
                named = named or longest(number.before, known)
            if named and not is_no_reading(number, quantities):
                return True
    return False


@dataclass(slots=True)
class _Reading:
    """A text as far as it is read."""

    judge: Judge
    told: Told = field(default_factory=Told)
    #: The fields that the clauses just before only named, and where: 合作社、联合体无变化.
    _listed: dict[int, Field] = field(default_factory=dict)

    def take_in_order(self) -> bool:
        """Give bare numbers to the fields in their order where there are as many; tell if so."""
        judge, fields = self.judge, self.judge.fields
        by_clause = [list(numbers(clause)) for clause in self.told.clauses]
        typed = [(number, at) for at, its in enumerate(by_clause) for number in its]
        if sum(is_bare(number) and bool(judge.free(number)) for number, _ in typed) > 1:
            judge.asked = None
        if len(typed) == len(fields) > 1 and all(by_clause):
            in_order = list(zip(typed, fields, strict=True))
            if all(judge.fits_in_order(number, one) for (number, _), one in in_order):
                self.told.sure = [Said(number, (one,), at) for (number, at), one in in_order]
        return bool(self.told.sure)

    def take(self, place: int, clause: Clause) -> None:
        """Read one clause."""
        if clause.begins:
            self.judge.begin()
            self._listed.clear()
        as_it_was = unchanged_of(clause.text)
        if as_it_was is not None and not any(numbers(as_it_was)):
            self._take_unchanged(place, as_it_was)
            return
        typed = list(numbers(clause.text))
        if not typed:
            self._take_words(place, clause.text)
        for number in typed:
            self._listed.clear()
            if self._is_share(number):
                self._take_share(place, number)
            else:
                self._take_number(place, number)

    def _take_words(self, place: int, clause: str) -> None:
        self.told.words.add(place)
        self.judge.coming = self.judge.coming or tells_of_coming(clause)
        named = longest(clause, self.judge.fields)
        if len(named) != 1 or besides(clause, named):
            self._listed.clear()
        else:
            self._listed[place] = named[0]
        self.judge.about = named[0] if len(named) == 1 else self.judge.about

    def _take_unchanged(self, place: int, as_it_was: str) -> None:
        rest = REST.search(as_it_was) is not None
        same = list(self.judge.fields) if rest else longest(as_it_was, self.judge.fields)
        if not same and is_whole(as_it_was):
            self.told.unchanged.append(place)
            return
        if all(one.last is not None for one in self._listed.values()) and same:
            same += self._listed.values()
            self.told.words.difference_update(self._listed)
        self.told.same.append((place, same))
        if not same or any(one.last is None for one in same):
            self.told.words.add(place)

    def _is_share(self, number: Number) -> bool:
        fields = self.judge.fields
        if fitting(number, fields) and not says_goal(number):
            return False
        rest = plain(without_share(number.before), verbs=True)
        named = not rest or bool(longest(rest, fields))
        return named and is_share(number, self.judge.quantities)

    def _take_share(self, place: int, number: Number) -> None:
        about = [self.judge.about] if self.judge.about else []
        named = longest(without_share(number.before), self.judge.fields)
        apart = self.judge.is_apart(number)
        fields = self.judge.fields if apart else named or about
        self.told.shares.append(Said(number, tuple(fields), place))

    def _take_number(self, place: int, number: Number) -> None:
        judge, judged = self.judge, self.judge.judge(number)
        kinds = [(one, judge.kind(number, one)) for one in judged.fields]
        total = all(kind is Kind.TOTAL for _, kind in kinds)
        if not kinds or not judged.whole or not total:
            self.told.words.add(place)
        if not kinds:
            return
        one, kind = kinds[0]
        said = Said(number, tuple(judged.fields), place, judged.loose)
        choices = [choice for each in kinds for choice in choices_of(number, *each)]
        only = judged.sure and len(choices) == 1
        if only and total:
            self.told.sure.append(said)
            judge.given[one] = number.value
        elif only and kind is Kind.ADDED and one.last is not None:
            self.told.added.append((said, choices[0]))
        elif choices:
            self.told.unsure.append((said, tuple(choices)))
        judge.carry(kind, one)
