"""Typed answers that wait at Telegram: taken in, stored and answered, beside an echo."""

import asyncio
import re
import tempfile
import time
from pathlib import Path

from sqlalchemy import select

from bench.children import Telegram, telegram
from bench.plain import bare_bot, echo
from bench.rows import Row, Tell, check, medians
from bench.seeding import Size, chat_ids, desk_on, fresh_copy, seed
from bench.sending import NEAR, Unlimited, until_sent
from bot.desk import Desk
from bot.intake import poll
from bot.service import Service
from bot.wiring import open_service
from db import inbox
from db.tables import Form
from db.vocabulary import InboxState
from sandbox.world import DEFAULT_TOKEN

PEOPLE = 60
EACH = 10
REPEATS = 3
#: What an answer says; the number tells it from all others.
SAID = "已走访第{}户"
SAYS = re.compile(r"已走访第(\d+)户")


def measure_replies(
    tell: Tell, people: int = PEOPLE, each: int = EACH, repeats: int = REPEATS
) -> list[Row]:
    """Measure answers typed one after another by many people, beside a bare echo of them."""
    ours: list[float] = []
    bare: list[float] = []
    count = people * each
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        file = Path(folder) / "ledger.db"
        seed(file, Size(people, each))
        for turn in range(repeats):
            tell(f"replies {turn + 1} of {repeats}")
            with telegram(strict=False) as sandbox:
                type_answers(sandbox, people, each)
                copy = fresh_copy(file, "copy.db")
                ours.append(count / asyncio.run(answer(copy, sandbox, count)))
            with telegram(strict=False) as sandbox:
                type_answers(sandbox, people, each)
                bare.append(count / asyncio.run(_echo(sandbox.url, count)))
    mine, other, ratio = medians(ours, bare)
    return [
        Row(
            f"replies: {count} answers of {people} people, stored and answered",
            f"{mine:.0f}/s",
            f"{other:.0f}/s bare PTB echo, stores nothing",
            f"{ratio:.2f}",
            "≥ 0.7 ×, all stored",
            ratio >= 0.7,
        )
    ]


def type_answers(sandbox: Telegram, people: int, each: int) -> None:
    """Have everybody type an answer to each of their items, by turns."""
    chats = chat_ids(people)
    sandbox.add_people(chats)
    for item in range(each):
        for place, chat in enumerate(chats):
            said = SAID.format(item * people + place)
            sandbox.tell(f"people/{chat}/say", text=f"第{item + 1}项 {said}")


async def answer(file: Path, sandbox: Telegram, count: int) -> float:
    """Run intake, worker and delivery until all is answered; return the seconds, check the rest."""
    with desk_on(file, sandbox.url, NEAR) as desk:
        async with open_service(desk, DEFAULT_TOKEN) as service:
            await service.application.bot.initialize()
            service.delivery.pace = Unlimited()
            began = time.perf_counter()
            await _run(service, count)
            took = time.perf_counter() - began
        check_stored(desk, count)
    check(len(sandbox.writes().times) >= count, "an answer for each")
    return took


async def _run(service: Service, count: int) -> None:
    desk, stopping = service.desk, asyncio.Event()
    polling = asyncio.create_task(poll(desk, service.application.bot, stopping))
    others = [
        asyncio.create_task(service.worker.run(stopping)),
        asyncio.create_task(service.delivery.run(stopping)),
    ]
    done = 0
    while done < count:  # nobody rings when all is done
        await asyncio.sleep(0.05)
        done = (await desk.db.read(inbox.counts)).get(InboxState.DONE, 0)
    await until_sent(service)
    stopping.set()
    polling.cancel()
    await asyncio.gather(*others)
    await asyncio.gather(polling, return_exceptions=True)


def check_stored(desk: Desk, count: int) -> None:
    """Check that each answer stands once in the forms, and nothing else does."""
    words = desk.db.read_now(lambda session: session.scalars(select(Form.words)).all())
    stored = sorted(int(number) for said in words for number in SAYS.findall(said))
    check(stored == list(range(count)), f"{len(stored)} answers stored of {count}")


async def _echo(url: str, count: int) -> float:
    async with bare_bot(url) as bot:
        began = time.perf_counter()
        await echo(bot, count)
        return time.perf_counter() - began
