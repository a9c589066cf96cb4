"""Sending rests since the clock jumped: what the office is to look at, and how it goes on."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.buttons import Verb, button
from bot.cards.look import Card, Look
from db.tables import Pause
from templates import moment, render, word


def draw_pause(look: Look, pause_id: int, _args: Mapping[str, Any]) -> Card | None:
    """Ask the office whether the time is right now; once it was, show who said so."""
    pause = look.session.get(Pause, pause_id)
    if pause is None:
        return None
    after = look.local(pause.began_at)
    text = render(
        "pause.html",
        moved=moved_words(pause.seconds),
        before=_dated(after - timedelta(seconds=pause.seconds)),
        after=_dated(after),
        ended=look.local(pause.ended_at) if pause.ended_at else None,
        by=pause.ended_by or "",
    )
    go_on = button(word("button.resume"), Verb.RESUME, pause_id)
    return Card(text, () if pause.ended_at else ((go_on,),))


def moved_words(seconds: int) -> str:
    """Return by how much a clock went wrong, as people say it: 快了 2 小时 5 分钟."""
    minutes = round(abs(seconds) / 60)
    parts = {"days": minutes // 1440, "hours": minutes // 60 % 24, "minutes": minutes % 60}
    length = " ".join(word(f"clock.{name}", count=count) for name, count in parts.items() if count)
    return word("clock.fast" if seconds > 0 else "clock.slow", length=length)


def _dated(when: datetime) -> str:
    return word("clock.dated", year=when.year, moment=moment(when))
