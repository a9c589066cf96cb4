"""The office lets in who asks to join, or does not; whoever sits in its chat decides, once."""

from collections.abc import Callable, Mapping

from bot.buttons import Press, Verb
from bot.contact import joining
from bot.turn import Turn
from db import admissions, invites
from db.outbox import enqueue
from db.tables import Invite
from templates import word


def admit(turn: Turn, given: Press) -> str:
    """Let in who asked."""
    invite = admissions.asking(turn.session, given.number())
    if invite is None:
        return _decided(turn, given)
    arrival = invites.admit(turn.session, invite, turn.now, turn.origin.name)
    turn.refresh("admission", invite.id)
    joining.welcome(turn, invite.id, arrival)
    return word("toast.admitted")


def deny(turn: Turn, given: Press) -> str:
    """Do not let in who asked, and tell them so."""
    invite = admissions.asking(turn.session, given.number())
    if invite is None:
        return _decided(turn, given)
    admissions.deny(invite, turn.origin.name, turn.now)
    turn.refresh("admission", invite.id)
    turn.refresh("join", invite.id)
    _tell(turn, invite)
    return word("toast.denied")


def _tell(turn: Turn, invite: Invite) -> None:
    """Tell somebody who is no contact; like every planned message it waits for work hours."""
    key, values = f"denied:{invite.id}", {"why": "denied"}
    enqueue(
        turn.session,
        key,
        invite.opened_by or 0,
        "note",
        turn.now,
        bulk=True,
        template="invite_refused",
        values=values,
    )


def _decided(turn: Turn, given: Press) -> str:
    """Show the decision that there is already."""
    turn.refresh("admission", given.number())
    return word("toast.decided_before")


IN_OFFICE: Mapping[Verb, Callable[[Turn, Press], str]] = {Verb.ADMIT: admit, Verb.DENY: deny}
