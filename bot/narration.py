"""Tells a story as it happens: in the terminal, and in full in the transcript."""

from datetime import datetime
from typing import TextIO
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from sandbox.feed import Event
from sandbox.messages import Message, Query
from templates import clock, day, word

WIDTH = 100
#: Lines of one message that the terminal shows; the transcript has them all.
LINES = 18
INDENT = 4


class Narrator:
    """Prints messages, presses and the passing of time.

    Args:
        terminal: where people watch.
        transcript: the file that keeps everything.
        zone: the office's time zone.
    """

    def __init__(self, terminal: Console, transcript: TextIO, zone: ZoneInfo) -> None:
        """Begin at no particular time."""
        self.terminal = terminal
        self.file = Console(file=transcript, width=WIDTH, color_system=None, highlight=False)
        self.zone = zone
        self.told_at: datetime | None = None
        self.names: dict[int, str] = {}
        self.labels: dict[tuple[int, str], str] = {}
        self.brief = False  # a scene that repeats itself leaves the bot's messages out

    def scene(self, key: str, **values: object) -> None:
        """Say what the story does next."""
        self._both(Text(f"\n■ {word(f'story.{key}', **values)}", style="bold cyan"))

    def line(self, key: str, **values: object) -> None:
        """Say something beside the story."""
        self._both(Text(word(f"story.{key}", **values)))

    def fails(self, what: str) -> None:
        """Say that the story did not go as it should."""
        self._both(Text(f"\n✗ {what}", style="bold red"))

    def watch(self, event: Event) -> None:
        """Show what happened."""
        match event.subject:
            case Message() as message:
                self._time(datetime.fromtimestamp(message.edit_date or message.date, self.zone))
                self._message(event.kind, message)
            case Query() as query:
                who, said = self._name(query.person_id), f"  → {query.text}" if query.text else ""
                label = self.labels.get((query.person_id, query.data), query.data)
                self._both(Text(word("story.pressed", who=who, label=label) + said, "yellow"))
            case dict() as person:
                self.names[person["id"]] = _title(person)

    def _time(self, at: datetime) -> None:
        if (minute := at.replace(second=0)) != self.told_at:
            self.told_at = minute
            self._both(Text(f"\n── {at.year}年{day(at)} {clock(at)} " + "─" * 40, style="dim"))

    def _message(self, kind: str, message: Message) -> None:
        who = self._name(message.chat.id)
        if not message.from_bot:
            self._both(Text(word("story.said", who=who, text=message.text), "green"))
            return
        heading = "story.edited" if kind == "edit" else "story.sent"
        self._both(Text(word(heading, who=who), "bold"), told=not self.brief)
        lines = message.text.splitlines()
        if message.rows:
            lines += ["  ".join(f"[{one['text']}]" for one in row) for row in message.rows]
            self.labels |= {
                (message.chat.id, str(one.get("callback_data"))): str(one["text"])
                for row in message.rows
                for one in row
            }
        self._body(lines)

    def _body(self, lines: list[str]) -> None:
        """Print a message indented; the terminal gets its beginning and its end."""
        _print_indented(self.file, lines)
        left_out = len(lines) - LINES
        if left_out > 1:
            half = LINES // 2
            lines = [*lines[:half], word("story.left_out", count=left_out), *lines[-half:]]
        if not self.brief:
            _print_indented(self.terminal, lines)

    def _both(self, text: Text, *, told: bool = True) -> None:
        if told:
            self.terminal.print(text)
        self.file.print(text)

    def _name(self, person_id: int) -> str:
        return self.names.get(person_id, str(person_id))


def _print_indented(console: Console, lines: list[str]) -> None:
    """Print lines indented and wrapped, without blanks at their ends."""
    for line in lines:
        for piece in Text(line).wrap(console, console.width - INDENT) or [Text()]:
            console.print(Text(f"{' ' * INDENT}{piece.plain}".rstrip()))


def _title(person: dict[str, str]) -> str:
    return f"{person['name']}（{person['subtitle']}）" if person["subtitle"] else person["name"]
