"""The report form, one card edited in place until it is submitted; then it is the receipt."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.buttons import Button, Verb, button
from bot.cards import joint, question
from bot.cards.authors import who_reported
from bot.cards.checklist import item_number
from bot.cards.doubts import doubt_words
from bot.cards.extension import extension_aside
from bot.cards.files import files_aside
from bot.cards.look import Card, Look, in_rows, period_words
from bot.cards.moved import moved_aside
from bot.cards.review import review_aside
from bot.contact.fields import goal_words, next_field
from bot.contact.writing import Written, written
from bot.phrases import Field
from db.ledger import Owed
from db.tables import Form, Report
from db.vocabulary import FormState, Status
from templates import clip, render, word

Aside = Callable[[Look, Form, Owed], tuple[str, Button | None]]
#: What other rooms have to say on a form or receipt, a line of plain text, "" for nothing; and
#: what they offer there, None where they do not now.
ASIDES: tuple[Aside, ...] = (
    joint.aside,
    question.aside,
    extension_aside,
    moved_aside,
    review_aside,
    files_aside,
)


def draw_form(look: Look, form_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show a form as far as it is filled; once submitted, the receipt."""
    if args.get("moved"):
        return Card(render("form_moved.html"))
    form = look.session.get(Form, form_id)
    found = written(look.session, form) if form else None
    if form is None or found is None:
        return None
    owed, writing = found.owed, form.state is FormState.OPEN and not found.locked
    asked = next_field(form, found.fields, found.values) if writing else None
    asides = [aside(look, form, owed) for aside in ASIDES]
    text = render(
        "form.html",
        number=item_number(owed),
        unit=owed.unit,
        part=word(f"part.{owed.part}"),
        text=owed.text,
        period=period_words(owed.period),
        due_at=look.local(owed.due_at),
        status=word(f"status.{form.status}") if form.status else "",
        fields=[field_row(found, field, field == asked) for field in found.fields],
        asked=asked.quantity if asked else "",
        words=form.words,
        unexplained=found.unexplained,
        doubts=doubt_words(found) if writing or form.report_id else [],
        dropped=form.state is FormState.DROPPED and not owed.withdrawn,
        closed=owed.withdrawn,
        locked=form.state is FormState.OPEN and found.locked,
        notes=[note for note, _ in asides if note],
        former=_former(found) if writing else "",
        newer=_newer(look, found),
        **_receipt(look, found),
    )
    offers = [offer for _, offer in asides if offer]
    return Card(text, () if owed.withdrawn else _buttons(found, asked, offers))


def field_row(found: Written, field: Field, asked: bool) -> dict[str, object]:  # noqa: FBT001
    """Return what a template shows of a number that a form asks for."""
    return {
        "quantity": field.quantity,
        "measure": field.measure,
        "goal": goal_words(field),
        "value": found.value(field),
        "last": field.last,
        "asked": asked,
    }


def _former(found: Written) -> str:
    """Return how the item stood in the period before; "" where that is said already."""
    if found.former is None or found.repeats:
        return ""
    return word(f"status.{found.former.status}")


def _newer(look: Look, found: Written) -> dict[str, object] | None:
    """Return what an open form is told of a colleague's report, and a receipt of a later one."""
    newest, form = found.newest, found.form
    if newest is None or newest.id == form.report_id:
        return None
    if form.state is FormState.OPEN and not found.newer and newest.contact_id == form.contact_id:
        return None  # begun to correct one's own
    return {
        "contact": who_reported(look.session, newest)["contact"],
        "at": look.local(newest.submitted_at),
        "receipt": newest.id,
        "version": newest.version,
    }


def _receipt(look: Look, found: Written) -> dict[str, object]:
    """Return what the receipt shows; nothing of it before the form is submitted."""
    if found.form.report_id is None:
        none = {"receipt": "", "submitted_at": None, "version": 0, "repeats": found.repeats}
        return {**none, "contact": "", "absent": "", "entered": False}
    report = look.session.get_one(Report, found.form.report_id)
    return {
        "receipt": report.id,
        "submitted_at": look.local(report.submitted_at),
        **who_reported(look.session, report),
        "version": report.version,
        "repeats": report.unchanged,
    }


def _buttons(
    found: Written, asked: Field | None, offers: list[Button]
) -> tuple[tuple[Button, ...], ...]:
    form = found.form
    if form.state is FormState.SUBMITTED:
        fix = [button(word("button.fix"), Verb.OPEN, form.obligation_id)]
        return in_rows([*([] if found.locked else fix), *offers], 2)
    if form.state is FormState.DROPPED:
        return ()
    if found.locked:
        return in_rows(offers, 2)
    statuses = [
        button(
            chosen(word(f"status.{status}"), form.status is status), Verb.STATUS, form.id, status
        )
        for status in Status
    ]
    label = "button.submit_sure" if found.doubts else "button.submit"
    seen = [found.seen] if found.doubts else []
    submit = button(word(label), Verb.SUBMIT, form.id, *seen)
    aside = [*offers, *_tidy(form)]
    return (
        in_rows(statuses, 2)
        + in_rows(_asks(found, asked), 2)
        + in_rows(_alike(found), 1)
        + in_rows(aside, 2 if len(aside) == 4 else 3)  # noqa: PLR2004 - no row of one
        + ((submit,),)
    )


def _asks(found: Written, asked: Field | None) -> list[Button]:
    """Return the buttons that choose which number comes next, or is to be corrected."""
    doubted = [field for field, _ in found.doubts]
    return [
        button(
            clip(word("button.ask", quantity=field.quantity), 24),
            Verb.ASK,
            found.form.id,
            field.ids[0],
        )
        for field in found.fields
        if field != asked and (len(found.fields) > 1 or field in doubted)
    ]


def _alike(found: Written) -> list[Button]:
    same = found.former is not None and not found.repeats
    return [button(word("button.same"), Verb.SAME, found.form.id)] if same else []


def _tidy(form: Form) -> list[Button]:
    clear = [button(word("button.clear_words"), Verb.CLEAR, form.id)] if form.words else []
    return [*clear, button(word("button.drop"), Verb.DROP, form.id)]


def chosen(label: str, is_so: bool) -> str:  # noqa: FBT001 - a predicate of one button
    """Return a button's label, marked where it is the one that was chosen."""
    return word("button.chosen", label=label) if is_so else label
