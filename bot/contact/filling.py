"""Puts what a person typed into a form, remembers which message said it, and shows the form."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.buttons import Press
from bot.cards.checklist import item_number
from bot.contact.fields import next_field
from bot.contact.filing import file_report
from bot.contact.owing import owed_by
from bot.contact.writing import Written, written, written_for
from bot.phrases import Answer, Unplaced, read
from bot.turn import Turn
from db import entries, outbox, reports
from db.ledger import Owed
from db.tables import Contact, Form, Outbox
from db.vocabulary import FormState, Status
from templates import word


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that a text went into, and what the text said.

    ``at_once`` where the text says that nothing changed, and nothing else, of a form in which
    nothing stood: it needs no further look.
    """

    form: Form
    answer: Answer
    at_once: bool


def put_in(
    turn: Turn, contact: Contact, obligation_id: int, text: str, message_id: int | None
) -> Filled | None:
    """Put what a message says into the obligation's form; say why where it cannot be."""
    owed = owed_by(turn, contact, obligation_id)
    if isinstance(owed, str) or owed.locked:
        turn.say("unclear", why=owed if isinstance(owed, str) else "locked")
        return None
    form = reports.open_form(turn.session, obligation_id, contact.id, turn.now)
    return put_into(turn, form, owed, text, message_id)


def put_into(turn: Turn, form: Form, owed: Owed, text: str, message_id: int | None) -> Filled:
    """Put what a message says into an open form, whoever fills it."""
    before = written_for(turn.session, form, owed)
    fresh = before.untouched and owed.open
    fields = before.fields
    answer = read(text, fields, next_field(form, fields, before.values), status_words())
    if answer.unchanged:
        repeat(turn, before, over=False)
        if before.former is None:
            turn.say("unclear", why="no_former", number=item_number(owed))
    _apply(turn, form, answer, message_id)
    return Filled(form, answer, fresh and _says_only_unchanged(answer))


def _says_only_unchanged(answer: Answer) -> bool:
    return answer.unchanged and not (answer.values or answer.unplaced or answer.words)


def repeat(turn: Turn, form: Written, *, over: bool = True) -> None:
    """Put into a form what was reported for the period before, ``over`` what it holds already."""
    if form.former is None:
        return
    last = {
        target: field.last
        for field in form.fields
        for target in field.ids
        if field.last is not None and (over or form.value(field) is None)
    }
    reports.fill(turn.session, form.form, last)
    if over or form.form.status is None:
        form.form.status = form.former.status
    form.form.unchanged = True
    form.form.asked_target_id, form.form.touched_at = None, turn.now


def _apply(turn: Turn, form: Form, answer: Answer, message_id: int | None) -> None:
    values = {target: value for field, value in answer.values for target in field.ids}
    percents = {target: said for field, said in answer.percents for target in field.ids}
    reports.fill(turn.session, form, values, percents)
    if form.asked_target_id in values:
        form.asked_target_id = None
    if answer.status is not None:
        form.status = answer.status
    elif values and form.status in {None, Status.NOT_STARTED}:
        form.status = Status.ON_TRACK
    added = add_words(form, answer.words)
    if message_id is not None:
        entries.note(turn.session, form, (turn.chat_id, message_id), added, list(values))


def add_words(form: Form, words: str) -> str:
    """Add to what a form says in words; return what was not there yet."""
    if not words or f"\n{words}\n" in f"\n{form.words}\n":
        return ""
    form.words = f"{form.words}\n{words}" if form.words else words
    return words


def show_filled(
    turn: Turn, contact: Contact, filled: Sequence[Filled], message_id: int | None
) -> None:
    """Show the forms that a message went into, and ask what it leaves unclear.

    Forms that need nothing more share one card, to be filed by one tap.
    """
    times = Counter(one.form.id for one in filled)
    left = [one for one in filled if times[one.form.id] > 1 or not _filed_at_once(turn, one)]
    unclear = {one.form.id for one in left if one.answer.unplaced}
    forms = {one.form.id: one.form for one in left}
    clear = [one for one in forms.values() if one.id not in unclear]
    ready = [one for one in clear if len(clear) > 1 and _is_ready(turn, one)]
    if len(ready) > 1:
        for form in ready:
            turn.refresh("form", form.id)
        turn.show("batch", contact.id, forms=[form.id for form in ready])
    for form in forms.values():
        if len(ready) < 2 or form not in ready:  # noqa: PLR2004 - one alone has its own button
            bring_down(turn, form)
    for one in left:
        for unplaced in one.answer.unplaced:
            ask_place(turn, one.form, unplaced, message_id)


def _filed_at_once(turn: Turn, one: Filled) -> bool:
    form = written(turn.session, one.form) if one.at_once else None
    if form is None or not (form.repeats and form.complete):
        return False
    file_report(turn, form)
    bring_down(turn, one.form)
    return True


def _is_ready(turn: Turn, form: Form) -> bool:
    found = written(turn.session, form)
    return found is not None and found.ready


def ask_place(turn: Turn, form: Form, unplaced: Unplaced, message_id: int | None) -> None:
    """Ask what a number that fits no field surely means."""
    turn.show(
        "place",
        form.id,
        typed=unplaced.typed,
        clause=unplaced.clause or unplaced.typed,
        value=f"{unplaced.value:f}",
        choices=[[one.field.ids[0], f"{one.value:f}"] for one in unplaced.choices],
        message=message_id,
    )


def is_over(question: Outbox) -> bool:
    """Tell whether a question about a text was answered, or the text was edited since."""
    return any(question.args.get(end) for end in ("taken", "put", "edited", "dropped"))


def bring_down(turn: Turn, form: Form) -> None:
    """Show a form where a person who typed looks: a form further up the chat is sent again."""
    shown = outbox.find_card(turn.session, "form", form.id, turn.chat_id)
    if shown is not None and outbox.is_newest(turn.session, shown):
        turn.refresh("form", form.id)
        return
    if shown is not None:
        shown.args = {**shown.args, "moved": True}
        outbox.draw_again(turn.session, shown, turn.now)
    turn.show("form", form.id)


def own_form(turn: Turn, contact: Contact, given: Press) -> Form | str:
    """Return the open form that a button of its own writer means; else what to say."""
    form = turn.session.get(Form, given.number())
    if form is None or form.contact_id != contact.id:
        return word("toast.stale")
    if form.state is FormState.SUBMITTED:
        turn.refresh("form", form.id)
        return word("toast.submitted_before", number=form.report_id)
    owed = owed_by(turn, contact, form.obligation_id)
    if isinstance(owed, str):
        turn.refresh("form", form.id)
        return word(f"toast.{owed}")
    return form if form.state is FormState.OPEN else word("toast.stale")


def show_form(turn: Turn, form: Form) -> None:
    """Show a form: where it is shown already it is drawn anew, else it is sent."""
    if outbox.find_card(turn.session, "form", form.id, turn.chat_id) is not None:
        turn.refresh("form", form.id)
    else:
        turn.show("form", form.id)


@cache
def status_words() -> Mapping[str, Status]:
    """Return, by the word that says it, each status."""
    return {said: status for status in Status for said in word(f"typed.{status}").split()}
