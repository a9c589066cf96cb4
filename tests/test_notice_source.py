"""Opening a notice's file: which files give lines, and what refuses the rest."""

import codecs
from pathlib import Path

import pytest

from notice.lines import Line, NoticeError, lines_of
from notice.source import MAX_BYTES, read_lines

TEXT = "一、总体要求\n1.做好工作。"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(TEXT.encode(), id="utf-8"),
        pytest.param(TEXT.encode("utf-8-sig"), id="utf-8 with a mark"),
        pytest.param(TEXT.encode("gb18030"), id="gb18030"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), id="utf-16 little end"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), id="utf-16 big end"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), id="windows line ends"),
    ],
)
def test_a_text_in_any_usual_encoding_gives_the_same_lines(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "notice.TXT"
    path.write_bytes(raw)

    lines = read_lines(path)

    assert lines == [Line(1, "一、总体要求"), Line(2, "1.做好工作。")]


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        pytest.param("a.txt", b"", "empty", id="no bytes"),
        pytest.param("a.txt", "\ufeff \n　\n".encode(), "empty", id="only blanks"),
        pytest.param("a.txt", b"PK\x03\x04\x00\x00\x08", "unreadable", id="binary"),
        pytest.param("a.txt", b"\x81\xff\xff", "unreadable", id="no known encoding"),
        pytest.param("a.txt", codecs.BOM_UTF16_LE + b"\x00\xd8", "unreadable", id="broken utf-16"),
        pytest.param("a.exe", TEXT.encode(), "unsupported", id="another kind of file"),
        pytest.param("a", TEXT.encode(), "unsupported", id="no ending"),
    ],
)
def test_what_cannot_be_read_is_refused_by_a_code_and_the_name(
    tmp_path: Path, name: str, raw: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(raw)

    with pytest.raises(NoticeError) as refusal:
        read_lines(path)

    assert refusal.value.code == code
    assert refusal.value.details["name"] == name


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoticeError) as refusal:
        read_lines(tmp_path / "none.txt")

    assert (refusal.value.code, refusal.value.details) == ("missing", {"name": "none.txt"})


def test_a_folder_is_unreadable(tmp_path: Path) -> None:
    folder = tmp_path / "folder.txt"
    folder.mkdir()

    with pytest.raises(NoticeError) as refusal:
        read_lines(folder)

    assert refusal.value.code == "unreadable"


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    with pytest.raises(NoticeError) as refusal:
        read_lines(path)

    assert refusal.value.code == "too_large"
    assert refusal.value.details["limit"] == MAX_BYTES


def test_lines_are_numbered_from_one_with_the_empty_ones_counted() -> None:
    assert lines_of("甲\n\n乙") == [Line(1, "甲"), Line(2, ""), Line(3, "乙")]


def test_the_error_says_its_code_in_a_log() -> None:
    assert str(NoticeError("empty")) == "empty"
    assert str(NoticeError("empty", {"name": "a.txt"})) == "empty {'name': 'a.txt'}"
