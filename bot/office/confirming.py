"""Stores what was confirmed at the terminal, and says what came of it."""

from datetime import date

from bot.cards.timing import rule_words
from bot.console import Speak, refuse
from bot.desk import Desk
from bot.drafts.proposing import last_day
from bot.office.packing import Reading
from bot.office.storing import Aliases, Confirmed, revise_confirmed, store_confirmed
from db import cadences, plans
from db.audit import Actor
from db.changes import Revision
from db.revisions import PlanMovedOnError
from db.vocabulary import PlanDraft, Via
from templates import word


def check_draft(desk: Desk, draft: PlanDraft, until: date | None, tell: Speak) -> None:
    """End the command where a draft cannot be stored; warn where the notice's year is over."""
    if not any(item.lead or item.assist for item in draft.items):
        refuse("cli.no_owners")
    today = _today(desk)
    ends_on = _last_day(draft, until, today)
    if until is None and draft.year is not None and draft.year < today.year:
        tell("cli.year_over", year=draft.year, until=ends_on)


def store_reading(
    desk: Desk, reading: Reading, aliases: Aliases, until: date | None, tell: Speak
) -> None:
    """Store a confirmed reading, make the obligations ahead, and say when the first falls due."""
    ends_on = _last_day(reading.draft, until, _today(desk))
    confirmed = Confirmed(reading, aliases, _actor())
    try:
        plan = desk.db.write_now(lambda session: store_confirmed(session, desk, confirmed, ends_on))
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


def store_revision(
    desk: Desk, plan: int, revision: Revision, reading: Reading, aliases: Aliases, tell: Speak
) -> None:
    """Put a confirmed revision in force and say so."""
    confirmed = Confirmed(reading, aliases, _actor())
    try:
        version = desk.db.write_now(
            lambda session: revise_confirmed(session, desk, plan, revision, confirmed)
        )
    except plans.PlanExistsError as error:
        tell("cli.known", plan=error.plan_id)
        return
    except PlanMovedOnError:
        refuse("cli.moved_on", plan=plan)
    tell("cli.revised", plan=plan, version=version)


def _actor() -> Actor:
    return Actor(word("cli.by_command"), Via.COMMAND)


def _last_day(draft: PlanDraft, until: date | None, today: date) -> date:
    """Return the last day on which reports may be owed; end the command where it has gone by."""
    if until is not None:
        return until if until >= today else refuse("cli.until_past", until=until)
    return last_day(draft, today)


def _today(desk: Desk) -> date:
    return desk.clock.now().astimezone(desk.settings.zone).date()
