"""What a form says of a due time that was changed: the original one, how often, who and why."""

from bot.buttons import Button
from bot.cards.look import Look
from db import cadences
from db.ledger import Owed
from db.tables import Form
from templates import day, moment, word


def moved_aside(look: Look, _form: Form, owed: Owed) -> tuple[str, Button | None]:
    """Say that the due time was changed; nothing where it never was."""
    moves = cadences.moves_of(look.session, owed.id)
    first = next((one.former_due_at for one in moves if one.former_due_at is not None), None)
    if first is None:
        return "", None
    last = moves[-1]
    why = last.reason or word(f"move.{last.cause}")
    return word(
        "move.told",
        original=moment(look.local(first)),
        on=day(look.local(last.moved_at).date()),
        by=last.moved_by,
        why=why,
        count=len(moves),
    ), None
