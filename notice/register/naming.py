"""A unit's written name taken apart: whose office it is, what it does, what kind it is."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

#: The level of the office that reads the notice; what a name without a level means.
OWN = ""
_MENTIONS = 2  # so many units written with their place tell which it is

# 县发改委, 市市场监管局, 市民政局; but 市场监管局, 市监局, 乡村振兴局 name no level.
_LEVEL = re.compile(
    r"[本我]?(省(?!级|际)|市(?=政[府协法务研]|民[政族宗委革盟建进])|市(?![场容级政民]|监[局所])"
    r"|县(?![域级])|区(?![域级块])|州|旗|镇(?!级)|乡(?![村镇土级])|街道)(?=.)"
)
# 青阳县, 贵池区; but no 城市管理, 住房城乡建设, 社区, 开发区, which are words and parks.
_IN_PLACE = r"(?:(?![和与及在关于印])[一-鿿])"
_PLACE = (
    rf"(?:{_IN_PLACE}县|{_IN_PLACE}{{2,7}}?(?:自治[区州县旗]|(?<![社小校景园新发范])区"
    r"|省|市|县|州(?![市县区])|旗|镇|(?<!城)乡|街道))"
)
_PREFIX = re.compile(rf"({_PLACE})(?=.)")
_TOWN = re.compile(r"([一-鿿]{2,7}?(?:镇|乡|街道))(?:人民政府|政府|办事处|办)?")
_IN_TITLE = re.compile(rf"(?:^|[年发《\s])(?:中共)?((?:{_PLACE}){{1,3}})(?=.)")

_COLLECTIVE = re.compile(
    r"^各|^全[国省市县区州镇乡体部]|相关|有关|其[他它]|[所下]属|责任|成员单位|等$"
)
_REMARK = re.compile(r"[（(〔\[][^）)〕\]]{0,40}[）)〕\]]")
_LEAGUE = re.compile(rf"(?:共青团|团)({_PLACE}|[省市县区州旗镇乡])?委(?:员会)?")
_PARTY = re.compile(r"^委(?!员会|办公室$)(?=..)")  # 县委宣传部 is a county's only 宣传部
_LINKING = re.compile(r"[和与及]|^总(?=工会$)")

#: Kinds of office, longest first, and the short form of those that have two spellings.
_KINDS = {
    "有限责任公司": "公司",
    "人民检察院": "检察院",
    "有限公司": "公司",
    "人民法院": "法院",
    "人民政府": "政府",
    "委员会": "委",
    "办公室": "办",
    "联合会": "联",
    "检察院": "检察院",
    "协会": "协",
    "工作站": "站",
    "总局": "局",
}
_KIND = re.compile(
    rf"(?:{'|'.join(_KINDS)}|公司|法院|医院|学院|政府|中心|集团|银行|支行|分行|分局|[支大]队"
    r"|[局委办厅部院会联协社署室处科队站所馆校])$"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart.

    Attributes:
        level: ``OWN``, another level (``市``) or another place (``青阳县``).
        core: what the office does, without words that only link (``发展改革``).
        kind: what sort of office it is, in its short form (``委``); "" where it has none.
        remark: the name bears a bracket, which may be a second name.
        collective: it stands for several units (各乡镇, 相关街镇).
    """

    level: str
    core: str
    kind: str
    remark: bool = False
    collective: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """The level (``县``) and place (``东至县``) of the office that reads; "" where unknown."""

    level: str = ""
    place: str = ""


def home_of(office: str, titles: Iterable[str], names: Iterable[str]) -> Home:
    """Return the office's home.

    Args:
        office: the office's own name; a place in it decides.
        titles: the notice's titles.
        names: units as written, those already known included.
    """
    if place := _place_in(office):
        return Home(_level_of(place), place)
    written = [_bare(name) for name in names]
    levels = Counter(match[1] for name in written if (match := _LEVEL.match(name)))
    level = levels.most_common(1)[0][0] if levels else ""
    for place in filter(None, map(_place_in, titles)):
        if not level or place.endswith(level):
            return Home(_level_of(place), place)
    places = Counter(place for name in written if (place := _prefix_of(name)))
    if places and not level and (most := places.most_common(1)[0])[1] >= _MENTIONS:
        return Home(_level_of(most[0]), most[0])
    return Home(level)


@lru_cache(maxsize=8192)
def taken_apart(written: str, home: Home) -> Name:
    """Take a written name apart, as the office at ``home`` understands it."""
    whole = _bare(written)
    bare = _REMARK.sub("", whole) or whole
    if _COLLECTIVE.search(bare):
        return Name(OWN, whole, "", collective=True)
    if league := _LEAGUE.fullmatch(bare):
        return Name(_own(league[1] or OWN, home), "团", "委", bare != whole)
    level, rest = _levelled(bare, home)
    rest = _LINKING.sub("", _PARTY.sub("", rest))
    kind = _KIND.search(rest)
    core = rest[: kind.start()] if kind else rest
    return Name(level, core, _KINDS.get(kind[0], kind[0]) if kind else "", bare != whole)


def _levelled(bare: str, home: Home) -> tuple[str, str]:
    """Split a name into its level and the rest; a township stands for its government."""
    own_place = rf"^(?:{_PLACE}){{0,2}}?{re.escape(home.place)}(?=.)"
    rest = re.sub(own_place, "", bare, count=1) if home.place else bare
    if town := _TOWN.fullmatch(rest):
        return OWN, town[1]
    if rest != bare:
        return OWN, rest
    if level := _LEVEL.match(bare):
        return _own(level[1], home), bare[level.end() :]
    place = _prefix_of(bare)
    return place, bare[len(place) :]


def _own(level: str, home: Home) -> str:
    return OWN if level in (home.level, home.place) else level


def _prefix_of(bare: str) -> str:
    """Return the place that a name begins with, or "" where it begins with none."""
    match = None if _LEVEL.match(bare) or _COLLECTIVE.search(bare) else _PREFIX.match(bare)
    return match[1] if match else ""


def _place_in(text: str) -> str:
    """Return the smallest of the places that a title begins with, or ""."""
    match = _IN_TITLE.search(text)
    return [found[0] for found in re.finditer(_PLACE, match[1])][-1] if match else ""


def _level_of(place: str) -> str:
    return place[-2:] if place.endswith("街道") else place[-1]


def _bare(written: str) -> str:
    return "".join(written.split()).removeprefix("中共")
