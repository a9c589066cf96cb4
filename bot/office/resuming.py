"""``duban resume``: go on sending after the clock jumped, for an office without a chat."""

from bot import pausing
from bot.console import say
from bot.desk import Desk
from templates import word


def resume(desk: Desk) -> None:
    """Go on sending, and print by which time; say so where nothing rests."""
    now = desk.clock.now()
    rested = desk.db.write_now(lambda session: pausing.resume(session, now, word("cli.by_command")))
    shown = now.astimezone(desk.settings.zone)
    say("cli.resumed" if rested else "cli.not_paused", now=f"{shown:%Y-%m-%d %H:%M}")
