"""代录: the office's form for a unit's report, and what the unit is told of it once it is filed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot.buttons import Button, Verb, button, mark_of
from bot.cards.authors import who_reported
from bot.cards.checklist import PAGE, item_number, labels
from bot.cards.doubts import doubt_words
from bot.cards.form import chosen, field_row
from bot.cards.look import Card, Look, in_rows, page_of, period_words
from bot.cards.placing import means
from bot.contact.fields import next_field
from bot.contact.writing import Written, written
from bot.phrases import Field
from db import ledger, people, reports, reviews
from db.ledger import Owed
from db.tables import Form, Report, Unit
from db.vocabulary import FormState, Status
from templates import clip, render, word

#: A number of which it is not sure what it means, as a card's arguments have it.
Unsure = Mapping[str, Any]


def draw_to_enter(look: Look, unit_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show the office what a unit owes, to choose for which of it a report is typed."""
    unit = look.session.get(Unit, unit_id)
    if unit is None:
        return None
    owed = ledger.open_of(look.session, unit_id, look.now)
    among, said = args.get("among"), "" if args.get("taken") else args.get("text", "")
    listed = [one for one in owed if among is None or one.id in among] or owed
    shown, page = page_of(listed, args.get("page"), PAGE)
    names = labels(listed)
    picks = [
        button(clip(f"{names[one.id]} {one.text}", 40), Verb.ENTER_ITEM, one.id) for one in shown
    ]
    text = render(
        "to_enter.html",
        unit=unit.name,
        count=len(listed),
        said=said,
        page=page.number,
        pages=page.count,
    )
    return Card(text, in_rows(picks, 1) + page.buttons)


def draw_entry(look: Look, form_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show what the office has typed for a unit; once it is filed, the receipt."""
    if args.get("moved"):
        return Card(render("form_moved.html"))
    form = look.session.get(Form, form_id)
    found = written(look.session, form) if form else None
    if form is None or found is None:
        return None
    writing = form.state is FormState.OPEN and may_enter(look, found.owed)
    unsure = args.get("unsure", []) if writing else []
    asked = next_field(form, found.fields, found.values) if writing else None
    text = render(
        "entry.html",
        **_about(look, found.owed),
        status=word(f"status.{form.status}") if form.status else "",
        fields=[field_row(found, field, field == asked) for field in found.fields],
        words=form.words,
        doubts=doubt_words(found) if writing or form.report_id else [],
        unsure=unsure[0]["typed"] if unsure else "",
        asked=asked.quantity if asked else "",
        unexplained=found.unexplained,
        dropped=form.state is FormState.DROPPED,
        reported=found.owed.report_id if form.report_id is None and not writing else None,
        writing=writing,
        told=bool(people.asked_first(look.session, found.owed.unit_id, look.now)),
        **_receipt(look, form),
    )
    if not writing:
        return Card(text)
    return Card(text, _ask_meaning(found, unsure) if unsure else _buttons(found, asked))


def may_enter(look: Look, owed: Owed) -> bool:
    """Tell whether the office may type a report of this now: only what is open."""
    return owed.open and not owed.withdrawn and owed.opens_at <= look.now


def unsure_mark(unsure: Sequence[Unsure]) -> str:
    """Return the mark of the numbers that are not sure, for the buttons that place the first."""
    return mark_of([(one["typed"], one["choices"]) for one in unsure])


def draw_entered(look: Look, report_id: int, args: Mapping[str, Any]) -> Card | None:
    """Tell a unit what the office filed for it; nothing if it has corrected that before."""
    report = look.session.get(Report, report_id)
    owed = ledger.owed_by_id(look.session, report.obligation_id) if report else None
    form = reports.form_of(look.session, report.id) if report else None
    found = written(look.session, form) if form else None
    if report is None or owed is None or found is None:
        return None
    corrected = owed.report_id != report.id
    if (corrected or owed.withdrawn) and not args.get("shown"):
        return None
    review = reviews.review_of(look.session, report.id)
    text = render(
        "entered.html",
        **_about(look, owed),
        status=word(f"status.{report.status}"),
        fields=[field_row(found, field, asked=False) for field in found.fields],
        words=report.words,
        corrected=corrected,
        locked=owed.locked,
        accepted=review is not None and review.accepted,
        withdrawn=owed.withdrawn,
        **_receipt(look, found.form),
    )
    fix = button(word("button.fix"), Verb.OPEN, owed.id)
    return Card(text, () if corrected or owed.locked or owed.withdrawn else ((fix,),))


def _about(look: Look, owed: Owed) -> dict[str, object]:
    return {
        "number": item_number(owed),
        "unit": owed.unit,
        "part": word(f"part.{owed.part}"),
        "text": owed.text,
        "period": period_words(owed.period),
        "due_at": look.local(owed.due_at),
    }


def _receipt(look: Look, form: Form) -> dict[str, object]:
    if form.report_id is None:
        return {"receipt": "", "submitted_at": None, "contact": ""}
    report = look.session.get_one(Report, form.report_id)
    return {
        "receipt": report.id,
        "submitted_at": look.local(report.submitted_at),
        "contact": who_reported(look.session, report)["contact"],
    }


def _ask_meaning(found: Written, unsure: Sequence[Unsure]) -> tuple[tuple[Button, ...], ...]:
    """Return what the first number that is not sure may mean."""
    first, mark = unsure[0], unsure_mark(unsure)
    fields = {field.ids[0]: field for field in found.fields}
    meanings = [
        button(
            means(fields[target], Decimal(value), first["value"]),
            *(Verb.ENTRY, found.form.id, "put", mark, place),
        )
        for place, (target, value) in enumerate(first["choices"])
        if target in fields
    ]
    note = button(word("button.note"), Verb.ENTRY, found.form.id, "note", mark)
    return in_rows([*meanings, note], 1)


def _buttons(found: Written, asked: Field | None) -> tuple[tuple[Button, ...], ...]:
    form = found.form

    def deed(label: str, *deed: object) -> Button:
        return button(label, Verb.ENTRY, form.id, *deed)

    statuses = [
        deed(chosen(word(f"status.{one}"), form.status is one), "status", one) for one in Status
    ]
    asks = [
        deed(clip(word("button.ask", quantity=field.quantity), 24), "ask", field.ids[0])
        for field in found.fields
        if field != asked and len(found.fields) > 1
    ]
    same = found.former is not None and not found.repeats
    aside = [
        *([deed(word("button.same"), "same")] if same else []),
        *([deed(word("button.clear_words"), "clear")] if form.words else []),
        deed(word("button.enter_drop"), "drop"),
    ]
    label = "button.submit_sure" if found.doubts else "button.submit"
    submit = deed(word(label), "submit", *([found.seen] if found.doubts else []))
    return in_rows(statuses, 2) + in_rows(asks, 2) + in_rows(aside, 3) + ((submit,),)
