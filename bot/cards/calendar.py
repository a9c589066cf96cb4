"""A month to pick a day from: rows of buttons, days off marked. Pure; any card may show it."""

import calendar
from collections.abc import Callable
from datetime import date

from bot.buttons import Button, Verb, button
from scheduler.workdays import DAY, Workday
from templates import word

#: Makes a button of a label and a day.
Make = Callable[[str, date], Button]
Rows = tuple[tuple[Button, ...], ...]


def month_rows(
    page: date, first: date, last: date, pick: Make, turn: Make, workday: Workday
) -> Rows:
    """Return a month: its name between the buttons that turn it, weekdays, and its weeks.

    Args:
        page: any day of the month; one outside ``first``..``last`` gives the nearest month.
        first: the first day that can be picked.
        last: the last one.
        pick: makes a day's button; one off work is marked, whoever takes it may refuse it.
        turn: makes the button to another month, given the first day of it.
        workday: tells workdays from days off.
    """
    page = min(max(page, first), last).replace(day=1)
    weeks = [
        tuple(_day(day, page, first, last, pick, workday) for day in week)
        for week in calendar.Calendar().monthdatescalendar(page.year, page.month)
        if any(day.month == page.month and first <= day <= last for day in week)
    ]
    weekdays = tuple(button(name, Verb.NOOP) for name in word("calendar.weekdays"))
    return (_heading(page, first, last, turn), weekdays, *weeks)


def day_stamp(day: date) -> str:
    """Return a day as a button's data carry it: 20241226."""
    return f"{day:%Y%m%d}"


def stamped_day(stamp: object) -> date | None:
    """Return the day of a stamp; None where it is none."""
    written = str(stamp)
    if len(written) != len("20241226") or not (written.isascii() and written.isdigit()):
        return None
    try:
        return date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError:
        return None


def _heading(page: date, first: date, last: date, turn: Make) -> tuple[Button, ...]:
    before = (page - DAY).replace(day=1)
    after = (page.replace(day=28) + 4 * DAY).replace(day=1)
    name = word("calendar.month", year=page.year, month=page.month)
    nothing = button(word("calendar.blank"), Verb.NOOP)
    return (
        turn(word("calendar.before"), before) if first < page else nothing,
        button(name, Verb.NOOP),
        turn(word("calendar.after"), after) if last >= after else nothing,
    )


def _day(day: date, page: date, first: date, last: date, pick: Make, workday: Workday) -> Button:
    if day.month != page.month or not first <= day <= last:
        return button(word("calendar.blank"), Verb.NOOP)
    return pick(word("calendar.work" if workday(day) else "calendar.off", day=day.day), day)
