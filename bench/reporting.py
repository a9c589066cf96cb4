"""What the office is handed of a huge plan, each made by a child process that is measured whole.

Two thirds of everything owed is reported, with a number each, and half of that was reviewed.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from zipfile import ZipFile

from bench.children import ROOT, environment
from bench.rows import Row, Tell, check
from bench.seeding import Size, connect, seed

SIZE = Size(units=60, items=200, periods=12)
SECONDS, MEGABYTES = 10.0, 300.0
TITLES = 2  # rows above a sheet's own
#: What a child does, from its start on: the ledger as the command line makes it.
LEDGER = """
from pathlib import Path
from bench.seeding import NOW, settings_for
from bot.ledger.drawing import draw_ledger
from db.engine import Database
settings = settings_for(Path(sys.argv[1]))
office = (settings.office.name, settings.zone)
with Database(settings.database.url) as database, Path(sys.argv[2]).open("wb") as file:
    database.read_now(lambda session: draw_ledger(session, 1, office, NOW, file))
"""
_MEASURED = """
import json, resource, sys, time
began = time.perf_counter()
{work}
needed = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([time.perf_counter() - began, needed]))
"""
#: Reports two thirds of everything owed.
_REPORTED = (
    (
        "INSERT INTO target (item_id, position, quantity, op, value, measure, strict)"
        " SELECT id, 0, '培训', '>=', '450', '人次', 0 FROM item"
    ),
    "UPDATE obligation SET state = 'reported', next_nudge_at = NULL WHERE id % 3 <> 0",
    (
        "INSERT INTO report"
        " (obligation_id, version, contact_id, status, words, submitted_at, waits)"
        " SELECT o.id, 1, a.unit_id, CASE o.id % 5 WHEN 0 THEN 'difficult' ELSE 'on_track' END,"
        " '已举办第' || o.id || '期培训班，参训人员反映良好，下一步继续推进。',"
        " datetime(o.due_at, '-' || (o.id % 7000) || ' minutes') || '.000000', o.id % 2"
        " FROM obligation AS o JOIN assignment AS a ON a.id = o.assignment_id"
        " WHERE o.state = 'reported'"
    ),
    (
        "INSERT INTO reading (report_id, target_id, value) SELECT r.id, t.id, 100 + r.id % 400"
        " FROM report AS r JOIN obligation AS o ON o.id = r.obligation_id"
        " JOIN assignment AS a ON a.id = o.assignment_id JOIN target AS t ON t.item_id = a.item_id"
    ),
    (
        "INSERT INTO review (report_id, reviewer, accepted, reason, reviewed_at)"
        " SELECT id, '督办室', 1, '', submitted_at FROM report WHERE NOT waits"
    ),
)


def measure_ledger(tell: Tell, size: Size = SIZE) -> list[Row]:
    """Measure the Excel ledger of a huge plan: its time, and the memory of who makes it."""
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        file, out = Path(folder) / "ledger.db", Path(folder) / "ledger.xlsx"
        tell(f"building {size.obligations:,} obligations")
        seed_reported(file, size)
        tell("ledger")
        seconds, megabytes = run_measured(LEDGER, file, out)
        with ZipFile(out) as made:
            rows = made.read("xl/worksheets/sheet2.xml").count(b"<row ") - TITLES
        check(rows == size.obligations, f"{rows} rows")
    return bounded(f"ledger: {size.obligations:,} obligations", seconds, megabytes)


def seed_reported(file: Path, size: Size) -> None:
    """Make a plan's database in which two thirds of everything owed is reported."""
    seed(file, size)
    connection = connect(file)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("BEGIN")
    for statement in _REPORTED:
        connection.execute(statement)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def run_measured(work: str, *arguments: Path) -> tuple[float, float]:
    """Run a piece of code in a child; return its seconds and the most memory it held, in MB."""
    command = [sys.executable, "-P", "-c", _MEASURED.format(work=work), *map(str, arguments)]
    done = subprocess.run(  # noqa: S603 - it is ours
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    check(done.returncode == 0, done.stderr)
    seconds, megabytes = json.loads(done.stdout.splitlines()[-1])
    return seconds, megabytes


def bounded(what: str, seconds: float, megabytes: float) -> list[Row]:
    """Return the two rows of a document that was made."""
    took, needed = f"{seconds:.1f} s", f"{megabytes:.0f} MB"
    return [
        Row(what, took, "–", "–", f"≤ {SECONDS:.0f} s", seconds <= SECONDS),
        Row(
            f"{what}, peak memory",
            needed,
            "–",
            "–",
            f"≤ {MEGABYTES:.0f} MB",
            megabytes <= MEGABYTES,
        ),
    ]
