"""Reads what a contact types: item references, numbers against targets, status words. Pure."""

from bot.phrases.items import Part, item_alone, split_by_item
from bot.phrases.reading import names_any, read
from bot.phrases.values import Answer, Choice, Field, Unplaced

__all__ = [
    "Answer",
    "Choice",
    "Field",
    "Part",
    "Unplaced",
    "item_alone",
    "names_any",
    "read",
    "split_by_item",
]
