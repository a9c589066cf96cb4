"""A typed answer: which obligation it is about, and what it fills in there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from bot.cards.checklist import item_number
from bot.contact.fields import fields_of, next_field
from bot.phrases import Answer, Part, names_any, read, split_by_item
from bot.turn import Turn
from db import ledger, outbox, reports
from db.ledger import Owed
from db.tables import Contact, Form
from db.vocabulary import Status
from templates import word

#: How long a form stays the one that a text without reference is for.
IN_HAND = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a text may be about: what is listed, the form it replies to, the form in hand."""

    listed: list[Owed]
    replied: int | None
    in_hand: int | None

    @property
    def waiting(self) -> list[Owed]:
        """What is still to be reported."""
        return [one for one in self.listed if one.open]

    @property
    def numbers(self) -> set[str]:
        """The items that a bare number may mean; none while a form is being filled."""
        filling = self.replied is not None or self.in_hand is not None
        return set() if filling else {item_number(one) for one in self.waiting}


def typed(turn: Turn, contact: Contact, text: str) -> None:
    """Fill in what a contact typed; ask where it is not sure what it is about.

    A message that was edited takes the place of the words before.
    """
    asked = _Asked(
        listed=ledger.checklist(turn.session, contact.id, turn.now),
        replied=_replied(turn),
        in_hand=_in_hand(turn, contact),
    )
    for part in split_by_item(text, asked.numbers):
        _place(turn, contact, part, asked, anew=turn.origin.edited)


def _replied(turn: Turn) -> int | None:
    """Return the obligation whose form was replied to."""
    message = turn.message(turn.origin.reply_to)
    if message is None or message.card != "form":
        return None
    return turn.session.get_one(Form, message.subject).obligation_id


def _in_hand(turn: Turn, contact: Contact) -> int | None:
    form = reports.form_in_hand(turn.session, contact.id)
    return form.obligation_id if form and form.touched_at > turn.now - IN_HAND else None


def _place(turn: Turn, contact: Contact, part: Part, asked: _Asked, *, anew: bool) -> None:
    about = _about(turn, part, asked)
    if len(about) == 1:
        fill_in(turn, contact, about[0], part.text, anew=anew)
    elif about:
        turn.show("which", contact.id, text=part.text)
    elif part.number is not None:
        turn.say("unclear", why="no_such_item", number=part.number)
    else:
        turn.say("unclear", why="nothing_owed")


def _about(turn: Turn, part: Part, asked: _Asked) -> list[int]:
    """Return the obligations a text may be about: one where it is sure, none where none fits.

    An item named wins, one that is reported already to be corrected; then the form replied to,
    then a target named, then the form in hand.
    """
    if part.number is not None:
        named = [one for one in asked.listed if item_number(one) == part.number]
        return [one.id for one in named if one.open] or [one.id for one in named]
    if asked.replied is not None:
        return [asked.replied]
    waiting = asked.waiting
    by_target = [one.id for one in waiting if names_any(part.text, fields_of(turn.session, one))]
    in_hand = asked.in_hand
    if in_hand is not None and (in_hand in by_target or len(by_target) != 1):
        return [in_hand]
    return by_target or [one.id for one in waiting]


def fill_in(
    turn: Turn, contact: Contact, obligation_id: int, text: str, *, anew: bool = False
) -> None:
    """Put what a text says into the obligation's form, and show the form."""
    owed = ledger.owed_by_id(turn.session, obligation_id)
    if owed is not None and owed.withdrawn:
        turn.say("unclear", why="closed")
        return
    if owed is None or not ledger.answers_for(turn.session, contact.id, obligation_id):
        return
    form = reports.open_form(turn.session, obligation_id, contact.id, turn.now)
    fields = fields_of(turn.session, owed)
    asked = next_field(turn.session, form, fields)
    answer = read(text, fields, asked, status_words())
    if anew and answer.words:
        form.words = ""
    _apply(turn, form, answer)
    bring_down(turn, form)
    for unplaced in answer.unplaced:
        turn.show(
            "place",
            form.id,
            typed=unplaced.typed,
            clause=unplaced.clause or unplaced.typed,
            value=f"{unplaced.value:f}",
            targets=[field.ids[0] for field in unplaced.fields],
        )


def _apply(turn: Turn, form: Form, answer: Answer) -> None:
    values = {target: value for field, value in answer.values for target in field.ids}
    reports.fill(turn.session, form, values)
    if form.asked_target_id in values:
        form.asked_target_id = None
    if answer.status is not None:
        form.status = answer.status
    elif values and form.status in {None, Status.NOT_STARTED}:
        form.status = Status.ON_TRACK
    if answer.words:
        add_words(form, answer.words)


def add_words(form: Form, words: str) -> None:
    """Add to what a form says in words; what stands there already is not said twice."""
    if words not in form.words.splitlines():
        form.words = f"{form.words}\n{words}" if form.words else words


def bring_down(turn: Turn, form: Form) -> None:
    """Show a form where a person who typed looks: a form further up the chat is sent again."""
    shown = outbox.find_card(turn.session, "form", form.id, turn.chat_id)
    if shown is not None and outbox.is_newest(turn.session, shown):
        turn.refresh("form", form.id)
        return
    if shown is not None:
        shown.args = {**shown.args, "moved": True}
        outbox.draw_again(turn.session, shown, turn.now)
    turn.show("form", form.id)


def show_form(turn: Turn, form: Form) -> None:
    """Show a form: where it is shown already it is drawn anew, else it is sent."""
    if outbox.find_card(turn.session, "form", form.id, turn.chat_id) is not None:
        turn.refresh("form", form.id)
    else:
        turn.show("form", form.id)


@cache
def status_words() -> Mapping[str, Status]:
    """Return, by the word that says it, each status."""
    return {said: status for status in Status for said in word(f"typed.{status}").split()}
