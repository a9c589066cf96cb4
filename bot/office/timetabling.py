"""``duban cadence``: when a plan's reports fall due, for the whole of it or a part; and changes."""

from collections.abc import Sequence
from typing import Any

from bot.cards.timing import in_words, rule_words
from bot.console import (
    Speak,
    heading,
    in_columns,
    print_json,
    refuse,
    say,
)
from bot.deadlines import Misread, put_in_force, read_phrase
from bot.desk import Desk
from bot.office.moving import Manner, carry_out, show_moves
from bot.office.scoping import Place, find_place
from bot.scopes import name_of
from db import cadences, plans
from db.cadence_history import last_change
from db.cadences import Scope, Scoped
from db.engine import Session
from db.tables import Cadence, Plan
from db.vocabulary import Rule
from scheduler.retiming import Retimed, retimed
from templates import moment, word

#: How many of the next due times are told.
COMING = 3


def show_cadences(desk: Desk, *, as_facts: bool) -> None:
    """Print each plan's cadences, those of its parts below it."""
    found = desk.db.read_now(
        lambda session: {
            plan: [
                (name_of(session, one.scope), one)
                for one in sorted(cadences.in_force(session, plan.id), key=_width)
            ]
            for plan in plans.plans(session)
        }
    )
    if as_facts:
        print_json([_facts(name, one) for its in found.values() for name, one in its])
    elif not found:
        refuse("cli.no_plans")
    for plan, its in {} if as_facts else found.items():
        heading(word("timetable.plan", plan=plan.id, title=plan.title))
        if its:
            in_columns([(f"  {name}", in_words(one.rule)) for name, one in its])
        else:
            say("timetable.none", plan=plan.id)


def _width(one: Scoped) -> list[int]:
    """Return by what the widest scopes stand first."""
    return [number or 0 for number in reversed(one.scope)]


def set_cadences(
    desk: Desk, plan_id: int, place: Place, phrases: Sequence[str], manner: Manner
) -> None:
    """Have a plan, or a part of it, report by these phrases; shown, confirmed, and re-planned.

    Without phrases its own cadences are withdrawn, and those of the wider scope count again.
    """
    scope = desk.db.read_now(lambda session: find_place(session, plan_id, place))
    rules = _rules(desk, phrases)
    found = _shown(desk, scope, rules)
    name = desk.db.read_now(lambda session: name_of(session, scope))
    if found.before == found.after:
        refuse("timetable.same" if rules else "timetable.nothing_own", name=name)
    _change(desk, scope, found, manner)


def undo(desk: Desk, plan_id: int, place: Place, manner: Manner) -> None:
    """Put the cadences that a plan, or a part of it, had before its last change in force again."""
    scope = desk.db.read_now(lambda session: find_place(session, plan_id, place))
    name = desk.db.read_now(lambda session: name_of(session, scope))
    last = desk.db.read_now(lambda session: last_change(session, plan_id, scope))
    if last is None:
        refuse("timetable.nothing_to_undo", name=name)
    day = f"{last.at.astimezone(desk.settings.zone):%Y-%m-%d}"
    manner.tell("timetable.undoing", name=name, day=day, by=last.by or word("timetable.by_import"))
    _change(desk, scope, _shown(desk, scope, last.before), manner)


def _shown(desk: Desk, scope: Scope, rules: Sequence[Rule]) -> Retimed:
    """Return what other rules of a scope would mean now."""
    return desk.db.read_now(
        lambda session: retimed(session, desk.rules(session), scope, rules, desk.clock.now())
    )


def _change(desk: Desk, scope: Scope, found: Retimed, manner: Manner) -> None:
    """Show a change, have it confirmed, and make it."""
    name = desk.db.read_now(lambda session: name_of(session, scope))
    if found.after and not found.coming:
        refuse("timetable.nothing_coming", name=name)
    _say_what(desk, scope, name, found, manner.tell)
    show_moves(desk, found.moved, as_facts=manner.as_facts)

    def change(session: Session) -> None:
        office, now = desk.rules(session), desk.clock.now()
        put_in_force(session, office, scope, found.after, manner.actor, now, reason=manner.why)

    carry_out(desk, change, manner)


def _say_what(desk: Desk, scope: Scope, name: str, found: Retimed, tell: Speak) -> None:
    if found.after:
        tell("timetable.now", name=name, rules="；\n  ".join(map(in_words, found.after)))
    else:
        part = scope != Scope(scope.plan_id)
        tell("timetable.dropped" if part else "timetable.dropped_whole", name=name)
    dues = [one.due_at.astimezone(desk.settings.zone) for one in found.coming[:COMING]]
    if dues:
        tell("timetable.coming", moments="、".join(map(moment, dues)))


def _rules(desk: Desk, phrases: Sequence[str]) -> tuple[Rule, ...]:
    """Return what the phrases say, the rest by the settings; end the command at one not read."""
    base = desk.settings.cadence.numbered()
    today = desk.clock.now().astimezone(desk.settings.zone).date()
    rules = []
    for phrase in phrases:
        read = read_phrase(phrase, base, today)
        if isinstance(read, Misread):
            refuse(read.key, phrase=phrase, words=read.words)
        rules.append(read)
    return tuple(rules)


def show_history(desk: Desk, plan_id: int, *, as_facts: bool) -> None:
    """Print every cadence that a plan or its parts ever had: since when, until when, who, why."""
    rows = desk.db.read_now(
        lambda session: [
            (name_of(session, cadences.scope_of(row)), row)
            for row in cadences.history(session, _known(session, plan_id))
        ]
    )
    if as_facts:
        print_json([_history_facts(desk, name, row) for name, row in rows])
        return
    for name, row in rows:
        say(
            "timetable.history",
            name=name,
            rule=rule_words(cadences.rule_of(row)),
            **_when(desk, row),
        )


def _known(session: Session, plan_id: int) -> int:
    """Return a plan that there is, or was; end the command where there is none."""
    return plan_id if session.get(Plan, plan_id) else refuse("cli.no_plan", plan=plan_id)


def _when(desk: Desk, row: Cadence) -> dict[str, str]:
    zone, gone = desk.settings.zone, row.withdrawn_at
    until = f"{gone.astimezone(zone):%Y-%m-%d}" if gone else ""
    return {
        "since": f"{row.added_at.astimezone(zone):%Y-%m-%d}",
        "until": word("timetable.until", day=until) if until else word("timetable.present"),
        "by": row.added_by or word("timetable.by_import"),
        "why": _because(row.reason),
        "ended": word("timetable.ended", by=row.withdrawn_by or "") if gone else "",
        "ended_why": _because(row.withdrawn_reason),
    }


def _because(reason: str) -> str:
    return word("timetable.why", why=reason) if reason else ""


def _facts(name: str, one: Scoped) -> dict[str, Any]:
    return {"plan": one.scope.plan_id, "scope": name, "rule": in_words(one.rule)}


def _history_facts(desk: Desk, name: str, row: Cadence) -> dict[str, Any]:
    zone, until = desk.settings.zone, row.withdrawn_at
    return {
        "plan": row.plan_id,
        "scope": name,
        "rule": rule_words(cadences.rule_of(row)),
        "added_at": row.added_at.astimezone(zone),
        "added_by": row.added_by,
        "reason": row.reason,
        "withdrawn_at": until.astimezone(zone) if until else None,
        "withdrawn_by": row.withdrawn_by,
        "withdrawn_reason": row.withdrawn_reason,
    }
