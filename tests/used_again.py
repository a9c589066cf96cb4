"""Engines used again by one test after another: each new one compiles every statement anew."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from db.engine import Database, make_engine


@dataclass(slots=True)
class _Aim:
    """The file that an engine opens."""

    file: Path

    def connect(self, _dialect: object, _record: object, given: list[Any], _named: object) -> None:
        given[0] = str(self.file)


class _Borrowing(Database):
    """A database on a file, with an engine that is given back when it closes."""

    def __init__(self, file: Path) -> None:
        self._borrowed = _IDLE.pop() if _IDLE else _make(file)
        engine, aim = self._borrowed
        aim.file = file
        super().__init__(engine)

    def close(self) -> None:
        super().close()
        if self._borrowed not in _IDLE:
            _IDLE.append(self._borrowed)


def open_again(file: Path) -> Database:
    """Open a SQLite file that is there."""
    return _Borrowing(file)


def _make(file: Path) -> tuple[Engine, _Aim]:
    engine, aim = make_engine(f"sqlite:///{file}"), _Aim(file)
    event.listen(engine, "do_connect", aim.connect)
    return engine, aim


_IDLE: list[tuple[Engine, _Aim]] = []
