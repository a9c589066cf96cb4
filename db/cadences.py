"""Cadences by scope, and the obligations made from them: what is there, what comes, what moves."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from db.extensions import IS_PENDING, has
from db.insert import insert_new
from db.tables import (
    Assignment,
    Cadence,
    Extension,
    Item,
    Move,
    Obligation,
    Plan,
    Section,
    Unit,
)
from db.tables.plan import PLAN_IN_FORCE
from db.vocabulary import Cause, ObligationState, Rule


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan's days, and up to when its obligations are made."""

    plan_id: int
    starts_on: date
    ends_on: date
    created_at: datetime
    planned_until: datetime | None


class Scope(NamedTuple):
    """What a cadence is for: a whole plan, or a section, an item or a unit of it."""

    plan_id: int
    section_id: int | None = None
    item_id: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Scoped:
    """A cadence in force: its scope, its rule, and since when."""

    id: int
    scope: Scope
    rule: Rule
    since: datetime


class Part(NamedTuple):  # a tuple: thousands are made at once, and they are made of rows
    """An assignment with what scopes ask of it."""

    assignment_id: int
    section_id: int | None
    item_id: int
    unit_id: int
    added_at: datetime | None


class Owing(NamedTuple):
    """An obligation as planning sees it; ``held`` where an extension or a return set it."""

    id: int
    assignment_id: int
    period: str
    opens_at: datetime
    due_at: datetime
    state: ObligationState
    next_nudge_at: datetime | None
    nominal_on: date | None
    held: bool
    unit: str
    number: str | None
    item_id: int


class OpenOne(NamedTuple):
    """An open obligation with its next reminder; ``pending`` while an extension is undecided."""

    id: int
    opens_at: datetime
    due_at: datetime
    next_nudge_at: datetime | None
    pending: bool


_RULE = tuple(one.name for one in fields(Rule))


def rule_of(row: Cadence) -> Rule:
    """Return a stored cadence's rule."""
    return Rule(**{name: getattr(row, name) for name in _RULE})


def planned(session: Session, plan_ids: Sequence[int] | None = None) -> list[Planned]:
    """Return every plan in force, or those of them that are named, oldest first."""
    asked = select(
        Plan.id, Plan.starts_on, Plan.ends_on, Plan.created_at, Plan.planned_until
    ).where(PLAN_IN_FORCE)
    if plan_ids is not None:
        asked = asked.where(Plan.id.in_(plan_ids))
    return [Planned(*row) for row in session.execute(asked.order_by(Plan.id))]


def in_force(session: Session, plan_id: int) -> list[Scoped]:
    """Return a plan's cadences of every scope that is present, each scope's in their order."""
    rows = session.scalars(
        select(Cadence)
        .outerjoin(Section, Cadence.section_id == Section.id)
        .outerjoin(Item, Cadence.item_id == Item.id)
        .where(Cadence.plan_id == plan_id, Cadence.withdrawn_at.is_(None))
        .where(Section.withdrawn_at.is_(None), Item.withdrawn_at.is_(None))
        .order_by(Cadence.place, Cadence.id)
    )
    return [Scoped(row.id, scope_of(row), rule_of(row), row.added_at) for row in rows]


def scope_of(row: Cadence) -> Scope:
    """Return what a stored cadence is for."""
    return Scope(row.plan_id, row.section_id, row.item_id, row.unit_id)


def history(session: Session, plan_id: int) -> list[Cadence]:
    """Return every cadence that a plan or a part of it ever had, oldest first."""
    return list(
        session.scalars(select(Cadence).where(Cadence.plan_id == plan_id).order_by(Cadence.id))
    )


def put_in_force(
    session: Session,
    scope: Scope,
    rules: Sequence[Rule],
    now: datetime,
    *,
    by: str | None = None,
    reason: str = "",
) -> bool:
    """Let these cadences, in this order, be those of a scope; tell whether that changes anything.

    One that was there before keeps its row and so its rank. None at all leaves the scope to the
    wider ones. Obligations follow with ``scheduler.planning.replan_all``.
    """
    rows = _rows(session, scope)
    before = [one for one in rows if one.withdrawn_at is None]
    stays, left = _held_to([rule_of(row) for row in before], rules)
    gone = [row for row, kept in zip(before, stays, strict=True) if not kept]
    at = _after_all(rows, now)
    for row in gone:
        row.withdrawn_at, row.withdrawn_by = at, by
        row.withdrawn_reason = "" if left else reason  # else it stands with what came instead
    place = max((row.place for row in before if row not in gone), default=-1) + 1
    session.add_all(
        Cadence(
            **scope._asdict(), **asdict(rule), place=place + n, added_at=at, added_by=by,
            reason=reason,
        )
        for n, rule in enumerate(left)
    )  # fmt: skip
    session.flush()
    return bool(gone or left)


def with_rules(
    known: Sequence[Scoped], scope: Scope, rules: Sequence[Rule], now: datetime
) -> list[Scoped]:
    """Return what would be in force if ``put_in_force`` were called; nothing is written."""
    before = [one for one in known if one.scope == scope]
    stays, left = _held_to([one.rule for one in before], rules)
    kept = [one for one, stay in zip(before, stays, strict=True) if stay]
    others = [one for one in known if one.scope != scope]
    return [*others, *kept, *(Scoped(0, scope, rule, now) for rule in left)]


def _held_to(before: Sequence[Rule], wanted: Sequence[Rule]) -> tuple[list[bool], list[Rule]]:
    """Return of each rule whether it stays, and the wanted ones that are new."""
    left = list(wanted)
    stays = []
    for rule in before:
        stays.append(rule in left)
        if rule in left:
            left.remove(rule)
    return stays, left


def _after_all(rows: Sequence[Cadence], now: datetime) -> datetime:
    """Return a moment after every change of a scope, so that they are told apart by it."""
    known = [at for row in rows for at in (row.added_at, row.withdrawn_at) if at is not None]
    return max([now, *(at + timedelta(microseconds=1) for at in known)])


def _rows(session: Session, scope: Scope) -> list[Cadence]:
    conditions = [
        getattr(Cadence, name).is_(None) if value is None else getattr(Cadence, name) == value
        for name, value in scope._asdict().items()
    ]
    return list(session.scalars(select(Cadence).where(*conditions).order_by(Cadence.place)))


def parts(session: Session, plan_id: int) -> list[Part]:
    """Return a plan's assignments that are present."""
    found = session.execute(
        select(Assignment.id, Item.section_id, Item.id, Assignment.unit_id, Assignment.added_at)
        .join(Item, Assignment.item_id == Item.id)
        .where(Item.plan_id == plan_id, Assignment.withdrawn_at.is_(None))
        .order_by(Assignment.id)
    )
    return [Part._make(row) for row in found]


_RETURNED = (
    select(Move.id)
    .where(Move.obligation_id == Obligation.id, Move.cause == Cause.RETURN)
    .correlate(Obligation)
    .exists()
)


def owing(session: Session, plan_id: int, since: datetime) -> list[Owing]:
    """Return what a plan's present assignments owe or owed, due after ``since``."""
    found = session.execute(
        select(
            Obligation.id,
            Obligation.assignment_id,
            Obligation.period,
            Obligation.opens_at,
            Obligation.due_at,
            Obligation.state,
            Obligation.next_nudge_at,
            Obligation.nominal_on,
            has(or_(IS_PENDING, Extension.granted.is_(True))) | _RETURNED,
            Unit.name,
            Item.number,
            Item.id,
        )
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .join(Item, Assignment.item_id == Item.id)
        .join(Unit, Assignment.unit_id == Unit.id)
        .where(Item.plan_id == plan_id, Assignment.withdrawn_at.is_(None))
        .where(Obligation.due_at > since)
        .order_by(Obligation.id)
    )
    return [Owing._make(row) for row in found]


def open_ones(session: Session, plan_id: int) -> list[OpenOne]:
    """Return what a plan's present assignments still owe, due or not."""
    found = session.execute(
        select(
            Obligation.id,
            Obligation.opens_at,
            Obligation.due_at,
            Obligation.next_nudge_at,
            has(IS_PENDING),
        )
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .join(Item, Assignment.item_id == Item.id)
        .where(Item.plan_id == plan_id, Assignment.withdrawn_at.is_(None))
        .where(Obligation.state == ObligationState.OPEN)
    )
    return [OpenOne._make(row) for row in found]


def add_obligations(session: Session, rows: Sequence[dict[str, Any]]) -> int:
    """Store new obligations; those of a part and period that are there already stay as they are.

    Args:
        session: an open transaction.
        rows: the columns of each.

    Returns:
        How many are new.
    """
    return insert_new(session, Obligation, rows)


def move_obligations(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Give obligations other times: of each its id and the columns that change."""
    if rows:
        session.execute(update(Obligation), list(rows))


def note_moves(
    session: Session,
    moves: Sequence[tuple[int, datetime | None, datetime | None]],
    cause: Cause,
    now: datetime,
    *,
    by: str,
    reason: str = "",
) -> None:
    """Write down whose due time changed: obligations, each with its former and its new time."""
    facts = {"cause": cause, "moved_at": now, "moved_by": by, "reason": reason}
    session.add_all(
        Move(obligation_id=number, former_due_at=former, due_at=due, **facts)
        for number, former, due in moves
    )
    session.flush()


def moves_of(session: Session, obligation_id: int) -> list[Move]:
    """Return how an obligation's due time changed, oldest first."""
    asked = select(Move).where(Move.obligation_id == obligation_id).order_by(Move.id)
    return list(session.scalars(asked))


def note_planned(session: Session, plan_id: int, until: datetime | None) -> None:
    """Note up to when a plan's obligations are made; None has them looked at anew."""
    session.execute(update(Plan).where(Plan.id == plan_id).values(planned_until=until))


def first_due(session: Session, plan_id: int) -> datetime | None:
    """Return when a plan's first obligation falls due; None where it has none."""
    return session.scalar(
        select(func.min(Obligation.due_at))
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .join(Item, Assignment.item_id == Item.id)
        .where(Item.plan_id == plan_id, Obligation.state != ObligationState.WITHDRAWN)
    )
