"""What the office's lists have in common: a row is opened in the same message, and left again.

Here stands, too, how the audit trail has what was decided about an obligation.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.buttons import Press, Verb
from bot.cards.checklist import item_number
from bot.cards.lists import LISTS, shows
from bot.cards.look import period_words
from bot.cards.todo import OPENS
from bot.turn import Turn
from db import audit
from db.ledger import Owed
from db.vocabulary import Action
from templates import word

#: What a message shows when nothing is open in it, and nothing asked for.
CLOSED: Mapping[str, Any] = dict.fromkeys(
    ("open", "returning", "asking", "month", "batch", "over"),
)


def _see(turn: Turn, given: Press) -> str:
    """Open a row of a list; on the row's own card, take back what was asked for there."""
    message, row = turn.pressed, (given.text(1), given.number())
    if message is None:
        return word("toast.stale")
    if message.card in LISTS and row[0] in OPENS:
        turn.redraw(message, **{**CLOSED, "open": list(row)})
    elif shows(message) == row:
        turn.redraw(message, **CLOSED)
    else:
        return word("toast.stale")
    return ""


def _back(turn: Turn, _given: Press) -> str:
    """Show a list again in the place of what it has open."""
    message = turn.pressed
    if message is None or message.card not in LISTS:
        return word("toast.stale")
    turn.redraw(message, **CLOSED)
    return ""


def close_list(turn: Turn, **args: object) -> None:
    """Go back to the list in which something was decided, by a button or by a reply."""
    message = turn.message(turn.origin.message_id) or turn.message(turn.origin.reply_to)
    if message is not None:
        turn.redraw(message, **{**CLOSED, **args})


def note_about(
    turn: Turn,
    action: Action,
    owed: Owed,
    *,
    before: audit.Values | None = None,
    after: audit.Values | None = None,
    reason: str = "",
) -> None:
    """Write into the audit trail what the office decided about an obligation."""
    number, period = item_number(owed), period_words(owed.period)
    audit.note(
        turn.session,
        turn.actor,
        action,
        word("reviewing.about", unit=owed.unit, number=number, period=period),
        turn.now,
        plan_id=owed.plan_id,
        item_id=owed.item_id,
        unit_id=owed.unit_id,
        before=before,
        after=after,
        reason=reason,
    )


IN_OFFICE: Mapping[Verb, Callable[[Turn, Press], str]] = {Verb.SEE: _see, Verb.LIST: _back}
