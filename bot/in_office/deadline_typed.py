"""What the office types about when reports fall due: which part, which cadence, what comes next."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards.rule_args import to_args
from bot.deadlines import Misread, read_phrase
from bot.scopes import scope_typed
from bot.turn import Turn
from db import cadences
from db.cadences import Scope
from db.vocabulary import Frequency, Rule
from scheduler.retiming import counting

#: The arguments of a card that shows a step.
Args = Mapping[str, Any]
#: How a cadence may begin; anything else that is typed on a preview is its reason.
_LIKE_A_CADENCE = re.compile(r"\s*(?:[每逐次自\d０-９]|[今本明]年|[一二三四五六七八九十]+[月日年])")


def begun(turn: Turn, plan_id: int, said: str) -> Args:
    """Return the step to which a text leads that names a part, a cadence, or both."""
    scope, rest = scope_typed(turn.session, plan_id, said)
    if scope is not None and not rest:
        return {"view": "choose", "scope": scope[1:]}
    if scope is None and isinstance(_rules(turn, said), Misread) and not like_a_cadence(said):
        wrong = {"key": "deadline.no_part", "phrase": said, "words": ""}
        return {"view": "plan", "wrong": wrong}
    return proposed(turn, scope or Scope(plan_id), rest)


def proposed(turn: Turn, scope: Scope, said: str) -> Args:
    """Return the step to which a typed cadence of a scope leads."""
    rules = _rules(turn, said)
    if isinstance(rules, Misread):
        wrong = {"key": rules.key, "phrase": rules.phrase, "words": rules.words}
        return {"view": "choose", "scope": scope[1:], "wrong": wrong}
    return _with_rules(turn, scope, rules)


def _with_rules(turn: Turn, scope: Scope, rules: Sequence[Rule]) -> Args:
    """Return the preview; where single dates meet what comes again and again, ask which counts."""
    chosen = {"scope": scope[1:], "rules": to_args(rules)}
    known = cadences.in_force(turn.session, scope.plan_id)
    its = counting(turn.session, known, scope)
    present = [one.rule for one in its[0]] if len(its) == 1 else []
    again = any(one.frequency is not Frequency.ONCE for one in present)
    if again and all(one.frequency is Frequency.ONCE for one in rules):
        return {"view": "once", "present": to_args(present), **chosen}
    return {"view": "preview", **chosen}


def _rules(turn: Turn, said: str) -> list[Rule] | Misread:
    """Return the cadences that a text says, one a line, or why it is not understood."""
    base = turn.desk.settings.cadence.numbered()
    read = [read_phrase(line, base, turn.today) for line in said.splitlines() if line.strip()]
    for one in read:
        if isinstance(one, Misread):
            return one
    return [one for one in read if isinstance(one, Rule)] or Misread("not_read.no_cadence", said)


def like_a_cadence(said: str) -> bool:
    """Tell whether a text begins as a cadence does."""
    return _LIKE_A_CADENCE.match(said) is not None


def answer(turn: Turn, present: Scope, said: str) -> Args:
    """Return the step after a text that says when; one that names another part is about that."""
    scope, rest = scope_typed(turn.session, present.plan_id, said)
    if scope is not None and not rest:
        return {"view": "choose", "scope": scope[1:]}
    return proposed(turn, scope or present, rest)
