"""A plan's draft as plain JSON values, for ``duban import --json`` and the tests."""

from decimal import Decimal

from db.vocabulary import Doubt, ItemDraft, PlanDraft, TargetDraft


def as_json(draft: PlanDraft) -> dict[str, object]:
    """Return the draft in the shape of the project's hand-made readings.

    Beyond those keys each item has ``text`` (the whole body), ``line``, ``due_text`` and
    ``timing`` (null where it does not say by when), ``target_sources`` (for each target the words
    it was read from, their line, whether it is sure), ``sure`` and ``doubts``.
    """
    return {
        "title": draft.title,
        "notice_title": draft.notice_title,
        "year": draft.year,
        "sections": list(draft.sections),
        "items": [_item(item, draft.sections) for item in draft.items],
    }


def _item(item: ItemDraft, sections: tuple[str, ...]) -> dict[str, object]:
    return {
        "no": item.number,
        "label": item.label,
        "section": None if item.section is None else sections[item.section],
        "text_starts": item.opening,
        "text": item.text,
        "lead": list(item.lead),
        "assist": list(item.assist),
        "open_ended": item.open_ended,
        "due": item.due.day.isoformat() if item.due and item.due.day else None,
        "due_text": item.due.phrase if item.due else None,
        "timing": item.due.timing.value if item.due else None,
        "targets": [_target(target) for target in item.targets],
        "target_sources": [_source(target) for target in item.targets],
        "line": item.line,
        "sure": not item.all_doubts,
        "doubts": [_doubt(doubt) for doubt in item.all_doubts],
    }


def _doubt(doubt: Doubt) -> dict[str, object]:
    return {
        "code": doubt.code,
        "line": doubt.line,
        "about": doubt.about,
        "candidates": list(doubt.candidates),
    }


def _target(target: TargetDraft) -> dict[str, object]:
    shape: dict[str, object] = {
        "quantity": target.quantity,
        "op": target.op.value,
        "value": _number(target.value),
        "unit": target.unit,
    }
    return shape | {"strict": True} if target.strict else shape


def _source(target: TargetDraft) -> dict[str, object]:
    return {"text": target.source, "line": target.line, "sure": not target.doubt}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
