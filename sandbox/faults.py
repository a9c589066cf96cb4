"""Trouble on demand: which call fails, how, and how often.

A dropped connection is a real one under uvicorn: the transport is aborted. Without a transport
(`httpx.ASGITransport`) the app raises `DroppedError`, which a client sees as an unknown failure.
"""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase

from sandbox.errors import Json


class FaultKind(StrEnum):
    """What happens to the call."""

    INTERNAL = "500"
    BAD_GATEWAY = "502"
    FLOOD = "429"
    TIMEOUT = "timeout"
    RESET_BEFORE = "reset_before"
    RESET_AFTER = "reset_after"
    TIMEOUT_AFTER = "timeout_after"

    @property
    def comes_after(self) -> bool:
        """Say whether the call is carried out before it fails."""
        return self in {FaultKind.RESET_AFTER, FaultKind.TIMEOUT_AFTER}

    @property
    def is_silent(self) -> bool:
        """Say whether the client gets no answer."""
        return self not in {FaultKind.INTERNAL, FaultKind.BAD_GATEWAY, FaultKind.FLOOD}


class DroppedError(ConnectionResetError):
    """The connection was cut and there was no transport to cut it at."""


@dataclass(slots=True)
class Fault:
    """One rule. `method` is a pattern such as `send*`; `times` None means until cleared.

    `seconds` is how long a time-out lasts before the connection is dropped (the client usually
    gives up earlier), and the `retry_after` of a 429.
    """

    kind: FaultKind
    method: str = "*"
    chat_id: int | None = None
    times: int | None = 1
    seconds: float = 60.0

    def matches(self, method: str, chat_id: int | None) -> bool:
        """Say whether this rule is for that call."""
        if self.times is not None and self.times <= 0:
            return False
        if self.chat_id is not None and self.chat_id != chat_id:
            return False
        return fnmatchcase(method.lower(), self.method.lower())


@dataclass(slots=True)
class Faults:
    """The rules in force; the first that matches is used up by one."""

    rules: list[Fault] = field(default_factory=list)

    def add(
        self,
        kind: str,
        method: str = "*",
        *,
        chat_id: int | None = None,
        times: int | None = 1,
        seconds: float = 60.0,
    ) -> Fault:
        """Add a rule and return it."""
        rule = Fault(FaultKind(kind), method, chat_id, times, seconds)
        self.rules.append(rule)
        return rule

    def clear(self) -> None:
        """Let every call succeed again."""
        self.rules.clear()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """Return the rule that strikes this call, having counted it."""
        for rule in self.rules:
            if rule.matches(method, chat_id):
                if rule.times is not None:
                    rule.times -= 1
                return rule
        return None

    def as_json(self) -> list[Json]:
        """Return the rules for the control endpoint."""
        return [asdict(rule) for rule in self.rules]
