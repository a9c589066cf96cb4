"""Reads a notice, or the workbook of a reading that the office has corrected."""

from collections.abc import Sequence
from dataclasses import replace

from bot.drafts.source import Source, UnreadableError
from bot.office.correcting import corrected
from bot.office.packing import Reading, packed
from bot.office.table import CorrectionError, own_book
from bot.settings import Settings
from notice.lines import Line, NoticeError
from notice.reader import read_notice
from notice.source import read_lines_of
from templates import has_word


def reading_of(lines: Sequence[Line]) -> Reading:
    """Return what a notice's lines say, or those of a corrected workbook.

    Raises:
        NoticeError: nothing in them is a task.
        CorrectionError: the workbook was corrected to what cannot be read.
    """
    book = own_book(lines)
    if book is not None:
        return corrected(book)
    return Reading(read_notice(list(lines)), "\n".join(line.text for line in lines))


def titled(reading: Reading, title: str) -> Reading:
    """Return a reading whose notice bears no title under this one."""
    head = reading.draft
    draft = replace(head, title=title, notice_title=head.notice_title.strip() or title)
    return replace(reading, draft=draft)


def read_notice_sent(_settings: Settings, source: Source) -> str:
    """Read a notice that the office sent; return it packed.

    Raises:
        UnreadableError: it cannot be read, or nobody in it is responsible for anything.
    """
    try:
        reading = reading_of(read_lines_of(source.content, source.name))
    except CorrectionError as error:
        raise UnreadableError(error.key, **{"path": source.name, **error.values}) from error
    except NoticeError as error:
        key = f"notice_error.{error.code}"
        known = key if has_word(key) else "notice_error.other"
        raise UnreadableError(known, **{**error.details, "path": source.name}) from error
    if not any(item.lead or item.assist for item in reading.draft.items):
        raise UnreadableError("draft.no_owners", path=source.name)
    if not reading.draft.title.strip():
        if source.pasted:
            raise UnreadableError("cli.pasted_untitled")
        reading = titled(reading, source.name.rpartition(".")[0].strip() or source.name)
    return "\n".join(packed(reading))
