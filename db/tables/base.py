"""What every table is made with: the registry, the column types, and the checks they share.

Instants are UTC in the database and aware in Python. Numbers of targets and readings are exact
decimals, kept as text, since SQLite knows only floats.
"""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
    Integer,
    MetaData,
    Text,
    text,
)
from sqlalchemy.orm import DeclarativeBase

from db.columns import Exact, Instant, Words
from db.vocabulary import (
    Action,
    CallOutcome,
    Cause,
    ChoreKind,
    ChoreState,
    DayKind,
    DocumentKind,
    DraftKind,
    DraftState,
    FileState,
    FormState,
    Frequency,
    InboxState,
    NudgeOutcome,
    ObligationState,
    Op,
    OutboxState,
    Part,
    QuestionKind,
    Reachable,
    Role,
    Shift,
    Status,
    Timing,
    Untold,
    Via,
)

WORDS: tuple[type[StrEnum], ...] = (
    Action,
    CallOutcome,
    Cause,
    ChoreKind,
    ChoreState,
    DayKind,
    DocumentKind,
    DraftKind,
    DraftState,
    FileState,
    FormState,
    Frequency,
    InboxState,
    NudgeOutcome,
    ObligationState,
    Op,
    OutboxState,
    Part,
    QuestionKind,
    Reachable,
    Role,
    Shift,
    Status,
    Timing,
    Untold,
    Via,
)


class Base(DeclarativeBase):
    """The registry of tables; names of constraints are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: Instant,
        Decimal: Exact,
        str: Text,
        int: BigInteger().with_variant(Integer(), "sqlite"),
        **{kind: Words(kind) for kind in WORDS},
    }


def one_of(column: str, kind: type[StrEnum]) -> CheckConstraint:
    """Refuse a word that is not of the enum."""
    words = ", ".join(f"'{word.value}'" for word in kind)
    return CheckConstraint(f"{column} IN ({words})", name=column)


def not_blank(column: str) -> CheckConstraint:
    """Refuse a text of nothing but blanks."""
    return CheckConstraint(f"trim({column}) <> ''", name=f"{column}_not_blank")


def present(table: str, *columns: str) -> Index:
    """Let a key hold once among the rows that no revision has withdrawn."""
    return once_where(f"uq_{table}_present", "withdrawn_at IS NULL", *columns)


def once_where(name: str, condition: str, *columns: str) -> Index:
    """Let a key hold once among the rows for which a condition, written in SQL, is true."""
    where = text(condition)
    return Index(name, *columns, unique=True, sqlite_where=where, postgresql_where=where)
