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
from scheduler.ladder import Ladder, current_slot, next_slot
from scheduler.workdays import Workday, is_workday, workdays_after


def one_workday_after(
    ladder: Ladder, asked_at: datetime, workday: Workday = is_workday
) -> datetime:
    """Return when a person has had one workday to answer: the same slot of the next workday.

    Who was asked outside work hours is taken to have been asked in the slot that follows.
    """
    slot = current_slot(ladder, asked_at, workday) or next_slot(ladder, asked_at, workday)
    day = workdays_after(slot.date(), 1, workday)
    return datetime.combine(day, slot.timetz())


def ask_to_acknowledge(
    session: Session, ladder: Ladder, now: datetime, office: int | None
) -> tuple[int, int]:
    """Hand the items to whoever is to have them, and show the office whom to call.

    Args:
        session: an open transaction.
        ladder: the office's slots.
        now: the present moment; outside work hours nobody is asked.
        office: the office's chat; None for no chat.

    Returns:
        How many people were asked, and how many call sheets written.
    """
    if current_slot(ladder, now) is None:
        return 0, 0
    today = now.astimezone(ladder.zone).date()
    asked = acknowledgements.to_ask(session, today, now)
    fresh = {(one.plan_id, one.unit_id) for one in asked}
    due = [
        one
        for one in acknowledgements.silent(session, today)
        if one_workday_after(ladder, one.asked_at) <= now
        and (one.plan_id, one.unit_id) not in fresh
    ]
    asked += [head for one in due for head in one.heads]
    acknowledgements.note_asked(session, asked, now)
    handed = [_handout(contact, now) for contact in _by_contact(asked)]
    sheets = _call_sheets(session, ladder, [one for one in due if not one.heads], now, office)
    for row in (*handed, *sheets):
        outbox.put(session, row)
    return len(handed), len(sheets)


def next_asking(session: Session, ladder: Ladder, now: datetime) -> datetime | None:
    """Return the next moment at which somebody is asked or the office shown whom to call."""
    today = now.astimezone(ladder.zone).date()
    coming = [
        one_workday_after(ladder, one.asked_at) for one in acknowledgements.silent(session, today)
    ]
    if acknowledgements.to_ask(session, today, now):
        coming.append(next_slot(ladder, now))
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


def _call_sheets(
    session: Session, ladder: Ladder, silent: list[Silent], now: datetime, office: int | None
) -> list[dict[str, Any]]:
    """Return a sheet for each plan with units that are on none yet; one a day at the most."""
    if office is None:
        return []
    units: dict[int, list[int]] = {}
    for one in silent:
        units.setdefault(one.plan_id, []).append(one.unit_id)
    sheets = []
    for plan_id, its in units.items():
        before = outbox.find_card(session, "call_sheet", plan_id, office)
        told = set(before.args["units"]) if before else set()
        key = f"call_sheet:{plan_id}:{now.astimezone(ladder.zone):%Y-%m-%d}"
        new = not told.issuperset(its) and (before is None or before.key != key)
        if new:
            args = {"units": its}
            row = outbox_row(key, office, "call_sheet", now, subject=plan_id, bulk=True, args=args)
            sheets.append(row)
    return sheets
