"""不属我单位: a case which the office decides begins, by a button or typed, with or without why."""

from collections.abc import Callable, Collection, Mapping

from bot.buttons import Press, Verb
from bot.contact import asking
from bot.turn import Turn
from db import questions
from db.ledger import Owed
from db.tables import Contact, Outbox
from db.vocabulary import QuestionKind
from templates import word

Pressed = Callable[[Turn, Contact, Press], str]
#: What may stand around the words.
MARKS = "：:，,。.！!；; \n"


def reason_in(text: str) -> str | None:
    """Return the reason in a text that says an item is not theirs, "" for none.

    None where the text says something else.
    """
    said = text.strip(MARKS)
    for this in word("typed.this_item").split():
        said = said.removeprefix(this).lstrip(MARKS)
    words = sorted(word("typed.not_ours").split(), key=len, reverse=True)
    found = next((one for one in words if said.startswith(one)), None)
    if found is None:
        return None
    behind = said.removeprefix(found).strip(MARKS)
    return "" if behind in {"", *word("typed.not_ours_ends").split()} else text.strip()


def disowned(turn: Turn, contact: Contact, text: str, found: Collection[int]) -> bool:
    """Begin the case where a text says that, or ask for which item; tell if it says that."""
    reason = reason_in(text)
    if reason is None or not found:
        return False
    if len(found) == 1:
        _begin(turn, contact, next(iter(found)), reason)
    else:
        turn.show("whose", contact.id, said=reason, among=list(found))
    return True


def reason_typed(turn: Turn, contact: Contact, obligation_id: int, said: str) -> None:
    """Take the reason why an item is not the unit's."""
    if (owed := asking.owed_of(turn, contact, obligation_id)) is None:
        turn.asked_no_more(contact)
        turn.say("unclear", why="closed")
    else:
        _raise_case(turn, contact, owed, said)


def replied_asking(turn: Turn, contact: Contact, message: Outbox, said: str) -> None:
    """Take a reply to the card that asks for a question."""
    take = reason_typed if message.args.get("kind") == QuestionKind.NOT_OURS else asking.heard
    take(turn, contact, message.subject or -1, said)


def _not_ours(turn: Turn, contact: Contact, given: Press) -> str:
    """Ask why an item is not the unit's, in the place of the question."""
    owed, pressed = asking.owed_of(turn, contact, given.number()), turn.pressed
    if owed is None or pressed is None or pressed.card not in {"asking", "whose"}:
        return word("toast.stale")
    if pressed.card == "whose":
        return _chosen(turn, contact, pressed, owed)
    if questions.open_case(turn.session, owed.id) is not None:
        return word("question.open_case")
    turn.ask(contact, "not_ours", owed.id)
    turn.redraw(pressed, kind=QuestionKind.NOT_OURS, dropped=False)
    return ""


def _chosen(turn: Turn, contact: Contact, card: Outbox, owed: Owed) -> str:
    """Take which item is not theirs, once."""
    if not (card.args.get("chosen") or card.args.get("dropped")):
        turn.redraw(card, chosen=owed.id)
        _begin(turn, contact, owed.id, str(card.args.get("said") or ""))
        return ""
    turn.redraw(card)
    return word("toast.stale")


def _begin(turn: Turn, contact: Contact, obligation_id: int, said: str) -> None:
    """Ask why an item is not theirs, unless the office considers it already."""
    if (owed := asking.owed_of(turn, contact, obligation_id)) is None:
        turn.say("unclear", why="not_yours")
    elif (case := questions.open_case(turn.session, owed.id)) is not None:
        turn.show("asked", case.id, told=turn.desk.office_chat is not None)
    else:
        turn.ask(contact, "not_ours", owed.id)
        turn.show("asking", owed.id, kind=QuestionKind.NOT_OURS, said=said)


def _disown(turn: Turn, contact: Contact, given: Press) -> str:
    """Say that an item is not the unit's, with the reason that the card holds, if any; once."""
    owed, pressed = asking.owed_of(turn, contact, given.number()), turn.pressed
    if owed is None:
        return word("toast.not_yours")
    if questions.open_case(turn.session, owed.id) is not None:
        return word("question.open_case")
    said = pressed.args.get("said") if pressed is not None and pressed.card == "asking" else ""
    return _raise_case(turn, contact, owed, str(said or ""))


def _raise_case(turn: Turn, contact: Contact, owed: Owed, said: str) -> str:
    """Tell the office that an item is not the unit's; while it considers, that is said once."""
    case = questions.open_case(turn.session, owed.id)
    if case is None:
        kind, said = QuestionKind.NOT_OURS, said or word("question.no_reason")
        return asking.put(turn, contact, kind, owed, said)
    if said:
        asking.put(turn, contact, QuestionKind.QUESTION, owed, said, before=case.words)
    return word("question.open_case")


PRESSED: Mapping[Verb, Pressed] = {Verb.NOT_OURS: _not_ours, Verb.DISOWN: _disown}
