"""The running bot: intake, worker, delivery, downloader and the recurring questions."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application

from bot.chores import Chores
from bot.delivery import Delivery
from bot.desk import Desk
from bot.downloading import Downloader
from bot.forgetting import forget_invites
from bot.intake import Worker, poll, take_in
from bot.loops import guarded, or_stop, persistently
from bot.menus import ask_menus, set_common_menus
from bot.outcomes import back_off
from bot.watch import Watch
from db import chores, fetching, inbox, nudges, pauses
from db.engine import Session
from scheduler.acknowledging import next_asking
from scheduler.digest import WEEK
from scheduler.hours import next_slot
from scheduler.questions import QUESTIONS, Found
from scheduler.runner import start_jobs
from scheduler.weekly import weekly_moment

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
    chores: Chores
    watch: Watch

    async def tick(self) -> None:
        """Ask every recurring question once."""
        for name in QUESTIONS:
            await self.ask(name)
        await self.forget_invites()
        self.desk.do_apart(guarded(self.ask_menus)())

    async def forget_invites(self) -> None:
        """Remove from our side the invites that were sent."""
        await forget_invites(self.desk)

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
        await self.chores.drain()
        await self.delivery.drain()
        await asyncio.gather(*self.desk.apart)

    async def next_event(self) -> datetime | None:
        """Return the next moment at which something planned goes out, or a file is tried again."""
        now = self.desk.clock.now()
        moments = await self.desk.db.read(lambda session: self._moments(session, now))
        return min((one for one in moments if one is not None and one > now), default=None)

    def _moments(self, session: Session, now: datetime) -> list[datetime | None]:
        office = self.desk.rules(session)
        due = nudges.next_nudge_at(session), nudges.next_again_at(session)
        slots = [
            next_slot(office.hours, now) if moment is not None and moment <= now else moment
            for moment in due
        ]
        weeks = (now + WEEK * week for week in range(3))
        digests = [weekly_moment(office.weekly, office.hours, week) for week in weeks]
        return [
            *slots,
            next_asking(session, office, now),
            fetching.next_fetch_at(session),
            chores.next_at(session),
            *digests,
        ]

    async def ask(self, name: str) -> None:
        """Ask a recurring question; what is due it puts into the outbox.

        None is asked while nobody knows whether the clock is right.
        """
        await self.watch.look()
        desk, now = self.desk, self.desk.clock.now()
        question = QUESTIONS[name]
        ask, before = question.ask, question.before
        if before is not None:
            ask = await desk.db.read(lambda session: before(session, desk.rules(session), now))

        def asked(session: Session) -> Found | None:
            paused = pauses.present(session) is not None
            return None if paused else ask(session, desk.rules(session), now)

        found = await desk.db.write(asked)
        if found is None:
            return
        if name == "sweep":
            self.delivery.caught_up = True
        if any(found.counts.values()):
            counts = " ".join(f"{what}={count}" for what, count in found.counts.items())
            log.info("%s %s", name, counts)
            desk.outbox_bell.set()
            desk.chores_bell.set()

    async def ask_menus(self) -> None:
        """Give each contact the command menu of their present posts."""
        await ask_menus(self.desk, self.application.bot)

    async def run(self, stopping: asyncio.Event) -> None:
        """Run until told to stop; then finish what is under way."""
        await or_stop(self._greet(), stopping)
        if stopping.is_set():
            return
        jobs = {
            name: (guarded(partial(self.ask, name)), question.every)
            for name, question in QUESTIONS.items()
        }
        jobs["invites"] = guarded(self.forget_invites), timedelta(seconds=60)
        jobs["menus"] = guarded(self.ask_menus), timedelta(seconds=20)
        self.delivery.caught_up = False
        scheduler = start_jobs(jobs, self.desk.settings.zone)
        try:
            async with asyncio.TaskGroup() as tasks:
                bot = self.application.bot
                for loop in (
                    lambda: or_stop(poll(self.desk, bot, stopping), stopping),
                    lambda: self.worker.run(stopping),
                    lambda: self.delivery.run(stopping),
                    lambda: self.downloader.run(stopping),
                    lambda: self.chores.run(stopping),
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
