"""Files of office programs: made by hand, part by part, and by LibreOffice where it is."""

import shutil
import subprocess
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive of these parts."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def word_file(
    body: str, numbering: str = "", styles: str = "", more: Mapping[str, str | bytes] | None = None
) -> bytes:
    """Return a .docx whose body, numbering and styles hold this XML; and what ``more`` parts."""
    return zipped(
        {
            "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
            "word/_rels/document.xml.rels": relations(
                {"numbering": "numbering.xml", "styles": "/word/styles.xml"}
            ),
            "word/document.xml": f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
            "word/numbering.xml": f"<w:numbering {_NAMES}>{numbering}</w:numbering>",
            "word/styles.xml": f"<w:styles {_NAMES}>{styles}</w:styles>",
            **(more or {}),
        }
    )


def sheet_file(rows: str, after: str = "", styles: str = "", before: str = "") -> bytes:
    """Return an .xlsx of one sheet with this XML in and around its rows."""
    sheet = f"{before}<sheetData>{rows}</sheetData>{after}"
    sheets = f'<sheets><sheet name="Sheet1" xmlns:r="{_KINDS}" r:id="r1" sheetId="1"/></sheets>'
    return zipped(
        {
            "_rels/.rels": relations({"officeDocument": "xl/workbook.xml"}),
            "xl/_rels/workbook.xml.rels": relations(
                {"worksheet": "worksheets/sheet1.xml", "styles": "styles.xml"}
            ),
            "xl/workbook.xml": f'<workbook xmlns="{_SHEET}">{sheets}</workbook>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}">{sheet}</worksheet>',
            "xl/styles.xml": f'<styleSheet xmlns="{_SHEET}">{styles}</styleSheet>',
        }
    )


def relations(targets: dict[str, str]) -> str:
    """Return a part's relations, by their kinds; their ids are r1, r2, …."""
    each = "".join(
        f'<Relationship Id="r{number}" Type="{_KINDS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{each}</Relationships>'


def said(text: str) -> str:
    """Return a run of Word that says this."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph of Word."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{said(text)}</w:p>"


def listed(text: str, number: int, level: int = 0) -> str:
    """Return a paragraph of Word in a list."""
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, place)


def family(number: int, *levels: str, more: str = "") -> str:
    """Return a family of lists, of these levels."""
    return (
        f'<w:abstractNum w:abstractNumId="{number}">{more}{"".join(levels)}</w:abstractNum>'
    )  # fmt: skip


def level(place: int, form: str, text: str, more: str = "") -> str:
    """Return a level of a list: its place from 0, its number format and its label."""
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def one_list(number: int, of: int, more: str = "") -> str:
    """Return a list of a family."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def convert(folder: Path, wanted: str, *files: Path) -> None:
    """Have LibreOffice save files as another kind, all of them in one start."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", wanted, "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], capture_output=True, check=True)
