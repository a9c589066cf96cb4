"""The office decides what a unit asked for; whoever sits in its chat does, once and by name."""

from collections.abc import Callable, Mapping

from bot.buttons import Press, Verb
from bot.cards.checklist import item_number
from bot.redrawing import redraw_duty
from bot.turn import Turn
from db import extensions, ledger, people
from db.extensions import Stage
from db.ledger import Owed
from db.tables import Contact, Extension, Outbox
from db.vocabulary import Role
from scheduler.planning import replan
from templates import moment, word


def _grant(turn: Turn, given: Press) -> str:
    return _decide(turn, given, granted=True)


def _refuse(turn: Turn, given: Press) -> str:
    return _decide(turn, given, granted=False)


def _decide(turn: Turn, given: Press, *, granted: bool) -> str:
    """Decide an extension; reminders are planned anew at once, and its unit is told."""
    extension = turn.session.get(Extension, given.number())
    if extension is None:
        return word("toast.stale")
    if extensions.stage_of(extension) is Stage.PENDING:
        extensions.decide(turn.session, extension, turn.origin.name, turn.now, granted=granted)
        replan(turn.session, turn.rules, extension.obligation_id, turn.now)
        redraw_duty(turn, extension.obligation_id)
        _answer(turn, extension)
    _refresh(turn, extension)
    return word(f"decision.{extensions.stage_of(extension)}", name=extension.decided_by or "")


def office_replied(turn: Turn, message: Outbox, said: str) -> None:
    """Keep what the office writes about an extension; it decides nothing.

    Written after the decision, it goes to the unit at once.
    """
    extension = turn.session.get(Extension, message.subject)
    if extension is None:
        return
    extension.answer = said
    _refresh(turn, extension)
    if extension.decided_at is not None:
        _answer(turn, extension)


def _refresh(turn: Turn, extension: Extension) -> None:
    turn.refresh("extension", extension.id)
    turn.refresh("extension_request", extension.id)
    turn.refresh("undecided", 0)  # the office's list of all of them


def _answer(turn: Turn, extension: Extension) -> None:
    """Tell the asker the decision in a message of its own, since no phone rings for an edit."""
    owed = ledger.owed_by_id(turn.session, extension.obligation_id)
    if owed is None:
        return
    due_at = owed.due_at.astimezone(turn.desk.settings.zone)
    values = {
        "granted": extension.granted,
        "number": item_number(owed),
        "due": moment(due_at),
        "answer": extension.answer,
    }
    for contact in _askers(turn, extension, owed):
        turn.tell(contact, "note", template="extension_answer", values=values)


def _askers(turn: Turn, extension: Extension, owed: Owed) -> list[Contact]:
    """Return who asked; where they answer for the unit no more, whoever is asked first."""
    contacts = people.holders(turn.session, owed.unit_id, Role.CONTACT, turn.now)
    asker = [one for one in contacts if one.id == extension.contact_id]
    return asker or people.asked_first(turn.session, owed.unit_id, turn.now)


IN_OFFICE: Mapping[Verb, Callable[[Turn, Press], str]] = {
    Verb.GRANT: _grant,
    Verb.REFUSE: _refuse,
}
