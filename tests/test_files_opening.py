"""Packages and older files: what refuses to be opened, and by which code."""

from pathlib import Path

import pytest

from notice.files.kinds import kind_of
from notice.files.opening import pieces_of
from notice.files.pieces import Piece, untold
from notice.lines import NoticeError
from tests.office_files import paragraph, relations, word_file, zipped
from tests.pdf_files import pdf_file, text

WORD = word_file(paragraph("甲"))
PDF = pdf_file([text(100, 200, "甲")])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LIE = bytearray(zipped({"_rels/.rels": relations({"officeDocument": "word/document.xml"})}))
LIE[LIE.index(b"PK\x01\x02") + 24] = 5  # bytes, it says, and holds many


def opened(raw: bytes) -> list[Piece]:
    kind = kind_of(raw)
    assert kind is not None
    return pieces_of(kind, raw, Path(), untold)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        pytest.param(WORD[: len(WORD) // 2], "damaged", id="half a document"),
        pytest.param(PDF[: len(PDF) // 2], "damaged", id="half a PDF"),
        pytest.param(word_file("<w:p>"), "damaged", id="broken XML"),
        pytest.param(bytes(LIE), "damaged", id="a part that is longer than it says"),
        pytest.param(OLE + "EncryptedPackage\0".encode("utf-16-le"), "locked", id="a password"),
        pytest.param(OLE + "PowerPoint Document\0".encode("utf-16-le"), "slides", id="old slides"),
        pytest.param(OLE, "unreadable", id="another program's file"),
        pytest.param(zipped({"x": "1"}), "archive", id="an archive"),
        pytest.param(zipped({"OFD.xml": "<OFD/>"}), "ofd", id="OFD"),
        pytest.param(zipped({"mimetype": "application/epub+zip"}), "archive", id="a book"),
        pytest.param(
            zipped({"_rels/.rels": relations({"officeDocument": "ppt/presentation.xml"})}),
            "slides",
            id="slides",
        ),
    ],
)
def test_what_is_no_whole_document_is_named(raw: bytes, code: str) -> None:
    with pytest.raises(NoticeError) as refusal:
        opened(raw)

    assert refusal.value.code == code


def squeezed(size: int) -> bytes:
    """Return a document of one part that is mostly blanks."""
    return word_file(" " * size)


def many_entries() -> bytes:
    return zipped({f"word/{number}.xml": "" for number in range(2_001)})


def locked_entry() -> bytes:
    raw = bytearray(WORD)
    for place in (raw.index(b"PK\x03\x04") + 6, raw.index(b"PK\x01\x02") + 8):
        raw[place] |= 1
    return bytes(raw)


def entities() -> bytes:
    declared = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w:document/>'
    return word_file("", more={"word/document.xml": declared})


def great() -> bytes:
    """Return an archive that says it holds more than 100 MB."""
    raw = bytearray(WORD)
    place = raw.index(b"PK\x01\x02") + 24
    raw[place : place + 4] = (101 * 1024 * 1024).to_bytes(4, "little")
    return bytes(raw)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        pytest.param(squeezed(3_000_000), "too_heavy", id="squeezed too far"),
        pytest.param(great(), "too_heavy", id="more than 100 MB"),
        pytest.param(many_entries(), "too_heavy", id="too many entries"),
        pytest.param(entities(), "too_heavy", id="entities"),
        pytest.param(locked_entry(), "locked", id="encrypted entries"),
    ],
)
def test_a_bomb_is_refused_before_it_goes_off(raw: bytes, code: str) -> None:
    with pytest.raises(NoticeError) as refusal:
        opened(raw)

    assert refusal.value.code == code
