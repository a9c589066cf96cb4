"""What a document is made from and comes to, for those who make one kind of them each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.settings import Settings
from db.engine import Session

if TYPE_CHECKING:  # cards are drawn from documents, too, and a desk draws cards
    from bot.desk import Desk


@dataclass(frozen=True, slots=True)
class Made:
    """A document as it was made.

    Attributes:
        content: the file's.
        name: what people see it under, with its ending: 台账 2024-06-24.xlsx.
        facts: what its kind writes down once it is there, in one transaction with it.
    """

    content: bytes
    name: str
    facts: Any = None


@dataclass(frozen=True, slots=True)
class Order:
    """What a document is made from: what was asked for, from whom, and when."""

    settings: Settings
    args: Mapping[str, Any]
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Maker:
    """How a kind of document is made from the ledger, and what is written down once it is there."""

    make: Callable[[Session, Order], Made]
    kept: Callable[[Session, "Desk", Any, datetime], None] | None = None
