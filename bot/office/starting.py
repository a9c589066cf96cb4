"""``duban init``: a configuration to begin with."""

import os
from importlib.resources import files
from pathlib import Path

import typer

from bot.console import out, refuse, say
from bot.opening import CONFIG, TOKEN
from templates import word


def init(folder: Path, *, force: bool) -> None:
    """Write config.toml, readable by its owner alone; at a terminal, ask for the token."""
    file, token = folder / CONFIG, folder / TOKEN
    if file.exists() and not force:
        refuse("cli.exists", path=file)
    folder.mkdir(parents=True, exist_ok=True)
    write_private(file, example())
    say("cli.written", path=file)
    if out.is_terminal and not token.exists():
        typed = typer.prompt(word("cli.token_prompt"), default="", show_default=False)
        if typed.strip():
            write_private(token, f"{typed.strip()}\n")
    say("cli.next_init", token=token)


def example() -> str:
    """Return config.example.toml: at the root of a clone, or inside an installation."""
    packed = files("bot") / "config.example.toml"
    root = Path(__file__).parents[2] / "config.example.toml"
    return packed.read_text("utf-8") if packed.is_file() else root.read_text("utf-8")


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner can read."""
    file.unlink(missing_ok=True)  # one that others may read keeps its rights
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as written:
        written.write(text)
