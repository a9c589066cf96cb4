"""变更记录: entries of the audit trail in people's words, and all of them as a workbook."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.made import Made, Order
from db import audit
from db.audit import Wanted
from db.engine import Session
from db.tables import AuditEntry
from db.vocabulary import Via
from templates import word

#: The columns of the workbook with their widths in characters, by the words that title them.
WIDTHS = {"at": 17, "by": 12, "action": 14, "about": 28, "before": 36, "after": 36, "reason": 28}

#: What entries keep by the names of the code, with the section of its words.
NAMED = {"status": "status", "outcome": "call_outcome"}


def said(values: Mapping[str, Any]) -> str:
    """Return what an entry has of before or after, its values one behind the other."""
    found = (_said(name, value) for name, value in values.items() if value not in (None, "", []))
    return word("audit.next").join(found)


def _said(name: str, value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return one value: a bare number with what it counts, a kept name as people say it."""
    if isinstance(value, list):
        return word("audit.and").join(map(str, value))
    if isinstance(value, int):
        return word(f"audit_count.{name}", count=value)
    return word(f"{NAMED[name]}.{value}") if name in NAMED else str(value)


def who(name: str, via: Via) -> str:
    """Return who did something, and that it was on the command line where that is not the name."""
    unnamed = via is Via.CHAT or name == word("cli.by_command")
    return name if unnamed else word("audit.by_command", name=name)


def entry_words(entry: AuditEntry) -> dict[str, str]:
    """Return an entry in people's words, but for its moment."""
    return {
        "by": who(entry.done_by, entry.via),
        "action": word(f"action.{entry.action}"),
        "about": entry.about,
        "before": said(entry.before),
        "after": said(entry.after),
        "reason": entry.reason,
    }


def audit_book(session: Session, zone: ZoneInfo, wanted: Wanted) -> bytes:
    """Return the entries wanted as a workbook, newest first."""
    from templates.workbook import Column, Sheet, workbook_of  # noqa: PLC0415 - loads what draws it

    found = audit.entries(session, wanted)
    columns = tuple(Column(word(f"audit_column.{name}"), width) for name, width in WIDTHS.items())
    rows = [
        [f"{one.done_at.astimezone(zone):%Y-%m-%d %H:%M}", *entry_words(one).values()]
        for one in found
    ]
    help_line = word("audit.help", count=len(rows))
    return workbook_of([Sheet(word("audit.sheet"), help_line, columns, rows)])


def make(session: Session, order: Order) -> Made:
    """Make the workbook that was asked for in chat; ``args`` may name a unit."""
    zone = order.settings.zone
    content = audit_book(session, zone, Wanted(unit_id=order.args.get("unit")))
    day = order.asked_at.astimezone(zone)
    return Made(content, word("audit.file", day=f"{day:%Y-%m-%d}"))
