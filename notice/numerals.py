"""Chinese and arabic numerals, with 万, 亿, %, 成 and full-width digits, as exact decimals.

Percentages are in points: 75%, 百分之七十五 and 七成半 (75) alike.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from notice.measures import MEASURE

_ZEROS = "零〇○"
_DIGITS = {
    **dict.fromkeys(_ZEROS, 0),
    **{han: value for value, han in enumerate("一二三四五六七八九", start=1)},
    **{han: value for value, han in enumerate("壹贰叁肆伍陆柒捌玖", start=1)},
    "两": 2,
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_MULTIPLIERS = _SMALL | _LARGE
_HAN = "".join([*_DIGITS, *_MULTIPLIERS])
_TIMES = "".join(_MULTIPLIERS)

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")

# Every repetition is bounded: no real number is longer.
_ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,5}(?!\d)|\d{1,18})(?:\.\d{1,9})?"
_NOT_KILO = "(?!(?<=[千仟])[米瓦克伏卡帕])"  # 5千米, 10亿千瓦, 110千伏
_BY = rf"(?:[{_TIMES}]{_NOT_KILO}){{1,3}}"
# 1.2亿, 3 千万, 3万5千; and in speech 2万3, where the last digit counts tenths of 万.
_MIXED = rf"{_ARABIC}(?:\s{{0,2}}{_BY}(?:{_ARABIC}{_BY}){{0,4}}(?:\d(?![\d.,]))?)?"
_CHINESE = rf"[{_HAN}]{{1,24}}(?:点[{_HAN}]{{1,12}})?"
# 七成 is 70%, 三成五 35%; the letters behind rule out words (三成立, 五成员).
_TENTHS = r"成[半一二三四五六七八九]?(?![为立功果员效本交年长绩就品])"
_FOUND = (
    rf"(?P<percent>百分之)?(?P<number>{_MIXED}|{_CHINESE})"
    rf"(?:(?P<tenths>{_TENTHS})|\s{{0,2}}(?P<unit>{MEASURE}))?"
)
_PAIR = re.compile(rf"({_ARABIC})\s{{0,2}}([{_TIMES}]*)")


@dataclass(frozen=True, slots=True)
class Found:
    """A number in a text.

    Attributes:
        start: where the number begins.
        end: where it ends, its measure included.
        value: the number, 万 and 亿 multiplied out.
        unit: the measure right behind it (``个``, ``人次``, ``%``), or "".
        digits: the number as written, without its measure.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    digits: str


def parse_number(text: str) -> Decimal | None:
    """Return the number that the whole of ``text`` writes, or None; percentages in points."""
    match = _found().fullmatch(text.strip().translate(_FULL_WIDTH))
    if match is None or match["unit"] not in {None, "%"}:
        return None
    return _value(match)


def find_numbers(text: str) -> list[Found]:
    """Find every number of ``text``, in order, each with the measure right behind it."""
    matches = _found().finditer(text.translate(_FULL_WIDTH))
    return [
        Found(match.start(), match.end(), value, _unit(match), match["number"])
        for match in matches
        if (value := _value(match)) is not None
    ]


@cache
def _found() -> re.Pattern[str]:
    """Return the pattern, made when it is first needed: it takes long, and starts should not."""
    return re.compile(_FOUND)


def _unit(match: re.Match[str]) -> str:
    return "%" if match["percent"] or match["tenths"] else match["unit"] or ""


def _value(match: re.Match[str]) -> Decimal | None:
    number = match["number"]
    value = _mixed(number) if number[0].isdigit() else _chinese(number)
    if value is None or not match["tenths"]:
        return value
    rest = match["tenths"][1:]
    return value * 10 + (5 if rest == "半" else _DIGITS.get(rest, 0))


def _mixed(number: str) -> Decimal:
    """Add up pairs of an arabic number and its multipliers: 3万5千 is 35000."""
    total = Decimal(0)
    last = 1
    for digits, multipliers in _PAIR.findall(number):
        value = Decimal(digits.replace(",", ""))
        for multiplier in multipliers:
            value *= _MULTIPLIERS[multiplier]
        total += value if multipliers or not total else value * last / 10
        last = _MULTIPLIERS[multipliers[-1]] if multipliers else 1
    return total


def _chinese(number: str) -> Decimal | None:
    whole, _, fraction = number.partition("点")
    value = _whole(whole)
    if value is None or not fraction:
        return None if value is None else Decimal(value)
    digits = fraction.rstrip(_TIMES)
    if not digits or any(han not in _DIGITS for han in digits):
        return None
    result = Decimal(f"{value}." + "".join(str(_DIGITS[han]) for han in digits))
    for multiplier in fraction[len(digits) :]:  # 一点五亿
        result *= _MULTIPLIERS[multiplier]
    return result


def _whole(number: str) -> int | None:
    if all(han in _DIGITS for han in number):
        return _in_a_row(number)
    if number in _MULTIPLIERS and number not in "十拾":
        return None  # 万 or 百 alone is a word, not a number
    return _multiplied(number)


def _in_a_row(number: str) -> int | None:
    """Read 二〇二四 as 2024; 两三 alone means "two or three" and is no number."""
    one, two = 1, 2
    if len(number) == two and not set(number) & set(_ZEROS):
        return None
    return None if len(number) > one and "两" in number else int(_plain_digits(number))


def _plain_digits(number: str) -> str:
    return "".join(str(_DIGITS[han]) for han in number)


def _multiplied(number: str) -> int | None:
    """Read 三千五百万, 一百零五 and 两万三 (23000)."""
    total = section = digit = 0
    last = 1  # what a bare last digit is a tenth of; 零 makes it a plain digit again
    for han in number:
        if han in _DIGITS:
            if digit:
                return None  # 十五六 means "fifteen or sixteen"
            digit = _DIGITS[han]
            last = last if digit else 1
            continue
        last = _MULTIPLIERS[han]
        if han in _SMALL:
            section += (digit or 1) * last
        elif last > total:
            total, section = (total + section + digit) * last, 0
        else:
            total, section = total + (section + digit) * last, 0
        digit = 0
    return total + section + digit * max(last // 10, 1)
