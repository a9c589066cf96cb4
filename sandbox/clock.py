"""A clock for a sandbox that runs alone; whoever composes the demo brings their own."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(slots=True)
class MovableClock:
    """Real time plus whatever it was moved by."""

    ahead: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        """Return the time, aware, in this machine's zone."""
        return datetime.fromtimestamp(time.time(), UTC).astimezone() + self.ahead

    def move(self, step: timedelta) -> None:
        """Move forward."""
        self.ahead += step
