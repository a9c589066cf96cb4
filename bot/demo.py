"""``duban demo``: the whole story on a real notice, told as it happens."""

import asyncio
import contextlib
import errno
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.console import out, refuse
from bot.narration import Narrator
from bot.office.running import stop_on_signals
from bot.opening import open_desk
from bot.sections import DatabasePart, LimitsPart, OfficePart, TelegramPart
from bot.settings import Settings
from bot.stage import Actor, Stage, UnexpectedError, open_stage
from bot.story import Story, tell_counts
from sandbox.server import create_app, serve
from sandbox.world import Sandbox
from scheduler.clock import MovableClock
from templates import word

ZONE = ZoneInfo("Asia/Shanghai")
DATABASE = "duban.db"
START = datetime(2024, 3, 11, 9, 30, tzinfo=ZONE)


def demo(folder: Path, port: int) -> int:
    """Play the story; return 0 when everything in it went as it should.

    Args:
        folder: gets the database and the transcript, in the place of an earlier demo's; nothing
            else in it is touched.
        port: where the chat page is served; 0 takes a free one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{DATABASE}*"):
        left.unlink()
    with (folder / "transcript.txt").open("w", encoding="utf-8") as transcript:
        narrator = Narrator(out, transcript, ZONE)
        try:
            asyncio.run(_play(folder, port, narrator))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            refuse("cli.port_taken", port=port)
        except UnexpectedError as error:
            narrator.fails(str(error))
            return 1
    return 0


async def _play(folder: Path, port: int, narrator: Narrator) -> None:
    clock = MovableClock(START)
    sandbox = Sandbox(clock, monotonic=clock.monotonic)
    async with _telegram(sandbox, clock, port) as (url, live):
        director = sandbox.add_person("周敏", subtitle=word("role.office"))
        settings = _settings(folder, url, director.id)
        with open_desk(settings, clock) as desk:
            async with open_stage(desk, sandbox, clock) as stage:
                stage.watch = narrator.watch
                live.stage = stage
                office = Actor(stage, director)
                await Story(stage, desk, office, narrator).play()
                tell_counts(narrator, desk, stage)
                narrator.line("kept", folder=folder)
                if sys.stdout.isatty():
                    await _stay_open(live, narrator, url)


@dataclass(slots=True)
class Live:
    """What the chat page's clock acts on once the story is told."""

    clock: MovableClock
    stage: Stage | None = None

    async def next_event(self) -> datetime | None:
        """Return when something planned goes out next."""
        return await self.stage.service.next_event() if self.stage else None

    async def after_move(self) -> None:
        """Ask what the new time brings."""
        if self.stage:
            await self.stage.service.tick()


@contextlib.asynccontextmanager
async def _telegram(
    sandbox: Sandbox, clock: MovableClock, port: int
) -> AsyncIterator[tuple[str, Live]]:
    live = Live(clock)
    app = create_app(sandbox, next_event=live.next_event, after_move=live.after_move)
    async with serve(app, port=port) as url:
        yield url, live


def _settings(folder: Path, url: str, office: int) -> Settings:
    """Return the defaults, with our own Telegram and the demo's folder.

    Neither a file nor the environment is asked: a demo must never reach a real bot.
    """
    return Settings.apart(
        telegram=TelegramPart(api_base_url=url),
        database=DatabasePart(url=f"sqlite:///{(folder / DATABASE).resolve()}"),
        office=OfficePart(name="县乡村振兴督办室", chat_id=office),
        limits=LimitsPart(poll_seconds=5),
    )


async def _stay_open(live: Live, narrator: Narrator, url: str) -> None:
    """Keep the bot running and the chat page open until Ctrl-C."""
    narrator.line("stays_open", url=url)
    stopping = asyncio.Event()
    stop_on_signals(stopping)
    if live.stage:
        await live.stage.service.run(stopping)
