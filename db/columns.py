"""Column types of our own: moments in UTC, exact decimals, and the words of an enum."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect, String, TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware moment; stored in UTC, and a naive one is refused.

    On SQLite it is written and read here: the same few moments come again and again, and
    SQLAlchemy would format and parse each of them anew.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """Return what writes a moment: as text on SQLite, else as the driver takes it."""
        return _written if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Return what reads a moment."""
        return _read if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC."""
        del dialect
        return None if value is None else _in_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back aware, in UTC."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"a moment needs a time zone: {value!r}")
    return value.astimezone(UTC)


def _written(value: datetime | None) -> str | None:
    return None if value is None else _text(_in_utc(value))


@lru_cache(maxsize=1024)
def _text(moment: datetime) -> str:  # in UTC: of two equal moments elsewhere one may be an hour on
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")


@lru_cache(maxsize=1024)
def _read(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


class Exact(TypeDecorator[Decimal]):
    """A decimal number kept digit for digit."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Write the number without exponent."""
        del dialect
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """Read the number back."""
        del dialect
        return None if value is None else Decimal(value)


class Words(TypeDecorator[StrEnum]):
    """A word of an enum, kept as text."""

    impl = String(20)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        """Remember which enum the words are of."""
        super().__init__()
        self.kind = kind

    def bind_processor(self, dialect: Dialect) -> Callable[[StrEnum | None], str | None]:
        """Return what writes a word."""
        del dialect
        kind = self.kind
        return lambda value: None if value is None else kind(value).value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], Any]:
        """Return what gives back the enum's member."""
        del dialect, coltype
        members: dict[str | None, StrEnum] = {word.value: word for word in self.kind}
        return members.get  # another word cannot be there: a constraint refuses it
