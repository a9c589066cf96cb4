"""Buttons and the short data they carry: a verb and ids, checked against the person each time."""

from dataclasses import dataclass
from enum import StrEnum

#: Telegram's limit on a button's data, in bytes.
LIMIT = 64


class Verb(StrEnum):
    """What a button does; the words are short since they travel in the data."""

    JOIN = "join"
    OPEN = "open"
    TAKE = "take"
    STATUS = "status"
    ASK = "ask"
    PUT = "put"
    NOTE = "note"
    CLEAR = "clear"
    SUBMIT = "submit"
    DROP = "drop"
    PAGE = "page"
    NOOP = "noop"


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed: its verb, and the ids or words behind it."""

    verb: Verb
    arguments: tuple[str, ...]

    def number(self, place: int = 0) -> int:
        """Return the argument at ``place`` as an id; -1, which nothing has, where it is none."""
        given = self.arguments[place] if place < len(self.arguments) else ""
        return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else -1  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Button:
    """A label with its data."""

    label: str
    data: str


def button(label: str, verb: Verb, *arguments: object) -> Button:
    """Return a button; its data are the verb and its arguments, joined by colons.

    Raises:
        ValueError: the data are longer than Telegram takes.
    """
    data = ":".join((verb, *map(str, arguments)))
    if len(data.encode()) > LIMIT:
        raise ValueError(f"button data too long: {data}")
    return Button(label, data)


def read_press(data: str | None) -> Press | None:
    """Return what a button's data mean; None where they are not ours, or of another time."""
    verb, *arguments = (data or "").split(":")
    known = verb in Verb.__members__.values()
    return Press(Verb(verb), tuple(arguments)) if known else None
