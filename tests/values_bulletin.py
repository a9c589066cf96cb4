"""The worst that the messages about a bulletin's template can get, and its computed words."""

from collections.abc import Mapping
from dataclasses import fields

from scheduler.lights import Light
from templates.bulletin import (
    Bulletin,
    ComingRow,
    LateRow,
    LateUnitRow,
    SaidRow,
    SourceRow,
    TargetRow,
    UnitRow,
)

STATES = ("waiting", "stored", "replaced", "refused", "dropped")
ROWS = (Bulletin, ComingRow, LateRow, LateUnitRow, SaidRow, SourceRow, TargetRow, UnitRow)
#: What may be wrong with a template.
FAULTS = {
    *("broken", "failing", "forbidden", "misplaced", "nesting", "no_marks", "no_name"),
    *("not_docx", "stray", "too_many", "unclosed", "damaged", "locked", "too_heavy"),
}
COMPUTED: Mapping[str, set[str]] = {
    "bulletin_field": {one.name for row in ROWS for one in fields(row)},
    "light_name": set(map(str, Light)),
    "light_fill": set(map(str, Light)),
    "template_fault": FAULTS,
}


def values(bad: str) -> dict[str, list[dict[str, object]]]:
    return {
        "template.html": [
            {"state": state, "name": bad, "by": by, "why": bad * 5}
            for state in STATES
            for by in (bad, "")
        ],
        "template_file.html": [{}],
        "template_unused.html": [{"name": bad, "why": bad * 5}],
    }
