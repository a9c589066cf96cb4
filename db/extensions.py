"""申请延期: an obligation's later due time, drafted, asked for, and decided or taken back.

One at a time for an obligation, whoever of its unit began it. While it is pending no reminder is
planned; whoever ends it plans them anew.
"""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from db import ledger, outbox
from db.tables import Extension, Move, Obligation
from db.vocabulary import Cause


class Stage(StrEnum):
    """How far an extension has come."""

    DRAFT = auto()
    PENDING = auto()
    GRANTED = auto()
    REFUSED = auto()
    CANCELLED = auto()
    WITHDRAWN = auto()


def stage_of(extension: Extension) -> Stage:
    """Return how far an extension has come."""
    if extension.withdrawn_at is not None:
        return Stage.CANCELLED if extension.asked_at is None else Stage.WITHDRAWN
    if extension.asked_at is None:
        return Stage.DRAFT
    if extension.decided_at is None:
        return Stage.PENDING
    return Stage.GRANTED if extension.granted else Stage.REFUSED


#: What makes an extension one that waits for the office's decision.
IS_PENDING = and_(
    Extension.asked_at.is_not(None),
    Extension.decided_at.is_(None),
    Extension.withdrawn_at.is_(None),
)
_PRESENT = select(Extension).where(Extension.decided_at.is_(None), Extension.withdrawn_at.is_(None))
_CURRENT = _PRESENT.where(Extension.obligation_id == bindparam("obligation"))


def current(session: Session, obligation_id: int) -> Extension | None:
    """Return an obligation's extension that is a draft or waits for its decision."""
    return session.scalar(_CURRENT, {"obligation": obligation_id})


def pending(session: Session, obligation_ids: Collection[int]) -> dict[int, datetime]:
    """Return, by obligation, the due time that its unit has asked for and waits to hear about."""
    asked = (one for one in session.scalars(_present(obligation_ids)) if one.asked_at is not None)
    return {one.obligation_id: one.wanted_due_at for one in asked if one.wanted_due_at is not None}


def undecided(session: Session) -> list[Extension]:
    """Return what waits for the office's decision, the oldest request first."""
    waiting = select(Extension).where(IS_PENDING)
    return list(session.scalars(waiting.order_by(Extension.asked_at, Extension.id)))


def has(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that an obligation has such an extension."""
    asked = select(Extension.id).where(Extension.obligation_id == Obligation.id, which)
    return asked.correlate(Obligation).exists()


def said_in(session: Session, contact_id: int, message_id: int) -> Extension | None:
    """Return the extension of which a contact's message gave the reason."""
    return session.scalar(
        select(Extension)
        .where(Extension.contact_id == contact_id, Extension.message_id == message_id)
        .order_by(Extension.id.desc())
        .limit(1)
    )


def give_reason(
    session: Session, extension: Extension, contact_id: int, said: str, message_id: int | None
) -> None:
    """Set an extension's reason; the last one counts, and who gave it asks."""
    extension.contact_id, extension.reason, extension.message_id = contact_id, said, message_id
    session.flush()


def begin(session: Session, obligation_id: int, contact_id: int) -> Extension:
    """Begin an extension; where the unit has one under way already, return that."""
    extension = current(session, obligation_id)
    if extension is None:
        extension = Extension(obligation_id=obligation_id, contact_id=contact_id)
        session.add(extension)
        session.flush()
    return extension


def ask(session: Session, extension: Extension, contact_id: int, now: datetime) -> None:
    """Put a draft with its reason and its time before the office; reminders stop."""
    extension.contact_id, extension.asked_at = contact_id, now
    extension.former_due_at = session.get_one(Obligation, extension.obligation_id).due_at
    ledger.plan_nudge(session, extension.obligation_id, None)
    session.flush()


def decide(
    session: Session,
    extension: Extension,
    decider: str,
    now: datetime,
    *,
    granted: bool,
    due_at: datetime | None = None,
) -> None:
    """Write the office's decision down; one that is granted moves the due time.

    ``due_at`` where it is granted until another time than was wanted.
    """
    extension.granted_due_at = due_at if granted and due_at != extension.wanted_due_at else None
    until = extension.granted_due_at or extension.wanted_due_at
    extension.granted, extension.decided_by, extension.decided_at = granted, decider, now
    obligation = session.get_one(Obligation, extension.obligation_id)
    if granted and until is not None:
        extension.former_due_at = obligation.due_at
        obligation.due_at = until
        session.add(
            Move(
                obligation_id=obligation.id,
                cause=Cause.EXTENSION,
                former_due_at=extension.former_due_at,
                due_at=until,
                moved_at=now,
                moved_by=decider,
                reason=extension.reason,
            )
        )
    session.flush()


def end(session: Session, obligation_ids: Collection[int] | Select[int], now: datetime) -> None:
    """Take back what is asked for obligations of which nothing is owed any more."""
    for extension in session.scalars(_present(obligation_ids)).all():
        take_back(session, extension, now)


def take_back(session: Session, extension: Extension, now: datetime) -> None:
    """Take an extension back, and have its cards say so."""
    extension.withdrawn_at = now
    session.flush()
    for card in ("extension", "extension_request"):
        outbox.show_again(session, card, extension.id, now)
    outbox.show_again(session, "todo", 0, now)


def granted_before(session: Session, extension: Extension) -> int:
    """Return how many extensions were granted for the same obligation before this one."""
    count = select(func.count()).where(
        Extension.obligation_id == extension.obligation_id,
        Extension.granted.is_(True),
        Extension.id < extension.id,
    )
    return session.scalar(count) or 0


def _present(obligation_ids: Collection[int] | Select[int]) -> Select[Extension]:
    return _PRESENT.where(Extension.obligation_id.in_(obligation_ids))
