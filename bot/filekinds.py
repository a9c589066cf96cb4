"""Says what a file is by its content; what its name or its sender claims is no evidence.

Knows nothing of where the file is from, nor of which kinds an office takes.
"""

import re
import zipfile
from io import BytesIO

#: Kinds by their first bytes, at an offset. WPS's own documents are those of Office 97.
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "jpg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (0, b"II*\0", "tif"),
    (0, b"MM\0*", "tif"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"OggS", "ogg"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
    (0, b"#!AMR", "amr"),
)
#: What the brands of an ISO media file say of it.
_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"), "heic"),
    **dict.fromkeys((b"isom", b"iso2", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1"), "mp4"),
    **dict.fromkeys((b"M4V ", b"MSNV", b"3gp4", b"3gp5", b"3gp6"), "mp4"),
    b"qt  ": "mov",
    b"M4A ": "m4a",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: A stream that only such a document has, as its directory spells it.
_STREAMS = {
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
}
#: A part that only such a package has, where the package's list of parts begins with it.
_PARTS = {"word/document": "docx", "xl/workbook": "xlsx", "ppt/presentation": "pptx"}
#: What each part begins with in the list of them.
_PART = b"PK\x01\x02"
_MOST_PARTS = 5000
_MACROS = "vbaproject.bin"
#: A text says nowhere that it is one; so its name has to say the same.
_TEXT_NAMES = ("", "txt", "csv", "md", "log")
_MARKUP = re.compile(r"\A\s*<[a-zA-Z!?/]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_PDF = re.compile(rb"\A(?:\xef\xbb\xbf)?\s{0,16}%PDF-\d")

KINDS = (
    *("jpg", "png", "gif", "webp", "heic", "tif", "bmp"),
    *("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "ofd", "odt", "ods", "odp", "rtf", "txt"),
    *("zip", "rar", "7z"),
    *("mp4", "mov", "mp3", "m4a", "ogg", "amr"),
)
#: What people call the same kinds.
ALIASES = {"jpeg": "jpg", "tiff": "tif", "wps": "doc", "et": "xls", "dps": "ppt"}


def file_kind(content: bytes, name: str = "") -> str | None:
    """Return a file's kind, one of ``KINDS``; None where it is none of them.

    Args:
        content: the whole file.
        name: what it is called; asked only whether a text claims to be something else.
    """
    for offset, magic, kind in _MAGIC:
        if content.startswith(magic, offset):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _package(content)
    if content.startswith(_OLE):
        return _compound(content)
    return _picture_or_film(content) or _written(content, name)


def _picture_or_film(content: bytes) -> str | None:
    if content.startswith(b"RIFF") and content.startswith(b"WEBP", 8):
        return "webp"
    if content.startswith(b"ftyp", 4):
        return _BRANDS.get(content[8:12])
    if content.startswith(b"BM") and content.startswith(bytes(4), 6):
        return "bmp"
    return None


def _package(content: bytes) -> str | None:
    """Return what a zip is: a document by its parts, an archive; with macros it is neither."""
    names = _parts(content)
    if not names or any(name.lower().endswith(_MACROS) for name in names):
        return None
    opened = content[30:120]  # OpenDocument's first part, uncompressed, says what it is
    if opened.startswith(b"mimetypeapplication/vnd.oasis.opendocument."):
        said = opened.removeprefix(b"mimetypeapplication/vnd.oasis.opendocument.")
        kinds = {b"text": "odt", b"spre": "ods", b"pres": "odp"}
        return kinds.get(said[:4])
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" in names:
        found = (kind for part, kind in _PARTS.items() if any(x.startswith(part) for x in names))
        return next(found, None)
    return "zip"


def _parts(content: bytes) -> list[str]:
    """Return what a zip holds; nothing where it cannot be read, or it would take minutes to."""
    if content.count(_PART) > _MOST_PARTS:
        return []
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            return package.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return []


def _compound(content: bytes) -> str | None:
    """Return what a file of Office 97 is, by the streams in it."""
    for stream, kind in _STREAMS.items():
        if stream.encode("utf-16-le") + b"\0\0" in content:
            return kind
    return None


def _written(content: bytes, name: str) -> str | None:
    """Return what a file of letters is; markup, which may hold a program, is none of ours."""
    if _PDF.match(content):
        return "pdf"
    if content.startswith(b"{\\rtf"):
        return "rtf"
    _, dot, ending = name.rpartition(".")
    if not content.strip() or (ending.lower() if dot else "") not in _TEXT_NAMES:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        readable = not _CONTROL.search(text) and not _MARKUP.match(text)
        return "txt" if readable and not text.startswith("#!") else None
    return None
