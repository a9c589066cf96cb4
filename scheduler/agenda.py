"""督办室待办: everything that waits for the office; each workday it is told of what aged."""

from collections.abc import Iterable
from datetime import datetime

from db import outbox, pending, people, reviews
from db.engine import Session
from db.pending import Pending
from db.vocabulary import OutboxState, Untold
from scheduler import reaching
from scheduler.acknowledging import one_workday_after
from scheduler.hours import current_slot
from scheduler.office import Office
from scheduler.workdays import workdays_between

#: The card, and the subject that stands for the office.
CARD, OFFICE = "todo", 0


def decisions(session: Session, office: Office) -> list[Pending]:
    """Return what the office is to decide, the oldest first: reports, and what was asked."""
    waiting = reviews.waiting(session) if office.reviews else []
    reports = [Pending("review", one.id, one.submitted_at) for one in waiting]
    return sorted([*reports, *pending.asked(session)], key=lambda one: one.since)


def unreachable(session: Session, office: Office, now: datetime) -> list[int]:
    """Return the units that owe something soon and have nobody who can be told."""
    return [one.unit_id for one in reaching.unreached(session, office, now)]


def unjoined(session: Session, office: Office, now: datetime) -> dict[int, list[int]]:
    """Return, by plan, its units for which nobody ever joined."""
    units = pending.units_by_plan(session, office.hours.day_of(now))
    why = people.why_unreached(session, {unit_id for _, unit_id in units}, now)
    found: dict[int, list[int]] = {}
    for plan_id, unit_id in units:
        if why.get(unit_id) is Untold.NEVER_JOINED:
            found.setdefault(plan_id, []).append(unit_id)
    return found


def age(office: Office, since: datetime, now: datetime) -> int:
    """Return for how many workdays something has waited."""
    hours = office.hours
    return workdays_between(hours.day_of(since), hours.day_of(now), hours.works)


def tell_of_agenda(session: Session, office: Office, now: datetime) -> int:
    """Tell the office, once a workday, what waits for it where anything has for a workday.

    What was a workday old by the first slot of the day counts; returns how many messages it makes.
    """
    if office.chat is None or current_slot(office.hours, now) is None:
        return 0
    today = office.hours.day_of(now)
    key = f"{CARD}:{today}"
    if outbox.is_known(session, key) or not _aged(office, decisions(session, office), now):
        return 0
    before = outbox.find_card(session, CARD, OFFICE, office.chat)
    row = outbox.outbox_row(key, office.chat, CARD, now, subject=OFFICE, bulk=True)
    outbox.put(session, row)
    if before is not None and before.state is OutboxState.SENT:
        before.args = {**before.args, "over": True}
        outbox.draw_again(session, before, now)
    return 1


def _aged(office: Office, waiting: Iterable[Pending], now: datetime) -> bool:
    hours = office.hours
    first = hours.at(hours.day_of(now), hours.slots[0])
    return any(one_workday_after(hours, one.since) <= first for one in waiting)
