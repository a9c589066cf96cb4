"""What real processes promise when they are killed, cut off, or told to stop."""

import os
import sqlite3
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from db import pauses
from db.engine import Database
from scheduler.clock import SystemClock
from tests.processes import OFFICE, ROOT, TOKEN, Running, World, open_world, seed, until

pytestmark = pytest.mark.process
SLOT = "2024-03-20T09:00:30"


def ask(world: World, question: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(world.database) as connection:
        return connection.execute(question).fetchall()


def count(world: World, question: str) -> int:
    return int(str(ask(world, question)[0][0]))


def reaches(world: World, question: str, number: int) -> bool:
    return count(world, question) >= number


@pytest.mark.parametrize(
    ("answers", "kills"),
    [
        pytest.param(2, 1, id="once"),
        pytest.param(10, 10, id="ten times", marks=pytest.mark.torture),
    ],
)
def test_every_answer_is_stored_once_though_the_bot_is_killed(
    tmp_path: Path, answers: int, kills: int
) -> None:
    with open_world(tmp_path) as world:
        people = world.people(20)
        seed(world.database, people)
        wanted = {(person, f"说明第{number}条") for person in people for number in range(answers)}
        done = "SELECT count(*) FROM inbox WHERE state = 'done'"
        for number in range(answers):
            for person in people:
                world.post(f"people/{person}/say", text=f"说明第{number}条")
            if (number + 1) % (answers // kills) == 0:  # the bot dies with most of them handled
                bot = world.start_bot("2024-03-16T10:00:00")
                until(partial(reaches, world, done, number * 20 + 5))
                bot.kill()

        bot = world.start_bot("2024-03-16T11:00:00")
        until(partial(reaches, world, done, answers * 20))
        until(lambda: count(world, "SELECT count(*) FROM outbox WHERE state = 'waiting'") == 0)

        assert bot.stop() == 0
        stored = Counter(
            (person, line)
            for person, words in ask(
                world,
                "SELECT chat_id, words FROM form JOIN contact ON contact.id = contact_id",
            )
            for line in str(words).splitlines()
        )
        assert set(stored) == wanted
        assert set(stored.values()) == {1}
        assert all(world.messages(person) for person in people)


@pytest.mark.parametrize("persons", [40, pytest.param(300, marks=pytest.mark.torture)])
def test_no_reminder_is_lost_and_only_one_in_flight_is_doubled_by_a_kill(
    tmp_path: Path, persons: int
) -> None:
    with open_world(tmp_path) as world:
        people = world.people(persons)
        seed(world.database, people)
        bot = world.start_bot(SLOT)
        until(lambda: world.sent() >= persons * 2 // 5)
        bot.kill()
        sent = {
            str(row[0]) for row in ask(world, "SELECT chat_id FROM outbox WHERE state = 'sent'")
        }
        claimed = count(world, "SELECT count(*) FROM outbox WHERE state = 'claimed'")

        bot = world.start_bot(SLOT)
        unsent = "SELECT count(*) FROM outbox WHERE bulk AND state <> 'sent'"
        until(lambda: count(world, unsent) == 0)

        assert bot.stop() == 0
        got = {person: len(world.messages(person)) for person in people}
        doubled = [person for person, messages in got.items() if messages == 2]
        assert set(got.values()) <= {1, 2}
        assert len(doubled) <= claimed <= 16
        assert not {str(person) for person in doubled} & sent


def test_seven_days_down_over_two_rungs_is_one_message_each(tmp_path: Path) -> None:
    with open_world(tmp_path) as world:
        people = world.people(5)
        seed(world.database, people)
        bot = world.start_bot("2024-03-19T10:00:00")
        until(lambda: "running as" in bot.printed)
        bot.kill()

        bot = world.start_bot("2024-03-26T10:00:00")
        until(lambda: all(world.messages(person) for person in people))

        assert bot.stop(5) == 0  # SIGTERM: done within five seconds, nothing unsaid
        assert "已停止" in bot.printed
        assert "Traceback" not in bot.printed
        assert {len(world.messages(person)) for person in people} == {1}
        assert all("已逾期 1 天" in world.messages(person)[0] for person in people)
        rungs = ask(world, "SELECT rung, outcome, count(*) FROM nudge GROUP BY 1, 2 ORDER BY 1")
        assert rungs == [
            (-3, "superseded", 5),
            (-1, "superseded", 5),
            (0, "superseded", 5),
            (1, "queued", 5),
        ]


def test_by_a_clock_that_fell_back_nothing_planned_leaves_until_the_command_says_so(
    tmp_path: Path,
) -> None:
    with open_world(tmp_path) as world:
        seed(world.database, world.people(1))
        beat(world, SystemClock().now() + timedelta(hours=2))
        bot = world.start_bot(None)
        until(lambda: any("已暂停发送提醒" in text for text in world.messages(OFFICE)))
        assert count(world, "SELECT count(*) FROM nudge") == 0

        resumed = world.start("resume")

        assert resumed.wait(10) == 0
        assert "已继续发送提醒" in resumed.printed
        until(lambda: any("已继续发送提醒" in text for text in world.messages(OFFICE)))
        assert bot.stop() == 0
        assert "Traceback" not in bot.printed


def test_the_office_is_told_once_that_the_bot_was_away(tmp_path: Path) -> None:
    with open_world(tmp_path) as world:
        seed(world.database, world.people(1))
        beat(world, SystemClock().now() - timedelta(days=20))
        told = "SELECT count(*) FROM outbox WHERE key LIKE 'outage:%'"
        for _ in range(2):
            bot = world.start_bot(None)
            until(partial(runs, bot))
            until(partial(reaches, world, told, 1))
            bot.kill()

        assert count(world, told) == 1


def runs(bot: Running) -> bool:
    return "running as" in bot.printed


def beat(world: World, moment: datetime) -> None:
    """Let the bot have shown at a moment that it was running."""
    with Database(f"sqlite:///{world.database}") as database:
        database.write_now(lambda session: pauses.beat(session, moment))


def test_the_token_is_in_nothing_printed_at_debug_whatever_goes_wrong(
    tmp_path: Path,
) -> None:
    with open_world(tmp_path) as world:
        people = world.people(2)
        seed(world.database, people)
        world.post("faults", kind="500", method="sendMessage", times=1)
        world.post("faults", kind="reset_after", method="getUpdates", times=1)
        world.post("updates", message={"message_id": "x", "chat": 1, "date": "never"})
        bot = world.start_bot(SLOT, "--log-level", "DEBUG")
        until(lambda: world.sent() >= 1)
        world.post(f"people/{people[0]}/say", text="已办班")
        until(lambda: any("办班" in text for text in world.messages(people[0])))
        until(lambda: any("没能处理" in text for text in world.messages(OFFICE)))

        bot.stop()
        wrong = world.start_bot(SLOT, "--log-level", "DEBUG", DUBAN_TELEGRAM__TOKEN=f"{TOKEN}x")
        assert wrong.wait(10) == 1

        assert "DEBUG" in bot.printed
        for printed in (bot.printed, wrong.printed):
            assert TOKEN not in printed
            assert TOKEN.partition(":")[2] not in printed
        assert "Telegram 不认这个令牌" in wrong.printed


def test_it_waits_for_a_telegram_that_is_not_there_and_says_so(tmp_path: Path) -> None:
    with open_world(tmp_path) as world:
        seed(world.database, world.people(1))
        bot = world.start_bot(SLOT, DUBAN_TELEGRAM__API_BASE_URL="http://127.0.0.1:9")

        until(lambda: "telegram does not answer" in bot.printed)

        assert not bot.ended
        assert bot.stop() == 0


def test_a_locked_database_is_waited_for_and_nothing_is_lost(tmp_path: Path) -> None:
    with open_world(tmp_path) as world:
        people = world.people(1)
        seed(world.database, people)
        url = f"sqlite:///{world.database}?timeout=0.1"
        bot = world.start_bot("2024-03-16T10:00:00", DUBAN_DATABASE__URL=url)
        until(lambda: "running as" in bot.printed)
        lock = sqlite3.connect(world.database, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        world.post(f"people/{people[0]}/say", text="已办班")
        until(lambda: "the database does not answer" in bot.printed)

        lock.execute("ROLLBACK")
        lock.close()

        until(lambda: any("已办班" in text for text in world.messages(people[0])))
        assert bot.stop() == 0


def test_a_command_that_is_told_to_stop_leaves_no_child_and_no_copy_of_the_file(
    tmp_path: Path,
) -> None:
    (tmp_path / "n.html").write_bytes(b"<html><table><tr>" + b"<td>x" * 200_000)
    command = [sys.executable, "-P", "-m", "bot", "import", "n.html", "--dry-run"]
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}

    with subprocess.Popen(command, cwd=tmp_path, env=environment) as process:
        until(lambda: any(tmp_path.glob("duban-*/own")))
        process.terminate()

    assert process.returncode == 143
    assert not list(tmp_path.glob("duban-*"))
