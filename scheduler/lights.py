"""时序进度: each target's reading held against the share of its plan's time gone by. Pure."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from db.vocabulary import Op, Status

#: Points behind the share of the time gone by at which a target turns yellow, then red.
YELLOW, RED = 10, 30
#: Days past the due day beyond which an obligation is red.
LATE_DAYS = 3


class Light(StrEnum):
    """How a target or an item stands."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


def time_gone(year: int | None, ends_on: date, day: date) -> Decimal:
    """Return the share of a plan's time gone by at the end of ``day``, in percent.

    Its goals are those of its year, so it runs from 1 January on, whenever the office began to
    ask; ``year`` is None where the notice names none, and its last day's is meant.
    """
    first = date(min(year or ends_on.year, ends_on.year), 1, 1)
    length = (ends_on - first).days + 1
    gone = (day - first).days + 1
    return Decimal(min(max(gone, 0), length) * 100) / length


def progress(value: Decimal, goal: Decimal) -> Decimal:
    """Return how much of a goal is reached, in percent; a goal of zero is reached."""
    return value * 100 / goal if goal else Decimal(100)


def target_light(
    op: Op, value: Decimal | None, goal: Decimal, gone: Decimal, *, strict: bool
) -> Light:
    """Return a target's light where so much of the time is gone; grey where no reading has come.

    A ceiling is green while it holds and red once it is broken. Anything else is measured by
    points behind the share of the time gone by, in percent.
    """
    if value is None:
        return Light.GREY
    if op is Op.AT_MOST:
        return Light.GREEN if value < goal or (value == goal and not strict) else Light.RED
    behind = gone - min(progress(value, goal), Decimal(100))
    if behind <= YELLOW:
        return Light.GREEN
    return Light.YELLOW if behind <= RED else Light.RED


def worst(lights: list[Light]) -> Light:
    """Return the light of a whole: the worst of its parts; grey where none is lit."""
    order = (Light.RED, Light.YELLOW, Light.GREEN)
    return next((light for light in order if light in lights), Light.GREY)


def days_late(due_at: datetime, now: datetime) -> int:
    """Return the calendar days since the cut-off, begun ones counted; 0 before it."""
    return max(0, -((due_at - now) // timedelta(days=1)))


def duty_light(said: Status | None, late: int) -> Light:
    """Return an obligation's light: red when overdue beyond three days, yellow when overdue.

    What was reported is green, or yellow where it is difficult; what is not yet due is grey.

    Args:
        said: what its report says; None where it is still owed.
        late: the days that it is overdue.
    """
    if said is not None:
        return Light.YELLOW if said is Status.DIFFICULT else Light.GREEN
    if not late:
        return Light.GREY
    return Light.RED if late > LATE_DAYS else Light.YELLOW
