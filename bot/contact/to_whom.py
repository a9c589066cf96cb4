"""A typed text that asks people something: it goes to the office, or into words, as is tapped."""

from collections.abc import Callable, Mapping

from bot.buttons import Press, Verb
from bot.contact import asking
from bot.contact.enclosing import follow
from bot.contact.fields import fields_of
from bot.contact.filling import add_words, bring_down, is_over, status_words
from bot.contact.owing import owed_by
from bot.contact.placing import Choices, about, parts_of
from bot.phrases import Part, read
from bot.turn import Turn
from db import entries, ledger, reports, reviews
from db.tables import Contact, Outbox
from db.vocabulary import QuestionKind
from templates import word

Pressed = Callable[[Turn, Contact, Press], str]
#: What may stand behind a question, or between a greeting and it.
MARKS = "。.！!～~，,、 \n"


def asks(text: str) -> bool:
    """Tell whether a text is plainly a question to people."""
    said = text.strip().rstrip(MARKS)
    for greeting in sorted(word("typed.polite").split(), key=len, reverse=True):
        if said.startswith(greeting):
            said = said.removeprefix(greeting).lstrip(MARKS)
            break
    if said.startswith(tuple(word("typed.question_begins").split())):
        return True
    ends = said.endswith(tuple(word("typed.question_ends").split()))
    return ends and not said.endswith(tuple(word("typed.no_question").split()))


def offer(turn: Turn, contact: Contact, text: str, choices: Choices) -> bool:
    """Ask where a question goes, unless it brings a number; tell if it was one."""
    if not asks(text):
        return False
    parts = parts_of(text, choices)
    found = [about(turn, part, choices) for part in parts]
    if any(_reports(turn, part, its) for part, its in zip(parts, found, strict=True)):
        return False
    sole = {its[0] for its in found if len(its) == 1}
    into = sole.pop() if len(sole) == 1 and all(len(its) == 1 for its in found) else None
    message = turn.origin.message_id
    turn.show("to_whom", contact.id, text=text, message=message, obligation=into)
    return True


def _reports(turn: Turn, part: Part, found: list[int]) -> bool:
    """Tell whether a text reports something: a number, or with a mere 呢 behind it a status."""
    owed = ledger.owed_by_id(turn.session, found[0]) if len(found) == 1 else None
    fields = fields_of(turn.session, owed) if owed is not None else []
    answer = read(part.text, fields, None, status_words())
    mild = part.text.rstrip(MARKS).endswith(word("typed.question_mild"))
    said = answer.unchanged or answer.status is not None
    return bool(answer.values or answer.unplaced) or (mild and said)


def _pass_on(turn: Turn, contact: Contact, _given: Press) -> str:
    """Pass a question on to the office, once."""
    if (card := _card(turn, contact)) is None:
        return word("toast.stale")
    if not asking.may_ask(turn, contact):
        return word("toast.asked_too_much")
    owed = asking.owed_of(turn, contact, card.args.get("obligation") or -1)
    said = str(card.args["text"])
    turn.redraw(card, taken="office")
    return asking.put(turn, contact, QuestionKind.QUESTION, owed, said)


def _write(turn: Turn, contact: Contact, _given: Press) -> str:
    """Write a text into the words of the item that it would have gone to, once."""
    if (card := _card(turn, contact)) is None:
        return word("toast.stale")
    owed = owed_by(turn, contact, card.args.get("obligation") or -1)
    if isinstance(owed, str) or reviews.locked(turn.session, owed.id):
        turn.redraw(card)
        return word(f"toast.{owed if isinstance(owed, str) else 'locked'}")
    form = reports.open_form(turn.session, owed.id, contact.id, turn.now)
    added, message = add_words(form, str(card.args["text"])), card.args.get("message")
    form.touched_at = turn.now
    if message is not None:
        entries.note(turn.session, form, (turn.chat_id, message), added, [])
        follow(turn, contact, message, form)
    turn.redraw(card, taken="words")
    bring_down(turn, form)
    return word("toast.set")


def _card(turn: Turn, contact: Contact) -> Outbox | None:
    """Return the pressed message, where it is the person's own card and still asks."""
    card = turn.pressed
    if card is None or card.card != "to_whom" or card.subject != contact.id:
        return None
    if is_over(card):
        turn.redraw(card)
        return None
    return card


PRESSED: Mapping[Verb, Pressed] = {Verb.TO_OFFICE: _pass_on, Verb.WRITE: _write}
