"""What was reported for the period before, and whether it may be filed again as it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.buttons import mark_of
from bot.contact.fields import fields_of
from bot.phrases import Field
from db import reports
from db.engine import Session
from db.ledger import Owed
from db.vocabulary import Status


class Sameness(StrEnum):
    """Whether an obligation can be answered by 无变化, or why it cannot.

    ``FIRST`` has nothing before it, ``TWICE`` was unchanged before and needs words, ``BEGUN`` is
    being written or was sent back, ``PARTLY`` asks for a number that was not asked for then.
    """

    SAME = "same"
    FIRST = "first"
    TWICE = "twice"
    BEGUN = "begun"
    PARTLY = "partly"


@dataclass(frozen=True, slots=True)
class Former:
    """An obligation with what was reported for the period before; ``fields`` know the numbers."""

    owed: Owed
    sameness: Sameness
    status: Status | None
    fields: tuple[Field, ...] = ()


def formers(session: Session, contact_id: int, waiting: Sequence[Owed]) -> list[Former]:
    """Return what was last reported for each obligation, for a contact to repeat."""
    ids = [one.id for one in waiting]
    before = reports.former_reports(session, ids)
    begun = reports.begun(session, contact_id, ids)
    found = []
    for one in waiting:
        former = before.get(one.id)
        if former is None:
            found.append(Former(one, Sameness.FIRST, None))
            continue
        fields = tuple(fields_of(session, one))
        lacking = any(field.last is None for field in fields)
        if one.id in begun or one.report_id is not None:
            sameness = Sameness.BEGUN
        elif lacking and former.status is not Status.NOT_STARTED:
            sameness = Sameness.PARTLY
        else:
            sameness = Sameness.TWICE if former.unchanged else Sameness.SAME
        found.append(Former(one, sameness, former.status, fields))
    return found


def repeatable(found: Sequence[Former]) -> list[Former]:
    """Return those that can be filed again as they are."""
    return [one for one in found if one.sameness is Sameness.SAME]


def mark(found: Sequence[Former]) -> str:
    """Return the mark of what would be filed, for the button that files it."""
    return mark_of(
        [
            (one.owed.id, one.status, [field.last for field in one.fields])
            for one in repeatable(found)
        ]
    )
