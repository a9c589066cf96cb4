"""Where on the office's card one is: the plan, the view, what it is of, and the way back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.buttons import Button, Verb, button
from bot.cards.look import Page
from db.tables import Plan
from templates import word

#: No list has so many pages.
LAST = 10**6


@dataclass(frozen=True, slots=True)
class Place:
    """A view of the card.

    Attributes:
        plan: the plan that is looked at.
        view: the name of the view.
        of: what it is of: an id or a word, "" for nothing.
        page: the page that is wanted, from 1.
        words: what was searched for last.
    """

    plan: Plan
    view: str
    of: str
    page: int
    words: Sequence[str]

    @property
    def id(self) -> int:
        """The id of what it is of; -1, which nothing has, where that is none."""
        return int(self.of) if self.of.isascii() and self.of.isdigit() else -1


def place_of(plan: Plan, args: Mapping[str, Any]) -> Place:
    """Return where a card's arguments lead."""
    page = args.get("page")
    wanted = min(max(page, 1), LAST) if isinstance(page, int) else 1
    return Place(
        plan, args.get("view", "status"), str(args.get("of", "")), wanted, args.get("words", ())
    )


def to(label: str, view: str, of: object = "") -> Button:
    """Return a button that opens a view on the card it is on."""
    return button(label, Verb.BOARD, view, of)


def paged(count: int, wanted: int, size: int) -> tuple[tuple[int, int], Page]:
    """Return a page of so many rows as offset and limit; one that is not there gives the last."""
    pages = max(1, -(-count // size))
    number = min(wanted, pages)
    return ((number - 1) * size, size), Page(number, pages)


def item_name(number: str | None, position: int) -> str:
    """Return what an item is called: 第3项; by its place where no number is printed."""
    return word("button.item", number=number or position + 1)
