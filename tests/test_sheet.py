"""The invite sheet: a Word document with a page for each link, which the office may edit."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.shared import Cm
from hypothesis import given, settings
from hypothesis import strategies as st

from templates.sheet import Invited, invite_sheet

LINK = "https://t.me/duban_bot?start=Zl3kq0yQm6v3bT1dYk0x9W2sHn4uRrPc"
UNTIL = date(2024, 3, 25)


def lines(contents: bytes) -> list[str]:
    return [one.text for one in Document(BytesIO(contents)).paragraphs if one.text]


def test_each_link_has_a_page_with_its_unit_its_code_and_its_last_day() -> None:
    invited = [Invited(f"第{number}局 联络员", f"{LINK}{number}", UNTIL) for number in range(3)]

    document = Document(BytesIO(invite_sheet("清溪县督办室", invited)))

    said = [one.text for one in document.paragraphs]
    assert sum(one.paragraph_format.page_break_before or False for one in document.paragraphs) == 3
    for one in invited:
        assert said.count(one.whom) == said.count(one.link) == 1
    assert said.count("清溪县督办室") == 3
    assert said.count("2024年3月25日 前有效，只能由一人使用一次，请勿转发。") == 3
    assert [shape.width >= Cm(5) for shape in document.inline_shapes] == [True] * 3
    assert len({shape.width for shape in document.inline_shapes}) == 1


@settings(max_examples=10, deadline=None)
@given(name=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_a_unit_s_name_is_text_whatever_is_in_it(name: str) -> None:
    said = lines(invite_sheet(name, [Invited(name + "局", LINK, UNTIL)]))

    assert [one for one in said if one.endswith("局")] == [name + "局"]


@pytest.mark.parametrize("name", ["{{ page }}", "<w:br/>&amp;", "{% raw %}"])
def test_markup_and_templates_in_a_name_stay_what_they_are(name: str) -> None:
    assert f"{name}局" in lines(invite_sheet("督办室", [Invited(f"{name}局", LINK, UNTIL)]))


def test_chinese_is_set_in_fonts_for_it() -> None:
    document = Document(BytesIO(invite_sheet("督办室", [Invited("局", LINK, UNTIL)])))

    fonts = {
        font
        for run in document.element.body.iter()
        if run.tag.endswith("}rFonts")
        for name, font in run.attrib.items()
        if name.endswith("}eastAsia")
    }
    assert fonts == {"仿宋", "宋体"}
