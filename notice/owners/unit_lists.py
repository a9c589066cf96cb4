"""Where the unit lists of a text stand: in brackets, behind 责任单位：, or as its last sentence."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from notice.brackets import CLOSING, OPENING, Group, groups_of, outermost
from notice.owners.fields import fields_in
from notice.owners.parts import Mark, Part
from notice.owners.terms import is_term
from notice.owners.unit_rows import ends_in_verb, names_units
from notice.owners.units import is_unit, may_be_unit, names_of

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class UnitList:
    """A unit list, ``text[start:end]`` with its brackets, and what it says without them."""

    start: int
    end: int
    content: str


def unit_lists_of(text: str) -> tuple[UnitList, ...]:
    """Find the unit lists of a text in order; those with nothing between them are one list."""
    if not _HINT.search(text):
        return ()
    return _found_again(text) if len(text) <= _SHORT else _found(text)


@lru_cache(maxsize=4096)
def _found_again(text: str) -> tuple[UnitList, ...]:
    """Remember the lists of short texts: several stages ask of every line."""
    return _found(text)


def _found(text: str) -> tuple[UnitList, ...]:
    groups = groups_of(text)
    fields = list(fields_in(text))
    spans = [*_spans_by_field(text, fields, groups), *_spans_by_bracket(text, fields, groups)]
    spans = spans or [*_last_sentence(text)]
    return tuple(_joined(text, sorted(spans)))


_HINT = re.compile(f"[{re.escape(OPENING)}]|单位|部门|主体|领导|责任|时限|牵头|负责|配合|落实")
_ENDS = "。；;!！"
_SEPARATORS = "、，,；;。/／"
_SIGNS = f"{_ENDS}，,、 　\t\n"
_LEAD_INS = "—-–·•★☆▲■●※◆ 　\t"
_LONGEST = 1000  # a longer bracket holds no unit list, unless a field opens it
_LONGEST_SENTENCE = 300
_SHORT = 2000  # characters: what is kept of lines stays small
_MANY = 2
_COLON = re.compile("[：:]")
_NEAR = 4  # how many blanks may stand beside a bracket
_BEFORE_FIELD = 60  # what else a bracket may say before its first field
_ROW_END = re.compile(rf"[。{re.escape(CLOSING)}]|\s+")
_NUMBER = re.compile(r"[（(]?(?:[一二三四五六七八九十]{1,3}[、）)]|\d{1,3}[.．、）)](?!\d))")
_WORD = re.compile(rf"[^\s{_SEPARATORS}]{{1,60}}")
_LONGEST_WORD = 12  # what is longer and no unit is a sentence behind the list
_NAME_END = re.compile(f"[{_SIGNS}{re.escape(CLOSING)}]")
_ANYBODY = re.compile("主体|机构")
_BLANKS = re.compile(r"\s*")
# A bracket of names alone within a text: 县教育局, but no 县医院.
_OFFICE = re.compile(".{0,60}(?:[局委办厅部署联会乡镇]|政府|公司|办公室|街道|单位|部门|专班)")


def _spans_by_field(text: str, fields: list[Mark], groups: list[Group]) -> Iterator[Span]:
    """Find the lists with a field: the bracket around it, or its row up to a full stop."""
    starts = {field.start for field in fields}
    closed = {group.end - 1 for group in groups if group.closed}
    outer = outermost(group for group in groups if group.closed)
    last = 0
    for field in fields:
        if field.start < last or not _opens_list(text, field):
            continue
        group = _around(field.start, outer)
        if group and field.start - group.start <= _BEFORE_FIELD:
            span = (group.start, group.end)
        else:
            start = field.start
            while start > last and text[start - 1] in _LEAD_INS + OPENING:
                start -= 1
            span = (start, _end_of_row(text, field.end, starts, closed))
        yield span
        last = span[1]


def _opens_list(text: str, field: Mark) -> bool:
    """Tell whether a field begins a list: no contact does, and no address (各牵头单位：).

    建设主体： may as well say who can apply, so that it needs a unit's name behind it.
    """
    value = text[field.end : field.end + _BEFORE_FIELD].lstrip()
    first = _NAME_END.split(value, maxsplit=1)[0]
    if field.part is Part.DUE:
        return is_term(first)
    if _ANYBODY.search(text, field.start, field.end):
        return is_unit(first)
    return bool(value.strip(_SIGNS)) and text[field.start] != "联"


def _around(position: int, groups: list[Group]) -> Group | None:
    at = bisect_right(groups, position, key=lambda group: group.start) - 1
    is_inside = at >= 0 and position < groups[at].end <= groups[at].start + _LONGEST
    return groups[at] if is_inside else None


def _end_of_row(text: str, start: int, fields: set[int], closed: set[int]) -> int:
    """Return where a list outside brackets ends: at a full stop that no other field follows.

    A closing bracket whose opening is lost ends it too; so does a blank before a number or a
    sentence.
    """
    for match in _ROW_END.finditer(text, start):
        if match[0] in CLOSING:
            is_end = match.start() not in closed
        elif match[0] == "。":
            is_end = _next_sign(text, match.end()) not in fields
        else:
            is_end = match.end() not in fields and _begins_anew(text, match.end())
        if is_end:
            return match.end()
    return len(text)


def _next_sign(text: str, start: int) -> int:
    blanks = _BLANKS.match(text, start)
    return blanks.end() if blanks else start


def _begins_anew(text: str, start: int) -> bool:
    word = _WORD.match(text, start)
    is_sentence = word and len(word[0]) > _LONGEST_WORD and not is_unit(word[0])
    return bool(is_sentence or _NUMBER.match(text, start))


def _spans_by_bracket(text: str, fields: list[Mark], groups: list[Group]) -> Iterator[Span]:
    """Find the brackets that hold units without a field; the last one may be left open."""
    outer = outermost(group for group in groups if group.closed)
    with_field = {_around(field.start, outer) for field in fields}
    left_open = [group for group in groups if not group.closed]
    for group in [*outer, *left_open[-1:]]:
        if group.end - group.start <= _LONGEST and group not in with_field:
            before = text[max(group.start - _NEAR, 0) : group.start].rstrip()[-1:]
            after = text[group.end : group.end + _NEAR].lstrip()[:1]
            if _holds_units(group.content_of(text), before, after):
                yield group.start, group.end


def _holds_units(content: str, before: str, after: str) -> bool:
    """Tell by what stands before and behind a bracket whether its names or verbs are a list."""
    has_verb = ends_in_verb(content)
    if not has_verb and after and after not in _ENDS:
        return False
    if has_verb and (before in {"", *_ENDS} or after in {"", *_ENDS}):
        return True
    if not names_units(content):
        return not has_verb and _are_mostly_units(content, is_apart=before in {"", *_ENDS})
    first = next(iter(names_of(content)[0]), "")
    return has_verb or not after or bool(_OFFICE.fullmatch(first))


def _are_mostly_units(content: str, *, is_apart: bool) -> bool:
    """Tell whether names are units though some end in words that are not known to.

    Half of them do where the bracket follows a full stop, two of three within a sentence.
    """
    names = [] if _COLON.search(content) else names_of(content)[0]
    known = sum(map(is_unit, names))
    enough = known * 2 >= len(names) if is_apart else known >= _MANY and known * 3 >= len(names) * 2
    return known > 0 and enough and all(is_unit(name) or may_be_unit(name) for name in names)


def _last_sentence(text: str) -> Iterator[Span]:
    """Find a last sentence that is nothing but names and their verbs: 甲局牵头，乙局配合。."""
    end = len(text.rstrip(_SIGNS + CLOSING))
    start = max(text.rfind(sign, 0, end) for sign in "。！!") + 1
    sentence = text[start:end]
    is_short = len(sentence) <= _LONGEST_SENTENCE and not sentence.strip().startswith("各")
    if is_short and ends_in_verb(sentence) and names_units(sentence):
        yield start, len(text)


def _joined(text: str, spans: list[Span]) -> Iterator[UnitList]:
    """Yield the lists of the spans, those that follow each other at once as one."""
    run: list[Span] = []
    for span in spans:
        if run and span[0] < run[-1][1]:
            continue
        if run and text[run[-1][1] : span[0]].strip(_SIGNS):
            yield _unit_list(text, run)
            run = []
        run.append(span)
    if run:
        yield _unit_list(text, run)


def _unit_list(text: str, run: list[Span]) -> UnitList:
    content = "；".join(_inside(text[start:end]) for start, end in run)
    return UnitList(run[0][0], run[-1][1], content)


def _inside(written: str) -> str:
    """Take off the brackets around a list, doubled or left open, and those closed by mistake."""
    words = written.strip(_SIGNS)
    while words and words[0] in OPENING:
        whole = next(iter(groups_of(words)))
        is_around = whole.closed and whole.end == len(words)
        words = words[1:-1] if is_around else words[1:] if not whole.closed else f" {words}"
    words = words.strip()
    closed = {group.end - 1 for group in groups_of(words) if group.closed}
    return "".join(sign for at, sign in enumerate(words) if sign not in CLOSING or at in closed)
