"""Asks that plans be acknowledged: contacts first, a workday later their head, then the office.

Decides with plain values; what was asked is noted with the messages, so asking twice is once.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from db import acknowledgements, outbox
from db.acknowledgements import Asked, Silent
from db.engine import Session
from db.outbox import outbox_row
from scheduler.hours import Hours, current_slot, next_slot
from scheduler.office import Office
from scheduler.workdays import workdays_after


def one_workday_after(hours: Hours, asked_at: datetime) -> datetime:
    """Return when a person has had one workday to answer: the same slot of the next workday.

    Who was asked outside work hours is taken to have been asked in the slot that follows.
    """
    slot = current_slot(hours, asked_at) or next_slot(hours, asked_at)
    day = workdays_after(slot.date(), 1, hours.works)
    return datetime.combine(day, slot.timetz())


def ask_to_acknowledge(session: Session, office: Office, now: datetime) -> tuple[int, int]:
    """Hand the items to whoever is to have them, and show the office whom to call.

    Args:
        session: an open transaction.
        office: its hours and its chat.
        now: the present moment; outside work hours nobody is asked.

    Returns:
        How many people were asked, and of how many plans the office is told whom to call.
    """
    if current_slot(office.hours, now) is None:
        return 0, 0
    today = office.hours.day_of(now)
    asked = acknowledgements.to_ask(session, today, now)
    fresh = {(one.plan_id, one.unit_id) for one in asked}
    due = [
        one
        for one in acknowledgements.silent(session, today)
        if one_workday_after(office.hours, one.asked_at) <= now
        and (one.plan_id, one.unit_id) not in fresh
    ]
    asked += [head for one in due for head in one.heads]
    acknowledgements.note_asked(session, asked, now)
    handed = [_handout(contact, now) for contact in _by_contact(asked)]
    sheets = _silent_lists(session, office, [one for one in due if not one.heads], now)
    for row in (*handed, *sheets):
        outbox.put(session, row)
    return len(handed), len(sheets)


def next_asking(session: Session, office: Office, now: datetime) -> datetime | None:
    """Return the next moment at which somebody is asked or the office shown whom to call."""
    today = office.hours.day_of(now)
    coming = [
        one_workday_after(office.hours, one.asked_at)
        for one in acknowledgements.silent(session, today)
    ]
    if acknowledgements.to_ask(session, today, now):
        coming.append(next_slot(office.hours, now))
    return min((moment for moment in coming if moment > now), default=None)


def _by_contact(asked: Iterable[Asked]) -> list[list[Asked]]:
    """Return what each person is asked of each plan: one message says it for all their units."""
    groups: dict[tuple[int, int], list[Asked]] = {}
    for one in asked:
        groups.setdefault((one.plan_id, one.contact_id), []).append(one)
    return list(groups.values())


def _handout(asked: list[Asked], now: datetime) -> dict[str, Any]:
    first, units = asked[0], "-".join(str(one.unit_id) for one in asked)
    return outbox_row(
        f"handout:{first.plan_id}:{first.contact_id}:{units}",
        first.chat_id,
        "handout",
        now,
        subject=first.contact_id,
        bulk=True,
        args={"plan": first.plan_id},
    )


def _silent_lists(
    session: Session, office: Office, silent: list[Silent], now: datetime
) -> list[dict[str, Any]]:
    """Return a list for each plan with units that are on none yet; one a day at the most."""
    chat = office.chat
    if chat is None:
        return []
    units: dict[int, list[int]] = {}
    for one in silent:
        units.setdefault(one.plan_id, []).append(one.unit_id)
    sheets = []
    for plan_id, its in units.items():
        before = outbox.find_card(session, "unacknowledged", plan_id, chat)
        told = set(before.args["units"]) if before else set()
        key = f"unacknowledged:{plan_id}:{office.hours.day_of(now)}"
        new = not told.issuperset(its) and (before is None or before.key != key)
        if new:
            args = {"units": its}
            row = outbox_row(
                key, chat, "unacknowledged", now, subject=plan_id, bulk=True, args=args
            )
            sheets.append(row)
    return sheets
