"""``duban calls`` and ``duban phone``: whom to call, and at which number."""

from bot.cards.calling import call_words, items_words
from bot.cards.look import Look
from bot.console import in_columns, print_json, refuse, say
from bot.desk import Desk
from bot.in_office.phoning import is_number, owners
from db import calls
from db.audit import Actor
from db.engine import Session
from db.vocabulary import Via
from scheduler.calling import Callee, to_call
from templates import word


def show_calls(desk: Desk, *, as_facts: bool) -> None:
    """Print whom to call, the worst first."""
    now = desk.clock.now()

    def ask(session: Session) -> tuple[list[dict[str, object]], list[tuple[str, str]]]:
        look = desk.look(session, now)
        found = to_call(session, look.rules, now)
        return [_facts(look, one) for one in found], [(one.unit, _said(look, one)) for one in found]

    facts, lines = desk.db.read_now(ask)
    if as_facts:
        print_json(facts)
    elif lines:
        in_columns(lines)
    else:
        say("calls.none")


def _facts(look: Look, one: Callee) -> dict[str, object]:
    call = one.call
    return {
        "unit": one.unit,
        "phone": one.phone,
        "people": [
            {"name": each.name, "phone": each.phone, "post": each.post} for each in one.people
        ],
        "owed": len(one.owed),
        "late": one.late,
        "days": one.days,
        "untold": one.untold,
        "reminded_at": look.local(one.reminded_at) if one.reminded_at else None,
        "unacknowledged": list(one.silent),
        "called_at": look.local(call.called_at) if call else None,
        "called_by": call.called_by if call else None,
        "outcome": call.outcome if call else None,
        "words": call.words if call else "",
        "called_today": one.today,
    }


def _said(look: Look, one: Callee) -> str:
    people = [
        word("calls.person", name=each.name, phone=each.phone or word("calls.no_phone"))
        for each in one.people
    ]
    parts = [
        one.phone or word("calls.no_phone"),
        *people,
        word("calls.owed", items=items_words(one), days=one.days) if one.owed else "",
        word("calls.silent") if one.silent else "",
        call_words(look, one.call) if one.call else "",
    ]
    return "　".join(filter(None, parts))


def set_phone(desk: Desk, name: str, phone: str, by: str) -> None:
    """Note a unit's or a person's number; an empty one takes it away."""
    number = " ".join(phone.split())
    if number and not is_number(number):
        refuse("calls.wrong", phone=number)

    def change(session: Session) -> list[str]:
        found = owners(session, name)
        if len(found) == 1:
            actor = Actor(by or word("cli.by_command"), Via.COMMAND)
            calls.set_phone(session, found[0], number or None, actor, desk.clock.now())
        return [one.name for one in found]

    names = desk.db.write_now(change)
    if not names:
        refuse("calls.nobody", name=name)
    if len(names) > 1:
        refuse("calls.several", name=name, names="、".join(names))
    say("calls.noted" if number else "calls.gone", name=names[0], phone=number)
