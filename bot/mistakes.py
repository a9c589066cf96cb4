"""What is wrong with settings: each mistake with its place, a code for its sentence, and a hint."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails


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
    place = ".".join(str(step) for step in detail["loc"]) or str(context.pop("place", ""))
    if detail["type"] == "extra_forbidden":  # its value may be a secret under a misspelt name
        return Mistake(place, detail["type"], {}, _near(detail["loc"], parts))
    # A token or a password stands there, perhaps a level too high or in another's place.
    secret = place.startswith(("telegram", "database"))
    found = "***" if secret else detail["input"]
    if "expected" in context:  # 'a', 'b' or 'c'
        context["expected"] = "、".join(re.findall(r"'([^']*)'", context["expected"]))
    return Mistake(place, detail["type"], {"found": found, **context})


def unknown_variables(prefix: str, parts: Mapping[str, Any]) -> list[Mistake]:
    """Return the environment's variables for sections that there are not."""
    mistakes = []
    for name in sorted(os.environ):
        section, nested, key = name.removeprefix(prefix).partition("__")
        if name.startswith(prefix) and nested and section.lower() not in parts:
            near = _near((section.lower(),), parts)
            hint = f"{prefix}{near.upper()}__{key}" if near else None
            mistakes.append(Mistake(name, "extra_forbidden", {}, hint))
    return mistakes


def _near(loc: tuple[int | str, ...], parts: Mapping[str, Any]) -> str | None:
    """Return the known key that an unknown one is most like."""
    keys = dict(parts)
    if len(loc) > 1 and (part := keys.get(str(loc[0]))) is not None:
        keys = dict(part.annotation.model_fields)
    return next(iter(get_close_matches(str(loc[-1]), keys, 1, 0.5)), None)
