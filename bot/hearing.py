"""What a typed text is for: a command, the answer to what was asked, or else a report.

A text that replies to a card of ours belongs to that card; one that follows a question of the
bot's answers it; anything else is about what the contact owes.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache

from bot.cards.lists import shows
from bot.contact import (
    acknowledging,
    asking,
    away_typed,
    by_word,
    commands,
    editing,
    extending,
    joining,
    leaving,
    not_ours,
)
from bot.contact.answering import typed
from bot.in_office import (
    calling,
    deadlines,
    deciding,
    digesting,
    ending,
    entering,
    following_up,
    looking,
    pasting,
    phoning,
    receiving,
    reminding,
    reviewing,
    setting_up,
    staff,
    tabling,
    templating,
    todo,
)
from bot.spans import span_of
from bot.turn import Turn
from bot.updates import LONGEST
from db import office_chats
from db.tables import Contact, Outbox
from templates import word

Command = Callable[[Turn, Contact, str], None]
Reply = Callable[[Turn, Contact, Outbox, str], None]
Heard = Callable[[Turn, Contact, int, str], None]
OfficeReply = Callable[[Turn, Outbox, str], None]
OfficeHeard = Callable[[Turn, int, str], None]
OfficeCommand = Callable[[Turn, str], None]

#: What may stand around a word and does not change it.
MARKS = "。.！!～~，, "
#: How long a text is still taken for the answer to a question.
PATIENCE = timedelta(days=1)

#: A contact's commands; each has its words under ``[typed]`` and its line under ``[command]``.
COMMANDS: Mapping[str, Command] = {
    "todo": commands.todo,
    "mine": commands.mine,
    "leave": away_typed.leave,
    "quit": leaving.leave_unit,
    "help": commands.usage,
    "ask": asking.ask,
}
#: The office's, in its chat; what is typed behind the word or the command goes with it.
OFFICE_COMMANDS: Mapping[str, OfficeCommand] = {
    "help": commands.office_usage,
    "questions": asking.show_unanswered,
    "report": reviewing.show_report,
    "todo": todo.show_todo,
    "remind": reminding.ask_to_remind,
    "calls": calling.show_calls,
    "phone": phoning.set_number,
    "enter": entering.ask_to_enter,
    "preview": commands.office_preview,
    "status": looking.show_status,
    "missing": looking.show_missing,
    "item": looking.show_item,
    "unit": looking.show_unit,
    "plan": looking.show_plans,
    "find": looking.find,
    "new": receiving.ask_for_notice,
    "deadline": deadlines.ask_deadline,
    "digest": digesting.ask_digest,
    "ledger": tabling.ask_ledger,
    "endplan": ending.ask_to_end,
    "template": templating.send_template,
    "people": staff.show_people,
    "invite": staff.invite,
    "rename": staff.rename,
    "merge": staff.merge,
    "alias": staff.alias,
    "addunit": staff.add_unit,
    "audit": staff.show_audit,
}
#: Those whose word may be typed with more behind it: 问督办室：何时报？
TAKING_WORDS = frozenset({"ask", "leave"})
OFFICE_TAKING_WORDS = frozenset(
    {
        "phone",
        "enter",
        "remind",
        "deadline",
        "endplan",
        "unit",
        "find",
        "invite",
        "rename",
        "merge",
        "alias",
        "addunit",
        "audit",
    }
)
#: Words that begin many a sentence: what stands behind them is set off by a blank.
SET_OFF = frozenset({"unit", "find", "invite", "rename", "merge", "alias", "addunit", "audit"})
#: By what was asked (``Turn.ask``), who takes the answer.
ASKED: Mapping[str, Heard] = {
    "question": asking.heard,
    "not_ours": not_ours.reason_typed,
    "extension": extending.reason_typed,
    "leave": away_typed.heard,
}
#: Who takes a text by its words alone, before it is the answer to anything.
AT_ONCE: tuple[Callable[[Turn, Contact, str], bool], ...] = (
    acknowledging.said,
    leaving.named,
    by_word.said,
)
#: Who takes an edited message that was an answer to them.
EDITED: tuple[Callable[[Turn, Contact, str], bool], ...] = (asking.edited, extending.edited)
#: By the card that is replied to, who takes the reply; ``answering`` does where it is a report.
REPLIED: Mapping[str, Reply] = {
    "asking": not_ours.replied_asking,
    "asked": asking.replied,
    "answer": asking.replied,
    "extension": extending.replied,
    "away": away_typed.replied,
    "digest": following_up.said,
}
#: The same in the office's chat.
OFFICE_REPLIED: Mapping[str, OfficeReply] = {
    "digest": following_up.office_said,
    "follow_up": following_up.office_replied,
    "staff": staff.office_replied,
    "question": asking.office_replied,
    "extension_request": deciding.office_replied,
    "entry": entering.replied,
    "call_sheet": calling.office_replied,
    "deadline": deadlines.replied,
    "endplan": ending.replied,
    "new": pasting.new_replied,
    "draft": setting_up.replied,
    "review": reviewing.office_replied,
}
#: By what the office was asked in its chat (``Turn.ask_office``), who takes the answer.
OFFICE_ASKED: Mapping[str, OfficeHeard] = {
    "notice": pasting.heard,
    "cadence_of": setting_up.cadence_typed,
    "entry": entering.heard,
    "deadline": deadlines.heard,
    "staff_name": staff.name_typed,
    "endplan": ending.heard,
}


def command(turn: Turn, name: str, said: str) -> None:
    """Answer a command with what was typed behind it; strangers are told how to get in."""
    contact = turn.contact
    if turn.in_office and name in OFFICE_COMMANDS:
        office_command(turn, name, said)
    elif not turn.private:
        office_command(turn, "help", "")
    elif contact is None:
        joining.greet_stranger(turn)
    elif name not in COMMANDS:
        turn.say("unclear", why="")
    else:
        turn.asked_no_more(contact)
        COMMANDS[name](turn, contact, said)


def text(turn: Turn, said: str) -> None:
    """Take a text: what the office typed, or what a contact did."""
    if turn.in_office and any(taken(turn, said) for taken in OFFICE_TAKES):
        return
    contact = turn.contact
    if not turn.private:
        return
    if contact is None:
        joining.stranger_typed(turn, said)
    elif len(said) > LONGEST:
        turn.say("unclear", why="too_long")
    else:
        _contact_typed(turn, contact, said)


def _contact_typed(turn: Turn, contact: Contact, said: str) -> None:
    bare = said.strip(MARKS)
    if editing.said_before(turn):
        typed(turn, contact, said)
    elif (asked := _command_of(said, turn.today)) is not None:
        command(turn, *asked)
    elif any(taken(turn, contact, bare) for taken in AT_ONCE):
        return
    elif said and (bare in word("typed.polite").split() or not any(map(str.isalnum, said))):
        turn.say("polite")
    elif not said or said.startswith("/"):
        turn.say("unclear", why="")
    elif not answered(turn, contact, said):
        typed(turn, contact, said)


def office_command(turn: Turn, name: str, said: str) -> None:
    """Answer a command of the office's; whoever gives one answers no question any more."""
    turn.ask_office_no_more()
    OFFICE_COMMANDS[name](turn, said)


def answered(turn: Turn, contact: Contact, said: str) -> bool:
    """Give a text, or a caption, to the card it replies to or to what was asked; tell if so."""
    if turn.origin.edited and any(taken(turn, contact, said) for taken in EDITED):
        return True
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


def _office_commanded(turn: Turn, said: str) -> bool:
    """Take a text that begins with the word of an office's command, and what may stand behind."""
    for name in OFFICE_COMMANDS:
        for first in ["/" + name, *word(f"typed.{name}").split()]:
            behind = said[len(first) :]
            if said.lower().startswith(first) and _may_follow(name, behind):
                office_command(turn, name, behind.strip(" ：:"))
                return True
    return False


def _may_follow(name: str, behind: str) -> bool:
    """Tell whether this may stand behind the word of an office's command."""
    said = behind.strip(" ：:")
    number = said.removeprefix("第").removesuffix("项").removesuffix("天").replace(".", "")
    if not said or number.isdigit():
        return True
    return name in OFFICE_TAKING_WORDS and (name not in SET_OFF or behind[0] in " ：:")


def _office_replied(turn: Turn, said: str) -> bool:
    message = turn.message(turn.origin.reply_to)
    card = shows(message)[0] if message is not None else ""
    if message is None or card not in OFFICE_REPLIED:
        return False
    OFFICE_REPLIED[card](turn, message, said)
    return True


def _office_answered(turn: Turn, said: str) -> bool:
    """Give a text to what the office was asked last in this chat; tell if it was asked anything."""
    asked = office_chats.asked(turn.session, turn.chat_id, turn.now - PATIENCE)
    what, _, subject = (asked or "").partition(":")
    if turn.origin.edited or turn.origin.reply_to is not None or what not in OFFICE_ASKED:
        return False
    OFFICE_ASKED[what](turn, int(subject or -1), said)
    return True


#: Who takes a text in the office's chat, in this order.
OFFICE_TAKES: tuple[Callable[[Turn, str], bool], ...] = (
    pasting.long_pasted,
    _office_replied,
    _office_commanded,
    _office_answered,
    pasting.rest_pasted,
)


def _command_of(said: str, today: date) -> tuple[str, str] | None:
    """Return the command that a text is, and what stands behind its word where it takes that."""
    known = _commands_by_word()
    first, *behind = re.split(r"[：:\s]\s*", said, maxsplit=1)
    name = known.get(first)
    if said in known or name in TAKING_WORDS:
        return known.get(said) or str(name), "".join(behind)
    for first in word("typed.leave").split():  # 请假5月1日至7日
        if said.startswith(first) and span_of(said.removeprefix(first), today) is not None:
            return "leave", said.removeprefix(first)
    return None


@cache
def _commands_by_word() -> Mapping[str, str]:
    return {said: name for name in COMMANDS for said in word(f"typed.{name}").split()}
