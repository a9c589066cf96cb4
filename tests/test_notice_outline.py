"""Headings and items by the runs of their numbers, in the shapes offices use."""

from dataclasses import replace

import pytest

from notice.flat import unflattened
from notice.labels import label_of
from notice.lines import Line, lines_of
from notice.outline import Outline, outline_of


def _outline(text: str) -> Outline:
    return outline_of(lines_of(text))


def _numbers(outline: Outline) -> list[str | None]:
    return [item.number for item in outline.items]


@pytest.mark.parametrize(
    ("line", "printed", "digits"),
    [
        ("一、总体要求", "一、", "1"),
        ("（十一）保障生活", "（十一）", "11"),
        ("(三)加强", "(三)", "3"),
        ("４．全年", "４．", "4"),
        ("12.成立", "12.", "12"),
        ("5、加大", "5、", "5"),
        ("（2）减少", "（2）", "2"),
        ("3）减少", "3）", "3"),
        ("第六、加强", "第六、", "6"),
        ("第二条，办好", "第二条", "2"),
        ("第一章 总则", "第一章", "1"),
        ("③落实", "③", "3"),
        ("4.1.2 推进", "4.1.2", "4.1.2"),
    ],
)
def test_a_label_is_read_as_printed_and_in_digits(line: str, printed: str, digits: str) -> None:
    label = label_of(line)

    assert label is not None
    assert (label.printed, label.digits) == (printed, digits)


@pytest.mark.parametrize(
    "line", ["2024年要点", "3.44平方公里", "一是加强", "（代章）", "15分钟", ""]
)
def test_a_line_may_begin_with_no_label(line: str) -> None:
    assert label_of(line) is None


def test_a_misnumbered_heading_is_still_a_section() -> None:
    outline = _outline(
        "某县要点\n1、兴产业\n1.做甲。\n2.做乙。\n二、育人才\n3.做丙。\n三、强治理\n4.做丁。"
    )

    assert outline.sections == ("兴产业", "育人才", "强治理")
    assert _numbers(outline) == ["1", "2", "3", "4"]
    assert [item.section for item in outline.items] == [0, 0, 1, 2]


def test_a_misnumbered_heading_in_the_middle_is_still_a_section() -> None:
    outline = _outline("一、甲章\n1.做甲。\n2、乙章\n2.做乙。\n三、丙章\n3.做丙。")

    assert outline.sections == ("甲章", "乙章", "丙章")


def test_a_sentence_broken_over_lines_is_joined() -> None:
    outline = _outline("要点\n1.抓好家庭 \n\n农场发展，达到\n5个。（责任单位：甲\n局）\n2.做乙。")

    assert outline.items[0].text == "抓好家庭农场发展，达到5个。（责任单位：甲局）"
    assert (outline.items[0].line, outline.items[1].line) == (2, 7)


def test_where_numbering_restarts_the_enclosing_numbers_come_first() -> None:
    outline = _outline(
        "方案\n一、任务\n（一）甲类\n1.做甲。\n2.做乙。\n（二）乙类\n1.做丙。\n二、政策\n（一）给钱。真的。"
    )

    assert outline.sections == ("任务", "甲类", "乙类", "政策")
    assert _numbers(outline) == ["1.1.1", "1.1.2", "1.2.1", "2.1"]


def test_where_numbering_runs_through_a_number_stands_alone() -> None:
    outline = _outline("意见\n一、甲\n（一）做甲。\n二、乙\n（二）做乙。\n（三）做丙。")

    assert _numbers(outline) == ["1", "2", "3"]


def test_numbering_may_start_later_than_at_one() -> None:
    assert _numbers(_outline("要点\n27.做甲。\n28.做乙。")) == ["27", "28"]


def test_a_heading_with_its_text_on_the_next_line_is_one_item() -> None:
    outline = _outline("方案\n（一）抓统筹\n健全机制。\n（二）抓落实\n压实责任。")

    assert [item.text for item in outline.items] == ["抓统筹健全机制。", "抓落实压实责任。"]
    assert outline.sections == ()


def test_a_heading_with_mere_prose_beside_sections_holds_an_unnumbered_item() -> None:
    outline = _outline("方案\n一、目标\n产量达到5万吨。\n二、任务\n1.做甲。\n2.做乙。")

    assert outline.sections == ("目标", "任务")
    assert [(item.number, item.section) for item in outline.items] == [
        (None, 0),
        ("1", 1),
        ("2", 1),
    ]


def test_prose_that_introduces_items_is_none() -> None:
    outline = _outline("方案\n一、任务\n共有两项任务，由各部门落实。\n1.做甲。\n2.做乙。")

    assert [item.text for item in outline.items] == ["做甲。", "做乙。"]


def test_a_unit_list_on_a_line_of_its_own_belongs_to_the_item_above() -> None:
    outline = _outline("方案\n1.做甲。\n责任单位：甲局、\n乙局\n2.做乙。\n责任单位：丙局")

    assert outline.items[0].text == "做甲。责任单位：甲局、乙局"
    assert outline.items[1].text == "做乙。责任单位：丙局"


def test_a_paragraph_with_a_unit_list_of_its_own_is_an_item() -> None:
    outline = _outline(
        "方案\n一、甲章\n做甲。（责任单位：甲局）\n做乙。（责任单位：乙局）\n二、乙章\n1.做丙。"
    )

    assert [(item.number, item.text[:3]) for item in outline.items] == [
        (None, "做甲。"),
        (None, "做乙。"),
        ("1", "做丙。"),
    ]


@pytest.mark.parametrize(
    "ending",
    [
        "某县人民政府办公室\n2024年3月1日",
        "（此件公开发布）",
        "附件：1.名单\n2.表格",
        "各地要抓好落实，重要情况及时报告。",
    ],
    ids=["signature", "remark", "appendix", "closing words"],
)
def test_what_ends_the_notice_is_no_part_of_its_last_item(ending: str) -> None:
    outline = _outline(f"要点\n1.做甲。\n2.做乙。\n{ending}")

    assert [item.text for item in outline.items] == ["做甲。", "做乙。"]


@pytest.mark.parametrize(
    ("text", "title", "notice_title", "year"),
    [
        pytest.param(
            "关于印发《2024年某县工作\n要点》的通知\n\n各单位：\n现印发。\n某办公室\n2024年某县工作要点\n1.做甲。",
            "2024年某县工作要点",
            "关于印发《2024年某县工作要点》的通知",
            2024,
            id="covering notice",
        ),
        pytest.param(
            "某府关于当前一个时期\n促进就业的意见\n某发〔2018〕39号\n各县：\n1.做甲。",
            "某府关于当前一个时期促进就业的意见",
            "某府关于当前一个时期促进就业的意见",
            2018,
            id="broken title, year of the document number",
        ),
        pytest.param(
            "某府印发关于稳增长措施的通知\n各县：\n请执行。\n2020年2月4日\n关于稳增长措施\n1.做甲。",
            "关于稳增长措施",
            "某府印发关于稳增长措施的通知",
            2020,
            id="title not in quotes, year of the date",
        ),
        pytest.param(
            "二〇二五年工作要点\n1.做甲。",
            "二〇二五年工作要点",
            "二〇二五年工作要点",
            2025,
            id="han year",
        ),
        pytest.param("做事\n1.做甲。", "做事", "做事", None, id="hardly a title"),
    ],
)
def test_titles_and_year_are_found(
    text: str, title: str, notice_title: str, year: int | None
) -> None:
    outline = _outline(text)

    assert (outline.title, outline.notice_title, outline.year) == (title, notice_title, year)


def test_numbers_in_a_covering_notice_are_not_the_works() -> None:
    outline = _outline(
        "关于印发《某县要点》的通知\n一、要重视。\n二、要落实。\n某县要点\n一、甲章\n1.做甲。\n2.做乙。"
    )

    assert outline.sections == ("甲章",)
    assert _numbers(outline) == ["1", "2"]


@pytest.mark.parametrize("gap", [" ", ""], ids=["blanks left", "no blanks left"])
def test_a_flattened_notice_reads_like_its_paragraphs(gap: str) -> None:
    paragraphs = [
        "关于印发《某县要点》的通知",
        "各单位：",
        "现将《某县要点》印发给你们，请认真抓好落实。",
        "某县要点",
        "为做好工作，制定本要点，请各单位结合各自实际，对照目标任务和时限要求，逐项抓好贯彻落实，确保取得实效。",
        "1、兴产业",
        *[
            f"{number}.抓好第{number}产业园建设，完成相关任务。（责任单位：县局）"
            for number in range(1, 4)
        ],
        "二、育人才",
        "4.抓好人才培养，完成3项任务。（责任单位：县局）",
        "5.抓好人才引进，做到2.5倍。（责任单位：县局）",
    ]

    outline = _outline(gap.join(paragraphs))

    assert outline == _relined(_outline("\n".join(paragraphs)))
    assert len(outline.items) == 5


def _relined(outline: Outline) -> Outline:
    """Put everything on line 1, as a flattened notice has it."""
    items = tuple(replace(item, lines=(Line(1, item.text),)) for item in outline.items)
    return replace(outline, items=items)


def test_points_within_a_paragraph_do_not_cut_it() -> None:
    text = "1.开展整治：（1）查隐患；（2）促整改；（3）抓问责。" + "抓好落实。" * 60
    lines = lines_of(f"要点\n{text}\n2.做乙。")

    assert unflattened(lines) == lines
