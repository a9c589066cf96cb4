"""How Excel shows a number: as a date, a percentage, or plain digits with the words around them."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Self
from xml.etree.ElementTree import Element

from notice.files.markup import attribute, child

#: The formats that a workbook need not spell out, as Excel shows them in Chinese.
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    14: "yyyy/m/d", 15: "yyyy/m/d", 16: "m月d日", 17: "yyyy年m月",
    18: "h:mm", 19: "h:mm", 20: "h:mm", 21: "h:mm", 22: "yyyy/m/d h:mm",
    27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "yyyy/m/d", 31: "yyyy年m月d日",
    32: "h:mm", 33: "h:mm", 34: "h:mm", 35: "h:mm", 36: "yyyy年m月",
    50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日",
    55: "h:mm", 56: "h:mm", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
_QUOTED = re.compile(r'"([^"]{0,99})"|\\(.)')
_UNSHOWN = re.compile(r"\[[^\]]{0,99}\]|_.|\*.")
_DIGITS = re.compile(r"[0#?][0#?,]*(?:\.(?P<decimals>[0#?]+))?")
_EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - no zone
_LAST_DAY = 2_958_465  # 9999-12-31
_SIGNIFICANT = 12  # digits; beyond stands what binary arithmetic left


@dataclass(frozen=True, slots=True)
class Formats:
    """The number formats of a workbook's cell styles, in the styles' order."""

    codes: tuple[str, ...] = ()
    from_1904: bool = False

    @classmethod
    def of(cls, styles: Element | None, *, from_1904: bool) -> Self:
        """Take the formats from a workbook's part for styles."""
        own = {
            attribute(one, "numFmtId"): attribute(one, "formatCode")
            for one in _inside(styles, "numFmts")
        }
        used = [attribute(one, "numFmtId", "0") for one in _inside(styles, "cellXfs")]
        codes = (
            own.get(one, _BUILT_IN.get(int(one), "") if one.isdecimal() else "") for one in used
        )
        return cls(tuple(codes), from_1904)

    def shown(self, value: str, style: int) -> str:
        """Return a number as a cell of this style shows it; "" for what is no number."""
        try:
            number = Decimal(value)
        except InvalidOperation:
            return ""
        code = self.codes[style] if style < len(self.codes) else ""
        bare = _QUOTED.sub("", _UNSHOWN.sub("", code)).lower()
        if not number.is_finite():
            return ""
        if re.search(r"[ymdh年月日]", bare) and "general" not in bare and 0 <= number <= _LAST_DAY:
            moment = _EPOCHS[self.from_1904] + timedelta(days=float(number))
            return _moment(moment + timedelta(milliseconds=500), code, bare)
        return _number(number, code.split(";")[0])


def _moment(moment: datetime, code: str, bare: str) -> str:
    """Return a date in the parts that its format names: 2024-06-30, 2024年6月, 6月30日, 17:30."""
    has_clock = "h" in bare
    days = bare.partition("h")[0] if has_clock else bare
    year, month, day = "y" in days, "m" in days, "d" in days
    date = ""
    if "年" in code or "月" in code or (month and not year):
        date += f"{moment.year}年" if year else ""
        date += f"{moment.month}月" if month else ""
        date += f"{moment.day}日" if day else ""
    elif year:
        date = f"{moment:%Y-%m-%d}" if day else f"{moment:%Y-%m}" if month else f"{moment:%Y}"
    clock = f"{moment:%H:%M}" if has_clock else ""
    return " ".join(filter(None, (date, clock)))


def _number(number: Decimal, code: str) -> str:
    """Return a number with a format's decimals, its percent sign and the words around it."""
    shown = _UNSHOWN.sub("", code)
    digits = _DIGITS.search(_QUOTED.sub(lambda match: " " * len(match[0]), shown))
    if digits is None:  # General, or text
        return _plain(number)
    before, after = shown[: digits.start()], shown[digits.end() :]
    if "%" in _QUOTED.sub("", after):
        number *= 100
    places = Decimal(1).scaleb(-len(digits["decimals"] or ""))
    if abs(number) < Decimal(10) ** _SIGNIFICANT:
        number = number.quantize(places, ROUND_HALF_UP)
    return _words(before) + _plain(number) + _words(after)


def _plain(number: Decimal) -> str:
    """Return 1 for 1.0 and 0.3 for 0.30000000000000004."""
    rounded = f"{float(number):.{_SIGNIFICANT}g}"
    if "e" in rounded:
        return f"{number:f}" if number.adjusted() in range(-_SIGNIFICANT, 30) else rounded
    return rounded


def _words(code: str) -> str:
    return _QUOTED.sub(lambda match: match[1] or match[2] or "", code).strip()


def _inside(styles: Element | None, name: str) -> list[Element]:
    found = child(styles, name)
    return list(found) if found is not None else []
