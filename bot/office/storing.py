"""Puts a confirmed draft into the ledger, as a plan of its own or as a revision of one.

The same for the command line and the chat: what was not possible is told by values and errors.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.desk import Desk
from bot.office.packing import Reading
from bot.office.revising import revise
from db import audit, plans
from db.audit import Actor, Values
from db.changes import Revision
from db.engine import Session
from db.register import NameTakenError, add_alias
from db.tables import Plan
from db.vocabulary import Action, PlanDraft, Rule
from scheduler.planning import plan_ahead

#: Names by which units are to be known from now on, each with its unit.
Aliases = Mapping[str, str]


def store(
    session: Session,
    desk: Desk,
    draft: PlanDraft,
    text: str,
    ends_on: date,
    rules: Sequence[Rule] = (),
) -> int:
    """Store a draft with its obligations ahead; return the plan's id.

    ``rules`` are its cadences; none for the office's.

    Raises:
        PlanExistsError: the same text was stored before.
    """
    now = desk.clock.now()
    today = now.astimezone(desk.settings.zone).date()
    starts_on = min(today, ends_on)
    due = rules or desk.settings.cadence.rules_of()
    plan = plans.add_plan(session, draft, text, (starts_on, ends_on), due, now)
    plan_ahead(session, desk.rules(session), now)
    return plan


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the office confirmed: the reading in the register's names, and by whom."""

    reading: Reading
    aliases: Aliases
    actor: Actor


def store_confirmed(
    session: Session, desk: Desk, confirmed: Confirmed, ends_on: date, rules: Sequence[Rule] = ()
) -> int:
    """Store what was confirmed as a plan of its own, with its aliases; return the plan's id.

    Raises:
        PlanExistsError: the same text was stored before.
    """
    draft = confirmed.reading.draft
    plan = store(session, desk, draft, confirmed.reading.text, ends_on, rules)
    _remember(session, confirmed.aliases)
    after: Values = {
        "title": draft.title,
        "items": len(draft.items),
        "ends_on": ends_on.isoformat(),
    }
    audit.note(
        session,
        confirmed.actor,
        Action.PLAN_ADDED,
        draft.title,
        desk.clock.now(),
        plan_id=plan,
        after=after,
    )
    return plan


def revise_confirmed(
    session: Session, desk: Desk, plan: int, revision: Revision, confirmed: Confirmed
) -> int:
    """Put a confirmed revision of a plan in force, with its aliases; return the text's number.

    Raises:
        PlanExistsError: the same text is or was a plan's.
        PlanMovedOnError: the plan was revised since the revision was made.
    """
    version = revise(session, desk, plan, revision, confirmed.reading.text)
    _remember(session, confirmed.aliases)
    audit.note(
        session,
        confirmed.actor,
        Action.PLAN_REVISED,
        session.get_one(Plan, plan).title,
        desk.clock.now(),
        plan_id=plan,
        before={"items": len(revision.old.items)},
        after={
            "version": version,
            "items": len(revision.new.items),
            "added": len(revision.added),
            "withdrawn": len(revision.withdrawn),
            "changed": len(revision.changed),
        },
    )
    return version


def _remember(session: Session, aliases: Aliases) -> None:
    """Store the names that units were found by; one that is taken meanwhile stays where it is."""
    for alias, name in aliases.items():
        unit = plans.find_unit(session, name)
        if unit is not None:
            try:
                add_alias(session, alias, unit)
            except NameTakenError:
                continue
