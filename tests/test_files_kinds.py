"""What a file is, by its content; and text in whatever encoding it comes."""

import codecs

import pytest

from notice.files.kinds import Kind, foreign_code, kind_of
from notice.files.text import pieces_of_text, text_of

NOTICE = "一、总体要求\n1.做好工作（责任单位：县农业农村局）。"
TAIL = bytes(64)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (NOTICE.encode(), Kind.TEXT),
        (NOTICE.encode("utf-16"), Kind.TEXT),
        (b"PK\x03\x04" + TAIL, Kind.ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + TAIL, Kind.OLE),
        (b"{\\rtf1\\ansi}", Kind.RTF),
        (b"%PDF-1.4\n", Kind.PDF),
        (b"\r\n\r\n%PDF-1.4\n", Kind.PDF),
        (b"<!DOCTYPE html><html>", Kind.PAGE),
        (b"\xef\xbb\xbf\n <HTML>", Kind.PAGE),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC ''><html xmlns=''>", Kind.PAGE),
        (b"From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related", Kind.MAIL),
        (b"<?xml version='1.0'?><?mso-application progid='Word.Document'?>", Kind.WORD_XML),
        (b"<?xml version='1.0'?><pkg:package xmlns:pkg=''>", Kind.WORD_XML),
        (b"MZ\xe5\xb7\xa5\xe4\xbd\x9c", Kind.TEXT),  # letters, and no program
    ],
)
def test_a_file_is_what_its_content_says(raw: bytes, kind: Kind) -> None:
    assert kind_of(raw) is kind
    assert foreign_code(raw) is None


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"BM6\x10\x0e\x00\x00\x00\x00\x00", "picture"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "picture"),
        (b"\x00\x00\x00\x18ftypheic", "picture"),
        (b"\x00\x00\x00\x18ftypmp42", "media"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", "media"),
        (b"ID3\x03\x00", "media"),
        (b"MZ\x90\x00\x03", "program"),
        (b"\x7fELF\x02\x01", "program"),
        (b"Rar!\x1a\x07\x01\x00", "archive"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "archive"),
    ],
)
def test_what_is_no_document_is_named(raw: bytes, code: str) -> None:
    assert kind_of(raw + TAIL) is None
    assert foreign_code(raw + TAIL) == code


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(NOTICE.encode(), id="utf-8"),
        pytest.param(NOTICE.encode("utf-8-sig"), id="utf-8 with a mark"),
        pytest.param(NOTICE.encode("gb18030"), id="gb18030"),
        pytest.param(codecs.BOM_UTF16_LE + NOTICE.encode("utf-16-le"), id="utf-16 little end"),
        pytest.param(codecs.BOM_UTF16_BE + NOTICE.encode("utf-16-be"), id="utf-16 big end"),
        pytest.param(NOTICE.encode("utf-16-le"), id="utf-16 little end, no mark"),
        pytest.param(NOTICE.encode("utf-16-be"), id="utf-16 big end, no mark"),
    ],
)
def test_a_text_in_any_usual_encoding_is_the_same_text(raw: bytes) -> None:
    assert text_of(raw) == NOTICE


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"\x81\xff\xff", id="no known encoding"),
        pytest.param(codecs.BOM_UTF16_LE + b"\x00\xd8", id="broken utf-16"),
        pytest.param(bytes(range(256)) * 2, id="bytes of all kinds"),
        pytest.param(b"abc\x01\x02def", id="control characters"),
    ],
)
def test_what_is_no_text_is_none(raw: bytes) -> None:
    assert text_of(raw) is None


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_saved_as_text_gives_rows(mark: str) -> None:
    rows = [["序号", "任务", "责任单位"], ["1", '"甲\n乙"', "县财政局"], ["2", "丙", ""]]
    text = "\n".join(mark.join(row) for row in rows) + f"\n{mark}{mark}\n"

    assert pieces_of_text(text) == [
        ("序号", "任务", "责任单位"),
        ("1", "甲\n乙", "县财政局"),
        ("2", "丙", ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1.做好A,B工作。\n2.做好工作。", id="a comma in one line"),
        pytest.param("1.\t做好工作。\n一、要求", id="a tab behind a number"),
        pytest.param('说"好\n二、要求, 完', id="a quotation mark that never ends"),
        pytest.param("甲,乙", id="one line"),
        pytest.param(
            "1.\t做好甲。\n2.\t做好乙。\n3.\t做好丙。", id="tabs behind the numbers of a list"
        ),
    ],
)
def test_prose_with_a_separator_here_and_there_stays_prose(text: str) -> None:
    assert pieces_of_text(text) == text.splitlines()
