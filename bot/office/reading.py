"""Reads a notice, or the workbook of a reading that the office has corrected."""

import sys
from pathlib import Path

from bot.console import progress, refuse
from bot.office.correcting import corrected
from bot.office.packing import Reading
from bot.office.table import CorrectionError, own_book
from notice.lines import NoticeError
from notice.reader import read_notice
from notice.source import MAX_BYTES, read_lines, read_lines_of
from templates import has_word, word

#: What stands for standard input on the command line.
PASTED = Path("-")


def read(file: Path) -> Reading:
    """Return what a file or standard input says; end the command where it cannot be read."""
    name = word("cli.pasted") if file == PASTED else str(file)
    try:
        with progress("cli.reading") as tell:
            if file == PASTED:
                lines = read_lines_of(sys.stdin.buffer.read(MAX_BYTES + 1), name, tell)
            else:
                lines = read_lines(file, tell)
            book = own_book(lines)
            if book is not None:
                return corrected(book)
            return Reading(read_notice(lines), "\n".join(line.text for line in lines))
    except CorrectionError as error:
        refuse(error.key, **{"path": name, **error.values})
    except NoticeError as error:
        key = f"notice_error.{error.code}"
        refuse(key if has_word(key) else "notice_error.other", **{**error.details, "path": name})
