"""`/sandbox/…`: what watches and steers the whole sandbox: events, faults, calls and the clock."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from inspect import isawaitable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.chats import Group
from sandbox.control import need, read_json
from sandbox.errors import Json
from sandbox.feed import Event
from sandbox.world import Sandbox

NextEvent = Callable[[], Awaitable[datetime | None]]
AfterMove = Callable[[], Awaitable[object]]
LONGEST_WAIT = 50.0


class Panel:
    """The endpoints about the sandbox as a whole."""

    def __init__(
        self, sandbox: Sandbox, next_event: NextEvent | None, after_move: AfterMove | None
    ) -> None:
        """Steer one sandbox; the callables belong to whoever composed the demo."""
        self.sandbox = sandbox
        self.next_event = next_event
        self.after_move = after_move

    def routes(self) -> list[Route]:
        """Return the table of endpoints."""
        return [
            Route("/sandbox/state", self.state, methods=["GET"]),
            Route("/sandbox/events", self.events, methods=["GET"]),
            Route("/sandbox/updates", self.push_update, methods=["POST"]),
            Route("/sandbox/faults", self.faults, methods=["GET"]),
            Route("/sandbox/faults", self.add_faults, methods=["POST"]),
            Route("/sandbox/faults", self.clear_faults, methods=["DELETE"]),
            Route("/sandbox/calls", self.calls, methods=["GET"]),
            Route("/sandbox/calls", self.clear_calls, methods=["DELETE"]),
            Route("/sandbox/stats", self.stats, methods=["GET"]),
            Route("/sandbox/clock", self.clock, methods=["GET"]),
            Route("/sandbox/clock/move", self.move_clock, methods=["POST"]),
            Route("/sandbox/clock/next", self.move_to_next, methods=["POST"]),
        ]

    async def state(self, _: Request) -> Response:
        """Return all the chat page needs to begin; `next` is where its events go on."""
        sandbox = self.sandbox
        groups = [
            {**chat.as_json(), "members": list(chat.members)}
            for chat in sandbox.chats.values()
            if isinstance(chat, Group)
        ]
        return JSONResponse(
            {
                "bot": sandbox.bot,
                "strict": sandbox.strict,
                "people": [person.for_page() for person in sandbox.people.values()],
                "groups": groups,
                "clock": self._clock_json(),
                "epoch": sandbox.feed.epoch,
                "next": sandbox.feed.next_number,
            }
        )

    async def events(self, request: Request) -> Response:
        """Return the events from number `after` on; with none yet, wait up to `wait` seconds."""
        feed = self.sandbox.feed
        try:
            after = int(request.query_params.get("after", 0))
            wait = min(float(request.query_params.get("wait", 0)), LONGEST_WAIT)
        except ValueError:
            raise HTTPException(400, "after and wait are numbers") from None
        epoch = request.query_params.get("epoch", feed.epoch)
        up_to_date = epoch == feed.epoch and after == feed.next_number
        if up_to_date and wait > 0 and not self.sandbox.closed:
            await feed.bell.wait(wait)
        found = feed.since(after) if epoch == feed.epoch else None
        return JSONResponse(
            {
                "epoch": feed.epoch,
                "next": feed.next_number,
                "clock": self._clock_json(),
                "reset": found is None,
                "events": [event.as_json() for event in found or ()],
            }
        )

    async def push_update(self, request: Request) -> Response:
        """Queue the body as an update, whatever it is."""
        update_id = self.sandbox.updates.push_raw(await read_json(request))
        return JSONResponse({"update_id": update_id})

    async def faults(self, _: Request) -> Response:
        """List the rules, used-up ones with `times` 0."""
        return JSONResponse(self.sandbox.faults.as_json())

    async def add_faults(self, request: Request) -> Response:
        """Add one rule (kind, method, chat_id, times, seconds) or several in `rules`."""
        body = await read_json(request)
        for rule in body.get("rules", [body]):
            try:
                self.sandbox.faults.add(
                    str(need(rule, "kind")),
                    str(rule.get("method", "*")),
                    chat_id=rule.get("chat_id"),
                    times=rule.get("times", 1),
                    seconds=float(rule.get("seconds", 60.0)),
                )
            except ValueError as error:
                raise HTTPException(400, str(error)) from None
        return JSONResponse(self.sandbox.faults.as_json())

    async def clear_faults(self, _: Request) -> Response:
        """Let every call succeed again."""
        self.sandbox.faults.clear()
        return JSONResponse([])

    async def calls(self, request: Request) -> Response:
        """Return the log after the first `after` calls, and the total to ask from next time."""
        after = request.query_params.get("after", "0")
        calls = self.sandbox.calls
        return JSONResponse(
            {"total": calls.total, "calls": calls.after(int(after) if after.isdigit() else 0)}
        )

    async def clear_calls(self, _: Request) -> Response:
        """Forget the log, e.g. before a measurement."""
        self.sandbox.calls.clear()
        return JSONResponse({"total": 0, "calls": []})

    async def stats(self, _: Request) -> Response:
        """Return totals, refusals and pace."""
        return JSONResponse(self.sandbox.calls.stats())

    async def clock(self, _: Request) -> Response:
        """Return the time and whether it can be moved."""
        return JSONResponse(self._clock_json())

    async def move_clock(self, request: Request) -> Response:
        """Move the clock forward by days, hours, minutes and seconds."""
        body = await read_json(request)
        units = ("days", "hours", "minutes", "seconds")
        try:
            step = timedelta(**{unit: float(body.get(unit, 0)) for unit in units})
        except (TypeError, ValueError, OverflowError):
            raise HTTPException(400, "days, hours, minutes and seconds are numbers") from None
        await self._move(step)
        return JSONResponse(self._clock_json())

    async def move_to_next(self, _: Request) -> Response:
        """Move the clock to the next event; `moved` says whether there was one."""
        event = await self.next_event() if self.next_event else None
        if event is not None:
            await self._move(max(event - self.sandbox.clock.now(), timedelta()))
        return JSONResponse({**self._clock_json(), "moved": event is not None})

    async def _move(self, step: timedelta) -> None:
        move = getattr(self.sandbox.clock, "move", None)
        if move is None:
            raise HTTPException(409, "this clock cannot be moved")
        if step < timedelta():
            raise HTTPException(400, "time only goes forward")
        outcome = move(step)
        if isawaitable(outcome):
            await outcome
        self.sandbox.feed.add(Event("clock", 0))
        if self.after_move is not None:
            await self.after_move()

    def _clock_json(self) -> Json:
        can_move = hasattr(self.sandbox.clock, "move")
        return {
            "now": self.sandbox.clock.now().isoformat(timespec="seconds"),
            "can_move": can_move,
            "has_next": can_move and self.next_event is not None,
        }
