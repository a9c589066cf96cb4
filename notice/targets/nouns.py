"""What can stand as a quantity's name, and how it is cut to one."""

import re
import string

LONGEST = 26  # characters: what is longer is no name
EDGES = "、，,：:；;。.·的 \t\u3000\0"  # no name begins or ends with one


def is_name(text: str) -> bool:
    """Tell whether a text can stand as a quantity's name."""
    is_long_enough = len(text) > 1 or (text.isascii() and text.isalpha()) or text in _PLACES
    return is_long_enough and len(text) <= LONGEST and _NO_NAME.fullmatch(text) is None


def trimmed(name: str) -> str:
    """Cut a name to what fits, from its end: what is counted stands last."""
    name = name.replace("分别", "").strip(EDGES)
    if len(name) > LONGEST:
        name = _COMPARED.sub("", name)
    if len(name) <= LONGEST:
        return name
    for sign in ("的", "、", "和"):
        tail = name.rsplit(sign, 1)[-1]
        if _SHORT < len(tail) <= LONGEST:
            return tail
    return name[-LONGEST:].lstrip(_SCRAPS)


def joined(first: str, second: str) -> str:
    """Join a noun and what it describes: 个人创业者 and 创业担保贷款 are 个人创业担保贷款."""
    first = first.removesuffix("者")
    overlaps = (size for size in range(len(first), 0, -1) if second.startswith(first[-size:]))
    return first + second[next(overlaps, 0) :]


def undescribed(noun: str) -> str:
    """Drop what describes a noun by a number: 保额为20万元的保险 is 保险."""
    tail = _DESCRIBED.sub("", noun)
    return tail if len(tail) > _SHORT else noun


_SHORT = 2
_SCRAPS = "”）)·.0123456789" + string.ascii_letters
_DESCRIBED = re.compile(r"^.{0,30}\d[^的，、]{0,8}的")
_COMPARED = re.compile(r"[较比](?:20\d\d年|上年|去年)(?:同期)?")
_PLACES = frozenset("村镇县站桥井路园校所厂库")
_NO_NAME = re.compile(
    r"[\d\s\W_]*|其中|以上|以下|及以上|每年|全年|合计|累计|新增|净增|达到|不少于|每个?[十百千万]{0,2}(?:[村月年季镇县乡户校班周天]|季度|人口?|名|家)|有关|相关|基础上"
)
