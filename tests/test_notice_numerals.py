"""Chinese and arabic numerals as decimals, and the measures behind them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice.numerals import Found, find_numbers, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("1840", "1840"),
        ("1,840", "1840"),
        ("３．５", "3.5"),
        ("3.44", "3.44"),
        ("1.2亿", "120000000"),
        ("3千万", "30000000"),
        ("3万5千", "35000"),
        ("2万3", "23000"),
        ("75%", "75"),
        ("７５％", "75"),
        ("零", "0"),
        ("十", "10"),
        ("十五", "15"),
        ("两百", "200"),
        ("一百零五", "105"),
        ("一百五", "150"),
        ("两万三", "23000"),
        ("三千五百万", "35000000"),
        ("一亿零三万", "100030000"),
        ("一万亿", "1000000000000"),
        ("一点五亿", "150000000"),
        ("二〇二四", "2024"),
        ("百分之七十五", "75"),
        ("百分之三点五", "3.5"),
        ("七成", "70"),
        ("七成半", "75"),
        ("三成五", "35"),
        ("3.2 万", "32000"),
        ("叁拾", "30"),
    ],
)
def test_a_numeral_has_its_value(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "万", "两三", "十五六", "一些", "3个", "1.2.3", "一点", "abc"]
)
def test_what_is_no_one_number_has_no_value(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "value", "unit", "written"),
    [
        pytest.param("累计到位1.2亿元", "120000000", "元", "1.2亿元", id="money"),
        pytest.param("培训3000人次以上", "3000", "人次", "3000人次", id="longest measure"),
        pytest.param("修缮60万平方米", "600000", "平方米", "60万平方米", id="ten thousands"),
        pytest.param("不少于一次", "1", "次", "一次", id="chinese"),
        pytest.param("比例达到40％", "40", "%", "40％", id="full-width percent"),
        pytest.param("完成百分之七十五", "75", "%", "百分之七十五", id="percent in words"),
        pytest.param("已完成七成", "70", "%", "七成", id="tenths"),
        pytest.param("还差12", "12", "", "12", id="no measure"),
        pytest.param("绿化1840 亩", "1840", "亩", "1840 亩", id="a blank"),
        pytest.param("铺轨5千米", "5", "千米", "5千米", id="kilo is no thousand"),
        pytest.param("装机2亿千瓦", "200000000", "千瓦", "2亿千瓦", id="a hundred million kilo"),
        pytest.param("施肥68万亩次", "680000", "亩次", "68万亩次", id="area times"),
        pytest.param("35微克/立方米", "35", "微克/立方米", "35微克/立方米", id="one per another"),
        pytest.param("5公里/百平方公里", "5", "公里/百平方公里", "5公里/百平方公里", id="per many"),
        pytest.param("死亡率10/10万", "10", "/10万", "10/10万", id="a rate"),
        pytest.param("扶持10家乡镇企业", "10", "家", "10家", id="a measure before a word"),
        pytest.param("服务3000人口", "3000", "", "3000", id="another word"),
    ],
)
def test_a_number_is_found_with_its_measure(text: str, value: str, unit: str, written: str) -> None:
    (found,) = find_numbers(text)

    assert (found.value, found.unit) == (Decimal(value), unit)
    assert text[found.start : found.end] == written


def test_numbers_are_found_in_order() -> None:
    found = find_numbers("建3个站，修5公里路")

    assert [(each.value, each.unit) for each in found] == [(Decimal(3), "个"), (Decimal(5), "公里")]


@pytest.mark.parametrize("text", ["成立一批", "三成立"])
def test_the_cheng_of_another_word_makes_no_tenths(text: str) -> None:
    assert all(found.unit != "%" for found in find_numbers(text))


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_every_whole_number_written_in_chinese_is_read_back(number: int) -> None:
    assert parse_number(_in_chinese(number)) == number


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from(["", "万", "亿"]))
def test_every_amount_in_digits_is_read_back(amount: Decimal, multiplier: str) -> None:
    times = {"": 1, "万": 10**4, "亿": 10**8}[multiplier]

    assert parse_number(f"{amount}{multiplier}") == amount * times


@given(st.text(alphabet="零一二两三十百千万亿点成半百分之0123456789,.%个人元 ", max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    found = find_numbers(text)

    parse_number(text)
    assert all(isinstance(each, Found) and 0 <= each.start < each.end for each in found)


def _in_chinese(number: int) -> str:
    for size, word in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if 0 < low < size // 10 else ""
            return _in_chinese(high) + word + gap + (_in_chinese(low) if low else "")
    digits = "零一二三四五六七八九"
    written, gap = "", ""
    for size, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            written += gap + digits[digit] + word
            gap = ""
        elif written:
            gap = "零"
    return written or "零"
