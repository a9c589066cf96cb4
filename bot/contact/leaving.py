"""离开与交接: a contact gives up a unit and hands what is open to a colleague; silent at once."""

from collections.abc import Callable, Mapping

from bot.buttons import Press, Verb
from bot.contact import away
from bot.contact.commands import no_post
from bot.turn import Turn
from db import absences, departures, outbox, people
from db.tables import Contact, Outbox, Post
from db.vocabulary import Role
from templates import word

Pressed = Callable[[Turn, Contact, Press], str]
#: Stands for nobody where a successor is chosen.
NOBODY = 0


def leave_unit(turn: Turn, contact: Contact, _said: str) -> None:
    """Ask whom a contact hands over to; which unit first, where there are several."""
    units = {post.unit_id for post in people.posts_of(turn.session, contact.id)}
    if not units:
        no_post(turn, contact)
    elif len(units) == 1:
        turn.show("leaving", contact.id, unit=units.pop())
    else:
        turn.show("leaving", contact.id)


def named(turn: Turn, contact: Contact, said: str) -> bool:
    """Take a colleague's name for the choice of a successor where that is asked; tell if so."""
    card = outbox.newest(turn.session, turn.chat_id)
    if card is None or not _asks(card, contact) or turn.origin.edited:
        return False
    unit_id, plain = card.args.get("unit"), said.replace(" ", "")
    if not unit_id or not _posts(turn, contact, unit_id):
        return False
    others = absences.colleagues(turn.session, contact.id, [unit_id])
    known = [(one.name.replace(" ", ""), one.id) for one in others]
    found = [its for name, its in known if plain.removeprefix(word("typed.give_to")) == name]
    if plain == word("button.no_successor"):
        found = [NOBODY]
    if len(found) != 1:
        return False
    turn.redraw(card, moved=True)
    turn.show("leaving", contact.id, unit=unit_id, successor=found[0])
    return True


def _unit(turn: Turn, contact: Contact, given: Press) -> str:
    """Take the unit to be left."""
    message = _card(turn, contact)
    if message is None or not _posts(turn, contact, given.number()):
        return _stale(turn)
    turn.redraw(message, unit=given.number())
    return ""


def _successor(turn: Turn, contact: Contact, given: Press) -> str:
    """Take who is to take over, and ask once more."""
    message, unit_id, chosen = _card(turn, contact), given.number(), given.number(1)
    if message is None or not _posts(turn, contact, unit_id):
        return _stale(turn)
    if not _may_succeed(turn, contact, unit_id, chosen):
        turn.redraw(message)
        return word("toast.no_colleague")
    turn.redraw(message, unit=unit_id, successor=chosen)
    return ""


def _hand_over(turn: Turn, contact: Contact, given: Press) -> str:
    """Give the unit up, and to the successor what is open."""
    message, unit_id, chosen = _card(turn, contact), given.number(), given.number(1)
    posts = _posts(turn, contact, unit_id)
    if message is None or not posts:
        return _stale(turn)
    if not _may_succeed(turn, contact, unit_id, chosen):
        turn.redraw(message, successor=None)
        return word("toast.no_colleague")
    successor = turn.session.get(Contact, chosen) if chosen else None
    hand_over(turn, contact, unit_id, posts, successor)
    turn.redraw(message, unit=unit_id, successor=chosen, done=True)
    return word("toast.left")


def _keep(turn: Turn, contact: Contact, _given: Press) -> str:
    """Leave everything as it is."""
    if (message := _card(turn, contact)) is None:
        return _stale(turn)
    turn.redraw(message, kept=True)
    return word("toast.kept")


def hand_over(
    turn: Turn, contact: Contact, unit_id: int, posts: list[Post], successor: Contact | None
) -> None:
    """Take a contact's posts at a unit; the successor, if any, has the contact's from now on."""
    roles = [post.role for post in posts]
    if successor is not None and Role.CONTACT in roles:
        second = any(post.second for post in posts)
        departures.take_over(turn.session, successor.id, unit_id, Role.CONTACT, second=second)
    for role in roles:
        departures.depart(
            turn.session, contact.id, unit_id, role, turn.now, successor.id if successor else None
        )
    fall_silent(turn, contact, unit_id)
    if successor is not None:
        turn.tell(successor, "taken_over", successor.id, unit=unit_id, name=contact.name)
        turn.tell(successor, "checklist", successor.id, reminder=True)
    turn.show_office("left", contact.id, unit=unit_id, successor=successor.id if successor else 0)


def fall_silent(turn: Turn, contact: Contact, unit_id: int) -> None:
    """Let nothing of a unit be left with a contact who gave it up: no reminder, button or form."""
    departures.silence(turn.session, contact)
    away.left(turn, contact)
    turn.asked_no_more(contact)
    for card in ("checklist", "overdue"):
        turn.refresh(card, contact.id)
    for form_id in departures.drop_forms(turn.session, contact.id, unit_id, turn.now):
        turn.refresh("form", form_id)


def _posts(turn: Turn, contact: Contact, unit_id: int) -> list[Post]:
    """Return the posts that a contact still holds at a unit."""
    held = people.posts_of(turn.session, contact.id)
    return [post for post in held if post.unit_id == unit_id]


def _may_succeed(turn: Turn, contact: Contact, unit_id: int, chosen: int) -> bool:
    others = absences.colleagues(turn.session, contact.id, [unit_id])
    return chosen == NOBODY or chosen in {one.id for one in others}


def _stale(turn: Turn) -> str:
    """Say that a button is of another time; the card that has it then shows what is true now."""
    if (message := turn.pressed) is not None:
        turn.redraw(message)
    return word("toast.stale")


def _card(turn: Turn, contact: Contact) -> Outbox | None:
    """Return the pressed message, where it is the person's own card and not settled yet."""
    message = turn.pressed
    return message if message is not None and _asks(message, contact) else None


def _asks(message: Outbox, contact: Contact) -> bool:
    """Tell whether a message is the person's own card and not settled yet."""
    own = message.card == "leaving" and message.subject == contact.id
    return own and not any(message.args.get(end) for end in ("done", "kept", "moved"))


PRESSED: Mapping[Verb, Pressed] = {
    Verb.QUIT: _unit,
    Verb.SUCCESSOR: _successor,
    Verb.HAND_OVER: _hand_over,
    Verb.KEEP: _keep,
}
