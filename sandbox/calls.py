"""The log of every Bot API call, and what it says about pace."""

from collections import Counter, deque
from dataclasses import asdict, dataclass, field

from sandbox.errors import Json

OK = 200
FLOOD = 429
KEPT = 200_000


@dataclass(frozen=True, slots=True)
class Call:
    """One call: when (monotonic seconds), what, to whom, and the status it was answered with.

    `status` 0 is a call that a fault swallowed; `fault` names the fault that struck, and one that
    struck after the call was carried out keeps the status it would have been answered with.
    """

    at: float
    method: str
    chat_id: int | None
    status: int
    fault: str = ""

    @property
    def writes(self) -> bool:
        """Say whether this is a send or an edit, which the pace limits count."""
        return self.method.startswith(("send", "edit")) and self.method != "sendChatAction"


@dataclass(slots=True)
class Calls:
    """The last calls, oldest first, and running totals over all of them."""

    log: deque[Call] = field(default_factory=lambda: deque(maxlen=KEPT))
    total: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    methods: Counter[str] = field(default_factory=Counter)

    def add(self, call: Call) -> None:
        """Record a call."""
        self.log.append(call)
        self.total += 1
        self.statuses[call.status] += 1
        self.methods[call.method] += 1

    def of(self, method: str) -> list[Call]:
        """Return the logged calls of one method."""
        return [call for call in self.log if call.method == method]

    def writes(self) -> list[Call]:
        """Return the sends and edits that were accepted."""
        return [call for call in self.log if call.writes and call.status == OK]

    def clear(self) -> None:
        """Forget everything, e.g. before a measurement."""
        self.log.clear()
        self.total = 0
        self.statuses.clear()
        self.methods.clear()

    def stats(self) -> Json:
        """Return totals, refusals, and the pace of accepted sends and edits."""
        times = [call.at for call in self.writes()]
        span = times[-1] - times[0] if len(times) > 1 else 0.0
        return {
            "calls": self.total,
            "by_status": {str(status): count for status, count in self.statuses.items()},
            "by_method": dict(self.methods),
            "refused": self.statuses[FLOOD],
            "writes": len(times),
            "span_seconds": span,
            "per_second": (len(times) - 1) / span if span else 0.0,
            "most_in_a_second": busiest(times, 1.0),
        }

    def after(self, seen: int) -> list[Json]:
        """Return the calls after the first `seen` of all, as far as they are kept."""
        first = self.total - len(self.log)
        return [asdict(call) for call in list(self.log)[max(0, seen - first) :]]


def busiest(times: list[float], seconds: float) -> int:
    """Return the most events in any window of that length; times ascend."""
    most = begin = 0
    for end, time in enumerate(times):
        while time - times[begin] >= seconds:
            begin += 1
        most = max(most, end - begin + 1)
    return most
