"""时序进度: each target's reading held against the share of the year gone by. Pure."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from db.vocabulary import Op

#: Points behind the share of the year gone by at which a target turns yellow, then red.
YELLOW, RED = 10, 30
#: Days past the due day beyond which an obligation is red.
LATE_DAYS = 3


class Light(StrEnum):
    """How a target or an item stands."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


def year_gone(day: date) -> Decimal:
    """Return the share of the year gone by at the end of ``day``, in percent."""
    length = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
    return Decimal(day.timetuple().tm_yday * 100) / length


def progress(value: Decimal, goal: Decimal) -> Decimal:
    """Return how much of a goal is reached, in percent; a goal of zero is reached."""
    return value * 100 / goal if goal else Decimal(100)


def target_light(op: Op, value: Decimal | None, goal: Decimal, day: date, *, strict: bool) -> Light:
    """Return a target's light on ``day``; grey where no reading has come yet.

    A ceiling is green while it holds and red once it is broken. Anything else is measured by
    points behind the share of the year gone by.
    """
    if value is None:
        return Light.GREY
    if op is Op.AT_MOST:
        return Light.GREEN if value < goal or (value == goal and not strict) else Light.RED
    behind = year_gone(day) - min(progress(value, goal), Decimal(100))
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
