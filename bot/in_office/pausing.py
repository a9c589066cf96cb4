"""Planned messages rest while nobody knows whether the clock is right; the office says when it is.

What people ask is answered all the while.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.buttons import Press, Verb
from bot.cards.pause import moved_words
from bot.desk import Desk
from bot.turn import Turn
from db import audit, outbox, pauses
from db.audit import Actor
from db.engine import Session
from db.vocabulary import Action
from scheduler.watching import beyond_tolerance
from templates import moment, word

log = logging.getLogger(__name__)


def clock_jumped(session: Session, desk: Desk, by: timedelta, now: datetime) -> None:
    """Let planned messages rest, and tell the office; where the clock came right, go on.

    Args:
        session: an open transaction.
        desk: where the office's chat is.
        by: how far the clock went ahead, negative where it fell back.
        now: what the clock shows since then.
    """
    pause = pauses.note_jump(session, round(by.total_seconds()), now)
    log.warning("the clock jumped by %.0f s pause=%s", by.total_seconds(), pause.id)
    if not beyond_tolerance(timedelta(seconds=pause.seconds)):
        pauses.end(pause, now, None)
    pauses.wait_no_longer(session, now)
    outbox.show_again(session, "pause", pause.id, now)
    if (chat := desk.office_chat) is not None:
        key = f"pause:{pause.id}:{now.isoformat()}"
        outbox.enqueue(session, key, chat, "pause", now, subject=pause.id)


def tell_of_outage(session: Session, desk: Desk, since: datetime, now: datetime) -> None:
    """Tell the office, once and in work hours, that the bot was away."""
    log.warning("away since %s", since.isoformat())
    if (chat := desk.office_chat) is not None:
        moments = {"since": since, "until": now}
        values = {name: moment(at.astimezone(desk.settings.zone)) for name, at in moments.items()}
        args = {"template": "outage_notice", "values": values}
        key = f"outage:{since.isoformat()}"
        outbox.put(session, outbox.outbox_row(key, chat, "note", now, bulk=True, args=args))


def resume(session: Session, now: datetime, actor: Actor) -> bool:
    """Go on sending since somebody says that the time is right; tell whether there was a pause."""
    pause = pauses.present(session)
    if pause is None:
        return False
    pauses.end(pause, now, actor.name)
    jumped = word("clock.jumped", moved=moved_words(pause.seconds))
    audit.note(session, actor, Action.RESUMED, jumped, now)
    log.warning("going on pause=%s", pause.id)
    outbox.show_again(session, "pause", pause.id, now)
    return True


def _pressed(turn: Turn, given: Press) -> str:
    """Go on; the button of a pause that is over shows what became of it."""
    pause = pauses.present(turn.session)
    if pause is not None and pause.id == given.number():
        resume(turn.session, turn.now, turn.actor)
        return word("toast.resumed")
    turn.refresh("pause", given.number())
    return word("toast.resumed_before")


IN_OFFICE: Mapping[Verb, Callable[[Turn, Press], str]] = {Verb.RESUME: _pressed}
