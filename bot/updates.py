"""What is taken from an update, told apart from Telegram's types; control characters end here."""

import re
from dataclasses import dataclass

#: What phones send that breaks Word and Excel: control characters, but for line ends and tabs.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: Direction marks that let a text show other than it is.
_DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
#: Other marks that nobody sees, and what separates folders or names a drive.
_UNSEEN = re.compile(r"[\u00ad\u061c\u200b-\u200f\u2028\u2029\u2060\ufeff]")
_SEPARATORS = re.compile(r"[/\\:*?\"<>|]")
#: Telegram's own limit: what is longer came from elsewhere, and would only take long to read.
LONGEST = 4096
#: How much of a file's name is kept, its ending included.
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file in a message: how Telegram knows it, and what its sender says of it.

    Attributes:
        file_id: Telegram's, for fetching it.
        name: as it was sent, cleaned; "" where it has none.
        size: in bytes, as declared; None where it is not.
        kind: photo, document, video, voice or audio.
    """

    file_id: str
    name: str
    size: int | None
    kind: str


def clean(text: object) -> str:
    """Return a text without control characters, its ends trimmed; "" of what is no text."""
    return without_control(text).strip() if isinstance(text, str) else ""


def without_control(text: str) -> str:
    """Return a text without what would act on a terminal, a document or the eye."""
    return _DIRECTION.sub("", _CONTROL.sub("", text))


def clean_name(name: str) -> str:
    """Return a file's name as it may be shown and kept: one line, no folders, not too long."""
    seen = _UNSEEN.sub("", without_control(name))
    parted = " ".join(_SEPARATORS.sub("_", seen).split()).strip(". ")
    if len(parted) <= LONGEST_NAME:
        return parted
    stem, dot, ending = parted.rpartition(".")
    if not dot or len(ending) > LONGEST_NAME // 2:
        return parted[:LONGEST_NAME]
    return stem[: LONGEST_NAME - len(ending) - 2] + "…." + ending
