"""The verbs of a unit list, which stand behind names: 牵头负责, 按职责分工落实, 会同."""

import re
from collections.abc import Iterator

from notice.owners.parts import Mark, Part


def verbs_in(text: str) -> Iterator[Mark]:
    """Yield what may be the verbs behind names (牵头负责, 按职责分工落实), in order."""
    for match in _VERB.finditer(text):
        yield Mark(match.start(), match.end(), _part_of(match))


_HOW = (
    "(?:(?:按照?|根据|依据|结合|依)(?:照)?(?:各自|本)?(?:工作)?(?:职责|职能|分工|任务){1,2}(?:范围|权限|要求)?|"
    "共同|联合|分别|具体|统筹|统一|主要|密切|积极|全力|各自|直接|全面|依法|认真|分工|分头|协同|抓好|总|予以)"
)
_LEADS = "牵头|主抓|主办|主责|主管|领衔|抓总|为主(?:体)?"
_ASSISTS = "配合|协助|协办|参与|参加|支持|支撑|协作|协同|辅助"
_ACTS = (
    "负责|落实|实施|承办|承担|执行|推进|推动|办理|完成|抓落实|组织(?:落实|实施|开展|推进)|"
    "各负其责|各司其职|指导"
)
_VERB = re.compile(
    rf"(?P<with_others>会同)|{_HOW}{{0,4}}(?P<verbs>(?:{_LEADS}|{_ASSISTS}|{_ACTS})"
    rf"(?:{_HOW}{{0,2}}(?:{_LEADS}|{_ASSISTS}|{_ACTS}|协调|工作|好|抓总)){{0,3}})"
)
_LEADING = re.compile(_LEADS)
_ASSISTING = re.compile(_ASSISTS)


def _part_of(match: re.Match[str]) -> Part:
    if match["with_others"]:
        return Part.WITH
    if _LEADING.search(match["verbs"]):
        return Part.LEAD
    if match["verbs"] == "指导":
        return Part.GUIDE
    return Part.ASSIST if _ASSISTING.search(match["verbs"]) else Part.PLAIN
