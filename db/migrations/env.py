"""Runs the migrations on the connection that db.migrate hands over."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import text

from db.columns import Exact, Instant, Words
from db.tables import Base


def plain_types(kind: str, thing: Any, _context: Any) -> str | Literal[False]:  # noqa: ANN401
    """Write our column types as plain ones: a step must not change when the code does."""
    plain = {Instant: "sa.DateTime(timezone=True)", Exact: "sa.String(40)", Words: "sa.String(20)"}
    return plain.get(type(thing), False) if kind == "type" else False


connection = context.config.attributes["connection"]
sqlite = connection.dialect.name == "sqlite"
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=sqlite,
    render_item=plain_types,
)
with context.begin_transaction():
    context.run_migrations()
    if sqlite and (broken := connection.execute(text("PRAGMA foreign_key_check")).all()):
        raise RuntimeError(f"the migration would break references: {broken[:5]}")
