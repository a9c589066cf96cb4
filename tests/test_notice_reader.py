"""A whole notice, from its lines to the draft and its JSON shape."""

import json
from pathlib import Path
from typing import Any

import pytest

from notice.lines import NoticeError, lines_of
from notice.reader import read_notice
from notice.shape import as_json
from notice.source import read_lines

FOLDER = Path(__file__).parent / "notices"
NOTICE = Path(__file__).parents[1] / "notice" / "examples" / "dongzhi.txt"
EXPECTED = json.loads((FOLDER / "00-dongzhi.expected.json").read_text("utf-8"))
OURS = ("text", "line", "sure", "doubts", "due_text", "timing", "target_sources")


@pytest.fixture(scope="module")
def shape() -> dict[str, Any]:
    return as_json(read_notice(read_lines(NOTICE)))


@pytest.mark.parametrize("key", ["title", "notice_title", "year", "sections"])
def test_the_notice_has_its_titles_year_and_headings(shape: dict[str, Any], key: str) -> None:
    assert shape[key] == EXPECTED[key]


@pytest.mark.parametrize("at", range(28), ids=lambda at: f"item {at + 1}")
def test_each_item_of_the_notice_is_read_as_a_person_reads_it(
    shape: dict[str, Any], at: int
) -> None:
    item = {key: value for key, value in shape["items"][at].items() if key not in OURS}

    assert item == EXPECTED["items"][at]


def test_the_notice_has_no_other_items_and_raises_no_doubts(shape: dict[str, Any]) -> None:
    assert len(shape["items"]) == len(EXPECTED["items"])
    assert [item for item in shape["items"] if item["doubts"]] == []


def test_an_item_carries_its_whole_text_and_the_line_it_starts_on(shape: dict[str, Any]) -> None:
    first = shape["items"][0]

    assert first["text"] == (
        "深入实施新型农业经营主体提升行动，突出抓好家庭农场和农民合作社发展，"
        "家庭农场发展到1840个以上，农民合作社稳定在520个左右。农业产业化联合体稳定在28个以上。"
    )
    assert first["line"] == 14


def test_every_target_quotes_the_text_it_was_read_from() -> None:
    draft = read_notice(read_lines(NOTICE))

    assert all(
        target.source and target.source in item.text
        for item in draft.items
        for target in item.targets
    )


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        pytest.param("1.做甲。（责任单位：甲局）\n2.做乙。", [(), ("no-units",)], id="no units"),
        pytest.param("1.做甲。\n2.做乙。", [(), ()], id="nobody has units"),
        pytest.param("1.做甲。\n3.做乙。", [(), ("number-gap",)], id="gap"),
        pytest.param("1.做甲。\n1.做乙。", [(), ("repeated-number",)], id="repeated"),
        pytest.param(
            "一、做甲。\n（一）做乙。\n（二）做丙。\n二、做丁。", [(), (), ()], id="levels"
        ),
        pytest.param(
            "1.做甲（责任单位：甲局\n2.做乙（责任单位：乙局）",
            [("unclosed-bracket",), ()],
            id="open",
        ),
        pytest.param(
            "1.做甲。（责任单位：甲局）做乙。（责任单位：乙局）",
            [("several-unit-lists",)],
            id="several lists",
        ),
    ],
)
def test_what_the_reader_is_unsure_of_is_marked(text: str, doubts: list[tuple[str, ...]]) -> None:
    draft = read_notice(lines_of(f"要点\n{text}"))

    assert [tuple(doubt.code for doubt in item.doubts) for item in draft.items] == doubts


@pytest.mark.parametrize("text", ["", "今天天气很好。", "\n\n"])
def test_a_text_without_tasks_is_refused(text: str) -> None:
    with pytest.raises(NoticeError) as refusal:
        read_notice(lines_of(text))

    assert refusal.value.code == "no_items"


def test_a_value_that_is_not_whole_stays_a_fraction() -> None:
    shape: dict[str, Any] = as_json(read_notice(lines_of("要点\n1.完成3.5公里管道改造，超过2家。")))

    first, *_ = shape["items"][0]["targets"]
    assert first == {"quantity": "管道改造", "op": "=", "value": 3.5, "unit": "公里"}
