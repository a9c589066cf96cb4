"""变更记录: what the office changed, newest first, each with who, when, before and after."""

from collections.abc import Mapping
from typing import Any

from bot.auditing import entry_words
from bot.buttons import Verb, button
from bot.cards.look import Card, Look, Page
from db import audit
from db.audit import Wanted
from db.tables import Unit
from templates import render, word

#: Entries on a page.
PAGE = 8


def draw_audit(look: Look, _subject: int, args: Mapping[str, Any]) -> Card | None:
    """Show a page of what was changed; of one unit where the arguments name it."""
    unit = look.session.get(Unit, args.get("unit")) if args.get("unit") else None
    wanted = Wanted(unit_id=unit.id if unit else None)
    total = audit.count(look.session, wanted)
    pages = max(1, -(-total // PAGE))
    asked = args.get("page")
    number = min(max(1, asked), pages) if isinstance(asked, int) else 1
    found = audit.entries(look.session, wanted, PAGE, (number - 1) * PAGE)
    text = render(
        "audit.html",
        unit=unit.name if unit else "",
        count=total,
        rows=[{"at": look.local(one.done_at), **entry_words(one)} for one in found],
        page=number,
        pages=pages,
    )
    export = button(word("button.export_audit"), Verb.AUDIT_FILE, unit.id if unit else 0)
    return Card(text, (*Page(number, pages).buttons, (export,)) if total else ())
