"""The names of an enumeration that share what follows them: 甲、乙产量分别达到…, 甲、乙各1个."""

import re

from notice.targets.clauses import masked
from notice.words import without_head


def names_of_list(subject: str, count: int | None = None) -> list[str]:
    """Split an enumeration into its names; [] where it has not as many as wanted.

    A noun that only the last one bears is given to all: 粮食、油料产量 are 粮食产量 and 油料产量.
    """
    if count == len(_BOTH) and (match := _TOWN_AND_COUNTRY.search(subject)):
        return [subject[: match.start()] + each + subject[match.end() :] for each in _BOTH]
    for sign in (_COMMA, _BETWEEN):  # 甲及周边地区、乙 are two
        names = [name for name in _pieces(without_head(subject), sign) if name]
        if len(names) == count or (count is None and len(names) > 1):
            break
    else:
        return []
    if max(map(len, names)) > _LONGEST:
        return []
    shared = _shared(names)
    return [name if name.endswith(shared) else name + shared for name in names]


_BOTH = ("城镇", "农村")
_TOWN_AND_COUNTRY = re.compile(r"城乡(?=居民)")
_LONGEST = 20
_LATIN = re.compile(r"[A-Za-z].*$")  # PM2.5浓度
_COMMA = re.compile("[、/]")
_BETWEEN = re.compile(r"[、/]|以及|[和与及](?![美谐平时格会])")
#: What is measured stands last; a name without it lacks the noun that the last name bears.
_MEASURED = re.compile(r"[率量数值额重例积入度力支资费比]$|增长$|下降$|投资$")


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
    if latin := _LATIN.search(last):
        return latin[0]
    usual, three = 2, 3  # most Chinese words have two characters
    alike = {len(name) for name in others} == {three}
    return last[three if alike else usual :]
