"""A year of reminders through the real questions: its time grows with what is due, and only so.

Every recurring question is asked in every slot of every workday. Between the slots what waits is
noted as sent, nine units of ten acknowledge, and units report at a rung of their own, a tenth of
them late; none of that is measured.
"""

import tempfile
import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench.rows import Row, Tell, check, medians
from bench.seeding import (
    FIRST_CHAT,
    ZONE,
    add_items,
    add_units,
    as_stored,
    connect,
    seeding,
    settings_for,
)
from db import cadences
from db.cadences import Scope
from db.engine import Database, Session
from db.vocabulary import DayKind, Frequency, Rule
from scheduler.hours import next_slot
from scheduler.office import Office
from scheduler.office import as_stored as office_as_stored
from scheduler.questions import QUESTIONS, Found, Question
from scheduler.sweep import Swept

YEAR = 2026
ITEMS, UNITS, SHARE, FORMER = 28, 1000, 4, 10
REPEATS = 3
BOUND = 1.3
MONTHLY = Rule(Frequency.MONTHLY, DayKind.DAY, 25)
#: What falls due only when the year is over.
LATER = Rule(Frequency.ONCE, DayKind.DAY, 1, anchor=date(YEAR + 1, 6, 30))
#: The rung at which a report comes, by the obligation's id; the last ones are late.
REPORTED_AT = (-3, -3, -3, -1, -1, -1, 0, 0, 0, 3)
OFFICE_CHAT = -FIRST_CHAT
BEGAN = datetime(YEAR - 1, 12, 31, tzinfo=ZONE)


@dataclass(frozen=True, slots=True)
class Ledger:
    """How much there is; with ``former`` years that are over, and a plan due after the year."""

    units: int
    items: int
    former: int = 0


#: Hardly anything at all.
IDLE = Ledger(units=1, items=1)


def measure_years(
    tell: Tell, units: int = UNITS, items: int = ITEMS, repeats: int = REPEATS, days: int = 365
) -> list[Row]:
    """Measure the year of a large office, of a quarter of it, and of that quarter with its history.

    What the questions cost where hardly anything is owed is taken off: it is the same for all.
    """
    small = Ledger(units // SHARE, items)
    old = replace(small, former=FORMER)
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        file = Path(folder) / "ledger.db"
        alone, beside = [], []
        for turn in range(repeats):
            tell(f"a year of {small.units:,} units, {turn + 1} of {repeats}")
            idle = play_year(file, IDLE, days).seconds
            alone.append(play_year(file, small, days).each(idle))
            tell(f"a year of {small.units:,} units beside {FORMER} former ones")
            beside.append(play_year(file, old, days).each(idle))
        tell(f"a year of {units:,} units")
        whole = play_year(file, Ledger(units, items), days)
    title = f"a year of {units:,} units × {items} items, {whole.due:,} due: each"
    return [
        _row(title, [whole.each(idle)], alone, f"{small.units:,} units"),
        _row(
            f"{small.units:,} units beside {FORMER} former years: each", beside, alone, "it alone"
        ),
    ]


@dataclass(frozen=True, slots=True)
class Played:
    """A year's questions: the seconds they took, and how many reports fell due."""

    seconds: float
    due: int

    def each(self, idle: float) -> float:
        """Return the seconds for each report beyond those of a year in which nothing is due."""
        return (self.seconds - idle) / self.due


def play_year(file: Path, ledger: Ledger, days: int = 365) -> Played:
    """Play the year on a fresh database."""
    for left in file.parent.glob(f"{file.name}*"):
        left.unlink()
    seed_year(file, ledger)
    spent, office = 0.0, replace(settings_for(file).office_rules(), chat=OFFICE_CHAT)
    connection = connect(file)
    connection.execute("PRAGMA synchronous=OFF")
    with Database(f"sqlite:///{file}") as database:
        now = next_slot(office.hours, BEGAN)
        while now < BEGAN + timedelta(days=days):
            for question in QUESTIONS.values():
                start = time.perf_counter()
                found = database.write_now(partial(_ask, question, office, now.astimezone(UTC)))
                spent += time.perf_counter() - start
                if isinstance(found, Swept):
                    _report(connection, found)
            _deliver(connection, now)
            now = next_slot(office.hours, now)
    due = _check_year(connection, as_stored(now))
    connection.close()
    return Played(spent, due)


def _ask(question: Question, office: Office, now: datetime, session: Session) -> Found:
    return question.ask(session, office_as_stored(session, office), now)


def _report(connection: Any, swept: Swept) -> None:  # noqa: ANN401 - the driver has no types
    """Have those report who do so at the rung at which they were told."""
    reported = [
        (number,)
        for told in swept.told
        for number, rung in told.rungs.items()
        if rung >= REPORTED_AT[number % len(REPORTED_AT)]
    ]
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "UPDATE obligation SET state = 'reported', next_nudge_at = NULL WHERE id = ?", reported
    )
    connection.execute("COMMIT")


def _deliver(connection: Any, now: datetime) -> None:  # noqa: ANN401
    """Note what waits as sent; nine units of ten acknowledge what they were handed."""
    connection.execute(
        "UPDATE outbox SET state = 'sent', message_id = id, sent_at = ? WHERE state = 'waiting'",
        (as_stored(now),),
    )
    connection.execute(
        "UPDATE acknowledgement SET acknowledged_at = ?"
        " WHERE acknowledged_at IS NULL AND unit_id % 10 <> 0",
        (as_stored(now),),
    )


def _check_year(connection: Any, now: str) -> int:  # noqa: ANN401
    """Check that the year was played rightly; return how many reports fell due."""
    ((due, late, silent),) = connection.execute(
        "SELECT count(*), sum(state = 'open'), sum(NOT EXISTS"
        " (SELECT 1 FROM nudge AS n WHERE n.obligation_id = o.id AND n.rung < 0))"
        " FROM obligation AS o JOIN assignment AS a ON a.id = o.assignment_id"
        " JOIN item AS i ON i.id = a.item_id WHERE i.plan_id = 1 AND o.due_at < ?",
        (now,),
    ).fetchall()
    check(due > 0, "nothing fell due")
    check(silent == 0, f"{silent} of {due} were not reminded before they fell due")
    check(late * len(REPORTED_AT) <= due, f"{late} of {due} were never reported")
    return int(due)


def seed_year(file: Path, ledger: Ledger) -> None:
    """Make a database in which nothing is owed yet by the year's plan."""
    with seeding(file) as connection:
        add_units(connection, ledger.units)
        for back in range(1, ledger.former + 1):
            _add_plan(connection, 1 + back, YEAR - back, YEAR - back)
            add_items(connection, ledger.items, 1 + back)
            _add_history(connection, 1 + back, YEAR - back)
        _add_plan(connection, 1, YEAR, YEAR)
        add_items(connection, ledger.items)
        if ledger.former:
            _add_plan(connection, 2 + ledger.former, YEAR, YEAR + 1)
            add_items(connection, ledger.items, 2 + ledger.former)
    since = datetime(YEAR - 1, 12, 1, tzinfo=UTC)
    with Database(f"sqlite:///{file}") as database:
        database.write_now(lambda session: _put_in_force(session, ledger, since))


def _put_in_force(session: Session, ledger: Ledger, since: datetime) -> None:
    cadences.put_in_force(session, Scope(1), (MONTHLY,), since)
    for back in range(1, ledger.former + 1):
        cadences.put_in_force(session, Scope(1 + back), (MONTHLY,), since)
    if ledger.former:
        cadences.put_in_force(session, Scope(2 + ledger.former), (LATER,), since)


def _add_plan(connection: Any, number: int, first: int, last: int) -> None:  # noqa: ANN401
    made = as_stored(datetime(first - 1, 12, 1, 10, tzinfo=UTC))
    planned = as_stored(BEGAN) if last < YEAR else None
    connection.execute(
        "INSERT INTO plan (id, title, notice_title, starts_on, ends_on, source, digest, created_at,"
        " planned_until) VALUES (?1, ?2, ?2, ?3, ?4, '', ?1, ?5, ?6)",
        (number, f"{first}年", f"{first}-01-01", f"{last}-12-31", made, planned),
    )


def _add_history(connection: Any, plan: int, year: int) -> None:  # noqa: ANN401
    """Add a year that is over: reported month by month, reminded once, and acknowledged."""
    for month in range(1, 13):
        due = as_stored(datetime(year, month, 25, 9, 30, tzinfo=UTC))
        opens = as_stored(datetime(year, month, 15, tzinfo=UTC))
        connection.execute(
            "INSERT INTO obligation (assignment_id, period, opens_at, original_due_at, due_at,"
            " state) SELECT a.id, ?1, ?2, ?3, ?3, 'reported' FROM assignment AS a"
            " JOIN item AS i ON i.id = a.item_id WHERE i.plan_id = ?4 ORDER BY a.id",
            (f"{year}-{month:02}", opens, due, plan),
        )
        connection.execute(
            "INSERT INTO nudge (obligation_id, due_at, rung, outcome, reached_at)"
            " SELECT id, due_at, -3, 'queued', ?2 FROM obligation WHERE due_at = ?1",
            (due, opens),
        )
        connection.execute(
            "INSERT INTO outbox (key, chat_id, card, subject, args, bulk, state, not_before,"
            " attempts, unknowns, message_id, created_at, sent_at) SELECT ?1 || id, chat_id,"
            " 'checklist', id, '{}', 1, 'sent', ?2, 1, 0, id, ?2, ?2 FROM contact",
            (f"{year}-{month}:", opens),
        )
    connection.execute(
        "INSERT INTO acknowledgement SELECT ?1, unit_id, contact_id, ?2, ?2 FROM post",
        (plan, as_stored(datetime(year, 1, 2, tzinfo=UTC))),
    )


def _row(what: str, ours: list[float], baseline: list[float], of_what: str) -> Row:
    mine, least, ratio = medians(ours, baseline)
    return Row(
        what,
        f"{mine * 1e6:.0f} µs",
        f"{least * 1e6:.0f} µs of {of_what}",
        f"{ratio:.2f}",
        f"≤ {BOUND} ×",
        ratio <= BOUND,
    )
