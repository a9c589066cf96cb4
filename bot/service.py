"""The running bot: intake, worker, delivery and the recurring questions."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from telegram import BotCommand
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application

from bot.delivery import Delivery
from bot.desk import Desk
from bot.intake import Worker, poll, take_in
from bot.loops import guarded, or_stop, persistently
from bot.outcomes import back_off
from db import inbox, nudges, outbox
from scheduler.digest import WEEK, ask_for_digests, weekly_moment
from scheduler.ladder import current_slot, next_slot
from scheduler.planning import AHEAD, plan_ahead
from scheduler.runner import start_jobs
from scheduler.sweep import sweep
from scheduler.workdays import is_provisional
from templates import word

log = logging.getLogger(__name__)
App = Application[Any, Any, Any, Any, Any, Any]
COMMANDS = ("todo", "help")


@dataclass(frozen=True, slots=True)
class Service:
    """The bot's rooms, ready to run."""

    desk: Desk
    application: App
    worker: Worker
    delivery: Delivery

    async def tick(self) -> None:
        """Ask every recurring question once."""
        await self.ask_planning()
        await self.ask_sweep()
        await self.ask_digest()

    async def settle(self) -> None:
        """Take in, handle and send everything there is now: for stories, which move the clock."""
        while True:
            offset = await self.desk.db.read(inbox.next_offset)
            taken = await take_in(self.desk, self.application.bot, offset, 0)
            await self.worker.drain()
            await self.delivery.drain()
            await asyncio.gather(*self.desk.apart)
            if not taken:
                return

    async def next_event(self) -> datetime | None:
        """Return the next moment at which something planned goes out."""
        now, ladder = self.desk.clock.now(), self.desk.ladder
        nudge = await self.desk.db.read(nudges.next_nudge_at)
        if nudge is not None and nudge <= now:
            nudge = next_slot(ladder, now)
        weekly = self.desk.settings.weekly()
        digests = (weekly_moment(weekly, ladder.zone, now + WEEK * week) for week in range(3))
        moments = [moment for moment in (nudge, *digests) if moment is not None and moment > now]
        return min(moments, default=None)

    async def ask_planning(self) -> None:
        """Make the obligations of the time ahead; say loudly where its holidays are not known."""
        now, ladder = self.desk.clock.now(), self.desk.ladder
        made = await self.desk.db.write(lambda session: plan_ahead(session, ladder, now))
        if made:
            log.info("planned obligations=%s", made)
        year = (now + AHEAD).astimezone(ladder.zone).year
        if is_provisional(year):
            await self._warn_of(year)

    async def _warn_of(self, year: int) -> None:
        """Tell the office, once a week, that a year's days off are guessed from its weekends."""
        chat, now = self.desk.office_chat, self.desk.clock.now()
        if chat is None or current_slot(self.desk.ladder, now) is None:
            return
        week = now.astimezone(self.desk.ladder.zone).strftime("%G-W%V")
        key, note = f"calendar:{year}:{week}", {"template": "calendar_notice"}
        row = outbox.outbox_row(key, chat, "note", now, args=note | {"values": {"year": year}})
        if await self.desk.db.write(lambda session: outbox.put(session, row)):
            log.warning("holidays of %s are not announced: weekends only", year)
            self.desk.outbox_bell.set()

    async def ask_sweep(self) -> None:
        """Put the reminders that are due into the outbox."""
        desk, now = self.desk, self.desk.clock.now()
        swept = await desk.db.write(
            lambda session: sweep(session, desk.ladder, now, desk.office_chat)
        )
        if swept.due:
            log.info("swept due=%s contacts=%s heads=%s unreached=%s", *swept.counts)
            desk.outbox_bell.set()

    async def ask_digest(self) -> None:
        """Put the week's digests into the outbox when their time has come."""
        desk, now = self.desk, self.desk.clock.now()
        weekly = desk.settings.weekly()
        asked = await desk.db.write(
            lambda session: ask_for_digests(session, weekly, desk.ladder, now, desk.office_chat)
        )
        if asked:
            log.info("digests=%s", asked)
            desk.outbox_bell.set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Run until told to stop; then finish what is under way."""
        await or_stop(self._greet(), stopping)
        if stopping.is_set():
            return
        await guarded(self.tick)()
        scheduler = start_jobs(
            {
                "planning": (guarded(self.ask_planning), timedelta(minutes=10)),
                "sweep": (guarded(self.ask_sweep), timedelta(seconds=20)),
                "digest": (guarded(self.ask_digest), timedelta(seconds=60)),
            },
            self.desk.settings.zone,
        )
        try:
            async with asyncio.TaskGroup() as tasks:
                bot = self.application.bot
                for loop in (
                    lambda: or_stop(poll(self.desk, bot, stopping), stopping),
                    lambda: self.worker.run(stopping),
                    lambda: self.delivery.run(stopping),
                ):
                    tasks.create_task(persistently(loop, stopping))
                await stopping.wait()
                scheduler.pause()
        finally:
            scheduler.shutdown(wait=False)

    async def _greet(self) -> None:
        """Say hello to Telegram, waiting for it as long as it takes.

        A webhook that another program left behind would keep us from polling; it is removed.
        """
        bot, failures = self.application.bot, 0
        while True:
            try:
                await bot.initialize()
                await bot.delete_webhook()
                await bot.set_my_commands(
                    [BotCommand(name, word(f"command.{name}")) for name in COMMANDS]
                )
            except InvalidToken:
                raise
            except TelegramError as error:
                failures += 1
                wait = back_off(failures).total_seconds()
                log.warning("telegram does not answer (%s); again in %.0f s", error, wait)
                await asyncio.sleep(wait)
            else:
                log.info("running as @%s", bot.username)
                return
