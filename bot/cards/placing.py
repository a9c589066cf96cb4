"""The questions a typed text leaves open: which item it is about, and what a number means."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.buttons import Verb, button
from bot.cards.checklist import PAGE, item_number, labels, to_report
from bot.cards.look import Card, Look, in_rows, page_of
from bot.contact.fields import fields_of
from bot.phrases import Field
from db import ledger
from db.tables import Form
from db.vocabulary import FormState
from templates import clip, number, render, word


def draw_which(look: Look, contact_id: int, args: Mapping[str, Any]) -> Card | None:
    """Ask which obligation a text is about; once it is taken, say where it went.

    ``among`` are those of an item that was named: of several periods, units or plans.
    """
    if (taken := args.get("taken")) is not None:
        chosen = ledger.owed_by_id(look.session, taken)
        into = item_number(chosen) if chosen else ""
        return Card(render("which.html", text=args["text"], number=into, over=""))
    if args.get("edited") or args.get("dropped"):
        over = "dropped" if args.get("dropped") else "edited"
        return Card(render("which.html", text=args["text"], number="", over=over))
    listed = to_report(ledger.checklist(look.session, contact_id, look.now))
    among = args.get("among")
    listed = [one for one in listed if among is None or one.id in among] or listed
    shown, page = page_of(listed, args.get("page"), PAGE)
    names = labels(listed)
    choices = [
        button(
            clip(f"{names[one.id]} {one.text}", 40),
            Verb.TAKE,
            one.id,
        )
        for one in shown
    ]
    return Card(
        render("which.html", text=args["text"], number="", over=""),
        in_rows(choices, 1) + page.buttons,
    )


def draw_place(look: Look, form_id: int, args: Mapping[str, Any]) -> Card | None:
    """Ask which field a number is for; once it is put somewhere, say where."""
    form = look.session.get(Form, form_id)
    owed = ledger.owed_by_id(look.session, form.obligation_id) if form else None
    if form is None or owed is None:
        return None
    over = "dropped" if args.get("dropped") else "edited" if args.get("edited") else ""
    choices = args.get("choices", [])
    text = render(
        "place.html",
        typed=args["typed"],
        put=args.get("put", ""),
        over=over,
        several=len({target for target, _ in choices}) > 1,
    )
    if args.get("put") or over or form.state is not FormState.OPEN:
        return Card(text)
    fields = {field.ids[0]: field for field in fields_of(look.session, owed)}
    meanings = [
        button(means(fields[target], Decimal(value), args["value"]), Verb.PUT, form.id, place)
        for place, (target, value) in enumerate(choices)
        if target in fields
    ]
    return Card(text, in_rows([*meanings, button(word("button.note"), Verb.NOTE, form.id)], 1))


def means(field: Field, value: Decimal, typed: str) -> str:
    """Return what a number may mean: 家庭农场 共320个, or what was added to the last one."""
    last = field.last
    added = last is not None and value == last + Decimal(typed)
    return word(
        "button.place_added" if added else "button.place",
        quantity=clip(field.quantity, 16),
        last=number(last),
        added=number(Decimal(typed)),
        value=number(value),
        measure=field.measure,
    )
