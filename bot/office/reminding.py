"""``duban remind``: reminds units' people now; first it says whom that reaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import typer

from bot.console import in_columns, note, print_json, refuse, say
from bot.contact.snoozing import soon
from bot.desk import Desk
from bot.in_office.reminding import (
    item_called,
    note_reminded,
    number_said,
    outcomes,
    whom_words,
)
from bot.office.inviting import known_units
from db import chasing, plans
from db.audit import Actor
from db.engine import Session
from db.tables import Contact, Item
from db.vocabulary import Via
from scheduler.reminding import (
    Not,
    Reminded,
    Reminder,
    foretold,
    owing_units,
    remind,
    remind_again_at,
    reminders,
)
from templates import moment, word


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for.

    Attributes:
        units: units by name.
        all_late: all that are late.
        yes: whether to ask no more.
        as_facts: whether it is told as facts.
        everybody: all that owe something.
        item: all that owe the item of this number.
        plan: the plan that it is of; None for the only one.
        by: who does it.
    """

    units: tuple[str, ...]
    all_late: bool
    yes: bool
    as_facts: bool = False
    everybody: bool = False
    item: str | None = None
    plan: int | None = None
    by: str = ""


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
    cost = desk.db.read_now(lambda session: foretold(session, desk.rules(session), asked, now))
    if not cost.people and not cost.later:
        refuse("remind.none")
    tell("remind.reach", units=cost.units, people=cost.people)
    if cost.later:
        later_at = moment(cost.later_at.astimezone(desk.settings.zone))
        tell("remind.later", people=cost.later, at=later_at)
    if not wishes.yes and not _confirmed(wishes):
        refuse("remind.declined")

    def change(session: Session) -> Reminded:
        office, at = desk.rules(session), desk.clock.now()
        meant = reminders(session, office, units, at)
        done = remind(session, office, meant, at)
        actor = Actor(wishes.by or word("cli.by_command"), Via.COMMAND)
        note_reminded(session, actor, _about(session, wishes, units), (meant, done), at)
        return done

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
    if wishes.item is not None or wishes.everybody:
        item = _item(session, wishes)
        found = owing_units(session, now, item_id=item.id if item else None)
        return found or refuse("remind.none_owing")
    late = dict.fromkeys((one.unit_id, one.unit) for one in chasing.late(session, now))
    if not late:
        refuse("remind.none_late")
    if not wishes.all_late:
        refuse("remind.which", count=len(late), units="、".join(name for _, name in late))
    return list(late)


def _item(session: Session, wishes: Wishes) -> Item | None:
    """Return the item meant; end the command where the plan has none of its number."""
    if wishes.item is None:
        return None
    plan = wishes.plan if wishes.plan is not None else _only_plan(session)
    found = item_called(session, plan, number_said(wishes.item) or wishes.item)
    return found or refuse("timetable.no_item", number=wishes.item)


def _only_plan(session: Session) -> int:
    known = [plan_id for plan_id, *_ in plans.titles(session)]
    return known[0] if len(known) == 1 else refuse("remind.which_plan", count=len(known))


def _about(session: Session, wishes: Wishes, units: Sequence[tuple[int, str]]) -> str:
    """Return what the audit trail calls those who were reminded."""
    if wishes.units:
        return "、".join(name for _, name in units)
    return whom_words(_item(session, wishes), late=wishes.all_late)


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
