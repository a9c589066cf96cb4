"""A question to the office: asked for, passed on, and answered; each side sees its own card."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.buttons import Button, Verb, button
from bot.cards.checklist import PAGE, item_number, labels
from bot.cards.look import Card, Look, in_rows, page_of
from db import ledger, people, questions
from db.ledger import Owed
from db.tables import Contact, Form, Question
from db.vocabulary import FormState, QuestionKind, Reachable
from templates import clip, render, word


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the office decides by a button: the words of its label, and those of its answer."""

    label: str
    answer: str


#: What the office may decide of an item that is said not to be the unit's.
RULINGS: Mapping[str, Ruling] = {
    "confirmed": Ruling("button.confirmed", "question.confirmed"),
    "noted": Ruling("button.noted", "question.noted"),
}


def draw_asking(look: Look, obligation_id: int, args: Mapping[str, Any]) -> Card:
    """Ask for a question's words, or why an item is not the unit's; once they came, say so."""
    owed = ledger.owed_by_id(look.session, obligation_id)
    kind = QuestionKind(args.get("kind", QuestionKind.QUESTION))
    done, dropped, said = bool(args.get("done")), bool(args.get("dropped")), args.get("said", "")
    text = render(
        "question_form.html",
        kind=kind,
        done=done,
        dropped=dropped,
        said=said,
        office=look.office,
        **_about(owed),
    )
    if done or dropped or owed is None or owed.withdrawn:
        return Card(text)
    if kind is QuestionKind.NOT_OURS:
        return Card(text, ((button(word("button.disown"), Verb.DISOWN, owed.id),),))
    return Card(text, ((button(word("button.not_ours"), Verb.NOT_OURS, owed.id),),))


def draw_asked(look: Look, question_id: int, args: Mapping[str, Any]) -> Card | None:
    """Tell a contact what became of their question."""
    question = look.session.get(Question, question_id)
    if question is None:
        return None
    text = render(
        "question_asked.html",
        id=question.id,
        kind=question.kind,
        words=question.words,
        office=look.office,
        told=args["told"],
        answered=question.answered_at is not None,
        **_about(_owed(look, question)),
    )
    return Card(text)


def draw_question(look: Look, question_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show a question to the office, with its answer once there is one."""
    question = look.session.get(Question, question_id)
    if question is None:
        return None
    contact = look.session.get_one(Contact, question.contact_id)
    owed = _owed(look, question)
    units = people.units_of(look.session, contact.id, people.ANSWERING, look.now)
    text = render(
        "question.html",
        id=question.id,
        kind=question.kind,
        units=[owed.unit] if owed else [unit.name for unit in units],
        contact=contact.name,
        before=args.get("before", ""),
        words=question.words,
        answer=question.answer,
        name=question.answered_by or "",
        answered_at=look.local(question.answered_at) if question.answered_at else None,
        gone=contact.reachable is not Reachable.YES,
        **_about(owed),
    )
    rules = question.kind is QuestionKind.NOT_OURS and question.answered_at is None
    return Card(text, (_rulings(question),) if rules else ())


def draw_answer(look: Look, question_id: int, args: Mapping[str, Any]) -> Card | None:
    """Bring what the office said of a question to whoever asked it."""
    question = look.session.get(Question, question_id)
    if question is None:
        return None
    owed = _owed(look, question)
    text = render(
        "question_answer.html",
        id=question.id,
        words=question.words,
        said=args["said"],
        office=look.office,
        owing=question.kind is QuestionKind.NOT_OURS
        and owed is not None
        and owed.open
        and not owed.withdrawn,
        **_about(owed),
    )
    return Card(text)


def draw_to_whom(look: Look, _contact_id: int, args: Mapping[str, Any]) -> Card:
    """Ask whether a text is for the office or for an item's words; then say where it went."""
    owed = ledger.owed_by_id(look.session, args.get("obligation") or -1)
    number = item_number(owed) if owed is not None and not owed.withdrawn else ""
    state = args.get("taken") or next((one for one in ("edited", "dropped") if args.get(one)), "")
    text = render("to_whom.html", text=args["text"], number=number, state=state, office=look.office)
    if state:
        return Card(text)
    choices = [button(word("button.pass_on"), Verb.TO_OFFICE)]
    if number:
        choices.append(button(word("button.write", number=number), Verb.WRITE))
    return Card(text, in_rows(choices, 2))


def draw_whose(look: Look, contact_id: int, args: Mapping[str, Any]) -> Card:
    """Ask which item is said not to be the unit's; then say which."""
    chosen = ledger.owed_by_id(look.session, args.get("chosen") or -1)
    dropped, number = bool(args.get("dropped")), item_number(chosen) if chosen else ""
    text = render("whose.html", number=number, dropped=dropped)
    if number or dropped:
        return Card(text)
    owed = ledger.checklist(look.session, contact_id, look.now)
    listed = [one for one in owed if one.id in args["among"]]
    shown, page = page_of(listed, args.get("page"), PAGE)
    names = labels(listed)
    picks = [
        button(clip(f"{names[one.id]} {one.text}", 40), Verb.NOT_OURS, one.id) for one in shown
    ]
    return Card(text, in_rows(picks, 1) + page.buttons)


def aside(look: Look, form: Form, owed: Owed) -> tuple[str, Button | None]:
    """Offer on an open form to ask the office about it.

    Say that its unit says it is not theirs, until the office has answered.
    """
    said = word("question.open_case") if questions.open_case(look.session, owed.id) else ""
    ask = button(word("button.question"), Verb.QUESTION, owed.id)
    return said, ask if form.state is FormState.OPEN else None


def _owed(look: Look, question: Question) -> Owed | None:
    return ledger.owed_by_id(look.session, question.obligation_id or -1)


def _about(owed: Owed | None) -> dict[str, object]:
    """Return what is said of the item that a question is about; blanks where it is about none."""
    return {
        "number": item_number(owed) if owed else "",
        "text": owed.text if owed else "",
        "unit": owed.unit if owed else "",
    }


def _rulings(question: Question) -> tuple[Button, ...]:
    return tuple(
        button(word(ruling.label), Verb.RULE, question.id, name) for name, ruling in RULINGS.items()
    )
