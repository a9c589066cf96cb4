"""Unit lists as offices write them: who leads, who assists, what is left of the text."""

import pytest

from notice.owners.owners import has_unit_list, owners_of, starts_with_unit_list

FIELDS = """
    （责任单位：甲局、乙局） > 甲局 | 乙局
    （责任单位：甲局） > 甲局
    （责任单位：甲局等） > 甲局 | | 等
    （责任单位：甲局 乙局 各镇街） > 甲局 | 乙局 各镇街
    （责任单位：甲局，乙局） > 甲局 | 乙局
    (责任部门:甲局;乙局) > 甲局 | 乙局
    【责任主体：甲局】 > 甲局
    〔责任单位：甲局〕 > 甲局
    ［责任科室：甲科］ > 甲科
    （牵头单位：甲局、乙镇，支撑单位：丙委） > 甲局 乙镇 | 丙委
    [牵头单位：甲办；责任单位：乙局] > 甲办 | 乙局
    （责任单位：乙局；牵头单位：甲办） > 甲办 | 乙局
    （总牵头：甲局；推进单位：乙局；参与单位：丙局等） > 甲局 | 乙局 丙局 | 等
    （主要责任单位：甲局；其他责任单位：乙局） > 甲局 | 乙局
    （主办单位：甲局 协办单位：乙局） > 甲局 | 乙局
    （责任单位：甲局、乙局；配合单位：丙局） > 甲局 乙局 | 丙局
    （责任单位：甲局（牵头）、乙局） > 甲局 | 乙局
    （责任单位：乙局、甲局（牵头）、丙局） > 甲局 | 乙局 丙局
    （甲局（牵头）、乙局、丙局（配合）） > 甲局 | 乙局 丙局
    （责任单位：甲局牵头，乙局配合） > 甲局 | 乙局
    （牵头单位甲局，配合单位乙局） > 甲局 | 乙局
    （牵头单位为甲局，配合单位为乙局） > 甲局 | 乙局
    （市级责任单位：甲局） > 甲局
    （督导单位：丁办；责任单位：甲局） > 甲局
    （责任领导：李明；责任人：王强 13900000000；责任单位：甲局） > 甲局
    （分管副县长：李明；甲局负责） > 甲局
    （责任单位：甲局；工作要求：按月调度） > 甲局
    （甲局、乙局；列首位的为牵头单位，下同） > 甲局 | 乙局
    （牵头单位：甲局；责任单位：乙局；各单位按此顺序排列，下同） > 甲局 | 乙局
    责任单位：甲局、乙局 > 甲局 | 乙局
    责任单位为甲局、乙局。 > 甲局 | 乙局
    责任单位 甲局、乙局 > 甲局 | 乙局
    ★责任单位：甲局；配合单位：乙局 > 甲局 | 乙局
    牵头单位：甲局。配合单位：乙局。 > 甲局 | 乙局
    责任领导：李明责任单位：甲局 > 甲局
"""
VERBS = """
    （甲局、乙局牵头，丙局配合） > 甲局 乙局 | 丙局
    （甲局牵头，乙局等配合）。 > 甲局 | 乙局 | 等
    （甲局牵头、乙局、丙局配合） > 甲局 | 乙局 丙局
    （甲局牵头乙局配合） > 甲局 | 乙局
    （由甲局牵头） > 甲局
    （以甲局为主，乙局配合） > 甲局 | 乙局
    （甲局主抓，乙局协办） > 甲局 | 乙局
    （甲局、乙局共同牵头，各乡镇具体实施） > 甲局 乙局 | 各乡镇
    （甲局负责牵头，乙局协同推进） > 甲局 | 乙局
    （甲局牵头负责，乙局、各区政府组织落实） > 甲局 | 乙局 各区政府
    （甲局总牵头，乙局、丙局按各自职责抓好落实） > 甲局 | 乙局 丙局
    （甲局会同有关部门负责） > 甲局 | | 等
    （甲局会同乙局、丙局负责） > 甲局 | 乙局 丙局
    （甲局、丁局会同乙局负责） > 甲局 丁局 | 乙局
    （甲局牵头，会同乙局负责） > 甲局 | 乙局
    （甲局会同乙局制定办法，各市、县人民政府负责落实） > 甲局 | 乙局 各市、县人民政府
    （甲局、乙局会同有关部门负责） > 甲局 | 乙局 | 等
    （甲局指导，乙镇负责落实） > 乙镇 | 甲局
    （甲局、乙局指导） > 甲局 | 乙局
    （甲局、乙局按职责分工负责） > 甲局 | 乙局
    （甲局、乙局分别负责） > 甲局 | 乙局
    （甲局、乙局负责，丙局配合） > 甲局 乙局 | 丙局
    （甲局、乙局负责，丙镇、丁镇按职责分工落实） > 甲局 | 乙局 丙镇 丁镇
    （甲局负责政策制定，乙局负责资金保障、审核，丙局配合做好宣传） > 甲局 | 乙局 丙局
    （甲部等有关部门和单位负责） > 甲部 | | 等
    （甲局、乙局等12个部门负责） > 甲局 | 乙局 | 等
    （甲部、乙部等和各省级人民政府负责） > 甲部 | 乙部 各省级人民政府 | 等
    （各有关单位按职责分工落实） > 各有关单位
    （甲局牵头，有关单位配合） > 甲局 | | 等
    （甲局、乙局负责。列第一位者为牵头单位，下同） > 甲局 | 乙局
    （甲局、乙局负责，排在第一位的部门为牵头部门，下同） > 甲局 | 乙局
    （甲局、乙局负责。以下均涉及各镇，不再列出） > 甲局 | 乙局
    （甲局、乙局） > 甲局 | 乙局
    （甲局牵头，各县（市、区）党委、政府负责落实） > 甲局 | 各县（市、区）党委、政府
    甲局牵头，乙局、丙局配合。 > 甲局 | 乙局 丙局
    由甲局牵头，各乡镇配合。 > 甲局 | 各乡镇
"""
DAMAGED = """
    （责任单位：甲局、乙局 > 甲局 | 乙局
    责任单位：甲局、乙局） > 甲局 | 乙局
    （（责任单位：甲局、乙局）） > 甲局 | 乙局
    （责任单位：甲局、乙局] > 甲局 | 乙局
    （甲局牵头，乙局配合 > 甲局 | 乙局
    （责任单位：甲局、各县（市、区）政府 > 甲局 | 各县（市、区）政府
"""


def _cases(table: str) -> list[tuple[str, str]]:
    lines = [line.strip().partition(" > ") for line in table.splitlines() if line.strip()]
    return [(written, units) for written, _, units in lines]


@pytest.mark.parametrize(("written", "units"), _cases(FIELDS + VERBS + DAMAGED))
def test_a_unit_list_gives_its_units(written: str, units: str) -> None:
    """The cases read: the list > who leads | who assists | whether 等 leaves it open."""
    lead, assist, more, *_ = [*units.split("|"), "", ""]

    owners = owners_of(f"做好工作。{written}")

    assert (list(owners.lead), list(owners.assist)) == (lead.split(), assist.split())
    assert owners.open_ended is bool(more.strip())
    assert (owners.body, owners.lists) == ("做好工作。", 1)


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("（责任单位：甲局；完成时限：2024年6月底前）", "2024年6月底前"),
        ("（完成时间:三季度末;责任单位:甲局）", "三季度末"),
        ("（责任单位：甲局）（时限要求：长期坚持）", "长期坚持"),
        ("责任单位：甲局。时间节点：6月30日前。", "6月30日前"),
        ("（甲局负责，2024年12月底前完成）", "2024年12月底前完成"),
        ("（甲局；年底前）", "年底前"),
        ("（责任单位：甲局）", ""),
    ],
)
def test_a_unit_list_hands_over_its_term_as_written(written: str, due: str) -> None:
    owners = owners_of(f"做好工作。{written}")

    assert (owners.lead, owners.due) == (("甲局",), due)
    assert (owners.body, owners.lists) == ("做好工作。", 1)


@pytest.mark.parametrize(
    ("written", "lead", "assist"),
    [
        ("（各街镇、区属国企）", ("各街镇",), ("区属国企",)),
        ("（区属国企）", ("区属国企",), ()),
        ("（甲局、某融媒、各景区）", ("甲局",), ("某融媒", "各景区")),
        ("（经开区、高新区、县城投）", ("经开区",), ("高新区", "县城投")),
    ],
)
def test_an_unknown_ending_among_units_drops_no_list(
    written: str, lead: tuple[str, ...], assist: tuple[str, ...]
) -> None:
    owners = owners_of(f"盘活闲置资产。{written}")

    assert (owners.lead, owners.assist, owners.body) == (lead, assist, "盘活闲置资产。")


@pytest.mark.parametrize(
    "text",
    [
        "改造中路8号（原某商场）。",
        "开展技术培训。（农技、植保、农机）",
        "建设场馆（体育馆、文化馆改扩建）。",
        "落实小微企业（含民办非企业单位和农民合作社等）政策，做好服务。",
        "建设服务中心（社区服务站、日间照料中心），方便群众。",
        "各县（市、区）",
        "健全（县、乡、村三级）体系。",
        "县政府办公室（以下简称“县政府办”）。",
        "管理办法（试行）。",
        "根据条例（国务院令第700号）。",
        "各单位要认真负责。",
        "各部门要各司其职、密切配合。",
        "坚持政府主导、企业负责。",
        "形成合力，各部门协同推进。",
        "加强领导，各级各部门抓好落实。",
        "由县人社局牵头，建立联席会议制度。",
        "由县人社局牵头组织实施培训。",
        "各责任单位要高度重视，牵头单位要主动作为。",
        "责任单位、完成时限要明确。",
        "各牵头单位、责任单位：",
        "联系人：张三，联系电话：5550000。",
        "目标任务：新增就业3000人。",
        "建设主体：依法登记的农民合作社。",
        "序号 | 任务 | 责任单位 | 完成时限 |",
    ],
)
def test_prose_is_no_unit_list(text: str) -> None:
    owners = owners_of(text)

    assert not has_unit_list(text)
    assert (owners.lead, owners.assist, owners.body) == ((), (), text)


@pytest.mark.parametrize(
    ("text", "lead", "assist", "body"),
    [
        pytest.param(
            "做甲事。（责任单位：甲局）做乙事。（责任单位：乙局、丙局）",
            ("甲局", "乙局"),
            ("丙局",),
            "做甲事。做乙事。",
            id="behind each sentence",
        ),
        pytest.param(
            "做甲事（甲局牵头，乙局配合），做乙事（乙局牵头）。",
            ("甲局", "乙局"),
            (),
            "做甲事，做乙事。",
            id="within a sentence",
        ),
        pytest.param(
            "责任单位：甲局。做甲事。责任单位：乙局。",
            ("甲局", "乙局"),
            (),
            "做甲事。",
            id="without brackets",
        ),
    ],
)
def test_each_of_several_unit_lists_has_its_own_lead(
    text: str, lead: tuple[str, ...], assist: tuple[str, ...], body: str
) -> None:
    owners = owners_of(text)

    assert (owners.lead, owners.assist) == (lead, assist)
    assert (owners.body, owners.lists) == (body, 2)


@pytest.mark.parametrize("number", ["二、", "（二）", "2.", "2．"])
def test_a_list_without_bracket_ends_before_a_number(number: str) -> None:
    owners = owners_of(f"责任单位：甲局、乙局 {number}做乙事")

    assert (owners.lead, owners.assist) == (("甲局",), ("乙局",))
    assert owners.body == f"{number}做乙事"


def test_a_line_that_is_a_unit_list_is_told_from_one_that_ends_in_one() -> None:
    assert starts_with_unit_list("责任单位：甲局")
    assert starts_with_unit_list("完成时限：6月底前")
    assert not starts_with_unit_list("做事。（责任单位：甲局）")


@pytest.mark.parametrize(
    "text",
    [
        "（" * 50_000,
        "（县局负责。" * 5_000,
        "（责任单位：" * 5_000,
        "责任单位：" + "县局会同" * 5_000,
        "责任单位：各市" + "、县" * 20_000,
        "责任单位：" + "县局和" * 5_000,
        "责任单位：" + "县 " * 10_000,
        "（县局负责（" * 150 + "）" * 300,
    ],
    ids=lambda text: text[:12],
)
def test_a_flood_of_signs_is_survived(text: str) -> None:
    assert isinstance(owners_of(text).lists, int)
