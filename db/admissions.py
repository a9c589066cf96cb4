"""Admissions: who opened an invite asks to be let in, and the office decides, once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from db.invites import unit_name
from db.people import contact_of
from db.tables import Contact, Invite
from db.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Admission:
    """What the office decides, or decided: who asked to come in, to which post, in whose place."""

    name: str
    role: Role
    unit: str
    predecessor: str
    asked_at: datetime
    decided_at: datetime | None
    admitted: bool
    by: str
    second: bool = False


#: What makes an invite one whose opener waits for the office's word.
IS_ASKING = Invite.asked_at.is_not(None) & Invite.used_at.is_(None) & Invite.refused_at.is_(None)


def ask_admission(session: Session, invite_id: int, now: datetime) -> bool:
    """Note that who opened an invite asks to be let in; tell whether that is news."""
    invite = session.get_one(Invite, invite_id)
    if invite.asked_at is not None:
        return False
    invite.asked_at, invite.naming = now, False
    return True


def asking(session: Session, invite_id: int) -> Invite | None:
    """Return an invite whose opener waits for the office's word; None for any other."""
    invite = session.get(Invite, invite_id)
    if invite is None or invite.asked_at is None:
        return None
    return invite if invite.used_at is None and invite.refused_at is None else None


def admission(session: Session, invite_id: int) -> Admission | None:
    """Return what the office was asked about an invite; None where it was asked nothing."""
    invite = session.get(Invite, invite_id)
    if invite is None or invite.asked_at is None or invite.opened_by is None:
        return None
    contact = contact_of(session, invite.opened_by)
    before = session.get(Contact, invite.replaces_id) if invite.replaces_id else None
    return Admission(
        name=contact.name if contact else invite.name or "",
        role=invite.role,
        unit=unit_name(session, invite) or "",
        predecessor=before.name if before else "",
        asked_at=invite.asked_at,
        decided_at=invite.used_at or invite.refused_at,
        admitted=invite.used_at is not None,
        by=invite.decided_by or "",
        second=invite.second,
    )


def deny(invite: Invite, by: str, now: datetime) -> None:
    """Note that the office lets nobody in by an invite that waits for its word."""
    invite.refused_at, invite.decided_by = now, by
