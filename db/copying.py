"""A copy of the ledger in memory, to be changed and forgotten: for looking ahead.

What no recurring question and no planned message reads is left out.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, create_engine, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from db.engine import pysqlite3
from db.insert import insert_new
from db.nudges import PLANNED
from db.sending import UNSENT
from db.tables import Base, Entry, Form, FormReading, Inbox, Nudge, Obligation, Outbox
from db.vocabulary import ObligationState

#: Nothing of these is told to anybody by itself.
LEFT_OUT: tuple[type[Base], ...] = (Inbox, Form, FormReading, Entry)
#: So many rows at once.
BATCH = 5_000


@contextmanager
def copied(session: Session, since: datetime) -> Iterator[Session]:
    """Yield a session on a copy of the ledger; whatever happens to it, the ledger stays as it is.

    Args:
        session: an open one, which is only read, of whatever database.
        since: the beginning of the office's day, from which on every planned message counts.
    """
    engine = _in_memory()
    try:
        Base.metadata.create_all(engine)
        with Session(engine, expire_on_commit=False) as copy:
            for mapper in Base.registry.mappers:
                table: type[Base] = mapper.class_
                if table not in LEFT_OUT:
                    _copy(session, copy, table, _wanted(table, since))
            yield copy
    finally:
        engine.dispose()


def _in_memory() -> Engine:
    return create_engine(
        "sqlite://",
        module=pysqlite3,
        poolclass=StaticPool,
        connect_args={"check_same_thread": False},
    )


def _wanted(table: type[Base], since: datetime) -> ColumnElement[bool] | None:
    """Return which of a table's rows have a bearing on what is sent from now on; None for all."""
    if table is Nudge:
        is_open = Obligation.state == ObligationState.OPEN
        return Nudge.obligation_id.in_(select(Obligation.id).where(is_open))
    if table is Outbox:  # a reminder's key is of its slot, and comes never again
        lasting = Outbox.card.not_in(PLANNED)
        present = or_(lasting, Outbox.created_at >= since, Outbox.state.in_(UNSENT))
        return Outbox.bulk & Outbox.edits_id.is_(None) & present
    return None


def _copy(
    session: Session, copy: Session, table: type[Base], wanted: ColumnElement[bool] | None
) -> None:
    asked = select(table.__table__)
    asked = asked if wanted is None else asked.where(wanted)
    found = session.connection().execute(asked).mappings()
    while rows := found.fetchmany(BATCH):
        insert_new(copy, table, [dict(row) for row in rows])
