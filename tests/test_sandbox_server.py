"""The sandbox on a real port and in a process of its own."""

import asyncio
import json
import signal
import statistics
import subprocess
import sys
import time

import httpx
import pytest
from telegram import Bot

from sandbox import create_app, serve
from tests.test_sandbox_harness import in_loop, make_person, make_sandbox, until


@in_loop
async def test_it_stops_within_a_second_with_polls_and_stalled_calls_open() -> None:
    sandbox, _ = make_sandbox()
    make_person(sandbox)
    app = create_app(sandbox)

    async with httpx.AsyncClient(timeout=30) as client:
        async with serve(app) as url:
            sandbox.faults.add("timeout", "getMe")
            bot = f"{url}/bot{sandbox.token}"
            open_calls = [
                asyncio.create_task(client.get(f"{bot}/getUpdates", params={"timeout": 50})),
                asyncio.create_task(client.get(f"{bot}/getMe")),
                asyncio.create_task(client.get(f"{url}/sandbox/events?after=1&wait=50")),
            ]
            bells = (sandbox.closing, sandbox.feed.bell)
            await until(lambda: sandbox.updates.is_polled and all(b.waiting for b in bells))
            stopping = time.monotonic()
        stopped = time.monotonic() - stopping
        results = await asyncio.gather(*open_calls, return_exceptions=True)

    assert stopped < 1
    assert isinstance(results[0], httpx.Response)
    assert results[0].json() == {"ok": True, "result": []}
    assert isinstance(results[1], httpx.TransportError)
    assert isinstance(results[2], httpx.Response)


@in_loop
async def test_the_same_sandbox_can_be_served_again_on_the_same_port() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    app = create_app(sandbox)

    async with serve(app) as url:
        port = int(url.rpartition(":")[2])
    async with serve(app, port=port) as again, Bot(sandbox.token, base_url=f"{again}/bot") as bot:
        await bot.send_message(person.id, "又来了")

    assert again == url
    assert person.chat.last.text == "又来了"


@in_loop
async def test_a_taken_port_is_an_error_and_not_an_exit() -> None:
    sandbox, _ = make_sandbox()

    async with serve(create_app(sandbox)) as url:
        with pytest.raises(OSError, match="in use"):
            async with serve(create_app(sandbox), port=int(url.rpartition(":")[2])):
                pass


@in_loop
async def test_a_small_answer_does_not_wait_for_an_acknowledgement() -> None:
    sandbox, _ = make_sandbox()

    async with serve(create_app(sandbox)) as url, httpx.AsyncClient() as client:
        times = []
        for _ in range(21):
            begun = time.monotonic()
            await client.get(f"{url}/bot{sandbox.token}/getMe")
            times.append(time.monotonic() - begun)

    assert statistics.median(times) < 0.035  # without TCP_NODELAY each takes 40 ms more


@pytest.mark.process
def test_it_runs_as_a_process_until_it_is_told_to_stop() -> None:
    token = "7312845690:process-test-token"
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--token", token, "--no-strict"]

    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        person = httpx.post(f"{url}/sandbox/people", json={"first_name": "李", "started": True})
        for _ in range(5):
            answer = httpx.post(
                f"{url}/bot{token}/sendMessage", json={"chat_id": person.json()["id"], "text": "x"}
            )
            assert answer.status_code == 200
        process.send_signal(signal.SIGTERM)
        output, errors = process.communicate(timeout=5)

    assert process.returncode == 0
    assert output == errors == b""
