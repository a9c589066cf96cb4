"""Saved web pages: paragraphs, tables as rows, the furniture of a layout taken apart."""

import pytest

from notice.files.pieces import Piece
from notice.files.webpage import pieces_of_mail, pieces_of_page
from notice.lines import NoticeError


@pytest.mark.parametrize(
    ("page", "pieces"),
    [
        pytest.param(
            "<p>一、要求</p><div>1.做好<b>工作</b>。</div>",
            ["一、要求", "1.做好工作。"],
            id="blocks",
        ),
        pytest.param("甲<br>乙<br/>丙", ["甲", "乙", "丙"], id="line breaks"),
        pytest.param("<p>甲\n  乙</p>", ["甲 乙"], id="blanks"),
        pytest.param("<p>A&amp;B&#12289;&nbsp;</p>", ["A&B、\xa0"], id="entities"),
        pytest.param(
            "<head><title>站名</title></head><body><script>x</script><style>p{}</style>甲</body>",
            ["甲"],
            id="what is not shown",
        ),
        pytest.param("<head><body>甲", ["甲"], id="a head that never ends"),
        pytest.param(
            "<table><tr><th>序号<th>任务<tr><td>1<td>甲</table>尾",
            [("序号", "任务"), ("1", "甲"), "尾"],
            id="a table whose cells are not closed",
        ),
        pytest.param(
            "<table><tr><td rowspan=2>财政局</td><td>甲</td></tr><tr><td>乙</td></tr>"
            "<tr><td colspan=2>丙</td></tr></table>",
            [("财政局", "甲"), ("财政局", "乙"), ("丙", "丙")],
            id="merged cells",
        ),
        pytest.param(
            "<table><tr><td><p>甲</p><p>乙</p></td><td>丙</td></tr></table>",
            [("甲\n乙", "丙")],
            id="paragraphs in a cell",
        ),
        pytest.param(
            "<table><tr><td>导航</td><td><p>正文</p>"
            "<table><tr><td>1</td><td>甲</td></tr></table></td></tr></table>",
            ["导航", "正文", ("1", "甲")],
            id="a table that lays the page out",
        ),
        pytest.param(
            "<table><tr><td>甲</td></tr><tr><td>乙</td></tr></table>", ["甲", "乙"], id="a frame"
        ),
        pytest.param("<table><tr><td>甲<td>乙", [("甲", "乙")], id="a table that never ends"),
    ],
)
def test_a_page_is_read_as_a_person_sees_it(page: str, pieces: list[Piece]) -> None:
    assert pieces_of_page(page.encode()) == pieces


@pytest.mark.parametrize("encoding", ["gb2312", "utf-8", "no-such-encoding"])
def test_a_page_is_decoded_as_it_says_or_as_it_is(encoding: str) -> None:
    page = f'<meta charset="{encoding}"><p>督办事项</p>'
    real = encoding if encoding != "no-such-encoding" else "gb18030"

    assert pieces_of_page(page.encode(real)) == ["督办事项"]


def test_a_page_saved_in_one_file() -> None:
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
    part = (
        "--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )

    assert pieces_of_mail(f"{head}{part}PHA+55SyPC9wPg==\r\n--x--".encode()) == ["甲"]


def test_a_letter_without_a_page_is_refused() -> None:
    with pytest.raises(NoticeError) as refusal:
        pieces_of_mail(b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx")

    assert refusal.value.code == "unreadable"


def test_a_cell_over_ever_so_many_rows_is_refused() -> None:
    row = "<tr><td colspan=1000 rowspan=1000>甲</td></tr>"

    with pytest.raises(NoticeError) as refusal:
        pieces_of_page(f"<table>{row * 20}</table>".encode())

    assert refusal.value.code == "too_wide"
