"""Waiting for news inside one event loop: the long polls of bots and of the chat page hang here."""

import asyncio


class Bell:
    """Wakes everyone who waits; belongs to no loop, so a sandbox may outlive `asyncio.run`."""

    def __init__(self) -> None:
        """Start with nobody waiting."""
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake all who wait now; call it from the loop they wait in."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    @property
    def waiting(self) -> int:
        """Return how many wait now."""
        return len(self._waiting)

    async def wait(self, seconds: float) -> None:
        """Return at the next ring, or after so many seconds."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait((future,), timeout=seconds)
        finally:
            self._waiting.discard(future)
