"""Who reported: a contact of the unit, or whoever of the office typed the report for it (代录)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import Session

from db.tables import Contact, Report

#: The name of who reported, where a report is joined with its contact by ``ITS_CONTACT``.
NAME: Any = func.coalesce(Contact.name, Report.entered_by)
#: Whether the office typed it.
ENTERED: Any = Report.entered_by.is_not(None)
#: What joins a report with its contact; an outer join, since the office's has none.
ITS_CONTACT: Any = Report.contact_id == Contact.id


@dataclass(frozen=True, slots=True)
class Author:
    """Who reported.

    Attributes:
        name: the contact's; of a report that the office typed, of who did.
        entered: whether the office typed it.
        absent: the contact in whose place a substitute filed it; "" for nobody.
    """

    name: str
    entered: bool = False
    absent: str = ""


def author_of(session: Session, report: Report) -> Author:
    """Return who filed a report."""
    if report.contact_id is None:
        return Author(report.entered_by or "", entered=True)
    absent = report.on_behalf_of_id
    return Author(
        session.get_one(Contact, report.contact_id).name,
        absent=session.get_one(Contact, absent).name if absent else "",
    )
