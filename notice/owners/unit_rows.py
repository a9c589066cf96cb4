"""What one unit list says, row by row: names with their part in an item, and by when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from notice.brackets import CLOSING, OPENING, spans_outside
from notice.owners.fields import fields_in
from notice.owners.parts import Mark, Part
from notice.owners.terms import is_term
from notice.owners.units import are_units, is_unit, may_end_names
from notice.owners.verbs import verbs_in


@dataclass(frozen=True, slots=True)
class Row:
    """Names with their part in an item, or a term's phrase under ``Part.DUE``."""

    part: Part
    words: str


def rows_of(content: str, part: Part = Part.PLAIN) -> Iterator[Row]:
    """Yield the rows of one unit list, its bracket taken off.

    Args:
        content: e.g. ``牵头单位：A；配合单位：B、C`` or ``A牵头，B、C等配合，6月底前完成``.
        part: what names have that neither a field nor a verb gives a part.
    """
    bare = _bare(content)
    fields = list(fields_in(bare, takes_any=True))
    head = bare[: fields[0].start] if fields else bare
    if not fields or names_units(head):
        yield from _rows_without_field(head, part)
    ends = [*(field.start for field in fields[1:]), len(bare)]
    for field, end in zip(fields, ends, strict=False):
        value = bare[field.end : end].strip(_EDGES)
        if field.part is Part.DUE:
            yield Row(Part.DUE, value)
        elif field.part is not Part.NOBODY:
            yield from _rows_without_field(value, field.part)
        elif names_units(behind := value.replace(";", "；").partition("；")[2]):
            yield from _rows_without_field(behind, part)


def ends_in_verb(content: str) -> bool:
    """Tell whether words end in the verb of a unit: ``A、B按职责分工负责``."""
    tail = _bare(_bare(content).partition("。")[0])[-_BEFORE_VERB:]
    last = next((verb for verb in verbs_in(tail) if verb.end == len(tail)), None)
    return last is not None and may_end_names(_last_name(tail[: last.start]))


def names_units(content: str) -> bool:
    """Tell whether words are nothing but units' names, with or without verbs behind them."""
    rows = [row for row in _rows_by_bracket(_bare(content), Part.PLAIN) if row.part != Part.DUE]
    named = [words for row in rows if (words := row.words.strip(_EDGES))]
    return bool(named) and all(map(are_units, named))


_EDGES = f" 　\t\n，,、。；;：:{OPENING}"
_CLAUSE_ENDS = "，,；;。"
_CLAUSE_END = re.compile(f"[{_CLAUSE_ENDS}]")
_SEPARATORS = f"、{_CLAUSE_ENDS} \t\n　"
# "，下同", "。列第一位者为牵头单位": remarks within the list, which name no unit.
_REMARK = re.compile(
    r"[，,。；;（(]?[^，,。；;（(：:]{0,8}(?:首位|第一|排名|排序|首个)[^，,。；;）)]{0,12}"
    r"(?:牵头|总?负责|主责|主要责任)(?:单位|部门)?[）)]?|[，,。；;（(]?[^，,。；;（(：:]{0,10}(?:顺序|不分先后)[^，,。；;）)]{0,6}|"
    r"[，,。；;（(]?(?:以下|下)同[）)]?"
)
_MAY_REMARK = re.compile("[首第排顺先同]")
# 县农业农村局（牵头）: the part stands in a bracket behind the name.
_PART_BEHIND = re.compile(
    "[（(](?:(?P<lead>总?牵头|主办|主责)|(?P<assist>配合|协办|协助|参与|协同|支持)|(?P<plain>负责|责任))"
    "(?:单位|部门)?[）)]"
)
_LONGEST_CLAUSE = 120
_BEFORE_VERB = 60  # how far back a verb looks for the name that it belongs to
_WHOLE_OFFICE = re.compile(
    ".{1,60}(?:[局厅]|委(?!托|派|员)|办(?!法|理|公|好)|部(?!署|门|分)|办公室|政府|部门|单位|公司|中心|[员协]会|院)"
)


def _bare(content: str) -> str:
    words = _REMARK.sub("", content) if _MAY_REMARK.search(content) else content
    return words.strip(_EDGES)


def _rows_without_field(words: str, part: Part) -> Iterator[Row]:
    """Yield the rows of a first sentence, and of those behind it that name units too."""
    first, *others = [words[start:end] for start, end in spans_outside(words, "。")]
    for sentence in [first, *(each for each in others if names_units(each))]:
        yield from _rows_by_bracket(sentence, part)


def _rows_by_bracket(words: str, part: Part) -> Iterator[Row]:
    """Yield A（牵头）、B as two rows; a part in a bracket is that of the one name before it."""
    start = 0
    for behind in _PART_BEHIND.finditer(words):
        names = words[start : behind.start()]
        last, _ = spans_outside(names, _SEPARATORS)[-1]
        yield from _rows_by_verb(names[:last], part)
        yield Row(Part(str(behind.lastgroup)), names[last:])
        start = behind.end()
    yield from _rows_by_verb(words[start:], part)


def _rows_by_verb(words: str, part: Part) -> Iterator[Row]:
    """Yield A、B牵头，C配合 as two rows; names without a verb keep their part."""
    terms, rest = _terms_apart(words)
    yield from (Row(Part.DUE, term) for term in terms)
    start, behind = 0, None  # the part of the names behind 会同
    for verb in verbs_in(rest):
        end = _end_behind(rest, start, verb)
        if end is None:
            continue
        own = part if verb.part in {Part.PLAIN, Part.WITH} else verb.part
        yield Row(behind or own, rest[start : verb.start])
        behind = Part.ASSIST if verb.part is Part.WITH and end == verb.end else None
        if verb.part is Part.WITH and not behind:
            others = rest[verb.end : end]
            office = _WHOLE_OFFICE.match(others)
            yield Row(Part.ASSIST, office[0] if office else others)
        start = end
    yield Row(behind or part, rest[start:])


def _terms_apart(words: str) -> tuple[list[str], str]:
    """Take the clauses that name a time (2024年底前完成) out of a row."""
    terms, rest = [], ""
    for start, end in spans_outside(words, _CLAUSE_ENDS):
        clause = words[start : end + 1]
        if is_term(clause):
            terms.append(clause.strip(_EDGES))
        else:
            rest += clause
    return terms, rest


def _end_behind(words: str, start: int, verb: Mark) -> int | None:
    """Return where a verb with its object ends, or None where it is no verb but part of a name.

    会同 takes the rest of its clause only where no other verb follows in it.
    """
    clause = words[verb.end : verb.end + _LONGEST_CLAUSE]
    clause = clause[: _clause_end(clause)]
    if verb.part is Part.WITH:
        return verb.end if any(verbs_in(clause)) else verb.end + len(clause)
    if not clause or clause[0] in _SEPARATORS or clause[0] in CLOSING:
        return verb.end
    if not may_end_names(_last_name(words[max(start, verb.start - _BEFORE_VERB) : verb.start])):
        return None
    leads_on = verb.part in {Part.LEAD, Part.ASSIST} and any(verbs_in(clause))
    if leads_on:
        return verb.end
    return None if is_unit(clause) and verb.part is Part.PLAIN else verb.end + len(clause)


def _last_name(words: str) -> str:
    names = words.rstrip(_SEPARATORS)
    start, end = spans_outside(names, _SEPARATORS)[-1]
    return names[start:end]


def _clause_end(words: str) -> int:
    match = _CLAUSE_END.search(words)
    return match.start() if match else len(words)
