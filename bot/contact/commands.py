"""A contact's commands: what they owe, what they reported, how it is used."""

from bot.turn import Turn
from db.tables import Contact


def todo(turn: Turn, contact: Contact, _said: str) -> None:
    """Show what a contact owes."""
    turn.show("checklist", contact.id)


def usage(turn: Turn, _contact: Contact, _said: str) -> None:
    """Show how it is used."""
    turn.say("help")
