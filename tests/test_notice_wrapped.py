"""A text that was wrapped at a fixed width, numbers and all, is read as before."""

import pytest

from notice.lines import Line, lines_of
from notice.outline.outline import outline_of
from notice.outline.wrapped import unwrapped

WORKS = [
    f"{at}.推进村庄清洁行动，建设示范点{at}个。（责任单位：县农业农村局、县财政局）"
    for at in range(1, 13)
]
FLAT = "某县工作要点 " + "".join(WORKS)


def _wrapped(text: str, width: int) -> str:
    return "\n".join(text[start : start + width] for start in range(0, len(text), width))


@pytest.mark.parametrize("width", [16, 28, 40])
def test_a_flattened_text_wrapped_at_a_width_is_read_as_the_flattened_one(width: int) -> None:
    outline = outline_of(lines_of(_wrapped(FLAT, width)))

    assert outline.title == "某县工作要点"
    assert [item.text for item in outline.items] == [work.partition(".")[2] for work in WORKS]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n".join(_wrapped(work, 28) for work in WORKS), id="each paragraph broken"),
        pytest.param("\n".join(WORKS), id="a paragraph a line"),
        pytest.param(_wrapped(FLAT, 28)[:200], id="hardly a line"),
        pytest.param("甲乙丙\n" * 20, id="short lines"),
        pytest.param("", id="nothing"),
    ],
)
def test_other_lines_stay_as_they_are(text: str) -> None:
    assert unwrapped(lines_of(text)) == lines_of(text)


def test_rows_of_a_table_are_never_joined() -> None:
    rows = [Line(at, "推进村庄清洁行动建设示范点", ("推进", "县")) for at in range(1, 30)]

    assert unwrapped(rows) == rows
