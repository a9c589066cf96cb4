"""What a page puts around a notice is told from the notice's own lines."""

import pytest

from notice.lines import Line, lines_of
from notice.outline.furniture import without_furniture


def _texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


@pytest.mark.parametrize(
    "line",
    [
        "- 3 -",
        "— 12 —",
        "第3页 共10页",
        "3/10",
        "索引号：0001/2024-1",
        "成文日期: 2024-03-01",
        "【打印】 【关闭】",
        "您当前的位置：首页 > 政务公开",
        "字体：大 中 小",
        "浏览次数：12",
    ],
)
def test_furniture_is_set_aside(line: str) -> None:
    kept, aside = without_furniture(lines_of(f"某县要点\n{line}\n1.做甲。"))

    assert (_texts(kept), _texts(aside)) == (["某县要点", "1.做甲。"], [line])


@pytest.mark.parametrize(
    "line",
    [
        "来源于农业的税收增长3%。",
        "审核把关要严格，做到全覆盖。",
        "3",
        "分享发展成果，让群众得实惠。",
        "主办方为县文旅局。",
    ],
)
def test_a_notices_own_line_is_kept(line: str) -> None:
    kept, aside = without_furniture(lines_of(f"某县要点\n1.做甲。\n{line}"))

    assert (_texts(kept)[-1], aside) == (line, [])


@pytest.mark.parametrize(
    "line", ["上一篇：某通知", "相关解读", "扫一扫在手机打开当前页", "版权所有：某县政府"]
)
def test_a_line_that_leads_on_ends_the_notice_once_it_has_begun(line: str) -> None:
    before, _ = without_furniture(lines_of(f"{line}\n某县要点\n1.做甲。"))
    behind, aside = without_furniture(lines_of(f"1.做甲。\n{line}\n1.别的。"))

    assert _texts(before)[-1] == "1.做甲。"
    assert (_texts(behind), _texts(aside)) == (["1.做甲。"], [line, "1.别的。"])
