"""The ASGI app, and serving it on a port."""

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from sandbox.api import Api
from sandbox.control import PeopleControl
from sandbox.errors import NotPossibleError
from sandbox.guard import is_cross_site
from sandbox.panel import AfterMove, NextEvent, Panel
from sandbox.world import Sandbox

STATIC = Path(__file__).parent / "static"
# Not guessed: on Windows the registry may call a script text/plain, and no browser would run it.
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_PAGE_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class App:
    """An ASGI app: the Bot API goes straight to its handler, the rest through Starlette."""

    def __init__(self, sandbox: Sandbox, api: Api, pages: Starlette) -> None:
        """Join the parts; `create_app` makes them."""
        self.sandbox = sandbox
        self.api = api
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            path: str = scope["path"]
            if path.startswith("/bot"):
                await self.api.call(scope, receive, send)
                return
            if path.startswith("/file/bot"):
                await self.api.file(scope, send)
                return
            if is_cross_site(scope):
                refusal = JSONResponse({"error": "cross-site request refused"}, 403)
                await refusal(scope, receive, send)
                return
        await self.pages(scope, receive, send)

    def close(self) -> None:
        """End long polls, stalled calls and the webhook."""
        self.sandbox.close()
        self.api.close()


def create_app(
    sandbox: Sandbox,
    *,
    next_event: NextEvent | None = None,
    after_move: AfterMove | None = None,
) -> App:
    """Return the app of a sandbox.

    Args:
        sandbox: What it serves.
        next_event: Returns when something will next happen, for the page's 下一事件 button.
        after_move: Awaited whenever the page has moved the clock, e.g. the demo's sweep.
    """
    pages = Starlette(
        routes=[
            Route("/", _page),
            *PeopleControl(sandbox).routes(),
            *Panel(sandbox, next_event, after_move).routes(),
            Route("/static/{name:str}", _static),
        ],
        exception_handlers={NotPossibleError: _not_possible, HTTPException: _refused},
    )
    return App(sandbox, Api(sandbox), pages)


@contextlib.asynccontextmanager
async def serve(app: App, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve on a port (0: a free one), give the base URL, and stop within a second."""
    listener = _listen(host, port)
    config = uvicorn.Config(
        app,
        log_config=None,  # logging belongs to the program around it
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    app.sandbox.reopen()
    serving = asyncio.get_running_loop().create_task(server.serve(sockets=[listener]))
    try:
        await server.ready.wait()
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        app.close()
        server.should_exit = True
        await serving
        listener.close()


class _Server(uvicorn.Server):
    """uvicorn that leaves signals to the program around it, and says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


def _listen(host: str, port: int) -> socket.socket:
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    # asyncio sets TCP_NODELAY only on sockets that name their protocol; without it every answer
    # waits 40 ms for the client's delayed acknowledgement.
    listener = socket.socket(family, kind, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # on Windows this option would let two servers share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(1024)
    except OSError:
        listener.close()
        raise
    return listener


async def _page(_: Request) -> Response:
    return FileResponse(STATIC / "index.html", headers=_PAGE_HEADERS)


async def _static(request: Request) -> Response:
    path = STATIC / request.path_params["name"]
    if path.parent != STATIC or path.suffix not in _TYPES or not path.is_file():
        raise HTTPException(404, "no such file")
    return FileResponse(path, media_type=_TYPES[path.suffix], headers=_PAGE_HEADERS)


async def _not_possible(_: Request, error: Exception) -> Response:
    return JSONResponse({"error": str(error)}, 409)


async def _refused(_: Request, error: Exception) -> Response:
    status, detail = getattr(error, "status_code", 400), getattr(error, "detail", "")
    return JSONResponse({"error": detail}, status)
