"""The audit trail in people's words: no bare number, no word of the code."""

import pytest

from bot.auditing import said


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"title": "2024年要点", "items": 28}, "2024年要点，28 项任务"),
        (
            {"version": 2, "items": 29, "added": 1, "withdrawn": 0, "changed": 3},
            "第2稿，29 项任务，新增 1 项，撤销 0 项，修改 3 项",
        ),
        ({"people": 11, "units": ["县文旅局", "县人社局"]}, "11 人，县文旅局、县人社局"),
        (
            {"report": 12, "status": "on_track", "words": "已开班"},
            "回执号 12，正常推进，已开班",
        ),
        ({"call": 3, "outcome": "no_answer"}, "电话记录 3，无人接听"),
        ({"phone": None, "units": [], "words": ""}, ""),
    ],
    ids=["plan", "revision", "reminder", "entered", "call", "nothing"],
)
def test_values_are_told_as_people_say_them(values: dict[str, object], shown: str) -> None:
    assert said(values) == shown
