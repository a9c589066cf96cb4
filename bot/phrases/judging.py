"""Judges what a number is for by the words around it and by what was named before. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from bot.phrases.clauses import Number
from bot.phrases.fillers import plain
from bot.phrases.kinds import (
    Kind,
    kind_of,
    says_done,
    says_plan,
    says_together,
    says_total,
    unnamed,
)
from bot.phrases.naming import (
    besides,
    fitting,
    longest,
    named_after,
    named_before,
    named_behind,
    without,
)
from bot.phrases.signs import counts_something_else, is_doubtful, is_no_reading
from bot.phrases.values import Field


@dataclass(frozen=True, slots=True)
class Judged:
    """What a number may be for.

    Attributes:
        fields: the fields.
        sure: whether there is one, beyond doubt.
        whole: whether the words around it say no more.
        loose: whether neither a name nor 已完成 or 累计 tells it from other numbers.
    """

    fields: Sequence[Field] = ()
    sure: bool = False
    whole: bool = False
    loose: bool = False


@dataclass(slots=True)
class Judge:
    """What was named and given so far in a text."""

    fields: Sequence[Field]
    #: The field a bare number is for.
    asked: Field | None
    #: The field that was named last.
    about: Field | None = None
    given: dict[Field, Decimal] = field(default_factory=dict)
    #: Whether this sentence tells of what is to come: 下周开班，80人.
    coming: bool = False
    #: What the number before is, and of which field: 本月新增农场50个，合作社8个.
    _carried: Kind = Kind.TOTAL
    _before: Field | None = None
    #: Whether the numbers of this sentence are for several fields in turn (分别).
    _apart: bool = False
    #: The field whose goal was said in this sentence: 目标农场1840个，合作社530个.
    _planned: Field | None = None

    @property
    def quantities(self) -> list[str]:
        """What is counted."""
        return [one.quantity for one in self.fields]

    def begin(self) -> None:
        """Begin a sentence: what was carried over ends."""
        self._carried, self._before = Kind.TOTAL, None
        self._apart, self._planned, self.coming = False, None, False

    def carry(self, kind: Kind, one: Field) -> None:
        """Remember what a number is, for those behind it."""
        self._carried, self._before = kind, one

    def is_apart(self, number: Number) -> bool:
        """Tell whether a number is one of several for several fields in turn: 分别518个和1700个."""
        self._apart = self._apart or "分别" in number.ahead
        return self._apart

    def kind(self, number: Number, one: Field) -> Kind:
        """Tell what a number is of a field; it is what the one before is of another."""
        own = kind_of(number, one.quantity)
        carried = own is Kind.TOTAL and not says_total(number) and one != self._before
        return self._carried if carried else own

    def judge(self, number: Number) -> Judged:
        """Return the fields a number may be for; of what is to come none is sure."""
        judged = self._judge(number)
        to_come = self.coming and not (says_done(number) or says_total(number))
        return replace(judged, sure=False) if to_come else judged

    def _judge(self, number: Number) -> Judged:
        named = named_before(number, self.fields)
        behind = [] if named else named_behind(number, self.fields)
        about = self.about
        self._name(named or behind)
        other = counts_something_else(number) and not longest(number.after, self.fields)
        if is_no_reading(number, self.quantities) or (named and other):
            if (named or behind) and says_plan(number):
                self._planned = self.about
            return Judged()
        if self.is_apart(number):  # two names before two numbers
            return Judged(self.free(number))
        if about and named and about not in named and says_together(number):
            return Judged([about, *named])
        if named or behind:
            judged = _judge_named(number, named, behind)
            planned = self._planned and judged.fields[0] != self._planned and not says_done(number)
            return replace(judged, sure=False) if planned else judged
        if not fitting(number, self.fields) and number.after != number.behind:
            self._name(longest(number.before, self.fields))  # 个人贷款12笔30万元
        if _rest(number):
            after = named_after(number, self.fields)
            return self._unknown(number, after or (self.free(number) if number.unit else []))
        return self._judge_bare(number, about)

    def _unknown(self, number: Number, fields: Sequence[Field]) -> Judged:
        doubtful = len(fields) != 1 or _is_doubtful(number, fields[0])
        return Judged(fields, loose=not doubtful)

    def _name(self, named: Sequence[Field]) -> None:
        self.about = named[0] if len(named) == 1 else self.about

    def _judge_bare(self, number: Number, about: Field | None) -> Judged:
        free = self.free(number)
        told = about if about in fitting(number, self.fields) else None
        if told is not None and kind_of(number, told.quantity) is not Kind.TOTAL:
            free = [told]  # 合作社518个，比上月增加8个
        if says_together(number) and len(self.given) > 1 and self._sum == number.value:
            return Judged()
        if says_together(number) and not self.given.keys() <= set(free):
            return Judged(free)  # 农场1700个，合作社518个，共2218个
        if unnamed(number.before):
            return self._unknown(number, free if number.unit else [])
        if about in free and about is not None:
            free = [about]
        elif self.asked in free and self.asked is not None and is_bare(number):
            free = [self.asked]
        sure = len(free) == 1 and not _is_doubtful(number, free[0])
        return Judged(free, sure, whole=True, loose=not (says_done(number) or says_total(number)))

    @property
    def _sum(self) -> Decimal:
        return sum(self.given.values(), Decimal(0))

    def fits_in_order(self, number: Number, one: Field) -> bool:
        """Tell whether a bare number may be for a field because it stands in its place."""
        return (
            is_bare(number)
            and not is_no_reading(number, self.quantities)
            and not _is_doubtful(number, one)
            and kind_of(number, one.quantity) is Kind.TOTAL
            and bool(fitting(number, [one]))
        )

    def free(self, number: Number) -> list[Field]:
        """Return the fields that a number may fill, those that are empty where there are any."""
        fits = fitting(number, self.fields)
        return [one for one in fits if one not in self.given] or fits


def is_bare(number: Number) -> bool:
    """Tell whether nothing around a number names anything."""
    return not plain(number.before) and not plain(number.after)


def _rest(number: Number, quantity: str = "") -> str:
    """Return what the words behind a number say besides: not 任务 in 已完成320人的培训任务."""
    after = number.after.removesuffix("任务") if says_done(number) else number.after
    return plain(without(after, quantity), verbs=True)


def _judge_named(number: Number, named: list[Field], behind: list[Field]) -> Judged:
    found = named or behind
    rest = _rest(number, found[0].quantity)
    more = bool(rest) and (number.after == number.behind or not named)
    others = besides(number.before, found)
    doubtful = _is_doubtful(number, found[0]) or (bool(behind) and more)
    doubtful = doubtful or (bool(others) and says_together(number))
    return Judged(found, len(found) == 1 and not doubtful, not more and not others)


def _is_doubtful(number: Number, one: Field) -> bool:
    goals: list[Decimal] = [value for _, value, _ in one.goals]
    return is_doubtful(number, one.quantity, goals)
