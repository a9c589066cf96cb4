"""`python -m bench [ROW…]`: measures, prints each number beside its baseline and its bound.

Exit status 0 where every bound is reached, 1 where one is not. Writes nothing, but with --write
bench/RESULTS.md.
"""

import argparse
import platform
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bench.digesting import measure_digest
from bench.paging import measure_paging
from bench.reading import measure_reading
from bench.replying import measure_replies
from bench.reporting import measure_ledger
from bench.rows import Row, Tell
from bench.sending import measure_reminders, measure_sending
from bench.starting import measure_start
from bench.sweeping import measure_growth, measure_sweep
from bench.years import measure_years

MEASURES: Mapping[str, Callable[[Tell], list[Row]]] = {
    "reading": measure_reading,
    "sweep": measure_sweep,
    "growth": measure_growth,
    "years": measure_years,
    "reminders": measure_reminders,
    "sending": measure_sending,
    "replies": measure_replies,
    "digest": measure_digest,
    "ledger": measure_ledger,
    "start": measure_start,
    "paging": measure_paging,
}
HEADINGS = ("what", "ours", "baseline", "ratio", "bound", "")
RESULTS = Path(__file__).parent / "RESULTS.md"
LIBRARIES = ("python-telegram-bot", "httpx", "SQLAlchemy", "pysqlite3", "APScheduler", "uvicorn")


def main(arguments: list[str] | None = None) -> int:
    """Measure the rows asked for; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of {', '.join(MEASURES)}")
    parser.add_argument("--write", action="store_true", help=f"write bench/{RESULTS.name} as well")
    options = parser.parse_args(arguments)
    if unknown := set(options.rows) - set(MEASURES):
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    rows = measure(options.rows or list(MEASURES))
    show(rows)
    if options.write:
        RESULTS.write_text(as_markdown(rows), "utf-8")
    return int(any(row.reached is False for row in rows))


def measure(names: list[str]) -> list[Row]:
    """Measure one after another, with a bar that tells what is being done."""
    console = Console(stderr=True)
    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    rows: list[Row] = []
    # Without its own thread, which would take time from what is measured.
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as progress:
        bar = progress.add_task("", total=len(names))

        def tell(step: str) -> None:
            progress.update(bar, description=step, refresh=True)

        for name in names:
            if not console.is_terminal:
                console.print(f"measuring {name} …")
            rows += MEASURES[name](tell)
            progress.advance(bar)
    return rows


def show(rows: list[Row]) -> None:
    """Print the table, then what was not reached."""
    console = Console(width=None if sys.stdout.isatty() else 160)
    table = Table(*HEADINGS)
    for row in rows:
        colour = {True: "green", False: "bold red", None: "dim"}[row.reached]
        table.add_row(*_cells(row)[:-1], f"[{colour}]{_cells(row)[-1]}[/]")
    console.print(table)


def as_markdown(rows: list[Row]) -> str:
    """Return the numbers with the machine they were measured on."""
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    lines = [
        "# Measured by `python3 run.py bench --write`",
        "",
        f"{platform.platform()}, Python {platform.python_version()}; {versions}.",
        "Medians of ours and of the baseline, measured by turns in one run: trust the ratios.",
        "",
        f"| {' | '.join(HEADINGS)} |",
        f"|{'---|' * len(HEADINGS)}",
        *(f"| {' | '.join(_cells(row))} |" for row in rows),
    ]
    return "\n".join(lines) + "\n"


def _cells(row: Row) -> tuple[str, ...]:
    said = {True: "reached", False: "NOT reached", None: "–"}[row.reached]
    return row.what, row.ours, row.baseline, row.ratio, row.bound, said


if __name__ == "__main__":
    sys.exit(main())
