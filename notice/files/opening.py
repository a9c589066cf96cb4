"""Opens a file of any kind; runs in the child process only, where each parser is imported."""

from pathlib import Path
from typing import assert_never

from notice.files.convert import ending_of, is_sheets, modern, text_of_doc
from notice.files.kinds import Kind
from notice.files.own_book import pieces_of_own_book
from notice.files.package import Package
from notice.files.pieces import Piece, Tell
from notice.files.sheet import pieces_of_sheets
from notice.files.text import pieces_of_text, text_of
from notice.files.webpage import pieces_of_mail, pieces_of_page
from notice.files.word import pieces_of_word
from notice.lines import NoticeError

_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OPEN_ENDINGS = {"text": ".odt", "spreadsheet": ".ods"}


def pieces_of(kind: Kind, raw: bytes, folder: Path, tell: Tell) -> list[Piece]:
    """Return what a file says, in reading order; ``folder`` is the caller's, empty.

    Raises:
        NoticeError: with the code of what is the matter.
    """
    match kind:
        case Kind.ZIP:
            return _of_package(raw, folder, tell)
        case Kind.PDF:
            from notice.files.pdf import pieces_of_pdf  # noqa: PLC0415 - half a second, if needed

            return pieces_of_pdf(raw, tell)
        case Kind.PAGE:
            return pieces_of_page(raw)
        case Kind.MAIL:
            return pieces_of_mail(raw)
        case Kind.TEXT:
            return _of_text(text_of(raw))
        case Kind.OLE | Kind.RTF | Kind.WORD_XML:
            return _of_older(raw, ending_of(kind, raw), folder, tell)
        case _:
            assert_never(kind)


def _of_text(text: str | None) -> list[Piece]:
    if text is None:
        raise NoticeError("unreadable")
    return pieces_of_text(text)


def _of_package(raw: bytes, folder: Path, tell: Tell) -> list[Piece]:
    """Open a package as what its parts say that it is."""
    package = Package.of(raw)
    main = package.main_part()
    if main.startswith("word/"):
        return pieces_of_word(package, tell)
    if main.startswith("xl/"):
        own = pieces_of_own_book(package)
        return pieces_of_sheets(package, tell) if own is None else own
    if main.startswith("ppt/"):
        raise NoticeError("slides")
    if "OFD.xml" in package.names:
        raise NoticeError("ofd")
    if "mimetype" not in package.names:
        raise NoticeError("archive")
    said = package.part("mimetype").decode("ascii", errors="replace").strip()
    ending = _OPEN_ENDINGS.get(said.removeprefix(_OPEN_DOCUMENT))
    if ending is None:
        raise NoticeError("archive")
    return _of_older(raw, ending, folder, tell)


def _of_older(raw: bytes, ending: str, folder: Path, tell: Tell) -> list[Piece]:
    """Open what another program has to turn into a newer kind first."""
    made = modern(raw, ending, folder)
    if made is not None:
        read = pieces_of_sheets if is_sheets(ending) else pieces_of_word
        return read(Package.of(made), tell)
    text = text_of_doc(raw) if ending == ".doc" else None
    if text is None:
        raise NoticeError("old_kind")
    return list(text.splitlines())
