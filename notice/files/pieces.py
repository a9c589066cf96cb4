"""What every opener of files hands over: paragraphs and rows of tables, in reading order."""

from collections.abc import Callable, Sequence

#: A paragraph's text, or a row's cells with a merged cell's text in each place that it covers.
Piece = str | tuple[str, ...]

#: Told how many steps of how many are done.
Tell = Callable[[int, int], None]

#: The name of the sheet by which a workbook is known for a reading of ours, laid out for
#: correction; what such a workbook holds begins with it.
OWN_BOOK = "duban-reading-1"

#: Of paragraphs and rows together; no notice comes near.
MAX_PIECES = 100_000
#: Of a table; so wide a sheet holds no notice.
MAX_COLUMNS = 1_000


def untold(_done: int, _total: int) -> None:
    """Tell nobody."""


def tidy_row(cells: Sequence[str]) -> tuple[str, ...]:
    """Return a row's cells without blanks around them and without empty lines within them."""
    return tuple(
        "\n".join(line.strip() for line in cell.splitlines() if line.strip()) for cell in cells
    )
