"""A text without the blanks of its layout, which still gives its words back as written."""

import re
from dataclasses import dataclass

# What a date may be typed with besides its plain signs; each is one sign for one.
_PLAIN = dict(zip("０１２３４５６７８９．／－：後內個", "0123456789./-:后内个", strict=True))
_ODD = re.compile(f"[{''.join(_PLAIN)}]")


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A text to search in, and the way back from it.

    Attributes:
        text: the original without blanks, its digits and signs half-width.
        original: the text as written.
    """

    text: str
    original: str

    def words(self, start: int, end: int) -> str:
        """Return the words as written between two places of ``text``."""
        places = [at for at, sign in enumerate(self.original) if not sign.isspace()]
        return self.original[places[start] : places[end - 1] + 1] if start < end else ""


def squeezed(original: str) -> Squeezed:
    """Drop the blanks of a text and make its digits plain."""
    text = "".join(original.split())
    return Squeezed(_ODD.sub(lambda match: _PLAIN[match[0]], text), original)
