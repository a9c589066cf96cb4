"""Watches the clock: no question is asked and no planned message leaves by a clock that jumped."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.desk import Desk
from bot.in_office.pausing import clock_jumped, tell_of_outage
from db import pauses
from db.engine import Session
from scheduler.watching import Reading, jump, jump_while_away, was_away

log = logging.getLogger(__name__)
MINUTE = 60  # seconds


@dataclass(slots=True)
class Watch:
    """Holds the wall clock against the steady one, each time against the look before.

    All that it remembers is that look, so a restart forgets nothing; what it finds is in tables.
    """

    desk: Desk
    _last: Reading | None = None
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def look(self) -> None:
        """Look whether the clock jumped, and once a minute show that the bot is running.

        The first look asks the bot's last sign of life. A look that could not be written down is
        made again.
        """
        clock = self.desk.clock
        async with self._looking:
            before, now = self._last, Reading(clock.now(), clock.monotonic())
            by = jump(before, now) if before else timedelta()
            if before is None:
                await self.desk.db.write(lambda session: self._begin(session, now.wall))
            elif by or before.steady // MINUTE != now.steady // MINUTE:
                await self.desk.db.write(lambda session: self._go_on(session, by, now.wall))
            self._last = now

    def _begin(self, session: Session, now: datetime) -> None:
        """Hold the clock against the last sign of life; a rehearsal's says nothing of that."""
        beat = None if self.desk.clock.rehearses else pauses.last_beat(session)
        by = jump_while_away(beat, now) if beat else timedelta()
        if (pause := pauses.present(session)) is not None:
            log.warning("planned messages rest pause=%s", pause.id)
        if beat and not by and was_away(self.desk.rules(session).hours, beat, now):
            tell_of_outage(session, self.desk, beat, now)
        self._go_on(session, by, now)

    def _go_on(self, session: Session, by: timedelta, now: datetime) -> None:
        if by:
            clock_jumped(session, self.desk, by, now)
        if not self.desk.clock.rehearses:
            pauses.beat(session, now)
