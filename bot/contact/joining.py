"""Coming in: an invite is opened, shown, and accepted; strangers are told how."""

from collections.abc import Callable, Mapping

from bot.buttons import Press, Verb
from bot.turn import Turn
from bot.unreached import blocked_values, reason_of
from db import people
from db.people import Refusal
from db.vocabulary import Reachable
from templates import word


def start(turn: Turn, token: str) -> None:
    """Answer /start: an invite with it is shown, a contact without one gets the checklist."""
    if token:
        return _open(turn, token)
    contact = turn.contact
    if contact is None:
        return greet_stranger(turn)
    people.set_reachable(turn.session, turn.chat_id, Reachable.YES)
    turn.say("help")
    turn.show("checklist", contact.id)
    return None


def _open(turn: Turn, token: str) -> None:
    offer = people.open_invite(turn.session, token, turn.chat_id, turn.now)
    if isinstance(offer, Refusal):  # of each kind once a day: guessing makes the bot no talker
        why = offer.name.lower()
        turn.say_once(f"refused:{why}:{turn.today}", "invite_refused", why=why)
    else:
        turn.show("join", offer.invite_id, name=turn.origin.name, chat=turn.chat_id)


def accept(turn: Turn, given: Press) -> str:
    """Answer the button that accepts an invite; return what the button says."""
    invite_id, name = given.number(), turn.origin.name
    before = people.offered(turn.session, invite_id, turn.chat_id)
    if before is not None and before.used:
        return word("toast.joined")
    contact = people.accept_invite(turn.session, invite_id, turn.chat_id, name, turn.now)
    if isinstance(contact, Refusal) or before is None:
        turn.say("invite_refused", why=contact.name.lower() if isinstance(contact, Refusal) else "")
        return ""
    role = word(f"role.{before.role}")
    turn.refresh("join", invite_id)
    turn.say("welcome", name=contact.name, role=before.role)
    turn.show("checklist", contact.id, reminder=True)
    turn.tell_office("joined_notice", name=contact.name, unit=before.unit or "", role=role)
    return word("toast.joined")


def greet_stranger(turn: Turn) -> None:
    """Tell somebody who does not belong how to get in; once a day, however much they write."""
    turn.say_once(f"stranger:{turn.today}", "stranger", office=turn.desk.settings.office.name)


def stranger_typed(turn: Turn, _said: str) -> None:
    """Take what somebody types who is no contact."""
    greet_stranger(turn)


def reachability(turn: Turn, *, blocked: bool) -> None:
    """Note that a person blocked the bot or let it write again; the office is told of a block."""
    reachable = Reachable.BLOCKED if blocked else Reachable.YES
    contact = people.set_reachable(turn.session, turn.chat_id, reachable)
    if contact is not None and blocked:
        why = reason_of("blocked")
        values = blocked_values(turn.session, contact, contact.name, why, [])
        turn.tell_office("blocked_notice", **values)


PRESSED: Mapping[Verb, Callable[[Turn, Press], str]] = {Verb.JOIN: accept}
