"""The values a reading deals in: what is asked for, what was answered, what is unsure. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from db.vocabulary import Op, Status


@dataclass(frozen=True, slots=True)
class Field:
    """A number asked for.

    Attributes:
        ids: its targets.
        quantity: what it counts.
        measure: in what.
        goals: what is to be reached.
        last: what was last reported for it in an earlier period.
    """

    ids: tuple[int, ...]
    quantity: str
    measure: str
    goals: tuple[tuple[Op, Decimal, bool], ...] = ()
    last: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What an unplaced number may mean: that a field has come to a value."""

    field: Field
    value: Decimal


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A number that fits no field surely.

    Attributes:
        typed: the number as typed, measure included.
        value: what it comes to.
        choices: what it may mean; several may be of one field (a total, or what was added).
        clause: the words it stood in.
    """

    typed: str
    value: Decimal
    choices: tuple[Choice, ...]
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a text says of one item.

    Attributes:
        values: what each field has come to.
        unplaced: the numbers to ask about.
        status: how it goes.
        words: whatever is none of the rest.
        percents: the percentage that was said beside the value of a field.
        unchanged: whether nothing has changed since the last report.
    """

    values: tuple[tuple[Field, Decimal], ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    status: Status | None = None
    words: str = ""
    percents: tuple[tuple[Field, Decimal], ...] = ()
    unchanged: bool = False
