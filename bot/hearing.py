"""What a typed text is for: a command, the answer to what was asked, or else a report.

A text that replies to a card of ours belongs to that card; one that follows a question of the
bot's answers it; anything else is about what the contact owes.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache

from bot.contact import commands, joining
from bot.contact.answering import typed
from bot.turn import Turn
from db.tables import Contact, Outbox
from templates import word

Command = Callable[[Turn, Contact, str], None]
Reply = Callable[[Turn, Contact, Outbox, str], None]
Heard = Callable[[Turn, Contact, int, str], None]
OfficeReply = Callable[[Turn, Outbox, str], None]

#: How long a text is still taken for the answer to a question.
PATIENCE = timedelta(days=1)

#: A contact's commands; each has its words under ``[typed]`` and its line under ``[command]``.
COMMANDS: Mapping[str, Command] = {
    "todo": commands.todo,
    "help": commands.usage,
}
#: By what was asked (``Turn.ask``), who takes the answer.
ASKED: Mapping[str, Heard] = {}
#: By the card that is replied to, who takes the reply; forms are ``answering``'s.
REPLIED: Mapping[str, Reply] = {}
#: The same in the office's chat.
OFFICE_REPLIED: Mapping[str, OfficeReply] = {}


def command(turn: Turn, name: str, said: str) -> None:
    """Answer a command with what was typed behind it; strangers are told how to get in."""
    contact = turn.contact
    if contact is None:
        joining.greet_stranger(turn)
    else:
        turn.asked_no_more(contact)
        COMMANDS[name](turn, contact, said)


def text(turn: Turn, said: str) -> None:
    """Take a text: the office's reply to a card of its own, or what a contact typed."""
    if turn.in_office and _office_replied(turn, said):
        return
    contact = turn.contact
    if not turn.private:
        return
    if contact is None:
        joining.stranger_typed(turn, said)
    elif (name := _commands_by_word().get(said)) is not None:
        command(turn, name, "")
    elif said in word("typed.polite").split():
        turn.say("polite")
    elif not said or said.startswith("/"):
        turn.say("unclear", why="")
    elif not _answered(turn, contact, said):
        typed(turn, contact, said)


def _office_replied(turn: Turn, said: str) -> bool:
    message = turn.message(turn.origin.reply_to)
    if message is None or message.card not in OFFICE_REPLIED:
        return False
    OFFICE_REPLIED[message.card](turn, message, said)
    return True


def _answered(turn: Turn, contact: Contact, said: str) -> bool:
    """Give a text to the card it replies to, or to what the contact was asked; tell if so."""
    message = turn.message(turn.origin.reply_to)
    if message is not None:
        if message.card not in REPLIED:
            return False
        REPLIED[message.card](turn, contact, message, said)
        return True
    what, _, subject = (contact.asked or "").partition(":")
    if turn.origin.edited or what not in ASKED or contact.asked_at is None:
        return False
    if contact.asked_at < turn.now - PATIENCE:
        return False
    ASKED[what](turn, contact, int(subject or -1), said)
    return True


@cache
def _commands_by_word() -> Mapping[str, str]:
    return {said: name for name in COMMANDS for said in word(f"typed.{name}").split()}
