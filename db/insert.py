"""INSERT … ON CONFLICT DO NOTHING, which SQLAlchemy spells once for each database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import Insert

from db.tables import Base

#: From so many rows on, SQLAlchemy's bookkeeping for each takes longer than the database.
MANY = 100


def insert_new(session: Session, table: type[Base], rows: Sequence[dict[str, Any]]) -> int:
    """Insert the rows that clash with no unique key; return how many went in (-1: not told).

    Each row gives the same columns; many at once give every one that Python has a default for.
    """
    if not rows:
        return 0
    connection = session.connection()
    statement = _statement(connection.dialect, table)
    if len(rows) >= MANY:
        return _insert_many(connection, statement, rows)
    counted = {"preserve_rowcount": True}  # else PostgreSQL's is lost with the ids it returns
    return connection.execute(statement, list(rows), execution_options=counted).rowcount


def _insert_many(
    connection: Connection, statement: Insert, rows: Sequence[Mapping[str, Any]]
) -> int:
    """Hand the driver the whole rows, written column by column; it is slow to write None."""
    values = {name: list(map(itemgetter(name), rows)) for name in rows[0]}
    filled = tuple(name for name, its in values.items() if any(one is not None for one in its))
    bulk = _bulk(connection.dialect, statement, filled)
    columns = [_written(values[name], write) for name, write in bulk.writers.items()]
    written = zip(*columns, strict=True)
    if bulk.positional:
        return connection.exec_driver_sql(bulk.sql, list(written)).rowcount
    named = [dict(zip(bulk.writers, row, strict=True)) for row in written]
    return connection.exec_driver_sql(bulk.sql, named).rowcount


@lru_cache(maxsize=32)
def _statement(dialect: Dialect, table: type[Base]) -> Insert:
    if dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - an office with SQLite needs none

    return postgresql.insert(table).on_conflict_do_nothing()


@dataclass(frozen=True, slots=True)
class _Bulk:
    """A statement in the driver's own words, and by column, in order, what writes its values."""

    sql: str
    positional: bool
    writers: dict[str, Any]


@lru_cache(maxsize=32)
def _bulk(dialect: Dialect, statement: Insert, names: tuple[str, ...]) -> _Bulk:
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))
    order = compiled.positiontup or list(compiled.params)
    kinds = {name: compiled.binds[name].type.dialect_impl(dialect) for name in order}
    writers = {name: kind.bind_processor(dialect) for name, kind in kinds.items()}
    return _Bulk(str(compiled), compiled.positional, writers)


def _written(values: list[Any], write: Any) -> list[Any]:  # noqa: ANN401 - as SQLAlchemy has it
    """Return a column's values as the driver takes them; what rows share is written once."""
    if write is None:
        return values
    if len(set(map(id, values))) == 1:
        return [write(values[0])] * len(values)
    written = {key: write(value) for key, value in {id(one): one for one in values}.items()}
    return [written[id(value)] for value in values]
