"""How Word writes a number in each of the number formats of its lists."""

from collections.abc import Callable
from string import ascii_lowercase

_DIGITS = "〇一二三四五六七八九"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST_ROMAN = 3999
_SCRIPTS = {
    "small": ("零一二三四五六七八九", "十百千"),
    "legal": ("零壹贰叁肆伍陆柒捌玖", "拾佰仟"),
}


def written(number: int, form: str) -> str:
    """Return a number as a list's format (``w:numFmt``) shows it; unknown formats count 1, 2, 3."""
    return _FORMS.get(form, str)(number)


def _by_thousands(number: int, script: str = "small", *, ten: str = "十") -> str:
    """Return 一百零一 for 101; ``ten`` begins the numbers from 10 to 19."""
    digits, powers = _SCRIPTS[script]
    if not 0 < number < 10_000:  # noqa: PLR2004 - 万 begins; no list gets there
        return str(number)
    said = ""
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit != "0":
            said += digits[int(digit)] + (powers[place - 1] if place else "")
        elif not said.endswith(digits[0]):
            said += digits[0]
    said = said.rstrip(digits[0])
    return ten + said[2:] if said.startswith(digits[1] + powers[0]) else said


def _counted(number: int) -> str:
    """Return 二十一 for 21, and 一〇一 for 101."""
    return _by_thousands(number) if number < 100 else _by_digits(number)  # noqa: PLR2004


def _by_digits(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _full_width(number: int) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in str(number))


def _letters(number: int) -> str:
    """Return a, b, … z, aa, bb, …."""
    turns, place = divmod(max(number, 1) - 1, len(ascii_lowercase))
    return ascii_lowercase[place] * (turns + 1)


def _roman(number: int) -> str:
    if not 0 < number <= _LARGEST_ROMAN:
        return str(number)
    said = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        said += letters * times
    return said


def _from(first: str, count: int) -> Callable[[int], str]:
    """Return a format whose ``count`` signs follow one another in Unicode."""

    def sign(number: int) -> str:
        return chr(ord(first) + number - 1) if 0 < number <= count else str(number)

    return sign


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(max(number, 1) - 1) % len(signs)]


_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "chineseCounting": _counted,
    "chineseCountingThousand": _by_thousands,
    "taiwaneseCounting": _counted,
    "taiwaneseCountingThousand": _by_thousands,
    "japaneseCounting": _by_thousands,
    "ideographDigital": _by_digits,
    "japaneseDigitalTenThousand": _by_digits,
    "taiwaneseDigital": _by_digits,
    "chineseLegalSimplified": lambda number: _by_thousands(number, "legal", ten="壹拾"),
    "ideographLegalTraditional": lambda number: _by_thousands(number, "legal", ten="壹拾"),
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "ideographParenthesized": _from("㈠", 10),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "ordinal": str,
}
