"""What is owed: obligations with their items, units and reports, and how their state changes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, case, false, func, select, update
from sqlalchemy.orm import Session, aliased

from db.absences import UNITS_NOW
from db.tables import (
    Assignment,
    Item,
    Obligation,
    Plan,
    Post,
    Reading,
    Report,
    Review,
    Target,
    Unit,
)
from db.tables.plan import PLAN_IN_FORCE
from db.vocabulary import ObligationState, Part, Role, Status

#: How long a reported obligation stays on its unit's checklist after it fell due.
SHOWN_FOR = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Owed:
    """One obligation with what a card says of it; ``status`` is that of its newest report.

    A ``withdrawn`` one is listed nowhere; its own form and reports still show it. ``returned`` is
    the reason for which the office sent the newest report back, "" where it did not;
    ``resubmitted`` where one before the newest was sent back, ``entered`` where the office typed
    it for the unit. ``locked`` where nobody of the unit corrects it any more: it was ``accepted``,
    or its period is over.
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
    returned: str
    resubmitted: bool
    locked: bool
    entered: bool
    accepted: bool

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
_RETURNED = func.coalesce(case((~Review.accepted, Review.reason), else_=""), "")
_RESUBMITTED = (
    select(Review.id)
    .join(_OTHER, Review.report_id == _OTHER.id)
    .where(_OTHER.obligation_id == Obligation.id, _OTHER.version < Report.version)
    .where(~Review.accepted)
    .correlate(Obligation, Report)
    .exists()
)
_WITHDRAWN = (
    (Obligation.state == ObligationState.WITHDRAWN)
    | Assignment.withdrawn_at.is_not(None)
    | ~PLAN_IN_FORCE
)
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
        _RETURNED,
        _RESUBMITTED,
        func.coalesce(Review.accepted, false()) | Obligation.locked_at.is_not(None),
        Report.entered_by.is_not(None),
        func.coalesce(Review.accepted, false()),
    )
    .join(Assignment, Obligation.assignment_id == Assignment.id)
    .join(Item, Assignment.item_id == Item.id)
    .join(Plan, Item.plan_id == Plan.id)
    .join(Unit, Assignment.unit_id == Unit.id)
    .outerjoin(Report, (Report.obligation_id == Obligation.id) & (Report.version == _NEWEST))
    .outerjoin(Review, Review.report_id == Report.id)
    .order_by(Plan.id, Obligation.due_at, Item.position, Unit.id)
)
_OWED = _ANY.where(~_WITHDRAWN)
_CHECKLIST = _OWED.where(
    Assignment.unit_id.in_(UNITS_NOW),
    Obligation.opens_at <= bindparam("now"),
    (Obligation.state == ObligationState.OPEN) | (Obligation.due_at > bindparam("shown_from")),
)
_COMING = _OWED.where(
    Assignment.unit_id.in_(UNITS_NOW),
    Obligation.opens_at > bindparam("now"),
    Obligation.state == ObligationState.OPEN,
)
_OPEN_OF = _OWED.where(
    Assignment.unit_id == bindparam("unit"),
    Obligation.opens_at <= bindparam("now"),
    Obligation.state == ObligationState.OPEN,
)
_ANSWERS_FOR = (
    select(Obligation.id)
    .join(Assignment, Obligation.assignment_id == Assignment.id)
    .join(Item, Assignment.item_id == Item.id)
    .join(Plan, Item.plan_id == Plan.id)
    .where(Obligation.id == bindparam("obligation"), ~_WITHDRAWN)
    .where(Assignment.unit_id.in_(UNITS_NOW))
)
_ONE_OWED = _ANY.where(Obligation.id == bindparam("obligation"))
_ONE_THEIRS = _ONE_OWED.add_columns(Assignment.unit_id.in_(UNITS_NOW))


_REPORTED = select(Reading.target_id).where(Reading.report_id == bindparam("report"))
_TARGETS = (
    select(Target)
    .where(Target.item_id == bindparam("item"))
    .where(Target.withdrawn_at.is_(None) | Target.id.in_(_REPORTED))
    .order_by(Target.position, Target.id)
)


def _owed(session: Session, asked: Select[*tuple[Any, ...]], **values: object) -> list[Owed]:
    return [Owed(*row) for row in session.execute(asked, values).all()]


def checklist(
    session: Session, contact_id: int, now: datetime, roles: Collection[Role] = (Role.CONTACT,)
) -> list[Owed]:
    """Return what a contact's units owe now, and what they have reported of the present periods."""
    values = {"now": now, "shown_from": now - SHOWN_FOR}
    return _owed(session, _CHECKLIST, contact=contact_id, roles=list(roles), **values)


def coming(session: Session, contact_id: int, now: datetime) -> list[Owed]:
    """Return what a contact's units will owe and cannot report yet, what opens first first."""
    found = _owed(session, _COMING, contact=contact_id, roles=[Role.CONTACT], now=now)
    return sorted(found, key=lambda one: one.opens_at)


def owed_by_id(session: Session, obligation_id: int) -> Owed | None:
    """Return one obligation, a withdrawn one as well."""
    found = _owed(session, _ONE_OWED, obligation=obligation_id)
    return found[0] if found else None


def owed_and_theirs(
    session: Session, contact_id: int, obligation_id: int, now: datetime
) -> tuple[Owed, bool] | None:
    """Return one obligation, and whether a contact answers for its unit now."""
    values = {"obligation": obligation_id, "contact": contact_id, "now": now}
    found = session.execute(_ONE_THEIRS, values | {"roles": [Role.CONTACT]}).first()
    return (Owed(*found[:-1]), bool(found[-1])) if found else None


def fell_due(session: Session, plan_id: int, start: datetime, end: datetime) -> list[Owed]:
    """Return a plan's obligations that were open for reports or late at any time in start..end."""
    late = (Obligation.state == ObligationState.OPEN) & (Obligation.due_at < end)
    present = (Obligation.opens_at < end) & (Obligation.due_at >= start)
    return _owed(session, _OWED.where(Item.plan_id == plan_id, late | present))


def open_of(session: Session, unit_id: int, now: datetime) -> list[Owed]:
    """Return what a unit owes and may report now, of all plans, what fell due first first."""
    found = _owed(session, _OPEN_OF, unit=unit_id, now=now)
    return sorted(found, key=lambda one: one.due_at)


def answers_for(session: Session, contact_id: int, obligation_id: int, now: datetime) -> bool:
    """Tell whether a contact may report on an obligation now: a unit of theirs owes it, still.

    Whoever stands in for a contact of that unit may as well.
    """
    values = {"obligation": obligation_id, "contact": contact_id, "now": now}
    return session.scalar(_ANSWERS_FOR, values | {"roles": [Role.CONTACT]}) is not None


def contacts_of(session: Session, obligation_id: int) -> list[int]:
    """Return the ids of those who hold a post at an obligation's unit, or lead all units."""
    leads_all = Post.unit_id.is_(None) & (Post.role == Role.LEADER)
    return list(
        session.scalars(
            select(Post.contact_id)
            .join(Assignment, (Assignment.unit_id == Post.unit_id) | leads_all)
            .join(Obligation, Obligation.assignment_id == Assignment.id)
            .where(Obligation.id == obligation_id)
            .distinct()
        )
    )


def targets_of(session: Session, item_id: int, report_id: int | None = None) -> list[Target]:
    """Return an item's targets in the order of its text, with those a report was made for."""
    return list(session.scalars(_TARGETS, {"item": item_id, "report": report_id}))


def plan_nudge(session: Session, obligation_id: int, moment: datetime | None) -> None:
    """Set when an open obligation is reminded of next; None for not at all."""
    session.execute(
        update(Obligation)
        .where(Obligation.id == obligation_id, Obligation.state == ObligationState.OPEN)
        .values(next_nudge_at=moment)
    )


def mark_reported(session: Session, obligation_id: int) -> None:
    """Close an obligation; no reminder goes out for it any more."""
    session.execute(
        update(Obligation)
        .where(Obligation.id == obligation_id)
        .values(state=ObligationState.REPORTED, next_nudge_at=None)
    )
