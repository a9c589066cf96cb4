"""PDF files: lines joined, tables as rows, headers, footers and page numbers left out."""

from io import BytesIO

import pytest
from PIL import Image

from notice.files.pdf import pieces_of_pdf
from notice.files.pieces import Piece, untold
from notice.lines import NoticeError
from tests.pdf_files import pdf_file, rules, text

LEFT, FULL = 100, 40  # points; characters of ten points in a full line, up to 500


def read(*pages: list[str]) -> list[Piece]:
    return pieces_of_pdf(pdf_file(["\n".join(page) for page in pages]), untold)


def body(*lines: tuple[int, str], top: int = 200) -> list[str]:
    """Return lines one below the other, each so many characters in."""
    return [text(LEFT + 10 * x, top + 20 * at, line) for at, (x, line) in enumerate(lines)]


def test_full_lines_go_on_below_and_short_ones_end_a_paragraph() -> None:
    lines = body(
        (2, "一" * (FULL - 2)),
        (0, "二" * 10),
        (2, "三" * (FULL - 2)),
        (2, "四" * (FULL - 3) + "。"),
        (0, "五" * (FULL - 2)),
        (0, "六" * 5),
    )

    assert read(lines) == [
        "一" * (FULL - 2) + "二" * 10,
        "三" * (FULL - 2),
        "四" * (FULL - 3) + "。" + "五" * (FULL - 2) + "六" * 5,
    ]


def test_a_numbered_line_begins_a_paragraph_though_the_one_above_is_full() -> None:
    lines = body((0, "1．" + "一" * (FULL - 2)), (0, "2．二"), (0, "（三）三"))

    assert read(lines) == ["1．" + "一" * (FULL - 2), "2．二", "（三）三"]


def test_a_line_that_ends_a_sentence_a_little_early_ends_its_paragraph() -> None:
    assert read(body((0, "一" * (FULL - 2) + "。"), (0, "二" * FULL), (0, "三"))) == [
        "一" * (FULL - 2) + "。",
        "二" * FULL + "三",
    ]


def test_a_free_line_is_an_empty_paragraph() -> None:
    lines = body((0, "一" * FULL), (0, "二"), (0, ""), (0, "三"))

    assert read(lines) == ["一" * FULL + "二", "", "三"]


def test_a_title_over_two_lines_is_one() -> None:
    lines = body(
        (10, "县人民政府办公室关于印发二〇二四年重点工"),
        (16, "作要点的通知任务"),
        (2, "一" * (FULL - 2)),
        (0, "一" * FULL),
    )

    assert read(lines)[0] == "县人民政府办公室关于印发二〇二四年重点工作要点的通知任务"


def test_a_paragraph_goes_on_overleaf_past_headers_and_page_numbers() -> None:
    pages = [
        [
            text(LEFT, 40, "县政府公报第3期"),
            *body((2 - 2 * (page > 0), "一" * (FULL - 2 + 2 * (page > 0)))),
            text(290, 760, f"- {page + 1} -"),
        ]
        for page in range(3)
    ]

    assert read(*pages) == ["一" * (3 * FULL - 2)]


def test_what_stands_high_up_on_one_page_only_stays() -> None:
    pages = [[text(LEFT, 40, "附件"), *body((0, "甲"))], body((0, "乙"))]

    assert read(*pages) == ["附件", "甲", "乙"]


def test_a_table_is_read_as_rows_in_its_place() -> None:
    page = [
        text(LEFT, 150, "以上"),
        rules([100, 150, 300, 400], [200, 230, 300]),
        text(110, 210, "序号"),
        text(160, 210, "任务"),
        text(310, 210, "单位"),
        text(110, 240, "1"),
        text(160, 240, "一" * 14),
        text(160, 255, "二" * 3),
        text(160, 270, "三"),
        text(310, 240, "财政局"),
        text(LEFT, 320, "以下"),
    ]

    assert read(page) == [
        "以上",
        ("序号", "任务", "单位"),
        ("1", "一" * 14 + "二" * 3 + "\n三", "财政局"),
        "以下",
    ]


def test_a_merged_cell_s_text_stands_in_each_place_that_it_covers() -> None:
    page = [
        rules([100, 200, 300], [200, 230]),
        rules([100, 200], [230, 260, 290]),
        rules([200, 300], [230, 290]),
        text(110, 210, "甲"),
        text(210, 210, "乙"),
        text(110, 240, "丙"),
        text(110, 270, "丁"),
        text(210, 250, "戊"),
    ]

    assert read(page) == [("甲", "乙"), ("丙", "戊"), ("丁", "戊")]


def table(top: int, *rows: tuple[str, str]) -> list[str]:
    """Return a table of two columns and rows of thirty points."""
    tops = [float(top + 30 * at) for at in range(len(rows) + 1)]
    cells = [
        text(110 + 100 * column, top + 30 * at + 10, said)
        for at, row in enumerate(rows)
        for column, said in enumerate(row)
        if said
    ]
    return [rules([100, 200, 300], tops), *cells]


def test_a_table_goes_on_overleaf_without_its_heading_and_with_a_row_cut_in_two() -> None:
    first = table(600, ("序号", "任务"), ("1", "甲"), ("2", "乙的前"))
    second = table(100, ("序号", "任务"), ("", "半"), ("3", "丙"))

    assert read(first, second) == [("序号", "任务"), ("1", "甲"), ("2", "乙的前半"), ("3", "丙")]


def test_a_table_without_rules_keeps_its_columns_apart() -> None:
    page = [
        text(100 + 150 * column, 200 + 20 * at, said)
        for at, row in enumerate([("序号", "任务", "单位"), ("1", "甲", "财政局")])
        for column, said in enumerate(row)
    ]

    assert read(page) == ["序号\t任务\t单位", "1\t甲\t财政局"]


def test_what_is_printed_twice_to_look_bold_is_read_once() -> None:
    assert read([text(100, 200, "重点任务"), text(100.4, 200, "重点任务")]) == ["重点任务"]


def scanned() -> bytes:
    made = BytesIO()
    Image.new("L", (20, 20)).save(made, "PDF")
    return made.getvalue()


LOCK = f"/Encrypt<</Filter/Standard/V 1/R 2/P -44/O<{'00' * 32}>/U<{'00' * 32}>>>/ID[<00><00>]"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        pytest.param(scanned(), "scan", id="pictures of pages"),
        pytest.param(pdf_file([""], LOCK), "locked", id="a password"),
        pytest.param(pdf_file(["\n".join(body((0, "甲")))])[:-40], "damaged", id="broken off"),
        pytest.param(b"%PDF-1.4\n%%EOF", "damaged", id="nothing in it"),
    ],
)
def test_what_cannot_be_read_is_named(raw: bytes, code: str) -> None:
    with pytest.raises(NoticeError) as refusal:
        pieces_of_pdf(raw, untold)

    assert refusal.value.code == code
