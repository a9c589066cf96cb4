"""Reads the lines of a notice into a draft of its plan; a pure function of the stages.

Lines come in (``source``), with their cells where a file has tables. ``outline`` finds the titles,
the headings and the items: in text by the runs of their numbers, in tables by the rows. Of each
item ``owners`` takes the unit lists out of the text, ``dates`` says by when and ``targets`` how
much. What a stage is unsure of becomes a doubt of the item, for the office to settle.

The codes of an item's own doubts: ``no-units`` (others of its section have some), ``number-gap``
and ``repeated-number`` (it does not follow the one before), ``unclosed-bracket``,
``several-unit-lists``; of a table's rows ``table-columns`` (which column holds the tasks was
guessed) and ``cell-above`` (the units are those of the row above).
"""

from dataclasses import replace

from db.vocabulary import Doubt, DueDraft, ItemDraft, PlanDraft, TargetDraft
from notice.brackets import has_open_bracket
from notice.dates.dates import due_of
from notice.lines import Line, NoticeError
from notice.outline.outline import Outline, RawItem, outline_of
from notice.owners.owners import Owners, owners_of, owners_of_fields
from notice.targets.targets import targets_of


def read_notice(lines: list[Line]) -> PlanDraft:
    """Read a notice into a draft for an office to confirm.

    Raises:
        NoticeError: ``no_items`` when nothing in the text is a task.
    """
    outline = outline_of(lines)
    if not outline.items:
        raise NoticeError("no_items", {"lines": len(lines)})
    owners = [_owners_of(item) for item in outline.items]
    assigning = {
        item.section for item, each in zip(outline.items, owners, strict=True) if each.lists
    }
    drafts = [
        _draft(item, each, _doubts(item, each, assigning), _due(item, each, outline))
        for item, each in zip(outline.items, owners, strict=True)
    ]
    return PlanDraft(
        title=outline.title,
        notice_title=outline.notice_title,
        year=outline.year,
        sections=outline.sections,
        items=tuple(drafts),
        issued_on=outline.issued_on,
    )


def _owners_of(item: RawItem) -> Owners:
    """Return an item's units: those of its cells where it is a row of a table that has some."""
    in_text = owners_of(item.text)
    if not item.fields:
        return in_text
    in_cells = owners_of_fields(dict(item.fields))
    if in_cells.lists:
        return replace(in_cells, body=in_text.body)
    return replace(in_text, due=in_cells.due or in_text.due)


def _draft(
    item: RawItem, owners: Owners, doubts: tuple[Doubt, ...], due: DueDraft | None
) -> ItemDraft:
    return ItemDraft(
        number=item.number,
        label=item.label,
        section=item.section,
        text=owners.body,
        lead=owners.lead,
        assist=owners.assist,
        open_ended=owners.open_ended,
        due=due,
        targets=tuple(_placed(item, target) for target in targets_of(owners.body)),
        line=item.line,
        doubts=doubts,
        opening=item.opening,
    )


def _due(item: RawItem, owners: Owners, outline: Outline) -> DueDraft | None:
    """Return by when: a row's cell or a field of the unit list beats the prose."""
    due = due_of(owners.body, owners.due, outline.year, outline.issued_on)
    return due and replace(due, line=item.line_of(due.phrase))


def _doubts(item: RawItem, owners: Owners, assigning: set[int | None]) -> tuple[Doubt, ...]:
    found = {
        "no-units": item.section in assigning and not owners.lead,
        "several-unit-lists": owners.lists > 1,
        "unclosed-bracket": has_open_bracket(item.text),
    }
    codes = [*item.doubts, *(code for code, is_so in found.items() if is_so)]
    return tuple(Doubt(code, item.line) for code in dict.fromkeys(codes))


def _placed(item: RawItem, target: TargetDraft) -> TargetDraft:
    return replace(target, line=item.line_of(target.source))
