"""The office's hours: when a planned message may go out, and to which slot a moment belongs. Pure.

What comes due outside them waits for the next slot.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from scheduler.workdays import Calendar, workdays_after


@dataclass(frozen=True, slots=True)
class Hours:
    """The office's working time.

    Attributes:
        zone: decides what day it is.
        slots: the times of a workday at which planned messages go out, in order.
        closes: the time of a workday after which no planned message goes out.
        quiet: from when to when none does either, as over noon; None for no such time.
        calendar: the days on which the office works.
    """

    zone: ZoneInfo
    slots: tuple[time, ...]
    closes: time
    quiet: tuple[time, time] | None = None
    calendar: Calendar = field(default_factory=Calendar)

    def day_of(self, moment: datetime) -> date:
        """Return the office's day of a moment."""
        return moment.astimezone(self.zone).date()

    def at(self, day: date, moment: time) -> datetime:
        """Return the moment of a time of the office's day, aware."""
        return datetime.combine(day, moment, self.zone)

    def works(self, day: date) -> bool:
        """Tell whether the office works on a day."""
        return self.calendar.works(day)


def current_slot(hours: Hours, now: datetime) -> datetime | None:
    """Return the slot that ``now`` belongs to: the last one today, or None outside work hours."""
    local = now.astimezone(hours.zone)
    if not hours.works(local.date()) or local.time() > hours.closes or _is_quiet(hours, local):
        return None
    passed = [slot for slot in hours.slots if slot <= local.time()]
    return hours.at(local.date(), passed[-1]) if passed else None


def next_slot(hours: Hours, after: datetime) -> datetime:
    """Return the first slot later than ``after``."""
    local = after.astimezone(hours.zone)
    later = [slot for slot in hours.slots if slot > local.time()]
    if later and hours.works(local.date()):
        return hours.at(local.date(), later[0])
    return hours.at(workdays_after(local.date(), 1, hours.works), hours.slots[0])


def sends_at(hours: Hours, asked: datetime) -> datetime:
    """Return when a planned message that is asked for now goes out: at once in work hours."""
    if current_slot(hours, asked) is not None:
        return asked
    coming = next_slot(hours, asked)
    if hours.quiet is not None and _is_quiet(hours, asked.astimezone(hours.zone)):
        rested = hours.at(hours.day_of(asked), hours.quiet[1])
        return rested if current_slot(hours, rested) is not None else coming
    return coming


def next_day(hours: Hours, after: datetime) -> datetime:
    """Return the first slot of the first workday after the office's day of ``after``."""
    return hours.at(workdays_after(hours.day_of(after), 1, hours.works), hours.slots[0])


def _is_quiet(hours: Hours, local: datetime) -> bool:
    return hours.quiet is not None and hours.quiet[0] <= local.time() < hours.quiet[1]
