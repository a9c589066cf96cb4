"""The terminal: where lines break, how wide columns are, when a bar appears."""

from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from bot.console import progress
from bot.wrapping import wrapped


@pytest.mark.parametrize(
    ("text", "width", "names", "lines"),
    [
        pytest.param(
            "县农业农村局、县人社局", 14, True, ["县农业农村局、", "县人社局"], id="names"
        ),
        pytest.param("县人社局、县财政局", 20, True, ["县人社局、县财政局"], id="fits"),
        pytest.param("家庭农场 不少于1840个", 20, True, ["家庭农场", "不少于1840个"], id="target"),
        pytest.param("县退役军人事务局", 8, True, ["县退役军", "人事务局"], id="one long name"),
        pytest.param("建成农场1840个。", 12, False, ["建成农场", "1840个。"], id="number"),
        pytest.param("建设家庭，发展", 8, False, ["建设家", "庭，发展"], id="closing mark"),
        pytest.param("高校“三支一扶”", 6, False, ["高校", "“三支", "一扶”"], id="opening mark"),
        pytest.param("6月底前\n2024-06-30", 10, False, ["6月底前", "2024-06-30"], id="lines"),
        pytest.param("", 10, False, [""], id="nothing"),
    ],
)
def test_lines_break_where_people_break_them(
    text: str, width: int, lines: list[str], *, names: bool
) -> None:
    assert wrapped(text, width, whole_names=names).split("\n") == lines


@given(
    text=st.text("督办通知、，。“”（）12a% ", max_size=40),
    width=st.integers(4, 30),
    names=st.booleans(),
)
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: int, *, names: bool) -> None:
    lines = wrapped(text, width, whole_names=names).split("\n")

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines)


def read_slowly(*, terminal: bool, after: float) -> str:
    written = StringIO()
    console = Console(file=written, force_terminal=terminal, width=60)
    with progress("cli.reading", console, after) as tell:
        for done in range(1, 4):
            tell(done, 4)
        if after < 1:
            console.print("work")
    return written.getvalue()


def test_a_bar_is_shown_for_long_work_at_a_terminal_only() -> None:
    assert "正在读通知" not in read_slowly(terminal=False, after=0)
    assert read_slowly(terminal=True, after=60) == ""


def test_a_bar_says_how_far_the_work_is() -> None:
    written = StringIO()
    console = Console(file=written, force_terminal=True, width=60)

    with progress("cli.reading", console, 0) as tell:
        tell(3, 4)

    assert "正在读通知" in written.getvalue()
