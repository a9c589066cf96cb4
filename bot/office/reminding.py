"""``duban remind``: reminds units' people now; first it says whom that reaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import typer

from bot.console import in_columns, note, print_json, refuse, say
from bot.contact.snoozing import soon
from bot.desk import Desk
from bot.office.inviting import known_units
from bot.reminding import outcomes
from db import chasing
from db.engine import Session
from db.tables import Contact
from scheduler.reminding import (
    Not,
    Reminded,
    Reminder,
    reach,
    remind,
    remind_again_at,
    reminders,
)
from templates import moment, word


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for: units by name, or all that are late; whether to ask no more."""

    units: tuple[str, ...]
    all_late: bool
    yes: bool
    as_facts: bool = False


def remind_units(desk: Desk, wishes: Wishes) -> None:
    """Print what reminders would reach, and put them in once that is confirmed."""
    now = desk.clock.now()
    units = desk.db.read_now(lambda session: _units(session, wishes, now))
    asked, lines = desk.db.read_now(lambda session: _seen(session, desk, units, now))
    if wishes.as_facts:
        print_json([_facts(one, said) for one, (_, said) in zip(asked, lines, strict=True)])
    else:
        in_columns(lines)
    tell = note if wishes.as_facts else say
    if not (people := reach(asked)):
        refuse("remind.none")
    ready = sum(one.why_not is None for one in asked)
    tell("remind.reach", units=ready, people=people)
    if not wishes.yes and not _confirmed(wishes):
        refuse("remind.declined")

    def change(session: Session) -> Reminded:
        office, at = desk.rules(session), desk.clock.now()
        return remind(session, office, reminders(session, office, units, at), at)

    sent, zone = desk.db.write_now(change), desk.settings.zone
    for key, count, at in outcomes(sent, desk.clock.now()):
        today = desk.clock.now().astimezone(zone).date()
        tell(key, count=count, at=soon(at.astimezone(zone), today))


def _facts(one: Reminder, said: str) -> dict[str, object]:
    """Return what becomes of a reminder as plain facts; ``why_not`` is null where it goes out."""
    return {"unit": one.unit, "count": one.count, "why_not": one.why_not, "said": said}


def _confirmed(wishes: Wishes) -> bool:
    try:
        return typer.confirm(word("remind.confirm"), err=wishes.as_facts)
    except typer.Abort:
        return False


def _units(session: Session, wishes: Wishes, now: datetime) -> list[tuple[int, str]]:
    """Return the units meant, each once; end the command where none is."""
    if wishes.units:
        return [(unit.id, unit.name) for unit in known_units(session, wishes.units)]
    late = dict.fromkeys((one.unit_id, one.unit) for one in chasing.late(session, now))
    if not late:
        refuse("remind.none_late")
    if not wishes.all_late:
        refuse("remind.which", count=len(late), units="、".join(name for _, name in late))
    return list(late)


def _seen(
    session: Session, desk: Desk, units: Sequence[tuple[int, str]], now: datetime
) -> tuple[list[Reminder], list[tuple[str, str]]]:
    office = desk.rules(session)
    asked = reminders(session, office, units, now)
    return asked, [(one.unit, _said(session, desk, one)) for one in asked]


def _said(session: Session, desk: Desk, one: Reminder) -> str:
    """Return what would become of a reminder, in words."""
    names = "、".join(session.get_one(Contact, each.contact_id).name for each in one.to)
    if one.why_not is Not.NOTHING:
        return word("remind.nothing")
    if one.why_not is Not.NOBODY:
        why = word(f"untold.{one.untold}") if one.untold else ""
        return word("remind.nobody", count=one.count, why=why)
    if one.why_not is None or one.reminded_at is None:
        return word("remind.ready", count=one.count, names=names)
    again = remind_again_at(desk.rules(session), one.reminded_at)
    zone = desk.settings.zone
    at, again = one.reminded_at.astimezone(zone), again.astimezone(zone)
    key = "remind.waits" if one.reminded_at > desk.clock.now() else "remind.lately"
    return word(key, at=moment(at), names=names, again=moment(again))
