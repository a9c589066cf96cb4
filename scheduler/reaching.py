"""Two workdays ahead: which units owe reports and have no contact to be told, and why.

The office is told in one live message a day, once for each unit, due day and reason.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from db import absences, chasing, outbox, people
from db.chasing import Count
from db.engine import Session
from db.tables import Outbox
from db.vocabulary import OutboxState, Untold
from scheduler.hours import current_slot
from scheduler.office import Office
from scheduler.workdays import DAY, workdays_after

#: How many workdays before a due day it matters that nobody can be told.
AHEAD = 2
#: The card, and the subject that stands for the office.
CARD, OFFICE = "unreachable", 0


@dataclass(frozen=True, slots=True)
class Unreached:
    """A unit that owes reports and has no contact who can be told.

    Attributes:
        unit_id: the unit.
        unit: its name.
        due_on: the last of the days on which it falls due.
        count: how many reports it owes by then.
        late: how many of them are late.
        why: what of its contacts' reasons is easiest mended.
        names: its contacts.
        back_on: where they are on leave, the first day that one of them is back.
    """

    unit_id: int
    unit: str
    due_on: date
    count: int
    late: int
    why: Untold
    names: tuple[str, ...]
    back_on: date | None

    @property
    def case(self) -> list[Any]:
        """What the office is told once: unit, due day and reason."""
        return [self.unit_id, self.due_on.isoformat(), self.why.value]


def unreached(
    session: Session, office: Office, now: datetime, unit_ids: Collection[int] | None = None
) -> list[Unreached]:
    """Return the units, or those of some, of which no contact can be told now or at the due time.

    Counts what is late or falls due within the next two workdays.
    """
    return _of_these(session, office, now, _owed(session, office, now, unit_ids))


def _owed(
    session: Session, office: Office, now: datetime, unit_ids: Collection[int] | None = None
) -> dict[int, list[Count]]:
    """Return, by unit, what it owes that is late or falls due within the next two workdays."""
    hours = office.hours
    last = workdays_after(hours.day_of(now), AHEAD, hours.works)
    owed: dict[int, list[Count]] = {}
    for one in chasing.due_before(session, hours.at(last + DAY, time()), unit_ids):
        owed.setdefault(one.unit_id, []).append(one)
    return owed


def _of_these(
    session: Session, office: Office, now: datetime, owed: Mapping[int, Sequence[Count]]
) -> list[Unreached]:
    hours, why = office.hours, _reasons(session, owed, now)
    names = people.contact_names(session, why)
    back = _back(session, why)
    return [
        Unreached(
            unit_id,
            its[0].unit,
            hours.day_of(its[-1].due_at),
            sum(one.items for one in its),
            sum(one.items for one in its if one.due_at < now),
            why[unit_id][0],
            tuple(names.get(unit_id, ())),
            hours.day_of(back[unit_id]) if unit_id in back else None,
        )
        for unit_id, its in owed.items()
        if unit_id in why
    ]


def _reasons(
    session: Session, owed: Mapping[int, Sequence[Count]], now: datetime
) -> dict[int, tuple[Untold, datetime]]:
    """Return, by unit, why its contacts cannot be told, and from which moment on."""
    at: dict[datetime, set[int]] = {now: set(owed)}
    for unit_id, its in owed.items():
        for one in its:
            if one.due_at > now:
                at.setdefault(one.due_at, set()).add(unit_id)
    found: dict[int, tuple[Untold, datetime]] = {}
    for moment in sorted(at):
        why = people.why_unreached(session, at[moment] - found.keys(), moment)
        found |= {unit_id: (reason, moment) for unit_id, reason in why.items()}
    return found


def _back(session: Session, why: Mapping[int, tuple[Untold, datetime]]) -> dict[int, datetime]:
    away: dict[datetime, set[int]] = {}
    for unit_id, (reason, moment) in why.items():
        if reason is Untold.ON_LEAVE:
            away.setdefault(moment, set()).add(unit_id)
    found: dict[int, datetime] = {}
    for moment, units in away.items():
        found |= absences.back_at(session, units, moment)
    return found


def tell_of_unreached(session: Session, office: Office, now: datetime) -> int:
    """Tell the office, once a workday, of units that have newly nobody to be told.

    The last such message is kept true meanwhile; returns how many messages that makes.
    """
    if office.chat is None or current_slot(office.hours, now) is None:
        return 0
    before = outbox.find_card(session, CARD, OFFICE, office.chat)
    drawn = 0 if before is None else _keep_true(session, office, before, now)
    key = f"{CARD}:{office.hours.day_of(now)}"
    owed = {} if outbox.is_known(session, key) else _owed(session, office, now)
    if not owed:
        return drawn
    told = _told(before, office.hours.day_of(now))
    found = _of_these(session, office, now, owed)
    new = [one for one in found if one.case not in told]
    units = [one.unit_id for one in sorted(found, key=lambda one: one not in new)]
    args = {"units": units, "open": sorted(units), "told": told + [one.case for one in new]}
    row = outbox.outbox_row(key, office.chat, CARD, now, subject=OFFICE, bulk=True, args=args)
    if not new:  # whoever becomes unreachable later today is told of at once, apart
        row |= {"state": OutboxState.WITHDRAWN}
    outbox.put(session, row)
    if new and before is not None and before.state is OutboxState.SENT:
        before.args = {**before.args, "moved": True}
        outbox.draw_again(session, before, now)
    return drawn + bool(new)


def _told(before: Outbox | None, today: date) -> list[list[Any]]:
    """Return the cases that the office was told of, but for past ones that were mended."""
    if before is None:
        return []
    known, still = before.args["told"], before.args["open"]
    return [case for case in known if case[0] in still or date.fromisoformat(case[1]) >= today]


def _keep_true(session: Session, office: Office, message: Outbox, now: datetime) -> int:
    """Have a message drawn anew where other units than it shows have nobody to be told."""
    if message.state is not OutboxState.SENT or message.args.get("moved"):
        return 0
    found = unreached(session, office, now, message.args["units"])
    still = sorted(one.unit_id for one in found)
    if still == message.args["open"]:
        return 0
    message.args = {**message.args, "open": still}
    outbox.draw_again(session, message, now)
    return 1
