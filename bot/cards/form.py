"""The report form, one card edited in place until it is submitted, and the question which item."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.buttons import Button, Verb, button
from bot.cards.checklist import PAGE, item_number, labels
from bot.cards.look import Card, Look, in_rows, page_of, period_words
from bot.contact.fields import fields_of, goal_words, next_field
from bot.phrases import Field
from db import ledger, reports
from db.ledger import Owed
from db.tables import Contact, Form, Report
from db.vocabulary import FormState, Status
from templates import clip, render, word

Offer = Callable[[Look, Form, Owed], Button | None]
Note = Callable[[Look, Form, Owed], str]
#: What other rooms offer on an open form, two buttons in a row; None where they do not now.
OFFERS: tuple[Offer, ...] = ()
#: What other rooms have to say on a form, a line of plain text each; "" for nothing.
NOTES: tuple[Note, ...] = ()


def draw_form(look: Look, form_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show a form as far as it is filled; once submitted, the receipt."""
    if args.get("moved"):
        return Card(render("form_moved.html"))
    form = look.session.get(Form, form_id)
    owed = ledger.owed_by_id(look.session, form.obligation_id) if form else None
    if form is None or owed is None:
        return None
    fields = fields_of(look.session, owed, form.report_id)
    asked = next_field(look.session, form, fields) if form.state is FormState.OPEN else None
    text = render(
        "form.html",
        number=item_number(owed),
        unit=owed.unit,
        part=word(f"part.{owed.part}"),
        text=owed.text,
        period=period_words(owed.period),
        due_at=look.local(owed.due_at),
        status=word(f"status.{form.status}") if form.status else "",
        fields=_field_rows(look, form, owed, fields, asked),
        asked=asked.quantity if asked else "",
        words=form.words,
        dropped=form.state is FormState.DROPPED and not owed.withdrawn,
        closed=owed.withdrawn,
        notes=[said for note in NOTES if (said := note(look, form, owed))],
        **_receipt(look, form),
    )
    offers = [offered for offer in OFFERS if (offered := offer(look, form, owed))]
    return Card(text, () if owed.withdrawn else _form_buttons(form, fields, asked, offers))


def draw_which(look: Look, contact_id: int, args: Mapping[str, Any]) -> Card | None:
    """Ask which obligation a text is about; once it is taken, say where it went."""
    if (taken := args.get("taken")) is not None:
        chosen = ledger.owed_by_id(look.session, taken)
        number = item_number(chosen) if chosen else ""
        return Card(render("which.html", text=args["text"], number=number))
    owed = ledger.checklist(look.session, contact_id, look.now)
    waiting = [one for one in owed if one.open]
    shown, page = page_of(waiting, args.get("page"), PAGE)
    names = labels(waiting)
    choices = [
        button(
            clip(f"{names[one.id]} {one.text}", 40),
            Verb.TAKE,
            one.id,
        )
        for one in shown
    ]
    return Card(
        render("which.html", text=args["text"], number=""), in_rows(choices, 1) + page.buttons
    )


def draw_place(look: Look, form_id: int, args: Mapping[str, Any]) -> Card | None:
    """Ask which field a number is for; once it is put somewhere, say where."""
    form = look.session.get(Form, form_id)
    owed = ledger.owed_by_id(look.session, form.obligation_id) if form else None
    if form is None or owed is None:
        return None
    text = render("place.html", typed=args["typed"], put=args.get("put", ""))
    if args.get("put") or form.state is not FormState.OPEN:
        return Card(text)
    labels = [
        button(clip(field.quantity, 28), Verb.PUT, form.id, field.ids[0])
        for field in fields_of(look.session, owed)
        if field.ids[0] in args["targets"]
    ]
    return Card(text, in_rows([*labels, button(word("button.note"), Verb.NOTE, form.id)], 1))


def _field_rows(
    look: Look, form: Form, owed: Owed, fields: list[Field], asked: Field | None
) -> list[dict[str, object]]:
    values = reports.form_values(look.session, form.id)
    last = reports.last_values(look.session, owed.id)
    return [
        {
            "quantity": field.quantity,
            "measure": field.measure,
            "goal": goal_words(field),
            "value": values.get(field.ids[0]),
            "last": last.get(field.ids[0]),
            "asked": field == asked,
        }
        for field in fields
    ]


def _receipt(look: Look, form: Form) -> dict[str, object]:
    """Return what the receipt shows; nothing of it before the form is submitted."""
    if form.report_id is None:
        return {"receipt": "", "submitted_at": None, "contact": "", "version": 0}
    report = look.session.get_one(Report, form.report_id)
    return {
        "receipt": report.id,
        "submitted_at": look.local(report.submitted_at),
        "contact": look.session.get_one(Contact, report.contact_id).name,
        "version": report.version,
    }


def _form_buttons(
    form: Form, fields: list[Field], asked: Field | None, offers: list[Button]
) -> tuple[tuple[Button, ...], ...]:
    if form.state is FormState.SUBMITTED:
        return ((button(word("button.fix"), Verb.OPEN, form.obligation_id),),)
    if form.state is FormState.DROPPED:
        return ()
    statuses = [
        button(
            _chosen(word(f"status.{status}"), form.status is status), Verb.STATUS, form.id, status
        )
        for status in Status
    ]
    asks = [
        button(
            clip(word("button.ask", quantity=field.quantity), 24), Verb.ASK, form.id, field.ids[0]
        )
        for field in fields
        if field != asked and len(fields) > 1
    ]
    clear = [button(word("button.clear_words"), Verb.CLEAR, form.id)] if form.words else []
    last = [
        button(word("button.drop"), Verb.DROP, form.id),
        button(word("button.submit"), Verb.SUBMIT, form.id),
    ]
    aside = in_rows(asks, 2) + in_rows(clear, 1) + in_rows(offers, 2)
    return in_rows(statuses, 2) + aside + (tuple(last),)


def _chosen(label: str, chosen: bool) -> str:  # noqa: FBT001 - a predicate of one button
    return word("button.chosen", label=label) if chosen else label
