"""The office lets in who asks to join, or does not; whoever sits in its chat decides, once."""

from collections.abc import Callable, Mapping

from bot.buttons import Press, Verb
from bot.contact import joining
from bot.in_office.listing import close_list
from bot.turn import Turn
from db import admissions, audit, invites, people
from db.outbox import enqueue
from db.tables import Invite
from db.vocabulary import Action
from templates import word


def admit(turn: Turn, given: Press) -> str:
    """Let in who asked."""
    invite = admissions.asking(turn.session, given.number())
    if invite is None:
        return _decided(turn, given)
    arrival = invites.admit(turn.session, invite, turn.now, turn.origin.name)
    _refresh(turn, invite.id)
    _note(turn, Action.ADMITTED, invite)
    joining.welcome(turn, invite.id, arrival)
    return word("toast.admitted")


def deny(turn: Turn, given: Press) -> str:
    """Do not let in who asked, and tell them so."""
    invite = admissions.asking(turn.session, given.number())
    if invite is None:
        return _decided(turn, given)
    admissions.deny(invite, turn.origin.name, turn.now)
    _refresh(turn, invite.id)
    turn.refresh("join", invite.id)
    _note(turn, Action.DENIED, invite)
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


def _refresh(turn: Turn, invite_id: int) -> None:
    turn.refresh("admission", invite_id)
    turn.refresh("todo", 0)
    close_list(turn)


def _note(turn: Turn, action: Action, invite: Invite) -> None:
    asked = admissions.admission(turn.session, invite.id)
    if asked is None:
        return
    role = word(f"role.{people.post_name(asked.role, second=asked.second)}")
    audit.note(
        turn.session,
        turn.actor,
        action,
        asked.name,
        turn.now,
        unit_id=invite.unit_id,
        contact_id=invite.contact_id,
        after={"unit": asked.unit, "role": role},
    )


def _decided(turn: Turn, given: Press) -> str:
    """Show the decision that there is already."""
    _refresh(turn, given.number())
    return word("toast.decided_before")


IN_OFFICE: Mapping[Verb, Callable[[Turn, Press], str]] = {Verb.ADMIT: admit, Verb.DENY: deny}
