"""A plan's draft as plain JSON values, for ``duban import --json`` and the tests."""

from decimal import Decimal

from db.vocabulary import ItemDraft, PlanDraft, TargetDraft

_STARTS = 12


def as_json(draft: PlanDraft) -> dict[str, object]:
    """Return the draft in the shape of the project's hand-made readings.

    Beyond those keys each item has ``text`` (the whole body), ``line`` and ``doubts``.
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
        "text_starts": "".join(item.text.split())[:_STARTS],
        "text": item.text,
        "lead": list(item.lead),
        "assist": list(item.assist),
        "open_ended": item.open_ended,
        "due": item.due.isoformat() if item.due else None,
        "targets": [_target(target) for target in item.targets],
        "line": item.line,
        "doubts": list(item.doubts),
    }


def _target(target: TargetDraft) -> dict[str, object]:
    shape: dict[str, object] = {
        "quantity": target.quantity,
        "op": target.op.value,
        "value": _number(target.value),
        "unit": target.unit,
    }
    return shape | {"strict": True} if target.strict else shape


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
