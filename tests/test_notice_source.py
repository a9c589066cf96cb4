"""Opening a notice's file: which files give lines, and what refuses the rest, safely."""

import contextlib
import os
import random
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from notice.lines import Line, NoticeError, lines_of
from notice.source import MAX_BYTES, read_lines, read_lines_of
from tests.office_files import paragraph, sheet_file, word_file
from tests.pdf_files import pdf_file, text

ROOT = Path(__file__).parents[1]
TEXT = "一、总体要求\n1.做好工作。"
LINES = [Line(1, "一、总体要求"), Line(2, "1.做好工作。")]
WORD = word_file(paragraph("一、总体要求") + paragraph("1.做好工作。"))
SHEET = sheet_file('<row><c t="str"><v>序号</v></c><c t="str"><v>任务</v></c></row>')
PDF = pdf_file([text(100, 200, "一、总体要求") + "\n" + text(100, 220, "1.做好工作。")])
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument\0".encode("utf-16-le")
PAGE = b"<html><p>" + "</p><p>".join(TEXT.split()).encode()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        pytest.param("通知.txt", TEXT.encode(), id="text"),
        pytest.param("通知.docx", TEXT.encode(), id="text that says it is Word"),
        pytest.param("通知", TEXT.replace("\n", "\r\n").encode("gb18030"), id="text from Windows"),
        pytest.param("通知.docx", WORD, id="Word"),
        pytest.param("通知.pdf", WORD, id="Word that says it is PDF"),
        pytest.param("通知.doc", PDF, id="PDF that says it is Word"),
        pytest.param("通知.doc", PAGE, id="a web page that says it is Word"),
    ],
)
def test_a_file_is_read_as_what_it_is_under_whatever_name(
    tmp_path: Path, name: str, raw: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(raw)

    assert read_lines(path) == LINES


def test_a_row_of_a_table_has_its_cells_and_a_text_of_one_line() -> None:
    lines = read_lines_of('序号,任务\n1,"甲\n乙"\n'.encode(), "-")

    assert lines == [
        Line(1, "序号\t任务", ("序号", "任务")),
        Line(2, "1\t甲 乙", ("1", "甲\n乙")),
    ]
    assert read_lines_of(SHEET, "-") == lines[:1]


def test_the_steps_of_a_long_file_are_told() -> None:
    told: list[tuple[int, int]] = []

    read_lines_of(
        word_file(paragraph("甲") * 250), "-", lambda done, total: told.append((done, total))
    )

    assert told[-1] == (250, 250)
    assert told == sorted(told)
    assert 100 < len(told) <= 130


WIDE = sheet_file('<row><c r="NTP1" t="str"><v>甲</v></c></row>')
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(32)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        pytest.param(b"", "empty", id="no bytes"),
        pytest.param("\ufeff \n　\n".encode(), "empty", id="only blanks"),
        pytest.param(word_file("<w:p/>"), "empty", id="a document without text"),
        pytest.param(b"\x81\xff\xff", "unreadable", id="no known encoding"),
        pytest.param(b"\n" * 100_002 + b"x", "too_wide", id="100,000 lines"),
        pytest.param((b"x" + b"," * 9_999 + b"\n") * 2, "too_wide", id="10,000 columns of text"),
        pytest.param(WIDE, "too_wide", id="10,000 columns of Excel"),
        pytest.param(PICTURE, "picture", id="a picture"),
        pytest.param(WORD[: len(WORD) // 2], "damaged", id="half a Word document"),
    ],
)
def test_what_cannot_be_read_is_refused_by_a_code_and_the_name(raw: bytes, code: str) -> None:
    with pytest.raises(NoticeError) as refusal:
        read_lines_of(raw, "通知.docx")

    assert (refusal.value.code, refusal.value.details) == (code, {"name": "通知.docx"})


def ruled(rules: int) -> bytes:
    """Return a PDF of next to no size whose page is full of rules that all cross."""
    return pdf_file(["0 0 m 500 500 l S 0 500 m 500 0 l S\n" * rules])


def deflated(size: int) -> bytes:
    """Return a PDF whose page is so many blanks."""
    body = zlib.compress(bytes(size), 9)
    head = b"%d/Filter/FlateDecode>>\nstream\n" % len(body)
    return pdf_file(["X"]).replace(b"1>>\nstream\nX", head + body)


@pytest.mark.torture
@pytest.mark.parametrize(
    ("make", "size", "code"),
    [
        pytest.param(ruled, 100_000, "too_slow", id="time"),
        pytest.param(deflated, 800_000_000, "too_heavy", id="memory"),
    ],
)
def test_a_parser_without_end_is_stopped(
    make: Callable[[int], bytes], size: int, code: str
) -> None:
    with pytest.raises(NoticeError) as refusal:
        read_lines_of(make(size), "-")

    assert refusal.value.code == code


@pytest.mark.torture
@pytest.mark.parametrize("whole", [WORD, SHEET, PDF], ids=["Word", "Excel", "PDF"])
def test_a_file_with_any_bytes_broken_is_read_or_refused(whole: bytes) -> None:
    chance = random.Random(2024)
    for _ in range(60):
        raw = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            raw[chance.randrange(8, len(raw))] = chance.randrange(256)
        with contextlib.suppress(NoticeError):
            read_lines_of(bytes(raw[: chance.randint(len(raw) // 2, len(raw))]), "-")


def test_a_parser_that_breaks_down_takes_nothing_with_it() -> None:
    deep = "<w:sdt>" * 5_000 + "</w:sdt>" * 5_000

    with pytest.raises(NoticeError) as refusal:
        read_lines_of(word_file(deep), "-")

    assert refusal.value.code == "damaged"
    assert read_lines_of(WORD, "-") == LINES


def test_nothing_of_the_environment_is_imported_by_a_parser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "defusedxml.py").write_text("raise SystemExit")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    assert read_lines_of(WORD, "-") == LINES


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell's script")
def test_no_secret_of_the_environment_reaches_a_parser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    antiword = tmp_path / "antiword"
    antiword.write_text("#!/bin/sh\nexec /usr/bin/env\n")
    antiword.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DUBAN_TELEGRAM__TOKEN", "secret")

    told = [line.text.partition("=")[0] for line in read_lines_of(OLD_WORD, "-")]

    assert "PATH" in told
    assert not [name for name in told if name.startswith("DUBAN")]


def test_importing_this_imports_no_parser() -> None:
    named = "{'defusedxml', 'pdfplumber', 'pdfminer', 'zipfile', 'html.parser'}"
    call = f"import sys, notice.source; sys.exit(bool({named} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", call], cwd=ROOT, check=False).returncode == 0


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


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no file without an end")
def test_a_file_that_has_no_end_is_read_no_further_than_the_limit() -> None:
    with pytest.raises(NoticeError) as refusal:
        read_lines(Path("/dev/zero"))

    assert refusal.value.code == "too_large"


def test_lines_are_numbered_from_one_with_the_empty_ones_counted() -> None:
    assert lines_of("甲\n\n乙") == [Line(1, "甲"), Line(2, ""), Line(3, "乙")]


def test_the_error_says_its_code_in_a_log() -> None:
    assert str(NoticeError("empty")) == "empty"
    assert str(NoticeError("empty", {"name": "a.txt"})) == "empty {'name': 'a.txt'}"
