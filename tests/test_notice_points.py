"""Points within a paragraph are told from tasks of their own by whose the units are."""

import pytest

from notice.lines import lines_of
from notice.outline.outline import outline_of

UNITS = "（责任单位：县教育局）"


@pytest.mark.parametrize(
    ("text", "items"),
    [
        pytest.param(
            f"1.做甲：\n（1）做乙。\n（2）做丙。{UNITS}",
            [f"做甲：（1）做乙。（2）做丙。{UNITS}"],
            id="units behind the last point",
        ),
        pytest.param(
            f"1.做甲。{UNITS}\n①做乙。\n②做丙。",
            [f"做甲。{UNITS}①做乙。②做丙。"],
            id="units of the whole paragraph",
        ),
        pytest.param(
            f"1.做甲\n（1）做乙。{UNITS}\n（2）做丙。{UNITS}",
            [f"做乙。{UNITS}", f"做丙。{UNITS}"],
            id="units of each",
        ),
        pytest.param(
            f"1.做甲。{UNITS}\n（1）做乙。\n（2）做丙。{UNITS}",
            [f"做甲。{UNITS}", "做乙。", f"做丙。{UNITS}"],
            id="units of both",
        ),
        pytest.param(
            f"一、做甲\n1.做乙。\n2.做丙。{UNITS}",
            ["做乙。", f"做丙。{UNITS}"],
            id="tasks, of which the last has units",
        ),
        pytest.param(
            "1.做甲\n（1）做乙。\n（2）做丙。", ["做乙。", "做丙。"], id="no units at all"
        ),
    ],
)
def test_points_belong_to_the_paragraph_whose_units_do_them(text: str, items: list[str]) -> None:
    outline = outline_of(lines_of(f"某县要点\n{text}"))

    assert [item.text for item in outline.items] == items
