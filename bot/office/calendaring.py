"""``duban calendar``: the days on which the office works; the State Council's notice imported."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.cards.look import period_words
from bot.console import heading, in_columns, print_json, refuse, say, table, widths_of
from bot.desk import Desk
from bot.office.moving import Manner, carry_out
from bot.office.reading import lines_of_file
from bot.office.timing import day_in
from bot.scopes import name_of
from db import audit, calendars
from db.engine import Session
from db.tables import OfficeDay
from db.vocabulary import Action, Cause
from notice.holidays.holidays import HolidayYear, Misfit, read_holidays
from scheduler.owed import DueShift, due_shifts
from scheduler.planning import replan_all
from scheduler.replanning import Change, Moved
from scheduler.workdays import DAY, Calendar, festival
from templates import day, moment, word

_SATURDAY = 5
#: The columns of the deadlines that move, each with its share of the width.
COLUMNS = {"plan": 0, "scope": 1, "period": 0, "former": 0, "moved_to": 0}


def show_year(desk: Desk, year: int | None, *, as_facts: bool) -> None:
    """Print a year's holidays, its make-up days, the office's own entries, and their source."""
    year = year or desk.clock.now().astimezone(desk.settings.zone).year
    calendar = desk.db.read_now(desk.rules).hours.calendar
    names = desk.db.read_now(calendars.names)
    own = [one for one in desk.db.read_now(calendars.own_days) if one.day.year == year]
    if as_facts:
        print_json(_year_facts(calendar, year, own))
        return
    heading(word("holidays.year", year=year))
    say("holidays.from", source=word(f"holidays.{source_of(calendar, year)}"))
    rows = year_rows(calendar, year, names)
    rows += [
        (word("holidays.own"), f"{day(one.day)} {_own(works=one.works, name=one.name)}")
        for one in own
    ]
    in_columns(rows)


def _year_facts(calendar: Calendar, year: int, own: Sequence[OfficeDay]) -> dict[str, object]:
    days = _days_of(year)
    return {
        "year": year,
        "source": source_of(calendar, year),
        "off": [one for one in days if not calendar.works(one)],
        "made_up": [one for one in days if one.weekday() >= _SATURDAY and calendar.works(one)],
        "own": [{"day": one.day, "works": one.works, "name": one.name} for one in own],
    }


def source_of(calendar: Calendar, year: int) -> str:
    """Return where a year's holidays are known from: ``notice``, ``known`` or ``weekends``."""
    if year in calendar.imported:
        return "notice"
    return "weekends" if calendar.is_provisional(year) else "known"


def year_rows(calendar: Calendar, year: int, names: Mapping[date, str]) -> list[tuple[str, str]]:
    """Return a year as rows: each festival with its span, the make-up days, and the workdays."""
    days = _days_of(year)
    spans: dict[str, list[str]] = {}
    for name, its in groupby(days, key=lambda one: _called(calendar, one, names)):
        off = list(its)
        if name:
            spans.setdefault(name, []).append(_span(off))
    made_up = [one for one in days if one.weekday() >= _SATURDAY and calendar.works(one)]
    works = sum(map(calendar.works, days))
    return [
        *((name, "、".join(its)) for name, its in spans.items()),
        (word("holidays.made_up"), "、".join(map(day, made_up)) or word("holidays.none")),
        (word("holidays.workdays"), word("holidays.count", days=len(days), workdays=works)),
    ]


def _days_of(year: int) -> list[date]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return [first + DAY * n for n in range((last - first).days + 1)]


def _called(calendar: Calendar, one: date, names: Mapping[date, str]) -> str:
    """Return the festival for which a day is off; "" for any other day."""
    if calendar.works(one):
        return ""
    known = None if one.year in calendar.imported else festival(one)
    return names.get(one) or (word(f"festival.{known}") if known else "")


def _span(days: Sequence[date]) -> str:
    if len(days) == 1:
        return word("holidays.day", day=day(days[0]))
    return word("holidays.span", first=day(days[0]), last=day(days[-1]), count=len(days))


def _own(*, works: bool, name: str) -> str:
    return word("holidays.own_works" if works else "holidays.own_off", name=name)


def import_holidays(desk: Desk, file: Path, manner: Manner) -> None:
    """Read the notice, show the year and what it moves, and apply it once confirmed."""
    with lines_of_file(file) as lines:
        text = "\n".join(line.text for line in lines)
    found = read_holidays(text)
    if found is None:
        refuse("holidays.no_notice")
    found = _completed(desk, found, manner)

    def change(session: Session) -> list[Moved]:
        now, who = desk.clock.now(), manner.who
        calendars.put_notice(session, found.year, found.days, found.names, text, now, by=who)
        _note(session, desk, manner, word("holidays.year", year=found.year))
        return _replan(session, desk, who, word("holidays.reason", year=found.year))

    if not manner.as_facts:
        heading(word("holidays.year", year=found.year))
        read = Calendar(named=found.days, imported=frozenset({found.year}))
        in_columns(year_rows(read, found.year, found.names))
    _say_doubts(found, manner)
    show_shifts(desk, change, manner)
    carry_out(desk, change, manner)


def _completed(desk: Desk, found: HolidayYear, manner: Manner) -> HolidayYear:
    """Return a notice that changes only some days of a known year with that year's other days."""
    hours = desk.db.read_now(desk.rules).hours
    missing = next((one for one in found.doubts if one.code == Misfit.MISSING), None)
    if missing is None or hours.calendar.is_provisional(found.year):
        return found
    manner.tell("holidays.others_stay", names=missing.about)
    known = replace(hours.calendar, own={})
    others = {
        one: known.works(one)
        for one in _days_of(found.year)
        if known.works(one) != (one.weekday() < _SATURDAY)
    }
    called = desk.db.read_now(calendars.names)
    names = {one: _called(known, one, called) for one in others}
    days = dict(sorted((others | dict(found.days)).items()))
    doubts = tuple(one for one in found.doubts if one.code != Misfit.MISSING)
    return HolidayYear(found.year, days, names | dict(found.names), doubts)


def show_shifts(desk: Desk, change: Callable[[Session], object], manner: Manner) -> None:
    """Print the deadlines, made already or still to come, that a change of the calendar moves."""

    def compare(session: Session) -> list[tuple[str, DueShift]]:
        before = desk.rules(session)
        change(session)
        after = desk.rules(session)
        found = due_shifts(session, before, after, desk.clock.now())
        return [(name_of(session, one.scope), one) for one in found]

    found = desk.db.try_now(compare)
    if manner.as_facts:
        print_json([_shift_facts(name, one, desk.settings.zone) for name, one in found])
        return
    if not found:
        say("holidays.nothing_shifts")
        return
    say("holidays.shifts", count=len(found))
    zone = desk.settings.zone
    rows = [
        {
            "plan": str(one.scope.plan_id),
            "scope": name,
            "period": period_words(one.period),
            "former": _local(one.former, zone),
            "moved_to": _local(one.due_at, zone),
        }
        for name, one in found
    ]
    titles = [word(f"column.{column}") for column in COLUMNS]
    cells = [titles, *([row[column] for column in COLUMNS] for row in rows)]
    table(widths_of(COLUMNS, cells, {}), rows)


def _shift_facts(name: str, one: DueShift, zone: ZoneInfo) -> dict[str, object]:
    return {
        "plan": one.scope.plan_id,
        "scope": name,
        "period": one.period,
        "former": one.former and one.former.astimezone(zone),
        "due_at": one.due_at and one.due_at.astimezone(zone),
    }


def _local(due: datetime | None, zone: ZoneInfo) -> str:
    return moment(due.astimezone(zone)) if due else word("timetable.not_owed")


def _say_doubts(found: HolidayYear, manner: Manner) -> None:
    """Say what does not add up; without a look at it nothing is applied."""
    if found.doubts:
        manner.tell("holidays.doubts", count=len(found.doubts))
    for doubt in found.doubts:
        why = word(f"holiday_doubt.{doubt.code.removeprefix('holiday-')}", about=doubt.about)
        manner.tell("holidays.doubt", line=doubt.line, why=why)


def set_day(desk: Desk, written: str, name: str, manner: Manner, *, works: bool) -> None:
    """Note the office's own word on a day."""
    when = _day(written)

    def change(session: Session) -> list[Moved]:
        before = _own_words(session, when)
        calendars.put_day(session, when, name, desk.clock.now(), manner.who, works=works)
        _note(session, desk, manner, day(when), before, _own(works=works, name=name))
        return _replan(session, desk, manner.who, name)

    manner.tell("holidays.noting", day=day(when), what=_own(works=works, name=name))
    show_shifts(desk, change, manner)
    carry_out(desk, change, manner)


def drop_day(desk: Desk, written: str, manner: Manner) -> None:
    """Take the office's own word on a day back."""
    when = _day(written)
    if when not in desk.db.read_now(calendars.own):
        refuse("holidays.no_own", day=day(when))

    def change(session: Session) -> list[Moved]:
        _note(session, desk, manner, day(when), _own_words(session, when), "")
        calendars.take_day(session, when)
        return _replan(session, desk, manner.who, word("holidays.dropped"))

    show_shifts(desk, change, manner)
    carry_out(desk, change, manner)


def _own_words(session: Session, when: date) -> str:
    """Return the office's own word on a day; "" where it has none."""
    known = session.get(OfficeDay, when)
    return _own(works=known.works, name=known.name) if known else ""


def _note(
    session: Session, desk: Desk, manner: Manner, about: str, before: str = "", after: str = ""
) -> None:
    """Write a change of the calendar down."""
    audit.note(
        session,
        manner.actor,
        Action.CALENDAR,
        about,
        desk.clock.now(),
        before={"day": before} if before else None,
        after={"day": after} if after else None,
    )


def _day(written: str) -> date:
    return day_in(written) or refuse("holidays.no_day", value=written)


def _replan(session: Session, desk: Desk, who: str, why: str) -> list[Moved]:
    change = Change(Cause.CALENDAR, who, why)
    return replan_all(session, desk.rules(session), desk.clock.now(), change)
