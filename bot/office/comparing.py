"""Shows a revision in the terminal: what comes, what goes, what changes, before and after."""

from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from bot.console import GAP, heading, out, say
from bot.office.differences import Row, counts_in_words, differences_of
from bot.updates import without_control
from db.changes import Revision
from templates import word

_BEFORE, _AFTER = "red", "green"


def show_revision(revision: Revision) -> None:
    """Print what a newer text changes: the counts, then each change before and after."""
    title = revision.new.title
    if revision.empty:
        say("revision.nothing", title=title)
        return
    say("revision.summary", title=title, counts=counts_in_words(revision))
    found = differences_of(revision)
    _show("revision.plan", found.plan)
    _show("revision.added", found.added)
    _show("revision.withdrawn", found.withdrawn)
    _show("revision.changed", found.changed)
    _show("revision.renumbered", [Row("", "", after=run) for run in found.renumbered])


def _show(key: str, rows: Iterable[Row]) -> None:
    rows = list(rows)
    if not rows:
        return
    heading(f"\n{word(key)}")
    widths = [max(map(cell_len, column)) for column in zip(*map(_left, rows), strict=True)]
    plain = key == "revision.renumbered"
    for row in rows:
        left = "".join(
            set_cell_size(cell, width) + " " * GAP
            for cell, width in zip(_left(row), widths, strict=True)
            if width
        )
        text = Text(row.after or "") if plain else _text(row)
        for line in text.wrap(out, out.width - cell_len(left), overflow="fold") or [Text()]:
            line.rstrip()
            out.print(Text.assemble(left, line), soft_wrap=True)
            left = " " * cell_len(left)


def _left(row: Row) -> tuple[str, str]:
    return without_control(row.number), row.what


def _text(row: Row) -> Text:
    if row.head:
        return _styled(row.after or "", "bold")
    if row.before is None or row.after is None:
        one_sided = (row.after, _AFTER) if row.before is None else (row.before, _BEFORE)
        return _styled(one_sided[0] or "", one_sided[1])
    said = Text.assemble(_styled(row.before, _BEFORE), " → ", _styled(row.after, _AFTER))
    if row.same:
        said.append(word("revision.same_units", count=row.same), style="dim")
    return said


def _styled(text: str, style: str) -> Text:
    return Text(without_control(text), style=style)
