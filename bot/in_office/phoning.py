"""电话号码: the office notes the telephone number of a unit or of a person."""

import re
from collections.abc import Sequence

from bot.turn import Turn
from db import calls, plans
from db.calls import Listed
from db.engine import Session
from db.nudges import ALL
from templates import word

#: What a number is made of, at the end of what was typed.
_NUMBER = re.compile(r"^(?P<name>.*?)[\s：:，,]*(?P<phone>\+?\d[\d\s()（）-]*)$", re.DOTALL)
SHORTEST, LONGEST = 5, 20


def set_number(turn: Turn, said: str) -> None:
    """Note the number typed behind a name; without one, tell the number there is."""
    name, phone = parted(said)
    if not name:
        turn.say("phone_how")
        return
    found = owners(turn.session, name)
    if len(found) != 1:
        turn.say("phone_whose", name=name, several=[one.name for one in found])
    elif phone is None:
        turn.say("phone_told", name=found[0].name, phone=found[0].phone, before="", told=True)
    elif phone and not is_number(phone):
        turn.say("phone_wrong", phone=phone)
    else:
        (one,) = found
        before = one.phone
        calls.set_phone(turn.session, one, phone or None, turn.actor, turn.now)
        turn.refresh("call_sheet", ALL)
        turn.say("phone_told", name=one.name, phone=phone, before=before, told=False)


def parted(said: str) -> tuple[str, str | None]:
    """Return the name and the number of what was typed.

    The number is "" where it is to be taken away (张华 无), None where none was typed.
    """
    if (found := _NUMBER.match(said.strip())) is not None:
        return found["name"].strip(), " ".join(found["phone"].split())
    name, _, last = said.strip().rpartition(" ")
    if name and last in word("typed.no_phone").split():
        return name.strip(), ""
    return said.strip(), None


def is_number(phone: str) -> bool:
    """Tell whether this may be a telephone number: digits, +, -, blanks, brackets."""
    digits = sum(one.isdigit() for one in phone)
    return digits >= SHORTEST and len(phone) <= LONGEST


def owners(session: Session, name: str) -> Sequence[Listed]:
    """Return whose number it may be: the unit's of this name, else the people's of this name.

    Of several the one meant is named with the unit before: 县农业农村局 张华.
    """
    if (unit := plans.find_unit(session, name)) is not None:
        return [Listed(unit.name, unit)]
    if people := calls.contacts_named(session, name):
        return people
    first, _, rest = name.partition(" ")
    unit = plans.find_unit(session, first)
    return calls.contacts_named(session, rest.strip(), unit.id) if unit and rest else []
