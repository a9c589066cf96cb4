"""The number a paragraph of a notice begins with: 一、 （三） 4. （5） 第六、 ⑦ 1.2."""

import re
from dataclasses import dataclass, replace
from enum import IntEnum

from notice.numerals import parse_number


class Rank(IntEnum):
    """The forms of numbers, from those of chapters to those of points within a paragraph."""

    BARE = -1  # a heading without a number
    CHAPTER = 0  # 第一章
    HAN = 1  # 一、
    ARTICLE = 2  # 第一条
    HAN_BRACKET = 3  # （一）
    ARABIC = 4  # 1. 1、
    DOTTED = 5  # 1.2
    BRACKET = 6  # （1） 1）
    CIRCLED = 7  # ①


@dataclass(frozen=True, slots=True)
class Label:
    """A number as printed (``printed``), its form, its arabic digits and its last part."""

    printed: str
    rank: Rank
    digits: str
    value: int


_HAN = "[一二三四五六七八九十百]{1,4}"
_NAMED = "(?:行动|任务|工程|专题|专项|板块)"  # 行动一：
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# Each pattern's group is the number. An arabic number followed by a digit is a decimal (3.44)
# unless that begins a date (1.2024年, 2.6月底前) or counts what cannot be halved (3.5家企业).
_FORMS: tuple[tuple[Rank, re.Pattern[str]], ...] = (
    (Rank.CHAPTER, re.compile(rf"第({_HAN})(?:[章编篇]|部分)[、：:\s]*|{_NAMED}({_HAN})[：:]")),
    (Rank.HAN, re.compile(rf"第?({_HAN})[、.．]|第({_HAN})(?=[，,：:])")),
    (Rank.ARTICLE, re.compile(rf"第({_HAN})条")),
    (Rank.HAN_BRACKET, re.compile(rf"[（(〔\[]\s?({_HAN})\s?[）)〕\]][、.．]?")),
    (Rank.DOTTED, re.compile(r"(\d{1,2}(?:[.．]\d{1,2}){1,3})(?=[\s、．]|\.\s)[、.．]?")),
    (
        Rank.ARABIC,
        re.compile(
            r"(\d{1,3})(?:[、．]|[.](?!\d)|[.](?=20\d\d年|\d{1,2}月|\d{1,3}"
            r"(?:个(?!月|百分点)|[家名人所座户台件]))|。(?=[\u4e00-\u9fff]))"
        ),
    ),
    (Rank.BRACKET, re.compile(r"[（(]\s?(\d{1,2})\s?[）)][、.．]?|(\d{1,2})[）)]")),
    (Rank.CIRCLED, re.compile(f"([{_CIRCLED}])")),
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def label_of(text: str) -> Label | None:
    """Return the label that ``text`` begins with, or None."""
    plain = text.translate(_FULL_WIDTH)
    for rank, form in _FORMS:
        match = form.match(plain)
        if match is None:
            continue
        number = next(group for group in match.groups() if group)
        digits = _digits(number)
        if digits is not None:
            printed = text[: match.end()].strip()
            return Label(printed, rank, digits, int(digits.rsplit(".", 1)[-1]))
    return None


def as_rank(label: Label, rank: Rank) -> Label:
    """Return the label as one of another form: a heading printed 1、 among 二、 and 三、."""
    return replace(label, rank=rank)


def _digits(number: str) -> str | None:
    if number in _CIRCLED:
        return str(_CIRCLED.index(number) + 1)
    if number[0].isdigit():
        return number.replace("．", ".")
    value = parse_number(number)
    return None if value is None else str(int(value))
