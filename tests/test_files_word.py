"""Word documents: what a person sees of them, in order, with the numbers that Word computes."""

import pytest

from notice.files.package import Package
from notice.files.pieces import Piece, untold
from notice.files.word import pieces_of_word
from notice.lines import NoticeError
from tests.office_files import family, level, listed, one_list, paragraph, said, word_file


def read(body: str, numbering: str = "", styles: str = "") -> list[Piece]:
    return pieces_of_word(Package.of(word_file(body, numbering, styles)), untold)


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def grid(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def field(instruction: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{said(result)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def box(text: str) -> str:
    return f"<w:drawing><w:txbxContent>{paragraph(text)}</w:txbxContent></w:drawing>"


def test_paragraphs_and_tables_stand_in_the_body_s_order() -> None:
    table = grid(row(cell("序号"), cell("任务")), row(cell("1"), cell("乙")))

    assert read(paragraph("甲") + table + paragraph("丙")) == [
        "甲",
        ("序号", "任务"),
        ("1", "乙"),
        "丙",
    ]


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        pytest.param(said("甲") + said("乙"), "甲乙", id="runs"),
        pytest.param(f"<w:hyperlink>{said('甲')}</w:hyperlink>", "甲", id="a link"),
        pytest.param(
            f"<w:sdt><w:sdtPr/><w:sdtContent>{said('甲')}</w:sdtContent></w:sdt>",
            "甲",
            id="a content control",
        ),
        pytest.param(f"<w:ins>{said('甲')}</w:ins>乙", "甲", id="an insertion"),
        pytest.param(
            f"<w:del><w:r><w:delText>甲</w:delText></w:r></w:del>{said('乙')}",
            "乙",
            id="a deletion",
        ),
        pytest.param(
            f"<w:moveFrom>{said('甲')}</w:moveFrom><w:moveTo>{said('乙')}</w:moveTo>",
            "乙",
            id="a move",
        ),
        pytest.param(
            f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>甲</w:t></w:r>{said('乙')}", "乙", id="hidden"
        ),
        pytest.param(
            '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>甲</w:t></w:r>', "甲", id="not hidden"
        ),
        pytest.param(
            f"{said('甲')}<w:r><w:footnoteReference w:id='1'/></w:r>", "甲", id="a footnote"
        ),
        pytest.param("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙", id="a tab"),
        pytest.param(
            "<w:r><w:t>甲</w:t><w:softHyphen/><w:noBreakHyphen/><w:t>乙</w:t></w:r>",
            "甲-乙",
            id="hyphens",
        ),
        pytest.param(field("PAGE", "3") + said("甲"), "甲", id="a page number"),
        pytest.param(field("HYPERLINK 'x'", "甲"), "甲", id="a field that says something"),
        pytest.param(
            f"<w:fldSimple w:instr=' NUMPAGES '>{said('9')}</w:fldSimple>{said('甲')}",
            "甲",
            id="a simple field",
        ),
        pytest.param(
            "<w:r><w:ruby><w:rt><w:r><w:t>jiǎ</w:t></w:r></w:rt>"
            f"<w:rubyBase>{said('甲')}</w:rubyBase></w:ruby></w:r>",
            "甲",
            id="a reading above",
        ),
    ],
)
def test_a_paragraph_says_what_is_shown_with_changes_accepted(inside: str, shown: str) -> None:
    assert read(f"<w:p>{inside}</w:p>") == [shown]


def test_a_line_break_begins_a_line_and_a_page_break_does_not() -> None:
    inside = "<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:br w:type='page'/><w:t>丙</w:t></w:r>"

    assert read(f"<w:p>{inside}</w:p>") == ["甲", "乙丙"]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"

    assert read(paragraph("甲", deleted) + paragraph("乙")) == ["甲乙"]


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    both = (
        f"<mc:AlternateContent><mc:Choice>{box('框')}</mc:Choice>"
        f"<mc:Fallback>{box('框')}</mc:Fallback></mc:AlternateContent>"
    )

    assert read(f"<w:p>{said('甲')}<w:r>{both}</w:r></w:p>") == ["甲", "框"]
    assert read(f"<w:p><w:r>{both}</w:r></w:p>") == ["框"]


def test_the_table_of_contents_is_not_read() -> None:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    contents = (
        f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr>"
        f"<w:sdtContent>{paragraph('一、要求 1')}</w:sdtContent></w:sdt>"
    )

    assert read(contents + paragraph("一、要求")) == ["一、要求"]


def test_a_merged_cell_s_text_stands_in_each_place_that_it_covers() -> None:
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = grid(
        row(cell("标题", '<w:gridSpan w:val="3"/>')),
        row(cell("1"), cell("甲"), cell("财政局", begins)),
        row(cell("2"), cell("乙"), cell("", goes_on)),
        row(cell("3"), cell("丙"), cell("", goes_on)),
    )

    assert read(table) == [
        ("标题", "标题", "标题"),
        ("1", "甲", "财政局"),
        ("2", "乙", "财政局"),
        ("3", "丙", "财政局"),
    ]


def test_a_row_that_begins_late_or_is_deleted_or_in_a_control() -> None:
    table = grid(
        row(cell("1"), cell("甲")),
        row(cell("乙"), properties='<w:gridBefore w:val="1"/>'),
        row(cell("2"), cell("丙"), properties="<w:del/>"),
        f"<w:sdt><w:sdtContent>{row(cell('3'), cell('丁'))}</w:sdtContent></w:sdt>",
        row(cell(""), cell("")),
    )

    assert read(table) == [("1", "甲"), ("", "乙"), ("3", "丁")]


def test_a_cell_keeps_its_paragraphs_apart_and_holds_the_table_inside_it() -> None:
    inner = grid(row(cell("内1"), cell("内2")))
    table = grid(row(cell("1"), f"<w:tc>{paragraph('甲')}{paragraph('乙')}{inner}</w:tc>"))

    assert read(table) == [("1", "甲\n乙\n内1 内2")]


def test_a_table_of_one_column_is_a_frame_around_paragraphs() -> None:
    assert read(grid(row(cell("一、要求")), row(cell("1.做好工作")))) == ["一、要求", "1.做好工作"]


def test_pictures_without_text_are_a_scan() -> None:
    raw = word_file("<w:p/>", more={"word/media/image1.png": b"\x89PNG"})

    with pytest.raises(NoticeError) as refusal:
        pieces_of_word(Package.of(raw), untold)

    assert refusal.value.code == "scan"


CHAPTERS = family(
    1,
    level(0, "chineseCounting", "%1、"),
    level(1, "decimal", "%2."),
    level(2, "decimal", "(%3)"),
)


def test_numbers_are_counted_level_by_level_and_start_again_below() -> None:
    body = "".join(
        [
            listed("要求", 1),
            listed("甲", 1, 1),
            listed("子", 1, 2),
            listed("丑", 1, 2),
            listed("乙", 1, 1),
            listed("寅", 1, 2),
            paragraph("说明"),
            listed("任务", 1),
            listed("丙", 1, 1),
        ]
    )

    assert read(body, CHAPTERS + one_list(1, 1)) == [
        "一、要求", "1.甲", "(1)子", "(2)丑", "2.乙", "(1)寅", "说明", "二、任务", "1.丙",
    ]  # fmt: skip


def test_a_level_may_count_on_through_the_levels_above_it() -> None:
    on = family(
        1,
        level(0, "chineseCounting", "%1、"),
        level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>'),
    )
    body = listed("甲", 1) + listed("子", 1, 1) + listed("乙", 1) + listed("丑", 1, 1)

    assert read(body, on + one_list(1, 1)) == ["一、甲", "1.子", "二、乙", "2.丑"]


@pytest.mark.parametrize(
    ("more", "shown"),
    [("", ["1.甲", "2.乙", "3.丙"]), ('<w:startOverride w:val="1"/>', ["1.甲", "1.乙", "2.丙"])],
    ids=["counts on", "begins anew"],
)
def test_two_lists_of_one_family(more: str, shown: list[str]) -> None:
    override = f'<w:lvlOverride w:ilvl="0">{more}</w:lvlOverride>'
    lists = family(1, level(0, "decimal", "%1.")) + one_list(1, 1) + one_list(2, 1, override)

    assert read(listed("甲", 1) + listed("乙", 2) + listed("丙", 2), lists) == shown


def test_a_level_begins_with_its_own_number_and_shows_those_above_it() -> None:
    lists = family(
        1,
        '<w:lvl w:ilvl="0"><w:start w:val="27"/><w:lvlText w:val="%1"/></w:lvl>',
        level(1, "decimal", "%1.%2"),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
    )
    body = listed("甲", 1) + listed("乙", 1, 1) + listed("丙", 1, 2) + listed("丁", 1)

    assert read(body, lists + one_list(1, 1)) == ["27 甲", "27.1 乙", "27.1.1 丙", "28 丁"]


def test_a_legal_level_writes_chinese_numbers_as_digits() -> None:
    lists = family(
        1, level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2", "<w:isLgl/>")
    )

    assert read(listed("甲", 1) + listed("乙", 1, 1), lists + one_list(1, 1)) == [
        "一、甲",
        "1.1 乙",
    ]


def test_bullets_and_the_list_zero_give_no_number() -> None:
    lists = family(1, level(0, "bullet", "●")) + one_list(1, 1)

    assert read(listed("甲", 1) + listed("乙", 0) + listed("丙", 9), lists) == ["甲", "乙", "丙"]


def test_a_paragraph_is_numbered_through_its_style_and_what_that_is_based_on() -> None:
    lists = family(
        1,
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="Heading1"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="Heading2"/>'),
    )
    numbered = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = (
        f'<w:style w:styleId="Heading1">{numbered}</w:style>'
        f'<w:style w:styleId="Heading2">{numbered}</w:style>'
        '<w:style w:styleId="Own"><w:basedOn w:val="Heading2"/></w:style>'
        '<w:style w:styleId="Off"><w:basedOn w:val="Own"/>'
        '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
    )
    named = ["Heading1", "Heading2", "Own", "Off", "Loop", "Nowhere"]
    body = "".join(paragraph(name, f'<w:pStyle w:val="{name}"/>') for name in named)

    assert read(body, lists + one_list(1, 1), styles) == [
        "一、Heading1", "（一）Heading2", "（二）Own", "Off", "Loop", "Nowhere",
    ]  # fmt: skip


def test_a_list_that_stands_for_a_list_style() -> None:
    lists = (
        family(1, more='<w:numStyleLink w:val="Articles"/>')
        + family(2, level(0, "decimal", "第%1条"), more='<w:styleLink w:val="Articles"/>')
        + one_list(1, 1)
    )

    assert read(listed("甲", 1), lists) == ["第1条 甲"]


def test_lists_run_through_the_cells_of_a_table() -> None:
    lists = CHAPTERS + one_list(1, 1)
    first, second = (f"<w:tc>{listed('', 1)}</w:tc>" for _ in range(2))

    assert read(grid(row(first, cell("甲")), row(second, cell("乙"))), lists) == [
        ("一、", "甲"),
        ("二、", "乙"),
    ]


def test_the_strict_dialect_is_read_alike() -> None:
    raw = word_file(paragraph("甲"))
    package = Package.of(raw)
    strict = {
        name: package.part(name).replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        for name in package.names
    }

    assert pieces_of_word(Package.of(word_file("", more=strict)), untold) == ["甲"]
