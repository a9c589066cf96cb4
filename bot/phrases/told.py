"""What a text tells of its fields, by how sure it is, and what a number may mean. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from bot.phrases.clauses import Number, trimmed
from bot.phrases.kinds import Kind
from bot.phrases.naming import in_parts, is_points
from bot.phrases.values import Choice, Field
from db.vocabulary import Op, Status

_FINEST = Decimal("0.0001")
#: A goal so large that people leave out 万 or 亿, and how much smaller a number then is.
_LARGE, _SMALLER = 10_000, 1_000


@dataclass(frozen=True, slots=True)
class Said:
    """A number, the fields it may be for and the place of its clause.

    ``loose`` where neither a name nor 已完成 or 累计 tells it from other numbers.
    """

    number: Number
    fields: tuple[Field, ...]
    place: int
    loose: bool = False


@dataclass(slots=True)
class Told:
    """What a text tells, by how sure it is."""

    clauses: list[str] = field(default_factory=list)
    status: Status | None = None
    unchanged: list[int] = field(default_factory=list)
    sure: list[Said] = field(default_factory=list)
    added: list[tuple[Said, Choice]] = field(default_factory=list)
    unsure: list[tuple[Said, tuple[Choice, ...]]] = field(default_factory=list)
    shares: list[Said] = field(default_factory=list)
    same: list[tuple[int, list[Field]]] = field(default_factory=list)
    #: The places of the clauses that are kept as words.
    words: set[int] = field(default_factory=set)


def choices_of(number: Number, one: Field, kind: Kind) -> tuple[Choice, ...]:
    """Return what a number may mean for a field, the likeliest first."""
    value = number.value
    after = [] if one.last is None else [one.last + value]
    match kind:
        case Kind.ADDED if after:
            values = after
        case Kind.MORE:
            values = [*after, value]
        case Kind.LESS:
            values = [*([] if one.last is None else [one.last - value]), value]
        case _:
            values = [*_scaled(number, one), value]
    if is_points(number):
        values = [each for each in values if each != value]
    return tuple(Choice(one, trimmed(each)) for each in dict.fromkeys(values) if each >= 0)


def _scaled(number: Number, one: Field) -> Iterable[Decimal]:
    """Yield what a number is with the 万 or 亿 that was left out: 1.2 towards 2亿."""
    goal = max((value for _, value, _ in one.goals), default=Decimal(0))
    if number.unit or goal < _LARGE or not 0 < number.value * _SMALLER <= goal:
        return
    for large in (10**8, 10**4):
        if goal <= number.value * large * 100 and number.value * large <= goal * 10:
            yield number.value * large


def share_of(one: Field, percent: Decimal) -> Decimal | None:
    """Return what a percentage of a field's one goal comes to; None where that means nothing."""
    if len(one.goals) != 1 or one.goals[0][0] is Op.AT_MOST or one.measure == "%":
        return None
    value = one.goals[0][1] * percent / 100
    finest = _FINEST if in_parts(one) else Decimal(1)
    return trimmed(value.quantize(finest, ROUND_HALF_UP))
