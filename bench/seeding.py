"""Fills databases with a ledger of any size: real tasks of a real notice, units, contacts, dues."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pysqlite3

from bot.desk import Desk
from bot.opening import open_desk
from bot.sections import DatabasePart, LimitsPart, TelegramPart
from bot.settings import Settings
from db.engine import Database
from db.migrate import migrate
from db.vocabulary import PlanDraft
from notice.reader import read_notice
from notice.source import read_lines
from scheduler.clock import TickingClock
from scheduler.office import Office
from scheduler.workdays import workdays_after

ZONE = ZoneInfo("Asia/Shanghai")
#: The moment at which every benchmark plays: a Wednesday's first slot has just come.
NOW = datetime(2026, 6, 10, 9, 5, tzinfo=ZONE)
SLOT = NOW.replace(minute=0)
CUTOFF = time(17, 30)
NOTICE = Path(__file__).parents[1] / "notice" / "examples" / "dongzhi.txt"
FIRST_CHAT = 5_300_000_001
#: A Telegram that nobody asks.
NOWHERE = "http://127.0.0.1:9"
MOMENT = "%Y-%m-%d %H:%M:%S.%f"


@dataclass(frozen=True, slots=True)
class Size:
    """How large a ledger is; each unit has one contact and owns every item.

    Of all obligations one a unit is due for a reminder now: that of the first item in the
    present period, which lies in the middle of the table.
    """

    units: int
    items: int = 1
    periods: int = 1

    @property
    def obligations(self) -> int:
        """How many reports are owed in all."""
        return self.units * self.items * self.periods


def as_stored(moment: datetime) -> str:
    """Return a moment as SQLAlchemy writes it into SQLite."""
    return moment.astimezone(UTC).strftime(MOMENT)


def due_times(office: Office) -> list[datetime]:
    """Return, rung by rung, the due time of which that rung is reached in the present slot."""
    days = [
        workdays_after(NOW.date(), -rung.at, office.hours.works) for rung in office.ladder.rungs
    ]
    return [office.hours.at(day, CUTOFF) for day in days]


def settings_for(file: Path, url: str = NOWHERE, senders: int = 16) -> Settings:
    """Return the defaults with a database and a Telegram; neither file nor environment is asked."""
    return Settings.apart(
        telegram=TelegramPart(api_base_url=url),
        database=DatabasePart(url=f"sqlite:///{file}"),
        limits=LimitsPart(senders=senders),
    )


@contextlib.contextmanager
def desk_on(file: Path, url: str = NOWHERE, senders: int = 16) -> Iterator[Desk]:
    """Open a seeded database at the benchmarks' moment, with a Telegram."""
    settings = settings_for(file, url, senders)
    with open_desk(settings, TickingClock(NOW.astimezone(UTC))) as desk:
        yield desk


def chat_ids(count: int) -> range:
    """Return the chats of so many contacts, unit by unit."""
    return range(FIRST_CHAT, FIRST_CHAT + count)


def seed(file: Path, size: Size) -> None:
    """Make a database of this size, closed and written out when this returns."""
    with seeding(file) as connection:
        add_units(connection, size.units)
        _add_plan(connection)
        add_items(connection, size.items)
        _add_obligations(connection, size)
    _write_out(file)


@contextlib.contextmanager
def seeding(file: Path) -> Iterator[Any]:
    """Make an empty database, and give a connection that fills it in one transaction."""
    with Database(f"sqlite:///{file}") as database:
        migrate(database.engine)
    connection = connect(file)
    connection.execute("PRAGMA synchronous=OFF")  # to build; whoever is measured commits durably
    connection.execute("BEGIN")
    yield connection
    connection.execute("COMMIT")
    connection.close()


def connect(file: Path) -> Any:  # noqa: ANN401 - the driver has no types
    """Open a database by hand, with the same pragmas as Duban's own connections."""
    connection = pysqlite3.connect(str(file), isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def fresh_copy(file: Path, name: str) -> Path:
    """Return a copy of a database beside it, written out so that no later commit waits for it."""
    copy = file.with_name(name)
    for left in (copy, *(copy.with_name(f"{name}-{part}") for part in ("wal", "shm"))):
        left.unlink(missing_ok=True)
    shutil.copyfile(file, copy)
    _write_out(copy)
    return copy


def add_units(connection: Any, units: int) -> None:  # noqa: ANN401
    """Add units, each with its contact."""
    numbers = range(1, units + 1)
    connection.executemany(
        "INSERT INTO unit (id, name) VALUES (?, ?)", [(n, f"第{n}责任单位") for n in numbers]
    )
    connection.executemany(
        "INSERT INTO contact (id, chat_id, name, reachable, joined_at) VALUES (?, ?, ?, 'yes', ?)",
        [(n, FIRST_CHAT + n - 1, f"联络员{n}", as_stored(NOW)) for n in numbers],
    )
    connection.executemany(
        "INSERT INTO post (contact_id, unit_id, role) VALUES (?, ?, 'contact')",
        [(n, n) for n in numbers],
    )


def add_items(connection: Any, items: int, plan: int = 1) -> None:  # noqa: ANN401
    """Add so many items to a plan; every unit has a part in each."""
    draft = _draft()
    connection.executemany(
        "INSERT INTO item (plan_id, position, number, text, open_ended) VALUES (?, ?, ?, ?, 0)",
        [(plan, n, str(n + 1), draft.items[n % len(draft.items)].text) for n in range(items)],
    )
    connection.execute(
        "INSERT INTO assignment (item_id, unit_id, part, position) SELECT item.id, unit.id, 'lead',"
        " 0 FROM item CROSS JOIN unit WHERE item.plan_id = ?",
        (plan,),
    )


def _write_out(file: Path) -> None:
    with file.open("r+b") as opened:
        os.fsync(opened.fileno())


@cache
def _draft() -> PlanDraft:
    return read_notice(read_lines(NOTICE))


def _add_plan(connection: Any) -> None:  # noqa: ANN401
    draft = _draft()
    connection.execute(
        "INSERT INTO plan (id, title, notice_title, starts_on, ends_on, source, digest, created_at)"
        " VALUES (1, ?, ?, '2026-01-01', '2026-12-31', '', '', ?)",
        (draft.title, draft.notice_title, as_stored(NOW - timedelta(days=90))),
    )


def _add_obligations(connection: Any, size: Size) -> None:  # noqa: ANN401
    """Add every period's obligations, period after period as planning does it."""
    connection.execute("CREATE TEMP TABLE period (name, opens, due, nudge)")
    connection.executemany("INSERT INTO period VALUES (?, ?, ?, ?)", _periods(size.periods))
    connection.execute(
        "INSERT INTO obligation (assignment_id, period, opens_at, original_due_at, due_at, state,"
        " next_nudge_at) SELECT a.id, p.name, p.opens, p.due, p.due, 'open', p.nudge"
        " FROM temp.period AS p CROSS JOIN assignment AS a ORDER BY p.rowid, a.id"
    )
    connection.execute("DROP TABLE temp.period")
    dues = due_times(settings_for(Path()).office_rules())
    for place, due in enumerate(dues):
        connection.execute(
            "UPDATE obligation SET due_at = ?1, original_due_at = ?1, next_nudge_at = ?2"
            " WHERE period = '2026-06' AND assignment_id IN"
            " (SELECT id FROM assignment WHERE item_id = 1 AND unit_id % ?3 = ?4)",
            (as_stored(due), as_stored(SLOT), len(dues), place),
        )


def _periods(count: int) -> list[tuple[str, str, str, str]]:
    """Return periods around the present one, each with its times; their reminders come later."""
    rows = []
    for place in range(count):
        months = place - count // 2
        year, month = divmod(2026 * 12 + 5 + months, 12)
        due = NOW + timedelta(days=16 + 30 * abs(months), hours=9)
        opens = due - timedelta(days=40)  # before the due days of every rung
        nudge = due.replace(hour=9, minute=0) - timedelta(days=5)
        name = f"{year}-{month + 1:02}"
        rows.append((name, as_stored(opens), as_stored(due), as_stored(nudge)))
    return rows
