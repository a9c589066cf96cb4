"""Unit lists as offices write them: who leads, who assists, what is left of the text."""

import pytest

from notice.owners import has_unit_list, owners_of, starts_with_unit_list
from notice.units import names_of


@pytest.mark.parametrize(
    ("written", "lead", "assist", "open_ended"),
    [
        pytest.param("（责任单位：甲局、乙局）", ["甲局"], ["乙局"], False, id="plain list"),
        pytest.param("（责任单位：甲局等）", ["甲局"], [], True, id="left open"),
        pytest.param("（责任单位：甲局，乙局）", ["甲局"], ["乙局"], False, id="comma"),
        pytest.param("(责任部门:甲局;乙局)", ["甲局"], ["乙局"], False, id="half-width"),
        pytest.param("【责任单位：甲局】", ["甲局"], [], False, id="square"),
        pytest.param("〔责任单位：甲局〕", ["甲局"], [], False, id="tortoise-shell"),
        pytest.param("（甲局、乙局）", ["甲局"], ["乙局"], False, id="names alone"),
        pytest.param("（甲局、乙局牵头，丙局配合）", ["甲局", "乙局"], ["丙局"], False, id="verbs"),
        pytest.param("（甲局牵头，乙局等配合）。", ["甲局"], ["乙局"], True, id="verbs, open"),
        pytest.param(
            "（甲局牵头负责，乙局、各区政府组织落实）",
            ["甲局"],
            ["乙局", "各区政府"],
            False,
            id="carry out",
        ),
        pytest.param("（甲局会同有关部门负责）", ["甲局"], [], True, id="with others"),
        pytest.param("（甲局会同乙局负责）", ["甲局"], ["乙局"], False, id="with another"),
        pytest.param("（甲局、乙局按职责分工负责）", ["甲局"], ["乙局"], False, id="each its part"),
        pytest.param("（甲部等有关部门和单位负责）", ["甲部"], [], True, id="and other offices"),
        pytest.param(
            "（甲局、乙局负责。列第一位者为牵头单位，下同）",
            ["甲局"],
            ["乙局"],
            False,
            id="remark behind",
        ),
        pytest.param(
            "（甲局、乙局；列首位的为牵头单位，下同）",
            ["甲局"],
            ["乙局"],
            False,
            id="remark within",
        ),
        pytest.param(
            "（牵头单位：甲局、乙镇，支撑单位：丙委）",
            ["甲局", "乙镇"],
            ["丙委"],
            False,
            id="two fields",
        ),
        pytest.param(
            "[牵头单位：甲办；责任单位：乙局]", ["甲办"], ["乙局"], False, id="lead and plain"
        ),
        pytest.param(
            "（责任单位：甲局（牵头）、乙局）", ["甲局"], ["乙局"], False, id="part behind"
        ),
        pytest.param("责任单位：甲局、乙局", ["甲局"], ["乙局"], False, id="no bracket"),
        pytest.param(
            "责任领导：张三责任单位：甲局完成时限：2024年6月",
            ["甲局"],
            [],
            False,
            id="people and dates",
        ),
        pytest.param("（责任单位：甲局", ["甲局"], [], False, id="left unclosed"),
        pytest.param(
            "责任单位：甲厅，各市、县（区）人民政府，乙管委会",
            ["甲厅"],
            ["各市、县（区）人民政府", "乙管委会"],
            False,
            id="governed by 各",
        ),
    ],
)
def test_a_unit_list_gives_its_units(
    written: str, lead: list[str], assist: list[str], *, open_ended: bool
) -> None:
    owners = owners_of(f"做好工作。{written}")

    assert (list(owners.lead), list(owners.assist)) == (lead, assist)
    assert owners.open_ended is open_ended
    assert owners.body == "做好工作。"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("改造中路8号（原某商场）。", id="a remark"),
        pytest.param("落实小微企业（含民办非企业单位）政策，做好服务。", id="a kind of unit"),
        pytest.param("各单位要认真负责。", id="a verb in prose"),
    ],
)
def test_prose_is_no_unit_list(text: str) -> None:
    owners = owners_of(text)

    assert not has_unit_list(text)
    assert (owners.lead, owners.assist, owners.body) == ((), (), text)


def test_several_unit_lists_in_one_text_are_all_read() -> None:
    owners = owners_of("做甲事。（责任单位：甲局）做乙事。（责任单位：乙局）")

    assert (owners.lead, owners.assist) == (("甲局",), ("乙局",))
    assert (owners.body, owners.lists) == ("做甲事。做乙事。", 2)


def test_a_line_that_is_a_unit_list_is_told_from_one_that_ends_in_one() -> None:
    assert starts_with_unit_list("责任单位：甲局")
    assert not starts_with_unit_list("做事。（责任单位：甲局）")


@pytest.mark.parametrize(
    ("row", "names"),
    [
        pytest.param(
            "各市、县〔区〕人民政府、甲局", ["各市、县〔区〕人民政府", "甲局"], id="places"
        ),
        pytest.param("各乡镇、街道办事处，甲局", ["各乡镇、街道办事处", "甲局"], id="towns"),
        pytest.param("各镇、各街道", ["各镇", "各街道"], id="each its own 各"),
        pytest.param("各县（市、区），甲局", ["各县（市、区）", "甲局"], id="within a bracket"),
        pytest.param("甲 局、乙局", ["甲局", "乙局"], id="blank within a name"),
        pytest.param("甲局 乙局", ["甲局", "乙局"], id="blanks between names"),
    ],
)
def test_a_row_is_cut_into_its_names(row: str, names: list[str]) -> None:
    assert names_of(row) == (names, False)


@pytest.mark.parametrize("text", ["（" * 50_000, "（县局负责。" * 5_000, "（责任单位：" * 5_000])
def test_a_flood_of_open_brackets_is_survived(text: str) -> None:
    assert isinstance(owners_of(text).lists, int)
