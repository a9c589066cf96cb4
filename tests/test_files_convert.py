"""Older kinds of files, which LibreOffice or antiword opens; and the same notice in every kind."""

import shutil
from pathlib import Path

import docx
import pytest
import xlsxwriter

from notice.files.convert import ending_of, text_of_doc
from notice.files.kinds import Kind, kind_of
from notice.lines import NoticeError
from notice.source import read_lines
from tests.office_files import convert, needs_office

ROWS = [("序号", "任务", "责任单位"), ("1", "建设2个站", "县财政局"), ("2", "培训3期", "县财政局")]

needs_antiword = pytest.mark.skipif(
    shutil.which("antiword") is None, reason="antiword is not installed"
)


def word_table(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("任务分解表")
    table = document.add_table(len(ROWS), len(ROWS[0]), style="Table Grid")
    for row, texts in enumerate(ROWS):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document.add_paragraph()  # a document of Word never ends with a table
    document.save(str(path))
    return path


def sheet_table(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("任务分解表")
        for row, texts in enumerate(ROWS):
            sheet.write_row(row, 0, texts)
    return path


@needs_office
@pytest.mark.parametrize(
    "ending",
    [
        "doc",
        *(
            pytest.param(one, marks=pytest.mark.torture)
            for one in ("rtf", "odt", "xls", "ods", "xml", "html")
        ),
    ],
)
def test_older_kinds_of_files_are_read_through_libreoffice(tmp_path: Path, ending: str) -> None:
    make, name = (sheet_table, "a.xlsx") if ending in {"xls", "ods"} else (word_table, "a.docx")
    filters = {"xml": "xml:MS Word 2003 XML"}
    convert(tmp_path, filters.get(ending, ending), make(tmp_path / name))

    lines = read_lines(tmp_path / f"a.{ending}")

    assert [line.cells or line.text for line in lines if line.text] == ["任务分解表", *ROWS]


@needs_office
@needs_antiword
@pytest.mark.torture
def test_antiword_gives_a_document_s_text(tmp_path: Path) -> None:
    convert(tmp_path, "doc", word_table(tmp_path / "a.docx"))

    text = text_of_doc((tmp_path / "a.doc").read_bytes())

    assert text is not None
    assert "任务分解表" in text
    assert "建设2个站" in text


@needs_antiword
def test_antiword_refuses_what_is_no_document() -> None:
    with pytest.raises(NoticeError) as refusal:
        text_of_doc(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024))

    assert refusal.value.code == "unopened"


@pytest.mark.parametrize(
    ("stream", "ending"), [("WordDocument", ".doc"), ("Workbook", ".xls"), ("Book", ".xls")]
)
def test_a_compound_file_is_what_its_streams_say(stream: str, ending: str) -> None:
    raw = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + f"{stream}\0".encode("utf-16-le")

    assert kind_of(raw) is Kind.OLE
    assert ending_of(Kind.OLE, raw) == ending
