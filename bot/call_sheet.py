"""The call sheet as a workbook: a row for everybody who can be called, to be printed and noted on.

Imported only when it is made: what writes workbooks takes long to load.
"""

from bot.cards.calling import call_words, items_words
from bot.cards.look import Look
from bot.made import Made, Order
from db.calls import Person
from db.engine import Session
from scheduler.calling import Callee, to_call
from scheduler.office import as_stored
from templates import word
from templates.workbook import Cell, Column, Sheet, workbook_of

#: The columns by the key of their words, each with its width in characters.
WIDTHS = {
    "unit": 20,
    "name": 14,
    "phone": 18,
    "post": 12,
    "owed": 18,
    "days": 10,
    "outcome": 34,
    "notes": 30,
}


def make(session: Session, order: Order) -> Made:
    """Return the sheet as it stood when it was asked for."""
    rules, at = as_stored(session, order.settings.office_rules()), order.asked_at
    look = Look(session, at, rules, order.settings.office.name)
    found = to_call(session, rules, at)
    rows = [row for one in found for row in rows_of(look, one)]
    called = [one for one in found for _ in rows_of(look, one) if one.today]
    local = look.local(at)
    first_called = len(rows) - len(called)
    sheet = Sheet(
        name=word("document.calls"),
        help=word(
            "call_sheet.help",
            office=look.office,
            at=f"{local:%Y-%m-%d %H:%M}",
            count=len(found),
        ),
        columns=tuple(Column(word(f"call_column.{key}"), width) for key, width in WIDTHS.items()),
        rows=rows,
        marked=frozenset(
            (at_row, place)
            for at_row in range(first_called, len(rows))
            for place in range(len(WIDTHS))
        ),
    )
    name = word("call_sheet.file", at=f"{local:%Y-%m-%d %H%M}")
    return Made(workbook_of([sheet]), name)


def rows_of(look: Look, one: Callee) -> list[list[Cell]]:
    """Return a unit's rows: its own number, where it has one or nobody else, then its people."""
    none = Person(word("call_sheet.unit_phone"), one.phone, "")
    listed = [*([none] if one.phone or not one.people else []), *one.people]
    return [_row(look, one, person) for person in listed]


def _row(look: Look, one: Callee, person: Person) -> list[Cell]:
    return [
        one.unit,
        person.name,
        person.phone,
        word(f"role.{person.post}") if person.post else "",
        word("call_sheet.late", items=items_words(one)) if one.owed else "",
        str(one.days) if one.days else "",
        call_words(look, one.call) if one.call else "",
        "",
    ]
