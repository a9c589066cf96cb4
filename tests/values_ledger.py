"""The worst that the ledger's note can get, and the words of its cells by computed names."""

from collections.abc import Mapping

from bot.ledger.columns import COLUMNS
from db.vocabulary import Action

_STATES = {"present", "withdrawn", "coming", "open", "overdue", "on_time", "late"}
COMPUTED: Mapping[str, set[str]] = {
    "ledger": set(COLUMNS),
    "ledger_column": {one.key for columns in COLUMNS.values() for one in columns},
    "ledger_state": _STATES,
    "ledger_light": {"green", "yellow", "red", "grey"},
    "ledger_extension": {"pending", "granted", "refused", "withdrawn"},
    "ledger_manner": {"own", "behalf", "entered"},
    "ledger_review": {"waiting", "accepted", "returned"},
    "ledger_revision": {"plan", "added", "withdrawn", "changed", "renumbered"},
    "action": set(map(str, Action)),
}


def values(bad: str) -> dict[str, list[dict[str, object]]]:
    return {"ledger_asked.html": [{"plan": bad, "before": before} for before in (False, True)]}
