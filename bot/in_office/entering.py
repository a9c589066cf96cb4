"""代录: the office types a report for a unit, marked so; only what is open, filed as anybody's is.

What was typed is understood as a contact's sentence is. Whoever files first wins.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from bot.buttons import Press, Verb
from bot.cards.checklist import item_number
from bot.cards.entry import Unsure, may_enter, unsure_mark
from bot.contact.fields import field_of, fields_of
from bot.contact.filing import file_report, hindrance
from bot.contact.filling import add_words, put_into, repeat
from bot.contact.writing import written
from bot.phrases import Part, Unplaced, names_any, split_by_item
from bot.turn import Turn
from db import audit, calls, entries, ledger, outbox, people, plans, reports
from db.ledger import Owed
from db.nudges import ALL
from db.tables import Form, Outbox, Report, Unit
from db.vocabulary import Action, CallOutcome, FormState, Status
from templates import word

Deed = Callable[[Turn, Form, Press], str]
_AROUND = " ：:，,。、\n"


def ask_to_enter(turn: Turn, said: str) -> None:
    """Put what is typed behind a unit's name into its form, or show what it owes to choose from."""
    first, *parts = split_by_item(said, ()) or [Part(None, "")]
    name = first.text.strip(_AROUND) if first.number is None else ""
    if not name:
        turn.say("enter_how")
        return
    unit = plans.find_unit(turn.session, name)
    if unit is None and not parts:
        name, *rest = re.split(r"[\s：:，,]+", name, maxsplit=1)
        unit, parts = plans.find_unit(turn.session, name), [Part(None, "".join(rest))]
    if unit is None:
        turn.say("no_unit", name=name)
    else:
        for part in parts or [Part(None, "")]:
            _place(turn, unit, part)


def _place(turn: Turn, unit: Unit, part: Part) -> None:
    """Begin the form that a text is for; ask which where it is not sure."""
    owed = ledger.open_of(turn.session, unit.id, turn.now)
    found = [one for one in owed if part.number in {None, item_number(one)}]
    if part.number is None and part.text:
        named = [one for one in found if names_any(part.text, fields_of(turn.session, one))]
        found = named or found
    if not found:
        turn.say("no_entry", unit=unit.name, number=part.number or "")
    elif len(found) == 1:
        _begin(turn, found[0], part.text)
    else:
        among = [one.id for one in found] if part.number or part.text else None
        turn.show("to_enter", unit.id, text=part.text, among=among)


def _begin(turn: Turn, owed: Owed, text: str, *, called: bool = False) -> None:
    form = reports.open_entry(turn.session, owed.id, turn.origin.name, turn.now)
    unsure = _put(turn, form, owed, text) if text else []
    _bring_down(turn, form, unsure=unsure, **({"called": True} if called else {}))
    turn.ask_office("entry", form.id)


def _put(turn: Turn, form: Form, owed: Owed, text: str) -> list[Unsure]:
    """Put a text into a form; one that was edited takes the place of what it said before."""
    message = turn.origin.message_id or -1
    if turn.origin.edited:
        for entry in entries.of_message(turn.session, turn.chat_id, message):
            if entry.form_id == form.id:
                entries.take_back(turn.session, form, entry)
        entries.forget(turn.session, form.id, (turn.chat_id, message))
    form.entered_by, form.touched_at = turn.origin.name, turn.now
    filled = put_into(turn, form, owed, text, message)
    return [_unsure(one) for one in filled.answer.unplaced]


def _unsure(one: Unplaced) -> Unsure:
    return {
        "typed": one.typed,
        "clause": one.clause or one.typed,
        "value": f"{one.value:f}",
        "choices": [[choice.field.ids[0], f"{choice.value:f}"] for choice in one.choices],
    }


def _bring_down(turn: Turn, form: Form, **args: object) -> None:
    """Show a form where whoever typed looks: one further up the chat is sent again."""
    shown = outbox.find_card(turn.session, "entry", form.id, turn.chat_id)
    if shown is not None and outbox.is_newest(turn.session, shown):
        turn.redraw(shown, **args)
        return
    if shown is not None:
        args = {"called": bool(shown.args.get("called")), **args}
        turn.redraw(shown, moved=True)
    turn.show("entry", form.id, **args)


def replied(turn: Turn, message: Outbox, said: str) -> None:
    """Take a reply to the form's card."""
    heard(turn, message.subject or -1, said)


def heard(turn: Turn, form_id: int, said: str) -> None:
    """Take what is typed for a form: it corrects what it holds."""
    form = turn.session.get(Form, form_id)
    owed = ledger.owed_by_id(turn.session, form.obligation_id) if form else None
    if form is None or owed is None:
        return
    if why := _over(turn, form, owed):
        turn.say("entry_over", why=why)
        return
    _bring_down(turn, form, unsure=_put(turn, form, owed, said))
    turn.ask_office("entry", form.id)


def _over(turn: Turn, form: Form, owed: Owed) -> str:
    """Return why nothing can be typed into a form any more; "" where it can."""
    if form.state is FormState.SUBMITTED:
        return word("toast.submitted_before", number=form.report_id)
    if form.state is FormState.DROPPED or form.entered_by is None:
        return word("toast.enter_closed")
    if may_enter(turn.desk.look(turn.session, turn.now), owed):
        return ""
    if owed.report_id is not None and not owed.open and not owed.withdrawn:
        return word("toast.enter_reported", number=owed.report_id)
    return word("toast.enter_closed")


def _enter(turn: Turn, given: Press) -> str:
    """Begin a report for a unit: of the only thing it owes, or of what is chosen."""
    unit, card = turn.session.get(Unit, given.number()), turn.pressed
    if unit is None:
        return word("toast.stale")
    owed = ledger.open_of(turn.session, unit.id, turn.now)
    called = card is not None and card.card == "call_sheet"
    if not owed:
        return word("toast.enter_closed")
    if len(owed) == 1:
        _begin(turn, owed[0], "", called=called)
    else:
        turn.show("to_enter", unit.id, **({"called": True} if called else {}))
    return ""


def _enter_item(turn: Turn, given: Press) -> str:
    """Begin a report of what was chosen, with the text that was typed for it."""
    owed, card = ledger.owed_by_id(turn.session, given.number()), turn.pressed
    if owed is None or card is None:
        return word("toast.stale")
    if not may_enter(turn.desk.look(turn.session, turn.now), owed):
        turn.redraw(card)
        return word("toast.enter_closed")
    chosen = card.args if card.card == "to_enter" and card.subject == owed.unit_id else {}
    text = "" if chosen.get("taken") else str(chosen.get("text") or "")
    if text:
        turn.redraw(card, taken=owed.id)
    _begin(turn, owed, text, called=bool(chosen.get("called")))
    return ""


def _entry(turn: Turn, given: Press) -> str:
    """Do to a form what a button of it says, by whoever presses."""
    form, card = turn.session.get(Form, given.number()), turn.pressed
    owed = ledger.owed_by_id(turn.session, form.obligation_id) if form else None
    deed = DEEDS.get(given.text(1))
    if form is None or owed is None or deed is None or form.entered_by is None:
        return word("toast.stale")
    if card is None or card.card != "entry" or card.subject != form.id:
        return word("toast.stale")
    if why := _over(turn, form, owed):
        turn.refresh("entry", form.id)
        return why
    form.entered_by, form.touched_at = turn.origin.name, turn.now
    said = deed(turn, form, given)
    turn.refresh("entry", form.id)
    return said


def _status(_turn: Turn, form: Form, given: Press) -> str:
    status = next((one for one in Status if one == given.text(2)), None)
    if status is None:
        return word("toast.stale")
    form.status = status
    return word("toast.set")


def _ask(turn: Turn, form: Form, given: Press) -> str:
    if (field := field_of(turn.session, form, given.number(2))) is not None:
        form.asked_target_id = field.ids[0]
    return ""


def _same(turn: Turn, form: Form, _given: Press) -> str:
    found = written(turn.session, form)
    if found is None or found.former is None:
        return word("toast.no_former")
    repeat(turn, found)
    return word("toast.set")


def _clear(_turn: Turn, form: Form, _given: Press) -> str:
    form.words = ""
    return word("toast.set")


def _drop(turn: Turn, form: Form, _given: Press) -> str:
    reports.drop(turn.session, form, turn.now)
    turn.ask_office_no_more()
    return word("toast.entry_dropped")


def _put_number(turn: Turn, form: Form, given: Press) -> str:
    """Put the first number that is not sure into what was chosen for it."""
    first, rest = _first_unsure(turn, given)
    place = given.number(3)
    if first is None or not 0 <= place < len(first["choices"]):
        return word("toast.stale")
    target, value = first["choices"][place]
    field = field_of(turn.session, form, target)
    if field is None:
        return word("toast.stale")
    reports.fill(turn.session, form, dict.fromkeys(field.ids, Decimal(value)))
    form.status = form.status or Status.ON_TRACK
    _settled(turn, rest)
    return word("toast.set")


def _note(turn: Turn, form: Form, given: Press) -> str:
    """Keep a number that is for no field among the form's words."""
    first, rest = _first_unsure(turn, given)
    if first is None:
        return word("toast.stale")
    add_words(form, str(first["clause"]))
    _settled(turn, rest)
    return word("toast.set")


def _first_unsure(turn: Turn, given: Press) -> tuple[Unsure | None, Sequence[Unsure]]:
    """Return the number that a button is about, and those behind it; None for another's button."""
    unsure = turn.pressed.args.get("unsure", []) if turn.pressed else []
    if not unsure or given.text(2) != unsure_mark(unsure):
        return None, unsure
    return unsure[0], unsure[1:]


def _settled(turn: Turn, rest: Sequence[Unsure]) -> None:
    if turn.pressed is not None:
        turn.redraw(turn.pressed, unsure=list(rest))


def _submit(turn: Turn, form: Form, given: Press) -> str:
    """File the report, unless something keeps it from being filed: then that is said."""
    found = written(turn.session, form)
    if found is None:
        return word("toast.enter_closed")
    if why := hindrance(found, given.text(2)):
        return why
    report = file_report(turn, found)
    _note_entered(turn, found.owed, report)
    _tell_unit(turn, found.owed, report)
    if turn.pressed is not None and turn.pressed.args.get("called"):
        calls.note(turn.session, found.owed.unit_id, CallOutcome.ENTERED, turn.actor, turn.now)
    turn.refresh("call_sheet", ALL)
    turn.ask_office_no_more()
    return word("toast.entered", number=report.id)


def _note_entered(turn: Turn, owed: Owed, report: Report) -> None:
    audit.note(
        turn.session,
        turn.actor,
        Action.ENTERED,
        word("entry.about", unit=owed.unit, number=item_number(owed)),
        turn.now,
        plan_id=owed.plan_id,
        item_id=owed.item_id,
        unit_id=owed.unit_id,
        after={"report": report.id, "status": report.status, "words": report.words},
    )


def _tell_unit(turn: Turn, owed: Owed, report: Report) -> None:
    """Tell a unit's contacts, once and in work hours, what was filed for it."""
    for contact in people.asked_first(turn.session, owed.unit_id, turn.now):
        turn.tell(contact, "entered", report.id)


#: What may be done to a form, by the word that its buttons carry.
DEEDS: Mapping[str, Deed] = {
    "status": _status,
    "ask": _ask,
    "same": _same,
    "clear": _clear,
    "drop": _drop,
    "put": _put_number,
    "note": _note,
    "submit": _submit,
}
IN_OFFICE: Mapping[Verb, Callable[[Turn, Press], str]] = {
    Verb.ENTER: _enter,
    Verb.ENTER_ITEM: _enter_item,
    Verb.ENTRY: _entry,
}
