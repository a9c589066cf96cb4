"""变更记录: everything the office does, with who, when, what it was before and what after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from db.tables import AuditEntry, Unit
from db.vocabulary import Action, Via


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts for the office: under which name, from where."""

    name: str
    via: Via


#: Plain values by name, as they are shown: {"name": "县农业局"}.
Values = Mapping[str, str | int | list[str] | None]


def note(  # noqa: PLR0913 - these are an entry's own columns
    session: Session,
    actor: Actor,
    action: Action,
    about: str,
    now: datetime,
    *,
    plan_id: int | None = None,
    item_id: int | None = None,
    unit_id: int | None = None,
    contact_id: int | None = None,
    before: Values | None = None,
    after: Values | None = None,
    reason: str = "",
) -> None:
    """Write down what was done, in the transaction that does it.

    Args:
        session: the open transaction.
        actor: who did it.
        action: what kind of thing it was.
        about: what it was about, in people's words: 县农业农村局, 第3项.
        now: the present moment.
        plan_id: the plan it belongs to, and so on; None where it belongs to none.
        item_id: the item.
        unit_id: the unit.
        contact_id: the person.
        before: what it was before; empty for nothing.
        after: what it is now; empty for nothing.
        reason: why, where that was said.
    """
    entry = AuditEntry(
        done_at=now,
        done_by=actor.name,
        via=actor.via,
        action=action,
        about=about,
        plan_id=plan_id,
        item_id=item_id,
        unit_id=unit_id,
        contact_id=contact_id,
        before=dict(before or {}),
        after=dict(after or {}),
        reason=reason,
    )
    session.add(entry)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of a plan, of a unit and what was merged into it, since; None for all."""

    plan_id: int | None = None
    unit_id: int | None = None
    since: datetime | None = None


def count(session: Session, wanted: Wanted) -> int:
    """Return how many entries there are of those wanted."""
    return session.scalar(select(func.count(AuditEntry.id)).where(*_conditions(wanted))) or 0


def entries(
    session: Session, wanted: Wanted, limit: int | None = None, offset: int = 0
) -> Sequence[AuditEntry]:
    """Return the entries wanted, newest first."""
    asked = select(AuditEntry).where(*_conditions(wanted)).order_by(AuditEntry.id.desc())
    return session.scalars(asked.limit(limit).offset(offset)).all()


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = []
    if wanted.plan_id is not None:
        found.append(AuditEntry.plan_id == wanted.plan_id)
    if wanted.unit_id is not None:
        merged = select(Unit.id).where(Unit.merged_into_id == wanted.unit_id)
        found.append((AuditEntry.unit_id == wanted.unit_id) | AuditEntry.unit_id.in_(merged))
    if wanted.since is not None:
        found.append(AuditEntry.done_at >= wanted.since)
    return found
