"""``duban resume``: go on sending after the clock jumped, for an office without a chat."""

from bot.console import say
from bot.desk import Desk
from bot.in_office import pausing
from db.audit import Actor
from db.vocabulary import Via
from templates import word


def resume(desk: Desk) -> None:
    """Go on sending, and print by which time; say so where nothing rests."""
    now = desk.clock.now()
    actor = Actor(word("cli.by_command"), Via.COMMAND)
    rested = desk.db.write_now(lambda session: pausing.resume(session, now, actor))
    shown = now.astimezone(desk.settings.zone)
    say("cli.resumed" if rested else "cli.not_paused", now=f"{shown:%Y-%m-%d %H:%M}")
