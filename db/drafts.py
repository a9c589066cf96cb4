"""A plan as it stands, told as a draft: what a newer text of it is held against."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import plain
from db.tables import Assignment, Item, Plan, Section, Target, Unit, UnitAlias
from db.vocabulary import DueDraft, ItemDraft, Part, PlanDraft, TargetDraft, Timing

Row = TypeVar("Row", Target, Assignment)


def draft_of(session: Session, plan_id: int) -> PlanDraft:
    """Return a plan as it stands; what was withdrawn and what only the reader knew is left out."""
    plan = session.get_one(Plan, plan_id)
    sections = present_sections(session, plan_id)
    places = {section.id: place for place, section in enumerate(sections)}
    items = noticed_items(session, plan_id)
    owners = _owners(session, plan_id)
    targets = present_targets(session, plan_id)
    return PlanDraft(
        plan.title,
        plan.notice_title,
        plan.year,
        tuple(section.title for section in sections),
        tuple(
            ItemDraft(
                item.number,
                label=None,
                section=None if item.section_id is None else places[item.section_id],
                text=item.text,
                lead=tuple(owners[item.id, Part.LEAD]),
                assist=tuple(owners[item.id, Part.ASSIST]),
                open_ended=item.open_ended,
                due=_due(item),
                targets=tuple(map(_target, targets[item.id])),
            )
            for item in items
        ),
    )


def present_sections(session: Session, plan_id: int) -> list[Section]:
    """Return a plan's headings in order."""
    asked = select(Section).where(Section.plan_id == plan_id, Section.withdrawn_at.is_(None))
    return list(session.scalars(asked.order_by(Section.position)))


def present_items(session: Session, plan_id: int) -> list[Item]:
    """Return a plan's items in order."""
    asked = select(Item).where(Item.plan_id == plan_id, Item.withdrawn_at.is_(None))
    return list(session.scalars(asked.order_by(Item.position)))


def noticed_items(session: Session, plan_id: int) -> list[Item]:
    """Return those of them that the notice asks for, in its order."""
    return [item for item in present_items(session, plan_id) if item.added_at is None]


def present_targets(session: Session, plan_id: int) -> dict[int, list[Target]]:
    """Return, by item, a plan's targets in order."""
    asked = (
        select(Target)
        .join(Item, Target.item_id == Item.id)
        .where(Item.plan_id == plan_id, Target.withdrawn_at.is_(None))
        .order_by(Target.position)
    )
    return _by_item(session.scalars(asked))


def present_parts(session: Session, plan_id: int) -> dict[int, list[Assignment]]:
    """Return, by item, who has a part in it, in order."""
    asked = (
        select(Assignment)
        .join(Item, Assignment.item_id == Item.id)
        .where(Item.plan_id == plan_id, Assignment.withdrawn_at.is_(None))
        .order_by(Assignment.position)
    )
    return _by_item(session.scalars(asked))


def in_known_names(session: Session, draft: PlanDraft) -> PlanDraft:
    """Return a draft in which each unit that is known bears its own name, not an alias."""
    known = {plain(unit.name): unit.name for unit in session.scalars(select(Unit))}
    aliases = select(UnitAlias.name, Unit.name).join(Unit, UnitAlias.unit_id == Unit.id)
    known |= {plain(alias): name for alias, name in session.execute(aliases)}
    items = tuple(_in_known_names(item, known) for item in draft.items)
    return replace(draft, items=items)


def _in_known_names(item: ItemDraft, known: dict[str, str]) -> ItemDraft:
    lead = tuple(dict.fromkeys(known.get(plain(name), name) for name in item.lead))
    assist = dict.fromkeys(known.get(plain(name), name) for name in item.assist)
    return replace(item, lead=lead, assist=tuple(name for name in assist if name not in lead))


def _by_item(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(row)
    return found


def _owners(session: Session, plan_id: int) -> dict[tuple[int, Part], list[str]]:
    found: dict[tuple[int, Part], list[str]] = defaultdict(list)
    asked = (
        select(Assignment.item_id, Assignment.part, Unit.name)
        .join(Unit, Assignment.unit_id == Unit.id)
        .join(Item, Assignment.item_id == Item.id)
        .where(Item.plan_id == plan_id, Assignment.withdrawn_at.is_(None))
        .order_by(Assignment.position)
    )
    for item_id, part, name in session.execute(asked):
        found[item_id, part].append(name)
    return found


def _due(item: Item) -> DueDraft | None:
    if item.due_timing is not None:
        return DueDraft(item.due_text or "", item.due_timing, item.due_on)
    return None if item.due_on is None else DueDraft("", Timing.BY, item.due_on)


def _target(row: Target) -> TargetDraft:
    return TargetDraft(row.quantity, row.op, row.value, row.measure, row.strict, row.source or "")
