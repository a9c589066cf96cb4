"""Cards: what one chat message shows now, a pure view of the ledger.

Drawing the same row of the outbox again gives its present state; None means that there is
nothing left to say.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards import checklist, form, notes, office
from bot.cards.look import Card, Look

Draw = Callable[[Look, int, Mapping[str, Any]], Card | None]

CARDS: Mapping[str, Draw] = {
    "checklist": checklist.draw_checklist,
    "overdue": checklist.draw_overdue,
    "form": form.draw_form,
    "which": form.draw_which,
    "place": form.draw_place,
    "join": notes.draw_join,
    "note": notes.draw_note,
    "unreached": office.draw_unreached,
    "digest": office.draw_digest,
}

#: Cards that must not arrive twice: held and shown to the office when it is not known if they did.
ONCE_ONLY = frozenset({"digest"})


def draw(look: Look, card: str, subject: int | None, args: Mapping[str, Any]) -> Card | None:
    """Return what a message shows now; None where there is nothing to say."""
    return CARDS[card](look, subject if subject is not None else -1, args)
