"""Pauses of sending since the clock jumped, and the sign of life that tells of an outage."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.tables import Attachment, Outbox, Pause, Pulse

_PRESENT = select(Pause).where(Pause.ended_at.is_(None)).order_by(Pause.id.desc()).limit(1)


def present(session: Session) -> Pause | None:
    """Return the pause that is on; None where messages go out."""
    return session.scalar(_PRESENT)


def note_jump(session: Session, seconds: int, now: datetime) -> Pause:
    """Begin a pause since the clock jumped; in one that is on, all the jumps count together."""
    pause = present(session)
    if pause is None:
        pause = Pause(seconds=0, began_at=now)
        session.add(pause)
    pause.seconds += seconds
    pause.began_at = now
    session.flush()
    return pause


def end(pause: Pause, now: datetime, by: str | None) -> None:
    """End a pause: who said that the time is right, None where it came right by itself."""
    pause.ended_at, pause.ended_by = now, by


def wait_no_longer(session: Session, now: datetime) -> None:
    """Let nothing wait for a time that a wrong clock wrote down: a message holds up its chat."""
    for column in (Outbox.not_before, Outbox.leased_until, Attachment.not_before):
        session.execute(
            update(column.class_)
            .where(column > now)
            .where(column.class_.state.in_(("waiting", "claimed")))
            .values({column: now})
            .execution_options(synchronize_session=False)
        )


def last_beat(session: Session) -> datetime | None:
    """Return when the bot last showed that it is running; None where it never did."""
    return session.scalar(select(Pulse.beat_at))


def beat(session: Session, now: datetime) -> None:
    """Show that the bot is running."""
    session.merge(Pulse(id=1, beat_at=now))
