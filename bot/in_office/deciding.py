"""The office decides what a unit asked for; whoever sits in its chat does, once and by name."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from bot.buttons import Press, Verb
from bot.cards.calendar import stamped_day
from bot.cards.checklist import item_number
from bot.cards.extension import BARE, REFUSALS, grantable
from bot.cards.lists import LISTS, shows
from bot.in_office.listing import close_list, note_about
from bot.redrawing import redraw_duty
from bot.spans import span_of
from bot.turn import Turn
from db import extensions, ledger, people
from db.extensions import Stage
from db.ledger import Owed
from db.tables import Contact, Extension, Outbox
from db.vocabulary import Action, Role
from scheduler.planning import replan
from templates import day as day_words
from templates import moment, word


def _grant(turn: Turn, given: Press) -> str:
    """Grant it as it was asked for; once that time is over, ask for another day."""

    def grant(extension: Extension, message: Outbox) -> str:
        wanted = extension.wanted_due_at
        if wanted is not None and wanted <= turn.now:
            _ask(turn, extension, message, "day")
            return word("toast.wanted_past")
        return _decide(turn, extension, granted=True)

    return _on(turn, given, grant)


def _refuse(turn: Turn, given: Press) -> str:
    """Refuse with the reason that is chosen or was written before; else ask for one first."""

    def refuse(extension: Extension, message: Outbox) -> str:
        reason = given.text(1)
        if reason in REFUSALS:
            extension.answer = word(f"refusal.{reason}")
        elif reason != BARE and not extension.answer:
            return _ask(turn, extension, message, "refuse")
        return _decide(turn, extension, granted=False)

    return _on(turn, given, refuse)


def _redate(turn: Turn, given: Press) -> str:
    """Ask until which other day it is granted."""
    return _on(turn, given, lambda extension, message: _ask(turn, extension, message, "day"))


def _grant_on(turn: Turn, given: Press) -> str:
    """Grant it until a day that the office picked."""
    day = stamped_day(given.text(1))
    return _on(
        turn,
        given,
        lambda extension, _message: _grant_until(turn, extension, day),
    )


def _on(turn: Turn, given: Press, decide: Callable[[Extension, Outbox], str]) -> str:
    """Do what a button says about an extension that waits; of another, say how far it has come."""
    extension, message = turn.session.get(Extension, given.number()), turn.pressed
    if extension is None or message is None:
        return word("toast.stale")
    if extensions.stage_of(extension) is Stage.PENDING:
        return decide(extension, message)
    _refresh(turn, extension)
    return _outcome(extension)


def _ask(turn: Turn, extension: Extension, message: Outbox, what: str) -> str:
    """Have the card ask for a day or a reason; the answer may be a button or a reply to it."""
    within = {"open": ["extension_request", extension.id]} if message.card in LISTS else {}
    turn.redraw(message, asking=what, month=None, **within)
    return word(f"toast.ask_{what}")


def _grant_until(turn: Turn, extension: Extension, day: date | None) -> str:
    """Grant an extension until the cut-off of a day, if that is one to which it may be moved."""
    owed = ledger.owed_by_id(turn.session, extension.obligation_id)
    if day is None or owed is None:
        return word("toast.stale")
    due_at = owed.due_at.astimezone(turn.desk.settings.zone)
    first, last = grantable(due_at, turn.today)
    until = datetime.combine(day, due_at.time(), due_at.tzinfo)
    if not first <= day <= last or until <= turn.now:
        return word("toast.past_day")
    if not turn.rules.hours.works(day):
        return word("toast.day_off", day=day_words(day))
    return _decide(turn, extension, granted=True, due_at=until)


def _decide(
    turn: Turn, extension: Extension, *, granted: bool, due_at: datetime | None = None
) -> str:
    """Decide an extension; reminders are planned anew at once, and its unit is told."""
    before = ledger.owed_by_id(turn.session, extension.obligation_id)
    extensions.decide(
        turn.session, extension, turn.origin.name, turn.now, granted=granted, due_at=due_at
    )
    replan(turn.session, turn.rules, extension.obligation_id, turn.now)
    redraw_duty(turn, extension.obligation_id)
    _answer(turn, extension)
    if before is not None:
        _note(turn, extension, before)
    close_list(turn)
    _refresh(turn, extension)
    return _outcome(extension)


def _outcome(extension: Extension) -> str:
    return word(f"decision.{extensions.stage_of(extension)}", name=extension.decided_by or "")


def _note(turn: Turn, extension: Extension, before: Owed) -> None:
    after = ledger.owed_by_id(turn.session, before.id) or before
    zone = turn.desk.settings.zone
    note_about(
        turn,
        Action.EXTENSION,
        before,
        before={"due": moment(before.due_at.astimezone(zone))},
        after={
            "due": moment(after.due_at.astimezone(zone)),
            "decided": word(f"extension.{extensions.stage_of(extension)}"),
        },
        reason=extension.answer or extension.reason,
    )


def office_replied(turn: Turn, message: Outbox, said: str) -> None:
    """Take a reply to an extension: the day or the reason that was asked for, else a remark.

    A remark decides nothing; written after the decision, it goes to the unit at once.
    """
    extension = turn.session.get(Extension, shows(message)[1])
    if extension is None:
        return
    pending = extensions.stage_of(extension) is Stage.PENDING
    asking = message.args.get("asking") if pending and not turn.origin.edited else None
    if asking == "day":
        _day_typed(turn, extension, said)
        return
    extension.answer = said
    if asking == "refuse":
        _decide(turn, extension, granted=False)
        return
    _refresh(turn, extension)
    if extension.decided_at is not None:
        _answer(turn, extension)
        if (owed := ledger.owed_by_id(turn.session, extension.obligation_id)) is not None:
            _note(turn, extension, owed)


def _day_typed(turn: Turn, extension: Extension, said: str) -> None:
    """Grant an extension until the day that was typed; say so where it is none to move to."""
    span = span_of(said, turn.today)
    why = _grant_until(turn, extension, span.first if span else None)
    if extensions.stage_of(extension) is Stage.PENDING:
        turn.say("redate_unread", why=why if span else "")


def _refresh(turn: Turn, extension: Extension) -> None:
    turn.refresh("extension", extension.id)
    turn.refresh("extension_request", extension.id)
    turn.refresh("todo", 0)


def _answer(turn: Turn, extension: Extension) -> None:
    """Tell the asker the decision in a message of its own, since no phone rings for an edit."""
    owed = ledger.owed_by_id(turn.session, extension.obligation_id)
    if owed is None:
        return
    due_at = owed.due_at.astimezone(turn.desk.settings.zone)
    wanted, redated = extension.wanted_due_at, extension.granted_due_at is not None
    values = {
        "granted": extension.granted,
        "number": item_number(owed),
        "due": moment(due_at),
        "wanted": moment(wanted.astimezone(due_at.tzinfo)) if redated and wanted else "",
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
    Verb.REDATE: _redate,
    Verb.GRANT_ON: _grant_on,
}
