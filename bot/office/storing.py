"""Puts a confirmed draft into the ledger, as a plan of its own or as a revision of one."""

from collections.abc import Mapping
from datetime import date

from bot.cards.timing import rule_words
from bot.console import Speak, refuse
from bot.desk import Desk
from bot.office.packing import Reading
from bot.office.revising import revise
from db import cadences, plans
from db.changes import Revision
from db.engine import Session
from db.register import NameTakenError, add_alias
from db.revisions import PlanMovedOnError
from db.vocabulary import PlanDraft
from scheduler.planning import plan_ahead

#: Names by which units are to be known from now on, each with its unit.
Aliases = Mapping[str, str]


def last_day(draft: PlanDraft, until: date | None, today: date) -> date:
    """Return the last day on which reports may be owed; end the command where it has gone by."""
    if until is not None:
        return until if until >= today else refuse("cli.until_past", until=until)
    return date(max(draft.year or today.year, today.year), 12, 31)


def check_draft(desk: Desk, draft: PlanDraft, until: date | None, tell: Speak) -> None:
    """End the command where a draft cannot be stored; warn where the notice's year is over."""
    if not any(item.lead or item.assist for item in draft.items):
        refuse("cli.no_owners")
    today = _today(desk)
    ends_on = last_day(draft, until, today)
    if until is None and draft.year is not None and draft.year < today.year:
        tell("cli.year_over", year=draft.year, until=ends_on)


def store_reading(
    desk: Desk, reading: Reading, aliases: Aliases, until: date | None, tell: Speak
) -> None:
    """Store a confirmed reading, make the obligations ahead, and say when the first falls due."""
    ends_on = last_day(reading.draft, until, _today(desk))

    def change(session: Session) -> int:
        plan = store(session, desk, reading.draft, reading.text, ends_on)
        _remember(session, aliases)
        return plan

    try:
        plan = desk.db.write_now(change)
    except plans.PlanExistsError as error:
        tell("cli.known", plan=error.plan_id)
        return
    first = desk.db.read_now(lambda session: cadences.first_due(session, plan))
    if first is None:
        tell("cli.imported_none", plan=plan, until=ends_on)
    else:
        local = first.astimezone(desk.settings.zone)
        tell("cli.imported", plan=plan, until=ends_on, first=f"{local:%Y-%m-%d %H:%M}")
        rules = "；".join(map(rule_words, desk.settings.cadence.rules_of()))
        tell("cli.imported_cadence", plan=plan, rules=rules)


def store(session: Session, desk: Desk, draft: PlanDraft, text: str, ends_on: date) -> int:
    """Store a draft under the office's cadence with its obligations ahead; return the plan's id."""
    now = desk.clock.now()
    rules = desk.settings.cadence.rules_of()
    today = now.astimezone(desk.settings.zone).date()
    starts_on = min(today, ends_on)
    plan = plans.add_plan(session, draft, text, (starts_on, ends_on), rules, now)
    plan_ahead(session, desk.rules(session), now)
    return plan


def store_revision(
    desk: Desk, plan: int, revision: Revision, text: str, aliases: Aliases, tell: Speak
) -> None:
    """Put a confirmed revision in force and say so."""

    def change(session: Session) -> int:
        version = revise(session, desk, plan, revision, text)
        _remember(session, aliases)
        return version

    try:
        version = desk.db.write_now(change)
    except plans.PlanExistsError as error:
        tell("cli.known", plan=error.plan_id)
        return
    except PlanMovedOnError:
        refuse("cli.moved_on", plan=plan)
    tell("cli.revised", plan=plan, version=version)


def _remember(session: Session, aliases: Aliases) -> None:
    """Store the names that units were found by; one that is taken meanwhile stays where it is."""
    for alias, name in aliases.items():
        unit = plans.find_unit(session, name)
        if unit is not None:
            try:
                add_alias(session, alias, unit)
            except NameTakenError:
                continue


def _today(desk: Desk) -> date:
    return desk.clock.now().astimezone(desk.settings.zone).date()
