"""Joint items: what the assisting units report to the lead, and how often it prompted them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from db import authors
from db.ledger import Owed
from db.tables import (
    Assignment,
    Contact,
    Obligation,
    Prompt,
    Question,
    Report,
    Unit,
)
from db.vocabulary import ObligationState, Part, QuestionKind, Status


@dataclass(frozen=True, slots=True)
class Assist:
    """An assisting unit's obligation, and its newest report where there is one.

    ``entered`` where the office typed it; ``not_ours`` while the unit says that the item is not
    its own and the office has not answered.
    """

    id: int
    unit_id: int
    unit: str
    opens_at: datetime
    due_at: datetime
    state: ObligationState
    not_ours: bool
    status: Status | None
    words: str | None
    contact: str | None
    submitted_at: datetime | None
    entered: bool

    @property
    def reported(self) -> bool:
        """Whether its report is in; one that was returned is not."""
        return self.state is ObligationState.REPORTED

    def wanted(self, now: datetime) -> bool:
        """Tell whether its report may be asked for."""
        return not self.reported and not self.not_ours and self.opens_at <= now


_OTHER = aliased(Report)
_NEWEST = (
    select(func.max(_OTHER.version))
    .where(_OTHER.obligation_id == Obligation.id)
    .correlate(Obligation)
    .scalar_subquery()
)
_DISOWNED = (
    select(Question.id)
    .where(Question.obligation_id == Obligation.id, Question.kind == QuestionKind.NOT_OURS)
    .where(Question.answered_at.is_(None))
    .correlate(Obligation)
    .exists()
)
_OF_ITEM = (
    (Assignment.item_id == bindparam("item"))
    & (Obligation.period == bindparam("period"))
    & (Obligation.state != ObligationState.WITHDRAWN)
    & Assignment.withdrawn_at.is_(None)
)
_ASSISTS = (
    select(
        Obligation.id,
        Unit.id,
        Unit.name,
        Obligation.opens_at,
        Obligation.due_at,
        Obligation.state,
        _DISOWNED,
        Report.status,
        Report.words,
        authors.NAME,
        Report.submitted_at,
        authors.ENTERED,
    )
    .join(Assignment, Obligation.assignment_id == Assignment.id)
    .join(Unit, Assignment.unit_id == Unit.id)
    .outerjoin(Report, (Report.obligation_id == Obligation.id) & (Report.version == _NEWEST))
    .outerjoin(Contact, authors.ITS_CONTACT)
    .where(_OF_ITEM, Assignment.part == Part.ASSIST)
    .order_by(Assignment.position, Assignment.id)
)
_LEADS = (
    select(Obligation.id)
    .join(Assignment, Obligation.assignment_id == Assignment.id)
    .where(_OF_ITEM, Assignment.part == Part.LEAD)
    .order_by(Obligation.id)
)


def assists(session: Session, owed: Owed) -> list[Assist]:
    """Return what the assisting units owe for an obligation's item and period, in their order."""
    found = session.execute(_ASSISTS, {"item": owed.item_id, "period": owed.period})
    return [Assist(*row) for row in found]


def leads(session: Session, owed: Owed) -> list[int]:
    """Return the obligations of the units that lead an obligation's item in its period."""
    return list(session.scalars(_LEADS, {"item": owed.item_id, "period": owed.period}))


def ever_reported(session: Session, item_id: int) -> list[tuple[str, Status, str]]:
    """Return unit, status and words of every report that assisted an item, of any period."""
    asked = (
        select(Unit.name, Report.status, Report.words)
        .join(Obligation, Report.obligation_id == Obligation.id)
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .join(Unit, Assignment.unit_id == Unit.id)
        .where(Assignment.item_id == item_id, Assignment.part == Part.ASSIST)
    )
    return [(unit, status, words) for unit, status, words in session.execute(asked)]


def last_prompt(session: Session, obligation_id: int) -> tuple[datetime, str] | None:
    """Return when a lead last prompted its assisting units, and who of it did."""
    asked = (
        select(Prompt.prompted_at, Contact.name)
        .join(Contact, Prompt.contact_id == Contact.id)
        .where(Prompt.obligation_id == obligation_id)
        .order_by(Prompt.prompted_at.desc(), Prompt.id.desc())
        .limit(1)
    )
    found = session.execute(asked).first()
    return None if found is None else (found[0], found[1])


def note_prompt(session: Session, obligation_id: int, contact_id: int, now: datetime) -> None:
    """Write down that a contact of the lead prompted its assisting units."""
    session.add(Prompt(obligation_id=obligation_id, contact_id=contact_id, prompted_at=now))
    session.flush()
