"""Excel workbooks: the visible sheets, merged cells filled, numbers and dates as they are shown."""

from datetime import datetime
from io import BytesIO

import pytest
import xlsxwriter

from notice.files.package import Package
from notice.files.pieces import Piece, untold
from notice.files.sheet import pieces_of_sheets
from notice.lines import NoticeError
from tests.office_files import sheet_file, zipped

JUNE_30 = datetime(2024, 6, 30)  # noqa: DTZ001 - a cell has no zone


def read(raw: bytes) -> list[Piece]:
    return pieces_of_sheets(Package.of(raw), untold)


def words(row: int, *texts: str) -> str:
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f'<row r="{row}">{cells}</row>'


def test_a_workbook_of_several_sheets_with_merged_and_hidden_parts() -> None:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        first, second, away = (book.add_worksheet(name) for name in ("分解表", "Sheet2", "底稿"))
        first.merge_range(0, 0, 0, 3, "重点任务")
        first.write_row(1, 0, ["序号", "任务", "备注", "单位"])
        first.write_row(2, 0, [1, "甲"])
        first.merge_range(2, 3, 4, 3, "财政局")
        first.write_row(3, 0, [2, "乙"])
        first.write_row(4, 0, [3, "丙"])
        first.set_row(3, None, None, {"hidden": True})
        first.set_column(2, 2, None, None, {"hidden": True})
        second.write_row(4, 1, ["说明", "有"])
        away.write(0, 0, "不看")
        away.hide()

    assert read(file.getvalue()) == [
        "分解表",
        ("重点任务", "重点任务", "重点任务"),
        ("序号", "任务", "单位"),
        ("1", "甲", "财政局"),
        ("3", "丙", "财政局"),
        "",
        ("", "说明", "有"),
    ]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (1, "", "1"),
        (1.0, "0", "1"),
        (0.1 + 0.2, "", "0.3"),
        (1234567890123, "", "1234567890123"),
        (0.45, "0%", "45%"),
        (0.4567, "0.0%", "45.7%"),
        (12345.678, "#,##0.00", "12345.68"),
        (300, '0"万元"', "300万元"),
        (3, '"第"0"批"', "第3批"),
        (-5, "0_);[Red](0)", "-5"),
        (JUNE_30, "yyyy-mm-dd", "2024-06-30"),
        (JUNE_30, "yyyy/m/d", "2024-06-30"),
        (JUNE_30, 'yyyy"年"m"月"d"日"', "2024年6月30日"),
        (JUNE_30, '[$-804]yyyy"年"m"月"', "2024年6月"),
        (JUNE_30, 'm"月"d"日"', "6月30日"),
        (JUNE_30.replace(hour=17, minute=30), "yyyy-mm-dd hh:mm", "2024-06-30 17:30"),
        ("=1+1", "@", "2"),
        (True, "", "TRUE"),
    ],
)
def test_a_value_is_read_as_a_person_sees_it(value: object, form: str, shown: str) -> None:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet, cell_format = (
            book.add_worksheet(),
            book.add_format({"num_format": form or "General"}),
        )
        if isinstance(value, datetime):
            sheet.write_datetime(0, 0, value, cell_format)
        elif value == "=1+1":
            sheet.write_formula(0, 0, "=1+1", cell_format, "2")
        else:
            sheet.write(0, 0, value, cell_format)

    assert read(file.getvalue()) == [(shown,)]


def test_a_built_in_format_is_shown_as_in_chinese() -> None:
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="57"/></cellXfs>'

    raw = sheet_file('<row><c s="1"><v>45473</v></c><c s="9"><v>x</v></c></row>', styles=styles)

    assert read(raw) == [("2024年6月",)]


def test_rich_text_is_read_without_the_readings_above_it_and_errors_are_nothing() -> None:
    rich = "<is><r><t>责任</t></r><r><t>单位</t></r><rPh><t>zeren</t></rPh></is>"
    cells = f'<c t="inlineStr">{rich}</c><c t="e"><v>#REF!</v></c><c t="str"><v>甲</v></c>'

    assert read(sheet_file(f"<row>{cells}</row>")) == [("责任单位", "", "甲")]


def test_a_merge_over_the_whole_sheet_is_filled_as_far_as_the_sheet_is_used() -> None:
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'

    assert read(sheet_file(words(1, "甲", "乙"), after=merged)) == [("甲", "甲")]


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(NoticeError) as refusal:
        read(sheet_file(words(1, *["甲"] * 1_001)))

    assert refusal.value.code == "too_wide"


def test_formatted_cells_without_a_value_do_not_count() -> None:
    empty = "<c/>" * 16_000

    assert read(sheet_file(f'<row><c t="str"><v>甲</v></c>{empty}</row>')) == [("甲",)]


def test_entities_are_refused() -> None:
    raw = sheet_file(words(1, "甲"))
    package = Package.of(raw)
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'

    with pytest.raises(NoticeError) as refusal:
        read(raw_with(package, "xl/worksheets/sheet1.xml", entities))

    assert refusal.value.code == "too_heavy"


def raw_with(package: Package, part: str, before: bytes) -> bytes:
    """Return a package's bytes with something before one of its parts."""
    return zipped({name: before * (name == part) + package.part(name) for name in package.names})
