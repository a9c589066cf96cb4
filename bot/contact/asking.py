"""Asking the office: a contact's question goes to its chat, and what is replied there comes back.

That an item is not the unit's own is a question too, a case which the office decides; how it
begins is ``bot.contact.not_ours``'s.
"""

from collections.abc import Callable, Mapping

from bot.buttons import Press, Verb
from bot.cards.lists import shows
from bot.cards.question import RULINGS
from bot.in_office.listing import close_list
from bot.redrawing import redraw_duty
from bot.turn import Turn
from db import audit, ledger, outbox, questions
from db.ledger import Owed
from db.tables import Contact, Outbox, Question
from db.vocabulary import Action, QuestionKind
from templates import clip, word

Pressed = Callable[[Turn, Contact, Press], str]
Anybody = Callable[[Turn, Press], str]

#: How many questions a contact may ask within a day.
MOST = 20
#: How many unanswered questions the office is shown at once.
AT_ONCE = 5
#: How much of what went before is quoted to the office.
QUOTED = 120


def ask(turn: Turn, contact: Contact, said: str) -> None:
    """Answer the command: take the question typed behind it, or ask for one."""
    if turn.origin.edited and edited(turn, contact, said):
        return
    if said:
        put(turn, contact, QuestionKind.QUESTION, None, said)
    else:
        _ask_for(turn, contact, 0)


def heard(turn: Turn, contact: Contact, obligation_id: int, said: str) -> None:
    """Take the question that was asked for."""
    put(turn, contact, QuestionKind.QUESTION, owed_of(turn, contact, obligation_id), said)


def replied(turn: Turn, contact: Contact, message: Outbox, said: str) -> None:
    """Take a reply to a question or its answer for one that goes on from there."""
    before = turn.session.get_one(Question, message.subject)
    quoted = str(message.args.get("said") or before.words)
    owed = owed_of(turn, contact, before.obligation_id or -1)
    put(turn, contact, QuestionKind.QUESTION, owed, said, before=quoted)


def edited(turn: Turn, contact: Contact, said: str) -> bool:
    """Take an edited message that was a question for its new words; tell if it was one.

    One that is answered stays as it was answered; what it says now is a further question.
    """
    number = turn.origin.message_id
    if (
        number is None
        or (question := questions.in_message(turn.session, contact.id, number)) is None
    ):
        return False
    if question.answered_at is None:
        question.words = said
        turn.refresh("question", question.id)
        turn.refresh("asked", question.id)
    elif said != question.words:
        owed = owed_of(turn, contact, question.obligation_id or -1)
        put(turn, contact, QuestionKind.QUESTION, owed, said, before=question.words)
    return True


def office_replied(turn: Turn, message: Outbox, said: str) -> None:
    """Take the office's reply to a question; a further one is added to it."""
    question = turn.session.get_one(Question, shows(message)[1])
    if said and not (turn.origin.edited and said in question.answer.split("\n")):
        _answer(turn, question, said)


def show_unanswered(turn: Turn, _said: str) -> None:
    """Show the office the questions that wait for it, the oldest first, a few at a time."""
    waiting = questions.unanswered(turn.session)
    for question_id in waiting[:AT_ONCE]:
        turn.show("question", question_id)
    turn.say("questions_left", shown=len(waiting[:AT_ONCE]), left=len(waiting[AT_ONCE:]))


def _question(turn: Turn, contact: Contact, given: Press) -> str:
    """Ask for a question about an obligation."""
    owed = owed_of(turn, contact, given.number())
    if owed is None:
        return word("toast.not_yours")
    _ask_for(turn, contact, owed.id)
    return ""


def _rule(turn: Turn, given: Press) -> str:
    """Decide in the office's chat on an item that is said not to be the unit's; once."""
    question = turn.session.get(Question, given.number())
    ruling = next((RULINGS[one] for one in given.arguments[1:] if one in RULINGS), None)
    if question is None or question.kind is not QuestionKind.NOT_OURS or ruling is None:
        return word("toast.stale")
    if question.answered_at is not None:
        turn.refresh("question", question.id)
        return word("toast.answered_before", name=clip(question.answered_by or "", 20))
    _answer(turn, question, word(ruling.answer))
    return word("toast.answered")


def owed_of(turn: Turn, contact: Contact, obligation_id: int) -> Owed | None:
    """Return an obligation that a contact answers for."""
    if not ledger.answers_for(turn.session, contact.id, obligation_id, turn.now):
        return None
    return ledger.owed_by_id(turn.session, obligation_id)


def _ask_for(turn: Turn, contact: Contact, obligation_id: int) -> None:
    """Ask for a question's words; where the newest message does so already, that is enough."""
    turn.ask(contact, "question", obligation_id)
    shown = outbox.find_card(turn.session, "asking", obligation_id, turn.chat_id)
    over = shown is None or shown.args.get("done") or shown.args.get("dropped")
    if shown is None or over or not outbox.is_newest(turn.session, shown):
        turn.show("asking", obligation_id)
    else:
        turn.redraw(shown, kind=QuestionKind.QUESTION)


def may_ask(turn: Turn, contact: Contact) -> bool:
    """Tell whether a contact may ask one more today; say so where not."""
    if questions.asked_lately(turn.session, contact.id, turn.now) < MOST:
        return True
    turn.say("question_refused", office=turn.desk.settings.office.name)
    return False


def put(
    turn: Turn,
    contact: Contact,
    kind: QuestionKind,
    owed: Owed | None,
    said: str,
    *,
    before: str = "",
) -> str:
    """Store a question, show it to the office, and tell its asker; not more than so many a day."""
    turn.asked_no_more(contact)
    if not may_ask(turn, contact):
        return word("toast.asked_too_much")
    pressed = turn.pressed
    question = Question(
        contact_id=contact.id,
        obligation_id=owed.id if owed else None,
        kind=kind,
        words=said,
        asked_at=turn.now,
        message_id=pressed.args.get("message") if pressed else turn.origin.message_id,
    )
    questions.ask(turn.session, question)
    asking = outbox.find_card(turn.session, "asking", owed.id if owed else 0, turn.chat_id)
    if asking is not None:
        turn.redraw(asking, done=True)
    told = turn.desk.office_chat is not None
    turn.show("asked", question.id, told=told)
    turn.show_office("question", question.id, before=clip(before, QUOTED))
    turn.refresh("todo", 0)
    redraw_case(turn, question)
    return word("toast.asked" if told else "toast.set")


def _answer(turn: Turn, question: Question, said: str) -> None:
    """Write the office's answer down, and bring it at once to whoever asked."""
    questions.answer(question, said, turn.origin.name, turn.now)
    asker = turn.session.get_one(Contact, question.contact_id)
    key = f"answer:{question.id}:{turn.origin.update_id}"
    row = outbox.outbox_row(
        key, asker.chat_id, "answer", turn.now, subject=question.id, args={"said": said}
    )
    outbox.put(turn.session, row)
    turn.refresh("question", question.id)
    turn.refresh("asked", question.id)
    turn.refresh("todo", 0)
    close_list(turn)
    redraw_case(turn, question)
    about = word("question.about", id=question.id, name=asker.name)
    audit.note(
        turn.session,
        turn.actor,
        Action.ANSWERED,
        about,
        turn.now,
        contact_id=asker.id,
        after={"question": question.words, "answer": said},
    )


def redraw_case(turn: Turn, question: Question) -> None:
    """Have whatever shows that an item is said not to be the unit's drawn anew."""
    if question.kind is QuestionKind.NOT_OURS and question.obligation_id is not None:
        redraw_duty(turn, question.obligation_id)


PRESSED: Mapping[Verb, Pressed] = {Verb.QUESTION: _question}
#: What whoever sits in the office's chat may press.
IN_OFFICE: Mapping[Verb, Anybody] = {Verb.RULE: _rule}
