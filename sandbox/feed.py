"""What happened, numbered, for everyone who watches: the chat page asks "what since n?"."""

import secrets
from collections import deque
from dataclasses import dataclass, field

from sandbox.bell import Bell
from sandbox.errors import Json
from sandbox.messages import Message, Query

KEPT = 2000
"""Events remembered; a page further behind loads everything anew."""


@dataclass(frozen=True, slots=True)
class Event:
    """A message written, edited or deleted; a press answered; a person or the clock changed."""

    kind: str
    chat_id: int
    subject: Message | Query | Json | None = None

    def as_json(self) -> Json:
        """Return it as it is now: later changes of a message show in earlier events too."""
        body: Json = {"kind": self.kind, "chat_id": self.chat_id}
        match self.subject:
            case Message():
                body["message"] = self.subject.for_page()
            case Query():
                body["query"] = self.subject.as_json()
            case dict():
                body["person"] = self.subject
        return body


@dataclass(slots=True)
class Feed:
    """The last events. `epoch` tells a page that the sandbox behind it was replaced."""

    epoch: str = field(default_factory=lambda: secrets.token_hex(4))
    events: deque[Event] = field(default_factory=lambda: deque(maxlen=KEPT))
    next_number: int = 0
    bell: Bell = field(default_factory=Bell)

    def add(self, event: Event) -> None:
        """Append an event and wake the pages."""
        self.events.append(event)
        self.next_number += 1
        self.bell.ring()

    def since(self, number: int) -> list[Event] | None:
        """Return the events from `number` on, or None when some are no longer kept."""
        first = self.next_number - len(self.events)
        if not first <= number <= self.next_number:
            return None
        return list(self.events)[number - first :]
