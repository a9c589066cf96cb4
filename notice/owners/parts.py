"""What the words of a unit list say of the names beside them, and where they say it."""

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What a field or a verb says of the words beside it.

    ``PLAIN``: responsible, with nothing said of who leads. ``GUIDE``: assists who does the work,
    responsible where nobody else is. ``WITH``: what stands behind assists what stands before.
    ``DUE``: a term. ``NOBODY``: people, supervisors, remarks.
    """

    LEAD = "lead"
    ASSIST = "assist"
    PLAIN = "plain"
    GUIDE = "guide"
    WITH = "with_others"
    DUE = "due"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Mark:
    """A field with its colon, or a verb: ``text[start:end]`` and the part that it gives."""

    start: int
    end: int
    part: Part
