"""What is taken from an update: text without what breaks documents or deceives the eye."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.updates import clean


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        pytest.param("  已培训320人 \n", "已培训320人", id="ends"),
        pytest.param("a\x00b\x07c\x1bd\x7f", "abcd", id="control characters"),
        pytest.param("一\n二\t三", "一\n二\t三", id="lines and tabs stay"),
        pytest.param("一\r\n二", "一\r\n二", id="carriage returns stay"),
        pytest.param("\u202e123\u2066x\u2069", "123x", id="direction"),
        pytest.param("\ufffe\uffff\ud800x", "x", id="no characters"),
        pytest.param("👨‍👩‍👧 李䶮", "👨‍👩‍👧 李䶮", id="emoji and rare characters stay"),
        pytest.param("\x00", "", id="nothing left"),
        pytest.param("\u202e 甲 \u202c", "甲", id="spaces behind marks"),
        pytest.param(5, "", id="no text"),
        pytest.param("\x9b2J甲\x85", "2J甲", id="control characters of eight bits"),
    ],
)
def test_a_text_is_cleaned_where_it_comes_in(typed: object, cleaned: str) -> None:
    assert clean(typed) == cleaned


@given(typed=st.text())
def test_what_is_cleaned_is_clean_and_can_be_stored(typed: str) -> None:
    cleaned = clean(typed)

    cleaned.encode("utf-8")
    assert clean(cleaned) == cleaned
    assert not any(ord(one) < 32 and one not in "\n\r\t" for one in cleaned)
