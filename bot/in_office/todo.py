"""督办室待办: the office asks in its chat what waits for it."""

from bot.turn import Turn
from db import outbox


def show_todo(turn: Turn, _said: str) -> None:
    """Show everything that waits; the list before says that there is a newer one."""
    before = outbox.find_card(turn.session, "todo", 0, turn.chat_id)
    if before is not None:
        turn.redraw(before, over=True)
    turn.show("todo", 0, asked=True)
