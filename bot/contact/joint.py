"""The lead of a joint item: it sees its assisting units, prompts them, and merges their words."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta

from bot.buttons import Press, Verb
from bot.contact.filling import bring_down
from bot.contact.owing import owed_by
from bot.turn import Turn
from db import joint, outbox, people, reports
from db.joint import Assist
from db.ledger import Owed
from db.tables import Contact
from db.vocabulary import Part, Status
from scheduler.hours import current_slot, next_slot
from templates import clip, moment, word

Pressed = Callable[[Turn, Contact, Press], str]

#: How long the assisting units are left alone after the lead has prompted them.
COOL_DOWN = timedelta(hours=4)
#: How many units a button's answer names.
NAMED = 3


def merged(words: str, before: Collection[str], lines: Sequence[str]) -> str:
    """Return a form's words with the assisting units' lines behind its own.

    Lines that were merged ``before`` are left out; everything else stays as it was typed.
    """
    own = [line for line in words.split("\n") if line not in before] if words else []
    return "\n".join([*own, *lines])


def line_of(unit: str, status: Status, words: str) -> str:
    """Return a unit's report in one line, as it is merged: 县人社局：有困难，资金没到位."""
    shown = word(f"status.{status}") if status is Status.DIFFICULT or not words.strip() else ""
    written = "；".join(line.strip() for line in words.splitlines() if line.strip())
    return word("joint.line", unit=unit, words="，".join(filter(None, (shown, written))))


def _lead_of(turn: Turn, contact: Contact, given: Press) -> Owed | str:
    """Return the obligation of the lead that a contact answers for; else what to say."""
    owed = owed_by(turn, contact, given.number())
    if isinstance(owed, str):
        return word(f"toast.{owed}")
    return owed if owed.part is Part.LEAD else word("toast.not_yours")


def _show(turn: Turn, contact: Contact, given: Press) -> str:
    owed = _lead_of(turn, contact, given)
    if isinstance(owed, str):
        return owed
    shown = outbox.find_card(turn.session, "joint", owed.id, turn.chat_id)
    if shown is not None and outbox.is_newest(turn.session, shown):
        turn.refresh("joint", owed.id)
    else:
        turn.show("joint", owed.id, to=contact.id)
    return ""


def _prompt(turn: Turn, contact: Contact, given: Press) -> str:
    """Ask every assisting unit that has not reported to do so, once in a while."""
    owed = _lead_of(turn, contact, given)
    if isinstance(owed, str):
        return owed
    turn.refresh("joint", owed.id)
    wanted = [one for one in joint.assists(turn.session, owed) if one.wanted(turn.now)]
    if not wanted:
        return word("toast.all_assisted")
    before = joint.last_prompt(turn.session, owed.id)
    if before is not None and before[0] + COOL_DOWN > turn.now:
        again = before[0] + COOL_DOWN
        return word("toast.prompted_before", name=clip(before[1], 12), again=_at(turn, again))
    alone = [one for one in wanted if not _prompt_unit(turn, owed, one)]
    if len(alone) < len(wanted):
        joint.note_prompt(turn.session, owed.id, contact.id, turn.now)
    if alone:
        _tell_office(turn, owed, alone)
    return _outcome(turn, len(wanted) - len(alone), alone)


def _prompt_unit(turn: Turn, owed: Owed, one: Assist) -> bool:
    """Prompt a unit's contacts; tell if there are any."""
    contacts = people.asked_first(turn.session, one.unit_id, turn.now)
    for contact in contacts:
        turn.tell(contact, "prompted", one.id, to=contact.id, lead=owed.unit)
    return bool(contacts)


def _tell_office(turn: Turn, owed: Owed, alone: Sequence[Assist]) -> None:
    """Tell the office, once for what the lead owes, of units in which nobody can be prompted."""
    if (chat := turn.desk.office_chat) is None:
        return
    values = {"units": [one.unit for one in alone], "lead": owed.unit}
    args = {"template": "prompted_nobody", "values": values}
    row = outbox.outbox_row(f"unprompted:{owed.id}", chat, "note", turn.now, args=args)
    outbox.put(turn.session, row)


def _outcome(turn: Turn, count: int, alone: Sequence[Assist]) -> str:
    said = []
    if count and current_slot(turn.rules.hours, turn.now) is None:
        coming = next_slot(turn.rules.hours, turn.now)
        said.append(word("toast.prompted_later", count=count, at=_at(turn, coming)))
    elif count:
        said.append(word("toast.prompted", count=count))
    if alone:
        names = "、".join(clip(one.unit, 20) for one in alone[:NAMED])
        names += word("toast.and_more") if len(alone) > NAMED else ""
        told = "toast.nobody_told" if turn.desk.office_chat is not None else "toast.nobody"
        said.append(word(told, units=names))
    return "。".join(said)


def _at(turn: Turn, when: datetime) -> str:
    return moment(when.astimezone(turn.desk.settings.zone))


def _merge(turn: Turn, contact: Contact, given: Press) -> str:
    """Put the words of every assisting unit into the lead's form, in the place of former ones."""
    owed = _lead_of(turn, contact, given)
    if isinstance(owed, str):
        return owed
    filed = [one for one in joint.assists(turn.session, owed) if one.reported]
    lines = [line_of(one.unit, one.status, one.words or "") for one in filed if one.status]
    if not lines:
        return word("toast.nothing_to_merge")
    before = {line_of(*one) for one in joint.ever_reported(turn.session, owed.item_id)}
    if owed.locked:
        return word("toast.locked")
    form = reports.open_form(turn.session, owed.id, contact.id, turn.now)
    form.words = merged(form.words, before, lines)
    bring_down(turn, form)
    return word("toast.merged", count=len(lines))


PRESSED: Mapping[Verb, Pressed] = {
    Verb.JOINT: _show,
    Verb.PROMPT: _prompt,
    Verb.MERGE: _merge,
}
