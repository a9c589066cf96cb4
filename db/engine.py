"""Opens the database: one writer thread, a few readers, SQLite by the recipe that loses nothing.

Everything that touches the database goes through ``Database.write`` and ``Database.read``; the
functions handed in are plain and synchronous, so nothing can be awaited inside a transaction.
"""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any, Self, TypeVar

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.orm import Session

__all__ = [
    "SAFE_WAL",
    "BadAddressError",
    "Database",
    "DatabaseError",
    "Session",
    "UnavailableError",
    "make_engine",
    "pysqlite3",
    "without_password",
]

try:
    import pysqlite3
except ImportError:  # no wheel for this machine: the standard library's, perhaps without WAL
    pysqlite3 = sqlite3

#: The database does not answer: locked, read-only, full, away.
UnavailableError = OperationalError
#: The address is none that SQLAlchemy knows.
BadAddressError = ArgumentError
Result = TypeVar("Result")
READERS = 4
#: Seconds to wait for another program's write; ``sqlite:///file?timeout=1`` says otherwise.
PATIENCE = 5
#: Older versions can corrupt a WAL database when its log is reset (fixed in 3.51.3).
SAFE_WAL = (3, 51, 3)


class Database:
    """A database with one writer and a small pool of readers.

    Args:
        at: an SQLAlchemy address, ``sqlite:///file`` or ``postgresql+psycopg://…``, or an engine
            made before. A SQLite file is created readable by its owner alone.

    Raises:
        BadAddressError: the address is none.
        OSError: the file or its folder cannot be made.
    """

    def __init__(self, at: str | Engine) -> None:
        """Open the engine; nothing is read or written yet."""
        self.engine = make_engine(at) if isinstance(at, str) else at
        self._readers = self.engine.execution_options(duban_read=True)
        self._write_thread = ThreadPoolExecutor(1, "duban-writer")
        self._read_threads = ThreadPoolExecutor(READERS, "duban-reader")

    async def write(self, change: Callable[[Session], Result]) -> Result:
        """Run ``change`` in a transaction on the writer thread; commit, or roll back and raise."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._write_thread, self.write_now, change)

    async def read(self, question: Callable[[Session], Result]) -> Result:
        """Run ``question`` on a reader thread; on SQLite it sees one moment of the database."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._read_threads, self.read_now, question)

    def write_now(self, change: Callable[[Session], Result]) -> Result:
        """Do what ``write`` does, in the calling thread: for the command line and for tests."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            return change(session)

    def try_now(self, change: Callable[[Session], Result]) -> Result:
        """Return what a change would come to; it is taken back, and nobody sees any of it."""
        with Session(self.engine, expire_on_commit=False) as session:
            return change(session)

    def read_now(self, question: Callable[[Session], Result]) -> Result:
        """Do what ``read`` does, in the calling thread."""
        with Session(self._readers, expire_on_commit=False) as session:
            return question(session)

    def sqlite_version(self) -> tuple[int, ...] | None:
        """Return SQLite's version; None for another database."""
        if self.engine.dialect.name != "sqlite":
            return None
        found = self.read_now(lambda session: session.scalar(text("SELECT sqlite_version()")))
        return tuple(int(part) for part in str(found).split("."))

    def close(self) -> None:
        """Wait for what is being written, then close every connection."""
        self._write_thread.shutdown()
        self._read_threads.shutdown()
        self.engine.dispose()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()


def make_engine(url: str) -> Engine:
    """Return an engine for ``url`` that commits durably and takes the write lock at BEGIN."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address)
    if address.database:
        _keep_private(Path(address.database))
    arguments: dict[str, Any] = {"check_same_thread": False}
    if "timeout" not in address.query:
        arguments["timeout"] = PATIENCE
    engine = create_engine(address, module=pysqlite3, connect_args=arguments)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def without_password(url: str) -> str:
    """Return an address as it may be shown: no password, and nothing of what is no address."""
    try:
        return make_url(url).set(query={}).render_as_string(hide_password=True)
    except (ArgumentError, ValueError):
        return "***"


def _keep_private(file: Path) -> None:
    """Create the file before SQLite does, so that nobody but its owner can ever read it."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))


def _prepare(connection: DBAPIConnection, _record: object) -> None:
    raw: Any = connection
    raw.isolation_level = None  # the driver's own BEGIN is deferred and loses increments
    try:
        for pragma in (
            f"journal_mode={'WAL' if wal_is_safe(pysqlite3) else 'TRUNCATE'}",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            raw.execute(f"PRAGMA {pragma}")
    except pysqlite3.DatabaseError as error:  # the file is no database
        raise pysqlite3.OperationalError(str(error)) from error


def _begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's event passes what it likes
    reads = connection.get_execution_options().get("duban_read", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def wal_is_safe(driver: ModuleType) -> bool:
    """Tell whether this SQLite may use a write-ahead log."""
    return tuple(driver.sqlite_version_info) >= SAFE_WAL
