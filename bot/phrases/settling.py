"""Settles what each field has come to by all that a text tells. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bot.phrases.kinds import says_besides, says_done, says_more, says_total
from bot.phrases.signs import says_share
from bot.phrases.told import Said, Told, share_of
from bot.phrases.values import Answer, Choice, Field, Unplaced


def settle(told: Told, fields: Sequence[Field]) -> Answer:
    """Return what a text comes to; two numbers for one field are no answer, but a question."""
    settling = _Settling(told)
    settling.put_totals()
    settling.contest()
    settling.put_added()
    settling.put_same()
    settling.ask()
    settling.put_shares(fields)
    unchanged = bool(told.unchanged) and not settling.values and not settling.unplaced
    told.words.update([] if unchanged else told.unchanged)
    return Answer(
        values=tuple(settling.values.items()),
        unplaced=tuple(settling.unplaced),
        status=told.status,
        words="，".join(told.clauses[place] for place in sorted(told.words)),
        percents=tuple(settling.percents.items()),
        unchanged=unchanged,
    )


@dataclass(slots=True)
class _Settling:
    """What the fields have come to so far."""

    told: Told
    values: dict[Field, Decimal] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)
    percents: dict[Field, Decimal] = field(default_factory=dict)

    def put_totals(self) -> None:
        """Put in what was surely said to be all; of several numbers, the one that is meant."""
        for one, its in _by_field(
            (said, Choice(said.fields[0], said.number.value)) for said in self.told.sure
        ):
            meant = _meant(one, [said for said, _ in its], self._parts(one))
            if meant is None:
                self._unplace(its)
                continue
            self.values[one] = meant.number.value
            self.told.words.update(
                said.place for said, choice in its if choice.value != meant.number.value
            )

    def _parts(self, one: Field) -> Decimal:
        """Return what the numbers that are surely for no other field add up to."""
        only = [said.number.value for said, _ in self.told.unsure if said.fields == (one,)]
        return sum(only, Decimal(0))

    def contest(self) -> None:
        """Take back a number beside which another may be all: a larger one, or one on top of it."""
        for said, choices in self.told.unsure:
            one = said.fields[0]
            its = [each for each in self.told.sure if each.fields == said.fields]
            if not its or one not in self.values or said.number.value in _goals(one):
                continue
            larger = said.loose and its[-1].loose and said.number.value > self.values[one]
            if larger or (says_besides(said.number) and len(choices) == 1):
                del self.values[one]
                self._unplace((each, Choice(one, each.number.value)) for each in its)

    def put_added(self) -> None:
        """Put in what was added since the last report where no total was said."""
        for one, its in _by_field(self.told.added):
            if one not in self.values:
                self._put_or_ask(one, its)

    def put_same(self) -> None:
        """Put in what was last reported where that is said and nothing else is asked about."""
        asked = {choice.field for _, choices in self.told.unsure for choice in choices}
        asked |= {choice.field for one in self.unplaced for choice in one.choices}
        for place, same in self.told.same:
            free = [one for one in same if one not in asked and one not in self.values]
            last = {one: one.last for one in free if one.last is not None}
            self.values |= last
            self.told.words |= set() if last else {place}

    def ask(self) -> None:
        """Ask about the numbers that may be for a field without a value; the rest are words."""
        for said, choices in self.told.unsure:
            left = tuple(choice for choice in choices if choice.field not in self.values)
            if left:
                self.unplaced.append(self._question(said, left))
            else:
                self.told.words.add(said.place)

    def put_shares(self, fields: Sequence[Field]) -> None:
        """Hold percentages of goals against the values said; where none was, they give them."""
        asked = {choice.field for one in self.unplaced for choice in one.choices}
        given = set(self.values)
        surely: list[tuple[Said, Choice]] = []
        for said in self.told.shares:
            self.told.words.add(said.place)
            about = said.fields or (tuple(given) if len(given) == 1 else tuple(fields))
            reached = tuple(_reached(said, about))
            free = tuple(each for each in reached if each.field not in given | asked)
            if len(about) == 1 and reached and about[0] in given:
                self.percents.setdefault(about[0], said.number.value)
            elif len(free) == len(about) == 1 and says_share(said.number):
                surely.append((said, free[0]))
            elif free:
                self.unplaced.append(self._question(said, free))
        for one, its in _by_field(surely):
            self._put_or_ask(one, its)

    def _put_or_ask(self, one: Field, its: Sequence[tuple[Said, Choice]]) -> None:
        if len({choice.value for _, choice in its}) == 1:
            self.values[one] = its[0][1].value
        else:
            self._unplace(its)

    def _unplace(self, its: Iterable[tuple[Said, Choice]]) -> None:
        self.unplaced += [self._question(said, (choice,)) for said, choice in its]

    def _question(self, said: Said, choices: tuple[Choice, ...]) -> Unplaced:
        return Unplaced(
            said.number.typed, said.number.value, choices, self.told.clauses[said.place]
        )


def _by_field(
    given: Iterable[tuple[Said, Choice]],
) -> Iterable[tuple[Field, list[tuple[Said, Choice]]]]:
    grouped: dict[Field, list[tuple[Said, Choice]]] = {}
    for said, choice in given:
        grouped.setdefault(choice.field, []).append((said, choice))
    return grouped.items()


def _meant(one: Field, its: Sequence[Said], parts: Decimal) -> Said | None:
    """Return which of several numbers is meant.

    The one that surely counts what was done where the others are smaller; the one behind its goal;
    the one that the others add up to.
    """
    *others, last = its
    before = [said.number.value for said in others]
    if set(before) <= {last.number.value}:
        return last
    firm = [said for said in its if not said.loose]
    if len(firm) == 1 and firm[0].number.value >= max(said.number.value for said in its):
        return firm[0]
    if set(before) <= _goals(one) and says_done(last.number):
        return last
    added = all(says_more(said.number) for said in others) and max(before) <= last.number.value
    summed = added or last.number.value in {sum(before), sum(before) + parts}
    return last if summed and says_total(last.number) else None


def _goals(one: Field) -> set[Decimal]:
    return {value for _, value, _ in one.goals}


def _reached(said: Said, about: Iterable[Field]) -> Iterable[Choice]:
    for one in about:
        if (value := share_of(one, said.number.value)) is not None:
            yield Choice(one, value)
