"""试运行: planned messages go to the office's chat, each under whom it would have reached."""

from dataclasses import replace

from bot.cards.ahead import whom_of
from bot.cards.look import Card, Look
from bot.desk import Desk
from db import foreseen, rehearsals
from db.engine import Session
from templates import render, utf16_length

#: Telegram's limit on a message's text.
LONGEST = 4096


def keep_to_rehearsal(session: Session, desk: Desk) -> None:
    """Turn planned messages aside before they are claimed, as long as it is a rehearsal.

    When one begins or has ended the office is told; then people are told for themselves again.
    """
    chat, now = desk.office_chat, desk.clock.now()
    if desk.settings.office.rehearsal and chat is not None:
        if not rehearsals.is_on(session):
            rehearsals.tell(session, chat, "rehearsal_begun", "begun", now)
        rehearsals.divert(session, chat)
    elif rehearsals.is_on(session):
        rehearsals.undo(session)
        if chat is not None:
            rehearsals.tell(session, chat, "rehearsal_ended", "ended", now)


def as_rehearsed(look: Look, card: Card, chat: int) -> Card:
    """Return a card as the office sees it: for whom it is, and without that person's buttons."""
    person = foreseen.people_of(look.session, [chat]).get(chat)
    heading = render("rehearsed.html", whom=whom_of(person))
    lines = card.text.splitlines()
    while utf16_length(text := "\n".join([heading, "", *lines])) > LONGEST:
        lines.pop()
    return replace(card, text=text, buttons=())
