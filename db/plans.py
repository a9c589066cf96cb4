"""Plans, items, units: what a notice asks, and of whom."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from db import cadences
from db.cadences import Scope
from db.tables import (
    Assignment,
    Item,
    Plan,
    Revision,
    Section,
    Target,
    Unit,
    UnitAlias,
)
from db.tables.plan import PLAN_IN_FORCE
from db.vocabulary import DueDraft, ItemDraft, Part, PlanDraft, Rule, TargetDraft


class PlanExistsError(Exception):
    """The same notice text is a plan already; carries its id."""

    def __init__(self, plan_id: int) -> None:
        """Remember the plan."""
        super().__init__(f"plan {plan_id} was made from this text")
        self.plan_id = plan_id


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan with how much is under it."""

    id: int
    title: str
    starts_on: date
    ends_on: date
    created_at: datetime
    withdrawn_at: datetime | None
    sections: int
    items: int
    targets: int
    units: int


def add_plan(
    session: Session,
    draft: PlanDraft,
    source: str,
    days: tuple[date, date],
    rules: Sequence[Rule],
    now: datetime,
) -> int:
    """Store a confirmed draft with its cadence; return the plan's id.

    Args:
        session: an open transaction.
        draft: the notice as read and confirmed.
        source: the notice's own text, kept whole.
        days: the first and the last day on which reports may be owed.
        rules: when reports fall due, in their order.
        now: the present moment.

    Raises:
        PlanExistsError: the same text was stored before.
    """
    plan = _begin_plan(session, draft, source, days, now)
    cadences.put_in_force(session, Scope(plan.id), rules, now)
    sections = [
        Section(plan_id=plan.id, position=position, title=title)
        for position, title in enumerate(draft.sections)
    ]
    session.add_all(sections)
    session.flush()
    for position, item in enumerate(draft.items):
        section = None if item.section is None else sections[item.section].id
        add_item(session, plan.id, section, position, item)
    return plan.id


def hold(session: Session) -> None:
    """Let nobody else change what plans ask or make owed until the transaction ends.

    SQLite has one writer anyhow; elsewhere planning could give a part that is just being
    withdrawn a new obligation.
    """
    in_order = select(Plan.id).order_by(Plan.id)  # whoever else holds them took them so too
    session.execute(in_order.with_for_update())


def digest_of(source: str) -> str:
    """Return that by which a notice's text is known again."""
    return hashlib.sha256(source.encode()).hexdigest()


def refuse_known(session: Session, digest: str, but: int | None = None) -> None:
    """Refuse a text that is a plan's, or was one's at any time; that of the plan ``but`` passes.

    Raises:
        PlanExistsError: the same text was stored before.
    """
    first = select(Plan.id).where(Plan.digest == digest)
    later = select(Revision.plan_id).where(Revision.digest == digest)
    known = session.scalar(first.union(later))
    if known not in {None, but}:
        raise PlanExistsError(known)


def _begin_plan(
    session: Session, draft: PlanDraft, source: str, days: tuple[date, date], now: datetime
) -> Plan:
    digest = digest_of(source)
    refuse_known(session, digest)
    plan = Plan(
        title=draft.title,
        notice_title=draft.notice_title,
        starts_on=days[0],
        ends_on=days[1],
        year=draft.year,
        source=source,
        digest=digest,
        created_at=now,
    )
    session.add(plan)
    session.flush()
    return plan


def add_item(
    session: Session,
    plan_id: int,
    section_id: int | None,
    position: int,
    draft: ItemDraft,
    added_at: datetime | None = None,
) -> Item:
    """Store an item with its targets and the parts of its units; ``added_at`` for a later text."""
    item = Item(
        plan_id=plan_id,
        section_id=section_id,
        position=position,
        number=draft.number,
        text=draft.text,
        open_ended=draft.open_ended,
        **due_columns(draft.due),
    )
    session.add(item)
    session.flush()
    session.add_all(
        target_row(item.id, place, target) for place, target in enumerate(draft.targets)
    )
    session.add_all(
        Assignment(item_id=item.id, unit_id=unit_id, part=part, position=place, added_at=added_at)
        for place, (unit_id, part) in enumerate(owners_of(session, draft).items())
    )
    return item


def due_columns(due: DueDraft | None) -> dict[str, Any]:
    """Return an item's columns that say by when."""
    if due is None:
        return {"due_on": None, "due_text": None, "due_timing": None}
    return {"due_on": due.day, "due_text": due.phrase, "due_timing": due.timing}


def target_row(item_id: int, position: int, draft: TargetDraft) -> Target:
    """Return the row of an item's target, not yet stored."""
    return Target(
        item_id=item_id,
        position=position,
        quantity=draft.quantity,
        op=draft.op,
        value=draft.value,
        measure=draft.unit,
        strict=draft.strict,
        source=draft.source or None,
    )


def owners_of(session: Session, draft: ItemDraft) -> dict[int, Part]:
    """Return, by unit in order, its part in an item; named as both lead and assist, it leads."""
    owners: dict[int, Part] = {}
    for part, names in ((Part.LEAD, draft.lead), (Part.ASSIST, draft.assist)):
        for name in names:
            owners.setdefault(unit_named(session, name).id, part)
    return owners


def unit_named(session: Session, name: str) -> Unit:
    """Return the unit of this name or alias; make it where it is not known."""
    if (unit := find_unit(session, name)) is not None:
        return unit
    unit = Unit(name=name)
    session.add(unit)
    session.flush()
    return unit


def find_unit(session: Session, name: str) -> Unit | None:
    """Return the unit of this name or alias."""
    by_alias = select(UnitAlias.unit_id).where(UnitAlias.name == name)
    return session.scalar(select(Unit).where((Unit.name == name) | Unit.id.in_(by_alias)))


def unit_names(session: Session) -> dict[str, int]:
    """Return, by name or alias, the id of every unit."""
    aliases = session.execute(select(UnitAlias.name, UnitAlias.unit_id))
    names = session.execute(select(Unit.name, Unit.id))
    return {name: unit_id for found in (aliases, names) for name, unit_id in found}


def units(session: Session, names: Iterable[str] = ()) -> list[Unit]:
    """Return the units named, or all that own an item, in the order in which notices name them.

    Items of withdrawn plans do not count.
    """
    owning = (
        select(Unit)
        .join(Assignment, Assignment.unit_id == Unit.id)
        .join(Item, Item.id == Assignment.item_id)
        .join(Plan, Plan.id == Item.plan_id)
        .where(Assignment.withdrawn_at.is_(None), PLAN_IN_FORCE)
        .group_by(Unit.id)
        .order_by(func.min(Assignment.id))
    )
    wanted = list(names)
    return list(session.scalars(owning.where(Unit.name.in_(wanted)) if wanted else owning))


def plans(session: Session, *, withdrawn: bool = False) -> list[PlanSummary]:
    """Return every plan with its counts, oldest first; ``withdrawn`` ones where they are wanted."""
    of_plan = (Item.plan_id == Plan.id) & Item.withdrawn_at.is_(None)
    items = select(Item.id).where(of_plan).correlate(Plan)
    headed = (Section.plan_id == Plan.id) & Section.withdrawn_at.is_(None)
    counted = Target.item_id.in_(items) & Target.withdrawn_at.is_(None)
    assigned = Assignment.item_id.in_(items) & Assignment.withdrawn_at.is_(None)
    found = session.execute(
        select(
            Plan,
            select(func.count()).where(headed).scalar_subquery(),
            select(func.count()).where(of_plan).scalar_subquery(),
            select(func.count()).where(counted).scalar_subquery(),
            select(func.count(Assignment.unit_id.distinct())).where(assigned).scalar_subquery(),
        )
        .where(true() if withdrawn else PLAN_IN_FORCE)
        .order_by(Plan.id)
    )
    return [
        PlanSummary(
            plan.id,
            plan.title,
            plan.starts_on,
            plan.ends_on,
            plan.created_at,
            plan.withdrawn_at,
            *counts,
        )
        for plan, *counts in found
    ]


def titles(session: Session) -> list[tuple[int, str, int | None]]:
    """Return id, title and year of every plan in force, newest first."""
    asked = select(Plan.id, Plan.title, Plan.year).where(PLAN_IN_FORCE)
    found = session.execute(asked.order_by(Plan.id.desc()))
    return [(number, title, year) for number, title, year in found]


def last_day(session: Session, plan_id: int) -> date:
    """Return the last day on which a plan's reports may be owed."""
    return session.get_one(Plan, plan_id).ends_on
