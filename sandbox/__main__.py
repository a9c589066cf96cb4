"""`python -m sandbox`: a sandbox in a process of its own, steered over HTTP.

It prints one JSON line with its address, then serves until SIGTERM or SIGINT.
"""

import argparse
import asyncio
import json
import signal
import sys

from sandbox.clock import MovableClock
from sandbox.server import create_app, serve
from sandbox.world import DEFAULT_TOKEN, Sandbox


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=DEFAULT_TOKEN)
    parser.add_argument("--username", default="duban_bot", help="the bot's, without @")
    parser.add_argument("--strict", action=argparse.BooleanOptionalAction, default=True)
    options = parser.parse_args(arguments)
    sandbox = Sandbox(
        MovableClock(),
        token=options.token,
        bot_username=options.username,
        strict=options.strict,
    )
    asyncio.run(_serve(sandbox, options.host, options.port))


async def _serve(sandbox: Sandbox, host: str, port: int) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    async with serve(create_app(sandbox), host, port) as url:
        sys.stdout.write(json.dumps({"url": url}) + "\n")
        sys.stdout.flush()
        await stop.wait()


if __name__ == "__main__":
    main()
