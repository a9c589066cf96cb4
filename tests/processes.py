"""Real processes: ``duban run`` and the sandbox, each in its own, ended by id."""

import contextlib
import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from bot.settings import Settings
from db import acknowledgements, plans
from db.tables import Contact, Post
from db.vocabulary import Frequency, ItemDraft, Op, PlanDraft, Role, Rule, TargetDraft
from scheduler.planning import plan_ahead
from tests.ledger_cast import make_database

ROOT = Path(__file__).parents[1]
ZONE = ZoneInfo("Asia/Shanghai")
TOKEN = "7312845690:AAH-sandbox-token-of-35-characters0"
MADE = datetime(2024, 3, 11, 2, tzinfo=UTC)
FIRST_PERSON = 5_000_000_001
OFFICE = 4_000_000_001


@dataclass(slots=True)
class Running:
    """A process of ours with what it printed."""

    process: BaseProcess
    log: Path

    @property
    def ended(self) -> bool:
        """Whether it is over."""
        return self.process.exitcode is not None

    def kill(self) -> None:
        """End it with SIGKILL, as a power cut would."""
        self.process.kill()
        self.wait(10)

    def stop(self, seconds: float = 5) -> int:
        """End it with SIGTERM; return its status, or fail after so many seconds."""
        self.process.terminate()
        return self.wait(seconds)

    def wait(self, seconds: float) -> int:
        """Return its status once it has ended; fail after so many seconds."""
        self.process.join(seconds)
        assert self.process.exitcode is not None, f"not ended within {seconds} s"
        return self.process.exitcode

    @property
    def printed(self) -> str:
        """Everything it printed."""
        return self.log.read_text("utf-8")


@dataclass(slots=True)
class World:
    """A folder with a database, a sandbox in its own process, and the bots started on them."""

    folder: Path
    url: str
    client: httpx.Client
    started: list[Running] = field(default_factory=list)

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "duban.db"

    def start_bot(self, at: str | None, *arguments: str, **environment: str) -> Running:
        """Start ``duban run`` as if it were ``at``; None for the machine's own clock."""
        rehearsed = () if at is None else ("--rehearse-from", at)
        return self.start("run", *rehearsed, *arguments, **environment)

    def start(self, *given: str, **environment: str) -> Running:
        """Start a command."""
        log = self.folder / f"run-{len(self.started)}.log"
        log.touch()
        made = ([*given], self.environment() | environment, self.folder, log)
        process = _starter().Process(target=_run_duban, args=made)
        process.start()
        self.started.append(Running(process, log))
        return self.started[-1]

    def environment(self) -> dict[str, str]:
        """Return the environment that points a bot at this world."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")}
        return kept | {
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "DUBAN_TELEGRAM__TOKEN": TOKEN,
            "DUBAN_TELEGRAM__API_BASE_URL": self.url,
            "DUBAN_DATABASE__URL": f"sqlite:///{self.database}",
            "DUBAN_OFFICE__CHAT_ID": str(OFFICE),
            "DUBAN_LIMITS__POLL_SECONDS": "2",
            "DUBAN_LIMITS__LEASE_SECONDS": "2",
            "DUBAN_LIMITS__MESSAGES_PER_SECOND": "1000",
        }

    def post(self, path: str, **body: object) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Steer the sandbox."""
        answer = self.client.post(f"/sandbox/{path}", json=body)
        answer.raise_for_status()
        return answer.json()

    def messages(self, chat: int) -> list[str]:
        """Return the bot's messages in a chat."""
        found = self.client.get(f"/sandbox/chats/{chat}/messages").json()
        its = found["messages"] if isinstance(found, dict) else found
        return [one.get("text", "") for one in its if one["from"]["is_bot"]]

    def sent(self) -> int:
        """Return how many sends and edits the sandbox accepted."""
        return int(self.client.get("/sandbox/stats").json()["writes"])

    def people(self, count: int) -> list[int]:
        """Add people who pressed Start, and the office; return their ids."""
        ids = [FIRST_PERSON + place for place in range(count)]
        for person in [*ids, OFFICE]:
            self.post("people", first_name=f"联络员{person % 1000}", id=person, started=True)
        return ids


@cache
def _starter() -> ForkServerContext:
    """Return what starts processes: it has imported the bot once, and forks each from there."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["bot.__main__", __name__])
    return context


def _run_duban(given: list[str], environment: dict[str, str], folder: Path, log: Path) -> None:
    """Be the command line, in a process of its own."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    with log.open("w") as printed:
        for stream in (1, 2):
            os.dup2(printed.fileno(), stream)
    sys.argv = ["duban", *given]
    importlib.import_module("bot.__main__").main()


@contextlib.contextmanager
def open_world(folder: Path, *, strict: bool = False) -> Iterator[World]:
    """Start a sandbox; end it and every bot at the end."""
    flag = "--strict" if strict else "--no-strict"
    sandbox = subprocess.Popen(
        [sys.executable, "-P", "-m", "sandbox", "--token", TOKEN, flag],
        env=dict(os.environ) | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert sandbox.stdout is not None
    url = json.loads(sandbox.stdout.readline())["url"]
    with httpx.Client(base_url=url, timeout=10) as client:
        world = World(folder, url, client)
        try:
            yield world
        finally:
            for running in world.started:
                if not running.ended:
                    running.kill()
            sandbox.terminate()
            sandbox.wait(5)
            sandbox.stdout.close()


def seed(file: Path, people: list[int], *, target: bool = False) -> None:
    """Fill a database: one plan, and for each person a unit with an item, acknowledged."""
    goals = (TargetDraft("高素质农民", Op.EXACTLY, Decimal(450), "人"),) if target else ()
    items = tuple(
        ItemDraft(
            str(number),
            f"{number}.",
            None,
            f"开展第{number}类培训。",
            (f"单位{number}",),
            targets=goals,
        )
        for number in range(1, len(people) + 1)
    )
    draft = PlanDraft("2024年工作要点", "2024年工作要点", 2024, (), items)
    with make_database(file.parent) as database:

        def fill(session: Any) -> None:  # noqa: ANN401
            days = (date(2024, 3, 11), date(2024, 12, 31))
            plans.add_plan(
                session, draft, "正文", days, (Rule(Frequency.MONTHLY, number=25),), MADE
            )
            contacts = [
                Contact(chat_id=one, name=f"联络员{one % 1000}", joined_at=MADE) for one in people
            ]
            session.add_all(contacts)
            session.flush()
            session.add_all(
                Post(contact_id=contact.id, unit_id=unit.id, role=Role.CONTACT)
                for contact, unit in zip(contacts, plans.units(session), strict=True)
            )
            asked = acknowledgements.to_ask(session, days[0], MADE)
            acknowledgements.note_asked(session, asked, MADE)
            for one in asked:
                acknowledgements.acknowledge(session, one.plan_id, one.contact_id, MADE)
            plan_ahead(session, Settings().office_rules(), MADE)

        database.write_now(fill)


def until(condition: Callable[[], object], seconds: float = 20) -> None:
    """Ask again and again until something holds; fail after so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {condition}")
        time.sleep(0.02)
