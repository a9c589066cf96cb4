"""Tables of tasks: from files as rows of cells, in plain text by tabs, bars, blanks or lines."""

import pytest

from db.vocabulary import ItemDraft, PlanDraft
from notice.lines import Line, lines_of
from notice.reader import read_notice
from notice.tables.columns import columns_of
from notice.tables.headers import Kind


def _rows(*rows: str, above: str = "清溪县2024年任务分解表", below: str = "") -> PlanDraft:
    """Read a table of a file: its rows' cells by |, text above and below."""
    cells = [tuple(row.split("|")) for row in rows]
    lines = [Line(0, above), *(Line(0, "\t".join(row), row) for row in cells)]
    lines += [Line(0, text) for text in below.splitlines()]
    return read_notice([Line(at, line.text, line.cells) for at, line in enumerate(lines, start=1)])


def _owners(item: ItemDraft) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return item.lead, item.assist


def _facts(draft: PlanDraft) -> list[tuple[str | None, str, tuple[str, ...]]]:
    return [(item.number, item.text, item.lead + item.assist) for item in draft.items]


def _headings(draft: PlanDraft) -> list[str | None]:
    return [None if item.section is None else draft.sections[item.section] for item in draft.items]


@pytest.mark.parametrize(
    ("header", "kinds"),
    [
        ("序号 工作任务 牵头单位 配合单位 完成时限", "number task lead assist due"),
        ("类别 重点任务 具体措施 责任单位 责任领导", "section task task plain person"),
        ("责任部门 时间节点 工作内容 编号", "plain due task number"),
        ("项目名称 年度目标 分管领导 承办单位 备注", "task target person plain remark"),
        ("序号 目标任务 责任科室 办结时限（2024年）", "number task plain due"),
        ("序号 指标名称 目标值 主管部门", "number task target plain"),
    ],
)
def test_a_header_says_what_its_columns_hold(header: str, kinds: str) -> None:
    columns = columns_of(header.split())

    assert columns is not None
    assert columns.kinds == tuple(map(Kind, kinds.split()))


@pytest.mark.parametrize(
    "row",
    [
        "姓名 职务 电话",
        "1 做甲 县财政局",
        "指标 2023年 2024年",
        "某县人民政府 2024年3月1日",
        "序号",
    ],
)
def test_other_rows_are_no_header(row: str) -> None:
    assert columns_of(row.split()) is None


def test_a_row_is_an_item_with_its_units_in_cells() -> None:
    draft = _rows(
        "序号|工作任务|牵头单位|配合单位",
        "1|新建农田3万亩|县农业农村局|县财政局、各乡镇人民政府",
        "2|招引项目12个|县发改委、县商务局|/",
    )

    assert [(item.number, item.label, item.text) for item in draft.items] == [
        ("1", "1", "新建农田3万亩"),
        ("2", "2", "招引项目12个"),
    ]
    assert _owners(draft.items[0]) == (("县农业农村局",), ("县财政局", "各乡镇人民政府"))
    assert _owners(draft.items[1]) == (("县发改委", "县商务局"), ())
    assert [item.line for item in draft.items] == [3, 4]
    assert not any(item.doubts for item in draft.items)


def test_the_first_of_plain_units_leads_and_with_lead_units_they_assist() -> None:
    alone = _rows("任务|责任单位", "做甲|县教育局、县财政局", "做乙|县公安局")
    beside = _rows("任务|责任单位|牵头单位", "做甲|县教育局|县财政局", "做乙||县公安局")

    assert _owners(alone.items[0]) == (("县教育局",), ("县财政局",))
    assert _owners(beside.items[0]) == (("县财政局",), ("县教育局",))
    assert _owners(beside.items[1]) == (("县公安局",), ())


def test_persons_and_remarks_are_no_units() -> None:
    draft = _rows("序号|任务|责任领导|责任单位|备注", "1|做甲|王立民|县教育局|县财政局参加")

    assert _owners(draft.items[0]) == (("县教育局",), ())


def test_a_header_of_two_rows_and_its_repetitions_are_no_items() -> None:
    draft = _rows(
        "序号|任务|责任单位|责任单位|时限",
        "序号|任务|牵头单位|配合单位|时限",
        "1|做甲|县教育局|县财政局|6月底前",
        "序号|任务|责任单位|责任单位|时限",
        "序号|任务|牵头单位|配合单位|时限",
        "2|做乙|县公安局|县教育局|年底前",
    )

    assert _facts(draft) == [
        ("1", "做甲", ("县教育局", "县财政局")),
        ("2", "做乙", ("县公安局", "县教育局")),
    ]


def test_headings_stand_in_merged_rows_and_in_the_columns_of_sections() -> None:
    merged = _rows(
        "序号|任务|责任单位",
        "一、兴产业|一、兴产业|一、兴产业",
        "1|做甲|县教育局",
        "二|育人才|育人才",
        "2|做乙|县财政局",
        "合计|2项|",
    )
    column = _rows(
        "类别|序号|任务|责任单位",
        "一、兴产业（2项）|1|做甲|县教育局",
        "一、兴产业（2项）|2|做乙|县财政局",
        "二、育人才|3|做丙|县公安局",
    )

    assert merged.sections == ("兴产业", "育人才")
    assert _headings(merged) == ["兴产业", "育人才"]
    assert column.sections == ("兴产业（2项）", "育人才")
    assert _headings(column) == ["兴产业（2项）", "兴产业（2项）", "育人才"]


def test_a_heading_of_goals_right_below_the_header_is_no_second_header() -> None:
    merged = _rows(
        "序号|任务|责任单位", "一、主要目标|一、主要目标|一、主要目标", "1|做甲|县教育局"
    )
    blanks = read_notice(
        lines_of(
            "某县任务清单\n序号 任务 责任单位\n一、主要目标\n"
            "1 做甲。 县教育局\n2 做乙，做丙。 县公安局"
        )
    )

    assert merged.sections == blanks.sections == ("主要目标",)
    assert [item.text for item in blanks.items] == ["做甲。", "做乙，做丙。"]


def test_a_task_merged_over_measures_is_their_heading() -> None:
    draft = _rows(
        "序号|重点任务|具体措施|责任单位",
        "1|改厕|完成2600户|县农业农村局",
        "1|改厕|培训工匠50人|县人社局",
        "2|治水|新建管网|县住建局",
    )

    assert draft.sections == ("改厕", "治水")
    assert [item.text for item in draft.items] == ["完成2600户", "培训工匠50人", "新建管网"]
    assert _headings(draft) == ["改厕", "改厕", "治水"]


def test_a_task_with_a_measure_or_a_goal_of_its_own_is_one_text() -> None:
    draft = _rows("序号|工作任务|目标|责任单位", "1|改造户厕|2600户以上|县农业农村局")

    item = draft.items[0]
    assert item.text == "改造户厕：2600户以上"
    assert item.opening == "改造户厕2600户以上"


def test_rows_that_only_add_units_are_one_item() -> None:
    draft = _rows("序号|任务|责任单位", "1|做甲|县教育局", "1|做甲|县财政局", "2|做乙|县公安局")

    assert _facts(draft) == [("1", "做甲", ("县教育局", "县财政局")), ("2", "做乙", ("县公安局",))]


def test_a_row_broken_by_a_page_is_joined() -> None:
    draft = _rows(
        "序号|任务|责任单位",
        "1|加强基层医疗卫生|县卫健局、",
        "序号|任务|责任单位",
        "|服务能力建设。|县财政局",
        "2|做乙。|县公安局",
    )

    assert _facts(draft) == [
        ("1", "加强基层医疗卫生服务能力建设。", ("县卫健局", "县财政局")),
        ("2", "做乙。", ("县公安局",)),
    ]


def test_names_on_lines_of_their_own_in_a_cell_are_parted_and_broken_ones_joined() -> None:
    draft = _rows(
        "序号|任务|责任单位",
        "1|做甲|县教育局\n县财政局",
        "2|做\n乙|县农业农\n村局、县公\n安局",
    )

    assert _facts(draft) == [
        ("1", "做甲", ("县教育局", "县财政局")),
        ("2", "做乙", ("县农业农村局", "县公安局")),
    ]


def test_without_a_column_of_numbers_a_task_begins_with_its_own() -> None:
    draft = _rows("工作任务|责任单位", "1.做甲|县教育局", "2.做乙|县财政局")

    assert [(item.number, item.label, item.text) for item in draft.items] == [
        ("1", "1.", "做甲"),
        ("2", "2.", "做乙"),
    ]


def test_a_column_taken_for_the_tasks_is_a_doubt() -> None:
    draft = _rows("序号|年度目标|责任单位", "1|做甲|县教育局")

    assert [doubt.code for doubt in draft.items[0].doubts] == ["table-columns"]


def test_an_empty_cell_of_units_and_a_number_left_out_are_doubts() -> None:
    draft = _rows("序号|任务|责任单位", "1|做甲|县教育局", "2|做乙|", "4|做丙|县财政局")

    assert [[doubt.code for doubt in item.doubts] for item in draft.items] == [
        [],
        ["no-units"],
        ["number-gap"],
    ]


def test_headings_above_a_table_hold_its_tasks() -> None:
    lines = [
        *lines_of("清溪县任务清单\n一、兴产业"),
        *(Line(0, "", tuple(row.split("|"))) for row in ("序号|任务|责任单位", "1|做甲|县教育局")),
        *lines_of("二、育人才"),
        *(Line(0, "", tuple(row.split("|"))) for row in ("序号|任务|责任单位", "1|做乙|县财政局")),
    ]

    draft = read_notice(lines)

    assert draft.sections == ("兴产业", "育人才")
    assert _headings(draft) == ["兴产业", "育人才"]


COVER = """关于印发《清溪县2024年任务分解表》的通知
各单位：
一、提高认识。各单位要高度重视。
二、强化落实。各单位要抓好落实。
某县人民政府办公室
2024年3月1日
清溪县2024年任务分解表
"""


def test_numbered_paragraphs_of_a_covering_letter_are_no_items() -> None:
    draft = read_notice(
        lines_of(COVER + "序号\t任务\t责任单位\n1\t做甲\t县教育局\n2\t做乙\t县财政局\n")
    )

    assert draft.title == "清溪县2024年任务分解表"
    assert draft.notice_title == "关于印发《清溪县2024年任务分解表》的通知"
    assert [item.text for item in draft.items] == ["做甲", "做乙"]


def test_a_table_behind_a_text_that_assigns_tasks_is_an_appendix() -> None:
    text = "方案\n1.做甲。（责任单位：县教育局）\n2.做乙。（责任单位：县财政局）\n附件：名单\n"

    draft = read_notice(lines_of(f"{text}序号\t任务\t责任单位\n1\t做丙\t县公安局\n"))

    assert [item.text for item in draft.items] == ["做甲。", "做乙。"]


CELLS = (
    ("序号", "任务", "责任单位", "时限"),
    ("1", "做甲", "县教育局、县财政局", "6月底前"),
    ("2", "做乙", "县公安局", "长期坚持"),
)
PLAIN = {
    "tabs": "\n".join("\t".join(row) for row in CELLS),
    "bars": "\n".join(f"| {' | '.join(row)} |" for row in CELLS).replace("|\n", "|\n|---|\n", 1),
    "blanks": "\n".join("  ".join(row) for row in CELLS),
    "full-width blanks": "\n".join("　　".join(row) for row in CELLS),
    "one a line": "\n".join(cell for row in CELLS for cell in row),
    "one a line, blank lines": "\n\n".join(cell for row in CELLS for cell in row),
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
@pytest.mark.parametrize("ending", ["", "\n注：1.列首位的为牵头单位。\n某县人民政府\n2024年3月1日"])
def test_a_table_in_plain_text_reads_the_same_however_it_is_written(text: str, ending: str) -> None:
    draft = read_notice(lines_of(f"某县任务清单\n{text}{ending}"))

    assert _facts(draft) == [
        ("1", "做甲", ("县教育局", "县财政局")),
        ("2", "做乙", ("县公安局",)),
    ]


def test_a_cell_merged_in_plain_text_holds_for_the_rows_below_it() -> None:
    draft = read_notice(
        lines_of(
            "某县任务清单\n类别\t序号\t任务\t责任单位\n一、兴产业\t1\t做甲\t县教育局\n"
            "\t2\t做乙\t\n二、育人才\t3\t做丙\t县公安局"
        )
    )

    assert _headings(draft) == ["兴产业", "兴产业", "育人才"]
    assert draft.items[1].lead == ("县教育局",)
    assert [[doubt.code for doubt in item.doubts] for item in draft.items] == [
        [],
        ["cell-above"],
        [],
    ]


def test_empty_cells_and_headings_of_a_table_with_one_cell_a_line_are_found() -> None:
    draft = read_notice(
        lines_of(
            "某县任务清单\n序号\n任务\n牵头单位\n配合单位\n完成时限\n一、兴产业\n1\n"
            "推进高标准农田建设，新建三万亩\n县农业农村局\n年底前\n二、育人才\n2\n"
            "引进教师20人，组织培训\n县教育局\n县财政局\n6月底前\n3\n做好就业服务，新增就业三千人\n"
            "县人社局\n县财政局\n长期坚持"
        )
    )

    assert _headings(draft) == ["兴产业", "育人才", "育人才"]
    assert [item.number for item in draft.items] == ["1", "2", "3"]
    assert [_owners(item) for item in draft.items] == [
        (("县农业农村局",), ()),
        (("县教育局",), ("县财政局",)),
        (("县人社局",), ("县财政局",)),
    ]


ROWS = (
    "序号 工作任务 责任单位 完成时限 "
    "1 新建农田3万亩。 县农业农村局、县财政局 6月底前 2 招引项目12个。 县发改委 年底前"
)
FACTS = [
    ("1", "新建农田3万亩。", ("县农业农村局", "县财政局")),
    ("2", "招引项目12个。", ("县发改委",)),
]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("清溪县任务清单\n" + ROWS.replace(" ", " |\n") + " |", id="a bar behind each"),
        pytest.param(f"清溪县任务清单 {ROWS}", id="all on one line"),
        pytest.param(
            "清溪县任务清单 | " + ROWS.replace(" ", " | "), id="all on one line, apart by bars"
        ),
        pytest.param(
            f"现将清单印发给你们，请认真组织实施。 清溪县任务清单 {ROWS}".replace(
                " 1 ", "\n\n1 "
            ).replace(" 2 ", "\n\n2 "),
            id="the header at the end of the text above",
        ),
    ],
)
def test_a_table_whose_lines_were_run_together_or_barred_is_read(text: str) -> None:
    draft = read_notice(lines_of(text))

    assert draft.title == "清溪县任务清单"
    assert _facts(draft) == FACTS


def test_tasks_below_a_merged_number_and_merged_units_are_rows_of_their_own() -> None:
    draft = read_notice(
        lines_of(
            "清溪县任务清单\n序号\n任务\n责任单位\n完成时限\n1\n开工建设养老院。\n县民政局\n5月底前\n"
            "开工建设老年大学。\n12月底前\n2\n迁建县政务服务中心。\n县教育局\n县财政局\n12月底前"
        )
    )

    assert _facts(draft) == [
        ("1", "开工建设养老院。", ("县民政局",)),
        ("1", "开工建设老年大学。", ("县民政局",)),
        ("2", "迁建县政务服务中心。", ("县教育局", "县财政局")),
    ]
    assert [item.due and item.due.phrase for item in draft.items] == [
        "5月底前",
        "12月底前",
        "12月底前",
    ]
    assert [doubt.code for doubt in draft.items[1].doubts] == ["cell-above"]


def test_several_headings_may_stand_between_two_rows_with_one_cell_a_line() -> None:
    draft = read_notice(
        lines_of(
            "清溪县任务清单\n任务类型\n序号\n工作任务\n责任单位\n行动一：兴产业\n1\n做甲\n县教育局\n"
            "行动二：育人才\n旧区改造\n2\n做乙\n县财政局\n3\n做丙\n道路整治\n4\n做丁\n县公安局"
        )
    )

    assert draft.sections == ("兴产业", "育人才", "旧区改造", "道路整治")
    assert _headings(draft) == ["兴产业", "旧区改造", "旧区改造", "道路整治"]
    assert draft.items[2].lead == ("县财政局",)
