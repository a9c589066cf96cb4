"""What is owed: obligations with their items, units and reports, and how their state changes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.orm import Session, aliased

from db.tables import Assignment, Item, Obligation, Plan, Post, Reading, Report, Target, Unit
from db.vocabulary import ObligationState, Part, Role, Status

#: How long a reported obligation stays on its unit's checklist after it fell due.
SHOWN_FOR = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Owed:
    """One obligation with what a card says of it; ``status`` is that of its newest report.

    A ``withdrawn`` one is listed nowhere; its own form and reports still show it.
    """

    id: int
    assignment_id: int
    item_id: int
    position: int
    number: str | None
    text: str
    part: Part
    unit_id: int
    unit: str
    plan_id: int
    plan: str
    period: str
    opens_at: datetime
    due_at: datetime
    state: ObligationState
    report_id: int | None
    status: Status | None
    withdrawn: bool

    @property
    def open(self) -> bool:
        """Whether a report is still to come."""
        return self.state is ObligationState.OPEN


# Built once: a card asks this for every message, and building takes longer than asking.
_OTHER = aliased(Report)
_NEWEST = (
    select(func.max(_OTHER.version))
    .where(_OTHER.obligation_id == Obligation.id)
    .correlate(Obligation)
    .scalar_subquery()
)
_WITHDRAWN = (Obligation.state == ObligationState.WITHDRAWN) | Assignment.withdrawn_at.is_not(None)
_ANY = (
    select(
        Obligation.id,
        Assignment.id,
        Item.id,
        Item.position,
        Item.number,
        Item.text,
        Assignment.part,
        Unit.id,
        Unit.name,
        Plan.id,
        Plan.title,
        Obligation.period,
        Obligation.opens_at,
        Obligation.due_at,
        Obligation.state,
        Report.id,
        Report.status,
        _WITHDRAWN,
    )
    .join(Assignment, Obligation.assignment_id == Assignment.id)
    .join(Item, Assignment.item_id == Item.id)
    .join(Plan, Item.plan_id == Plan.id)
    .join(Unit, Assignment.unit_id == Unit.id)
    .outerjoin(Report, (Report.obligation_id == Obligation.id) & (Report.version == _NEWEST))
    .order_by(Plan.id, Obligation.due_at, Item.position, Unit.id)
)
_OWED = _ANY.where(Obligation.state != ObligationState.WITHDRAWN, Assignment.withdrawn_at.is_(None))
_POSTS = select(Post.unit_id).where(
    Post.contact_id == bindparam("contact"), Post.role.in_(bindparam("roles", expanding=True))
)
_CHECKLIST = _OWED.where(
    Assignment.unit_id.in_(_POSTS),
    Obligation.opens_at <= bindparam("now"),
    (Obligation.state == ObligationState.OPEN) | (Obligation.due_at > bindparam("shown_from")),
)
_ONE_OWED = _ANY.where(Obligation.id == bindparam("obligation"))


def _owed(session: Session, asked: Select[*tuple[Any, ...]], **values: object) -> list[Owed]:
    return [Owed(*row) for row in session.execute(asked, values).all()]


def checklist(
    session: Session, contact_id: int, now: datetime, roles: Collection[Role] = (Role.CONTACT,)
) -> list[Owed]:
    """Return what a contact's units owe now, and what they have reported of the present periods."""
    values = {"now": now, "shown_from": now - SHOWN_FOR}
    return _owed(session, _CHECKLIST, contact=contact_id, roles=list(roles), **values)


def owed_by_id(session: Session, obligation_id: int) -> Owed | None:
    """Return one obligation, a withdrawn one as well."""
    found = _owed(session, _ONE_OWED, obligation=obligation_id)
    return found[0] if found else None


def fell_due(session: Session, plan_id: int, start: datetime, end: datetime) -> list[Owed]:
    """Return a plan's obligations that were open for reports or late at any time in start..end."""
    late = (Obligation.state == ObligationState.OPEN) & (Obligation.due_at < end)
    present = (Obligation.opens_at < end) & (Obligation.due_at >= start)
    return _owed(session, _OWED.where(Item.plan_id == plan_id, late | present))


def answers_for(session: Session, contact_id: int, obligation_id: int) -> bool:
    """Tell whether a contact may report on an obligation: a unit of theirs owes it, still."""
    return (
        session.scalar(
            select(Obligation.id)
            .join(Assignment, Obligation.assignment_id == Assignment.id)
            .join(Post, Post.unit_id == Assignment.unit_id)
            .where(Obligation.id == obligation_id, Post.contact_id == contact_id)
            .where(Post.role == Role.CONTACT, ~_WITHDRAWN)
        )
        is not None
    )


def contacts_of(session: Session, obligation_id: int) -> list[int]:
    """Return the ids of the contacts who answer for an obligation's unit."""
    return list(
        session.scalars(
            select(Post.contact_id)
            .join(Assignment, Assignment.unit_id == Post.unit_id)
            .join(Obligation, Obligation.assignment_id == Assignment.id)
            .where(Obligation.id == obligation_id)
            .distinct()
        )
    )


def targets_of(session: Session, item_id: int, report_id: int | None = None) -> list[Target]:
    """Return an item's targets in the order of its text, with those a report was made for."""
    asked = select(Target).where(Target.item_id == item_id).order_by(Target.position, Target.id)
    present = Target.withdrawn_at.is_(None)
    if report_id is None:
        return list(session.scalars(asked.where(present)))
    reported = select(Reading.target_id).where(Reading.report_id == report_id)
    return list(session.scalars(asked.where(present | Target.id.in_(reported))))


def mark_reported(session: Session, obligation_id: int) -> None:
    """Close an obligation; no reminder goes out for it any more."""
    session.execute(
        update(Obligation)
        .where(Obligation.id == obligation_id)
        .values(state=ObligationState.REPORTED, next_nudge_at=None)
    )
