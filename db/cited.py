"""The reports that a paper refers to: whose they are, for which item, when and by whom."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session

from db import authors
from db.tables import Assignment, Contact, Item, Obligation, Report, Unit


class Cited(NamedTuple):
    """A report that is referred to; ``entered`` where the office typed it for the unit."""

    report_id: int
    unit: str
    number: str
    submitted_at: datetime
    who: str
    entered: bool


def cited(session: Session, report_ids: Collection[int]) -> list[Cited]:
    """Return reports by their numbers, in their order."""
    number = func.coalesce(Item.number, cast(Item.position + 1, String))
    found = session.execute(
        select(Report.id, Unit.name, number, Report.submitted_at, authors.NAME, authors.ENTERED)
        .join(Obligation, Report.obligation_id == Obligation.id)
        .join(Assignment, Obligation.assignment_id == Assignment.id)
        .join(Item, Assignment.item_id == Item.id)
        .join(Unit, Assignment.unit_id == Unit.id)
        .outerjoin(Contact, authors.ITS_CONTACT)
        .where(Report.id.in_(report_ids))
        .order_by(Report.id)
    )
    return [Cited._make(row) for row in found]
