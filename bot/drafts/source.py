"""What is read from, and the one way in which that fails."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """A file's content with its name, or a pasted text."""

    name: str
    content: bytes
    pasted: bool = False


class UnreadableError(Exception):
    """What cannot be read; ``key`` is the word that says why, ``values`` what it is given."""

    def __init__(self, key: str, **values: Any) -> None:  # noqa: ANN401 - a word's own values
        """Remember the word."""
        super().__init__(key)
        self.key = key
        self.values = values
