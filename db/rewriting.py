"""The items of a plan brought to a newer text; what goes is withdrawn, and its rows stay."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import update
from sqlalchemy.orm import Session

from db import drafts, plans
from db.changes import Pair, Revision, What, plain
from db.tables import Assignment, Item, Section, Target
from db.vocabulary import ItemDraft, TargetDraft

Placed = TypeVar("Placed", Section, Item, Target)
#: The columns of an item that a change of words overwrites.
_COLUMNS = {What.NUMBER: "number", What.TEXT: "text", What.OPEN_ENDED: "open_ended"}


def change_items(
    session: Session,
    plan_id: int,
    revision: Revision,
    sections: Sequence[Section],
    now: datetime,
) -> list[Item]:
    """Bring a plan's items to the newer text; return them in its order."""
    rows = drafts.noticed_items(session, plan_id)
    targets = drafts.present_targets(session, plan_id)
    parts = drafts.present_parts(session, plan_id)
    _withdraw(session, [rows[place] for place in revision.withdrawn], now)
    ordered: dict[int, Item] = {}
    for pair in revision.pairs:
        row, draft = rows[pair.old], revision.new.items[pair.new]
        said = _change_words(row, pair, draft)
        if said & {What.LEAD, What.ASSIST}:
            _change_parts(session, row.id, parts[row.id], draft, now)
        if What.TARGET in said:
            _change_targets(session, row.id, targets[row.id], pair, draft.targets, now)
        ordered[pair.new] = row
    for place in revision.added:
        draft = revision.new.items[place]
        ordered[place] = plans.add_item(session, plan_id, None, -1 - place, draft, now)
    items = [ordered[place] for place in sorted(ordered)]
    for item, draft in zip(items, revision.new.items, strict=True):
        item.section_id = None if draft.section is None else sections[draft.section].id
    put_in_order(session, items)
    return items


def put_in_order(session: Session, rows: Sequence[Placed]) -> None:
    """Give rows their places; by way of negative ones, since a place is taken but once."""
    for place, row in enumerate(rows):
        row.position = -1 - place
    session.flush()
    for place, row in enumerate(rows):
        row.position = place
    session.flush()


def _withdraw(session: Session, items: Sequence[Item], now: datetime) -> None:
    ids = [item.id for item in items]
    for item in items:
        item.withdrawn_at = now
    for table in (Target, Assignment):
        session.execute(
            update(table)
            .where(table.item_id.in_(ids), table.withdrawn_at.is_(None))
            .values(withdrawn_at=now)
        )


def _change_words(row: Item, pair: Pair, draft: ItemDraft) -> set[What]:
    """Overwrite what an item says differently; return all that changed in it."""
    said = {change.what for change in pair.changes}
    values = {name: getattr(draft, name) for what, name in _COLUMNS.items() if what in said}
    if What.DUE in said:
        values |= plans.due_columns(draft.due)
    for name, value in values.items():
        setattr(row, name, value)
    return said


def _change_parts(
    session: Session, item_id: int, present: Sequence[Assignment], draft: ItemDraft, now: datetime
) -> None:
    """Bring an item's units to the newer text; one that only changes its part keeps its row."""
    owners = plans.owners_of(session, draft)
    kept = {row.unit_id: row for row in present}
    for unit_id, row in kept.items():
        if unit_id not in owners:
            row.withdrawn_at = now
    for place, (unit_id, part) in enumerate(owners.items()):
        row = kept.get(unit_id) or Assignment(item_id=item_id, unit_id=unit_id, added_at=now)
        row.part, row.position = part, place
        session.add(row)


def _change_targets(
    session: Session,
    item_id: int,
    present: Sequence[Target],
    pair: Pair,
    goals: Sequence[TargetDraft],
    now: datetime,
) -> None:
    """Bring an item's targets to the newer text.

    A goal that moves keeps its row: the numbers reported for it count the same things. Counted in
    another measure it is another target, and the old one is withdrawn with its numbers.
    """
    ordered: dict[int, Target] = {}
    for old, new in pair.targets:
        row = None if old is None else present[old]
        goal = None if new is None else goals[new]
        if row is not None and (goal is None or plain(row.measure) != plain(goal.unit)):
            row.withdrawn_at, row = now, None
        if goal is None or new is None:
            continue
        if row is None:
            row = plans.target_row(item_id, -1 - new, goal)
        row.op, row.value, row.strict, row.source = goal.op, goal.value, goal.strict, goal.source
        ordered[new] = row
    session.add_all(ordered.values())
    put_in_order(session, [ordered[place] for place in sorted(ordered)])
