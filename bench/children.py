"""Child processes: started, spoken to, and always ended by their own id."""

import contextlib
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[1]
#: Seconds a child gets to end by itself.
PATIENCE = 5


@dataclass(frozen=True, slots=True)
class Telegram:
    """A sandbox in a process of its own."""

    url: str
    client: httpx.Client

    def ask(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """Return what the sandbox answers."""
        return self.client.get(f"/sandbox/{path}").raise_for_status().json()

    def tell(self, path: str, **body: object) -> Any:  # noqa: ANN401 - JSON
        """Have something done."""
        return self.client.post(f"/sandbox/{path}", json=body).raise_for_status().json()

    def add_people(self, chats: Iterable[int]) -> None:
        """Let people join who have pressed Start."""
        for chat in chats:
            self.tell("people", first_name=f"联络员{chat}", id=chat, started=True)

    def forget_calls(self) -> None:
        """Begin the log of calls anew."""
        self.client.delete("/sandbox/calls").raise_for_status()

    def writes(self) -> "Writes":
        """Return the sends and edits there were since the log began."""
        calls = self.ask("calls")["calls"]
        of_messages = ("sendMessage", "editMessageText")
        written = [call for call in calls if call["method"] in of_messages]
        accepted = [call for call in written if call["status"] == 200]
        return Writes(
            times=[call["at"] for call in accepted],
            chats=Counter(call["chat_id"] for call in accepted),
            refused=sum(call["status"] == 429 for call in written),
            failed=len(written) - len(accepted),
        )


@dataclass(frozen=True, slots=True)
class Writes:
    """The accepted sends and edits, in order, and how many were not accepted."""

    times: list[float]
    chats: Counter[int]
    refused: int
    failed: int

    @property
    def span(self) -> float:
        """The seconds from the first to the last."""
        return self.times[-1] - self.times[0]

    @property
    def per_second(self) -> float:
        """How many followed the first, a second."""
        return (len(self.times) - 1) / self.span


@contextlib.contextmanager
def telegram(*, strict: bool) -> Iterator[Telegram]:
    """Run a sandbox for the time of a ``with``."""
    command = ["-m", "sandbox", "--strict" if strict else "--no-strict"]
    with child(command, stdout=subprocess.PIPE) as process:
        line = process.stdout.readline() if process.stdout else ""
        url = json.loads(line)["url"]
        with httpx.Client(base_url=url, timeout=30) as client:
            yield Telegram(url, client)


@contextlib.contextmanager
def child(arguments: list[str], **options: Any) -> Iterator["subprocess.Popen[str]"]:  # noqa: ANN401
    """Run our Python for the time of a ``with``, then end it."""
    command = [sys.executable, "-P", *arguments]
    options = {"cwd": ROOT, "env": environment(), **options}
    with subprocess.Popen(command, text=True, **options) as process:  # noqa: S603 - it is ours
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def environment() -> dict[str, str]:
    """Return this process's environment with our code in it and no settings of Duban's."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")}
    return {**others, "PYTHONPATH": str(ROOT)}
