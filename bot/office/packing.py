"""A reading packed into lines of plain characters and back, so that a workbook can carry it."""

import base64
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from db.vocabulary import PlanDraft
from notice.files.pieces import OWN_BOOK

_LINE = 30_000  # characters; Excel takes 32,767 into a cell
_LARGEST = 100_000_000  # bytes once unpacked


@dataclass(frozen=True, slots=True)
class Reading:
    """A draft with the text that it was read from."""

    draft: PlanDraft
    text: str


_SHAPE = TypeAdapter(Reading)


def packed(reading: Reading) -> list[str]:
    """Return a reading as lines of printable ASCII, the mark first."""
    plain = json.dumps(_SHAPE.dump_python(reading, mode="json"))
    text = base64.b64encode(zlib.compress(plain.encode())).decode()
    return [OWN_BOOK, *(text[at : at + _LINE] for at in range(0, len(text), _LINE))]


def unpacked(lines: Sequence[str]) -> Reading | None:
    """Return the reading that lines hold; None where they are not whole."""
    try:
        raw = base64.b64decode("".join(lines[1:]), validate=True)
        stream = zlib.decompressobj()
        plain = stream.decompress(raw, _LARGEST)
        return _SHAPE.validate_json(plain) if stream.eof else None
    except (ValueError, zlib.error):
        return None
