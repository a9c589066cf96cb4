"""A notice that the office pastes: collected until somebody says that it is whole.

Telegram cuts a long paste into messages. In a group the bot sees only what replies to it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.buttons import Press, Verb
from bot.in_office import receiving
from bot.turn import Turn
from bot.updates import LONGEST
from db import chores, drafted
from db.tables import Draft, Outbox
from db.vocabulary import ChoreKind, DraftKind
from templates import utf16_length, word

#: Within so short a time whatever follows a part of a paste belongs to it.
AT_ONCE = timedelta(minutes=1)
_LINES, _LETTERS = 3, 100  # from which on a text is a paste
_OWNERS = re.compile(r"责任(?:单位|部门)|牵头(?:单位|部门)|配合(?:单位|部门)|负责[）)]")
_NUMBERED = re.compile(r"(?m)^\s*[(（]?(?:\d{1,3}[.．、)）]|[一二三四五六七八九十]{1,3}[、)）])")


def long_pasted(turn: Turn, said: str) -> bool:
    """Take a long text that is a notice, or goes on with one; tell if it was that."""
    if not turn.private or turn.origin.reply_to is not None or said.startswith("/"):
        return False
    draft = drafted.collecting(turn.session, turn.chat_id, turn.origin.name)
    if turn.origin.edited:
        return draft is not None and _edited(turn, draft, said)
    if not _is_long(said):
        return False
    if draft is not None or _is_notice(said):
        _take_part(turn, draft, said)
        return True
    return False


def rest_pasted(turn: Turn, said: str) -> bool:
    """Take what nobody else did: the short end of a paste, or a long text; tell if it was that."""
    new = turn.private and turn.origin.reply_to is None and not turn.origin.edited
    if not new or said.startswith("/"):
        return False
    draft = drafted.collecting(turn.session, turn.chat_id, turn.origin.name)
    if (draft is not None and _is_fresh(draft, turn.now)) or (
        turn.contact is None and _is_long(said)
    ):
        _take_part(turn, draft, said)
        return True
    return False


def heard(turn: Turn, _subject: int, said: str) -> None:
    """Take a text for the notice that was asked for."""
    _take_part(turn, drafted.collecting(turn.session, turn.chat_id, turn.origin.name), said)


def new_replied(turn: Turn, _message: Outbox, said: str) -> None:
    """Take a reply to the card that asks for a notice."""
    heard(turn, 0, said)


def part_replied(turn: Turn, draft: Draft, said: str) -> None:
    """Take a reply to a paste that is being collected as its next part, whoever writes it."""
    if not (turn.origin.edited and _edited(turn, draft, said)):
        _take_part(turn, draft, said)


def _is_long(said: str) -> bool:
    return len(said) >= _LETTERS and said.count("\n") + 1 >= _LINES


def _is_notice(said: str) -> bool:
    return bool(_OWNERS.search(said)) and bool(_NUMBERED.search(said))


def _is_fresh(draft: Draft, now: datetime) -> bool:
    return now - datetime.fromisoformat(draft.choices["last"]) <= AT_ONCE


def _take_part(turn: Turn, draft: Draft | None, said: str) -> None:
    """Add a part to what is pasted, and show how much that is."""
    turn.ask_office_no_more()
    begun = draft is None
    if draft is None:
        draft = receiving.begun(turn, DraftKind.NOTICE, word("cli.pasted"))
        draft.choices = {"parts": []}
    known = [number for number, _ in draft.choices["parts"]]
    if turn.origin.message_id not in known:
        _keep_parts(turn, draft, [*draft.choices["parts"], [turn.origin.message_id, said]])
    if begun:
        receiving.show_new(turn, draft)


def _edited(turn: Turn, draft: Draft, said: str) -> bool:
    """Put an edited message in the place of the part that it was; tell if it was one."""
    parts = [
        [number, said if number == turn.origin.message_id else text]
        for number, text in draft.choices["parts"]
    ]
    if parts == draft.choices["parts"]:
        return False
    _keep_parts(turn, draft, parts)
    return True


def _keep_parts(turn: Turn, draft: Draft, parts: list[list[object]]) -> None:
    draft.choices = {**draft.choices, "parts": parts, "last": turn.now.isoformat()}
    draft.pasted = _joined([str(text) for _, text in parts])
    if draft.id is not None:
        turn.refresh(drafted.CARDS[draft.kind], draft.id)


def _joined(parts: list[str]) -> str:
    """Return a text from its parts: a message that is full to the brim was cut within a line."""
    ends = ["" if utf16_length(part) >= LONGEST else "\n" for part in parts]
    return "".join(part + end for part, end in zip(parts, ends, strict=True)).strip()


def _whole(turn: Turn, given: Press) -> str:
    """Have a pasted text read: there is no more of it."""
    draft = turn.session.get(Draft, given.number())
    if draft is None or not drafted.is_collecting(draft):
        return word("toast.stale")
    draft.choices = {}
    chores.add(turn.session, ChoreKind.READ, draft.id, turn.now)
    turn.refresh(drafted.CARDS[draft.kind], draft.id)
    return word("toast.reading")


IN_OFFICE: Mapping[Verb, Callable[[Turn, Press], str]] = {Verb.WHOLE: _whole}
