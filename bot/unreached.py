"""What follows when a message reaches nobody: noted, told to the office, the next one asked."""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime

from bot.desk import Desk
from db import outbox, people
from db.engine import Session
from db.sending import Claimed, Outcome, Result
from db.tables import Contact, Outbox
from db.vocabulary import Reachable, Role
from templates import word

log = logging.getLogger(__name__)
#: What Telegram's refusals hold, each with its words in templates/zh/words.
REASONS = ("blocked", "deactivated", "not_found", "initiate", "kicked")


def tell_of_failures(
    session: Session, desk: Desk, answered: Sequence[tuple[Claimed, Outcome]], now: datetime
) -> None:
    """Note who cannot be reached any more, ask the next person up, and tell the office."""
    for claimed, outcome in answered:
        if outcome.result is Result.UNKNOWN and outcome.again_at is None and not claimed.edit:
            tell_of_uncertain(session, desk, [claimed.id], now)
        if outcome.result is Result.GONE:
            people.set_reachable(session, claimed.chat_id, _state_of(outcome.error or ""))
        if outcome.result in {Result.NEVER, Result.GONE} and not claimed.edit:
            log.error(
                "%s chat=%s message=%s", outcome.result.name.lower(), claimed.chat_id, claimed.id
            )
            _tell_of_failure(session, desk, claimed, outcome, now)


def _tell_of_failure(
    session: Session, desk: Desk, claimed: Claimed, outcome: Outcome, now: datetime
) -> None:
    contact = people.contact_of(session, claimed.chat_id)
    name = contact.name if contact else str(claimed.chat_id)
    if claimed.chat_id == desk.office_chat:
        return
    if outcome.result is Result.NEVER:
        values: dict[str, object] = {"name": name, "number": claimed.id}
        _tell(session, desk, f"unsent:{claimed.id}", "unsent_notice", values, now)
        return
    asked = _ask_next(session, claimed, contact, now) if contact else []
    values = blocked_values(session, contact, name, reason_of(outcome.error or ""), asked, now)
    _tell(session, desk, f"unreachable:{claimed.id}", "blocked_notice", values, now)


def reason_of(error: str) -> str:
    """Return why a chat cannot be reached, in the words of people."""
    return word(f"reason.{_reason(error)}")


def _reason(error: str) -> str:
    return next((one for one in REASONS if one.replace("_", " ") in error.lower()), "other")


def _state_of(error: str) -> Reachable:
    """Return what somebody is who gets no message: an account that is gone comes not back."""
    return Reachable.LEFT if _reason(error) == "deactivated" else Reachable.BLOCKED


def tell_of_uncertain(session: Session, desk: Desk, ids: Collection[int], now: datetime) -> None:
    """Show the office messages of which nobody knows whether they arrived."""
    if not ids:
        return
    log.error("uncertain messages=%s", sorted(ids))
    _tell(session, desk, f"uncertain:{min(ids)}", "uncertain_notice", {"count": len(ids)}, now)


def _ask_next(session: Session, claimed: Claimed, contact: Contact, now: datetime) -> list[str]:
    """Pass a reminder that reached nobody to the next person up, where nobody else got it.

    That is the second contact, else the head; returns them, each with their post.
    """
    if claimed.card != "checklist":
        return []
    asked = []
    for unit in people.units_of(session, contact.id, (Role.CONTACT,), now):
        role, card, holders = _next_up(session, unit.id, now)
        for one in holders:
            if _told_with(session, claimed, card, one):
                continue
            key, args = f"instead:{claimed.id}:{one.id}", {"reminder": True}
            row = outbox.outbox_row(
                key, one.chat_id, card, now, subject=one.id, bulk=True, args=args
            )
            outbox.put(session, row)
            asked.append(f"{word(f'role.{role}')} {one.name}")
    return asked


def _next_up(session: Session, unit_id: int, now: datetime) -> tuple[str, str, list[Contact]]:
    """Return who of a unit is told in a contact's place: post, card, people; none where not."""
    first, second = people.contacts_now(session, unit_id, now)
    if first or second:
        return "second", "checklist", [] if first else second
    return Role.HEAD, "overdue", people.holders(session, unit_id, Role.HEAD, now)


def _told_with(session: Session, claimed: Claimed, card: str, contact: Contact) -> bool:
    """Tell whether somebody was told the same by the same sweep."""
    theirs = outbox.find_card(session, card, contact.id, contact.chat_id)
    at = session.get_one(Outbox, claimed.id).created_at
    return theirs is not None and theirs.created_at == at


def blocked_values(
    session: Session,
    contact: Contact | None,
    name: str,
    why: str,
    asked: list[str],
    now: datetime,
) -> dict[str, object]:
    """Return what the office is told of a person who cannot be reached any more."""
    units = people.units_of(session, contact.id, people.ANSWERING, now) if contact else []
    others = {
        other.name
        for unit in units
        for other in people.holders(session, unit.id, Role.CONTACT, now)
        if contact and other.id != contact.id
    }
    return {
        "name": name,
        "units": [unit.name for unit in units],
        "why": why,
        "next": asked,
        "others": sorted(others),
    }


def _tell(
    session: Session,
    desk: Desk,
    key: str,
    template: str,
    values: dict[str, object],
    now: datetime,
) -> None:
    if (chat := desk.office_chat) is not None:
        outbox.enqueue(session, key, chat, "note", now, template=template, values=values)
