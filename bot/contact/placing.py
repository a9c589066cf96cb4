"""Which obligation a typed text is about: the item it names, the form it replies to, or another."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards.checklist import item_number
from bot.contact.fields import fields_of
from bot.contact.owing import form_in_hand
from bot.phrases import Part, names_any, split_by_item
from bot.turn import Turn
from db import ledger
from db.ledger import Owed
from db.tables import Contact, Form, Report


@dataclass(frozen=True, slots=True)
class Choices:
    """What a text may be about.

    Attributes:
        listed: what is owed, and what was reported of the present periods.
        replied: the obligation whose form it replies to.
        in_hand: the one whose form was written in last.
        fed: those that the message said something of before it was edited.
    """

    listed: list[Owed]
    replied: int | None
    in_hand: int | None
    fed: Sequence[int] = ()

    @property
    def waiting(self) -> list[Owed]:
        """What is still to be reported."""
        return [one for one in self.listed if one.open]

    @property
    def numbers(self) -> set[str]:
        """The items that a bare number may mean; none while a form is being filled."""
        if self.fed:
            return {item_number(one) for one in self.listed if one.id in self.fed}
        filling = self.replied is not None or self.in_hand is not None
        return set() if filling else {item_number(one) for one in self.waiting}

    def named(self, number: str) -> list[int]:
        """Return what a number names; what is reported already only where nothing else is."""
        named = [one for one in self.listed if item_number(one) == number]
        return [one.id for one in named if one.open] or [one.id for one in named]


def choices_of(turn: Turn, contact: Contact, fed: Sequence[int] = ()) -> Choices:
    """Return what a contact's text may be about."""
    listed = ledger.checklist(turn.session, contact.id, turn.now)
    form = form_in_hand(turn, contact, listed)
    return Choices(
        listed=listed,
        replied=replied_to(turn),
        in_hand=form.obligation_id if form else None,
        fed=fed,
    )


def replied_to(turn: Turn) -> int | None:
    """Return the one obligation that the card replied to is about, if it is about one."""
    message = turn.message(turn.origin.reply_to)
    if message is None:
        return None
    if message.card == "form":
        return turn.session.get_one(Form, message.subject).obligation_id
    if message.card in {"returned", "entered"}:
        return turn.session.get_one(Report, message.subject).obligation_id
    return message.subject if message.card in {"joint", "prompted"} else None


def parts_of(text: str, choices: Choices) -> list[Part]:
    """Cut a text where it names items."""
    return split_by_item(text, choices.numbers)


def about(turn: Turn, part: Part, choices: Choices) -> list[int]:
    """Return the obligations a text may be about: one where it is sure, none where none fits.

    An item named wins, one that is reported already to be corrected; then the form replied to,
    then what the message was about before it was edited, then a target named, then the form in
    hand.
    """
    if part.others_than:
        return [one.id for one in choices.waiting if item_number(one) not in part.others_than]
    if part.number is not None:
        return choices.named(part.number)
    if choices.replied is not None:
        return [choices.replied]
    if choices.fed:
        fed = [one for one in choices.listed if one.id in choices.fed]
        return _naming(turn, part, fed) or list(choices.fed)
    waiting = choices.waiting
    by_target = _naming(turn, part, waiting)
    in_hand = choices.in_hand
    if in_hand is not None and (in_hand in by_target or len(by_target) != 1):
        return [in_hand]
    return by_target or [one.id for one in waiting]


def _naming(turn: Turn, part: Part, owed: Sequence[Owed]) -> list[int]:
    return [one.id for one in owed if names_any(part.text, fields_of(turn.session, one))]
