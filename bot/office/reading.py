"""Reads a notice, or the workbook of a reading that the office has corrected."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.console import Speak, note, progress, refuse, say
from bot.drafts.reading import reading_of, titled
from bot.office.packing import Reading
from bot.office.table import CorrectionError
from notice.lines import Line, NoticeError
from notice.source import MAX_BYTES, read_lines, read_lines_of
from templates import has_word, word

#: What stands for standard input on the command line.
PASTED = Path("-")


def read(file: Path, tell: Speak = say) -> Reading:
    """Return what a file or standard input says; end the command where it cannot be read.

    Args:
        file: where the notice is; ``PASTED`` for standard input.
        tell: says what the office has to know of how it was read.
    """
    reading = _read(file)
    return reading if reading.draft.title.strip() else _titled(reading, file, tell)


def _titled(reading: Reading, file: Path, tell: Speak) -> Reading:
    """Return a reading without a title under its file's name; what was pasted has none."""
    if file == PASTED:
        refuse("cli.pasted_untitled")
    name = file.stem.strip() or file.name
    title = name.encode("utf-8", "replace").decode()  # not every file system's names are text
    tell("cli.titled_by_file", title=title)
    return titled(reading, title)


def _read(file: Path) -> Reading:
    with lines_of_file(file) as lines:
        return reading_of(lines)


@contextmanager
def lines_of_file(file: Path) -> Iterator[list[Line]]:
    """Yield the lines of a file or of what is pasted, for as long as its progress is shown.

    What cannot be read, then or in the block, ends the command with a sentence.
    """
    if _is_folder(file):
        refuse("cli.folder", path=file)
    if file == PASTED and sys.stdin.isatty():
        note("cli.paste_here")
    name = word("cli.pasted") if file == PASTED else str(file)
    try:
        with progress("cli.reading") as tell:
            if file == PASTED:
                yield read_lines_of(sys.stdin.buffer.read(MAX_BYTES + 1), name, tell)
            else:
                yield read_lines(file, tell)
    except CorrectionError as error:
        refuse(error.key, **{"path": name, **error.values})
    except NoticeError as error:
        key = f"notice_error.{error.code}"
        refuse(key if has_word(key) else "notice_error.other", **{**error.details, "path": name})


def _is_folder(file: Path) -> bool:
    try:
        return file.is_dir()
    except OSError:  # a name too long, or a folder above that may not be entered
        return False
