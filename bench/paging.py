"""The office's lists on a large ledger: how long one page takes to be drawn."""

import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bench.rows import Row, Tell, check
from bench.seeding import ZONE, add_units, as_stored, seeding, settings_for
from bot.cards import draw
from bot.cards.board import VIEWS
from bot.cards.look import Look
from bot.cards.seen.place import LAST
from db.engine import Database, Session
from scheduler.office import Office

#: December's reports are coming in; eleven months lie behind.
AT = datetime(2026, 12, 16, 9, 5, tzinfo=ZONE)
YEAR = 2026
#: What of a plan is large enough that reading all of it is felt.
LARGE = ("obligation", "report", "reading", "assignment", "outbox", "review", "move", "nudge")
#: The one question that must read every report: whether its words hold a word.
READS_ALL = {"found": {"report"}}
#: This index has only the reports that wait for their review.
WAITING = "ix_report_waiting"
BOUND = 0.1
REPEATS = 5


def measure_paging(
    tell: Tell, items: int = 200, units: int = 60, repeats: int = REPEATS
) -> list[Row]:
    """Measure one redraw of every view of the office's card, from its first page to its last."""
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        file = Path(folder) / "ledger.db"
        tell(f"building {items * units * 12:,} obligations")
        seed_december(file, items, units)
        office = settings_for(file).office_rules()
        with Database(f"sqlite:///{file}") as database:
            tell("pages")
            taken = {
                f"{view} {page}": _redraw(database, office, args | {"page": page}, repeats)
                for view, args in views(items)
                for page in (1, 3, LAST)
            }
            scanned = [
                f"{view}: {', '.join(found)}"
                for view, args in views(items)
                if (found := sorted(_scanned(database, office, args) - READS_ALL.get(view, set())))
            ]
    slowest = max(taken, key=lambda one: max(taken[one]))
    every = sorted(one for its in taken.values() for one in its)
    p95 = every[int(len(every) * 0.95)]
    title = f"paging: {len(taken)} pages of {items * units * 12:,} obligations"
    return [
        Row(
            f"{title}, p95 of a redraw",
            f"{p95 * 1000:.0f} ms",
            f"slowest {max(taken[slowest]) * 1000:.0f} ms: {slowest}",
            "–",
            f"≤ {BOUND * 1000:.0f} ms",
            p95 <= BOUND,
        ),
        Row(
            "tables read whole for a page",
            "; ".join(scanned) or "none",
            "reports, to search their words",
            "–",
            "none",
            not scanned,
        ),
    ]


def views(items: int) -> list[tuple[str, dict[str, Any]]]:
    """Return every view with the arguments that open it on the benchmark's ledger."""
    item, unit = str(items // 2), "7"
    of = {
        **dict.fromkeys(("item", "parts", "reports", "moves", "files", "numbered"), item),
        **dict.fromkeys(("unit", "unit_items", "unit_reports"), unit),
        "report_files": "5",
    }
    opened = [(view, {"view": view, "of": of.get(view, "")}) for view in VIEWS]
    more = [
        ("items", {"view": "items", "of": "red"}),
        ("units", {"view": "units", "of": "责任单位"}),
    ]
    common = {"plan": 1, "trail": [], "words": ["农民", "第9次"]}
    return [(view, args | common) for view, args in [*opened, *more]]


def _redraw(
    database: Database, office: Office, args: Mapping[str, Any], repeats: int
) -> list[float]:
    """Draw a view as often as asked, after a rehearsal; return the processor seconds of each."""

    def draw_once(session: Session) -> float:
        look = Look(session, AT.astimezone(UTC), office, "")
        began = time.thread_time()
        card = draw(look, "board", None, args)
        took = time.thread_time() - began
        check(card is not None and bool(card.text), f"nothing drawn of {args}")
        return took

    return [database.read_now(draw_once) for _ in range(repeats + 1)][1:]


def _scanned(database: Database, office: Office, args: Mapping[str, Any]) -> set[str]:
    """Return the large tables that a view reads from end to end, by SQLite's own plan."""
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, values: Any, *_: object) -> None:  # noqa: ANN401
        asked.append((statement, values))

    def look_on(session: Session) -> set[str]:
        event.listen(database.engine, "before_cursor_execute", note)
        draw(Look(session, AT.astimezone(UTC), office, ""), "board", None, args)
        event.remove(database.engine, "before_cursor_execute", note)
        return {
            str(step[3]).split()[1]
            for statement, values in asked
            for step in session.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", values
            )
            if str(step[3]).startswith("SCAN") and WAITING not in str(step[3])
        }

    return database.read_now(look_on) & set(LARGE)


def seed_december(file: Path, items: int, units: int, periods: int = 12) -> None:
    """Make a ledger near the end of a year: every unit has a part in every item, one leads each.

    Of the months gone by one report in fifty never came, of the present one half did; one in
    fifty was not reviewed yet.
    """
    with seeding(file) as connection:
        add_units(connection, units)
        _add_plan(connection, items)
        _add_months(connection, periods)
        _add_reports(connection)
        _add_asides(connection)


def _add_plan(connection: Any, items: int) -> None:  # noqa: ANN401
    connection.execute(
        "INSERT INTO plan (id, title, notice_title, starts_on, ends_on, source, digest, created_at)"
        " VALUES (1, '2026年工作要点', '', '2026-01-01', '2026-12-31', '', '', ?)",
        (as_stored(AT - timedelta(days=340)),),
    )
    connection.execute("INSERT INTO section (id, plan_id, position, title) VALUES (1, 1, 0, '一')")
    connection.executemany(
        "INSERT INTO item (id, plan_id, section_id, position, number, text, open_ended)"
        " VALUES (?1, 1, 1, ?1, ?1, ?2, 0)",
        [(n, f"开展第{n}项技能培训，培育高素质农民，做好项目申报。") for n in range(1, items + 1)],
    )
    connection.execute(
        "INSERT INTO assignment (item_id, unit_id, part, position) SELECT item.id, unit.id,"
        " CASE WHEN item.id % (SELECT count(*) FROM unit) + 1 = unit.id THEN 'lead' ELSE 'assist'"
        " END, unit.id FROM item CROSS JOIN unit"
    )
    connection.execute(
        "INSERT INTO target (item_id, position, quantity, op, value, measure, strict)"
        " SELECT id, n, '人数' || n, '>=', '1200', '人', 0 FROM item"
        " CROSS JOIN (SELECT 1 AS n UNION SELECT 2) WHERE id % 3"
    )


def _add_months(connection: Any, periods: int) -> None:  # noqa: ANN401
    for month in range(13 - periods, 13):
        due = as_stored(datetime(YEAR, month, 25, 17, 30, tzinfo=ZONE))
        opens = as_stored(datetime(YEAR, month, 15, tzinfo=ZONE))
        connection.execute(
            "INSERT INTO obligation (assignment_id, period, opens_at, original_due_at, due_at,"
            " state) SELECT id, ?1, ?2, ?3, ?3, CASE WHEN ?1 = '2026-12' AND id % 2"
            " OR (id + ?4) % 50 = 0 THEN 'open' ELSE 'reported' END FROM assignment ORDER BY id",
            (f"{YEAR}-{month:02}", opens, due, month * 7),
        )


def _add_reports(connection: Any) -> None:  # noqa: ANN401
    connection.execute(
        "INSERT INTO report (obligation_id, version, contact_id, status, words, submitted_at)"
        " SELECT o.id, 1, a.unit_id, 'on_track', '已开展第' || o.id || '次', o.opens_at"
        " FROM obligation AS o JOIN assignment AS a ON a.id = o.assignment_id"
        " WHERE o.state = 'reported' ORDER BY o.id"
    )
    connection.execute(
        "INSERT INTO reading (report_id, target_id, value) SELECT r.id, t.id,"
        " substr(o.period, 6) * (60 + a.item_id % 50) FROM report AS r"
        " JOIN obligation AS o ON o.id = r.obligation_id"
        " JOIN assignment AS a ON a.id = o.assignment_id AND a.part = 'lead'"
        " JOIN target AS t ON t.item_id = a.item_id"
    )
    connection.execute(
        "INSERT INTO review (report_id, reviewer, accepted, reason, reviewed_at)"
        " SELECT id, '周敏', 1, '', submitted_at FROM report WHERE id % 50"
    )
    connection.execute("UPDATE report SET waits = id % 50 = 0")


def _add_asides(connection: Any) -> None:  # noqa: ANN401
    connection.execute(
        "INSERT INTO extension (obligation_id, contact_id, reason, answer, wanted_due_at,"
        " former_due_at, asked_at)"
        " SELECT o.id, a.unit_id, '讲师出差', '', o.due_at, o.due_at, o.opens_at"
        " FROM obligation AS o JOIN assignment AS a ON a.id = o.assignment_id"
        " WHERE o.state = 'open' AND o.period = '2026-12' AND o.id % 200 = 1"
    )
    connection.execute("UPDATE contact SET reachable = 'blocked' WHERE id % 20 = 0")
    connection.execute(
        "INSERT INTO outbox (key, chat_id, card, subject, args, bulk, state, not_before, attempts,"
        " unknowns, message_id, created_at, sent_at) SELECT 'r' || id, chat_id, 'checklist', id,"
        " '{}', 1, 'sent', ?1, 1, 0, id, ?1, ?1 FROM contact",
        (as_stored(AT - timedelta(days=1)),),
    )
