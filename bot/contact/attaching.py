"""Files that a contact sends: noted down at once, fetched apart, put with their report."""

from bot.contact import joining
from bot.contact.answering import typed
from bot.turn import Turn


def received(turn: Turn, caption: str) -> None:
    """Say what cannot be taken yet; a caption is an answer like any other."""
    contact = turn.contact
    if contact is None:
        return joining.greet_stranger(turn)
    if caption:
        typed(turn, contact, caption)
    album = turn.origin.album or turn.origin.update_id  # several updates, answered once
    turn.say_once(f"attachment:{album}", "unclear", why="attachment", caption=caption)
    return None
