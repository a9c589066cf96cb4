"""The units of an item: its text without the unit list, who leads, who assists."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from notice.brackets import Group, groups_of
from notice.units import are_units, names_of


@dataclass(frozen=True, slots=True)
class Owners:
    """Who owes an item.

    Attributes:
        body: the item's text with its unit lists taken out.
        lead: units as written, in order.
        assist: units as written, in order.
        open_ended: a list ends in 等.
        lists: how many unit lists the text had.
    """

    body: str
    lead: tuple[str, ...] = ()
    assist: tuple[str, ...] = ()
    open_ended: bool = False
    lists: int = 0


def owners_of(text: str) -> Owners:
    """Take the unit lists out of an item's text and say who leads and who assists."""
    spans = _spans(text)
    rows = [row for start, end in spans for row in _rows(text[start:end])]
    named = [(part, *names_of(row)) for part, row in rows]
    lead = [name for part, names, _ in named if part == _LEAD for name in names]
    plain = [name for part, names, _ in named if part == _PLAIN for name in names]
    others = [name for part, names, _ in named if part != _LEAD for name in names]
    lead = lead or plain[:1]
    return Owners(
        body=_without(text, spans),
        lead=tuple(dict.fromkeys(lead)),
        assist=tuple(name for name in dict.fromkeys(others) if name not in lead),
        open_ended=any(more for _, _, more in named),
        lists=len(spans),
    )


def has_unit_list(text: str) -> bool:
    """Tell whether a paragraph carries a unit list of its own."""
    return bool(_spans(text))


def starts_with_unit_list(text: str) -> bool:
    """Tell whether a line is a unit list that belongs to what stands above it."""
    return bool(_spans(text)) and _spans(text)[0][0] == 0


_LEAD, _ASSIST, _PLAIN, _NONE = "lead", "assist", "plain", "none"

# The words before a colon, by the part they give to the names behind them.
_FIELDS = {
    _NONE: "(?:责任|分管|牵头)领导|责任人员?|联系人|(?:完成|办结)(?:时限|时间)|时限要求|时间安排|"
    "时间节点|进度安排",
    _LEAD: "总?牵头(?:责任)?(?:单位|部门)?|主办单位|主责单位",
    _ASSIST: "(?:配合|协同|协助)(?:责任)?(?:单位|部门)?|(?:支撑|支持|协办|参与|参加)单位",
    _PLAIN: "责任(?:单位|部门|主体|科室|处室|分工)|(?:推进|实施|落实|承办|完成|负责)(?:单位|部门)",
}
# The verbs behind a row of names, by the part they give.
_VERBS = {
    _LEAD: "牵头(?:负责|落实|组织实施)?",
    _ASSIST: "配合(?:落实)?|协助|参与|支持",
    _PLAIN: "(?:按照?(?:各自)?职责(?:分工)?|分工|共同|分别|具体|组织)?"
    "(?:负责|落实|实施)(?:落实|实施)?",
}


def _either(words: dict[str, str]) -> str:
    return "|".join(f"(?P<{part}>{alternatives})" for part, alternatives in words.items())


_FIELD = re.compile(rf"(?:{_either(_FIELDS)})\s?[:：]")
_VERB = re.compile(rf"(?:{_either(_VERBS)})(?=[\s，,；;。、]|$)")
# "，下同", "。列第一位者为牵头单位": remarks within the list, which name no unit.
_REMARK = re.compile(
    r"[，,。；;（(]?[^，,。；;（(：:]{0,6}(?:首位|第一)[^，,。；;）)]{0,8}牵头(?:单位|部门)[）)]?"
    r"|[，,。；;（(]?(?:以下|下)同[）)]?"
)
# 县农业农村局（牵头）: the part stands in a bracket behind the name.
_PART_BEHIND = re.compile(r"[（(](牵头|配合)(?:单位)?[）)][、，,；;]?")
_END = "。；;!！"
_LONGEST = 1000  # a longer bracket holds no unit list, unless a field opens it


def _spans(text: str) -> list[tuple[int, int]]:
    """Find where the unit lists stand: in brackets, or behind 责任单位： outside them."""
    spans: list[tuple[int, int]] = []
    for group in groups_of(text):
        is_nested = bool(spans) and group.start < spans[-1][1]
        if not is_nested and _is_list(text, group):
            spans.append((group.start, group.end))
    outside = (
        match.start()
        for match in _FIELD.finditer(text)
        if not any(start <= match.start() < end for start, end in spans)
    )
    start = next(outside, None)
    if start is not None:
        end = _end_of_row(text, start)
        spans = [span for span in spans if not start <= span[0] < end] + [(start, end)]
    return sorted(spans)


def _is_list(text: str, group: Group) -> bool:
    """Tell whether a bracket holds units: by a field, by a verb, or by names alone at the end."""
    start, end = group.start, group.end
    if _FIELD.match(text, start + 1):
        return True
    is_apart = start == 0 or text[start - 1] in _END or text[end : end + 1] in {*_END, ""}
    if end - start > _LONGEST or not is_apart:
        return False
    plain = _REMARK.sub("", group.content_of(text)).strip(" ，,。；;")
    has_verb = any(verb.end() == len(plain) and verb.start() for verb in _VERB.finditer(plain))
    return has_verb or (end >= len(text.rstrip("。； ")) and are_units(plain))


def _end_of_row(text: str, start: int) -> int:
    """Return where a list outside brackets ends: at a full stop that no other field follows."""
    for match in re.finditer("。", text[start:]):
        end = start + match.end()
        if not _FIELD.match(text[end:].lstrip()):
            return end
    return len(text)


def _rows(written: str) -> Iterator[tuple[str, str]]:
    """Yield the rows of names of one unit list, each with its part."""
    content = _PART_BEHIND.sub(r"\1，", _REMARK.sub("", _inside(written)))
    fields = list(_FIELD.finditer(content))
    if not fields or content[: fields[0].start()].strip():
        yield from _rows_by_verb(content[: fields[0].start() if fields else None], _PLAIN)
    ends = [*(field.start() for field in fields[1:]), len(content)]
    for field, end in zip(fields, ends, strict=False):
        yield from _rows_by_verb(content[field.end() : end], str(field.lastgroup))


def _inside(written: str) -> str:
    """Take off the bracket around a list; one that is left open has no end to take off."""
    outer = next(iter(groups_of(written)), None)
    return outer.content_of(written) if outer and outer.start == 0 else written


def _rows_by_verb(words: str, part: str) -> Iterator[tuple[str, str]]:
    """Yield A、B牵头，C配合 as two rows; names without a verb have the part of their field."""
    if part == _NONE:
        return
    start = 0
    for verb in _VERB.finditer(words):
        first, _, others = words[start : verb.start()].partition("会同")
        yield (_LEAD if others else str(verb.lastgroup)), first
        yield _ASSIST, others
        start = verb.end()
    yield part, words[start:]


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    kept, start = "", 0
    for span_start, span_end in spans:
        kept, start = kept + text[start:span_start], span_end
    rest = text[start:].strip()
    is_stop_left_over = rest in set(_END) and kept.rstrip()[-1:] in set(_END)
    return (kept + ("" if is_stop_left_over else rest)).strip()
