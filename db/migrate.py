"""Brings a database to the newest form; keeps a copy of the old one before it changes anything."""

import os
from pathlib import Path

from sqlalchemy import Engine, inspect, text

SCRIPTS = Path(__file__).parent / "migrations"
#: The table in which Alembic keeps the revision.
VERSION = "alembic_version"


class NewerDatabaseError(Exception):
    """The database was written by a newer Duban than this one."""


def migrate(engine: Engine, scripts: Path = SCRIPTS) -> str:
    """Apply every missing step; return the revision reached.

    A SQLite file that holds data is first copied beside itself (``NAME.before-REVISION``). All
    steps together are one transaction.

    Args:
        engine: the database's.
        scripts: the folder of the steps.

    Raises:
        NewerDatabaseError: the database's revision is unknown here.
    """
    present = revision(engine)
    if present is not None and present == _newest(scripts):
        return present
    return _upgrade(engine, scripts, present)


def revision(engine: Engine) -> str | None:
    """Return the revision that the database is at; None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(VERSION):
            return None
        found: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION}"))  # noqa: S608 - a constant
        return found


def _newest(scripts: Path) -> str:
    """Return the newest step's revision, with which its file's name begins."""
    return max(file.name.partition("_")[0] for file in (scripts / "versions").glob("*_*.py"))


def _upgrade(engine: Engine, scripts: Path, present: str | None) -> str:
    # Alembic takes a tenth of a start's time and of its memory, for what nearly no start has to do.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    steps = ScriptDirectory.from_config(config)
    newest = steps.get_current_head() or ""
    if present == newest:
        return newest
    if present is not None and present not in {step.revision for step in steps.walk_revisions()}:
        raise NewerDatabaseError(present)
    if present is not None and engine.dialect.name == "sqlite":
        _copy(engine, newest)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":  # a rebuilt table must not empty its children
            connection.detach()  # its foreign keys are off; nobody may get it from the pool
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
    return newest


def _copy(engine: Engine, newest: str) -> None:
    file = engine.url.database
    if not file or file == ":memory:":
        return
    copy = Path(f"{file}.before-{newest}")
    copy.unlink(missing_ok=True)
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL, 0o600))  # nobody else may read it, ever
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.execute(text("VACUUM INTO :copy"), {"copy": str(copy)})
