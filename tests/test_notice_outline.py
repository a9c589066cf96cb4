"""Headings and items by the runs of their numbers, in the shapes offices use."""

from dataclasses import replace
from datetime import date

import pytest

from notice.labels import label_of
from notice.lines import Line, lines_of
from notice.outline.flat import unflattened
from notice.outline.outline import Outline, outline_of


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
        ("2.6月底前完成", "2.", "2"),
        ("3.12月15日前验收", "3.", "3"),
        ("3.5家以上企业", "3.", "3"),
    ],
)
def test_a_label_is_read_as_printed_and_in_digits(line: str, printed: str, digits: str) -> None:
    label = label_of(line)

    assert label is not None
    assert (label.printed, label.digits) == (printed, digits)


@pytest.mark.parametrize(
    "line",
    [
        "2024年要点",
        "3.44平方公里",
        "1.5个月内",
        "2.5个百分点",
        "一是加强",
        "（代章）",
        "15分钟",
        "",
    ],
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


def test_points_are_part_of_the_paragraph_whose_unit_list_they_share() -> None:
    at_end = _outline(
        "方案\n1.开展整治。\n（1）查隐患；\n（2）促整改。\n责任单位：甲局\n2.做乙。（责任单位：乙局）"
    )
    at_start = _outline("方案\n1.开展整治。（责任单位：甲局）\n①查隐患；\n②促整改。\n2.做乙。")

    assert [item.text for item in at_end.items] == [
        "开展整治。（1）查隐患；（2）促整改。责任单位：甲局",
        "做乙。（责任单位：乙局）",
    ]
    assert _numbers(at_end) == ["1", "2"]
    assert [item.text for item in at_start.items] == [
        "开展整治。（责任单位：甲局）①查隐患；②促整改。",
        "做乙。",
    ]


def test_points_with_unit_lists_of_their_own_or_below_a_mere_heading_are_items() -> None:
    listed = _outline("方案\n1.整治\n（1）做甲。（责任单位：甲局）\n（2）做乙。（责任单位：乙局）")
    headed = _outline("方案\n1.整治\n（1）做甲。（责任单位：甲局）\n（2）做乙。\n（3）做丙。")

    assert (listed.sections, headed.sections) == (("整治",), ("整治",))
    assert [item.text[:2] for item in listed.items] == ["做甲", "做乙"]
    assert [item.text[:2] for item in headed.items] == ["做甲", "做乙", "做丙"]


def test_headings_without_numbers_part_a_run_of_items() -> None:
    outline = _outline(
        "民生实事\n抓好教育\n1、建幼儿园。责任单位：县教育局\n2、修教室。责任单位：县教育局\n"
        "抓好医疗\n3、建卫生院。责任单位：县卫健委"
    )

    assert outline.sections == ("抓好教育", "抓好医疗")
    assert [item.section for item in outline.items] == [0, 0, 1]
    assert _numbers(outline) == ["1", "2", "3"]


def test_parts_of_a_document_are_headings() -> None:
    outline = _outline("要点\n第一部分 目标\n（一）做甲。\n第二部分 任务\n（二）做乙。")

    assert outline.sections == ("目标", "任务")
    assert _numbers(outline) == ["1", "2"]


def test_a_misnumbered_last_heading_is_still_a_section() -> None:
    outline = _outline(
        "一、甲章\n1.做甲。\n2.做乙。\n二、乙章\n1.做丙。\n2.做丁。\n3、丙章\n1.做戊。"
    )

    assert outline.sections == ("甲章", "乙章", "丙章")
    assert _numbers(outline) == ["1.1", "1.2", "2.1", "2.2", "3.1"]


def test_a_number_printed_twice_across_headings_is_no_new_beginning() -> None:
    outline = _outline("一、甲章\n1.做甲。\n2.做乙。\n二、乙章\n2.做丙。\n3.做丁。")

    assert _numbers(outline) == ["1", "2", "2", "3"]


def test_a_number_at_the_end_of_a_broken_line_makes_no_heading() -> None:
    paragraphs = [
        "一、甲章",
        *(
            f"{at}.强化河湖管护，巩固治理成果，自来水普及率达到9{at}%。（责任单位：县水利局、县财政局）"
            for at in range(1, 5)
        ),
    ]
    broken = [each[at : at + 26] for each in paragraphs for at in range(0, len(each), 26)]

    outline = _outline("\n".join(["要点", *broken]))

    assert outline.sections == ("甲章",)
    assert _numbers(outline) == ["1", "2", "3", "4"]


def test_a_line_that_begins_with_a_stop_goes_on_with_the_one_above() -> None:
    outline = _outline(
        "要点\n1.做甲。责任主体：县农业局等\n；完成时限：年底前\n2.做乙。责任主体：县财政局"
    )

    assert [item.text for item in outline.items] == [
        "做甲。责任主体：县农业局等；完成时限：年底前",
        "做乙。责任主体：县财政局",
    ]


def test_the_attachment_is_the_working_part_where_only_it_assigns() -> None:
    outline = _outline(
        "关于做好考核工作的通知\n各单位：\n一、要重视。\n二、要落实。\n附件：某县任务分工\n某办公室\n"
        "2024年3月1日\n附件\n某县任务分工\n一、甲章\n1.做甲。（责任单位：甲局）\n2.做乙。（责任单位：乙局）\n"
        "附件2\n某县名单\n1.某村"
    )

    assert outline.title == "某县任务分工"
    assert outline.notice_title == "关于做好考核工作的通知"
    assert outline.sections == ("甲章",)
    assert [item.text[:2] for item in outline.items] == ["做甲", "做乙"]


def test_furniture_of_pages_and_websites_is_dropped() -> None:
    outline = _outline(
        "索引号：0001/2024-1\n您当前的位置：首页 > 政务公开\n发文字号：某政发〔2024〕2号\n"
        "某县工作要点\n来源：某县政府 浏览次数：12 字体：【大 中 小】\n"
        "1.做甲，抓好\n- 1 -\n落实。（责任单位：甲局）\n第2页 共3页\n"
        "2.做乙。（责任单位：乙局）\n— 3 —\n扫一扫在手机打开\n1.政策解读一\n2.政策解读二"
    )

    assert outline.title == "某县工作要点"
    assert outline.year == 2024
    assert [item.text for item in outline.items] == [
        "做甲，抓好落实。（责任单位：甲局）",
        "做乙。（责任单位：乙局）",
    ]


def test_the_day_of_issue_may_be_written_in_chinese_numerals() -> None:
    outline = _outline(
        "某镇农业生产的通知\n1.做甲。\n2.做乙。\n某镇人民政府\n二〇二四年十一月二十五日"
    )

    assert (outline.issued_on, outline.year) == (date(2024, 11, 25), 2024)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("《某县要点》已经县政府同意，现印发给你们。", "某县要点"),
        ("《政府工作报告》已经通过，现将任务分解印发。", "关于做好工作的通知"),
    ],
    ids=["passed on", "only named"],
)
def test_the_title_may_stand_in_the_covering_notice_only(head: str, title: str) -> None:
    assert _outline(f"关于做好工作的通知\n各单位：\n{head}\n1.做甲。\n2.做乙。").title == title


def _flat(*paragraphs: str) -> list[str]:
    return [line.text for line in unflattened(lines_of("".join(paragraphs)))]


FILLING = "抓好落实，确保取得实效，推动各项工作再上新台阶"


def test_a_number_in_a_flattened_text_may_be_of_two_chinese_signs() -> None:
    paragraphs = [
        "某县工作要点",
        *(f"{number}、{FILLING}。" for number in ("九", "十", "十一", "十二", "二十")),
    ]

    assert _flat(*paragraphs[:-1]) == paragraphs[:-1]


def test_a_flattened_extract_and_one_with_a_lost_number_are_cut() -> None:
    lost = ["某县工作要点", *(f"{number}.{FILLING}。" for number in (1, 2, 4, 5))]
    extract = ["某县工作要点", *(f"{number}.{FILLING}。" for number in (27, 28, 29))]

    assert _flat(*lost) == lost
    assert _flat(*extract) == extract


def test_a_flattened_text_is_cut_behind_unit_lists_without_brackets() -> None:
    paragraphs = [
        "某县工作要点",
        "一、甲章",
        f"1.{FILLING}。责任单位：县农业局、县财政局",
        f"2.{FILLING}。责任单位：县教育局；完成时限：年底前",
        "二、乙章",
        f"3.{FILLING}。责任单位：县公安局",
    ]

    assert _flat(*paragraphs) == paragraphs


def test_a_line_that_fills_the_width_goes_on_though_it_ends_in_a_units_name() -> None:
    outline = _outline(
        "要点\n1.抓好村庄清洁行动，健全长效机\n制。\n2.抓好安全生产隐患排查整治工\n作。责任单位：县教育局、团县委\n"
        "等；完成时限：年底前\n3.抓好养老服务网络建设改造工\n作。责任单位：县公安局、柳河镇\n人民政府、县妇联"
    )

    assert [item.text for item in outline.items] == [
        "抓好村庄清洁行动，健全长效机制。",
        "抓好安全生产隐患排查整治工作。责任单位：县教育局、团县委等；完成时限：年底前",
        "抓好养老服务网络建设改造工作。责任单位：县公安局、柳河镇人民政府、县妇联",
    ]


def test_an_item_broken_above_its_unit_list_is_no_heading() -> None:
    outline = _outline(
        "要点\n1.盘活闲置资产，培训高素质农\n民91人次。\n［县公司牵头，县教育局配合；\n完成时限：年底前］\n"
        "2.优化服务。\n［县教育局牵头；完成时限：20\n26年底前］"
    )

    assert outline.sections == ()
    assert [item.number for item in outline.items] == ["1", "2"]
    assert outline.items[1].text.endswith("2026年底前］")


def test_a_short_heading_and_the_one_without_a_number_below_it_are_two() -> None:
    outline = _outline(
        "要点\n（一）做强增长引擎\n加强基础设施建设\n1.做甲。\n（二）坚定不移推进乡村全面振兴和\n城乡融合发展\n2.做乙。"
    )

    assert outline.sections == (
        "做强增长引擎",
        "加强基础设施建设",
        "坚定不移推进乡村全面振兴和城乡融合发展",
    )
    assert [item.section for item in outline.items] == [1, 2]


def test_the_last_item_keeps_the_body_below_its_own_title() -> None:
    outline = _outline(
        "意见\n（一）落实责任。\n各单位要压实责任。\n（二）营造环境。\n各单位要加强宣传。\n特此通知。\n"
    )

    assert [item.text for item in outline.items] == [
        "落实责任。各单位要压实责任。",
        "营造环境。各单位要加强宣传。",
    ]


def test_of_several_levels_a_chapter_above_prose_is_a_heading() -> None:
    outline = _outline(
        "意见\n一、主要任务\n（一）做甲。\n（二）做乙。\n二、保障措施\n县教育局统筹推进。\n（责任单位：县教育局）"
    )

    assert outline.sections == ("主要任务", "保障措施")
    assert [(item.number, item.section) for item in outline.items][-1] == (None, 1)


def test_a_year_may_stand_right_behind_a_number_with_a_point() -> None:
    outline = _outline("方案\n（一）准备阶段\n1.2024年8月底前，做甲。\n2.2024年9月底前，做乙。")

    assert outline.sections == ("准备阶段",)
    assert [item.text[:5] for item in outline.items] == ["2024年"] * 2


def test_two_paragraphs_behind_a_title_are_enough_for_a_flattened_text() -> None:
    assert _flat(
        "某县重点工作任务清单 一、推进村庄清洁行动，健全长效机制，巩固治理成效，提升照护水平。",
        " 二、做好安全生产工作，排查整治隐患。",
    ) == [
        "某县重点工作任务清单",
        "一、推进村庄清洁行动，健全长效机制，巩固治理成效，提升照护水平。",
        "二、做好安全生产工作，排查整治隐患。",
    ]


def test_a_run_that_begins_anew_in_a_flattened_text_is_cut_too() -> None:
    cover = "关于印发某县工作要点的通知一、提高认识，压实责任。二、强化落实，按时报送。某县工作要点"
    works = ["一、推进村庄清洁行动，健全机制。", "二、做好安全生产工作，排查隐患。"]

    assert _flat(cover, *works)[-2:] == works
