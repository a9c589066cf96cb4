"""What a benchmark gives: rows with our number, the baseline's, and the bound between them."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

#: Told of every step while a benchmark works.
Tell = Callable[[str], None]


class WrongError(AssertionError):
    """What was measured did not do its work rightly; a speed says nothing then."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        what: what is measured.
        ours: our number, with its unit.
        baseline: the plain way's number, and which way that is.
        ratio: ours to the baseline's.
        bound: what is to be reached; "–" where the number is only shown.
        reached: whether it is; None where there is no bound.
    """

    what: str
    ours: str
    baseline: str
    ratio: str
    bound: str
    reached: bool | None


def medians(ours: list[float], baseline: list[float]) -> tuple[float, float, float]:
    """Return both medians and the first over the second."""
    one, other = median(ours), median(baseline)
    return one, other, one / other


def check(true: bool, what: str) -> None:  # noqa: FBT001 - an assertion reads so
    """Stop where something that must hold does not."""
    if not true:
        raise WrongError(what)
