"""What Telegram finds in a text by itself: commands, links and mentions; and how it trims."""

import re

from sandbox.entities import Formatted, utf16_length
from sandbox.errors import Json

_FOUND = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"'，。；、）】》]+)"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/<>])"
    r"|(?<!\w)(?P<mention>@[A-Za-z0-9_]{3,32})\b"
)
_CONTROL = {code: " " for code in range(32) if code not in (9, 10, 13)} | {13: None}
_DETECTED = ("://", "/", "@")


def clean(text: str) -> str:
    """Drop what Telegram never stores: carriage returns and control characters."""
    return text.translate(_CONTROL) if not text.isprintable() else text


def trimmed(formatted: Formatted) -> Formatted:
    """Return the text without outer white space, its entities moved and cut to fit."""
    text = formatted.text
    kept = text.rstrip()
    lead = len(kept) - len(kept.lstrip(" \n"))
    if lead == 0 and len(kept) == len(text):
        return formatted
    kept = kept[lead:]
    size = utf16_length(kept)
    entities: list[Json] = []
    for entity in formatted.entities:
        begin = max(0, entity["offset"] - lead)  # outer white space is one unit a character
        end = min(size, entity["offset"] + entity["length"] - lead)
        if end > begin:
            entities.append({**entity, "offset": begin, "length": end - begin})
    return Formatted(kept, entities)


def with_detected(formatted: Formatted) -> Formatted:
    """Add the commands, links and mentions that nobody marked up."""
    text = formatted.text
    if not any(sign in text for sign in _DETECTED):
        return formatted
    entities = list(formatted.entities)
    for found in _FOUND.finditer(text):
        offset = utf16_length(text[: found.start()])
        length = utf16_length(found.group())
        if not any(_overlaps(entity, offset, length) for entity in formatted.entities):
            entities.append({"offset": offset, "length": length, "type": found.lastgroup})
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return Formatted(text, entities)


def _overlaps(entity: Json, offset: int, length: int) -> bool:
    if entity["type"] not in {"code", "pre", "text_link"}:
        return False
    return bool(offset < entity["offset"] + entity["length"] and entity["offset"] < offset + length)
