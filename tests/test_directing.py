"""Whom a leader's words are for, and by when."""

from datetime import date

import pytest

from bot.phrases.directing import directed
from notice.register.naming import Home

UNITS = {
    "县农业农村局": ("农业局",),
    "县人社局": (),
    "县教体局": (),
    "县教育局": (),
    "大渡口镇人民政府": ("大渡口镇",),
}
HOME = Home("县", "东至县")
TODAY = date(2024, 6, 3)


@pytest.mark.parametrize(
    ("words", "unit", "day"),
    [
        ("请农业农村局抓紧，6月底前报县政府。", "县农业农村局", date(2024, 6, 30)),
        ("县农业农村局 6月30日前", "县农业农村局", date(2024, 6, 30)),
        ("农业局要加快，本月25日前见成效", "县农业农村局", date(2024, 6, 25)),
        ("县教体局尽快整改", "县教体局", None),
        ("大渡口镇的进度太慢，月底前要有方案", "大渡口镇人民政府", date(2024, 6, 30)),
        ("人社局和农业农村局一起研究", None, None),
        ("进度总体不错，继续保持", None, None),
        ("6月18日", None, date(2024, 6, 18)),
        ("明天报来", None, date(2024, 6, 4)),
        ("请人社局本周五前报", "县人社局", date(2024, 6, 7)),
        ("下周一前报", None, date(2024, 6, 10)),
        ("周一报我", None, date(2024, 6, 10)),
        ("星期天前", None, date(2024, 6, 9)),
        ("每周五都要调度", None, None),
        ("进度只有12.5，要加快", None, None),
        ("人社局完成率11.5%，请说明", "县人社局", None),
        ("请人社局6.20前报", "县人社局", date(2024, 6, 20)),
        ("", None, None),
    ],
)
def test_unit_and_day_are_read_from_what_a_leader_says(
    words: str, unit: str | None, day: date | None
) -> None:
    found = directed(words, UNITS, HOME, TODAY)

    assert (found.unit, found.day) == (unit, day)
