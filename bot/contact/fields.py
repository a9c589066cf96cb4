"""The numbers a form asks for: one per quantity, whatever bounds its targets set."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from bot.phrases import Field
from db import ledger, reports
from db.engine import Session
from db.ledger import Owed
from db.tables import Form, Target
from db.vocabulary import Op, Part
from templates import number, word


def fields_of(session: Session, owed: Owed, report_id: int | None = None) -> list[Field]:
    """Return the numbers asked of an obligation: its item's targets for the lead, else none.

    Two targets of one quantity, a range, are one field; it knows what was last reported for it by
    the same assignment. With a report, the numbers given in it
    are among them, though their targets were withdrawn since.
    """
    if owed.part is not Part.LEAD:
        return []
    grouped: dict[tuple[str, str], list[Target]] = {}
    for target in ledger.targets_of(session, owed.item_id, report_id):
        grouped.setdefault((target.quantity, target.measure), []).append(target)
    last = reports.last_values(session, owed.id) if grouped else {}
    return [
        Field(
            ids=tuple(target.id for target in targets),
            quantity=quantity,
            measure=measure,
            goals=tuple((target.op, target.value, target.strict) for target in targets),
            last=last.get(targets[0].id),
        )
        for (quantity, measure), targets in grouped.items()
    ]


def field_of(session: Session, form: Form, target_id: int) -> Field | None:
    """Return the field of a form that a target belongs to."""
    owed = ledger.owed_by_id(session, form.obligation_id)
    fields = fields_of(session, owed) if owed else []
    return next((field for field in fields if target_id in field.ids), None)


def next_field(form: Form, fields: Sequence[Field], filled: Collection[int]) -> Field | None:
    """Return the field a bare number goes to: the one asked for, else the first still empty."""
    for field in fields:
        if form.asked_target_id in field.ids:
            return field
    return next((field for field in fields if field.ids[0] not in filled), None)


def goal_words(field: Field) -> str:
    """Return a field's goal as people say it: 不少于1840个."""
    return "、".join(goal_of(op, value, field.measure, strict) for op, value, strict in field.goals)


def goal_of(op: Op, value: Decimal, measure: str, strict: bool) -> str:  # noqa: FBT001
    """Return one target's goal as people say it."""
    sign = op.value.removesuffix("=") if strict else op.value
    return f"{word(f'op.{sign}')}{number(value)}{measure}"
