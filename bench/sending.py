"""Reminders through the whole delivery: at the permitted pace, and as fast as they go."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path

from bench.children import Telegram, Writes, telegram
from bench.plain import bare_bot, has_limiter, send_each, send_limited
from bench.rows import Row, Tell, check, medians
from bench.seeding import NOW, Size, chat_ids, desk_on, fresh_copy, seed
from bot.cards import draw
from bot.pace import Pace
from bot.service import Service
from bot.wiring import open_service
from db import nudges, outbox
from db.engine import Session
from db.people import ANSWERING
from db.vocabulary import OutboxState
from sandbox.limits import BOT_PER_SECOND
from sandbox.world import DEFAULT_TOKEN
from templates import render

Fill = Callable[[Service], Awaitable[None]]
REMINDERS = 600
MESSAGES = 1000
REPEATS = 5
#: Sends at once to a Telegram that is no distance away; the default is for a real one.
NEAR = 3
QUOTED = "AIORateLimiter, quoted: 25.8/s, 518 refusals"


class Unlimited(Pace):
    """No pace at all."""

    def wait(self, now: float) -> float:
        """Return no wait."""
        del now
        return 0.0

    def resting(self, now: float) -> set[int]:
        """Return no chat."""
        del now
        return set()


def measure_reminders(tell: Tell, count: int = REMINDERS) -> list[Row]:
    """Measure reminders against the strict limits, beside the usual way."""
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        file = Path(folder) / "ledger.db"
        seed(file, Size(count))
        texts = texts_of(file, count)
        with telegram(strict=True) as ours:
            ours.add_people(texts)
            tell(f"{count} reminders, ours")
            asyncio.run(deliver(file, ours, partial(Service.ask, name="sweep")))
            mine = ours.writes()
        check_each_once(mine, count)
        with telegram(strict=True) as theirs:
            theirs.add_people(texts)
            tell(f"{count} messages, the usual way")
            way = asyncio.run(_the_usual_way(theirs.url, texts))
            usual = theirs.writes()
    rate, other = sustained(mine), sustained(usual)
    return [
        Row(
            f"reminders: {count} to {count} people, strict limits",
            f"{rate:.2f}/s, {mine.refused} refusals",
            f"{other:.2f}/s, {usual.refused} refusals, {way}",
            f"{rate / other:.2f}",
            "≥ 29/s, 0 refused, lost, doubled",
            rate >= 29 and not mine.failed,
        )
    ]


def measure_sending(tell: Tell, count: int = MESSAGES, repeats: int = REPEATS) -> list[Row]:
    """Measure an outbox without limits, beside a bare loop that sends the same texts.

    Once of notes, whose text costs nothing to either; once of checklists, which ours draws from
    the ledger for each message and the bare loop is given ready.
    """
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        file = Path(folder) / "ledger.db"
        seed(file, Size(count))
        notes = dict.fromkeys(chat_ids(count), render("polite.html"))
        checklists = texts_of(file, count)
        told = _race(tell, file, notes, put_notes, repeats)
        drawn = _race(tell, file, checklists, partial(Service.ask, name="sweep"), repeats)
    return [
        Row(
            f"sending: {count:,} {name}, no limits",
            f"{mine:.0f}/s",
            f"{other:.0f}/s bare PTB loop, one after another",
            f"{ratio:.2f}",
            bound,
            ratio >= 0.85 if name == "notes" else None,
        )
        for name, bound, (mine, other, ratio) in (
            ("notes", "≥ 0.85 ×", told),
            ("checklists, drawn anew", "–", drawn),
        )
    ]


def _race(
    tell: Tell, file: Path, texts: Mapping[int, str], fill: Fill, repeats: int
) -> tuple[float, float, float]:
    """Let ours and the bare loop send the same by turns; return both medians and their ratio."""
    ours: list[float] = []
    bare: list[float] = []
    with telegram(strict=False) as sandbox:
        sandbox.add_people(texts)
        for turn in range(repeats):
            tell(f"sending {turn + 1} of {repeats}")
            copy = fresh_copy(file, "copy.db")
            asyncio.run(deliver(copy, sandbox, fill, Unlimited(), senders=NEAR))
            check_each_once(sandbox.writes(), len(texts))
            ours.append(sandbox.writes().per_second)
            sandbox.forget_calls()
            asyncio.run(_bare(sandbox.url, texts))
            bare.append(sandbox.writes().per_second)
    return medians(ours, bare)


async def put_notes(service: Service) -> None:
    """Put a note for every contact into the outbox."""
    now = service.desk.clock.now()

    def put(session: Session) -> None:
        chats = [holder.chat_id for holder in nudges.reachable_holders(session, ANSWERING, now)]
        args = {"template": "polite", "values": {}}
        rows = [outbox.outbox_row(f"note:{chat}", chat, "note", now, args=args) for chat in chats]
        nudges.write_messages(session, rows)

    await service.desk.db.write(put)


def texts_of(file: Path, count: int) -> dict[int, str]:
    """Return by chat the text that each contact's reminder has."""
    with desk_on(file) as desk:

        def drawn(session: Session) -> dict[int, str]:
            look = desk.look(session, NOW)
            cards = [draw(look, "checklist", n + 1, {"reminder": True}) for n in range(count)]
            check(all(cards), "each contact owes something")
            return {c: card.text for c, card in zip(chat_ids(count), cards, strict=True) if card}

        return desk.db.read_now(drawn)


async def deliver(
    file: Path, sandbox: Telegram, fill: Fill, pace: Pace | None = None, senders: int = 16
) -> None:
    """Fill the outbox, and run delivery until everything is sent and written down."""
    with desk_on(file, sandbox.url, senders) as desk:
        async with open_service(desk, DEFAULT_TOKEN) as service:
            await service.application.bot.initialize()
            service.delivery.pace = pace or service.delivery.pace
            await fill(service)
            sandbox.forget_calls()
            stopping = asyncio.Event()
            running = asyncio.create_task(service.delivery.run(stopping))
            await until_sent(service)
            stopping.set()
            await running


async def until_sent(service: Service) -> None:
    """Return once nothing waits nor is under way."""
    unsent = (OutboxState.WAITING, OutboxState.CLAIMED)
    counts = await service.desk.db.read(outbox.counts)
    while any(counts.get(state) for state in unsent):  # nobody rings when the outbox is empty
        await asyncio.sleep(0.05)
        counts = await service.desk.db.read(outbox.counts)


def check_each_once(writes: Writes, count: int) -> None:
    """Check that everybody got exactly one message."""
    check(len(writes.chats) == count, f"{count - len(writes.chats)} of {count} were lost")
    check(set(writes.chats.values()) == {1}, f"doubled: {writes.chats.most_common(3)}")


def sustained(writes: Writes) -> float:
    """Return the messages a second that go on for ever: the first burst of all is not counted."""
    burst = min(BOT_PER_SECOND, len(writes.times) - 1)
    return (len(writes.times) - burst) / writes.span


async def _bare(url: str, texts: Mapping[int, str], pause: float = 0.0) -> None:
    async with bare_bot(url) as bot:
        await send_each(bot, texts, pause)


async def _the_usual_way(url: str, texts: Mapping[int, str]) -> str:
    """Send as one usually does; return what that is called."""
    if has_limiter():
        await send_limited(url, texts)
        return "AIORateLimiter"
    await _bare(url, texts, 1 / BOT_PER_SECOND)
    return f"loop with sleep(1/30) ({QUOTED})"
