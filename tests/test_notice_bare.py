"""Headings without numbers are told from other short lines."""

import pytest

from notice.lines import lines_of
from notice.outline.bare import bare_headings_of


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        pytest.param(
            "兴产业\n1.做甲。\n育人才\n2.做乙。", ["兴产业", "育人才"], id="one before all"
        ),
        pytest.param("1.做甲。\n育人才\n2.做乙。", ["育人才"], id="one between"),
        pytest.param("兴产业\n1.做甲。\n2.做乙。", [], id="none parts the numbers"),
        pytest.param("1.做甲。\n育人才。\n2.做乙。", [], id="a sentence"),
        pytest.param("1.做甲，\n育人才\n2.做乙。", [], id="the rest of a sentence"),
        pytest.param("1.做甲。\n县教育局\n2.做乙。", [], id="a unit"),
        pytest.param("1.做甲。\n〔县教育局牵头〕\n2.做乙。", [], id="a bracket"),
        pytest.param("1.做甲。\n育人才\n抓好落实\n2.做乙。", [], id="no number right below"),
        pytest.param("1.做甲。\n某县要点\n2.做乙。", [], id="the title once more"),
        pytest.param("1.做甲。\n育人才\n一、做乙。", [], id="a number of another form below"),
    ],
)
def test_bare_headings_part_a_run_of_numbers(text: str, headings: list[str]) -> None:
    lines = lines_of(text)

    assert [lines[at].text for at in sorted(bare_headings_of(lines, "某县要点"))] == headings
