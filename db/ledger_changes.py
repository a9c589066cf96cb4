"""变更: everything that changed of one plan since it was stored, as plain rows, streamed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.ledger_rows import BATCH
from db.tables import (
    Assignment,
    AuditEntry,
    Cadence,
    Contact,
    Extension,
    Item,
    Move,
    Obligation,
    Revision,
)
from db.vocabulary import Action, Cause, Via

#: What the extensions and the cadences tell themselves, with their dates.
_TOLD = (Action.EXTENSION, Action.CADENCE)


class MoveRow(NamedTuple):
    """A due time that was moved; see ``Move``."""

    at: datetime
    part_id: int
    period: str
    cause: Cause
    before: datetime | None
    after: datetime | None
    by: str
    reason: str


class AuditRow(NamedTuple):
    """What the office did to a plan; see ``AuditEntry``."""

    at: datetime
    action: Action
    about: str
    before: dict[str, Any]
    after: dict[str, Any]
    by: str
    via: Via
    reason: str


class ExtensionRow(NamedTuple):
    """An extension that was asked for, and what became of it; see ``Extension``."""

    obligation_id: int
    part_id: int
    period: str
    contact: str
    reason: str
    former_due_at: datetime | None
    wanted_due_at: datetime
    asked_at: datetime
    granted: bool | None
    granted_due_at: datetime | None
    decided_at: datetime | None
    decided_by: str | None
    answer: str
    withdrawn_at: datetime | None


class RevisionRow(NamedTuple):
    """A newer text that was put in force; see ``Revision``."""

    at: datetime
    version: int
    changes: dict[str, Any]


def moves(session: Session, plan_id: int) -> Iterator[MoveRow]:
    """Yield the moves of a plan's due times, oldest first."""
    asked = (
        select(
            Move.moved_at,
            Obligation.assignment_id,
            Obligation.period,
            Move.cause,
            Move.former_due_at,
            Move.due_at,
            Move.moved_by,
            Move.reason,
        )
        .join(Obligation, Move.obligation_id == Obligation.id)
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .join(Item, Assignment.item_id == Item.id)
        .where(Item.plan_id == plan_id)
        .order_by(Move.moved_at, Move.id)
        .execution_options(yield_per=BATCH)
    )
    for row in session.execute(asked):
        yield MoveRow(*row)


def entries(session: Session, plan_id: int) -> Iterator[AuditRow]:
    """Yield what else the office did to a plan, oldest first."""
    asked = (
        select(
            AuditEntry.done_at,
            AuditEntry.action,
            AuditEntry.about,
            AuditEntry.before,
            AuditEntry.after,
            AuditEntry.done_by,
            AuditEntry.via,
            AuditEntry.reason,
        )
        .where(AuditEntry.plan_id == plan_id, AuditEntry.action.not_in(_TOLD))
        .order_by(AuditEntry.done_at, AuditEntry.id)
        .execution_options(yield_per=BATCH)
    )
    for row in session.execute(asked):
        yield AuditRow(*row)


def extensions(session: Session, plan_id: int) -> list[ExtensionRow]:
    """Return the extensions that a plan's units asked for, oldest first."""
    asked = (
        select(
            Extension.obligation_id,
            Obligation.assignment_id,
            Obligation.period,
            Contact.name,
            Extension.reason,
            Extension.former_due_at,
            Extension.wanted_due_at,
            Extension.asked_at,
            Extension.granted,
            Extension.granted_due_at,
            Extension.decided_at,
            Extension.decided_by,
            Extension.answer,
            Extension.withdrawn_at,
        )
        .join(Obligation, Extension.obligation_id == Obligation.id)
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .join(Item, Assignment.item_id == Item.id)
        .join(Contact, Extension.contact_id == Contact.id)
        .where(Item.plan_id == plan_id, Extension.asked_at.is_not(None))
        .order_by(Extension.asked_at, Extension.id)
    )
    return [ExtensionRow(*tuple(row)) for row in session.execute(asked)]


def revisions(session: Session, plan_id: int) -> list[RevisionRow]:
    """Return the newer texts of a plan, oldest first."""
    asked = select(Revision.applied_at, Revision.version, Revision.changes)
    of_plan = asked.where(Revision.plan_id == plan_id).order_by(Revision.version)
    return [RevisionRow(*row) for row in session.execute(of_plan)]


def streamed(session: Session, plan_id: int) -> int:
    """Return how many moves and entries of the audit trail there are to be told of a plan."""
    moved = (
        select(func.count())
        .select_from(Move)
        .join(Obligation, Move.obligation_id == Obligation.id)
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .join(Item, Assignment.item_id == Item.id)
        .where(Item.plan_id == plan_id)
    )
    done = (
        select(func.count())
        .select_from(AuditEntry)
        .where(AuditEntry.plan_id == plan_id, AuditEntry.action.not_in(_TOLD))
    )
    return (session.scalar(moved) or 0) + (session.scalar(done) or 0)


def any_reason(session: Session, plan_id: int) -> bool:
    """Tell whether anybody said why something was changed."""
    of_plan = (Assignment.item_id == Item.id) & (Item.plan_id == plan_id)
    of_part = of_plan & (Obligation.assignment_id == Assignment.id)
    asked = (
        select(AuditEntry.id).where(AuditEntry.plan_id == plan_id, AuditEntry.reason != ""),
        select(Cadence.id).where(Cadence.plan_id == plan_id, Cadence.reason != ""),
        select(Extension.id).where(of_part, Extension.obligation_id == Obligation.id),
        select(Move.id).where(of_part, Move.obligation_id == Obligation.id, Move.reason != ""),
    )
    return any(session.scalar(one.limit(1)) is not None for one in asked)
