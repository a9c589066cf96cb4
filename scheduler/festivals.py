"""Which festival a day is off for, as the State Council arranged it; knows no words for people."""

from datetime import date

import chinese_calendar


def festival(day: date) -> str | None:
    """Return the festival for which a day is off, e.g. ``tomb_sweeping_day``; None for another.

    A year that has not been announced yet has none.
    """
    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return None
    return chinese_calendar.Holiday(name).name if off and name else None
