"""The running bot: intake, worker, delivery, downloader and the recurring questions."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application

from bot.delivery import Delivery
from bot.desk import Desk
from bot.downloading import Downloader
from bot.intake import Worker, poll, take_in
from bot.loops import guarded, or_stop, persistently
from bot.menus import ask_menus, set_common_menus
from bot.outcomes import back_off
from db import fetching, inbox, nudges, outbox
from scheduler.acknowledging import ask_to_acknowledge, next_asking
from scheduler.digest import WEEK, ask_for_digests, weekly_moment
from scheduler.ladder import current_slot, next_slot
from scheduler.planning import AHEAD, plan_ahead
from scheduler.runner import start_jobs
from scheduler.standing_in import tell_substitutes
from scheduler.sweep import sweep
from scheduler.workdays import is_provisional

log = logging.getLogger(__name__)
App = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Service:
    """The bot's rooms, ready to run."""

    desk: Desk
    application: App
    worker: Worker
    delivery: Delivery
    downloader: Downloader

    async def tick(self) -> None:
        """Ask every recurring question once."""
        await self.ask_planning()
        await self.ask_acknowledging()
        await self.ask_standing_in()
        await self.ask_sweep()
        await self.ask_digest()
        self.desk.do_apart(guarded(self.ask_menus)())

    async def settle(self) -> None:
        """Take in, handle and send everything there is now: for stories, which move the clock."""
        offset, bot = await self.desk.db.read(inbox.next_offset), self.application.bot
        taken = await take_in(self.desk, bot, offset, 0)
        await self._drain()
        while taken and (taken := await take_in(self.desk, bot, taken[-1].update_id + 1, 0)):
            await self._drain()

    async def _drain(self) -> None:
        await self.worker.drain()
        await self.downloader.drain()
        await self.delivery.drain()
        await asyncio.gather(*self.desk.apart)

    async def next_event(self) -> datetime | None:
        """Return the next moment at which something planned goes out, or a file is tried again."""
        now, ladder = self.desk.clock.now(), self.desk.ladder
        nudge = await self.desk.db.read(nudges.next_nudge_at)
        if nudge is not None and nudge <= now:
            nudge = next_slot(ladder, now)
        asking = await self.desk.db.read(lambda session: next_asking(session, ladder, now))
        weekly = self.desk.settings.weekly()
        fetch = await self.desk.db.read(fetching.next_fetch_at)
        digests = (weekly_moment(weekly, ladder.zone, now + WEEK * week) for week in range(3))
        moments = (nudge, asking, fetch, *digests)
        return min((one for one in moments if one is not None and one > now), default=None)

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

    async def ask_acknowledging(self) -> None:
        """Put into the outbox what people are to acknowledge, and whom the office has to call."""
        desk, now = self.desk, self.desk.clock.now()
        asked, sheets = await desk.db.write(
            lambda session: ask_to_acknowledge(session, desk.ladder, now, desk.office_chat)
        )
        if asked or sheets:
            log.info("acknowledging asked=%s call_sheets=%s", asked, sheets)
            desk.outbox_bell.set()

    async def ask_standing_in(self) -> None:
        """Remind those who stand in for somebody from today on that they do."""
        desk, now = self.desk, self.desk.clock.now()
        if await desk.db.write(lambda session: tell_substitutes(session, desk.ladder, now)):
            desk.outbox_bell.set()

    async def ask_menus(self) -> None:
        """Give each contact the command menu of their present posts."""
        await ask_menus(self.desk, self.application.bot)

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
        scheduler = start_jobs(
            {
                "planning": (guarded(self.ask_planning), timedelta(minutes=10)),
                "acknowledging": (guarded(self.ask_acknowledging), timedelta(seconds=60)),
                "standing_in": (guarded(self.ask_standing_in), timedelta(seconds=60)),
                "menus": (guarded(self.ask_menus), timedelta(seconds=20)),
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
                    lambda: self.downloader.run(stopping),
                ):
                    tasks.create_task(persistently(loop, stopping))
                tasks.create_task(guarded(self.tick)())  # nobody's answer waits for it
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
                await set_common_menus(self.desk, bot)
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
