"""An amount with the words around it, which tell what it is."""

import re
from dataclasses import dataclass

from notice.targets.amounts import Amount
from notice.targets.bounds import Bound, bound_of
from notice.targets.clauses import BLOT


@dataclass(frozen=True, slots=True)
class Around:
    """An amount of a clause and its neighbourhood.

    Attributes:
        amount: the number with its measure.
        left: what stands before it, bound words included.
        right: what stands behind it, bound words included.
        bound: how it binds.
    """

    amount: Amount
    left: str
    right: str
    bound: Bound

    @property
    def noun(self) -> str:
        """What stands before it without its bound words."""
        return self.left[: self.bound.start]

    @property
    def rest(self) -> str:
        """What stands behind it without its bound words."""
        return self.right[self.bound.end :]


def around_of(text: str, amount: Amount) -> Around:
    """Return an amount of a clause with the words near it."""
    left = text[max(amount.start - _NEAR, 0) : amount.start]
    right = _BLOTS.sub(BLOT, text[amount.end : amount.end + _FAR])[:_NEAR]
    return Around(amount, left, right, bound_of(left, right))


_NEAR, _FAR = 80, 400  # characters, without a bracket's blots and with them
_BLOTS = re.compile(f"{BLOT}+")
