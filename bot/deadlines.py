"""The office changes when reports fall due: put in force, re-planned and written down at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.cards.timing import in_words
from bot.scopes import name_of
from db import audit, cadences, plans
from db.audit import Actor
from db.cadences import Scope
from db.engine import Session
from db.vocabulary import Action, Cause, Rule
from scheduler.office import Office
from scheduler.planning import replan_all
from scheduler.replanning import Change
from scheduler.retiming import own_rules
from scheduler.rule_mistakes import mistakes_of
from scheduler.saying import NotRead, read_rule


@dataclass(frozen=True, slots=True)
class Misread:
    """A phrase that is not taken: the key of the sentence that says why, and what it is about."""

    key: str
    phrase: str
    words: str = ""


def read_phrase(phrase: str, base: Rule, today: date) -> Rule | Misread:
    """Read a cadence as typed, the rest by the settings' rule; what is not understood is a value.

    Args:
        phrase: what somebody typed, e.g. ``每周五上午``.
        base: the rule of the settings.
        today: the office's day.
    """
    read = read_rule(phrase, base, today)
    if isinstance(read, NotRead):
        return Misread(f"not_read.{read.code}", phrase, read.words)
    for _, code in mistakes_of(read):
        return Misread(f"wrong_rule.{code}", phrase)
    return read


def put_in_force(  # noqa: PLR0913 - one change with who, when and why
    session: Session,
    office: Office,
    scope: Scope,
    rules: Sequence[Rule],
    actor: Actor,
    now: datetime,
    *,
    reason: str = "",
) -> bool:
    """Have a scope report by these rules; what is owed follows. Tell whether that changes it."""
    plans.hold(session)
    before = own_rules(cadences.in_force(session, scope.plan_id), scope)
    if not cadences.put_in_force(session, scope, rules, now, by=actor.name, reason=reason):
        return False
    change = Change(Cause.CADENCE, actor.name, reason)
    replan_all(session, office, now, change, [scope.plan_id])
    audit.note(
        session,
        actor,
        Action.CADENCE,
        name_of(session, scope),
        now,
        plan_id=scope.plan_id,
        item_id=scope.item_id,
        unit_id=scope.unit_id,
        before={"cadence": [in_words(one) for one in before]},
        after={"cadence": [in_words(one) for one in rules]},
        reason=reason,
    )
    return True
