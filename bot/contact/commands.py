"""A contact's commands: what they owe, what they reported, how it is used."""

from bot.cards.preview import MOST, USUAL
from bot.turn import Turn
from db import people
from db.tables import Contact
from db.vocabulary import Role


def todo(turn: Turn, contact: Contact, _said: str) -> None:
    """Show what a contact owes and when the next reminder comes; above them what units owe."""
    post = present_post(turn, contact)
    if post is Role.CONTACT:
        turn.show("checklist", contact.id, asked=True)
    elif post is not None:
        turn.show("overdue", contact.id, asked=True)
    else:
        no_post(turn, contact)


def mine(turn: Turn, contact: Contact, _said: str) -> None:
    """Show what a contact's units reported so far."""
    if present_post(turn, contact) not in people.ANSWERING:
        no_post(turn, contact)
    else:
        turn.show("mine", contact.id)


def usage(turn: Turn, contact: Contact, _said: str) -> None:
    """Show how it is used by somebody in this person's post."""
    post = present_post(turn, contact)
    turn.say("help", post=post or "", office=turn.desk.settings.office.name)


def office_usage(turn: Turn, _said: str) -> None:
    """Show what the office can do in its chat; who is a contact as well, there also the rest."""
    turn.say("office_help", group=not turn.private)
    if turn.private and (contact := turn.contact) is not None:
        usage(turn, contact, "")


def office_preview(turn: Turn, said: str) -> None:
    """Show what would be sent in the days to come; how many may be typed behind it."""
    typed = said.removesuffix("天").strip()
    days = int(typed) if typed.isascii() and typed.isdigit() else USUAL
    turn.show("preview", days=min(max(days, 1), MOST), at=turn.now.isoformat())


def present_post(turn: Turn, contact: Contact) -> Role | None:
    """Return the post in which somebody uses the bot: contact, also for another, head, leader."""
    for role in people.ANSWERING:
        if people.units_of(turn.session, contact.id, (role,), turn.now):
            return role
    return Role.LEADER if people.leads(turn.session, contact.id) else None


def no_post(turn: Turn, contact: Contact) -> None:
    """Say that a command is not for who holds no post, or not for a head or a leader."""
    post = present_post(turn, contact) or ""
    turn.say("no_post", post=post, office=turn.desk.settings.office.name)
