"""The office's own template for bulletins: checked first, each fault told by its sentence."""

from collections.abc import Callable
from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsmap

from bot.drafts.source import UnreadableError
from bot.papers import checking
from bot.papers.checking import check_file
from templates import word
from templates.bulletin import check_template, our_template, template_names
from templates.filling import FaultError, fill
from tests.office_files import paragraph, said, zipped


def with_text(*lines: str) -> bytes:
    """Return our template with more paragraphs at its end."""
    document = docx.Document(BytesIO(our_template()))
    for line in lines:
        document.add_paragraph(line)
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def sentence(content: bytes, check: Callable[[bytes], None] = check_template) -> str:
    """Return what the office is told of a template."""
    with pytest.raises(FaultError) as raised:
        check(content)
    fault = raised.value
    return word_of(checking._unreadable(fault.code, fault.where, fault.about))  # noqa: SLF001


def word_of(error: UnreadableError) -> str:
    return word(error.key, **error.values)


def test_our_own_template_passes() -> None:
    check_template(our_template())


def test_words_of_the_office_s_and_its_own_order_are_taken() -> None:
    check_template(
        with_text(
            "抄送：县委办。应报{{ 应报 }}件。",
            "{%p for 行 in 各单位 %}",
            "{{ loop.index }}. {{ 行.单位 }}：{% if 行.未报 %}未报{% else %}已报{% endif %}",
            "{%p endfor %}",
            "{%p for 行 in 困难 if 行.任务号 == '3' %}",
            "{{ 行.内容|upper }}",
            "{%p endfor %}",
        )
    )


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            ["抄送：县委办{{ 通之 }}"],
            "县委办{{ 通之 }}”这一段：没有“通之”这个名称（是不是“通过”？），请对照原模板改。",
        ),
        (
            ["{{ 毫不相干的名称 }}"],
            "“{{ 毫不相干的名称 }}”这一段：没有“毫不相干的名称”这个名称，请对照原模板改。",
        ),
        (
            ["{%p if 没有这个 %}", "略", "{%p endif %}"],
            "“{% if 没有这个 %}”这一段：没有“没有这个”这个名称",
        ),
        (
            ["{%p for 行 in 指标 %}", "{{ 行.牵头的单位 }}", "{%p endfor %}"],
            "“{{ 行.牵头的单位 }}”这一段：没有“牵头的单位”这个名称（是不是“牵头单位”？）",
        ),
        (
            ["{%p if 应报 < 0 %}", "{{ 藏着的 }}", "{%p endif %}"],
            "“{{ 藏着的 }}”这一段：没有“藏着的”这个名称",
        ),
        (["共 {{ 应报 件"], "这一段：标记写错了"),
        (["共 {{ 应报 }", "件"], "“共 {{ 应报 }件”这一段：标记写错了"),
        (["{{ 应报 已报 }}"], "“{{ 应报 已报 }}”这一段：标记写错了"),
        (["{% 应报 %}"], "“{% 应报 %}”这一段：标记写错了"),
        (["{%p if 应报 %}", "有"], "“{% if 应报 %}”这一段：“if”后面缺“endif”，请补上。"),
        (
            ["{%p for 行 in 指标 %}", "{{ 行.指标 }}"],
            "“{% for 行 in 指标 %}”这一段：“for”后面缺“endfor”，请补上。",
        ),
        (["{{ 行.应报 }}"], "“{{ 行.应报 }}”这一段：没有“行”这个名称"),
        (["多余的{% endif %}"], "“多余的{% endif %}”这一段：“endif”前面缺它的开头，请补上或删去。"),
        (["{%tr for 行 in 指标 %}"], "这一段：“tr”放错了地方"),
        (
            ["{{ 通知.__class__.__mro__ }}"],
            "“{{ 通知.__class__.__mro__ }}”这一段：用了不允许的写法",
        ),
        (["{{ ''.__class__ }}"], "用了不允许的写法"),
        (
            ["{% for 甲 in range(10 ** 9) %}{{ 甲 }}{% endfor %}"],
            "这一段：循环的次数太多",
        ),
        (["{{ 应报 / 0 }}"], "“{{ 应报 / 0 }}”这一段：算不出来，请对照原模板改。"),
        (["{{ 应报 + 通知 }}"], "“{{ 应报 + 通知 }}”这一段：算不出来"),
        (["{% include '/etc/passwd' %}"], "“{% include '/etc/passwd' %}”这一段：算不出来"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence_with_its_place(lines: list[str], told: str) -> None:
    assert told in sentence(with_text(*lines))


def test_an_if_that_begins_in_a_table_and_ends_below_it_is_refused() -> None:
    document = docx.Document(BytesIO(our_template()))
    document.tables[0].rows[0].cells[1].paragraphs[0].add_run("{% if 应报 %}")
    document.add_paragraph("以上{% endif %}")

    assert "“if”“for”和它的“end”不在同一处" in sentence(saved(document))


def test_a_name_that_there_is_not_is_found_in_a_footer_too() -> None:
    document = docx.Document(BytesIO(our_template()))
    document.sections[0].footer.paragraphs[0].add_run("{{ 页脚 }}")

    assert "{{ 页脚 }}”这一段：没有“页脚”这个名称" in sentence(saved(document))


def test_a_document_without_marks_is_no_template() -> None:
    document = docx.Document()
    document.add_paragraph("关于督办情况的通报")

    assert sentence(saved(document)) == ("文件里没有取数的标记，填不进数据，请在现行模板上改。")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("通知".encode(), "这不是 .docx 文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "这不是 .docx 文件"),
        (b"PK\x03\x04" + bytes(30), "文件已损坏"),
        (zipped({"a.txt": "甲"}), "这不是 .docx 文件"),
        (zipped({"word/document.xml": "0" * 50_000_000}), "文件解开后大得不正常"),
        (bytes(5 * 2**20 + 1), "文件超过 5 MB"),
    ],
    ids=["text", "old word", "cut off", "another archive", "bomb", "large"],
)
def test_a_file_that_is_no_template_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(UnreadableError) as raised:
        check_file(content)

    assert word_of(raised.value).startswith(told)


@pytest.mark.parametrize(
    "endless",
    [
        "{% for 甲 in range(99999) %}{% for 乙 in range(99999) %}{% endfor %}{% endfor %}",
        "{{ 'x' * 10 ** 10 }}",
        "{{ 9 ** (9 ** 9) }}",
    ],
)
def test_what_takes_too_long_or_too_much_is_ended(
    endless: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "PATIENCE", 1)

    with pytest.raises(UnreadableError) as raised:
        check_file(with_text(endless))

    assert word_of(raised.value).startswith("1 秒内没有填完，或占用内存太多")


def test_a_checked_template_keeps_words_that_are_split_by_word() -> None:
    document = docx.Document(BytesIO(our_template()))
    line = document.add_paragraph()
    for part in ("{", "{ 应", "报", " }", "}"):
        line.add_run(part)

    check_template(saved(document))


def test_a_table_or_cell_that_would_be_empty_leaves_word_able_to_open_it() -> None:
    row = (
        "<w:tr><w:tc>" + paragraph("{%p if 无 %}") + paragraph("甲") + paragraph("{%p endif %}")
        + "</w:tc></w:tr>"
    )  # fmt: skip
    loop = "".join(
        f"<w:tr><w:tc><w:p>{said(tag)}</w:p></w:tc></w:tr>"
        for tag in ("{%tr for 行 in 空 %}", "{{ 行 }}", "{%tr endfor %}")
    )
    grid = "<w:tblPr/><w:tblGrid><w:gridCol w:w='900'/></w:tblGrid>"
    body = f"<w:tbl>{grid}{row}</w:tbl><w:p/><w:tbl>{grid}{loop}</w:tbl><w:p/>"
    base = docx.Document(BytesIO(fill(with_body(body), {"无": 0, "空": []})))

    (table,) = base.tables
    assert [len(cell.paragraphs) for cell in table.rows[0].cells] == [1]


def with_body(body: str) -> bytes:
    document = docx.Document()
    held = parse_xml(f'<w:body xmlns:w="{nsmap["w"]}">{body}</w:body>')
    for child in list(held):
        document.element.body.insert(0, child)
    return saved(document)


def test_the_names_that_a_template_may_ask_for_are_words() -> None:
    assert {"通知", "应报", "各单位", "灯色"} <= template_names()
