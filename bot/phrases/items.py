"""Cuts a text where it names items: 第2项, 2、, 第1、2项, 第1至3项. Pure."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from notice.numerals import parse_number

_NUMBER = re.compile(r"[0-9０-９一二三四五六七八九十百]{1,5}")
_N = _NUMBER.pattern
_TO = r"[-－—–~～至到]{1,2}"
#: What stands between two numbers of one reference: 第1、2项, 第1项和第3项, 第1至3项.
_BETWEEN = rf"(?:\s*(?:[、，,和及与]|以及|{_TO})\s*)"
_WORD = r"(?:项(?!目(?!标|前))|条)"
_START = r"(?:^|(?<=[\s，,；;。！!]))"
#: 第2项：… where a clause starts; 1、2项 names several, 2项 alone only counts.
_NAMED = re.compile(
    rf"{_START}((?:第\s*{_N}\s*(?:(?:{_WORD})?{_BETWEEN}第\s*{_N}\s*|{_BETWEEN}{_N}\s*){{0,20}}"
    rf"|{_N}\s*(?:{_BETWEEN}{_N}\s*){{1,20}}){_WORD}|其[他它余][各的]?项)(?:任务|工作)?[：:，,、\s]*",
    re.MULTILINE,
)
#: 2、… at the start of a line or behind ；. Not 1.5万, not 17:30.
_ITEM = re.compile(
    _NAMED.pattern + r"|(?:^|(?<=[；;]))[^\S\n]*([0-9０-９]{1,3})"
    r"(?:[、．](?![0-9０-９]*[．.、])"
    r"|[：:](?![0-5０-５][0-9０-９](?![0-9０-９人名个家户处次元万%])))\s*"
    r"|^[^\S\n]*([0-9０-９]{1,3})\.(?![0-9])\s*",
    re.MULTILINE,
)
_ALONE = re.compile(rf"\s*第?\s*({_N})\s*(?:{_WORD}(?:任务|工作)?)?[。.、\s]*")
_PIECE = re.compile(rf"({_TO})?\s*第?\s*({_N})")
#: No reference spans more items than this.
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text with the number of the item it is about, if it names one.

    ``others_than`` are the items named before where it is about all the rest (其他项).
    """

    number: str | None
    text: str
    others_than: tuple[str, ...] = ()


def split_by_item(text: str, known: Collection[str] | None = None) -> list[Part]:
    """Cut a text where it names items; what stands before the first name is about none.

    Where several are named at once (第1、2项), each has a part with the same text.

    Args:
        text: what was typed.
        known: the items that a bare number (2、…) may mean; where it means others, or where there
            is none, it only numbers sentences, and 第2项 alone names an item. None takes any.
    """
    parts = _cut(_ITEM, text)
    bare = _cut(_NAMED, text)
    if known is not None and parts != bare:
        named = {part.number for part in parts if part.number is not None}
        return parts if known and named <= set(known) else bare
    return parts


def item_alone(text: str) -> str | None:
    """Return the number of the item that a text names, and says nothing else: 第2项, 2, 二."""
    found = _ALONE.fullmatch(text)
    value = parse_number(found[1]) if found else None
    return None if value is None else str(int(value))


def _cut(pattern: re.Pattern[str], text: str) -> list[Part]:
    parts: list[Part] = []
    its, start = [Part(None, "")], 0
    for match in pattern.finditer(text):
        written = next(group for group in match.groups() if group)
        named = tuple(part.number for part in [*parts, *its] if part.number is not None)
        rest = written.startswith("其")
        if rest and not named:
            continue  # 其他项 of an item's own numbers
        said, start = text[start : match.start()].strip(), match.end()
        parts += [replace(part, text=said) for part in its]
        numbers = list(dict.fromkeys(_numbers(written)))
        its = [Part(None, "", named)] if rest else [Part(number, "") for number in numbers]
    parts += [replace(part, text=text[start:].strip()) for part in its]
    return [part for part in parts if part.text or part.number]


def _numbers(written: str) -> Iterator[str]:
    """Yield the numbers that a reference names: 1至3 is 1, 2, 3."""
    before: int | None = None
    for piece in _PIECE.finditer(written):
        value = parse_number(piece[2])
        if value is None:
            yield piece[2]
            continue
        number = int(value)
        if piece[1] and before is not None and before < number <= before + _WIDEST:
            yield from map(str, range(before + 1, number))
        yield str(number)
        before = number
