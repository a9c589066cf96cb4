"""Lists of the office's that open one of their rows in the same message, and go back again.

What is open stands in the message's arguments: the card it is, and its subject.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.buttons import Verb, button
from bot.cards.look import Card
from db.tables import Outbox
from templates import word

#: The cards that are such lists.
LISTS = frozenset({"reviews", "todo"})


def opened(args: Mapping[str, Any]) -> tuple[str, int] | None:
    """Return what a list has open: the card's name and its subject; None for nothing."""
    found = args.get("open")
    return (str(found[0]), int(found[1])) if found else None


def shows(message: Outbox) -> tuple[str, int]:
    """Return what a message is about: of a list what it has open or ended with, else the card."""
    if message.card in LISTS:
        if (within := opened(message.args)) is not None:
            return within
        if (last := message.args.get("last")) is not None:
            return "review", int(last)
    return message.card, message.subject if message.subject is not None else -1


def with_way_back(card: Card | None) -> Card | None:
    """Return a card that a list has open, with the button that shows the list again."""
    if card is None:
        return None
    back = (button(word("button.to_list"), Verb.LIST),)
    return replace(card, buttons=(*card.buttons, back))
