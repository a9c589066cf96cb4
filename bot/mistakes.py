"""What is wrong with settings: each mistake with its place, a code for its sentence, and a hint."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from pydantic_core import ErrorDetails

#: Keys that older files have; a rung itself says now whom it tells.
RETIRED = {("ladder", "heads_from")}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One wrong setting: its place ("cadence.day"), a code with values for the sentence, a hint."""

    place: str
    code: str
    values: dict[str, object]
    hint: str | None = None


class ConfigError(Exception):
    """The settings cannot be used; carries every mistake."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        """Remember the mistakes."""
        super().__init__("; ".join(f"{mistake.place}: {mistake.code}" for mistake in mistakes))
        self.mistakes = mistakes


def mistake_of(detail: ErrorDetails, parts: Mapping[str, Any]) -> Mistake:
    """Return what pydantic found wrong as a mistake.

    Args:
        detail: pydantic's finding.
        parts: the settings' sections by name, for a hint where a key is misspelt.
    """
    context = detail.get("ctx", {})
    loc = detail["loc"]
    if detail["type"] == "enum" and isinstance(loc[-1], int):  # one of a list: it is named as found
        loc = loc[:-1]
    place = ".".join(map(str, loc))
    if loc in RETIRED:
        return Mistake(place, "retired", {})
    if detail["type"] == "extra_forbidden":  # its value may be a secret under a misspelt name
        return Mistake(place, detail["type"], {}, _near_key(loc, parts))
    # A token or a password stands there, perhaps a level too high or in another's place.
    secret = place.startswith(("telegram", "database"))
    found = "***" if secret else detail["input"]
    near = None
    if "expected" in context:  # 'a', 'b' or 'c'
        known = re.findall(r"'([^']*)'", context["expected"])
        context["expected"] = "、".join(known)
        near = _near(found, known)
    return Mistake(place, detail["type"], {"found": found, **context}, near)


def unknown_variables(prefix: str, parts: Mapping[str, Any]) -> list[Mistake]:
    """Return the environment's variables for sections that there are not."""
    mistakes = []
    for name in sorted(os.environ):
        section, nested, key = name.removeprefix(prefix).partition("__")
        if name.startswith(prefix) and nested and section.lower() not in parts:
            near = _near(section.lower(), parts)
            hint = f"{prefix}{near.upper()}__{key}" if near else None
            mistakes.append(Mistake(name, "extra_forbidden", {}, hint))
    return mistakes


def _near_key(loc: tuple[int | str, ...], parts: Mapping[str, Any]) -> str | None:
    """Return the known key that an unknown one is most like."""
    keys = parts
    for step in loc[:-1]:
        if isinstance(step, str):
            kind = keys[step].annotation
            keys = next(iter(get_args(kind)), kind).model_fields  # of a list: of what it holds
    return _near(loc[-1], keys)


def _near(found: object, known: Iterable[str]) -> str | None:
    """Return the known word that one is most like; None where it is like none."""
    return next(iter(get_close_matches(str(found), known, 1)), None)
