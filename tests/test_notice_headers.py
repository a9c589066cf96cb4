"""The words of a table's header say what its columns hold, however they are composed or broken."""

import pytest

from db.vocabulary import ItemDraft
from notice.lines import Line, lines_of
from notice.reader import read_notice
from notice.tables.columns import columns_of, mended, parted
from notice.tables.headers import Kind, kind_of

ABOVE = "清溪县2024年任务分解表"


def _facts(text: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    draft = read_notice(lines_of(f"{ABOVE}\n{text}"))
    return [(item.text, item.lead, item.assist) for item in draft.items]


def _rows(*rows: str) -> tuple[tuple[str, ...], tuple[ItemDraft, ...]]:
    """Read the rows of a file's tables: cells by |, a line without one is text between tables."""
    lines = [Line(1, ABOVE)]
    for number, row in enumerate(rows, start=2):
        lines.append(Line(number, row, tuple(row.split("|")) if "|" in row else ()))
    draft = read_notice(lines)
    return draft.sections, draft.items


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.NUMBER, "序号 任务编号 NO."),
        (Kind.SECTION, "类别 项目类型 工作领域 专项行动 攻坚行动"),
        (Kind.TASK, "目标与任务 任务与目标 工作目标任务 全年目标任务 重点任务与措施 措施要求"),
        (Kind.TASK, "建设内容及规模 项目名称 决定事项 工作任务（措施） 防控措施 工作步骤"),
        (Kind.TARGET, "年度目标 攻坚目标 目标要求 2024年目标值 预期成效"),
        (Kind.LEAD, "牵头 牵头单位 主要责任单位 牵头责任单位 县级牵头单位 牵头改革单位"),
        (Kind.LEAD, "主办科室 牵头单位及责任人 责任牵头单位"),
        (Kind.ASSIST, "配合 协同配合单位 参与单位 参加单位 主要配合单位 配合部门和单位 会办单位"),
        (Kind.PLAIN, "责任单位 责任主体 责任科（室） 项目业主单位 市级责任单位 责任单位、责任人"),
        (Kind.PLAIN, "责任主体与协同单位 牵头和配合单位 责任领导及单位 职责分工"),
        (Kind.PERSON, "责任领导 分管县领导 包联领导 联系人及电话 责任人 分管副县长"),
        (Kind.DUE, "完成时限 办结时限 竣工时间 时间节点 完成时间及要求 进度安排 整改期限"),
        (Kind.DUE, "月份"),
        (Kind.PROBLEM, "问题 存在问题 反馈问题描述 反馈意见"),
        (Kind.REMARK, "进度 1-10月推进情况 第二季度完成情况 形象进度 6月底前进展 是否达序 说明"),
        (Kind.REMARK, "总投资 开工时间 督办单位 完成情况及存在问题 第四季度计划 评分标准"),
        (Kind.OTHER, "姓名 职务 县直部门 各乡镇 工作单位 项目建设 县教育局 一、主要目标 责任"),
    ],
)
def test_a_header_word_is_known_by_its_parts(kind: Kind, words: str) -> None:
    assert {word: kind_of(word) for word in words.split()} == dict.fromkeys(words.split(), kind)


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("责任 领导 责任 科室", "责任领导 责任科室"),
        ("牵头 单位 配合 单位", "牵头单位 配合单位"),
        ("攻坚目标 任务 第二季度 完成情况", "攻坚目标任务 第二季度完成情况"),
        ("重点 任务 完成 时限", "重点任务 完成时限"),
        ("项目 内容 单位 时限", "项目 内容 单位 时限"),
        ("任务 措施 责任单位 责任人", "任务 措施 责任单位 责任人"),
    ],
)
def test_halves_of_header_words_are_joined_and_whole_ones_are_not(words: str, whole: str) -> None:
    assert mended(words.split()) == whole.split()


def test_a_column_of_units_is_parted_by_the_words_below_it() -> None:
    above = columns_of(["序号", "任务", "责任单位", "时限"])

    assert above is not None
    lower = parted(above, ["牵头", "配合"])
    assert lower is not None
    assert lower.kinds == (Kind.NUMBER, Kind.TASK, Kind.LEAD, Kind.ASSIST, Kind.DUE)
    assert parted(above, ["县教育局", "县财政局"]) is None
    assert parted(above, ["牵头"]) is None


@pytest.mark.parametrize("sign", ["|", "\t", "\n"])
def test_a_header_of_two_levels_is_read_in_plain_text(sign: str) -> None:
    text = (
        "序号|任务|责任单位|完成时限\n牵头单位|配合单位\n1|做甲|县水利局|县财政局|6月底前\n"
        "2|做乙|县交通局|各乡镇人民政府|9月底前"
    )

    assert _facts(text.replace("|", sign)) == [
        ("做甲", ("县水利局",), ("县财政局",)),
        ("做乙", ("县交通局",), ("各乡镇人民政府",)),
    ]


def test_header_words_broken_over_lines_and_reports_are_no_text_of_the_tasks() -> None:
    text = (
        "序号 重点工作 责任 领导 责任 科室 攻坚目标 任务 工作安排 第二季度 完成情况 "
        "1 茶旅融合 王立民 文旅办 新建茶园200亩、步道3公里。 推进选址。 已完成60亩，占30%。 "
        "2 美丽乡村 李志远 农业办 创建示范村2个。 按时开工。 完成投资300万元。"
    )

    assert _facts(text.replace(" ", "\n")) == [
        ("茶旅融合：新建茶园200亩、步道3公里。推进选址。", ("文旅办",), ()),
        ("美丽乡村：创建示范村2个。按时开工。", ("农业办",), ()),
    ]


def test_rows_may_lack_merged_and_empty_cells() -> None:
    text = (
        "序号 |\n主要任务 |\n全年目标任务 |\n分管 领导 |\n牵头 单位 |\n责任主体与协同单位 |\n"
        "1-6月推进情况 |\n是否达序 |\n说明 |\n"
        "1 |\n改造水渠30公里。 |\n王立民 |\n县水利局 |\n县财政局、相关乡镇 |\n已进场 |\n是 |\n||\n"
        "2 |\n修缮泵站3座。 |\n王立民 |\n县水利局 |\n清溪开发区、相关乡镇 |\n已建成1座。 |\n否 |\n|"
    )

    assert _facts(text) == [
        ("改造水渠30公里。", ("县水利局",), ("县财政局", "相关乡镇")),
        ("修缮泵站3座。", ("县水利局",), ("清溪开发区", "相关乡镇")),
    ]


def test_a_table_without_a_header_goes_on_with_the_columns_of_the_one_above() -> None:
    sections, items = _rows(
        "序号|任务|责任单位",
        "1|做甲|县教育局",
        "二、改善民生",
        "2|做乙|县公安局",
        "3|做丙|县民政局",
    )

    assert sections == ("改善民生",)
    assert [(item.number, item.text, item.lead) for item in items] == [
        ("1", "做甲", ("县教育局",)),
        ("2", "做乙", ("县公安局",)),
        ("3", "做丙", ("县民政局",)),
    ]


def test_a_list_of_persons_behind_a_table_does_not_go_on_with_it() -> None:
    _, items = _rows(
        "序号|任务|责任单位", "1|做甲|县教育局", "成员名单", "序号|姓名|单位", "1|王立民|县教育局"
    )

    assert [item.text for item in items] == ["做甲"]


def test_a_mere_number_takes_the_measure_of_its_column() -> None:
    _, items = _rows(
        "序号|指标名称|单位|2023年完成数|2024年目标值|责任部门", "1|新增企业|家|10|12|县工信局"
    )

    assert items[0].text == "新增企业：12家"
    assert [f"{each.value}{each.unit}" for each in items[0].targets] == ["12家"]


def test_problems_are_the_tasks_only_where_nothing_else_is() -> None:
    _, alone = _rows("序号|问题|责任单位|整改时限", "1|台账不全|县教育局|6月底前")
    _, beside = _rows("问题|整改措施|责任单位", "台账不全|建立台账|县教育局")

    assert [item.text for item in alone] == ["台账不全"]
    assert [item.text for item in beside] == ["建立台账"]


def test_beside_goals_the_only_units_are_units_and_the_first_goals_say_what() -> None:
    _, tasks = _rows("任务|目标|单位", "稳增长|新增企业20家|县工信局")
    _, goals = _rows("序号|指标|目标值|责任单位", "1|森林覆盖率|65%以上|县林业局")

    assert tasks[0].lead == ("县工信局",)
    assert goals[0].text == "森林覆盖率：65%以上"
    assert not goals[0].doubts


@pytest.mark.parametrize("sign", ["|", "\t"])
def test_a_first_column_of_another_kind_is_no_text_above_the_table(sign: str) -> None:
    text = "风险点|防控任务|责任单位|时限\n老旧电梯|更新电梯15台|县市监局|6月底".replace("|", sign)

    assert _facts(text) == [("更新电梯15台", ("县市监局",), ())]
