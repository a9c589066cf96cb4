"""Coming in: an invite is opened, shown, and accepted; strangers are told how."""

import logging
import re
from collections.abc import Callable, Mapping

from bot.buttons import Press, Verb
from bot.contact import acknowledging, commands
from bot.contact.leaving import fall_silent
from bot.turn import Turn
from bot.unreached import blocked_values, reason_of
from db import admissions, invites, people
from db.invites import Arrival, Offer, Refusal
from db.outbox import find_card
from db.tables import Contact
from db.vocabulary import Audience, Reachable, Role
from templates import word

log = logging.getLogger(__name__)
#: How long a name is, in characters.
NAME = range(2, 21)
#: What is no part of a name, though phones put it there: marks without a width.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]")


def person_name(text: str) -> str | None:
    """Return the name that somebody typed or goes by, white space squeezed; None if it is none."""
    name = " ".join(_INVISIBLE.sub("", text).split())
    letters = sum(one.isalpha() for one in name)
    no_name = name.startswith("/") or name == word("notice.nameless")
    return name if len(name) in NAME and letters >= NAME.start and not no_name else None


def start(turn: Turn, token: str) -> None:
    """Answer /start: an invite with it is shown; without one, a contact sees what they owe."""
    people.set_reachable(turn.session, turn.chat_id, Reachable.YES)
    if token:
        return _open(turn, token)
    contact = turn.contact
    if contact is None:
        return stranger_typed(turn, "")
    commands.usage(turn, contact, "")
    if commands.present_post(turn, contact) is not None:
        commands.todo(turn, contact, "")
    return None


def _open(turn: Turn, token: str) -> None:
    name = person_name(turn.origin.name)
    offer = invites.open_invite(turn.session, token, turn.chat_id, name, turn.now)
    if isinstance(offer, Refusal):  # of each kind once a day: guessing makes the bot no talker
        why = offer.name.lower()
        turn.say_once(f"refused:{why}:{turn.today}", "invite_refused", why=why)
    else:
        _show(turn, offer)


def _show(turn: Turn, offer: Offer) -> None:
    """Show what an invite offers, at the end of the chat; a card that did so before gives way."""
    before = find_card(turn.session, "join", offer.invite_id, turn.chat_id)
    if before is not None:
        turn.redraw(before, moved=True)
    turn.show("join", offer.invite_id, chat=turn.chat_id)


def accept(turn: Turn, given: Press) -> str:
    """Answer the button that accepts an invite; return what the button says."""
    offer = _offered(turn, given)
    if isinstance(offer, Refusal):
        return word(f"refused.{offer.name.lower()}")
    if offer.used:
        return word("toast.joined")
    if offer.name is None:
        return rename(turn, given)
    if turn.desk.settings.office.approve_joins:
        if turn.desk.office_chat is not None:
            return _ask_office(turn, offer)
        log.warning("joined without approval: the office has no chat")
    return _come_in(turn, offer)


def _offered(turn: Turn, given: Press) -> Offer | Refusal:
    """Return what the invite pressed offers; one that offers nothing is shown as what it is."""
    offer = invites.offered(turn.session, given.number(), turn.chat_id, turn.now)
    if isinstance(offer, Refusal) and (message := turn.pressed) is not None:
        turn.redraw(message)
    return offer


def _ask_office(turn: Turn, offer: Offer) -> str:
    if admissions.ask_admission(turn.session, offer.invite_id, turn.now):
        turn.refresh("join", offer.invite_id)
        turn.show_office("admission", offer.invite_id)
    return word("toast.asked_admission")


def _come_in(turn: Turn, offer: Offer) -> str:
    arrival = invites.accept_invite(turn.session, offer.invite_id, turn.chat_id, turn.now)
    if isinstance(arrival, Refusal):
        return word(f"refused.{arrival.name.lower()}")
    welcome(turn, offer.invite_id, arrival)
    before = arrival.predecessor
    turn.tell_office(
        "joined_notice",
        name=arrival.contact.name,
        unit=offer.unit or "",
        role=word(f"role.{people.post_name(offer.role, second=offer.second)}"),
        before=before.name if before else "",
    )
    return word("toast.joined")


def welcome(turn: Turn, invite_id: int, arrival: Arrival) -> None:
    """Tell who came in what to expect, what to acknowledge and what is open; release who left."""
    contact, unit = arrival.contact, arrival.unit_id
    turn.refresh("join", invite_id)
    colleagues = people.holders(turn.session, unit, Role.CONTACT, turn.now) if unit else []
    values = {
        "name": contact.name,
        "post": people.post_name(arrival.role, second=arrival.second),
        "colleagues": [one.name for one in colleagues if one.id != contact.id],
        "days": _told_after(turn) if arrival.role is Role.LEADER else 0,
    }
    turn.tell(contact, "note", template="welcome", values=values)
    if arrival.role is Role.CONTACT:
        acknowledging.hand_out(turn, contact)
    if not arrival.second:  # theirs to answer only where the first contact does not
        turn.tell(contact, "checklist", contact.id, reminder=True)
    if arrival.predecessor is not None:
        released(turn, arrival.predecessor, arrival)


def _told_after(turn: Turn) -> int:
    """Return for how many workdays something is late before leaders are told; 0 for no such rung.

    It is the office's own ladder that says it: plans with one of their own may differ.
    """
    rungs = turn.rules.ladder.rungs
    return next((one.at for one in rungs if Audience.LEADER in one.to and one.at > 0), 0)


def released(turn: Turn, before: Contact, arrival: Arrival) -> None:
    """Tell who gave a post up, once, that somebody else answers from now on."""
    if arrival.unit_id is not None:
        fall_silent(turn, before, arrival.unit_id)
    if before.reachable is Reachable.YES:
        role = word(f"role.{people.post_name(arrival.role, second=arrival.second)}")
        values = {"unit": arrival.unit or "", "role": role, "name": arrival.contact.name}
        turn.tell(before, "note", template="released", values=values)


def rename(turn: Turn, given: Press) -> str:
    """Ask who opened an invite for the name that they want to be known by."""
    offer = _offered(turn, given)
    if isinstance(offer, Refusal):
        return word(f"refused.{offer.name.lower()}")
    if offer.known or offer.asked:
        return word("toast.named_before")
    invites.ask_name(turn.session, offer.invite_id)
    turn.refresh("join", offer.invite_id)
    return word("toast.type_name")


def greet_stranger(turn: Turn) -> None:
    """Tell somebody who does not belong how to get in; once a day, however much they write.

    Whoever sits in the office's own chat is told what can be done there.
    """
    if turn.in_office:
        return turn.say("office_help", group=not turn.private)
    return turn.say_once(
        f"stranger:{turn.today}", "stranger", office=turn.desk.settings.office.name
    )


def stranger_typed(turn: Turn, said: str) -> None:
    """Take what somebody types who is no contact: their name, where they are asked for it.

    Anything else is answered with the invite that they have in hand, if any.
    """
    offer = invites.offer_at_hand(turn.session, turn.chat_id, turn.now)
    if offer is None:
        return greet_stranger(turn)
    if offer.naming and said and not said.startswith("/"):
        name = person_name(said)
        if name is None:
            return turn.say("name_refused", least=NAME.start, most=NAME.stop - 1)
        invites.take_name(turn.session, offer.invite_id, name)
    return _show(turn, offer)


def reachability(turn: Turn, *, blocked: bool) -> None:
    """Note that a person blocked the bot or let it write again; the office is told of a block."""
    reachable = Reachable.BLOCKED if blocked else Reachable.YES
    contact = people.set_reachable(turn.session, turn.chat_id, reachable)
    if contact is not None and blocked:
        why = reason_of("blocked")
        values = blocked_values(turn.session, contact, contact.name, why, [], turn.now)
        turn.tell_office("blocked_notice", **values)


PRESSED: Mapping[Verb, Callable[[Turn, Press], str]] = {Verb.JOIN: accept, Verb.RENAME: rename}
