"""The sweep beside the same work by hand, and beside itself on a small and on a huge ledger."""

import tempfile
import time
from datetime import UTC
from pathlib import Path
from typing import Any

from bench.by_hand import Rules, rules, sweep_by_hand
from bench.rows import Row, Tell, check, medians
from bench.seeding import NOW, Size, connect, fresh_copy, seed, settings_for
from db.engine import Database, Session
from scheduler.sweep import Swept, sweep

REPEATS = 9
SIZE = Size(units=1000, items=10, periods=10)
SMALL = Size(units=1000, items=10, periods=1)
HUGE = Size(units=1000, items=10, periods=100)
PLAN = (
    "SEARCH obligation USING INDEX ix_obligation_state_next_nudge_at (state=? AND next_nudge_at<?)"
)
#: The work's whole result, to be the same whoever did it.
RESULTS = (
    "SELECT obligation_id, due_at, rung, outcome, reached_at, reason FROM nudge ORDER BY 1",
    (
        "SELECT key, chat_id, card, subject, args, bulk, state, not_before, attempts, unknowns,"
        " created_at FROM outbox ORDER BY 1"
    ),
    (
        "SELECT id, state, next_nudge_at FROM obligation"
        " WHERE id IN (SELECT obligation_id FROM nudge) ORDER BY 1"
    ),
)


def measure_sweep(tell: Tell, size: Size = SIZE, repeats: int = REPEATS) -> list[Row]:
    """Measure the sweep beside the same work by hand, turn by turn on fresh copies of one file."""
    ours, by_hand, known = [], [], rules()
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        file = Path(folder) / "ledger.db"
        tell(f"building {size.obligations:,} obligations")
        seed(file, size)
        used = index_used(fresh_copy(file, "plan.db"))
        compare(file, known, size)
        for turn in range(repeats):
            tell(f"sweep {turn + 1} of {repeats}")
            ours.append(time_sweep(fresh_copy(file, "ours.db"), size))
            by_hand.append(time_by_hand(fresh_copy(file, "by-hand.db"), known))
    mine, hand, ratio = medians(ours, by_hand)
    title = f"sweep: {size.units:,} due of {size.obligations:,}, one commit"
    return [
        Row(
            title,
            _milliseconds(mine),
            f"{_milliseconds(hand)} sqlite3 by hand",
            f"{ratio:.2f}",
            "≤ 1.5 ×",
            ratio <= 1.5,
        ),
        Row("plan of its question and its update", used, "–", "–", "no other", used == PLAN),
    ]


def measure_growth(
    tell: Tell, small: Size = SMALL, huge: Size = HUGE, repeats: int = REPEATS
) -> list[Row]:
    """Measure the same sweep where little else is owed, and where very much is."""
    few: list[float] = []
    many: list[float] = []
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        files = {size: Path(folder) / f"{size.obligations}.db" for size in (small, huge)}
        for size, file in files.items():
            tell(f"building {size.obligations:,} obligations")
            seed(file, size)
        for turn in range(repeats):
            tell(f"growth {turn + 1} of {repeats}")
            few.append(time_sweep(fresh_copy(files[small], "copy.db"), small))
            many.append(time_sweep(fresh_copy(files[huge], "copy.db"), huge))
    mine, least, ratio = medians(many, few)
    return [
        Row(
            f"growth: the same {huge.units:,} due of {huge.obligations:,}",
            _milliseconds(mine),
            f"{_milliseconds(least)} of {small.obligations:,}",
            f"{ratio:.2f}",
            "≤ 2 ×",
            ratio <= 2,
        )
    ]


def time_sweep(file: Path, size: Size) -> float:
    """Sweep once; return the seconds from the transaction's beginning until it is durable.

    A bot that runs has swept before; here it did so once and took it back.
    """
    office, now = settings_for(file).office_rules(), NOW.astimezone(UTC)

    def change(session: Session) -> Swept:
        return sweep(session, office, now)

    with Database(f"sqlite:///{file}") as database:
        with database.engine.connect() as connection, Session(connection) as session:
            change(session)
            session.rollback()
        began = time.perf_counter()
        swept = database.write_now(change)
        took = time.perf_counter() - began
    counts = {"due": size.units, "contacts": size.units, "heads": 0, "unreached": 0}
    check(swept.counts == counts, f"swept {swept.counts}")
    return took


def time_by_hand(file: Path, known: Rules) -> float:
    """Do the same by hand, after the same rehearsal; return the seconds."""
    connection = connect(file)
    sweep_by_hand(connection, known)
    connection.execute("ROLLBACK")
    began = time.perf_counter()
    sweep_by_hand(connection, known)
    connection.execute("COMMIT")
    took = time.perf_counter() - began
    connection.close()
    return took


def compare(file: Path, known: Rules, size: Size) -> None:
    """Check that both ways leave the same rows behind; warms both up as well."""
    ours, by_hand = fresh_copy(file, "ours.db"), fresh_copy(file, "by-hand.db")
    time_sweep(ours, size)
    time_by_hand(by_hand, known)
    for question in RESULTS:
        found = [_ask(one, question) for one in (ours, by_hand)]
        check(len(found[0]) == size.units, f"{len(found[0])} rows of: {question}")
        check(found[0] == found[1], f"by hand it comes to something else: {question}")


def index_used(file: Path) -> str:
    """Return how the sweep's statements find obligations, by SQLite's own plan; each way once."""
    seen: list[str] = []
    with Database(f"sqlite:///{file}") as database:
        with database.engine.connect() as opened:
            raw: Any = opened.connection.driver_connection
            raw.set_trace_callback(seen.append)
        office = settings_for(file).office_rules()
        database.write_now(lambda session: sweep(session, office, NOW.astimezone(UTC)))
        raw.set_trace_callback(None)
    connection = connect(file)
    asked = {sql for sql in seen if "next_nudge_at <=" in sql}
    plans = [
        str(step[3])
        for sql in sorted(asked)
        for step in connection.execute(f"EXPLAIN QUERY PLAN {sql}")
        if "obligation" in str(step[3])
    ]
    connection.close()
    return "; ".join(sorted(set(plans)))


def _ask(file: Path, question: str) -> list[Any]:
    connection = connect(file)
    rows: list[Any] = connection.execute(question).fetchall()
    connection.close()
    return rows


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"
