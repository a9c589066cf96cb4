"""The terminal: tables, sentences and JSON; words come from the templates."""

import json
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from threading import Timer
from typing import Any, NoReturn, Protocol

import typer
from rich.cells import cell_len, set_cell_size
from rich.console import Console, RenderableType
from rich.text import Text

from bot.updates import without_control
from bot.wrapping import longest_name, wrapped
from templates import word

#: The least width of a column that takes what it needs.
NARROW = 5
GAP = 2  # columns of blank between two columns
#: A pipe has no width of its own; the terminal that shows it later mostly has this.
PIPE = 100
LATE = 1.0  # seconds, after which work is long enough for a bar
out = Console(highlight=False, width=None if sys.stdout.isatty() else PIPE)
err = Console(stderr=True, highlight=False)


class Speak(Protocol):
    """Says a sentence, by its word."""

    def __call__(self, key: str, /, **values: object) -> None:
        """Say it."""


class Tell(Protocol):
    """Is told how many steps of how many are done."""

    def __call__(self, done: int, total: int, /) -> None:
        """Take the news."""


def say(key: str, /, **values: object) -> None:
    """Print a sentence."""
    out.print(without_control(word(key, **values)), markup=False, soft_wrap=True)


def note(key: str, /, **values: object) -> None:
    """Print a sentence to standard error, beside facts that programs read."""
    err.print(without_control(word(key, **values)), markup=False, soft_wrap=True)


def refuse(key: str, /, **values: object) -> NoReturn:
    """Print a sentence to standard error and end with status 1."""
    raise refusal(word(key, **values))


def refusal(sentence: str) -> typer.Exit:
    """Print a sentence to standard error; return what ends the command with status 1."""
    err.print(without_control(sentence), markup=False, soft_wrap=True)
    return typer.Exit(1)


def print_json(facts: Any) -> None:  # noqa: ANN401 - whatever JSON holds
    """Print facts as JSON, Chinese as it is."""
    typer.echo(json.dumps(facts, ensure_ascii=False, indent=1, default=_plain))


def _plain(fact: object) -> object:
    """Return a number or a moment as programs read it."""
    match fact:
        case Decimal():
            return int(fact) if fact == fact.to_integral_value() else float(fact)
        case date():
            return fact.isoformat()
    return str(fact)


def heading(text: str) -> None:
    """Print a line that stands out; brackets in it are no markup."""
    out.print(Text(without_control(text), style="bold"), soft_wrap=True)


def widths_of(
    columns: Mapping[str, int], rows: Sequence[Sequence[str]], names: Mapping[str, int]
) -> dict[str, int]:
    """Return the width of each column that holds anything: what it needs, or its share.

    Args:
        columns: each with its share of the width, 0 for what it needs.
        rows: the cells of each row.
        names: columns of lists, which get room for their longest name, up to so many percent.
    """
    cells = dict(zip(columns, zip(*rows, strict=True), strict=True)) if rows else {}
    used = [column for column in columns if any(cells.get(column, ()))]
    fixed = {
        column: max(NARROW, *map(cell_len, cells[column])) for column in used if not columns[column]
    }
    while True:
        left = out.width - sum(fixed.values()) - GAP * (len(used) - 1)
        shares = sum(columns[column] for column in used if column not in fixed) or 1
        widths = {
            column: fixed.get(column, max(NARROW, left * columns[column] // shares))
            for column in used
        }
        wanted = {
            column: min(longest_name(cells[column]), out.width * names[column] // 100)
            for column in used
            if column in names
        }
        tight = {column: width for column, width in wanted.items() if widths[column] < width}
        if not tight:
            return widths
        fixed |= tight


def table(
    widths: Mapping[str, int],
    rows: Sequence[Mapping[str, str]],
    *,
    header: bool = True,
    names: Collection[str] = (),
    mark: str = "",
) -> None:
    """Print a table.

    Args:
        widths: the columns, each with its width.
        rows: the cells of each row by their columns.
        header: whether the columns are titled.
        names: the columns of lists of names, which are not broken within a name.
        mark: what stands out wherever it is written.
    """
    from rich.table import Table  # noqa: PLC0415 - not for every start

    drawn = Table(box=None, pad_edge=False, header_style="bold", show_header=header)
    drawn.padding = (0, GAP, 0, 0)
    for column, width in widths.items():
        drawn.add_column(word(f"column.{column}"), width=width, overflow="fold")
    for row in rows:
        texts = [
            Text(wrapped(without_control(row[column]), width, whole_names=column in names))
            for column, width in widths.items()
        ]
        for text in texts if mark else ():
            text.highlight_words([mark], "bold yellow")
        drawn.add_row(*texts)
    _print_trimmed(drawn)


def _print_trimmed(drawn: RenderableType) -> None:
    """Print a table; what goes into a file or a pipe has no blanks at its lines' ends."""
    if out.is_terminal:
        out.print(drawn)
        return
    with out.capture() as captured:
        out.print(drawn)
    for line in captured.get().splitlines():
        out.print(line.rstrip(), markup=False, soft_wrap=True)


def in_columns(pairs: Sequence[tuple[str, str]]) -> None:
    """Print pairs, the second ones below each other and never broken in two."""
    width = max(cell_len(first) for first, _ in pairs)
    for first, second in pairs:
        line = f"{set_cell_size(first, width)}  {second}".rstrip()
        out.print(line, markup=False, soft_wrap=True)


@contextmanager
def progress(key: str, console: Console = err, after: float = LATE) -> Iterator[Tell]:
    """Show on a terminal how far a work is, once it takes long; yield whom to tell.

    Args:
        key: the word for the work.
        console: the terminal; anything else stays untouched.
        after: seconds of work before anything is shown.
    """
    from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415 - nor this

    columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%")
    with_bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    task = with_bar.add_task(word(key), total=None)
    timer = Timer(after, with_bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda done, total: with_bar.update(task, completed=done, total=total)
    finally:
        timer.cancel()
        timer.join()
        with_bar.stop()
