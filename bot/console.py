"""The terminal: tables, sentences and JSON; words come from the templates."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

import typer
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.updates import without_control
from templates import word

#: The least width of a column that takes what it needs.
NARROW = 5
#: A pipe has no width of its own; the terminal that shows it later mostly has this.
PIPE = 100
out = Console(highlight=False, width=None if sys.stdout.isatty() else PIPE)
err = Console(stderr=True, highlight=False)


def say(key: str, **values: object) -> None:
    """Print a sentence."""
    out.print(without_control(word(key, **values)), markup=False, soft_wrap=True)


def note(key: str, **values: object) -> None:
    """Print a sentence to standard error, beside facts that programs read."""
    err.print(without_control(word(key, **values)), markup=False, soft_wrap=True)


def refuse(key: str, **values: object) -> NoReturn:
    """Print a sentence to standard error and end with status 1."""
    raise refusal(word(key, **values))


def refusal(sentence: str) -> typer.Exit:
    """Print a sentence to standard error; return what ends the command with status 1."""
    err.print(sentence, markup=False, soft_wrap=True)
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


def table(
    columns: Mapping[str, int], rows: Sequence[Sequence[str]], *, header: bool = True
) -> None:
    """Print a table; each column is given with its share of the width, 0 for what it needs."""
    needs = [max(NARROW, *map(cell_len, cells)) for cells in zip(*rows, strict=True)]
    drawn = Table(box=None, pad_edge=False, header_style="bold", show_header=header, expand=True)
    for (column, share), needed in zip(columns.items(), needs, strict=True):
        width, ratio = (None, share) if share else (needed, None)
        drawn.add_column(word(f"column.{column}"), overflow="fold", width=width, ratio=ratio)
    for row in rows:
        drawn.add_row(*(Text(without_control(one)) for one in row))
    out.print(drawn)


def in_columns(pairs: Sequence[tuple[str, str]]) -> None:
    """Print pairs, the second ones below each other and never broken in two."""
    width = max(cell_len(first) for first, _ in pairs)
    for first, second in pairs:
        out.print(f"{set_cell_size(first, width)}  {second}", markup=False, soft_wrap=True)
