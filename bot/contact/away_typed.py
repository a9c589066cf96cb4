"""请假, typed: the days and the substitute behind the word, or in answer to the card that asks."""

import re

from bot.contact.answering import typed
from bot.contact.away import (
    NOBODY,
    confirm,
    may_begin,
    may_end,
    own_draft,
    posts,
    set_days,
)
from bot.contact.commands import no_post
from bot.spans import span_of
from bot.turn import Turn
from db import absences
from db.tables import Absence, Contact, Outbox
from templates import word

#: What may stand around a substitute's name.
_AROUND_NAME = re.compile(r"^(?:由|请|让)|(?:代理|代班|代)$")


def leave(turn: Turn, contact: Contact, said: str) -> None:
    """Begin an absence; what was typed behind the command fills it in as far as it is clear."""
    if not posts(turn, contact):
        no_post(turn, contact)
        return
    draft = absences.draft(turn.session, contact.id)
    _fill(turn, contact, draft, said)
    unclear = bool(said) and draft.ends_at is None
    _show(turn, contact, draft, unclear=unclear, unknown=_unknown(turn, contact, said))


def heard(turn: Turn, contact: Contact, absence_id: int, said: str) -> None:
    """Take days or a colleague's name where that was asked; else it is an answer as usual."""
    draft = own_draft(turn, contact, absence_id)
    if draft is None:
        turn.asked_no_more(contact)
    elif _says_that_only(turn, contact, said):
        _take(turn, contact, draft, said)
        return
    typed(turn, contact, said)


def replied(turn: Turn, contact: Contact, message: Outbox, said: str) -> None:
    """Take a reply to the card of an absence; where that counts already, days begin another."""
    draft = own_draft(turn, contact, message.subject or -1)
    if draft is not None:
        _take(turn, contact, draft, said)
    elif span_of(said, turn.today) is not None:
        leave(turn, contact, said)
    else:
        typed(turn, contact, said)


def _take(turn: Turn, contact: Contact, draft: Absence, said: str) -> None:
    unclear = not _fill(turn, contact, draft, said)
    _show(turn, contact, draft, unclear=unclear, unknown=_unknown(turn, contact, said))


def _show(turn: Turn, contact: Contact, draft: Absence, *, unclear: bool, unknown: str) -> None:
    """Show an absence at the end of the chat, and ask for what it still lacks."""
    if draft.confirmed_at is None:
        turn.ask(contact, "leave", draft.id)
    else:
        turn.asked_no_more(contact)
    turn.refresh("away", draft.id)
    turn.show("away", draft.id, unclear=unclear, unknown=unknown)


def _fill(turn: Turn, contact: Contact, draft: Absence, said: str) -> bool:
    """Fill an absence in with the days and the substitute that were typed; tell if any were."""
    span = span_of(said, turn.today)
    if span is not None:
        first, last = span.first, span.last
        if draft.starts_at is not None and draft.ends_at is None and first == last:
            first = draft.starts_at.astimezone(turn.desk.settings.zone).date()
        if not (may_begin(turn, first) and may_end(first, last)):
            return False
        set_days(turn, draft, first, last)
    if draft.ends_at is None:
        return False
    substitute = _named(turn, contact, span.rest if span else said.replace(" ", ""))
    if substitute is not None:
        confirm(turn, contact, draft, substitute)
    return span is not None or substitute is not None


def _says_that_only(turn: Turn, contact: Contact, said: str) -> bool:
    """Tell whether a text names days or a colleague and nothing else: a report may name both."""
    span = span_of(said, turn.today)
    rest = span.rest if span is not None else said.replace(" ", "")
    others = absences.colleagues(turn.session, contact.id, posts(turn, contact))
    for named in [*(one.name.replace(" ", "") for one in others), word("button.no_substitute")]:
        rest = rest.replace(named, "")
    return not rest.strip("，,。；;、：:")


def _unknown(turn: Turn, contact: Contact, said: str) -> str:
    """Return what was typed beside the days where it names no colleague: a name not known."""
    span = span_of(said, turn.today)
    rest = (span.rest if span is not None else said.replace(" ", "")).strip("，,。；;、：:")
    others = absences.colleagues(turn.session, contact.id, posts(turn, contact))
    known = [*(one.name.replace(" ", "") for one in others), word("button.no_substitute")]
    if any(name in rest for name in known):
        return ""
    return _AROUND_NAME.sub("", rest)


def _named(turn: Turn, contact: Contact, said: str) -> int | None:
    """Return the one colleague whose name was typed, 0 for nobody; None where that is unclear."""
    others = absences.colleagues(turn.session, contact.id, posts(turn, contact))
    named = [one.id for one in others if one.name.replace(" ", "") in said]
    if not named and word("button.no_substitute") in said:
        return NOBODY
    return named[0] if len(named) == 1 else None
