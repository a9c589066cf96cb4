"""The same notice reads the same, whichever kind of file it is saved as."""

from pathlib import Path
from typing import Any

import pytest

from notice.reader import read_notice
from notice.shape import as_json
from notice.source import read_lines
from tests.office_files import convert, needs_office
from tests.saved_notices import Row, save_numbered, save_sheet, save_word_table

NOTICES = Path(__file__).parent / "notices"
#: Read in every run; the rest only under run.py torture.
FEW = ["31-square-and-tortoise-brackets"]
#: Whose lines are no paragraphs, so that no program prints them as they stand.
NOT_PRINTED = {
    "21-tab-separated-table": "a tab's width is lost",
    "32-fields-with-terms": "its title fills a line to the end",
    "45-cells-parted-by-bars": "its blanks are lost",
    "50-rows-parted-by-blanks": "its blanks are lost",
    "41-flattened-with-blanks": "a paragraph of a whole notice",
}
#: Whose items are no rows: some name no unit, which in a table are headings or remarks.
NOT_TABLED = {"08-fujian-sangeyipi", "10-shanghai-songjiang-2025"}
NAMES = sorted(path.stem for path in NOTICES.glob("*.txt"))
HEAD = ("title", "notice_title", "year", "sections")
FACTS = ("no", "label", "section", "text", "lead", "assist", "open_ended", "targets", "due")


def reading(path: Path) -> dict[str, Any]:
    return as_json(read_notice(read_lines(path)))


def told(path: Path) -> list[Any]:
    """Return all that a reading says but its line numbers, blanks apart."""
    read = reading(path)
    return [
        *("".join(str(read[key]).split()) for key in HEAD),
        *({key: "".join(str(one[key]).split()) for key in FACTS} for one in read["items"]),
    ]


def facts(path: Path) -> list[Any]:
    """Return what a table of tasks can say."""
    keys = ("no", "text", "lead", "assist", "targets")
    return [[one[key] for key in keys] for one in reading(path)["items"]]


def rows_of(path: Path) -> list[Row]:
    """Return a notice's items as the rows of a table."""
    return [
        (one["no"] or "", one["text"], "、".join(one["lead"]), "、".join(one["assist"]))
        for one in reading(path)["items"]
    ]


def numbered(folder: Path, names: list[str]) -> list[Path]:
    texts = {name: (NOTICES / f"{name}.txt").read_text("utf-8") for name in names}
    return [save_numbered(folder / f"{name}.docx", text) for name, text in texts.items()]


@pytest.mark.parametrize(
    "names",
    [["00-dongzhi", *FEW], pytest.param(NAMES, marks=pytest.mark.torture)],
    ids=["few", "all"],
)
def test_a_notice_with_word_s_automatic_numbering_reads_as_its_text(
    tmp_path: Path, names: list[str]
) -> None:
    for saved in numbered(tmp_path, names):
        assert told(saved) == told(NOTICES / f"{saved.stem}.txt"), saved.stem


@needs_office
@pytest.mark.parametrize(
    ("printed", "tabled"),
    [
        (FEW, FEW),
        pytest.param(
            [name for name in NAMES if name not in NOT_PRINTED],
            [name for name in NAMES if name not in NOT_TABLED],
            marks=pytest.mark.torture,
        ),
    ],
    ids=["few", "all"],
)
def test_a_notice_printed_or_as_a_table_reads_as_its_text(
    tmp_path: Path, printed: list[str], tabled: list[str]
) -> None:
    tables = [tmp_path / f"{name}-table.docx" for name in tabled]
    for name, table in zip(tabled, tables, strict=True):
        rows = rows_of(NOTICES / f"{name}.txt")
        save_word_table(table, "重点任务分解表", rows)
        save_sheet(table.with_suffix(".xlsx"), "重点任务分解表", rows)

    convert(tmp_path, "pdf", *numbered(tmp_path, printed), *tables)

    for name in printed:
        assert told(tmp_path / f"{name}.pdf") == told(NOTICES / f"{name}.txt"), name
    for name, table in zip(tabled, tables, strict=True):
        for ending in (".docx", ".xlsx", ".pdf"):
            saved = table.with_suffix(ending)
            assert facts(saved) == facts(NOTICES / f"{name}.txt"), saved.name
