"""The lines of a notice and the one error of the reader; knows nothing of files."""

import re
from dataclasses import dataclass, field

#: Blanks of a page's layout, those without width too.
BLANKS = re.compile(r"[\s\ufeff\u200b\u200c\u200d]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a notice as it stands in its source, counted from 1.

    A row of a table has ``cells`` (a merged cell's text in each place that it covers) and, as
    its text, those cells joined by tabs.
    """

    number: int
    text: str
    cells: tuple[str, ...] = ()


@dataclass(slots=True)
class NoticeError(Exception):
    """A notice that cannot be read.

    Attributes:
        code: a machine word; the sentence for people is a template's.
        details: what that sentence needs, e.g. the file's name or its size in bytes.
    """

    code: str
    details: dict[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the code and the details, for logs."""
        return f"{self.code} {self.details}" if self.details else self.code


def lines_of(text: str) -> list[Line]:
    """Cut a text into its lines, empty ones included, numbered from 1."""
    return [Line(number, line) for number, line in enumerate(text.splitlines(), start=1)]


def without_blanks(text: str) -> str:
    """Return the text without the blanks of its layout."""
    return BLANKS.sub("", text)
