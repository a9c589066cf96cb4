"""Says what a file is by what is in it; the name of a file is no evidence."""

import re
from enum import StrEnum


class Kind(StrEnum):
    """A kind of file that can hold a notice."""

    TEXT = "text"
    PAGE = "page"  # HTML
    MAIL = "mail"  # a web page saved in one file (MHTML)
    ZIP = "zip"  # Word, Excel, OpenDocument: the package's parts say which
    OLE = "ole"  # Word and Excel before 2007, WPS; and what has a password
    RTF = "rtf"
    WORD_XML = "word-xml"  # Word 2003 and flat packages
    PDF = "pdf"


#: What is no document, by its first bytes (from an offset), and the refusal's code.
FOREIGN: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n", "picture"),
    (0, b"\xff\xd8\xff", "picture"),
    (0, b"GIF8", "picture"),
    (0, b"II*\0", "picture"),
    (0, b"MM\0*", "picture"),
    (8, b"WEBP", "picture"),
    (4, b"ftyphei", "picture"),
    (4, b"ftypmif", "picture"),
    (4, b"ftyp", "media"),
    (0, b"RIFF", "media"),
    (0, b"ID3", "media"),
    (0, b"OggS", "media"),
    (0, b"\x1aE\xdf\xa3", "media"),
    (0, b"FLV\x01", "media"),
    (0, b"0&\xb2u\x8ef\xcf\x11", "media"),
    (0, b"MZ", "program"),
    (0, b"\x7fELF", "program"),
    (0, b"\xca\xfe\xba\xbe", "program"),
    (0, b"\xcf\xfa\xed\xfe", "program"),
    (0, b"Rar!\x1a", "archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "archive"),
    (0, b"\x1f\x8b\x08", "archive"),
)

_DOCUMENTS: tuple[tuple[bytes, Kind], ...] = (
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLE),
    (b"{\\rtf", Kind.RTF),
)
_HEAD = 4096  # bytes in which a file says what it is
_RESERVED = 6  # where a bitmap has four bytes of nothing
_PDF_WITHIN = 1024  # bytes; readers of PDF look that far
_MARKS = re.compile(rb"\A(?:\xef\xbb\xbf)?\s{0,64}")
_WORD_XML = re.compile(
    rb"<\?mso-application[^>]{0,99}Word|<(?:\w{1,9}:)?wordDocument\b|<pkg:package\b"
)
_PAGE = re.compile(rb"(?i)<(?:!doctype\s{1,9}html|!--|html|head|body|table|div|p|meta)\b")
_XHTML = re.compile(rb"(?is)<\?xml.{0,999}?<html\b")
_MAIL = re.compile(rb"(?im)^MIME-Version:")
_HEADER = re.compile(rb"[\w-]{1,40}:")


def kind_of(raw: bytes) -> Kind | None:
    """Return the kind of a file that may hold a notice; None where its bytes say no document."""
    head = raw[:_HEAD]
    named = next((kind for magic, kind in _DOCUMENTS if head.startswith(magic)), None)
    if named is not None:
        return named
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return Kind.PDF
    if foreign_code(raw) is not None:
        return None
    return _marked_up(_MARKS.sub(b"", head)) or Kind.TEXT


def foreign_code(raw: bytes) -> str | None:
    """Return the refusal's code of what is a picture, a film, a program, …; else None."""
    if b"\0" not in raw[:_HEAD]:  # a text may begin with the letters of a magic
        return None
    for offset, magic, code in FOREIGN:
        if raw.startswith(magic, offset):
            return code
    is_bitmap = raw.startswith(b"BM") and raw.startswith(bytes(4), _RESERVED)
    return "picture" if is_bitmap else None


def _marked_up(head: bytes) -> Kind | None:
    if _WORD_XML.search(head):
        return Kind.WORD_XML
    if _PAGE.match(head) or _XHTML.match(head):
        return Kind.PAGE
    return Kind.MAIL if _HEADER.match(head) and _MAIL.search(head) else None
