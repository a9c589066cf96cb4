"""``duban cadence``: when a plan's reports fall due, for the whole of it or a part; and changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.cards.timing import opening_words, rule_words
from bot.console import (
    Speak,
    heading,
    in_columns,
    print_json,
    refuse,
    say,
)
from bot.desk import Desk
from bot.office.moving import Manner, carry_out, show_moves
from bot.office.scoping import Place, find_place, name_of
from db import cadences, plans
from db.cadences import Scope, Scoped
from db.engine import Session
from db.tables import Cadence
from db.vocabulary import Cause, Rule
from scheduler.owed import AHEAD, periods_of, scopes_of
from scheduler.planning import replan_all
from scheduler.replanning import Change, Moved
from scheduler.rule_mistakes import mistakes_of
from scheduler.saying import NotRead, read_rule
from templates import moment, word

#: How many of the next due times are told.
COMING = 3


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change comes to: of which part, whether any, what moves, and what falls due next.

    ``part`` tells whether it is one of a plan, which goes by a wider scope where it has no own.
    """

    name: str
    part: bool
    anything: bool
    moved: list[Moved]
    coming: list[datetime]


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


def in_words(rule: Rule) -> str:
    """Return all that a rule says: 每月25日 17:30，遇休息日提前；提前10天开放填报."""
    return word("timetable.rule", rule=rule_words(rule), opens=opening_words(rule))


def set_cadences(
    desk: Desk, plan_id: int, place: Place, phrases: Sequence[str], manner: Manner
) -> None:
    """Have a plan, or a part of it, report by these phrases; shown, confirmed, and re-planned.

    Without phrases its own cadences are withdrawn, and those of the wider scope count again.
    """
    scope = desk.db.read_now(lambda session: find_place(session, plan_id, place))
    rules = _rules(desk, phrases)

    def change(session: Session) -> Changed:
        now, who, why = desk.clock.now(), manner.who, manner.why
        plans.hold(session)
        changed = cadences.put_in_force(session, scope, rules, now, by=who, reason=why)
        moving = Change(Cause.CADENCE, who, why)
        moved = replan_all(session, desk.rules(session), now, moving, [plan_id]) if changed else []
        name, part = name_of(session, scope), scope != Scope(scope.plan_id)
        return Changed(name, part, changed, moved, _coming(session, desk, scope))

    found = desk.db.try_now(change)
    if not found.anything:
        refuse("timetable.same" if rules else "timetable.nothing_own", name=found.name)
    if rules and not found.coming:
        refuse("timetable.nothing_coming", name=found.name)
    _say_what(found, rules, manner.tell)
    show_moves(desk, found.moved, as_facts=manner.as_facts)
    carry_out(desk, change, manner)


def _say_what(found: Changed, rules: Sequence[Rule], tell: Speak) -> None:
    if rules:
        tell("timetable.now", name=found.name, rules="；\n  ".join(map(in_words, rules)))
    else:
        tell("timetable.dropped" if found.part else "timetable.dropped_whole", name=found.name)
    if found.coming:
        tell("timetable.coming", moments="、".join(map(moment, found.coming)))


def _coming(session: Session, desk: Desk, scope: Scope) -> list[datetime]:
    """Return when the next reports of a scope's own cadences fall due."""
    its = scopes_of(cadences.in_force(session, scope.plan_id)).get(scope, ())
    (plan,) = cadences.planned(session, [scope.plan_id])
    now, zone = desk.clock.now(), desk.settings.zone
    owed = {one.due_at for one in cadences.owing(session, scope.plan_id, now)}
    dues = [
        one.due_at
        for one in periods_of(its, plan, desk.rules(session))
        if one.due_at in owed or one.opens_at > now + AHEAD
    ]
    return [due.astimezone(zone) for due in dues if due > now][:COMING]


def _rules(desk: Desk, phrases: Sequence[str]) -> tuple[Rule, ...]:
    """Return what the phrases say, the rest by the settings; end the command at one not read."""
    base = desk.settings.cadence.numbered()
    today = desk.clock.now().astimezone(desk.settings.zone).date()
    rules = []
    for phrase in phrases:
        read = read_rule(phrase, base, today)
        if isinstance(read, NotRead):
            refuse(f"not_read.{read.code}", phrase=phrase, words=read.words)
        for _, code in mistakes_of(read):
            refuse(f"wrong_rule.{code}", phrase=phrase)
        rules.append(read)
    return tuple(rules)


def show_history(desk: Desk, plan_id: int, *, as_facts: bool) -> None:
    """Print every cadence that a plan or its parts ever had: since when, until when, who, why."""
    rows = desk.db.read_now(
        lambda session: [
            (name_of(session, cadences.scope_of(row)), row)
            for row in cadences.history(session, find_place(session, plan_id, Place()).plan_id)
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


def _when(desk: Desk, row: Cadence) -> dict[str, str]:
    zone, gone = desk.settings.zone, row.withdrawn_at
    until = f"{gone.astimezone(zone):%Y-%m-%d}" if gone else ""
    return {
        "since": f"{row.added_at.astimezone(zone):%Y-%m-%d}",
        "until": word("timetable.until", day=until) if until else word("timetable.present"),
        "by": row.added_by or word("timetable.by_import"),
        "why": word("timetable.why", why=row.reason) if row.reason else "",
        "ended": word("timetable.ended", by=row.withdrawn_by or "") if gone else "",
    }


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
    }
