"""The names of an enumeration that share what follows them: 甲、乙产量分别达到…, 甲、乙各1个."""

import re

from notice.targets.clauses import masked
from notice.words import without_head


def names_of_list(subject: str, count: int | None = None) -> list[str]:
    """Split an enumeration into its names; [] where it has not as many as wanted.

    A noun that only the last one bears is given to all: 粮食、油料产量 are 粮食产量 and 油料产量.
    """
    subject = _COMPARED.sub("", _SYMBOL.sub("", subject))
    if count == len(_BOTH) and (match := _TOWN_AND_COUNTRY.search(subject)):
        return [subject[: match.start()] + each + subject[match.end() :] for each in _BOTH]
    for sign in (_COMMA, _BETWEEN):  # 甲及周边地区、乙 are two
        names = [name for name in _pieces(without_head(subject), sign) if name]
        if len(names) == count or (count is None and len(names) > 1):
            break
    else:
        return []
    if open_ended := _with_tail(names):
        return open_ended
    if max(map(len, names)) > _LONGEST:
        return []
    shared = _shared(names)
    return [name if name.endswith(shared) else name + shared for name in names]


_BOTH = ("城镇", "农村")
_TOWN_AND_COUNTRY = re.compile(r"城乡(?=居民)")
_LONGEST = 20
_SYMBOL = re.compile(r"[（(][A-Za-z\d.]{1,8}[)）]")  # 二氧化硫（SO2）
_COMPARED = re.compile(r"[比较与](?:20\d\d年|上年|去年)(?:同期)?(?:相比)?$")
_LATIN = re.compile(r"[A-Za-z].*$")  # PM2.5浓度
_COMMA = re.compile("[、/]")
_BETWEEN = re.compile(r"[、/]|以及|[和与及](?![美谐平时格会])")
#: What is measured stands last; a name without it lacks the noun that the last name bears.
_MEASURED = re.compile(r"(?:[率数值额重例积入度力支资费比]|(?<!需氧)量)$|增长$|下降$|投资$")

#: The noun that all of a list share, whole: 排放总量, 年均浓度, 覆盖率.
_NOUN = re.compile(
    "(?:(?:年均|平均|排放|年|总)?(?:浓度|总量|强度|排放量|产量|产值|面积|规模|数量|人数|里程|总额)|..率|增加值|投资|收入)$"
)


def _pieces(subject: str, sign: re.Pattern[str]) -> list[str]:
    signs, pieces, start = masked(subject), [], 0
    for match in sign.finditer(signs):
        pieces.append(subject[start : match.start()])
        start = match.end()
    return [*pieces, subject[start:]]


def _shared(names: list[str]) -> str:
    *others, last = names
    if not _MEASURED.search(last) or all(_MEASURED.search(name) for name in others):
        return ""
    if latin := _LATIN.search(last, 1):
        return latin[0]
    usual, three = 2, 3  # most Chinese words have two characters
    lengths = {len(name) for name in others}
    tail = last[three if lengths == {three} else usual :]
    noun = _NOUN.search(last)
    is_whole = max(lengths) <= three and tail.endswith(noun[0] if noun else tail)
    return tail if noun is None or is_whole else noun[0]


def _with_tail(names: list[str]) -> list[str]:
    """Take the kind off a list left open: 甲和乙等主要污染物排放量 is 甲、乙排放量."""
    *others, last = names
    own, _, kind = last.partition("等")
    noun = _NOUN.search(kind)
    return [name + noun[0] for name in (*others, own)] if own and noun else []
