"""The days of an absence, as people type them."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.spans import Span, span_of

TODAY = date(2024, 4, 29)


@pytest.mark.parametrize(
    ("text", "first", "last", "rest"),
    [
        ("5月1日至5月7日", (2024, 5, 1), (2024, 5, 7), ""),
        ("5月1日至5月7日 李强", (2024, 5, 1), (2024, 5, 7), "李强"),
        ("5月1日到7日，李强代", (2024, 5, 1), (2024, 5, 7), "，李强代"),
        ("从五月一号到五月七号", (2024, 5, 1), (2024, 5, 7), ""),
        ("2024年5月1日—2024年5月3日", (2024, 5, 1), (2024, 5, 3), ""),
        ("5.1-5.7", (2024, 5, 1), (2024, 5, 7), ""),
        ("5/1~5/7", (2024, 5, 1), (2024, 5, 7), ""),
        ("请假5月6日", (2024, 5, 6), (2024, 5, 6), "请假"),
        ("明天", (2024, 4, 30), (2024, 4, 30), ""),
        ("今天 3天", (2024, 4, 29), (2024, 5, 1), ""),
        ("明天起请假一周，李强代理", (2024, 4, 30), (2024, 5, 6), "，李强代理"),
        ("后天到5月10日", (2024, 5, 1), (2024, 5, 10), ""),
        ("12月30日至1月5日", (2024, 12, 30), (2025, 1, 5), ""),
        ("1月5日", (2024, 1, 5), (2024, 1, 5), ""),
        ("30日至30日", (2024, 4, 30), (2024, 4, 30), ""),
    ],
)
def test_days_are_read(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int], rest: str
) -> None:
    assert span_of(text, TODAY) == Span(date(*first), date(*last), rest)


@pytest.mark.parametrize(
    "text", ["", "李强", "三天", "2月30日", "13月1日", "5月", "明天0天", "31日", "下周"]
)
def test_what_names_no_day_is_not_guessed(text: str) -> None:
    assert span_of(text, TODAY) is None


@given(text=st.text("0123456789年月日号天周一二两十至到-./今天明从 请假", max_size=30))
@example(text="9999年12月31日30天")
@example(text="9999年12月31日至1月1日")
def test_any_text_is_read_without_an_error(text: str) -> None:
    span = span_of(text, TODAY)

    assert span is None or isinstance(span.last, date)


def test_a_day_of_a_year_that_ends_is_in_the_next_one() -> None:
    assert span_of("1月5日", date(2024, 12, 28)) == Span(date(2025, 1, 5), date(2025, 1, 5), "")


def test_the_29th_of_february_is_not_moved_into_a_year_without_one() -> None:
    assert span_of("2月29日", date(2024, 12, 28)) is None
