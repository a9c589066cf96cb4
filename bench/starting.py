"""From the process's start to its first poll, and what it holds in memory when nothing happens."""

import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.children import Telegram, child, telegram
from bench.rows import Row, Tell, WrongError, check
from bench.seeding import FIRST_CHAT, NOW, Size, fresh_copy, seed
from sandbox.world import DEFAULT_TOKEN

REPEATS = 5
#: Seconds a bot is left alone before its memory is read.
IDLE = 2.0
PATIENCE = 20.0
IMPORTS = """
import time, telegram.ext, sqlalchemy.orm, apscheduler.schedulers.asyncio, jinja2, typer
print(time.monotonic(), flush=True)
input()
"""
CONFIG = """
[telegram]
token_file = "token.txt"
api_base_url = "{url}"
[database]
url = "sqlite:///ledger.db"
"""


def measure_start(tell: Tell, repeats: int = REPEATS) -> list[Row]:
    """Measure a bot that starts on a ledger it knows, beside the imports it cannot do without."""
    ours: list[tuple[float, float]] = []
    bare: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        file = Path(folder) / "seeded.db"
        seed(file, Size(60))
        for turn in range(repeats + 1):
            tell(f"start {turn} of {repeats}" if turn else "start, to warm up")
            fresh_copy(file, "ledger.db")
            with telegram(strict=False) as sandbox:
                ours.append(start_bot(Path(folder), sandbox))
            bare.append(import_only())
    seconds, megabytes = (median(column) for column in zip(*ours[1:], strict=True))
    least, lightest = (median(column) for column in zip(*bare[1:], strict=True))
    return [
        Row(
            "start: process to first poll",
            f"{seconds:.2f} s",
            f"{least:.2f} s bare imports",
            f"{seconds / least:.2f}",
            "≤ 1.0 s",
            seconds <= 1,
        ),
        Row(
            "memory, idle",
            f"{megabytes:.1f} MB",
            f"{lightest:.1f} MB bare imports",
            f"{megabytes / lightest:.2f}",
            "≤ 95 MB",
            megabytes <= 95,
        ),
    ]


def start_bot(folder: Path, sandbox: Telegram) -> tuple[float, float]:
    """Start the bot; return the seconds to its first poll, and its megabytes after a while."""
    (folder / "config.toml").write_text(CONFIG.format(url=sandbox.url), "utf-8")
    (folder / "token.txt").write_text(DEFAULT_TOKEN, "utf-8")
    sandbox.add_people([FIRST_CHAT])
    sandbox.tell(f"people/{FIRST_CHAT}/say", text="待办")  # a poll with news is answered at once
    moment = f"{NOW:%Y-%m-%dT%H:%M:%S}"
    began = time.monotonic()
    with child(
        ["-m", "bot", "run", "--rehearse-from", moment],
        cwd=folder,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    ) as process:
        polled = _first_poll(sandbox, process, began + PATIENCE)
        time.sleep(IDLE)
        check(process.poll() is None, "the bot has ended")
        return polled - began, _megabytes(process.pid)


def import_only() -> tuple[float, float]:
    """Import the libraries; return the seconds it takes and the megabytes it needs."""
    began = time.monotonic()
    with child(["-c", IMPORTS], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        done = float(process.stdout.readline()) if process.stdout else 0.0
        return done - began, _megabytes(process.pid)


def _first_poll(sandbox: Telegram, bot: "subprocess.Popen[str]", until: float) -> float:
    """Return when the sandbox saw the first poll, by the clock that all processes share."""
    while time.monotonic() < until:
        check(bot.poll() is None, "the bot ended before it polled")
        for call in sandbox.ask("calls")["calls"]:
            if call["method"] == "getUpdates":
                return float(call["at"])
        time.sleep(0.05)
    raise WrongError("the bot never polled")


def _megabytes(process: int) -> float:
    """Return the memory a process holds; where there is no /proc, not a number."""
    status = Path(f"/proc/{process}/status")
    if not status.is_file():
        return float("nan")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
