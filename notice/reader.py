"""Reads the lines of a notice into a draft of its plan; a pure function of the stages."""

from dataclasses import replace

from db.vocabulary import Doubt, ItemDraft, PlanDraft, TargetDraft
from notice.brackets import has_open_bracket
from notice.lines import Line, NoticeError
from notice.outline import RawItem, outline_of
from notice.owners import Owners, owners_of
from notice.targets import targets_of


def read_notice(lines: list[Line]) -> PlanDraft:
    """Read a notice into a draft for an office to confirm.

    The codes of an item's own doubts: ``no-units`` (others of its section have some),
    ``number-gap`` (the number does not follow the one before), ``unclosed-bracket``,
    ``several-unit-lists``.

    Raises:
        NoticeError: ``no_items`` when nothing in the text is a task.
    """
    outline = outline_of(lines)
    if not outline.items:
        raise NoticeError("no_items", {"lines": len(lines)})
    owners = [owners_of(item.text) for item in outline.items]
    assigning = {
        item.section for item, each in zip(outline.items, owners, strict=True) if each.lists
    }
    before: list[RawItem | None] = [None, *outline.items]
    drafts = [
        _draft(item, each, _doubts(item, each, above, assigning))
        for item, each, above in zip(outline.items, owners, before, strict=False)
    ]
    return PlanDraft(
        title=outline.title,
        notice_title=outline.notice_title,
        year=outline.year,
        sections=outline.sections,
        items=tuple(drafts),
        issued_on=outline.issued_on,
    )


_OPENING = 12  # characters


def _draft(item: RawItem, owners: Owners, doubts: tuple[Doubt, ...]) -> ItemDraft:
    return ItemDraft(
        number=item.number,
        label=item.label,
        section=item.section,
        text=owners.body,
        lead=owners.lead,
        assist=owners.assist,
        open_ended=owners.open_ended,
        targets=tuple(_placed(item, target) for target in targets_of(owners.body)),
        line=item.line,
        doubts=doubts,
        opening="".join(item.text.split())[:_OPENING],
    )


def _doubts(
    item: RawItem, owners: Owners, above: RawItem | None, assigning: set[int | None]
) -> tuple[Doubt, ...]:
    found = {
        "no-units": item.section in assigning and not owners.lead,
        "several-unit-lists": owners.lists > 1,
        "number-gap": not _follows(item.number, above.number if above else None),
        "unclosed-bracket": has_open_bracket(item.text),
    }
    return tuple(Doubt(code, item.line) for code, is_so in found.items() if is_so)


def _placed(item: RawItem, target: TargetDraft) -> TargetDraft:
    return replace(target, line=item.line_of(target.source))


def _follows(number: str | None, above: str | None) -> bool:
    """Tell whether a number counts on from the one above, or begins a run of its own."""
    if number is None or above is None:
        return True
    *outer, last = map(int, number.split("."))
    *outer_above, last_above = map(int, above.split("."))
    return last == 1 if outer != outer_above else last == last_above + 1
