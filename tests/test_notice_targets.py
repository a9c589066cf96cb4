"""Targets in an item's text, by the conventions of a right reading."""

from decimal import Decimal

import pytest

from db.vocabulary import Op
from notice.targets import targets_of


@pytest.mark.parametrize(
    ("text", "quantity", "op", "value", "unit"),
    [
        pytest.param("茶园发展到1840亩以上。", "茶园", ">=", "1840", "亩", id="grown to, or more"),
        pytest.param("合作社稳定在520个左右", "合作社", "~", "520", "个", id="about"),
        pytest.param("培育种植大户450人", "种植大户", "=", "450", "人", id="verb, object, number"),
        pytest.param("全年开展技能培训3000人次以上", "技能培训", ">=", "3000", "人次", id="when"),
        pytest.param("2024年再创建3个产业园", "产业园", "=", "3", "个", id="number, object"),
        pytest.param("推进5个“美丽街区”建设", "“美丽街区”", "=", "5", "个", id="what is built"),
        pytest.param("完成旧房修缮60万平方米", "旧房修缮", "=", "600000", "平方米", id="wan"),
        pytest.param("驿站数量不少于四个", "驿站", ">=", "4", "个", id="chinese numeral"),
        pytest.param("医师比例提高到40%", "医师比例", "=", "40", "%", id="raised to"),
        pytest.param("失业率控制在4.5%以内", "失业率", "<=", "4.5", "%", id="within"),
        pytest.param(
            "对符合条件的个人创业者给予最高50万元创业贷款",
            "个人创业贷款",
            "<=",
            "500000",
            "元",
            id="given to",
        ),
        pytest.param(
            "对辖区内所有“好邻居”全年开展不少于一次走访",
            "对“好邻居”开展走访",
            ">=",
            "1",
            "次",
            id="done to",
        ),
        pytest.param(
            "继续实施“两员”计划，今年计划招募8名毕业生到乡镇工作",
            "“两员”招募毕业生",
            "=",
            "8",
            "名",
            id="under a programme",
        ),
        pytest.param(
            "实现口罩日产量2000万个",
            "口罩日产量",
            "=",
            "20000000",
            "个",
            id="a subject behind a verb",
        ),
        pytest.param(
            "落实达标区面积占建成区50%的目标要求",
            "达标区面积占建成区",
            "=",
            "50",
            "%",
            id="a share",
        ),
    ],
)
def test_a_goal_is_read(text: str, quantity: str, op: str, value: str, unit: str) -> None:
    (target,) = targets_of(text)

    assert (target.quantity, target.op, target.unit) == (quantity, op, unit)
    assert target.value == Decimal(value)
    assert not target.strict
    assert target.source in text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("到2025年底建成投用。", id="a year"),
        pytest.param("3月5日前完成，开展第九批轮换。", id="a date and an ordinal"),
        pytest.param("实施三年行动，培育一批带头人。", id="words with numbers"),
        pytest.param("落实“一村一名大学生”计划。", id="a name in quotes"),
        pytest.param("推进15分钟生活圈建设。", id="a length of time"),
        pytest.param("招收35岁以下青年。", id="an age"),
        pytest.param("年销售额达到20万元的，可以申请。", id="a condition"),
        pytest.param("返还上年度保费的50%。", id="a rate of benefit"),
        pytest.param("对研发成功的企业一次性给予200万元奖励。", id="a fixed reward"),
        pytest.param("每人每年只享受一次。", id="a limit on claims"),
        pytest.param("推进A1-0013单元更新，改造中路8号。", id="a plot and a house number"),
    ],
)
def test_what_is_no_goal_is_not_counted(text: str) -> None:
    assert targets_of(text) == ()


def test_over_a_number_is_strict() -> None:
    (target,) = targets_of("入驻企业超过6家")

    assert (target.op, target.value, target.strict) == (Op.AT_LEAST, Decimal(6), True)


def test_a_range_is_two_targets_and_takes_its_object_from_the_clause_before() -> None:
    low, high = targets_of("全面落实后备力量培育储备行动，每村培育1-2名。")

    assert (low.quantity, low.op, low.value) == ("每村培育后备力量", Op.AT_LEAST, Decimal(1))
    assert (high.quantity, high.op, high.value) == ("每村培育后备力量", Op.AT_MOST, Decimal(2))
    assert (low.unit, high.unit) == ("名", "名")


def test_a_number_may_describe_what_another_counts() -> None:
    area, rate = targets_of("完成3万平方米节能率不低于15%的建筑节能改造。")

    assert (area.quantity, area.value) == ("建筑节能改造", Decimal(30000))
    assert (rate.quantity, rate.op, rate.value) == ("节能率", Op.AT_LEAST, Decimal(15))


def test_a_bracket_may_add_targets() -> None:
    quantities = [
        target.quantity for target in targets_of("产量2万吨（其中：甲产量1万吨、乙产量2千吨）。")
    ]

    assert quantities == ["产量", "甲产量", "乙产量"]


def test_what_is_said_twice_is_one_target() -> None:
    assert len(targets_of("贴息期限不超过1年。新增贷款贴息，贴息期限不超过1年。")) == 1


@pytest.mark.parametrize("text", ["建设3个站" * 5000, "（" * 20000, "“" * 20000, "对" * 20000])
def test_a_flood_of_signs_is_survived(text: str) -> None:
    assert targets_of(text) == ()


def test_a_floor_may_stand_before_the_verb() -> None:
    (target,) = targets_of("每个卫生院至少配备2名医生。")

    assert (target.quantity, target.op) == ("每个卫生院医生", Op.AT_LEAST)
