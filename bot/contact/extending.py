"""申请延期: a unit asks for a later due time, with a day and a reason in either order.

The last of both puts it before the office. Whoever answers for the obligation may go on with it
or take it back; there is one at a time.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.buttons import Press, Verb
from bot.cards.calendar import stamped_day
from bot.cards.extension import pickable
from bot.contact.answering import typed
from bot.contact.owing import owed_by
from bot.redrawing import redraw_duty
from bot.turn import Turn
from db import extensions, outbox
from db.extensions import Stage
from db.ledger import Owed
from db.tables import Contact, Extension, Outbox
from scheduler.planning import replan
from templates import day, word


def extend(turn: Turn, contact: Contact, given: Press) -> str:
    """Begin an extension, or show the one that is under way."""
    owed = _owed(turn, contact, given.number())
    if isinstance(owed, str):
        return owed
    extension = extensions.current(turn.session, owed.id)
    if extension is None or extension.asked_at is None:
        if turn.desk.office_chat is None:
            return word("toast.extend_phone")
        if turn.now >= owed.due_at:
            return word("extension.draft")
        extension = extensions.begin(turn.session, owed.id, contact.id)
        if not extension.reason:
            turn.ask(contact, "extension", extension.id)
    _bring_down(turn, extension)
    return word("toast.extension" if extension.asked_at is None else "extension.pending")


def _day(turn: Turn, contact: Contact, given: Press) -> str:
    """Take the day that is wanted; with a reason there already, that is all."""
    found = _found(turn, contact, given.number())
    if isinstance(found, str):
        return found
    extension, owed = found
    if not _still_a_draft(turn, extension, owed):
        return word(f"extension.{extensions.stage_of(extension)}")
    due_at, wanted = owed.due_at.astimezone(turn.desk.settings.zone), stamped_day(given.text(1))
    first, last = pickable(due_at)
    if wanted is None or not first <= wanted <= last:
        return word("toast.stale")
    if not turn.rules.hours.works(wanted):
        return word("toast.day_off", day=day(wanted))
    extension.wanted_due_at = datetime.combine(wanted, due_at.time(), due_at.tzinfo)
    return _go_on(turn, contact, extension)


def retract(turn: Turn, contact: Contact, given: Press) -> str:
    """Throw a draft away, or take back what was asked; reminders go on as before."""
    found = _found(turn, contact, given.number())
    if isinstance(found, str):
        return found
    extension, owed = found
    stage = extensions.stage_of(extension)
    if stage in {Stage.DRAFT, Stage.PENDING}:
        extensions.take_back(turn.session, extension, turn.now)
        _forget(turn, contact, extension.id)
        if stage is Stage.PENDING:
            replan(turn.session, turn.rules, owed.id, turn.now)
            redraw_duty(turn, owed.id)
    _refresh(turn, extension)
    return word(f"extension.{extensions.stage_of(extension)}")


def reason_typed(turn: Turn, contact: Contact, extension_id: int, said: str) -> None:
    """Take the reason that was asked for; where nothing is asked any more, an answer as usual."""
    _forget(turn, contact, extension_id)
    found = _found(turn, contact, extension_id)
    if isinstance(found, str):
        typed(turn, contact, said)
        return
    extension, owed = found
    if _still_a_draft(turn, extension, owed):
        _say_why(turn, contact, extension, said)
        _go_on(turn, contact, extension)
    elif extensions.stage_of(extension) is Stage.DRAFT:  # the card says that it is too late
        _bring_down(turn, extension)
    else:
        typed(turn, contact, said)


def replied(turn: Turn, contact: Contact, message: Outbox, said: str) -> None:
    """Take a reply to the card: the reason, or another while the office has not answered."""
    extension_id = message.subject or -1
    found = _found(turn, contact, extension_id)
    if isinstance(found, str) or extensions.stage_of(found[0]) is not Stage.PENDING:
        reason_typed(turn, contact, extension_id, said)
        return
    extension, _ = found
    _say_why(turn, contact, extension, said)
    _bring_down(turn, extension)


def edited(turn: Turn, contact: Contact, said: str) -> bool:
    """Take an edited message that gave a reason for its new words; tell if it was one."""
    number = turn.origin.message_id
    extension = extensions.said_in(turn.session, contact.id, number) if number else None
    if extension is None:
        return False
    if extensions.stage_of(extension) in {Stage.DRAFT, Stage.PENDING}:
        extension.reason = said
    _bring_down(turn, extension)
    return True


def _owed(turn: Turn, contact: Contact, obligation_id: int) -> Owed | str:
    """Return an obligation that a contact still owes; else what to say."""
    owed = owed_by(turn, contact, obligation_id)
    if isinstance(owed, str):
        return word(f"toast.{owed}")
    return owed if owed.open else word("toast.reported", number=owed.report_id)


def _found(turn: Turn, contact: Contact, extension_id: int) -> tuple[Extension, Owed] | str:
    """Return an extension of what a contact still owes; else what to say."""
    extension = turn.session.get(Extension, extension_id)
    if extension is None:
        return word("toast.stale")
    owed = _owed(turn, contact, extension.obligation_id)
    return owed if isinstance(owed, str) else (extension, owed)


def _still_a_draft(turn: Turn, extension: Extension, owed: Owed) -> bool:
    """Tell whether an extension can still be filled in; where not, its card says what it is."""
    draft = extensions.stage_of(extension) is Stage.DRAFT and turn.now < owed.due_at
    if not draft:
        _refresh(turn, extension)
    return draft


def _go_on(turn: Turn, contact: Contact, extension: Extension) -> str:
    """Put an extension that has all it needs before the office; ask for what is missing."""
    if extension.wanted_due_at is None or not extension.reason:
        if not extension.reason:
            turn.ask(contact, "extension", extension.id)
        _bring_down(turn, extension)
        return word("toast.set")
    extensions.ask(turn.session, extension, contact.id, turn.now)
    _forget(turn, contact, extension.id)
    _bring_down(turn, extension)
    turn.show_office("extension_request", extension.id)
    turn.refresh("todo", 0)
    redraw_duty(turn, extension.obligation_id)
    return word("extension.pending")


def _say_why(turn: Turn, contact: Contact, extension: Extension, said: str) -> None:
    extensions.give_reason(turn.session, extension, contact.id, said, turn.origin.message_id)


def _forget(turn: Turn, contact: Contact, extension_id: int) -> None:
    if contact.asked == f"extension:{extension_id}":
        turn.asked_no_more(contact)


def _refresh(turn: Turn, extension: Extension) -> None:
    turn.refresh("extension", extension.id)
    turn.refresh("extension_request", extension.id)


def _bring_down(turn: Turn, extension: Extension) -> None:
    """Show an extension where its asker looks; one further up the chat is sent again."""
    shown = outbox.find_card(turn.session, "extension", extension.id, turn.chat_id)
    _refresh(turn, extension)
    if shown is not None and outbox.is_newest(turn.session, shown):
        return
    if shown is not None:
        turn.redraw(shown, moved=True)
    turn.show("extension", extension.id)


PRESSED: Mapping[Verb, Callable[[Turn, Contact, Press], str]] = {
    Verb.EXTEND: extend,
    Verb.DAY: _day,
    Verb.RETRACT: retract,
}
