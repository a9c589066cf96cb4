"""A rule among a card's arguments: plain values that a message keeps, and the rule again."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, time
from typing import Any

from db.vocabulary import DayKind, Frequency, Rule, Shift


def to_args(rules: Sequence[Rule]) -> list[dict[str, Any]]:
    """Return rules as plain values."""
    return [
        asdict(rule)
        | {"anchor": rule.anchor and rule.anchor.isoformat(), "cutoff": rule.cutoff.isoformat()}
        for rule in rules
    ]


def from_args(kept: Sequence[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """Return the rules that were kept so."""
    return tuple(map(_rule, kept))


def _rule(one: Mapping[str, Any]) -> Rule:
    return Rule(
        **{
            **one,
            "frequency": Frequency(one["frequency"]),
            "kind": DayKind(one["kind"]),
            "anchor": date.fromisoformat(one["anchor"]) if one["anchor"] else None,
            "cutoff": time.fromisoformat(one["cutoff"]),
            "shift": Shift(one["shift"]),
        }
    )
