"""Sends the outbox: claims a message under a lease, asks its card what to say now, sends, records.

One transaction a round records what was answered and claims what comes next. Nothing is awaited
inside it; nothing is lost if the process dies anywhere between.
"""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import RetryAfter, TelegramError

from bot.cards import ONCE_ONLY, draw
from bot.cards.look import Card, Look, SentFile
from bot.desk import Desk
from bot.in_office.regrouping import follow
from bot.loops import rest
from bot.outcomes import outcome_of, seconds_of
from bot.pace import Pace
from bot.rehearsing import as_rehearsed, keep_to_rehearsal
from bot.unreached import tell_of_failures, tell_of_uncertain
from bot.watch import Watch
from db import outbox, pauses, sending
from db.engine import Session, UnavailableError
from db.sending import Claimed, Outcome, Result
from scheduler.hours import current_slot

log = logging.getLogger(__name__)
#: How long delivery sleeps at the most when nobody rings.
REST = 1.0
SHORT = 0.001
#: Messages under lease at once even where fewer are sent at once, so that a round serves many.
AHEAD = 16
#: Seconds after which a card that waited for its turn is drawn anew.
STALE = 1.0
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(slots=True)
class Delivery:
    """The sender of the outbox.

    Args:
        desk: database, clock, the office's facts.
        bot: Telegram.
        pace: the limits to keep.
        watch: looks at the clock before anything leaves.
        caught_up: whether it was asked what is due: what was left over before an outage, or before
            a pause, must not leave ahead of what takes its place.
        opened: whether it has looked once if a rehearsal has ended.
    """

    desk: Desk
    bot: Bot
    pace: Pace
    watch: Watch
    caught_up: bool = True
    opened: bool = False
    _sending: dict[asyncio.Task[Outcome], Claimed] = field(default_factory=dict)
    _answered: list[tuple[Claimed, Outcome]] = field(default_factory=list)
    _gate: asyncio.Lock = field(default_factory=asyncio.Lock)
    _ended: asyncio.Event = field(default_factory=asyncio.Event)
    _begun: set[int] = field(default_factory=set)
    _senders: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        """Allow as many sends at once as the settings say."""
        self._senders = asyncio.Semaphore(self.desk.settings.limits.senders)

    async def run(self, stopping: asyncio.Event) -> None:
        """Send until told to stop; then finish what is under way and write it down."""
        while not stopping.is_set():
            self.desk.outbox_bell.clear()
            began = await self.round()
            if not began and not self._answered:
                await rest(self.desk.outbox_bell, stopping, self._pause())
        await self._finish_up()

    async def drain(self) -> None:
        """Send everything that may go out now, and return when it has: for the demo and tests."""
        while await self.round() or self._sending or self._answered or await self._due():
            if self._sending:
                await asyncio.wait(self._sending, return_when=asyncio.FIRST_COMPLETED)
            else:
                await self.desk.clock.sleep(self._pause())

    def _pause(self) -> float:
        """Return the seconds until a chat that rests may be written to, a second at the most."""
        return min(REST, max(SHORT, self.pace.rested_in(self.desk.clock.monotonic())))

    async def _due(self) -> bool:
        moment = await self.desk.db.read(
            lambda session: outbox.next_send_at(session, planned=self._planned_may_go(session))
        )
        return moment is not None and moment <= self.desk.clock.now()

    async def round(self) -> int:
        """Record what was answered, claim what comes next and begin to send it; return how many."""
        await self.watch.look()
        answered, ours = list(self._answered), self._ours()
        free, resting = self._room()
        claimed = await self.desk.db.write(
            lambda session: self._turn(session, answered, ours, free, resting)
        )
        self.opened = True
        if any(outcome.chat_id is not None for _, outcome in answered):
            await self.desk.db.read(self.desk.learn_moves)
        del self._answered[: len(answered)]  # only now: what is not written down is not forgotten
        if not claimed:
            return 0
        drawn = await self.desk.db.read(lambda session: self._draw(session, claimed))
        for one, card in zip(claimed, drawn, strict=True):
            task = asyncio.create_task(self._send(one, card))
            self._sending[task] = one
            task.add_done_callback(self._finish)
        return len(claimed)

    def _ours(self) -> list[int]:
        """Return the messages whose leases are ours, however old: sent now, or not written down."""
        answered = [claimed.id for claimed, _ in self._answered]
        return [claimed.id for claimed in self._sending.values()] + answered

    def _room(self) -> tuple[int, set[int]]:
        """Return how many messages may be claimed, and the chats to be left alone."""
        now = self.desk.clock.monotonic()
        free = max(AHEAD, self.desk.settings.limits.senders) - len(self._sending)
        return (0 if self.pace.held(now) else free), self.pace.resting(now)

    def _turn(
        self,
        session: Session,
        answered: list[tuple[Claimed, Outcome]],
        ours: list[int],
        free: int,
        resting: set[int],
    ) -> list[Claimed]:
        self._record(session, answered, ours)
        if free <= 0:
            return []
        lease = timedelta(seconds=self.desk.settings.limits.lease_seconds)
        now, planned = self.desk.clock.now(), self._planned_may_go(session)
        if self.desk.settings.office.rehearsal or not self.opened:
            keep_to_rehearsal(session, self.desk)
        return sending.claim(session, now, lease, free, resting, planned=planned)

    def _planned_may_go(self, session: Session) -> bool:
        """Tell whether it is work hours, by a right clock: what a crash left waits for them."""
        if pauses.present(session) is not None:
            self.caught_up = False
        if not self.caught_up:
            return False
        hours = self.desk.rules(session).hours
        return current_slot(hours, self.desk.clock.now()) is not None

    def _record(
        self, session: Session, answered: list[tuple[Claimed, Outcome]], ours: list[int]
    ) -> None:
        now = self.desk.clock.now()
        sending.record(session, [outcome for _, outcome in answered], now)
        for claimed, outcome in answered:
            if outcome.chat_id is not None:
                follow(session, self.desk, claimed.chat_id, outcome.chat_id, now)
        tell_of_failures(session, self.desk, answered, now)
        uncertain = sending.expire_leases(session, now, ONCE_ONLY, ours)
        tell_of_uncertain(session, self.desk, uncertain, now)

    def _draw(self, session: Session, claimed: list[Claimed]) -> list[Card | Exception | None]:
        look = self.desk.look(session, self.desk.clock.now())
        return [self._draw_one(look, one) for one in claimed]

    def _draw_one(self, look: Look, claimed: Claimed) -> Card | Exception | None:
        try:
            args = {**claimed.args, "shown": claimed.edit}
            card = draw(look, claimed.card, claimed.subject, args)
            meant = claimed.args.get("for")
            return as_rehearsed(look, card, meant) if card and meant is not None else card
        except UnavailableError:
            raise
        except Exception as error:  # one card that cannot be drawn must not stop the others
            log.exception("cannot draw message=%s card=%s", claimed.id, claimed.card)
            return error

    async def _send(self, claimed: Claimed, card: Card | Exception | None) -> Outcome:
        if isinstance(card, Exception):
            return Outcome(claimed.id, Result.NEVER, error=type(card).__name__)
        if card is None or (claimed.edit and claimed.message_id is None):
            return Outcome(claimed.id, Result.WITHDRAWN)
        drawn_at = self.desk.clock.monotonic()
        async with self._senders:
            await self._wait_for_pace(claimed.chat_id)
            if self.desk.clock.monotonic() - drawn_at > STALE:
                (drawn,) = await self.desk.db.read(lambda session: self._draw(session, [claimed]))
                if not isinstance(drawn, Card):  # meanwhile there is nothing left to say
                    self.pace.end(claimed.chat_id, self.desk.clock.monotonic())
                    return Outcome(claimed.id, Result.WITHDRAWN)
                card = drawn
            return await self._send_now(claimed, card)

    async def _send_now(self, claimed: Claimed, card: Card) -> Outcome:
        self._begun.add(claimed.id)
        try:
            message_id = await self._call(claimed, card)
        except TelegramError as error:
            if isinstance(error, RetryAfter):
                self.pace.hold(seconds_of(error).total_seconds(), self.desk.clock.monotonic())
            return outcome_of(error, claimed, self.desk.clock.now())
        except OSError as error:
            log.error("cannot read the file of message=%s: %s", claimed.id, error.strerror)  # noqa: TRY400 - a trace says no more
            return Outcome(claimed.id, Result.NEVER, error=type(error).__name__)
        finally:
            self.pace.end(claimed.chat_id, self.desk.clock.monotonic())
        return Outcome(claimed.id, Result.SENT, message_id=message_id)

    async def _wait_for_pace(self, chat_id: int) -> None:
        async with self._gate:  # in the order in which they were claimed
            while (wait := self.pace.wait(self.desk.clock.monotonic())) != 0:
                if wait is None:
                    self._ended.clear()
                    await self._ended.wait()
                else:
                    await self.desk.clock.sleep(wait)
            self.pace.begin(chat_id, self.desk.clock.monotonic())

    async def _call(self, claimed: Claimed, card: Card) -> int:
        if card.file is not None:
            return await self._call_with_file(claimed, card, card.file)
        if claimed.message_id is None:
            sent = await self.bot.send_message(
                claimed.chat_id,
                card.text,
                parse_mode=ParseMode.HTML,
                reply_markup=_keyboard(card),
                link_preview_options=NO_PREVIEW,
            )
            return sent.message_id
        await self.bot.edit_message_text(
            card.text,
            claimed.chat_id,
            claimed.message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(card),
            link_preview_options=NO_PREVIEW,
        )
        return claimed.message_id

    async def _call_with_file(self, claimed: Claimed, card: Card, file: SentFile) -> int:
        shown: dict[str, Any] = {
            "caption": card.text,
            "parse_mode": ParseMode.HTML,
            "reply_markup": _keyboard(card),
        }
        if claimed.message_id is not None:
            await self.bot.edit_message_caption(claimed.chat_id, claimed.message_id, **shown)
            return claimed.message_id
        place = self.desk.settings.files_folder / file.path
        content = await asyncio.to_thread(place.read_bytes)
        if file.picture:
            sent = await self.bot.send_photo(claimed.chat_id, content, filename=file.name, **shown)
        else:
            sent = await self.bot.send_document(
                claimed.chat_id, content, filename=file.name, **shown
            )
        return sent.message_id

    def _finish(self, task: asyncio.Task[Outcome]) -> None:
        claimed = self._sending.pop(task)
        self._begun.discard(claimed.id)
        if task.cancelled():
            return
        if error := task.exception():
            log.error("sending failed message=%s", claimed.id, exc_info=error)
            outcome = Outcome(claimed.id, Result.UNKNOWN, error=type(error).__name__)
        else:
            outcome = task.result()
        log.info(
            "%s message=%s card=%s%s%s",
            outcome.result.name.lower(),
            claimed.id,
            claimed.card,
            " edit" if claimed.edit else "",
            f" error={outcome.error!r}" if outcome.error else "",
        )
        self._answered.append((claimed, outcome))
        self._ended.set()
        self.desk.outbox_bell.set()

    async def _finish_up(self) -> None:
        """Give back what was not begun, wait a little for what was, and write it all down."""
        waiting = {
            task: claimed.id
            for task, claimed in self._sending.items()
            if claimed.id not in self._begun
        }
        for task in waiting:
            task.cancel()
        if self._sending:
            await asyncio.wait(self._sending, timeout=REST * 2)
        answered, ours = list(self._answered), self._ours()

        def write_down(session: Session) -> None:
            sending.release(session, waiting.values())
            self._record(session, answered, ours)

        await self.desk.db.write(write_down)
        for task, claimed in self._sending.items():
            log.warning("stopped while sending message=%s", claimed.id)
            task.cancel()


def _keyboard(card: Card) -> InlineKeyboardMarkup | None:
    if not card.buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(one.label, callback_data=one.data) for one in row]
            for row in card.buttons
        ]
    )
