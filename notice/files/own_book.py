"""Reads a workbook of our own, in which the office has corrected a reading, cell by cell."""

from notice.files.package import Package
from notice.files.pieces import OWN_BOOK, Piece
from notice.files.sheet import tabs_of


def pieces_of_own_book(package: Package) -> list[Piece] | None:
    """Return a workbook of our own as it stands; None where it is another.

    ``OWN_BOOK`` comes first, then each sheet: its name, and all its rows, the hidden and the
    empty ones too.

    Raises:
        NoticeError: ``damaged`` or ``too_wide``.
    """
    tabs = tabs_of(package)
    if not any(tab.name == OWN_BOOK for tab in tabs):
        return None
    found: list[Piece] = [OWN_BOOK]
    for tab in tabs:
        rows = tab.sheet.grid(package.part(tab.part)) if tab.part else []
        found += [tab.name, *map(tuple, rows)]
    return found
